"""The screen Cambios, from the periods down to the method."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.parts import empty, filters, state, switches
from pages.parts.change import (
    answer,
    choosing,
    difference_map,
    figures,
    flow_table,
    notes,
    side,
)
from pages.parts.change.finding import Found, find
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.analysis import totals
from routes.analysis.periods import Periods

STYLE: Final = Path(__file__).parent / "change.css"


def draw(view: View) -> None:
    """Draw the screen."""
    st.html(STYLE)
    title = element("h1", view.t("change.title"))
    st.html(to_html(element("div", title, class_="rutas-prose")))
    chosen = choosing.periods(view)
    with st.container(key="tools", horizontal=True, vertical_alignment="center"):
        switches.choose_level(view)
        with st.container(key="chips", horizontal=True):
            filters.draw_chips(view)
    with st.container(key="notices"):
        state.draw_notices(view)
    if chosen is None:
        _draw_nothing(view)
        return
    _draw_found(view, chosen)


def _draw_nothing(view: View) -> None:
    sums = totals(view.store, view.query)
    if not sums.cases:
        empty.draw(view, sums)
        return
    body = element(
        "div",
        element("h2", view.t("change.nothing.title")),
        element("p", view.t("change.nothing.what")),
        class_="rutas-empty",
        role="status",
    )
    st.html(to_html(body))


def _draw_found(view: View, chosen: Periods) -> None:
    found = find(view, chosen)
    choosing.draw(view, chosen)
    answer.draw(view, found)
    keys = flow_table.keys_of(found)
    selected = str(st.session_state.get("change_selected", ""))
    selected = selected if selected in keys else ""
    with st.container(key="change_row", horizontal=True):
        with st.container(key="change_map"):
            difference_map.draw(view, found, selected)
        row = found.comparison.frame.iloc[keys.index(selected)] if selected else None
        side.draw(view, found, row)
    if keys:
        flow_table.draw(view, found, keys, selected)
    _draw_charts(view, found)
    notes.draw(view, found)


def _draw_charts(view: View, found: Found) -> None:
    with st.container(key="change_charts"):
        with st.container(key="change_ratios"):
            figures.draw_ratios(view, found)
        with st.container(key="change_in_time"):
            with st.container(key="change_years"):
                figures.draw_years(view, found)
            notes.draw_delay(view, found)
