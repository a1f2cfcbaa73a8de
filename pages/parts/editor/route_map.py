"""A small map of the routes of the draft, as the map of the cases will show them."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit_folium import st_folium

from pages.parts.editor.session import Editing
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.cases.editing.preview import preview
from routes.flows import Store, flows
from routes.publish import FlowLayer, flow_value, live_map
from routes.query import RouteQuery

HEIGHT_PX: Final = 320


def draw(view: View, editing: Editing) -> None:
    """Draw the routes of the open draft."""
    t = view.t
    # Not through `routes.flows.store`, which keeps what it makes: a draft lives for one change.
    store = Store(preview(editing.draft))
    if not store.place_ids:
        st.html(to_html(element("p", t("editor.map.none"), class_="edit-no-map rutas-foot")))
        return
    found = flows(store, RouteQuery(), level="place", lang=view.lang)
    value = flow_value(
        found,
        lang=view.lang,
        total_cases=1,
        selected="",
        theme=st.context.theme.type or "light",
    )
    with st.container(key="edit_map"):
        st_folium(
            live_map(),
            key="edit_map_view",
            height=HEIGHT_PX,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=FlowLayer(value),
        )
    legs = len(found.frame)
    said = t.plural("editor.map.legs", legs) if legs else t("editor.map.none")
    st.html(to_html(element("p", said, class_="rutas-foot")))
