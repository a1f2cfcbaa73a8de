"""The page of a corridor: its map, what sources say, what is not known, and the facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
import streamlit as st

from pages.parts import filters, kpis, live_map, panel, share, state
from pages.parts.corridors import facts_cards, listing
from pages.parts.corridors.finding import found as found_all
from pages.parts.corridors.finding import one
from pages.parts.corridors.naming import corridor_name, years
from pages.parts.corridors.says import filtered_address, says_card
from pages.parts.corridors.unknown import unknown_card
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.analysis.corridors import Corridor, Facts
from routes.choice import choose
from routes.columns import Ints, flags
from routes.evidence import CaseEvidence, evidence
from routes.flows import Flows, flows_among
from routes.publish.case_lists import MOST_LEGS
from routes.publish.flow_layer import CaseLists
from routes.query import RouteQuery

_BRIEF: Final = 4
"""Ways up to which figures and sources go under what is said of them; under more, beside them."""

MOST_CASES: Final = 12
"""Cases of which the page tells everything; of the others it tells the numbers."""


def check(view: View) -> None:
    """Say so, once, when the link asks for a corridor that no case makes."""
    asked = state.chosen("corridor")
    if asked and one(view, asked) is None and _anywhere(view, asked) is None:
        state.notice("corridor", asked)
        state.choose("corridor", "")


def _anywhere(view: View, corridor_id: str) -> tuple[Corridor, Facts] | None:
    return one(replace(view, query=RouteQuery()), corridor_id)


def _back() -> None:
    state.choose("corridor", "")
    st.session_state.selected = ""


def draw(view: View) -> bool:
    """Draw the page of the chosen corridor; False where the filters leave nothing of it."""
    pair = one(view, state.chosen("corridor"))
    if pair is None:
        gone = element("p", view.t("corridors.gone"), class_="rutas-note", role="status")
        st.html(to_html(gone))
        return False
    with st.container(key="corridor_page"):
        _draw(replace(view, level="place"), *pair)
    return True


def _draw(view: View, found: Corridor, known_facts: Facts) -> None:
    t = view.t
    with st.container(key="tools", horizontal=True, vertical_alignment="center"):
        st.button(
            t("corridors.back"),
            key="corridor_back",
            icon=":material/arrow_back:",
            on_click=_back,
        )
        with st.container(key="chips", horizontal=True):
            filters.draw_chips(view)
        share.draw(view)
    st.html(to_html(_title(view, found, known_facts)))
    kpis.draw(
        view,
        known_facts.totals,
        cases_at=filtered_address(view, found),
        figures_at=f"#{facts_cards.FIGURES_ID}",
    )
    flows = flows_among(
        view.store,
        flags(len(view.store.elements), found.elements),
        level="place",
        lang=view.lang,
    )
    ids = found.case_ids
    draw_map(view, flows, found.elements, cases=len(ids), among=ids, of=found.id)
    said = f"{t('corridors.whole_figures')} {kpis.missing(t, known_facts.totals)}"
    st.html(to_html(element("p", said, class_="rutas-foot")))
    if found.whole and len(found.corridor_ids) > 1:
        _draw_parts(view, found)
    _draw_cards(view, found, known_facts)


def _title(view: View, found: Corridor, known_facts: Facts) -> ET.Element:
    t = view.t
    legs = t(
        "corridors.legs",
        stated=t.plural("corridors.stated_legs", known_facts.stated_legs),
        inferred=t.plural("corridors.inferred_legs", known_facts.inferred_legs),
    )
    dated = [each.year for each in known_facts.years]
    span = years(t, min(dated, default=None), max(dated, default=None))
    parts = [t.plural("corridors.cases", len(found.case_ids)), legs, span]
    if not found.whole and not found.gate:
        parts.append(t("corridors.no_gate"))
    return element(
        "div",
        element("h1", corridor_name(t, found.id)),
        element("p", " · ".join(parts), class_="lead"),
        class_="rutas-prose corridor-lead",
    )


def draw_map(
    view: View, flows: Flows, elements: Ints, *, cases: int, among: tuple[str, ...], of: str
) -> None:
    """Draw some legs on the map, whole at first, and beside it the evidence of the one selected."""
    view = replace(view, selected=_selected(view, among))
    with st.container(key="map_row", horizontal=True):
        with st.container(key="map_area"):
            live_map.draw(
                view,
                flows,
                cases=cases,
                behind=_behind(view, elements),
                start="flows",
                of=of,
            )
        panel.draw(view, among=frozenset(among))


def _selected(view: View, among: tuple[str, ...]) -> str:
    """Return what is selected if any of these cases is behind it: another screen may have more."""
    choice = choose(view.store, view.query, view.selected, level=view.level)
    return view.selected if choice and not {*choice.case_ids}.isdisjoint(among) else ""


def _behind(view: View, elements: Ints) -> CaseLists | None:
    """Number the cases of each leg; None where they are too many for the map."""
    if len(elements) > MOST_LEGS or view.level != "place":
        return None
    legs, names = view.store.elements, view.store.place_ids
    number = {case: n for n, case in enumerate(np.unique(legs.case[elements]).tolist())}
    lists: dict[tuple[str, str], set[int]] = {}
    for each in elements:
        ends = names[legs.start[each]], names[legs.end[each]]
        lists.setdefault(ends, set()).add(number[int(legs.case[each])])
    return {ends: sorted(cases) for ends, cases in lists.items()}


def _draw_parts(view: View, found: Corridor) -> None:
    """Draw the corridors that lead to the destination, each with the way to its page."""
    frame = found_all(view).frame
    parts = frame[frame["corridor"].isin(found.corridor_ids)].reset_index(drop=True)
    title = element("h2", view.t("corridors.facts.parts"), class_="corridor-head")
    hint = element("p", view.t("corridors.pick"), class_="rutas-foot")
    st.html(to_html(element("div", title, hint)))
    listing.table(view, parts, key="corridor_parts")


def _draw_cards(view: View, found: Corridor, known_facts: Facts) -> None:
    told = found.case_ids[:MOST_CASES]
    naming = dict.fromkeys(each.case_id for each in found.loose)
    ids = dict.fromkeys([*told, *[*naming][:MOST_CASES]])
    cases: dict[str, CaseEvidence] = {
        case.case_id: case for case in evidence(view.tables, ids, lang=view.lang)
    }
    figures = facts_cards.figures_card(view, known_facts, [cases[each] for each in told])
    sources = facts_cards.sources_card(view, found, known_facts)
    brief = len(found.ways) <= _BRIEF
    left, right = st.columns(2, gap="medium")
    with left:
        st.html(to_html(says_card(view, found, cases, told)))
        if brief:
            st.html(to_html(figures))
            st.html(to_html(sources))
    with right:
        st.html(to_html(unknown_card(view, found, known_facts, cases)))
        facts_cards.draw_years(view, found, known_facts)
        st.html(to_html(facts_cards.shares_card(view, found, known_facts)))
        if not brief:
            st.html(to_html(figures))
            st.html(to_html(sources))
