"""Text that a spreadsheet would take for a formula, made harmless and given back as it was."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "=+\\-@＝＋－﹣−＠﹫﹦﹢"
_FORMULA: Final = re.compile(rf"'*(?:[\t\r\n]|[\s\u200b\u200e\u200f\ufeff]*[{_SIGNS}])")
_NEUTRALISED: Final = re.compile(rf"'(?={_FORMULA.pattern})")

NEUTRALISED: Final = "'"
"""What a neutralised cell begins with."""


def neutral(text: str) -> str:
    """Return text that no spreadsheet evaluates: with an apostrophe before what looks like one.

    Formulas begin with ``= + - @``, their full-width forms, a tab or a line end, also after
    blanks and apostrophes. `plain` takes the apostrophe away again.

    Parameters
    ----------
    text : str
        Any text of a cell.

    Returns
    -------
    str
        The text itself where it is harmless.

    Examples
    --------
    >>> neutral("=1+1"), neutral("'=1+1"), neutral("'tis"), neutral("Tibú > Cúcuta")
    ("'=1+1", "''=1+1", "'tis", 'Tibú > Cúcuta')
    """
    return f"{NEUTRALISED}{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """Return what `neutral` was given.

    Examples
    --------
    >>> plain("'=1+1"), plain("'tis"), plain(neutral("''=x"))
    ('=1+1', "'tis", "''=x")
    """
    return text[1:] if _NEUTRALISED.match(text) else text
