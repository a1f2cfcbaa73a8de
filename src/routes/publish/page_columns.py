"""Cases and legs as columns of small whole numbers, from which the page counts by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from geo.places import at_level, places
from routes.analysis.totals import MEASURES
from routes.columns import NO_LAST_YEAR, Ints, Mask, flags
from routes.legs import NOWHERE
from routes.query import RouteQuery
from routes.selection import Selection, select
from routes.store import Figures, Store

UPPER_LEVELS: Final = ("department", "country")
"""Levels above the place itself."""

ENDS: Final = ("from", "to")
"""Filters on places that work in the file."""

Columns = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Shown:
    """What a release shows one by one, in the numbering of its page.

    Parameters
    ----------
    store : Store
        The release's cases.
    case, element, route : array of int
        Positions in the store of the cases, the legs (and places on their own), and the routes
        that the page holds, in the page's order.
    source : tuple of str
        The sources whose figures count; empty for all.
    """

    store: Store
    case: Ints
    element: Ints
    route: Ints
    source: tuple[str, ...]

    @property
    def case_ids(self) -> list[str]:
        """Ids of the cases, in the page's order."""
        return [self.store.case_ids[each] for each in self.case]


def shown(store: Store, query: RouteQuery) -> Shown:
    """Number what a query selects."""
    chosen = select(store, query)
    element = _where(chosen.elements, len(store.elements))
    case = _where(chosen.cases, len(store.case_ids))
    return Shown(store, case, element, np.unique(store.elements.route[element]), query.source)


def page_columns(view: Shown, position: dict[str, int]) -> Columns:
    """Write cases, routes and legs as columns.

    Parameters
    ----------
    view : Shown
        What the page shows.
    position : dict of str to int
        Number of each place on the page.

    Returns
    -------
    dict
        ``cases``: first year (0 for none), years until the last, set of purposes, and which are
        statements or disputed. ``routes``: case, and the places at which ``from`` and ``to``
        match. ``legs``: route, place of departure (one more than its number, 0 for a place on its
        own) and of arrival, evidence, sources of both. Rising columns are steps.
    """
    store, elements = view.store, view.store.elements
    element, route_of = view.element, _renumbered(view.route, len(view.store.route_case))
    case_of = _renumbered(view.case, len(store.case_ids))
    code = np.array([*(position.get(each, NOWHERE) for each in store.place_ids), NOWHERE])
    source = elements.start_source[element]
    return {
        "cases": _cases(view, case_of),
        "figures": page_figures(view, view.source),
        "routes": {
            "case": _steps(case_of[store.route_case[view.route]]),
            **{name: _route_places(view, name, route_of, code) for name in ENDS},
        },
        "legs": {
            "route": _steps(route_of[elements.route[element]]),
            "start": (code[elements.start[element]] + 1).tolist(),
            "end": code[elements.end[element]].tolist(),
            "evidence": elements.evidence[element].tolist(),
            "source": source.tolist(),
            "other": (elements.end_source[element] - source).tolist(),
        },
    }


def page_figures(view: Shown, source: tuple[str, ...]) -> Columns:
    """Write, for each measure, the cases with a figure, the one that counts, and its qualifier.

    Parameters
    ----------
    source : tuple of str
        The sources whose figures count; empty for all.
    """
    figures, case_of = view.store.figures, _renumbered(view.case, len(view.store.case_ids))
    named = view.store.sources_named(source) if source else None
    found: Columns = {}
    for measure in MEASURES:
        used = _used(figures, measure, case_of, named)
        cases = case_of[figures.case[used]]
        order = np.argsort(cases, kind="stable")
        values, qualifiers = figures.value[used][order], figures.qualifier[used][order]
        found[measure] = [_steps(cases[order]), values.tolist(), qualifiers.tolist()]
    return found


