"""How much text fits into a box of a slide, whose font is not the one that is measured with."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from routes.publish.picture.lettering import Face, clean, shorten, wrap

_NARROWER: Final[dict[Face, float]] = {"regular": 0.94, "bold": 0.9, "oblique": 0.94}
"""Arial is so much narrower than DejaVu Sans, at least, in text of lower-case letters."""

_CAPITALS: Final = 0.14
"""In capitals it is not: Liberation Sans on the texts of the public cases, 2 to 5 percent wider."""


def _room(text: str, most: float, face: Face) -> float:
    letters = [each for each in text[:500] if each.isalpha()]
    capitals = sum(each.isupper() for each in letters) / len(letters) if letters else 1.0
    return most / (_NARROWER[face] + _CAPITALS * capitals)


@lru_cache(maxsize=4_096)
def fit(
    text: str, most: float, size: float, *, bold: bool = False, lines: int = 1
) -> tuple[str, ...]:
    """Return a text in lines that are no wider than `most` points; the last is cut if it must be.

    >>> fit("one two three four", 90, 12, lines=2)
    ('one two three', 'four')
    """
    face: Face = "bold" if bold else "regular"
    text = clean(text)
    room = _room(text, most, face)
    if lines == 1:
        return (shorten(text, room, size, face),)
    return tuple(wrap(text, room, size, face, lines=lines))
