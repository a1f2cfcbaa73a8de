"""Colours of everything that is drawn or written on paper."""

from __future__ import annotations

from typing import Final

SEA: Final = "#dfe7ec"
SHORE: Final = "#e9eff2"
LAND: Final = "#f1efe9"
HOME: Final = "#e7e3d8"
FOCUS: Final = "#e9c9a9"
COAST: Final = "#d3cec3"
BORDER: Final = "#b3ab9a"
FRONTIER: Final = "#8f8674"
INK: Final = "#1b2a38"
QUIET: Final = "#5b6773"
WATER: Final = "#4f6a7c"
PAPER: Final = "#f7f6f2"
CARD: Final = "#ffffff"
EDGE: Final = "#d9d5ca"
HALO: Final = "#f7f5f0"
MENTION: Final = "#8c1d2f"
FOCUS_INK: Final = "#5e3d1c"
RAMP: Final = ("#d98c7a", "#c2604f", "#a83a41", "#8c1d2f")
WIDTHS: Final = (2.0, 3.2, 4.6, 6.2)
"""Width of a line by class, in units of the map."""


def class_colour(level: int, classes: int) -> str:
    """Return the colour of a class: the largest class always has the strongest.

    >>> class_colour(0, 1), class_colour(1, 2), class_colour(0, 4)
    ('#c2604f', '#8c1d2f', '#d98c7a')
    """
    if classes < 2:
        return RAMP[1]
    return RAMP[int(level * (len(RAMP) - 1) / (classes - 1) + 0.5)]


def class_width(level: int) -> float:
    """Return the width of a class, in units of the map."""
    return WIDTHS[min(level, len(WIDTHS) - 1)]
