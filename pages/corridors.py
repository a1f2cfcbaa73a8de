"""Corredores: routes by the legs that they share, each corridor with all that is known of it."""

import streamlit as st

from pages.parts import filters, state

view = state.view()
filters.draw(view)
with st.container(key="notices"):
    state.draw_notices(view)
