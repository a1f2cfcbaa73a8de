"""Corridors of a briefing: the countries where routes begin and end, and the cases behind each.

Countries, so that a slide has a corridor and a deck has not hundreds; the places of each way
stand in the rows of its slide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.places import at_level, places
from routes.flows import Store, legs
from routes.query import RouteQuery

Leg = tuple[str, str, bool]
"""Ids of both ends, and whether it is inferred."""


@dataclass(frozen=True)
class Way:
    """One documented way of a case through a corridor.

    Parameters
    ----------
    case_id : str
        The case.
    places : tuple of str
        Ids of its places in order.
    inferred : bool
        Whether any of its legs is.
    credibility : int
        The worst grade of its stops.
    legs : tuple of Leg
        Its legs.
    """

    case_id: str
    places: tuple[str, ...]
    inferred: bool
    credibility: int
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class Corridor:
    """A country of origin and one of destination, with every way between them.

    Parameters
    ----------
    start, end : str
        Ids; the same twice for what stays within a country.
    ways : tuple of Way
        In the order of the cases.
    """

    start: str
    end: str
    ways: tuple[Way, ...]

    @property
    def case_ids(self) -> tuple[str, ...]:
        """The distinct cases, in order."""
        return tuple(dict.fromkeys(way.case_id for way in self.ways))

    @property
    def stated(self) -> int:
        """How many of the cases have a way that sources state throughout."""
        return len({way.case_id for way in self.ways if not way.inferred})


def corridors(store: Store, query: RouteQuery) -> list[Corridor]:
    """Find the corridors of a query, those with most cases first.

    A way is made of consecutive legs of one route: it ends where a leg is missing, for no source
    says what lies between. So no corridor joins places that no source joins.
    """
    found = legs(store, query, level="place")
    moves = found[found["from"].notna()]
    if moves.empty:
        return []
    groups: dict[tuple[str, str], list[Way]] = {}
    for way in _ways(moves, store):
        ends = _area(way.places[0]), _area(way.places[-1])
        groups.setdefault(ends, []).append(way)
    every = [Corridor(start, end, tuple(ways)) for (start, end), ways in groups.items()]
    return sorted(every, key=lambda each: (-len(each.case_ids), each.start, each.end))


def supporting(ways: Iterable[Way]) -> list[Way]:
    """Return the ways of one case that count for it: those that are stated, if any is."""
    every = list(ways)
    return [each for each in every if not each.inferred] or every


def strongest(ways: Iterable[Way]) -> list[Leg]:
    """Return each leg once, stated as soon as one way states it; those of most cases first."""
    found: dict[tuple[str, str], bool] = {}
    cases: dict[tuple[str, str], set[str]] = {}
    for way in ways:
        for start, end, inferred in way.legs:
            found[start, end] = inferred and found.get((start, end), True)
            cases.setdefault((start, end), set()).add(way.case_id)
    ordered = sorted(found, key=lambda ends: (-len(cases[ends]), ends))
    return [(start, end, found[start, end]) for start, end in ordered]


def _ways(moves: pd.DataFrame, store: Store) -> list[Way]:
    departure, arrival = moves["departure"].to_numpy(), moves["arrival"].to_numpy()
    begins = np.append(True, departure[1:] != arrival[:-1])
    first = np.flatnonzero(begins).tolist()
    grades = store.tables.stops["credibility"].to_numpy(dtype=np.int64)
    worst = np.maximum(grades[departure], grades[arrival])
    cases, starts, ends = (moves[each].tolist() for each in ("case_id", "from", "to"))
    inferred = (moves["evidence"] == "inferred").tolist()
    return [
        Way(
            case_id=cases[one],
            places=(starts[one], *ends[one:other]),
            inferred=any(inferred[one:other]),
            credibility=int(worst[one:other].max()),
            legs=tuple(zip(starts[one:other], ends[one:other], inferred[one:other], strict=True)),
        )
        for one, other in zip(first, [*first[1:], len(cases)], strict=True)
    ]


def _area(place_id: str) -> str:
    return at_level(place_id, "country") if place_id in places() else place_id
