"""Totals over distinct cases, with the qualifiers of their figures and their conflicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from routes.cases.model import Tables
from routes.columns import Ints, Mask
from routes.query import RouteQuery
from routes.selection import select_cases, select_elements
from routes.store import QUALIFIER_CODES, Figures, Store
from routes.store import store as columns_of

BOTH: Final = "about_at_least"
"""Qualifier of a sum of some figures "about" and others "at least"; no single figure has it."""


@dataclass(frozen=True)
class Total:
    """One measure over the selected cases.

    Parameters
    ----------
    value : int or None
        The sum; None where no source gives a figure for any of the cases.
    qualifier : {"exact", "at_least", "about", "about_at_least"}
        What the figures say, together: with some "about" and some "at least" the sum is both.
    missing : int
        Cases without a figure.
    """

    value: int | None
    qualifier: str
    missing: int


@dataclass(frozen=True)
class Totals:
    """Totals over the selected cases, each case counted once.

    Parameters
    ----------
    cases : int
        Distinct cases; statements are none.
    statements : int
        Selected statements about several cases together; their figures are not added.
    arrests, victims, minors, assets, asset_value_cop : Total
        People arrested, victims, minors among them, assets, their value in Colombian pesos.
    conflicts : tuple of str
        Ids of the cases whose sources give different figures for one of these measures.
    """

    cases: int
    statements: int
    arrests: Total
    victims: Total
    minors: Total
    assets: Total
    asset_value_cop: Total
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One source's figure."""

    value: int
    qualifier: str
    source_id: str
    used: bool


@dataclass(frozen=True)
class Conflict:
    """A measure of a case for which its sources give different figures.

    Parameters
    ----------
    case_id, measure : str
        What the sources disagree about.
    readings : tuple of Reading
        Every source's figure, the one used in the totals first.
    """

    case_id: str
    measure: str
    readings: tuple[Reading, ...]


MEASURES = ("arrests", "victims", "minors", "assets", "asset_value_cop")
"""The measures that are added up."""


def totals(store: Store | Tables, query: RouteQuery) -> Totals:
    """Add up the figures of the cases that a query selects.

    Each case counts once, with one figure a measure: the preferred one, else the one of the most
    reliable source, else the first. Where the query asks for sources, only their figures are
    used; conflicts are told in any case.
    """
    store = columns_of(store)
    sources = store.sources_named(query.source) if query.source else None
    return totals_among(store, _chosen(store, query), sources=sources)


def totals_among(store: Store, chosen: Mask, *, sources: Mask | None = None) -> Totals:
    """Add up the figures of chosen cases, as `totals` does for those of a query.

    Parameters
    ----------
    store : Store
        The cases.
    chosen : array of bool
        Which of them; statements are counted apart.
    sources : array of bool, optional
        Sources whose figures are used; all where left out.
    """
    counted = chosen & ~store.statement
    cases = int(np.count_nonzero(counted))
    sums = {measure: _total(store, measure, counted, sources, cases) for measure in MEASURES}
    disputed = np.zeros(len(chosen), dtype=bool)
    for measure in MEASURES:
        disputed[_disputed(store, measure)] = True
    return Totals(
        cases=cases,
        statements=int(np.count_nonzero(chosen & store.statement)),
        conflicts=tuple(store.case_ids[case] for case in np.flatnonzero(disputed & counted)),
        **sums,
    )


def conflicts(store: Store | Tables, query: RouteQuery) -> tuple[Conflict, ...]:
    """Return the conflicts behind `Totals.conflicts`, by case and measure.

    All sources are heard, whatever sources the query asks for: who looks at one source should
    know that another contradicts it.
    """
    store = columns_of(store)
    counted = _chosen(store, query) & ~store.statement
    sources = store.sources_named(query.source) if query.source else None
    found = [
        (int(case), place, _conflict(store, int(case), measure, sources))
        for place, measure in enumerate(MEASURES)
        for case in _disputed(store, measure)
        if counted[case]
    ]
    return tuple(conflict for *_, conflict in sorted(found, key=lambda each: each[:2]))


def _chosen(store: Store, query: RouteQuery) -> Mask:
    cases = select_cases(store, query, select_elements(store, query))
    return np.ones(len(store.case_ids), dtype=bool) if cases is None else cases


def _total(store: Store, measure: str, counted: Mask, sources: Mask | None, cases: int) -> Total:
    used = _used(store.figures, measure, counted, sources)
    if not len(used):
        return Total(None, "exact", cases)
    counts = np.bincount(store.figures.qualifier[used], minlength=len(QUALIFIER_CODES))
    said = [code for code, count in zip(QUALIFIER_CODES, counts, strict=True) if count]
    loose = [each for each in ("about", "at_least") if each in said]
    qualifier = BOTH if len(loose) == 2 else "".join(loose) or "exact"
    return Total(_sum(store.figures.value[used]), qualifier, cases - len(used))


def _sum(values: Ints) -> int:
    """Return the exact sum, also where it is beyond 64 bits."""
    fits = float(values.max()) * len(values) < 2**63
    return int(values.sum()) if fits else sum(values.tolist())


def _used(figures: Figures, measure: str, counted: Mask, sources: Mask | None) -> Ints:
    """Return where the figures stand that count for a measure: one for each counted case."""
    span = figures.span(measure)
    inside = counted[figures.case[span]]
    if sources is not None:
        inside &= sources[figures.source[span]]
    where = np.flatnonzero(inside) + span.start
    case = figures.case[where]
    return np.asarray(where[np.append(True, case[1:] != case[:-1])[: len(where)]])


def _disputed(store: Store, measure: str) -> Ints:
    return store.disputed.get(measure, np.zeros(0, dtype=np.int64))


def _conflict(store: Store, case: int, measure: str, sources: Mask | None) -> Conflict:
    figures, span = store.figures, store.figures.span(measure)
    first, after = np.searchsorted(figures.case[span], [case, case + 1]) + span.start
    where = range(int(first), int(after))
    heard = [each for each in where if sources is None or sources[figures.source[each]]]
    used = heard[0] if heard else -1
    readings = [
        Reading(
            value=int(figures.value[each]),
            qualifier=QUALIFIER_CODES[figures.qualifier[each]],
            source_id=store.source_ids[figures.source[each]],
            used=each == used,
        )
        for each in where
    ]
    readings.sort(key=lambda reading: not reading.used)
    return Conflict(store.case_ids[case], measure, tuple(readings))
