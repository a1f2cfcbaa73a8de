"""The live map: streamlit-folium with the base kept and only the flows sent anew."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit_folium import st_folium

from geo.places import places
from pages.parts.state import View
from routes.flows import Flows
from routes.publish import FlowLayer, flow_value, live_map
from routes.publish.case_lists import case_lists
from routes.publish.flow_layer import CaseLists

HEIGHT_PX = 620


def _pick() -> None:
    picked = st.session_state.map or {}
    if "select" in picked:
        st.session_state.selected = str(picked["select"])


def _on_the_map(selected: str) -> str:
    """Return a selection whose places exist; what a link may hold besides is not for the map."""
    _, _, ends = selected.partition(":")
    return selected if all(end in places() for end in ends.split(">")) else ""


def draw(
    view: View,
    found: Flows,
    *,
    cases: int,
    behind: CaseLists | None = None,
    start: str = "colombia",
    of: str = "",
    ranks: Sequence[tuple[str, float, float]] = (),
) -> None:
    """Draw the flows on the map; a click on it becomes the selection.

    `behind` numbers the cases of each flow where they are not all that the query finds; `start`
    is what the map shows first, one of `routes.publish.live.VIEWS`, and shows anew whenever `of`
    changes; `ranks` are places that are numbered 1, 2, …: id, longitude and latitude in degrees.
    """
    value = flow_value(
        found,
        lang=view.lang,
        total_cases=cases,
        selected=_on_the_map(view.selected),
        theme=st.context.theme.type or "light",
        behind=case_lists(view.store, view.query, level=view.level) if behind is None else behind,
        years=view.query.years,
    )
    if ranks:
        value["ranks"] = [list(each) for each in ranks]
    st_folium(
        live_map(start, of=of),
        key="map",
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=FlowLayer(value),
        on_change=_pick,
    )
