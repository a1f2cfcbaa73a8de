"""What a reader may see of the cases, and do with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from geo.places import places, within
from routes.cases.codes import HANDLING
from routes.cases.model import LIST_SEPARATOR, TABLE_NAMES, Tables
from routes.columns import Mask, coded

ALL_LEVELS: Final = tuple(sorted(HANDLING))

Role = Literal["viewer", "analyst", "officer"]
Deed = Literal["look", "edit", "release_public", "release_internal"]
"""``edit`` is all of the screen Datos: importing, editing, undoing, and the audit trail."""

MAY: Final[dict[Role, tuple[Deed, ...]]] = {
    "viewer": ("look",),
    "analyst": ("look", "edit", "release_public"),
    "officer": ("look", "edit", "release_public", "release_internal"),
}
"""What each role may do."""


@dataclass(frozen=True)
class Scope:
    """What a reader may see and do: frozen, hashable, and so part of every cache key.

    Parameters
    ----------
    handling : tuple of str
        Levels of handling (``public``, ``classified``, ``reserved``) whose cases are seen.
    departments : tuple of str or None
        Ids of first-level units: a case is seen if one of its stops lies in one of them.
        Statements about several cases together are seen wherever they are about. None for
        every place, known or not.
    role : {"viewer", "analyst", "officer"}
        What may be done, see `MAY`.

    Raises
    ------
    ValueError
        If there is no such level, department or role.

    Examples
    --------
    >>> Scope(handling=("reserved", "public", "public"), departments=("CO-NSA", "CO-ARA"))
    Scope(handling=('public', 'reserved'), departments=('CO-ARA', 'CO-NSA'), role='officer')
    >>> Scope(role="analyst").may("release_internal")
    False
    """

    handling: tuple[str, ...] = ALL_LEVELS
    departments: tuple[str, ...] | None = None
    role: Role = "officer"

    def __post_init__(self) -> None:
        levels = tuple(sorted(set(self.handling)))
        unknown = set(levels) - set(HANDLING)
        if unknown:
            raise ValueError(
                f"Invalid handling {sorted(unknown)!r}. Must be of {', '.join(HANDLING)}."
            )
        object.__setattr__(self, "handling", levels)
        if self.role not in MAY:
            raise ValueError(f"Invalid role '{self.role}'. Must be one of {', '.join(MAY)}.")
        if self.departments is not None:
            units = tuple(sorted(set(self.departments)))
            strange = [each for each in units if not is_department(each)]
            if strange:
                raise ValueError(f"Invalid departments {strange!r}. Must be first-level units.")
            object.__setattr__(self, "departments", units)

    @property
    def sees_all(self) -> bool:
        """Whether no case is hidden."""
        return self.handling == ALL_LEVELS and self.departments is None

    def may(self, deed: Deed) -> bool:
        """Tell whether something may be done."""
        return deed in MAY[self.role]

    def sees(self, cases: pd.DataFrame, stops: pd.DataFrame, *, key: str = "case_id") -> Mask:
        """Tell which cases are seen.

        Parameters
        ----------
        cases : pandas.DataFrame
            ``handling``, ``kind`` and the key of each case.
        stops : pandas.DataFrame
            ``place_id`` and the key of the case of each stop.
        key : str
            The column that joins them.
        """
        seen = coded(cases["handling"], self.handling) >= 0
        if self.departments is None:
            return seen
        units = frozenset(self.departments)
        around = [each for each in stops["place_id"].unique() if units & _surroundings(each)]
        here = stops[coded(stops["place_id"], around) >= 0]
        local = coded(cases[key], here[key].unique().tolist()) >= 0
        found: Mask = seen & (local | (cases["kind"] == "statement").to_numpy(bool))
        return found

    def limit(self, tables: Tables) -> Tables:
        """Return the cases that may be seen, with all their rows and the sources they cite.

        A source that is cited by nothing else stays hidden: its title may tell of the case. So
        do warnings, which quote what they warn of. What is seen of everything is everything,
        with its version; what is less has another.
        """
        if self.sees_all:
            return tables
        cases = tables.cases[self.sees(tables.cases, tables.stops)]
        ids = cases["case_id"].tolist()
        seen = {"cases": cases}
        for name in ("stops", "events", "figures"):
            seen[name] = _having(tables.table(name), "case_id", ids)
        seen["sources"] = _having(tables.sources, "source_id", sorted(cited(seen)))
        frames = {name: seen[name].reset_index(drop=True) for name in TABLE_NAMES}
        where = "*" if self.departments is None else LIST_SEPARATOR.join(self.departments)
        said = f"{tables.version}\n{LIST_SEPARATOR.join(self.handling)}\n{where}"
        return Tables(
            **frames,
            name=tables.name,
            synthetic=tables.synthetic,
            version=hashlib.sha256(said.encode()).hexdigest(),
            warnings=(),
        )


def is_department(place_id: str) -> bool:
    """Tell whether an id is that of a first-level unit of the registry."""
    return place_id in places() and places()[place_id].level == "department"


def _surroundings(place_id: str) -> frozenset[str]:
    return within(place_id) if place_id in places() else frozenset()


def _having(table: pd.DataFrame, column: str, values: Sequence[str]) -> pd.DataFrame:
    """Return the rows whose cell is one of the values."""
    # Many times faster than Series.isin for text.
    return table[np.asarray(coded(table[column], values) >= 0)]


def cited(frames: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the ids of the sources that rows of cases name."""
    found: set[str] = set()
    for name in ("stops", "events", "figures"):
        found.update(frames[name]["source_id"].drop_duplicates())
    for cell in frames["cases"]["identity_inferred"].drop_duplicates():
        found.update(part for each in cell.split(LIST_SEPARATOR) if (part := each.strip()))
    return found
