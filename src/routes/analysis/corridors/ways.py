"""Ways: what is left of each route where sources or analysts support every step.

A way is made of consecutive legs of one route. It ends where a leg is missing, for nothing says
what lies between. So no corridor joins places that no source and no marked inference joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from geo.places import places
from routes.analysis.corridors.areas import BORDER_ZONE, area, in_zone
from routes.columns import Ints, Mask, coded, pairs
from routes.legs import INFERRED, NOWHERE, ROLE_CODES
from routes.store import Store

CROSSING = ROLE_CODES.index("crossing")
UNKNOWN = -1
"""The gate of a way of which neither a crossing nor a place of passage is known."""


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways of a store, in the order of cases and routes.

    Parameters
    ----------
    leg : array of int
        The legs, positions in `Store.elements`; those of a way stand together.
    first, length : array of int
        Where in `leg` each way begins, and how many legs it has.
    case : array of int
        Case of each way.
    origin, destination : array of int
        Areas, positions in `area_ids`.
    inferred : array of bool
        Whether any leg of the way is.
    leaves : array of bool
        Whether the way leaves the country in which it begins.
    crossed : array of bool
        Whether a crossing of the way is known.
    gate_way, gate : array of int
        Each way with its gates: its crossings; else its hub; else `UNKNOWN`. Positions in
        `Store.place_ids`. Ordered by way.
    area_ids : list of str
        The areas, ascending.
    """

    leg: Ints
    first: Ints
    length: Ints
    case: Ints
    origin: Ints
    destination: Ints
    inferred: Mask
    leaves: Mask
    crossed: Mask
    gate_way: Ints
    gate: Ints
    area_ids: list[str]

    def __len__(self) -> int:
        return len(self.first)


_ways: WeakKeyDictionary[Store, Ways] = WeakKeyDictionary()


def ways(store: Store) -> Ways:
    """Return the ways of a store; found when first asked for."""
    if store not in _ways:
        _ways[store] = _find(store)
    return _ways[store]


def _find(store: Store) -> Ways:
    elements = store.elements
    leg = np.flatnonzero(elements.start != NOWHERE)
    departure, arrival = elements.departure[leg], elements.arrival[leg]
    begins = np.append(True, departure[1:] != arrival[:-1])[: len(leg)]
    first = np.flatnonzero(begins)
    length = np.diff(np.append(first, len(leg)))
    start, end = elements.start[leg], elements.end[leg]
    origin, destination = start[first], end[first + length - 1]
    way = np.repeat(np.arange(len(first)), length)
    country = _countries(store)
    abroad = country[end] != country[origin[way]]
    crossing_way, crossing = _crossings(store, leg, first, way)
    crossed = np.zeros(len(first), dtype=bool)
    crossed[crossing_way] = True
    hub = _hubs(abroad, end, first, length)
    other = np.flatnonzero(~crossed)
    gate_way = np.append(crossing_way, other)
    gate = np.append(crossing, hub[other])
    order = np.lexsort((gate, gate_way))
    ids, begin_area, end_area = _areas(store, origin, destination)
    return Ways(
        leg=leg,
        first=first,
        length=length,
        case=elements.case[leg[first]],
        origin=begin_area,
        destination=end_area,
        inferred=_any(elements.evidence[leg] == INFERRED, first),
        leaves=_any(abroad, first),
        crossed=crossed,
        gate_way=gate_way[order],
        gate=gate[order],
        area_ids=ids,
    )


def _countries(store: Store) -> Ints:
    """Return a number for the country of each place; one of its own where there is none."""
    known = places()
    names = [known[each].country if each in known else each for each in store.place_ids]
    return np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)[1]


def _areas(store: Store, origin: Ints, destination: Ints) -> tuple[list[str], Ints, Ints]:
    """Return the areas, and those in which each way begins and ends."""
    names = [area(each) for each in store.place_ids]
    ids = sorted({*names, BORDER_ZONE})
    position = {each: code for code, each in enumerate(ids)}
    code = np.array([position[each] for each in names], dtype=np.int64)
    zone = np.array([in_zone(each) for each in store.place_ids], dtype=bool)
    if not len(origin):
        return ids, origin.astype(np.int64), destination.astype(np.int64)
    ends_there = zone[destination]
    zone_code = position[BORDER_ZONE]
    return (
        ids,
        np.where(ends_there & zone[origin], zone_code, code[origin]),
        np.where(ends_there, zone_code, code[destination]),
    )


def _crossings(store: Store, leg: Ints, first: Ints, way: Ints) -> tuple[Ints, Ints]:
    """Return each way with its crossings, each pair once."""
    elements = store.elements
    role = coded(store.tables.stops["role"], ROLE_CODES, np.int8)
    arriving = np.flatnonzero(role[elements.arrival[leg]] == CROSSING)
    leaving = np.flatnonzero(role[elements.departure[leg[first]]] == CROSSING)
    passed = np.append(way[arriving], leaving)
    place = np.append(elements.end[leg[arriving]], elements.start[leg[first[leaving]]])
    found: tuple[Ints, Ints] = pairs(passed, place, len(store.place_ids))
    return found


def _hubs(abroad: Mask, end: Ints, first: Ints, length: Ints) -> Ints:
    """Return the stop between the ends of each way from which it leaves its country.

    That is the last stop before the first one abroad; the first stop between the ends where it
    leaves from its very beginning; the last one where it never leaves. `UNKNOWN` where there is
    no stop between the ends.
    """
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    after = first + length
    where = np.where(abroad, np.arange(len(end)), len(end))
    out = np.minimum.reduceat(where, first)
    hub = np.where(out >= after, after - 2, np.maximum(out - 1, first))
    return np.where(length > 1, end[np.maximum(hub, 0)], UNKNOWN).astype(np.int64)


def _any(values: Mask, first: Ints) -> Mask:
    if not len(first):
        return np.zeros(0, dtype=bool)
    return np.asarray(np.logical_or.reduceat(values, first))
