"""The form in which one case is added or edited by hand, with its history."""

from pages.parts.editor.page import draw
from pages.parts.editor.session import open_case

__all__ = ["draw", "open_case"]
