"""What differs between two releases, in words and in one table of counts."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.markup import Child, data, element, to_html
from pages.parts.report.said import field, folded_sources, value
from pages.parts.report.withheld import area_name, group_name
from pages.parts.state import View
from routes.release import Past
from routes.release.cells import Cell
from routes.release.comparing import CellChange, Change, compare
from routes.text import Text

_MOST = 60


def draw(view: View, before: Past, after: Past) -> None:
    """Draw what differs, the earlier release on the left."""
    t, found = view.t, compare(before, after)
    parts: list[Child] = []
    if not found:
        parts.append(element("p", t("report.compare.same"), class_="rutas-foot"))
    if found.changes:
        parts.append(_changes(view, before, after, found.changes))
    for name, ids in (("come", found.sources_come), ("gone", found.sources_gone)):
        if ids:
            heading = t.plural(f"report.compare.sources_{name}", len(ids))
            parts.append(folded_sources(view, heading, ids))
    if found.cells:
        parts.append(_cells(t, before, after, found.cells))
    parts.append(element("p", t("report.compare.cases"), class_="rutas-foot"))
    st.html(to_html(element("div", *parts, class_="report-compare", role="region")))


def _head(t: Text, first: str, before: Past, after: Past, *, number: bool) -> ET.Element:
    kind = "num" if number else None
    names = [t("report.compare.release", seq=t.number(each.seq)) for each in (before, after)]
    cells = [element("th", first, scope="col")]
    cells += [element("th", name, scope="col", class_=kind) for name in names]
    return element("thead", element("tr", *cells))


def _changes(view: View, before: Past, after: Past, changes: Sequence[Change]) -> ET.Element:
    t = view.t
    rows = [
        element(
            "tr",
            element("th", field(t, each.name), scope="row"),
            *(
                element("td", data(_said(view, each.name, text)))
                for text in (each.before, each.after)
            ),
        )
        for each in changes
    ]
    head = _head(t, t("report.compare.what"), before, after, number=False)
    table = element("table", head, element("tbody", *rows), class_="rutas-table")
    return element("div", table, class_="rutas-scroll")


def _said(view: View, name: str, text: str) -> str:
    return value(view, name, text) if text else "–"


def _cells(t: Text, before: Past, after: Past, changes: Sequence[CellChange]) -> ET.Element:
    rows = []
    for each in changes[:_MOST]:
        numbers = [
            element("td", t("report.compare.not_shown") if n is None else t.number(n), class_="num")
            for n in (each.before, each.after)
        ]
        rows.append(
            element("tr", element("th", data(cell_name(t, each.cell)), scope="row"), *numbers)
        )
    head = _head(t, t.plural("report.compare.counts", len(changes)), before, after, number=True)
    table = element("table", head, element("tbody", *rows), class_="rutas-table")
    rest = len(changes) - _MOST
    more = element("p", t("report.compare.more", n=t.number(rest))) if rest > 0 else None
    return element("div", table, more, class_="rutas-scroll")


def cell_name(t: Text, cell: Cell) -> str:
    """Return what a protected count counts: group, area and year."""
    parts = [group_name(t, cell.group)]
    if cell.area:
        parts.append(t(f"departing.{cell.geography}", name=area_name(t, cell.area)))
    if cell.year:
        parts.append(t("departing.undated") if cell.year == "undated" else cell.year)
    return ", ".join(parts)
