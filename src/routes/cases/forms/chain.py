"""The route of one cell: ``Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá (air)``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from routes.cases.forms.labels import code_of

_ARROWS: Final = re.compile(r"\s*(?:[-–—=]+\s*[>›»]+|[>›»]+|[→⇒➔➜➝⟶⟹➡]\ufe0f?|\||;|\r?\n)\s*")
_DASHES: Final = re.compile(r"\s+[-–—]\s+")
_BRACKETS: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_INSIDE: Final = re.compile(r"\s*[,;/]\s*")


@dataclass(frozen=True)
class Stage:
    """One place of a route, as it is written.

    Parameters
    ----------
    place : str
        The name or code.
    mode : str
        Code of how it is reached; ``""`` where the route does not say.
    role : str
        Code of what happens there; ``""`` where the route does not say.
    """

    place: str
    mode: str = ""
    role: str = ""


@dataclass(frozen=True)
class Chain:
    """A route.

    Parameters
    ----------
    stages : tuple of Stage
        In order.
    dashed : bool
        Whether hyphens with blanks around them had to be taken for separators.
    """

    stages: tuple[Stage, ...]
    dashed: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it has at least two places, none of them without a name."""
        return all(stage.place for stage in self.stages)


def chain(text: str, is_place: Callable[[str], bool]) -> Chain:
    """Read a route.

    Places are separated by ``>``, an arrow, ``|``, ``;`` or a line end; where none of these
    occurs, by hyphens with blanks around them. How a place is reached, and what happens there,
    may stand in brackets after it; other brackets belong to its name.

    Parameters
    ----------
    text : str
        The cell.
    is_place : callable
        Tells whether a text is the name of a place; a name that has a hyphen is not split.

    Examples
    --------
    >>> route = chain("Tibú → Cúcuta → Sucre (Venezuela) → Panamá (aéreo, destino)", bool)
    >>> [stage.place for stage in route.stages]
    ['Tibú', 'Cúcuta', 'Sucre (Venezuela)', 'Panamá']
    >>> route.stages[-1]
    Stage(place='Panamá', mode='air', role='exploitation')
    >>> chain("Cúcuta - Puente Simón Bolívar - Caracas", lambda name: False).dashed
    True
    """
    bare = text.strip()
    pieces = _ARROWS.split(bare)
    dashed = len(pieces) == 1 and _DASHES.search(bare) is not None and not is_place(bare)
    if dashed:
        pieces = _DASHES.split(bare)
    elif len(pieces) > 2 and not pieces[-1]:
        pieces = pieces[:-1]  # a mark at the end closes the last place
    stages = tuple(_stage(piece) for piece in pieces)
    # A route of one place is none: an empty second place keeps it from passing for one.
    return Chain(stages if len(stages) > 1 else (*stages, Stage("")), dashed)


def _stage(piece: str) -> Stage:
    name, mode, role = piece.strip(), "", ""
    while match := _BRACKETS.search(name):
        words = [word for word in _INSIDE.split(match[1].strip()) if word]
        modes = [code for word in words if (code := code_of("mode", word))]
        roles = [code for word in words if (code := code_of("role", word))]
        if not words or len(modes) + len(roles) != len(words):
            break
        mode, role = (modes or [mode])[0], (roles or [role])[0]
        name = name[: match.start()].strip()
    return Stage(name, mode, role)
