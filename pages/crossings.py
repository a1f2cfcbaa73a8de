"""Cruces: crossings in time, and which of them cover most documented routes."""

import streamlit as st

from pages.parts import crossings, filters, state

view = state.view()
filters.draw(view)
asked = crossings.check(view)
with st.container(key="notices"):
    state.draw_notices(view)
crossings.draw(view, asked)
