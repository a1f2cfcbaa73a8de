"""Ids for what a person only gives a name."""

from __future__ import annotations

from collections.abc import Container
from itertools import count
from typing import Final

from geo.names import fold

_LONGEST: Final = 48


def free_id(name: str, taken: Container[str], *, default: str) -> str:
    """Return an id made of a name, and of a number where others have it already.

    Parameters
    ----------
    name : str
        In any writing; what is not in the Latin alphabet is left out.
    taken : container of str
        Ids that cannot be used.
    default : str
        What stands for a name of which nothing is left.

    Examples
    --------
    >>> free_id("Operación Cúcuta", {"operacion-cucuta"}, default="case")
    'operacion-cucuta-2'
    >>> free_id("广州", set(), default="case")
    'case'
    """
    words = [word for word in fold(name).split() if word.isascii()]
    stem = "-".join(words)[:_LONGEST].strip("-") or default
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(each for each in numbered if each not in taken)
