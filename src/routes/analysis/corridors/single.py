"""One corridor: its ways, its cases, and the places that are named without a way."""

from __future__ import annotations

import numpy as np

from routes.analysis.corridors.areas import BORDER_ZONE, area, in_zone
from routes.analysis.corridors.grouping import Taken, chosen_rows, corridors, taken
from routes.analysis.corridors.model import MARK, Corridor, Loose, Way
from routes.columns import Ints, Mask, flags
from routes.legs import NOWHERE
from routes.query import RouteQuery
from routes.selection import select
from routes.store import Store


def corridor(store: Store, query: RouteQuery, corridor_id: str) -> Corridor | None:
    """Find a corridor, or all corridors to a destination, by id.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked; only legs that it selects are part of the corridor.
    corridor_id : str
        ``CO-ANT~11001~CHN`` is one corridor, ``CO-ANT~~CHN`` the one without a known gate;
        ``CHN`` stands for all that lead to China.

    Returns
    -------
    Corridor or None
        None where the query finds no such corridor.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> from routes.flows import store
    >>> found = corridor(store(bundled()), RouteQuery(), "BORDER-COL-VEN")
    >>> found.corridor_ids, found.case_ids
    (('BORDER-COL-VEN~~BORDER-COL-VEN',), ('puerto-carreno-2025',))
    """
    every = taken(store)
    whole = MARK not in corridor_id
    codes = _codes(every, corridor_id, whole=whole)
    if not len(codes):
        return None
    row_ways = every.way_row[flags(len(every.corridor_ids), codes)[every.corridor_row]]
    elements = select(store, query).elements
    legs = np.flatnonzero(
        chosen_rows(every, elements) & flags(len(every.ways), row_ways)[every.way]
    )
    if not len(legs):
        return None
    chosen_ways = np.unique(every.way[legs])
    element = np.unique(every.element[legs])
    frame = corridors(store, query).frame
    ids = frozenset(every.corridor_ids[code] for code in codes)
    origin, gate, destination = (["", "", corridor_id] if whole else corridor_id.split(MARK))[:3]
    stated = chosen_ways[~every.ways.inferred[chosen_ways]]
    return Corridor(
        id=corridor_id,
        origin=origin,
        gate=gate,
        destination=destination,
        whole=whole,
        corridor_ids=tuple(each for each in frame["corridor"] if each in ids),
        elements=element,
        case_ids=_ids(store, every.ways.case[chosen_ways]),
        stated_ids=_ids(store, every.ways.case[stated]),
        ways=_ways(store, every, chosen_ways),
        loose=_loose(store, elements, element, destination),
    )


def _codes(every: Taken, corridor_id: str, *, whole: bool) -> Ints:
    if not whole:
        known = {each: code for code, each in enumerate(every.corridor_ids)}
        return np.array([known[corridor_id]] if corridor_id in known else [], dtype=np.int64)
    if corridor_id not in every.ways.area_ids:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(every.destination == every.ways.area_ids.index(corridor_id))


def _ids(store: Store, case: Ints) -> tuple[str, ...]:
    return tuple(store.case_ids[each] for each in np.unique(case))


def _ways(store: Store, every: Taken, chosen: Ints) -> tuple[Way, ...]:
    found, elements, stops = every.ways, store.elements, store.tables.stops
    first = found.leg[found.first[chosen]]
    last = found.leg[found.first[chosen] + found.length[chosen] - 1]
    departure, arrival = elements.departure[first], elements.arrival[last]
    columns = (
        [store.case_ids[case] for case in found.case[chosen]],
        stops["route_no"].to_numpy(np.int64)[departure].tolist(),
        stops["stop_no"].to_numpy(np.int64)[departure].tolist(),
        stops["stop_no"].to_numpy(np.int64)[arrival].tolist(),
        [store.place_ids[place] for place in elements.start[first]],
        [store.place_ids[place] for place in elements.end[last]],
        found.inferred[chosen].tolist(),
        found.leaves[chosen].tolist(),
        found.crossed[chosen].tolist(),
    )
    return tuple(Way(*row) for row in zip(*columns, strict=True))


def _loose(store: Store, chosen: Mask | None, legs: Ints, destination: str) -> tuple[Loose, ...]:
    """Return places without a way that have to do with the corridor, in the order of the table."""
    elements, stops = store.elements, store.tables.stops
    sources = np.append(elements.start_source[legs], elements.end_source[legs])
    same_source = flags(len(store.source_ids), sources)[elements.end_source]
    statement = store.statement[elements.case]
    same_case = flags(len(store.case_ids), elements.case[legs])[elements.case]
    there = np.array([_lies_in(each, destination) for each in store.place_ids], dtype=bool)
    alone = elements.start == NOWHERE
    if chosen is not None:
        alone &= chosen
    found = np.flatnonzero(alone & (there[elements.end] | same_case | (statement & same_source)))
    row = elements.arrival[found]
    columns = (
        [store.case_ids[case] for case in elements.case[found]],
        stops["route_no"].to_numpy(np.int64)[row].tolist(),
        stops["stop_no"].to_numpy(np.int64)[row].tolist(),
        statement[found].tolist(),
    )
    return tuple(Loose(*each) for each in zip(*columns, strict=True))


def _lies_in(place_id: str, area_id: str) -> bool:
    return in_zone(place_id) if area_id == BORDER_ZONE else area(place_id) == area_id
