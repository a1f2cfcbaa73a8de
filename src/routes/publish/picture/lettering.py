"""Text as it is drawn: which letters, how wide, cut to fit. It is never read as markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags

Face = Literal["regular", "bold", "oblique"]

FAMILY: Final = "DejaVu Sans"
FILES: Final[dict[Face, str]] = {
    "regular": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "oblique": "DejaVuSans-Oblique.ttf",
}
UNKNOWN: Final = "\ufffd"
"""Stands for what has no letter."""

LONGEST: Final = 2_000
"""Of a text, so many characters are looked at."""

_MEASURE: Final = 100.0


def font_file(face: Face) -> Path:
    """Return the file of a face: the one that matplotlib brings, not the machine's own."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / FILES[face]


def properties(size: float, face: Face = "regular") -> FontProperties:
    """Return a face at a size in points."""
    return FontProperties(
        family=FAMILY,
        style="oblique" if face == "oblique" else "normal",
        weight="bold" if face == "bold" else "normal",
        size=size,
        fname=font_file(face),
    )


def clean(text: str) -> str:
    r"""Return a text on one line, with `UNKNOWN` for controls and for what the font lacks.

    >>> clean("two\nlines \x1b[31m \u202ered 漢")
    'two lines �[31m �red �'
    """
    return " ".join("".join(_letters(text[:LONGEST])).split())


def _letters(text: str) -> Iterator[str]:
    last = ""
    for each in unicodedata.normalize("NFC", text):
        shown = each
        if each.isspace():
            shown = " "
        elif unicodedata.category(each)[0] == "C" or ord(each) not in _known():
            shown = UNKNOWN
        if shown != UNKNOWN or last != UNKNOWN:
            yield shown
        last = shown


@cache
def _known() -> frozenset[int]:
    """Return the characters that all faces have."""
    faces: list[Face] = list(FILES)
    return frozenset.intersection(
        *(frozenset(get_font(str(font_file(face))).get_charmap()) for face in faces)
    )


@cache
def _advance(letter: str, face: Face) -> float:
    """Return how far a letter moves the next one, as a share of the size."""
    font = get_font(str(font_file(face)))
    font.set_size(_MEASURE, 72)
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65_536 / _MEASURE


def width(text: str, size: float, face: Face = "regular") -> float:
    """Return how wide a clean text is, in points.

    >>> round(width("Arauca", 10), 1)
    35.0
    """
    return sum((_advance(each, face) for each in text), 0.0) * size


def shorten(text: str, most: float, size: float, face: Face = "regular") -> str:
    """Return a clean text cut with an ellipsis to be no wider than `most` points.

    >>> shorten("word", 500, 10), shorten("words upon words", 50, 10)
    ('word', 'words u…')
    """
    text = clean(text)
    if width(text, size, face) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(text[:middle].rstrip() + "…", size, face) <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "…"


def wrap(
    text: str, most: float, size: float, face: Face = "regular", *, lines: int = 100
) -> list[str]:
    """Return a clean text in lines of at most `most` points; the last is cut where it is too long.

    >>> wrap("one two three", 50, 10)
    ['one two', 'three']
    """
    words = clean(text).split(" ")
    found: list[str] = []
    line = ""
    for place, word in enumerate(words):
        joined = f"{line} {word}" if line else word
        if width(joined, size, face) <= most:
            line = joined
            continue
        if len(found) == lines - 1:
            rest = " ".join([line, *words[place:]] if line else words[place:])
            return [*found, shorten(rest, most, size, face)]
        if line:
            found.append(line)
        line = word if width(word, size, face) <= most else shorten(word, most, size, face)
    return [*found, line] if line else found


def flowing(parts: list[str], most: float, size: float, *, between: str = " · ") -> list[str]:
    """Return short clean texts one after another, in lines of at most `most` points.

    >>> flowing(["one", "two", "three"], 60, 10)
    ['one · two', 'three']
    """
    lines: list[str] = []
    line = ""
    for part in parts:
        joined = f"{line}{between}{part}" if line else part
        if line and width(joined, size) > most:
            lines.append(line)
            joined = part
        line = joined
    return [*lines, line] if line else lines
