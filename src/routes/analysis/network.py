"""The network of documented legs: which places most cases pass, and how they lie in it.

The measures describe what was documented, not what happens. Betweenness joins legs of different
cases to ways that no source gives: it says where a place lies in the drawing of all cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
import pandas as pd

from geo.places import places
from routes.columns import Ints, Mask
from routes.legs import NOWHERE, STATED
from routes.levels import view
from routes.query import RouteQuery
from routes.selection import select_elements
from routes.store import Store

FEW_CASES: Final = 30
"""Below this many cases one case more or less may change the order; the screen says so."""


@dataclass(frozen=True, eq=False)
class Network:
    """The places of the legs that a query selects, and their measures.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a place; those that most cases pass through first, then those that most cases
        touch, then by id. ``place``; ``name``; ``cases``, distinct ones with a leg that begins or
        ends there; ``through``, those with a way that arrives and goes on; ``begins`` and
        ``ends``, those with a way (consecutive legs of a route) that does so there;
        ``stated_cases``, those with a stated leg there, and
        ``inferred_cases``, the others; ``stated_legs`` and ``inferred_legs``, its legs by whether
        any case states them; ``arriving`` and ``leaving``, distinct places from and to which a
        leg goes; ``betweenness``, from 0 to 1.
    cases, legs : int
        Distinct cases with a leg, and distinct legs.
    level : {"place", "department", "country"}
        What the places are.
    """

    frame: pd.DataFrame
    cases: int
    legs: int
    level: str


def network(store: Store, query: RouteQuery, *, level: str = "place", lang: str = "es") -> Network:
    """Measure the network of the legs that a query selects.

    Betweenness is that of Freeman (1977) as networkx computes it exactly, by Brandes' algorithm
    (2001): of all shortest ways between two other places, the share that passes the place, added
    up over all pairs and divided by the number of ordered pairs (n - 1)(n - 2). The graph is
    directed; each pair of places with a leg is one edge of length 1, however many cases take it,
    for a leg that more cases document is no shorter. At a coarse level legs inside a place count
    for its cases and are no edges.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked.
    level : {"place", "department", "country"}
        What the places are, as for `routes.flows.flows`.
    lang : {"es", "en"}
        Language of the names.

    Raises
    ------
    ValueError
        If there is no such level.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> from routes.flows import store
    >>> found = network(store(bundled()), RouteQuery()).frame
    >>> found.loc[found["place"] == "11001", ["cases", "through"]].values.tolist()
    [[5, 1]]
    """
    at, elements = view(store, level), store.elements
    place = np.empty((2, len(elements)), dtype=np.int64)
    sizes = np.diff(np.append(at.legs.grouping.offsets, len(at.legs.element)))
    place[0, at.legs.element] = np.repeat(at.legs.start, sizes)
    place[1, at.legs.element] = np.repeat(at.legs.end, sizes)
    chosen = select_elements(store, query)
    legs = elements.start != NOWHERE
    row = np.flatnonzero(legs if chosen is None else legs & chosen)
    start, end, case = place[0, row], place[1, row], elements.case[row]
    stated = elements.evidence[row] == STATED
    count, cases = len(at.place_ids), len(store.case_ids)

    def distinct(places: Ints, of: Ints) -> Ints:
        """Count the distinct cases of places."""
        pair = np.unique(places * np.int64(cases) + of)
        return np.bincount(pair // max(cases, 1), minlength=count)

    first, last, onward = _turns(start, end, elements.departure[row], elements.arrival[row])
    touched, of = np.append(start, end), np.append(case, case)
    sure = np.append(stated, stated)
    touching = distinct(touched, of)
    certain = distinct(touched[sure], of[sure])
    edges = _edges(start, end, stated, count)
    frame = pd.DataFrame(
        {
            "place": pd.Series(at.place_ids, dtype=object),
            "name": pd.Series([_name(each, lang) for each in at.place_ids], dtype=object),
            "cases": touching,
            "through": distinct(end[onward], case[onward]),
            "begins": distinct(start[first], case[first]),
            "ends": distinct(end[last], case[last]),
            "stated_cases": certain,
            "inferred_cases": touching - certain,
            **_around(edges, count),
            "betweenness": _betweenness(edges, count),
        }
    )
    frame = frame[frame["cases"] > 0]
    by = (frame["place"].to_numpy(str), -frame["cases"].to_numpy(), -frame["through"].to_numpy())
    return Network(
        frame=frame.iloc[np.lexsort(by)].reset_index(drop=True),
        cases=len(np.unique(case)),
        legs=len(edges),
        level=level,
    )


def hub_elements(store: Store, query: RouteQuery, place_id: str, *, level: str) -> Mask:
    """Tell which selected legs begin or end at a place.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    at, elements = view(store, level), store.elements
    found = np.zeros(len(elements), dtype=bool)
    if place_id not in at.place_ids:
        return found
    code = at.place_ids.index(place_id)
    sizes = np.diff(np.append(at.legs.grouping.offsets, len(at.legs.element)))
    here = np.repeat((at.legs.start == code) | (at.legs.end == code), sizes)
    found[at.legs.element[here]] = True
    chosen = select_elements(store, query)
    return found if chosen is None else found & chosen


def _name(place_id: str, lang: str) -> str:
    here = places().get(place_id)
    return place_id if here is None else here.name(lang)


def _turns(start: Ints, end: Ints, departure: Ints, arrival: Ints) -> tuple[Mask, Mask, Mask]:
    """Tell of each leg whether a way begins with it, ends with it, and goes on after it.

    Legs inside a place at the level do not count, unless the whole way is inside.
    """
    new = np.append(True, departure[1:] != arrival[:-1])[: len(start)]
    way = np.cumsum(new) - 1
    move = start != end
    moving = np.zeros(int(new.sum()), dtype=bool)
    moving[way[move]] = True
    counted = np.flatnonzero(move | ~moving[way])
    goes_on = np.append(way[counted][1:] == way[counted][:-1], False)[: len(counted)]
    masks = np.zeros((3, len(start)), dtype=bool)
    masks[0, counted] = ~np.append(False, goes_on[:-1])[: len(counted)]
    masks[1, counted] = ~goes_on
    masks[2, counted] = goes_on & move[counted]
    return masks[0], masks[1], masks[2]


def _edges(start: Ints, end: Ints, stated: Mask, count: int) -> Ints:
    """Return the distinct legs as start, end and whether any case states them."""
    keys, position = np.unique(start * count + end, return_inverse=True)
    sure = np.zeros(len(keys), dtype=np.int64)
    sure[position[stated]] = 1
    return np.column_stack([*np.divmod(keys, max(count, 1)), sure])


def _around(edges: Ints, count: int) -> dict[str, Ints]:
    """Return, for each place, its legs by evidence and the places around it."""
    start, end, sure = edges.T
    inside = start == end
    both = np.append(start, end[~inside])
    stated = np.append(sure, sure[~inside])
    return {
        "stated_legs": np.bincount(both[stated == 1], minlength=count),
        "inferred_legs": np.bincount(both[stated == 0], minlength=count),
        "arriving": np.bincount(end[~inside], minlength=count),
        "leaving": np.bincount(start[~inside], minlength=count),
    }


def _betweenness(edges: Ints, count: int) -> Ints:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from((int(one), int(other)) for one, other, _ in edges if one != other)
    found = np.zeros(count)
    for node, value in nx.betweenness_centrality(graph, normalized=True).items():
        found[node] = value
    return found
