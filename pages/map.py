"""Mapa: the routes on the map, what supports each line, and the same in words."""

import streamlit as st

from pages.parts import (
    download,
    empty,
    filters,
    kpis,
    live_map,
    panel,
    saved_view,
    share,
    state,
    switches,
    tables,
)
from routes.analysis import totals
from routes.holdings import flows_of

view = state.view()
filters.draw(view)
found = flows_of(view.holdings, view.query, level=view.level, lang=view.lang)
sums = totals(view.store, view.query)

kpis.draw(view, sums)
with st.container(key="tools", horizontal=True, vertical_alignment="center"):
    switches.choose_level(view)
    with st.container(key="chips", horizontal=True):
        filters.draw_chips(view)
    saved_view.draw(view)
    share.draw(view)
    download.draw(view)
with st.container(key="notices"):
    state.draw_notices(view)
    empty.draw(view, sums)
    saved_view.draw_said(view)
with st.container(key="map_row", horizontal=True):
    with st.container(key="map_area"):
        live_map.draw(view, found, cases=sums.cases)
    panel.draw(view)
kpis.draw_notes(view, sums)
tables.draw(view, found)
