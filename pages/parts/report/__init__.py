"""The screen Informe: a briefing from saved views, its files, and what has left so far."""

from pages.parts.report.page import draw

__all__ = ["draw"]
