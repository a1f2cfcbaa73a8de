"""The list of cases and the page of one: all that the tables hold of it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts import case_card as card
from pages.parts import case_sets, provenance
from pages.parts.filters import use
from pages.parts.markup import Child, data, element, plain, to_html
from pages.parts.state import View
from routes.choice import selected_cases
from routes.evidence import CaseEvidence, evidence
from routes.query import RouteQuery
from routes.text import Text

_LEAF = 100
"""Cases on one leaf of the list."""


def _headline(t: Text, case: CaseEvidence, measure: str) -> str:
    for figure in case.figures:
        if figure.measure == measure:
            return card.value(t, figure.readings[0])
    return ""


def _caption(t: Text, case: CaseEvidence) -> str:
    """Return period and victims of a case, as far as its sources say."""
    victims = _headline(t, case, "victims")
    parts = [card.period(t, case) if case.period_start else t("pages.table.undated")]
    if not case.counted:
        parts.append(t.code("kind", case.kind))
    elif victims:
        parts.append(t("pages.case.victims", n=victims))
    return plain(" · ".join(parts))


def _pick() -> None:
    st.session_state.case = st.session_state.case_choice


def _facts(t: Text, case: CaseEvidence) -> ET.Element:
    def codes(code_list: str, values: tuple[str, ...]) -> str:
        return ", ".join(t.code(code_list, value) for value in values)

    facts = [
        (t("pages.case.kind"), t.code("kind", case.kind)),
        (t("pages.case.authority"), case.authority),
        (t("pages.case.status"), t.code("status", case.status)),
        (t("pages.case.period"), card.period(t, case)),
        (t("pages.case.purposes"), codes("purpose", case.purposes)),
        (t("pages.case.means"), codes("means", case.means)),
        (t("pages.case.recruitment"), codes("recruitment", case.recruitment)),
    ]
    pairs: list[Child] = []
    for name, value in facts:
        pairs.append(element("dt", name))
        pairs.append(element("dd", data(value or t("pages.case.no_data"))))
    return element("dl", *pairs, class_="rutas-defs")


def _routes(t: Text, case: CaseEvidence) -> list[ET.Element]:
    parts = [element("h4", t("pages.panel.routes"))]
    return parts + [card.route(t, route) for route in case.routes]


def _events(t: Text, case: CaseEvidence) -> list[ET.Element]:
    if not case.events:
        return []
    head = element(
        "tr",
        *(
            element("th", t(f"pages.case.{name}"), scope="col")
            for name in ("event", "place", "date")
        ),
        element("th", t("pages.panel.source"), scope="col"),
    )
    rows = [
        element(
            "tr",
            element("td", t.code("event", event.event)),
            element(
                "td",
                data(event.place.name),
                element("div", data(event.note), class_="quiet") if event.note else None,
            ),
            element(
                "td",
                t.date(event.happened_on, event.date_precision)
                if event.happened_on
                else t("pages.table.undated"),
            ),
            element("td", data(event.source.publisher)),
        )
        for event in case.events
    ]
    table = element("table", element("thead", head), element("tbody", *rows), class_="rutas-table")
    return [
        element("h4", t("pages.panel.events")),
        element("div", table, class_="rutas-scroll"),
    ]


def _badges(view: View, case: CaseEvidence) -> list[ET.Element]:
    """Return whose the case is, where own cases stand beside public ones, and its handling."""
    labels = [card.handling(view.t, case)]
    if view.holdings.own_ids:
        whose = "own_case" if case.case_id in view.holdings.own_ids else "public_case"
        labels.insert(0, card.badge(view.t(f"pages.data.{whose}"), whose))
    return labels


def _page(view: View, case: CaseEvidence) -> ET.Element:
    t = view.t
    return element(
        "article",
        element("h2", data(case.name)),
        element("p", *_badges(view, case)),
        None
        if case.counted
        else element("p", t("pages.case.statements_lead"), class_="rutas-note"),
        element("p", data(case.summary)),
        element("p", data(case.note), class_="quiet") if case.note else None,
        card.identity(t, case),
        element("section", _facts(t, case)),
        element("section", *_routes(t, case)),
        element("section", *card.figures(t, case)),
        element("section", *_events(t, case)),
        element(
            "section",
            element("h4", t("pages.panel.sources")),
            *(card.source(t, ref) for ref in case.sources),
            element("p", t("pages.panel.innocent"), class_="quiet"),
        ),
        class_="rutas-panel rutas-card",
    )


def _turn(by: int) -> None:
    st.session_state.case_leaf += by


def _leaf(ids: list[str], shown_id: str) -> int:
    """Return the number of the leaf of the list in view: that of the case, when it changes."""
    state, last = st.session_state, (len(ids) - 1) // _LEAF
    if state.get("case_on_leaf") != shown_id or "case_leaf" not in state:
        state.case_on_leaf = shown_id
        state.case_leaf = ids.index(shown_id) // _LEAF if shown_id in ids else 0
    state.case_leaf = min(max(state.case_leaf, 0), last)
    return int(state.case_leaf)


def _draw_leaves(t: Text, leaf: int, count: int) -> None:
    """Draw the buttons that turn the leaves of a long list."""
    if count <= _LEAF:
        return
    first, last = leaf * _LEAF + 1, min((leaf + 1) * _LEAF, count)
    with st.container(key="case_leaves", horizontal=True, vertical_alignment="center"):
        st.button(
            t("pages.case.before"),
            key="case_before",
            icon=":material/chevron_left:",
            disabled=leaf == 0,
            on_click=_turn,
            args=(-1,),
        )
        span = t("pages.case.leaf", first=t.number(first), last=t.number(last), n=t.number(count))
        st.html(to_html(element("p", span, class_="quiet", role="status")))
        st.button(
            t("pages.case.after"),
            key="case_after",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=last == count,
            on_click=_turn,
            args=(1,),
        )


def _list(view: View, cases: list[CaseEvidence], shown_id: str) -> None:
    names = {case.case_id: plain(case.name) for case in cases}
    st.session_state.case_choice = shown_id if shown_id in names else None
    with st.container(key="case_list"):
        st.radio(
            view.t("pages.case.title"),
            list(names),
            format_func=names.__getitem__,
            captions=[_caption(view.t, case) for case in cases],
            key="case_choice",
            on_change=_pick,
            label_visibility="collapsed",
        )


def draw(view: View) -> None:
    """Draw the cases that meet the filters, and the page of the chosen one."""
    t = view.t
    ids = case_sets.narrow(view, selected_cases(view.store, view.query))
    wanted = st.session_state.case
    asked = wanted if wanted in view.store.case_ids else ""
    table = view.tables.cases
    statements = set(table.loc[table["kind"] == "statement", "case_id"])
    counted = sum(each not in statements for each in ids)
    st.html(
        to_html(
            element(
                "div",
                element("h1", t("pages.case.title")),
                element("p", f"{t('pages.case.lead')} {t.plural('pages.case.count', counted)}."),
                class_="rutas-prose",
            )
        )
    )
    case_sets.draw_chip(view, counted)
    if not ids:
        st.html(to_html(element("div", element("h2", t("pages.case.none")), class_="rutas-empty")))
        st.button(t("pages.case.show_all"), on_click=use, args=(RouteQuery(),))
        return
    shown_id = asked or ids[0]
    left, right = st.columns([1, 2], gap="medium")
    with left:
        leaf = _leaf(ids, shown_id)
        on_leaf = ids[leaf * _LEAF : (leaf + 1) * _LEAF]
        _list(view, evidence(view.tables, on_leaf, lang=view.lang), shown_id)
        _draw_leaves(t, leaf, len(ids))
    with right:
        (case,) = evidence(view.tables, [shown_id], lang=view.lang)
        st.html(to_html(_page(view, case)))
        provenance.draw(view, shown_id)
