"""Corredores: routes by the legs that they share, each corridor with all that is known of it."""

import streamlit as st

from pages.parts import corridors, filters, state

view = state.view()
filters.draw(view)
corridors.check(view)
with st.container(key="notices"):
    state.draw_notices(view)
corridors.draw(view)
