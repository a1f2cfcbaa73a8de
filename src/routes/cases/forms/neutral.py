"""Text that a spreadsheet would evaluate or cannot hold, made harmless and given back as it was."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "=+\\-@＝＋－﹣−＠﹫﹦﹢"
_FORMULA: Final = re.compile(rf"'*[\s\u200b\u200e\u200f\ufeff]*[\t\r\n{_SIGNS}]")
_NEUTRALISED: Final = re.compile(rf"'(?={_FORMULA.pattern})")

_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN: Final = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff]|[Ff]{3}[EeFf])_")

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


def escaped(text: str) -> str:
    """Return text as the cells of XLSX write it: what XML cannot hold as ``_xHHHH_``.

    The standard is ECMA-376, part 1, 22.9.2.19. `unescaped` gives the text back.

    Examples
    --------
    >>> escaped("a\\x1b[31m"), escaped("_x001B_")
    ('a_x001B_[31m', '_x005F_x001B_')
    """
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Return what `escaped` was given.

    Examples
    --------
    >>> unescaped("a_x001B_[31m") == "a\\x1b[31m", unescaped("_x005F_x001B_"), unescaped("_x0041_")
    (True, '_x001B_', '_x0041_')
    """
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)
