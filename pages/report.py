"""Informe: the briefing, and the files that leave the house."""

import streamlit as st

from pages.parts import filters, report, state

view = state.view()
filters.draw(view)
with st.container(key="notices"):
    state.draw_notices(view)
report.draw(view)
