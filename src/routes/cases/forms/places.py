"""Places by the names that people write, and the questions where a name is not enough."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from geo.names import fold
from geo.places import Place, find, place, places, search
from routes.cases.forms.cells import translated
from routes.cases.forms.remarks import Remarks, named
from routes.cases.intake.model import PlaceQuestion

_LEVELS: Final = {
    "departamento": "department",
    "depto": "department",
    "dpto": "department",
    "department": "department",
    "estado": "department",
    "state": "department",
    "provincia": "department",
    "province": "department",
    "municipio": "settlement",
    "municipality": "settlement",
    "ciudad": "settlement",
    "city": "settlement",
    "pueblo": "settlement",
    "town": "settlement",
    "pais": "country",
    "country": "country",
    "region": "region",
}
_BEFORE: Final = re.compile(rf"^({'|'.join(_LEVELS)}) (?:del |de la |de |of )?(.+)$")
_AFTER: Final = re.compile(rf"^(.+) ({'|'.join(_LEVELS)})$")
_LONGEST: Final = 200
_NEAREST: Final = 5
_GUESSED: Final = 40
"""For so many unknown names, near ones are looked for."""
_ASKED: Final = 500
"""So many questions are asked; whatever is beyond is a fault of its row only."""
_ROWS: Final = 3


@dataclass
class _Asked:
    candidates: tuple[str, ...]
    count: int = 0
    rows: list[tuple[str, int]] = field(default_factory=list)


class PlaceNames:
    """Places of one file, resolved by code or name.

    Parameters
    ----------
    chosen : iterable of (str, str)
        A place as it is written, and the id of the place that the user says is meant.
    """

    def __init__(self, chosen: Iterable[tuple[str, str]] = ()) -> None:
        self._chosen: Mapping[str, str] = {fold(written): meant for written, meant in chosen}
        self._known: dict[str, str | None] = {}
        self._named: dict[str, str] = {}
        self._asked: dict[str, _Asked] = {}

    def resolve(self, cells: pd.Series[str], origin: pd.DataFrame) -> pd.Series[str]:
        """Return a column of places as ids; what is not sure stays as it is written.

        Parameters
        ----------
        cells : pandas.Series of str
            Places as written, without blanks around them.
        origin : pandas.DataFrame
            ``sheet`` and ``row`` of each, same index.
        """
        resolved = translated(cells, lambda written: self.meant(written) or written)
        open_names = [name for name in cells.unique() if self._known.get(name, "") is None]
        for name in open_names:
            self._ask(str(name))
        is_asked = cells.isin([name for name in open_names if name in self._asked]).to_numpy(bool)
        asked, where = cells[is_asked], np.flatnonzero(is_asked)
        sheets = origin["sheet"].to_numpy()
        numbers = origin["row"].to_numpy()
        for written, positions in asked.groupby(asked, sort=False).indices.items():
            question = self._asked[str(written)]
            question.count += len(positions)
            for position in where[positions[: _ROWS - len(question.rows)]]:
                question.rows.append((str(sheets[position]), int(numbers[position])))
        return resolved

    def meant(self, written: str) -> str | None:
        """Return the id of the one place that a text can mean; None if there is not one.

        Examples
        --------
        >>> names = PlaceNames([("la Arauca", "81001")])
        >>> names.meant("Tibú"), names.meant("Arauca"), names.meant("departamento de Arauca")
        ('54810', None, 'CO-ARA')
        >>> names.meant("La Arauca"), names.meant("5001")
        ('81001', '05001')
        """
        if written == "":
            return ""
        if written not in self._known:
            self._known[written] = self._look_up(written)
        return self._known[written]

    def questions(self) -> tuple[PlaceQuestion, ...]:
        """Return what has to be asked, in the order it was met."""
        return tuple(
            PlaceQuestion(written, asked.candidates, tuple(asked.rows), asked.count)
            for written, asked in self._asked.items()
        )

    def tell(self, remarks: Remarks) -> None:
        """Add which places were recognised by their names."""
        registry = places().keys()
        near = {written: meant for written, meant in self._named.items() if meant in registry}
        far = {written: meant for written, meant in self._named.items() if meant not in registry}
        for rule, names in (("places_named", near), ("places_beyond", far)):
            pairs = [(written, _label(meant, remarks.language)) for written, meant in names.items()]
            if pairs:
                remarks.add(rule, details=[("n", str(len(pairs))), ("names", named(pairs))])

    def _look_up(self, written: str) -> str | None:
        chosen = self._chosen.get(fold(written[:_LONGEST]))
        if chosen:
            return chosen
        code = _code(written)
        if code:
            return code
        found = candidates(written)
        if len(found) != 1:
            return None
        self._named[written] = found[0].id
        return found[0].id

    def _ask(self, written: str) -> None:
        if written in self._asked or len(self._asked) >= _ASKED:
            return
        found = [place.id for place in candidates(written)]
        if not found and len(self._asked) < _GUESSED:
            found = _similar(written)
        self._asked[written] = _Asked(tuple(found))


def candidates(written: str) -> list[Place]:
    """Return every place that a text can mean; the level may be said before or after the name.

    Examples
    --------
    >>> [place.id for place in candidates("Arauca (municipio)")]
    ['81001']
    """
    head = written[:_LONGEST]
    found = find(head)
    if found:
        return found
    text = fold(head)
    match = _BEFORE.match(text)
    level, name = (match[1], match[2]) if match else ("", "")
    if not match and (match := _AFTER.match(text)):
        level, name = match[2], match[1]
    return [place for place in find(name) if place.level == _LEVELS[level]] if match else []


def _code(written: str) -> str | None:
    """Return the code that a cell holds, whatever a spreadsheet has made of it."""
    for code in (written, written.upper(), written.removesuffix(".0").zfill(5)):
        if len(code) <= _LONGEST and code in places():
            return code
    return None


def _similar(written: str) -> list[str]:
    return [place.id for place in search(written[:_LONGEST], lang="es", limit=_NEAREST)]


def _label(place_id: str, lang: str) -> str:
    found = place(place_id)
    around = found.context(lang)
    return f"{found.name(lang)} ({around})" if around else found.name(lang)
