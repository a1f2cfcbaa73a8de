"""How far the making of a file is, told while it is being made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from routes.text import Text

Told = Callable[[str, float], None]
"""Called with a stage and the share of it that is done, 0 to 1."""

STAGES: Final = ("gathering", "drawing", "writing")
"""In the order in which they come; a kind of file need not have each."""


def silent(stage: str, share: float) -> None:
    """Tell nobody."""


def stage_name(stage: str, t: Text) -> str:
    """Put a stage into words.

    >>> from routes.text import load
    >>> stage_name("drawing", load("en"))
    'Drawing'
    """
    return t(f"files.stage.{stage}")
