"""Routes of made-up cases: pairs of places, and stops that follow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from geo.places import Place, places
from routes.cases.cells import SOURCES, Column, Lot, chosen, source_ids, text
from routes.cases.model import SYNTHETIC_MARK

_WEIGHT: Final = {
    ("settlement", "country"): 6.0,
    ("settlement", "settlement"): 1.0,
    ("settlement", "point"): 3.0,
    ("department", "country"): 6.0,
    ("point", "country"): 4.0,
    ("point", "settlement"): 2.0,
}
"""How likely a pair of places is, by how precise they are; 0.2 where not named."""

_TOWN: Final = 25_000
"""Inhabitants from which a settlement is drawn."""

_ORIGIN_WEIGHT: Final = {"COL": 1.0, "VEN": 0.5}
"""How likely an origin is, by its country; 0.01 where not named."""


def drawn_places() -> list[Place]:
    """Give the places that are drawn from: all but small settlements, in the registry's order."""
    return [
        place
        for place in places().values()
        if place.level != "settlement" or place.population >= _TOWN
    ]


@dataclass(frozen=True)
class Pairs:
    """Pairs of places, ordered by origin.

    Parameters
    ----------
    start, end : array of int
        Places of each pair, positions in `drawn_places`.
    first, after : array of int
        Where the pairs that go on from the pair's end begin and stop.
    """

    start: Any
    end: Any
    first: Any
    after: Any


def draw_pairs(lot: Lot, count: int) -> Pairs:
    """Draw distinct pairs of places."""
    known = drawn_places()
    levels = sorted({place.level for place in known})
    weight = np.array([[_WEIGHT.get((a, b), 0.2) for b in levels] for a in levels])
    level = np.array([levels.index(place.level) for place in known])
    origin = np.array([_ORIGIN_WEIGHT.get(place.country, 0.01) for place in known])
    start, end = np.divmod(np.arange(len(known) ** 2), len(known))
    start, end = start[start != end], end[start != end]
    if count > len(start):
        raise ValueError(f"Invalid flows {count}. There are {len(start)} pairs of places.")
    # The smallest of exponential times by weight: a weighted draw without replacement.
    times = lot.exponential(size=len(start)) / weight[level[start], level[end]] / origin[start]
    drawn = np.sort(np.argpartition(times, count - 1)[:count])
    start, end = start[drawn], end[drawn]
    return Pairs(start, end, np.searchsorted(start, end), np.searchsorted(start, end, "right"))


def draw_stops(
    lot: Lot, ids: Column, pairs: Pairs, cases: int, flows: int
) -> tuple[pa.Table, Any, Any]:
    """Make routes of one to three legs; every pair of places is in at least one."""
    routes = 1 + (lot.random(cases) < 0.3) + (lot.random(cases) < 0.1)
    lacking = flows - int(routes.sum())
    if lacking > 0:
        routes = routes + -(-lacking // cases)
    case = np.repeat(np.arange(cases), routes)
    chain = _chains(lot, pairs, len(case), flows)
    mentioned = lot.random(len(case)) < 0.04
    mentioned[:flows] = False
    # The first pairs go to routes in the order of the cases: spread them.
    shuffled = lot.permutation(len(case))
    chain, mentioned = chain[shuffled], mentioned[shuffled]
    length = np.where(mentioned, 1, (chain >= 0).sum(axis=1))
    keep = np.arange(chain.shape[1]) < length[:, None]
    first = np.append(0, np.cumsum(routes)[:-1])
    route_no = np.arange(len(case)) - np.repeat(first, routes) + 1
    stop_no = np.broadcast_to(np.arange(1, chain.shape[1] + 1), chain.shape)[keep]
    by_stop = np.repeat(np.arange(len(case)), length)
    table = _stop_table(
        lot,
        {
            "case_id": ids.take(pa.array(case[by_stop])),
            "route_no": text(route_no[by_stop]),
            "stop_no": text(stop_no),
        },
        place=chain[keep],
        only_mentioned=mentioned[by_stop],
        position=np.where(stop_no == 1, 0, np.where(stop_no == length[by_stop], 2, 1)),
        route=by_stop,
    )
    return table, case, chain[np.arange(len(case)), length - 1]


def _chains(lot: Lot, pairs: Pairs, routes: int, flows: int) -> Any:
    """Return places of each route in order, -1 beyond its end: pairs followed by pairs."""
    popular = (flows * lot.random(routes) ** 3).astype(np.int64)
    leg = np.where(np.arange(routes) < flows, np.arange(routes), lot.permutation(flows)[popular])
    chain = np.full((routes, 4), -1)
    chain[:, 0], chain[:, 1] = pairs.start[leg], pairs.end[leg]
    going = np.ones(routes, dtype=bool)
    for place in (2, 3):
        choices = pairs.after[leg] - pairs.first[leg]
        going &= (choices > 0) & (lot.random(routes) < 0.4)
        following = pairs.first[leg] + (lot.random(routes) * choices).astype(np.int64)
        leg = np.where(going, following, leg)
        chain[going, place] = pairs.end[leg[going]]
    return chain


def _stop_table(
    lot: Lot,
    columns: dict[str, Column],
    *,
    place: Any,
    only_mentioned: Any,
    position: Any,
    route: Any,
) -> pa.Table:
    known = drawn_places()
    crossings = np.array([each.level == "point" for each in known])
    role = np.where((position == 1) & crossings[place], 3, position)
    role = np.where(only_mentioned, 4, role)
    inferred = lot.random(len(place)) < 0.06
    evidence = np.where(only_mentioned, 2, inferred.astype(np.int64))
    mode = np.where(position == 0, 4, lot.choice(5, size=len(place), p=[0.45, 0.1, 0.1, 0.2, 0.15]))
    source = lot.integers(0, SOURCES, size=int(route.max()) + 1)[route]
    reason = (
        ["", f"{SYNTHETIC_MARK}: motivo inventado."],
        ["", f"{SYNTHETIC_MARK}: made-up reason."],
    )
    columns |= {
        "role": chosen(["recruitment", "transit", "exploitation", "crossing", ""], role),
        "place_id": chosen([each.id for each in known], place),
        "mode": chosen(["land", "river", "sea", "air", "unknown"], mode),
        "evidence": chosen(["stated", "inferred", "mentioned"], evidence),
        "credibility": text(1 + lot.choice(6, size=len(place), p=[0.2, 0.4, 0.2, 0.1, 0.05, 0.05])),
        "source_id": chosen(source_ids(), source),
        "note_es": chosen(reason[0], evidence == 1),
        "note_en": chosen(reason[1], evidence == 1),
    }
    return pa.table(columns)
