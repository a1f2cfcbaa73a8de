"""The page of one crossing or hub: status and dates with their source, its cases and routes."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st

from geo.places import known, places
from pages.parts import case_card as card
from pages.parts import case_sets, charts, filters, live_map, state
from pages.parts.crossings import naming
from pages.parts.crossings.finding import documented
from pages.parts.markup import Child, data, element, to_html
from pages.parts.state import View
from routes.analysis.coverage import REACH_KM
from routes.analysis.coverage.displacement import alternatives
from routes.analysis.crossings import Crossing, Passed, listed
from routes.charts import columns
from routes.evidence import CaseEvidence, evidence
from routes.flows import Flows
from routes.holdings import flows_of

_MOST_CASES = 20
_AROUND = (-84.0, -60.0, -5.0, 14.0)
"""West, east, south and north of Colombia with its neighbours, in degrees."""
_COLUMN_PX = 48
_FEW_YEARS = 6
"""Years below which columns would grow broad if they filled the width."""


def check(view: View) -> None:
    """Leave out, with a notice, a place that is neither listed nor passed by any route."""
    given = state.chosen("pass")
    if given and given not in listed() and given not in documented(view):
        in_data = {place for _, place in _places_passed(view)}
        if given not in in_data:
            state.notice("pass", given)
            state.choose("pass", "")


def _places_passed(view: View) -> set[tuple[str, str]]:
    """Return role and place of all crossings and hubs in the data, whatever the filters."""
    store = view.store
    return {
        (role, store.place_ids[code])
        for role in ("crossing", "via")
        for code in set(store.route_places[role][1].tolist())
    }


def _close() -> None:
    state.choose("pass", "")
    st.session_state.selected = ""


def draw(view: View) -> None:
    """Draw the page of the place that the link asks for."""
    t, place_id = view.t, state.chosen("pass")
    one = listed().get(place_id)
    found = documented(view).get(place_id, Passed(place_id))
    with st.container(key="cross_bar", horizontal=True, vertical_alignment="center"):
        st.button(
            t("coverage.page.back"),
            key="cross_back",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=_close,
        )
        with st.container(key="chips", horizontal=True):
            filters.draw_chips(view)
    with st.container(key="cross_page"), st.container(key="map_row", horizontal=True):
        with st.container(key="map_area"):
            _draw_map(view, found)
        with st.container(key="cross_side", width=420):
            st.html(to_html(_facts(view, one, found)))
    if found.years:
        _draw_years(view, found)
    _draw_routes(view, found)


def _draw_map(view: View, found: Passed) -> None:
    """Draw the routes that pass here, with the place selected."""
    place = places().get(found.id)
    kind = "crossing" if found.id in listed() else "place"
    role = "crossing" if found.crossing or not found.hub else "via"
    query = replace(view.query, **{role: (found.id,)})
    flows = flows_of(view.holdings, query, level=view.level, lang=view.lang)
    shown = replace(view, query=query, selected=f"{kind}:{found.id}" if place else "")
    start = "flows" if _near(flows) else "colombia"
    live_map.draw(shown, flows, cases=found.cases, start=start, of=found.id)


def _near(flows: Flows) -> bool:
    """Tell whether all flows, if any, lie in and around Colombia."""
    west, east, south, north = _AROUND
    ends = known({*flows.frame["from"], *flows.frame["to"]}).values()
    return all(west <= each.lon <= east and south <= each.lat <= north for each in ends)


def _facts(view: View, one: Crossing | None, found: Passed) -> ET.Element:
    t = view.t
    links = [element("p", each) for each in naming.counted(view, found)]
    # With a chart of the years its note says so.
    lone = found.undated and not found.years
    undated = t.plural("coverage.page.undated", found.undated) if lone else ""
    early: list[Child] = []
    if found.early:
        text = t.plural("coverage.page.early", len(found.early))
        cases = naming.cases_behind(view, text, found.early)
        early = [element("div", cases, class_="rutas-note")]
    return element(
        "div",
        element("h1", data(naming.name(view, found.id))),
        element("p", naming.kind(view, found.id), class_="sub"),
        *links,
        element("p", undated, class_="quiet") if undated else None,
        *early,
        *(_listed(view, one) if one else [_unlisted(view, found)]),
        class_="rutas-panel rutas-card",
    )


def _unlisted(view: View, found: Passed) -> ET.Element:
    key = "unlisted" if found.crossing else "hub"
    context = places()[found.id].context(view.lang) if found.id in places() else ""
    return element(
        "div",
        element("p", data(context), class_="quiet") if context else None,
        element("p", view.t(f"coverage.page.{key}")),
    )


def _listed(view: View, one: Crossing) -> list[Child]:
    t = view.t
    key = f"coverage.precision.{one.precision}"
    facts = [
        ("status", t.code("crossing_status", one.status)),
        ("open", naming.opened(view, one)),
        ("where", one.municipality),
        ("neighbour", one.neighbour_place),
        ("precision", t(key) if t.has(key) else one.precision),
        ("note", one.noted(view.lang)),
    ]
    pairs: list[Child] = []
    for name, value in facts:
        if value:
            pairs += [element("dt", t(f"coverage.page.{name}")), element("dd", data(value))]
    parts: list[Child] = [element("dl", *pairs, class_="rutas-defs")]
    if one.verified:
        parts.append(element("h4", t("coverage.page.source")))
        dated = t.date(one.source_date)
        parts.append(card.source_line(t, one.source_title, dated, one.source_url))
    else:
        parts.append(element("p", t("coverage.page.unverified"), class_="rutas-note"))
    return [*parts, *_alternatives(view, one)]


def _alternatives(view: View, one: Crossing) -> list[Child]:
    """Return the nearest verified crossings of the same sort to the same country."""
    t = view.t
    found = alternatives(one)
    title = element("h4", t("coverage.page.near"))
    if not found:
        km = t.number(REACH_KM)
        return [title, element("p", t("coverage.page.near_none", km=km), class_="quiet")]
    rows = [
        element(
            "li",
            naming.page_link(view, other.id, data(other.named(view.lang))),
            f" · {naming.distance(view, km)}",
            f" · {naming.opened(view, other)}" if other.valid_from or other.valid_to else None,
        )
        for other, km in found
    ]
    return [title, element("ul", *rows, class_="cross-near")]


def _draw_years(view: View, found: Passed) -> None:
    t = view.t
    counts = dict(found.years)
    years = list(range(min(counts), max(counts) + 1))
    values = [counts.get(year, 0) for year in years]
    label, amount = t("coverage.column.year"), t("coverage.page.case_count")
    note = t("coverage.page.by_year_note")
    if found.undated:
        note = f"{note} {t.plural('coverage.page.undated', found.undated)}"
    frame = pd.DataFrame({"label": [str(year) for year in years], "value": values})
    role = "crossing" if found.crossing else "via"
    with st.container(key="cross_years"):
        charts.draw(
            view,
            lambda dark: columns(frame, label=label, value=amount, dark=dark, height=180),
            pd.DataFrame({label: frame["label"], amount: values}),
            key="cross_years",
            name="cruces",
            title=t("coverage.page.by_year"),
            note=note,
            width=_COLUMN_PX * len(years) + 60 if len(years) < _FEW_YEARS else "stretch",
            links=[
                naming.cases_link(view, found.id, role=role, year=year) if n else ""
                for year, n in zip(years, values, strict=True)
            ],
        )


def _draw_routes(view: View, found: Passed) -> None:
    t = view.t
    cases = evidence(view.tables, found.case_ids[:_MOST_CASES], lang=view.lang)
    parts: list[Child] = [element("h2", t("coverage.page.routes"))]
    parts += [_case(view, found, case) for case in cases]
    if not cases:
        parts.append(element("p", t("coverage.page.none")))
    if found.cases > _MOST_CASES:
        text = t.plural("coverage.page.more", found.cases - _MOST_CASES)
        parts.append(element("p", case_sets.more(view, text, found.case_ids), class_="quiet"))
    parts.append(element("p", t("pages.panel.innocent"), class_="quiet"))
    st.html(to_html(element("div", *parts, class_="rutas-card rutas-panel cross-part")))


def _case(view: View, found: Passed, case: CaseEvidence) -> ET.Element:
    t = view.t
    routes = [
        route for route in case.routes if any(stop.place.id == found.id for stop in route.stops)
    ]
    link = naming.case_link(view, case.case_id, t("pages.panel.see_case", case=case.name))
    return element(
        "section",
        card.heading(t, case),
        element("div", *(card.route(t, route) for route in routes), class_="cross-ways"),
        card.identity(t, case),
        *card.figures(t, case, measures=card.HEADLINE),
        element("p", link),
    )
