"""The list of corridors: by destination, and one by one; each row leads to its page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import empty, state
from pages.parts.corridors.naming import MOST_NAMES, case_links, years
from pages.parts.markup import element, shown, to_html
from pages.parts.state import View
from routes.analysis import totals
from routes.analysis.corridors import Corridors, area_name

_MOST_ROWS = 14
_HEIGHT_PX = 520


def _open(ids: list[str], table: str) -> None:
    rows = st.session_state[table].selection.rows
    if rows:
        state.choose("corridor", ids[rows[0]])
        st.session_state.selected = ""


def _column(view: View, name: str) -> str:
    return view.t(f"corridors.column.{name}")


def table(view: View, frame: pd.DataFrame, *, key: str) -> None:
    """Draw corridors as a table; a chosen row opens the page of the corridor."""
    t, ids = view.t, frame["corridor"].tolist()
    named: dict[str, object] = {}
    for name in ("origin", "gate", "destination"):
        if name in frame:
            named[_column(view, name)] = [
                shown(area_name(each, t)) if each else t("corridors.no_gate")
                for each in frame[name]
            ]
    for name, source in (("cases", "cases"), ("stated", "stated_cases")):
        named[_column(view, name)] = frame[source].tolist()
    spans = zip(frame["first_year"], frame["last_year"], strict=True)
    named[_column(view, "years")] = [years(t, first, last) for first, last in spans]
    # A row that was chosen before does not open its page again.
    st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}
    st.dataframe(
        pd.DataFrame(named),
        hide_index=True,
        height="content" if len(frame) <= _MOST_ROWS else _HEIGHT_PX,
        key=key,
        selection_mode="single-row",
        on_select=lambda: _open(ids, key),
    )


def _head(view: View, found: Corridors) -> None:
    t = view.t
    count = t(
        "corridors.count",
        cases=t.plural("corridors.cases", found.cases),
        corridors=t.plural("corridors.corridors", len(found.frame)),
        ends=t.plural("corridors.ends", len(found.ends)),
    )
    st.html(
        to_html(
            element(
                "div",
                element("h1", t("corridors.title")),
                element(
                    "p", t("corridors.lead"), " ", element("strong", count) if found.cases else None
                ),
                class_="rutas-prose corridor-lead",
            )
        )
    )


def _without(view: View, found: Corridors) -> None:
    if found.without:
        lead = view.t.plural("corridors.without", len(found.without))
        names = case_links(view, found.without, most=MOST_NAMES)
        st.html(to_html(element("p", f"{lead} ", *names, class_="rutas-foot")))


def draw(view: View, found: Corridors) -> None:
    """Draw the corridors in view, by destination and one by one."""
    t = view.t
    _head(view, found)
    sums = totals(view.store, view.query)
    if found.frame.empty:
        empty.draw(view, sums)
        if sums.cases or sums.statements:
            text = element("h2", t("corridors.no_routes"))
            why = element("p", t("corridors.no_routes_why"))
            st.html(to_html(element("div", text, why, class_="rutas-empty", role="status")))
        _without(view, found)
        return
    st.html(to_html(element("p", t("corridors.pick"), class_="rutas-foot")))
    left, right = st.columns([3, 5], gap="medium")
    with left:
        st.html(to_html(element("h2", t("corridors.by_end"), class_="corridor-head")))
        table(view, found.ends, key="corridor_ends")
    with right:
        st.html(to_html(element("h2", t("corridors.by_corridor"), class_="corridor-head")))
        table(view, found.frame, key="corridor_all")
    st.html(to_html(element("p", t("corridors.table_note"), class_="rutas-foot")))
    _without(view, found)
    with st.expander(t("corridors.how")):
        st.html(to_html(element("p", t("corridors.how_text"), class_="rutas-prose")))
