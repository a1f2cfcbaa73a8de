"""From a query to what it selects: which legs and places, which cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from routes.columns import Mask, containing, flags, fold, hits
from routes.legs import EVIDENCE_CODES, GRADES, MODE_CODES
from routes.parameters import MINORS
from routes.query import RouteQuery
from routes.store import HANDLING_CODES, Store

ROUTE_FILTERS: Final[dict[str, str]] = {
    "from": "origin",
    "to": "destination",
    "via": "via",
    "crossing": "crossing",
}
"""Filters on a whole route, and their field in `RouteQuery`."""


@dataclass(frozen=True, eq=False)
class Selection:
    """What a query selects.

    Parameters
    ----------
    cases : array of bool or None
        Selected cases, statements among them; None for all.
    elements : array of bool or None
        Selected legs and places on their own; None for all.
    """

    cases: Mask | None
    elements: Mask | None


def select(store: Store, query: RouteQuery) -> Selection:
    """Select cases, and their legs and places, that a query asks for.

    A case is selected when it meets the filters on cases (years, purpose, nationality, minors,
    handling, text) and has a leg, or a place on its own, that meets those on routes (from, to, via,
    crossing) and on legs (mode, evidence, credibility, source). Where only sources are asked for,
    an event or a figure from one of them selects the case too.
    """
    elements = select_elements(store, query)
    return Selection(select_cases(store, query, elements), elements)


def select_elements(store: Store, query: RouteQuery) -> Mask | None:
    """Select legs and places on their own; None for all of them."""
    cases, routes = meeting_cases(store, query), meeting_routes(store, query)
    chosen = meeting_legs(store, query)
    if routes is not None:
        if cases is not None:
            routes &= cases[store.route_case]
        chosen = both(chosen, routes[store.elements.route])
    elif cases is not None:
        chosen = both(chosen, cases[store.elements.case])
    return chosen


def select_cases(store: Store, query: RouteQuery, elements: Mask | None) -> Mask | None:
    """Select the cases, given the selected legs and places."""
    if only_sources(query):
        case, source = store.said
        named = store.sources_named(query.source)[source]
        return both(flags(len(store.case_ids), case[named]), meeting_cases(store, query))
    if not asks_of_legs(query):
        return meeting_cases(store, query)
    chosen = store.elements.case if elements is None else store.elements.case[elements]
    return flags(len(store.case_ids), chosen)


def asks_of_legs(query: RouteQuery) -> bool:
    """Tell whether a query asks anything of routes or legs."""
    asked = any(getattr(query, field) for field in ROUTE_FILTERS.values())
    return asked or bool(query.mode or query.evidence or query.source) or bool(query.credibility)


def only_sources(query: RouteQuery) -> bool:
    """Tell whether sources are all that a query asks of routes and legs."""
    return bool(query.source) and not asks_of_legs(query.without("source"))


def meeting_cases(store: Store, query: RouteQuery) -> Mask | None:
    """Tell which cases meet the filters on cases; None for all."""
    chosen: Mask | None = None
    if query.years is not None:
        chosen = _in_years(store, *query.years)
    if query.purpose:
        chosen = both(chosen, hits(store.purposes.sets, query.purpose)[store.purposes.cell])
    if query.nationality:
        case, named = store.nationalities
        matching = hits(named.sets, query.nationality)[named.cell]
        chosen = both(chosen, flags(len(store.case_ids), case[matching]))
    if query.minors:
        chosen = both(chosen, store.minors == MINORS.index(query.minors))
    if query.handling:
        chosen = both(chosen, _among(HANDLING_CODES, query.handling)[store.handling])
    for word in fold(query.text).split():
        chosen = both(chosen, _with_word(store, word))
    return chosen


def meeting_routes(store: Store, query: RouteQuery) -> Mask | None:
    """Tell which routes meet the filters on places; None for all."""
    chosen: Mask | None = None
    for name, field in ROUTE_FILTERS.items():
        asked = getattr(query, field)
        if asked:
            route, place = store.route_places[name]
            matching = hits(store.surroundings, asked)[place]
            chosen = both(chosen, flags(len(store.route_case), route[matching]))
    return chosen


def meeting_legs(store: Store, query: RouteQuery) -> Mask | None:
    """Tell which legs and places meet the filters on mode, evidence, credibility and source."""
    elements, chosen = store.elements, None
    if query.mode:
        chosen = both(chosen, _among(MODE_CODES, query.mode)[elements.mode])
    if query.evidence:
        chosen = both(chosen, _among(EVIDENCE_CODES, query.evidence)[elements.evidence])
    if query.credibility is not None and query.credibility < GRADES:
        chosen = both(chosen, elements.credibility <= query.credibility)
    if query.source:
        named = store.sources_named(query.source)
        chosen = both(chosen, named[elements.start_source] & named[elements.end_source])
    return chosen


def both(one: Mask | None, other: Mask | None) -> Mask | None:
    """Return where both masks hold; None stands for everywhere."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _among(codes: tuple[str, ...], wanted: tuple[str, ...]) -> Mask:
    # The last entry answers for the code -1, "none of them".
    return np.array([*(code in wanted for code in codes), False], dtype=bool)


def _in_years(store: Store, first: int | None, last: int | None) -> Mask:
    chosen: Mask = store.last_year > 0
    if first is not None:
        chosen = chosen & (store.last_year >= first)
    if last is not None:
        chosen = chosen & (store.first_year <= last)
    return chosen


def _with_word(store: Store, word: str) -> Mask:
    case, place = store.been
    named = case[containing(store.place_texts, word)[place]]
    found: Mask = containing(store.case_texts, word) | flags(len(store.case_ids), named)
    return found
