"""The difference map: each flow in the colour and with the sign of what the counts support."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from pages.parts.change.finding import Found
from pages.parts.state import View
from routes.holdings import flows_of
from routes.publish import FlowLayer, live_map
from routes.publish.change_value import change_value

HEIGHT_PX = 520


def _pick() -> None:
    picked = st.session_state.difference_map or {}
    if "select" in picked:
        chosen = str(picked["select"])
        st.session_state.change_selected = chosen if chosen.startswith("flow:") else ""


def draw(view: View, found: Found, selected: str) -> None:
    """Draw the map; a click on a line becomes the selection."""
    flows = flows_of(view.holdings, view.query.without("years"), level=view.level, lang=view.lang)
    value = change_value(
        flows,
        found.comparison,
        selected=selected,
        theme=st.context.theme.type or "light",
    )
    st_folium(
        live_map(),
        key="difference_map",
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=FlowLayer(value),
        on_change=_pick,
    )
