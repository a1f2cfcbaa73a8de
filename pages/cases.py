"""Casos: every case with its facts, its figures and conflicts, its stops and its events."""

import streamlit as st

from pages.parts import case_charts, case_page, filters, state

view = state.view()
filters.draw(view)
shown_as = case_charts.chosen()
with st.container(key="notices"):
    state.draw_notices(view)
with st.container(key="chips", horizontal=True):
    filters.draw_chips(view)
case_charts.choose(view, shown_as)
if shown_as == "charts":
    case_charts.draw(view)
else:
    case_page.draw(view)
