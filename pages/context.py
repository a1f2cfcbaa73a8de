"""Contexto: official statistics and migration corridors, never joined with cases."""

import streamlit as st

from pages.parts import filters, state

view = state.view()
filters.draw(view)
with st.container(key="notices"):
    state.draw_notices(view)
