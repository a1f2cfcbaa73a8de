"""The switches of a screen: whose cases are in view, and what flows join."""

from __future__ import annotations

import streamlit as st

from pages.parts.state import LEVELS, View, which
from routes.holdings import WHICH


def _choose_data() -> None:
    st.session_state.which = st.session_state.data_choice or WHICH[0]
    st.session_state.selected = ""


def choose_data(view: View) -> None:
    """Draw the switch between all cases, the public and the own ones, once there are own ones."""
    if view.register is None or not (view.holdings.own_ids or which() != WHICH[0]):
        return
    st.session_state.data_choice = which()
    st.segmented_control(
        view.t("pages.data.title"),
        WHICH,
        key="data_choice",
        format_func=lambda which: view.t(f"pages.data.{which}"),
        help=view.t("pages.data.help"),
        required=True,
        on_change=_choose_data,
    )


def show_public() -> None:
    """Show the public cases."""
    st.session_state.which = "public"
    st.session_state.selected = ""


def _choose_level() -> None:
    st.session_state.level = st.session_state.level_choice or LEVELS[0]
    st.session_state.selected = ""


def choose_level(view: View) -> None:
    """Draw the switch between places, departments and countries."""
    st.session_state.level_choice = view.level
    st.segmented_control(
        view.t("pages.map_tools.level"),
        LEVELS,
        key="level_choice",
        format_func=lambda level: view.t(f"pages.map_tools.{level}"),
        label_visibility="collapsed",
        required=True,
        on_change=_choose_level,
    )
