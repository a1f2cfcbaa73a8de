"""Legs over the borders of Colombia, and the crossings that sources name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.layers import crossings
from routes.columns import coded
from routes.flows import Store, legs
from routes.query import RouteQuery
from routes.selection import select

HOME: Final = "COL"
NEIGHBOURS: Final = ("VEN", "ECU", "PER", "BRA", "PAN")


@dataclass(frozen=True)
class Border:
    """What the cases say of one border.

    Parameters
    ----------
    country : str
        The neighbour, ISO 3166-1 alpha-3; empty for ports and airports.
    leaving, entering : int or None
        Distinct cases with a leg from Colombia to it, and from it to Colombia; None for ports
        and airports, which lead anywhere.
    crossings : tuple of (str, int)
        Ids of the crossings that stops name, with their distinct cases; most cases first.
    """

    country: str
    leaving: int | None
    entering: int | None
    crossings: tuple[tuple[str, int], ...]


def borders(store: Store, query: RouteQuery) -> list[Border]:
    """Count cases by border, and by crossing named.

    Parameters
    ----------
    store : Store
        The cases of a release.
    query : RouteQuery
        Which of them.
    """
    moves = legs(store, query, level="country")
    pairs = set(zip(moves["from"], moves["to"], moves["case_id"], strict=True))
    named = _named(store, query)
    found = []
    for country in NEIGHBOURS:
        leaving = sum(pair[:2] == (HOME, country) for pair in pairs)
        entering = sum(pair[:2] == (country, HOME) for pair in pairs)
        found.append(Border(country, leaving, entering, named.pop(country, ())))
    rest = [each for _, crossings in sorted(named.items()) for each in crossings]
    if rest:
        found.append(Border("", None, None, tuple(rest)))
    return found


def _named(store: Store, query: RouteQuery) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return by neighbour the crossings at which selected cases stop, and how many cases."""
    layer = crossings()
    neighbour = dict(zip(layer["crossing_id"], layer["neighbour"], strict=True))
    ids = sorted(neighbour)
    stops = store.tables.stops
    place, case = coded(stops["place_id"], ids), coded(stops["case_id"], store.case_ids)
    chosen = select(store, query).cases
    seen = (place >= 0) & ~store.statement[case]
    if chosen is not None:
        seen &= chosen[case]
    distinct = np.unique(np.column_stack([place[seen], case[seen]]), axis=0)[:, 0]
    counts = np.bincount(distinct, minlength=len(ids))
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for n in sorted(np.flatnonzero(counts).tolist(), key=lambda n: (-counts[n], ids[n])):
        found[neighbour[ids[n]]] = (*found.get(neighbour[ids[n]], ()), (ids[n], int(counts[n])))
    return found
