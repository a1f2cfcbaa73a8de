"""What corridors are, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from routes.columns import Ints

MARK: Final = "~"
"""Between the parts of a corridor's id; a link may hold it as it is (RFC 3986, unreserved)."""


@dataclass(frozen=True, eq=False)
class Corridors:
    """The corridors of a query.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a corridor, most cases first, then by id: ``corridor`` (its id), ``origin``,
        ``gate`` (``""`` where not known), ``destination``, ``cases`` (distinct),
        ``stated_cases`` (those with a way through it that is stated from end to end),
        ``inferred_cases`` (the others), ``first_year`` and ``last_year`` (of the cases' periods;
        None without a date).
    ends : pandas.DataFrame
        One row a destination, most cases first, then by id: ``corridor`` (the id of the
        destination), ``destination``, ``corridors`` (how many lead there), and the same counts:
        a case that takes two corridors there counts once.
    cases : int
        Distinct cases that take any corridor.
    without : tuple of str
        Ids of the selected cases that take none, in the order of the table.
    """

    frame: pd.DataFrame
    ends: pd.DataFrame
    cases: int
    without: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A way of one case through a corridor.

    Parameters
    ----------
    case_id : str
        The case.
    route_no, first_stop, last_stop : int
        Its route, and the numbers of its stops there.
    start, end : str
        Ids of the places where it begins and ends.
    inferred : bool
        Whether any of its legs is.
    leaves, crossed : bool
        Whether it leaves its country, and whether a crossing of it is known.
    """

    case_id: str
    route_no: int
    first_stop: int
    last_stop: int
    start: str
    end: str
    inferred: bool
    leaves: bool
    crossed: bool


@dataclass(frozen=True)
class Loose:
    """A place that is named without any way: it belongs to no corridor.

    Parameters
    ----------
    case_id : str
        The case or statement that names it.
    route_no, stop_no : int
        Where.
    statement : bool
        Whether it is said of several cases together.
    """

    case_id: str
    route_no: int
    stop_no: int
    statement: bool


@dataclass(frozen=True, eq=False)
class Corridor:
    """One corridor, or all that lead to one destination.

    Parameters
    ----------
    id : str
        As links write it.
    origin, gate : str
        Area and place of passage; ``""`` where not known, or where all of them are meant.
    destination : str
        Area.
    whole : bool
        Whether all corridors to the destination are meant.
    corridor_ids : tuple of str
        Those that are part of it, most cases first.
    elements : array of int
        Its selected legs, positions in `Store.elements`.
    case_ids, stated_ids : tuple of str
        Its distinct cases, and those with a way that is stated from end to end; as in the table.
    ways : tuple of Way
        In the order of cases and routes.
    loose : tuple of Loose
        Places without a way that its cases, or statements with a source of its ways, name; and
        all in its destination.
    """

    id: str
    origin: str
    gate: str
    destination: str
    whole: bool
    corridor_ids: tuple[str, ...]
    elements: Ints
    case_ids: tuple[str, ...]
    stated_ids: tuple[str, ...]
    ways: tuple[Way, ...]
    loose: tuple[Loose, ...]
