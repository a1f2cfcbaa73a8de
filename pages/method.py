"""Método: definitions, limits, sources and licences."""

from pages.parts import method, state

view = state.view()
method.draw(view)
