"""The screen Corredores: the list of corridors, the page of one, and the hubs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.parts import filters, state
from pages.parts.corridors import hubs, listing, single
from pages.parts.corridors.finding import found, measured
from pages.parts.state import View

STYLE: Final = Path(__file__).parent / "corridors.css"
_PARTS: Final = ("corridors", "hubs")


def _turn(first: str) -> None:
    """Show corridors or hubs; the first hub stands for all of them in the link."""
    state.choose("hub", first if st.session_state.corridor_part == "hubs" else "")
    state.choose("corridor", "")
    st.session_state.selected = ""


def check(view: View) -> None:
    """Leave out, with a notice, what the link asks for and is not there."""
    single.check(view)
    if state.chosen("hub"):
        hubs.check(view, measured(view))


def draw(view: View) -> None:
    """Draw what the link asks for: a corridor's page, the hubs, or the list of corridors."""
    st.html(STYLE)
    if state.chosen("corridor") and single.draw(view):
        return
    network = measured(view)
    first = "" if network.frame.empty else str(network.frame["place"].iloc[0])
    shown = "hubs" if state.chosen("hub") and first else "corridors"
    st.session_state.corridor_part = shown
    with st.container(key="tools", horizontal=True, vertical_alignment="center"):
        if first:
            st.segmented_control(
                view.t("corridors.part"),
                _PARTS,
                key="corridor_part",
                format_func=lambda part: view.t(f"corridors.part_{part}"),
                label_visibility="collapsed",
                required=True,
                on_change=_turn,
                args=(first,),
            )
        with st.container(key="chips", horizontal=True):
            filters.draw_chips(view)
    if shown == "hubs":
        hubs.draw(view, network)
    else:
        listing.draw(view, found(view))
