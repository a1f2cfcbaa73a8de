"""Controls displace: which other crossings could take the routes of a chosen one.

The assumption is stated with the result: a route could move to another entry of the list of
crossings that is verified, of the same sort (border crossing, airport or seaport), leads to the
same country, was open at some time in the period of the case, and lies within `REACH_KM` of the
chosen one in a straight line. It says nothing on whether anyone would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.lines import distance_km
from routes.analysis.coverage.documented import Documented
from routes.analysis.coverage.model import Coverage
from routes.analysis.crossings import NO_CROSSING, Crossing, listed, period
from routes.columns import Mask
from routes.query import RouteQuery
from routes.store import Store

REACH_KM: Final = 100.0
"""How far off a crossing may be to take over routes."""

_PORTS: Final = frozenset({"airport", "seaport"})


@dataclass(frozen=True)
class Elsewhere:
    """A crossing that could take over routes of a chosen one.

    Parameters
    ----------
    crossing : Crossing
        Where to.
    km : float
        Distance in a straight line, over the ellipsoid.
    routes : int
        Routes of the chosen one in whose period it was open.
    chosen : bool
        Whether it is among the chosen ones itself.
    case_ids : tuple of str
        The cases of these routes.
    """

    crossing: Crossing
    km: float
    routes: int
    chosen: bool
    case_ids: tuple[str, ...]


@dataclass(frozen=True)
class Displacement:
    """Where the routes of a chosen place could go.

    Parameters
    ----------
    site : str
        The chosen place.
    routes : int
        Routes that pass it.
    movable : int
        Routes that an open crossing which is not chosen could take over.
    case_ids : tuple of str
        The cases of those that could be taken over.
    elsewhere : tuple of Elsewhere
        The crossings that could take any, nearest first.
    """

    site: str
    routes: int
    movable: int
    case_ids: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]


def displacement(store: Store, query: RouteQuery, found: Coverage) -> tuple[Displacement, ...]:
    """Return where the routes of each chosen crossing of the list could go.

    A chosen place that is no entry of the list, such as a town, has no known alternatives and is
    left out.
    """
    documented = Documented(store, query, found.offered)
    ids = [site.id for site in documented.sites]
    known, result = listed(), []
    for pick in found.picks:
        if pick.site.id in known:
            rows = documented.route_rows[:, ids.index(pick.site.id)].nonzero()[0]
            cases = store.route_case[documented.routes[rows]]
            result.append(_moved(store, known[pick.site.id], cases.tolist(), found.chosen))
    return tuple(result)


def alternatives(one: Crossing) -> list[tuple[Crossing, float]]:
    """Return the verified crossings of the same sort to the same country within reach, and how
    far they are in km, nearest first."""
    near = [
        (each, distance_km(one.lon, one.lat, each.lon, each.lat))
        for each in listed().values()
        if each.id != one.id and each.verified and _same_sort(one, each)
    ]
    return sorted(
        (each for each in near if each[1] <= REACH_KM), key=lambda each: (each[1], each[0].id)
    )


def _same_sort(one: Crossing, other: Crossing) -> bool:
    if one.kind in _PORTS or other.kind in _PORTS:
        return one.kind == other.kind
    return other.kind not in NO_CROSSING and other.neighbour == one.neighbour


def _moved(store: Store, one: Crossing, cases: list[int], chosen: tuple[str, ...]) -> Displacement:
    periods = [period(store, case) for case in cases]
    movable = np.zeros(len(cases), dtype=bool)
    found = []
    for other, km in alternatives(one):
        open_then = np.array([other.may_be_open(*each) for each in periods], dtype=bool)
        taken = other.id in chosen
        if not taken:
            movable |= open_then
        found.append(
            Elsewhere(other, km, int(open_then.sum()), taken, _ids(store, cases, open_then))
        )
    some = tuple(each for each in found if each.routes)
    movable_ids = _ids(store, cases, movable)
    return Displacement(one.id, len(cases), int(movable.sum()), movable_ids, some)


def _ids(store: Store, cases: list[int], some: Mask) -> tuple[str, ...]:
    """Return the cases of some routes, each once."""
    return tuple(store.case_ids[each] for each in dict.fromkeys(np.asarray(cases)[some].tolist()))
