"""The evidence panel: each case behind the selection, its legs, sources and figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from xml.etree import ElementTree as ET

import streamlit as st

from geo.layers import crossings
from geo.lines import distance_km
from geo.places import places
from pages.parts import case_card as card
from pages.parts.markup import Child, data, element, plain, to_html
from pages.parts.names import case_name
from pages.parts.state import View, shared_params
from routes.choice import Choice, choose, routes_of
from routes.evidence import CaseEvidence, evidence
from routes.text import Text

_MOST_LINKS = 6


def _place_name(view: View, place_id: str) -> str:
    place = places().get(place_id)
    return place.name(view.lang) if place else place_id


def _title(view: View, choice: Choice) -> ET.Element:
    if choice.kind == "flow":
        start, end = _place_name(view, choice.start), _place_name(view, choice.end)
        if choice.start == choice.end:
            return element("h2", view.t("pages.table.within", place=start))
        return element("h2", data(start), " → ", data(end))
    return element("h2", data(_place_name(view, choice.start)))


def _subtitle(view: View, choice: Choice, cases: list[CaseEvidence]) -> ET.Element:
    t = view.t
    counted = sum(case.counted for case in cases)
    parts = [t.plural("pages.panel.flow_cases", counted)] if counted else []
    if choice.kind == "flow" and choice.start != choice.end:
        start, end = places()[choice.start], places()[choice.end]
        km = round(distance_km(start.lon, start.lat, end.lon, end.lat), -1)
        parts.append(t("pages.panel.distance", km=t.number(int(km))))
    elif choice.kind in {"place", "department"}:
        parts.append(t.code("level", places()[choice.start].level).lower())
    return element("p", " · ".join(parts), class_="sub")


def _crossing(view: View, crossing_id: str) -> list[Child]:
    t = view.t
    table = crossings().set_index("crossing_id")
    row = table.loc[crossing_id]
    facts = [
        (t("pages.panel.crossing_status"), t.code("crossing_status", row["status"])),
        (t("pages.case.kind"), t.code("crossing_kind", row["kind"])),
        (t("pages.panel.crossing_neighbour"), row["neighbour_place"]),
    ]
    if row["valid_from"]:
        facts.append(("", t("pages.panel.crossing_open", date=t.date(row["valid_from"]))))
    lines: list[Child] = [
        element("p", f"{name}: " if name else "", data(str(value)))
        for name, value in facts
        if value
    ]
    if row["verified"]:
        lines.append(card.source_line(t, row["source_title"], "", row["source_url"]))
    else:
        lines.append(element("p", t("pages.panel.crossing_unverified"), class_="rutas-note"))
    return lines


def _case(view: View, choice: Choice, case: CaseEvidence) -> ET.Element:
    t = view.t
    routes = routes_of(choice, case)
    return element(
        "section",
        card.heading(t, case),
        None if case.counted else element("p", t("pages.panel.statement"), class_="quiet"),
        *(card.route(t, route) for route in routes),
        card.identity(t, case),
        *card.figures(t, case, measures=card.HEADLINE),
    )


def _nothing(t: Text, choice: Choice) -> ET.Element:
    key = "crossing_none" if choice.kind == "crossing" else "place_none"
    return element("section", element("p", t(f"pages.panel.{key}")))


def body(view: View, choice: Choice) -> ET.Element:
    """Return the panel's content."""
    cases = evidence(view.tables, choice.case_ids, lang=view.lang)
    facts = _crossing(view, choice.start) if choice.kind == "crossing" else []
    sections = [_case(view, choice, case) for case in cases] or [_nothing(view.t, choice)]
    return element(
        "div",
        _title(view, choice),
        _subtitle(view, choice, cases),
        *facts,
        *sections,
        element("section", element("p", view.t("pages.panel.innocent"), class_="quiet")),
        class_="rutas-panel",
        id="evidencia",
        role="region",
        aria_live="polite",
    )


def close() -> None:
    """Let go of the selection; for callbacks."""
    st.session_state.selected = ""


def draw(view: View, *, among: Collection[str] | None = None) -> None:
    """Draw the panel beside the map, when something is selected; `among` some cases only."""
    if not view.selected:
        return
    choice = choose(view.store, view.query, view.selected, level=view.level)
    if choice and among is not None:
        kept = tuple(case_id for case_id in choice.case_ids if case_id in among)
        choice = replace(choice, case_ids=kept)
    with st.container(key="panel", width=390):
        st.button(
            view.t("pages.panel.close"),
            key="panel_close",
            icon=":material/close:",
            type="tertiary",
            on_click=close,
        )
        if choice is None:
            st.html(to_html(element("p", view.t("pages.notice.selected"), class_="rutas-panel")))
            return
        st.html(to_html(body(view, choice)))
        for case_id in choice.case_ids[:_MOST_LINKS]:
            name = plain(case_name(view.tables, case_id))
            st.page_link(
                "cases.py",
                label=view.t("pages.panel.see_case", case=name),
                icon=":material/folder_open:",
                query_params={**shared_params(), "case": case_id},
            )