def page_limit(view: Shown, query: RouteQuery) -> Selection:
    """Return, in the page's numbers, what another query leaves of the page."""
    chosen = select(view.store, query)
    cases = None if chosen.cases is None else chosen.cases[view.case]
    elements = None if chosen.elements is None else chosen.elements[view.element]
    return Selection(cases, elements)


def page_levels(ids: list[str], position: dict[str, int]) -> list[list[int]]:
    """Return, for department and country, the number of the place in which each place lies."""
    known = places()
    return [
        [position[at_level(each, level) if each in known else each] for each in ids]
        for level in UPPER_LEVELS
    ]


def page_places(view: Shown) -> set[str]:
    """Return the ids of the places that the columns speak of, and of what holds them."""
    store, elements, known = view.store, view.store.elements, places()
    said = flags(len(store.place_ids) + 1, elements.end[view.element])
    said[elements.start[view.element]] = True
    route_of = _renumbered(view.route, len(store.route_case))
    for name in ENDS:
        route, place = store.route_places[name]
        said[place[route_of[route] >= 0]] = True
    # The last entry answers for NOWHERE.
    around = (store.surroundings[each] for each in np.flatnonzero(said[:-1]))
    found = frozenset[str]().union(*around)
    return {*found, *(at_level(each, up) for each in found & set(known) for up in UPPER_LEVELS)}


def surroundings(store: Store, ids: list[str], position: dict[str, int]) -> list[list[int]]:
    """Return for each place the numbers of what it lies in or overlaps, itself included."""
    found: list[list[int]] = [[n] for n in range(len(ids))]
    for place_id, around in zip(store.place_ids, store.surroundings, strict=True):
        if place_id in position:
            inside = (position[each] for each in around if each in position)
            found[position[place_id]] = sorted(inside)
    return found


def _cases(view: Shown, case_of: Ints) -> Columns:
    store, case = view.store, view.case
    dated = store.last_year[case] != NO_LAST_YEAR
    first = np.where(dated, store.first_year[case], 0).astype(np.int64)
    codes = sorted(frozenset[str]().union(*store.purposes.sets))
    disputed = np.zeros(len(store.case_ids), dtype=bool)
    for measure in MEASURES:
        disputed[store.disputed.get(measure, np.zeros(0, dtype=np.int64))] = True
    return {
        "first": first.tolist(),
        "span": np.where(dated, store.last_year[case] - first, 0).tolist(),
        "purposes": store.purposes.cell[case].tolist(),
        "sets": [sorted(map(codes.index, each)) for each in store.purposes.sets],
        "codes": codes,
        "statements": np.flatnonzero(store.statement[case]).tolist(),
        "disputed": np.flatnonzero(disputed[case]).tolist(),
    }


def _route_places(view: Shown, name: str, route_of: Ints, code: Ints) -> list[list[int]]:
    route, place = view.store.route_places[name]
    number = route_of[route]
    kept = np.flatnonzero(number >= 0)
    kept = kept[np.argsort(number[kept], kind="stable")]
    return [_steps(number[kept]), code[place[kept]].tolist()]


def _used(figures: Figures, measure: str, case_of: Ints, sources: Mask | None) -> Ints:
    """Return where the figures stand that count for a measure: the first of each case."""
    span = figures.span(measure)
    inside = case_of[figures.case[span]] >= 0
    if sources is not None:
        inside &= sources[figures.source[span]]
    where = np.flatnonzero(inside) + span.start
    case = figures.case[where]
    return np.asarray(where[np.append(True, case[1:] != case[:-1])[: len(where)]])


def _where(mask: Mask | None, count: int) -> Ints:
    return np.arange(count) if mask is None else np.flatnonzero(mask)


def _renumbered(kept: Ints, count: int) -> Ints:
    """Return the new number of each of `count` things, -1 for those that are not kept."""
    number = np.cumsum(flags(count, kept)) - 1
    return np.where(flags(count, kept), number, -1)


def _steps(rising: Iterable[Any]) -> list[int]:
    return [int(here - before) for before, here in pairwise([0, *rising])]
