"""Contexto: official statistics and migration corridors, never joined with cases."""

import streamlit as st

from pages.parts import state
from pages.parts.context import chosen, page

view = state.view()
found = chosen.official(view)
asked = chosen.chosen(found)
with st.container(key="notices"):
    state.draw_notices(view)
page.draw(view, found, asked)
