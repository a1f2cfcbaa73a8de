"""The screen Cruces: which crossings and hubs cover most, and the page of each."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.parts import live_map, panel, state
from pages.parts.crossings import chosen, controls, details, listing, single, stability
from pages.parts.crossings.finding import Answer, Question, answer, question
from pages.parts.state import View
from routes.holdings import flows_of

STYLE: Final = Path(__file__).parent / "crossings.css"


def check(view: View) -> Question:
    """Leave out, with a notice, what the link asks for and is not there; return the rest."""
    single.check(view)
    return question()


def draw(view: View, asked: Question) -> None:
    """Draw what the link asks for: the page of a crossing, or the choice of several."""
    st.html(STYLE)
    if not state.chosen("pass"):
        controls.draw_title(view)
    controls.draw_limits(view)
    if state.chosen("pass"):
        single.draw(view)
    else:
        _draw_choice(view, asked)
    controls.draw_limits_in_full(view)


def _draw_choice(view: View, asked: Question) -> None:
    found = answer(view, asked)
    controls.draw(view, asked)
    if found.found.picks:
        chosen.draw_sentence(view, found.found)
        _draw_map(view, found)
        with st.container(key="cross_parts"):
            stability.draw(view, asked, found)
            details.draw_near(view, found.found)
            details.draw_moves(view, found)
            details.draw_gaps(view, found.found)
    else:
        chosen.draw_nothing(view, found.found)
        if found.found.gaps:
            details.draw_gaps(view, found.found)
    listing.draw(view)


def _draw_map(view: View, found: Answer) -> None:
    sites = [pick.site for pick in found.found.picks]
    flows = flows_of(view.holdings, view.query, level=view.level, lang=view.lang)
    with st.container(key="cross_map"), st.container(key="map_row", horizontal=True):
        with st.container(key="map_area"):
            live_map.draw(
                view,
                flows,
                cases=found.found.cases,
                ranks=[(site.id, site.lon, site.lat) for site in sites],
            )
        if view.selected:
            panel.draw(view)
        else:
            with st.container(key="cross_side", width=390):
                chosen.draw(view, found)
