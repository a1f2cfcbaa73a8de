"""Datos: bringing in the office's own cases, the audit trail of the register, and templates."""

from pages.parts import state
from pages.parts.desk import page

view = state.view()
page.draw(view)
