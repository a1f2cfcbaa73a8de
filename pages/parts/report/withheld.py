"""What does not leave and why, and the protected counts that leave in its place."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st

from geo.places import places
from pages.parts.markup import data, element, to_html
from pages.parts.report.building import Built
from pages.parts.state import View
from routes.release import Lattice
from routes.release.cells import NATIONALITY, PARENT_GROUP
from routes.text import Text

_ENDS = ("origin", "destination")


def draw(view: View, built: Built) -> None:
    """Draw what is left out, each with its reason."""
    t = view.t
    items = [
        element("li", element("strong", what), " ", why) for what, why in _reasons(view, built)
    ]
    st.html(
        to_html(
            element(
                "div",
                element("p", t(f"report.withheld.lead_{built.wish.audience}")),
                element("ul", *items),
                class_="report-withheld",
            )
        )
    )


def _reasons(view: View, built: Built) -> list[tuple[str, str]]:
    """Return what is left out and why."""
    t, release = view.t, built.release
    found: list[tuple[str, str]] = []
    if built.wish.audience == "public":
        if built.held_back:
            what = t.plural("report.withheld.cases", built.held_back)
            found.append((what, t(f"report.withheld.{_counted(view, built)}")))
        elif release.lattice is not None:
            found.append((t("report.withheld.others"), t("report.withheld.counted")))
        if cells := release.suppressed.get("cells", 0):
            lattice = release.lattice or Lattice(pd.DataFrame())
            numbers = {"threshold": lattice.threshold, "rounding": lattice.rounding}
            what = t.plural("report.withheld.cells", cells)
            found.append((what, t("report.withheld.cells_why", **numbers)))
        found.append((t("report.withheld.remarks"), t("report.withheld.remarks_why")))
        found.append((t("report.withheld.maker"), t("report.withheld.maker_why")))
    found.append((t("report.withheld.accessed"), t("report.withheld.accessed_why")))
    found.append((t("report.withheld.names"), t("report.withheld.names_why")))
    return found


def _counted(view: View, built: Built) -> str:
    """Return whether the cases held back are counted, and if not, why not."""
    if built.release.lattice is not None:
        return "counted"
    if not view.scope.sees_all:
        return "not_all_seen"
    if view.holdings.which == "public" or not view.holdings.version:
        return "no_ledger"
    return "too_few"


def draw_counts(view: View, built: Built) -> None:
    """Draw the protected counts as they leave: area by year, one group at a time."""
    t, lattice = view.t, built.release.lattice
    if lattice is None:
        return
    numbers = {"threshold": lattice.threshold, "rounding": lattice.rounding}
    lead = element("p", t("report.counts.lead", **numbers), class_="rutas-foot")
    st.html(to_html(lead))
    groups = sorted(lattice.frame["group"].unique(), key=_rank)
    with st.container(key="report_counts", horizontal=True, vertical_alignment="bottom"):
        end = st.segmented_control(
            t("report.counts.end"),
            _ENDS,
            key="report_counts_end",
            default=_ENDS[0],
            format_func=lambda end: t(f"report.counts.{end}"),
            required=True,
        )
        group = st.selectbox(
            t("report.counts.group"),
            groups,
            key="report_counts_group",
            format_func=lambda group: group_name(t, group),
        )
    frame = lattice.frame
    chosen = frame[(frame["geography"] == end) & (frame["group"] == group)]
    st.html(to_html(element("div", _matrix(t, chosen), class_="rutas-scroll")))


def _rank(group: str) -> tuple[int, str]:
    order = ("all", *PARENT_GROUP)
    return (order.index(group) if group in order else len(order), group)


def group_name(t: Text, group: str) -> str:
    """Return what a group of victims is called."""
    if not group.startswith(NATIONALITY):
        return t(f"departing.group.{group}")
    return t("departing.nationality", name=_place(t, group.removeprefix(NATIONALITY)))


def area_name(t: Text, area: str) -> str:
    """Return what an area of the counts is called; an empty one is all of them."""
    if not area:
        return t("report.counts.all_areas")
    return t(f"departing.{area}") if area in ("several", "unknown") else _place(t, area)


def _place(t: Text, place_id: str) -> str:
    place = places().get(place_id)
    return place.name(t.lang) if place else place_id


def _matrix(t: Text, chosen: pd.DataFrame) -> ET.Element:
    """Return area by year; what is suppressed says so, and what is not broken down stays blank."""
    when = [
        str(year) if period == "year" else period
        for period, year in zip(chosen["period"], chosen["year"], strict=True)
    ]
    cells = {
        (area, at): (None if hidden else int(n))
        for area, at, hidden, n in zip(
            chosen["area"], when, chosen["suppressed"], chosen["victims"], strict=True
        )
    }
    times = sorted({at for _, at in cells}, key=lambda at: (at != "all", at))
    areas = sorted({area for area, _ in cells}, key=lambda area: (area != "", area_name(t, area)))
    head = [element("th", t("report.counts.area"), scope="col")]
    head += [element("th", _when(t, at), scope="col", class_="num") for at in times]
    rows = []
    for area in areas:
        row = [element("th", data(area_name(t, area)), scope="row")]
        row += [_cell(t, cells, (area, at)) for at in times]
        rows.append(element("tr", *row))
    body = (element("thead", element("tr", *head)), element("tbody", *rows))
    return element("table", *body, class_="rutas-table report-counts")


def _when(t: Text, at: str) -> str:
    if at == "all":
        return t("report.counts.all_years")
    return t("departing.undated") if at == "undated" else at


def _cell(t: Text, cells: dict[tuple[str, str], int | None], key: tuple[str, str]) -> ET.Element:
    if key not in cells:
        return element("td", class_="num")
    n = cells[key]
    if n is None:
        return element("td", t("report.counts.suppressed"), class_="num report-suppressed")
    return element("td", t.number(n), class_="num")
