"""Cambios: two periods compared, flow by flow."""

from pages.parts import filters, state
from pages.parts.change import page

view = state.view()
filters.draw(view)
page.draw(view)
