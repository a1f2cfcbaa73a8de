"""How many cases each option of each filter would leave, the other filters staying."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from routes.columns import NO_LAST_YEAR, Ints, Mask, flags, pairs
from routes.legs import EVIDENCE_CODES, GRADES, MODE_CODES
from routes.parameters import MINORS
from routes.query import RouteQuery
from routes.selection import ROUTE_FILTERS, asks_of_legs, select_cases, select_elements
from routes.store import HANDLING_CODES, Store

Counts = dict[str, int]


def facets(store: Store, query: RouteQuery) -> dict[str, Counts]:
    """Count the distinct cases that each option of each filter would leave.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked. Each filter's own value is put aside when its options are counted.

    Returns
    -------
    dict of str to dict of str to int
        For each filter (as in links, free text excepted) the number of cases by option; options
        that no case has are left out. ``years`` are single years; an option of ``credibility``
        is the worst grade allowed.
    """
    found: dict[str, Counts] = {}
    for name in ROUTE_FILTERS:
        found[name] = _by_place(store, query.without(name), name)
    found["years"] = _by_year(store, _cases(store, query.without("years")))
    found["purpose"] = _by_purpose(store, _cases(store, query.without("purpose")))
    found["nationality"] = _by_nationality(store, _cases(store, query.without("nationality")))
    found["minors"] = _by_minors(store, _cases(store, query.without("minors")))
    found["mode"] = _by_mode(store, query.without("mode"))
    found["evidence"] = _by_evidence(store, query.without("evidence"))
    found["credibility"] = _by_credibility(store, query.without("credibility"))
    found["source"] = _by_source(store, query.without("source"))
    found["handling"] = _by_handling(store, _cases(store, query.without("handling")))
    return found


def _cases(store: Store, query: RouteQuery) -> Mask:
    """Return the selected cases, without statements."""
    chosen = select_cases(store, query, select_elements(store, query))
    return ~store.statement if chosen is None else chosen & ~store.statement


def _elements(store: Store, query: RouteQuery) -> Ints:
    """Return the selected legs and places on their own, without those of statements."""
    counted = ~store.statement[store.elements.case]
    chosen = select_elements(store, query)
    return np.flatnonzero(counted if chosen is None else chosen & counted)


def _distinct(case: Ints) -> int:
    """Count distinct cases in ascending order."""
    return int(np.count_nonzero(case[1:] != case[:-1])) + 1 if len(case) else 0


def _tally(names: Iterable[str], counts: Iterable[int]) -> Counts:
    return {name: int(count) for name, count in zip(names, counts, strict=True) if count}


def _by_place(store: Store, query: RouteQuery, name: str) -> Counts:
    routes = np.zeros(len(store.route_case), dtype=bool)
    routes[store.elements.route[_elements(store, query)]] = True
    route, place = store.route_places[name]
    inside = routes[route]
    case, place = store.route_case[route[inside]], place[inside]
    case, place = pairs(case, place, len(store.place_ids))
    by_place = np.argsort(place, kind="stable")
    codes, first = np.unique(place[by_place], return_index=True)
    runs = dict(zip(codes.tolist(), np.split(case[by_place], first)[1:], strict=True))
    inside_of: dict[str, list[Ints]] = {}
    for code, cases in runs.items():
        for option in store.surroundings[code]:
            inside_of.setdefault(option, []).append(cases)
    options = sorted(inside_of)
    return _tally(options, [_among(inside_of[each], len(store.case_ids)) for each in options])


def _among(runs: list[Ints], count: int) -> int:
    """Count the distinct cases of several runs; within a run they are distinct already."""
    if len(runs) == 1:
        return len(runs[0])
    return int(np.count_nonzero(flags(count, np.concatenate(runs))))


def _by_year(store: Store, cases: Mask) -> Counts:
    dated = cases & (store.last_year != NO_LAST_YEAR)
    first, last = store.first_year[dated], store.last_year[dated]
    if not len(first):
        return {}
    start, end = int(first.min()), int(last.max())
    begun = np.bincount(first - start, minlength=end - start + 2)
    ended = np.bincount(last - start + 1, minlength=end - start + 2)
    open_cases = np.cumsum(begun - ended)[:-1]
    return _tally(map(str, range(start, end + 1)), open_cases)


def _by_purpose(store: Store, cases: Mask) -> Counts:
    sizes = np.bincount(store.purposes.cell[cases], minlength=len(store.purposes.sets))
    return _by_set(store.purposes.sets, sizes.tolist())


def _by_set(sets: tuple[frozenset[str], ...], sizes: list[int]) -> Counts:
    counts: Counts = {}
    for codes, size in zip(sets, sizes, strict=True):
        for code in codes:
            counts[code] = counts.get(code, 0) + size
    return {code: counts[code] for code in sorted(counts) if counts[code]}


def _by_nationality(store: Store, cases: Mask) -> Counts:
    case, named = store.nationalities
    inside = cases[case]
    case, cell = case[inside], named.cell[inside]
    options = sorted(frozenset[str]().union(*named.sets))
    has = (np.array([option in each for each in named.sets], dtype=bool) for option in options)
    # Several cells of one case may name the same country, so cases are counted, not cells.
    return _tally(options, [_distinct(case[each[cell]]) for each in has])


def _by_minors(store: Store, cases: Mask) -> Counts:
    return _tally(MINORS, np.bincount(store.minors[cases], minlength=len(MINORS)))


def _by_handling(store: Store, cases: Mask) -> Counts:
    known = store.handling[cases & (store.handling >= 0)]
    return _tally(HANDLING_CODES, np.bincount(known, minlength=len(HANDLING_CODES)))


def _by_mode(store: Store, query: RouteQuery) -> Counts:
    element = _elements(store, query)
    case, mode = store.elements.case[element], store.elements.mode[element]
    return _tally(MODE_CODES, [_distinct(case[mode == code]) for code in range(len(MODE_CODES))])


def _by_evidence(store: Store, query: RouteQuery) -> Counts:
    element = _elements(store, query)
    case, evidence = store.elements.case[element], store.elements.evidence[element]
    codes = range(len(EVIDENCE_CODES))
    return _tally(EVIDENCE_CODES, [_distinct(case[evidence == code]) for code in codes])


def _by_credibility(store: Store, query: RouteQuery) -> Counts:
    element = _elements(store, query)
    case, grade = store.elements.case[element], store.elements.credibility[element]
    grades = range(1, GRADES + 1)
    return _tally(map(str, grades), [_distinct(case[grade <= worst]) for worst in grades])


def _by_source(store: Store, query: RouteQuery) -> Counts:
    if not asks_of_legs(query):
        case, source = store.said
        inside = _cases(store, query)[case]
        case, source = case[inside], source[inside]
    else:
        element, elements = _elements(store, query), store.elements
        element = element[elements.start_source[element] == elements.end_source[element]]
        case, source = elements.case[element], elements.end_source[element]
    _, source = pairs(case, source, len(store.source_ids))
    return _tally(store.source_ids, np.bincount(source, minlength=len(store.source_ids)))
