"""From ways to corridors: every way through the same areas and gate, counted by distinct case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from routes.analysis.corridors.model import MARK, Corridors
from routes.analysis.corridors.ways import Ways, ways
from routes.columns import NO_FIRST_YEAR, NO_LAST_YEAR, Ints, Mask, flags
from routes.grouping import Grouping, group
from routes.query import RouteQuery
from routes.selection import select
from routes.store import Store


@dataclass(frozen=True, eq=False)
class Taken:
    """The legs of a store by corridor.

    Parameters
    ----------
    ways : Ways
        The ways.
    way_row, corridor_row : array of int
        Each way with each of its corridors; ordered by way.
    corridor_ids : list of str
        The corridors, in the order of their codes.
    origin, gate, destination : array of int
        Of each corridor, as in `Ways`.
    by_corridor, by_end : Grouping
        The legs by corridor and by destination.
    end_codes : array of int
        The destinations, ascending.
    element, way : array of int
        Each leg in each corridor of its way: position in `Store.elements`, and the way.
    """

    ways: Ways
    way_row: Ints
    corridor_row: Ints
    corridor_ids: list[str]
    origin: Ints
    gate: Ints
    destination: Ints
    by_corridor: Grouping
    by_end: Grouping
    end_codes: Ints
    element: Ints
    way: Ints


_taken: WeakKeyDictionary[Store, Taken] = WeakKeyDictionary()


def taken(store: Store) -> Taken:
    """Return the corridors of a store; found when first asked for."""
    if store not in _taken:
        _taken[store] = _group(store, ways(store))
    return _taken[store]


def _group(store: Store, found: Ways) -> Taken:
    gates, areas = len(store.place_ids) + 1, len(found.area_ids)
    row_way = found.gate_way
    key = (found.origin[row_way] * gates + found.gate + 1) * areas + found.destination[row_way]
    keys, corridor = np.unique(key, return_inverse=True)
    above, destination = np.divmod(keys, max(areas, 1))
    origin, gate = np.divmod(above, gates)
    # Every leg of a way, in each of its corridors.
    size = found.length[row_way]
    start = np.repeat(found.first[row_way] - np.append(0, np.cumsum(size)[:-1])[: len(size)], size)
    leg = start + np.arange(len(start))
    way = np.repeat(row_way, size)
    element, case = found.leg[leg], found.case[way]
    by_corridor, _ = group(np.repeat(corridor, size), case)
    by_end, end_codes = group(found.destination[way], case)
    names = [*store.place_ids, ""]
    ids = [
        MARK.join((found.area_ids[one], names[via - 1], found.area_ids[other]))
        for one, via, other in zip(origin, gate, destination, strict=True)
    ]
    return Taken(
        ways=found,
        way_row=row_way,
        corridor_row=corridor,
        corridor_ids=ids,
        origin=origin,
        gate=gate - 1,
        destination=destination,
        by_corridor=by_corridor,
        by_end=by_end,
        end_codes=end_codes,
        element=element,
        way=way,
    )


def corridors(store: Store, query: RouteQuery) -> Corridors:
    """Find the corridors of a query.

    A corridor is where ways begin, by which gate they pass, and where they end: origin area,
    gate, destination area. An area is a department of Colombia or a foreign country; who ends in
    the border zone of Colombia and Venezuela ends in the zone (see `areas`). The gate is a border
    crossing; a way with several belongs to the corridor of each. Without a known crossing it is
    the stop between the ends from which the way leaves its country (see `ways`), and without such
    a stop nothing.

    To which corridor a way belongs follows from the way alone. A query chooses among the legs as
    everywhere: a corridor is found as soon as one of its legs is, and keeps its id.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> from routes.flows import store
    >>> found = corridors(store(bundled()), RouteQuery(destination=("PAN",)))
    >>> found.frame[["corridor", "cases", "stated_cases"]].values.tolist()
    [['CO-NSA~~PAN', 1, 0], ['CO-RIS~~PAN', 1, 1]]
    """
    every, chosen = taken(store), select(store, query)
    inside = chosen_rows(every, chosen.elements)
    frame = _counts(store, every, every.by_corridor, inside)
    frame.insert(0, "corridor", pd.Series(every.corridor_ids, dtype=object))
    for place, name in enumerate(("origin", "gate", "destination"), start=1):
        parts = [each.split(MARK)[place - 1] for each in every.corridor_ids]
        frame.insert(place, name, pd.Series(parts, dtype=object))
    ends = _counts(store, every, every.by_end, inside)
    names = [every.ways.area_ids[code] for code in every.end_codes]
    ends.insert(0, "corridor", pd.Series(names, dtype=object))
    ends.insert(1, "destination", pd.Series(names, dtype=object))
    seen = frame["cases"].to_numpy() > 0
    position = np.searchsorted(every.end_codes, every.destination[seen])
    ends.insert(2, "corridors", np.bincount(position, minlength=len(ends)))
    size = len(store.case_ids)
    with_way = flags(size, store.elements.case[every.element[inside]])
    selected = np.ones(size, dtype=bool) if chosen.cases is None else chosen.cases
    return Corridors(
        frame=_ranked(frame),
        ends=_ranked(ends),
        cases=int(np.count_nonzero(with_way)),
        without=tuple(
            store.case_ids[case] for case in np.flatnonzero(selected & ~with_way & ~store.statement)
        ),
    )


def chosen_rows(every: Taken, elements: Mask | None) -> Mask:
    """Tell which rows of `Taken.element` are selected."""
    if elements is None:
        return np.ones(len(every.element), dtype=bool)
    return elements[every.element]


def _counts(store: Store, every: Taken, grouping: Grouping, inside: Mask) -> pd.DataFrame:
    order = grouping.order
    inside = inside[order]
    stated = ~every.ways.inferred[every.way[order]]
    case = store.elements.case[every.element[order]]
    cases = grouping.cases(inside)
    sure = grouping.cases(inside & stated)
    first = grouping.least(store.first_year[case], inside, NO_FIRST_YEAR)
    last = grouping.greatest(store.last_year[case], inside)
    return pd.DataFrame(
        {
            "cases": cases,
            "stated_cases": sure,
            "inferred_cases": cases - sure,
            "first_year": _years(first, NO_FIRST_YEAR),
            "last_year": _years(last, NO_LAST_YEAR),
        }
    )


def _years(values: Ints, missing: np.int16) -> pd.Series[Any]:
    years = [None if year == missing else year for year in values.tolist()]
    return pd.Series(years, dtype=object)


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    found = frame[frame["cases"] > 0]
    order = np.lexsort((found["corridor"].to_numpy(str), -found["cases"].to_numpy()))
    return found.iloc[order].reset_index(drop=True)
