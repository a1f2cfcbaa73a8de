"""What is known of the cases of a corridor, counted by distinct case, and what is not.

Purposes, means and figures are those of the whole case: sources rarely say which of them belongs
to one of its routes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from geo.places import places
from routes.analysis.corridors.areas import BORDER_ZONE, area
from routes.analysis.corridors.model import Corridor
from routes.analysis.corridors.ways import ways
from routes.analysis.quality import quality
from routes.analysis.totals import Totals, totals_among
from routes.cases.codes import DATE_PRECISIONS, RELIABILITY
from routes.cases.model import LIST_SEPARATOR
from routes.columns import NO_LAST_YEAR, Ints, flags, listed
from routes.legs import INFERRED, STATED
from routes.query import RouteQuery
from routes.store import Store

LISTS: Final = ("purposes", "recruitment", "means")
DOUBTFUL_GRADE: Final = 3
"""Credibility from which a leg is counted as doubtful: inferred, or from an undated report."""

FOCUS: Final = ("CO-ARA", "CO-NSA")
"""Departments of which a page says expressly when nothing joins them with its destination."""

UNKNOWNS: Final = (
    "crossing",
    "inferred",
    "origin",
    "destination",
    "credibility",
    "identity",
    "one_source",
    "weak_sources",
    "undated",
    "no_victims",
    "no_purpose",
    "no_recruitment",
)
"""What may be unknown of a case in a corridor.

==================  ================================================================
``crossing``        a way leaves its country, and by which crossing is not known
``inferred``        a leg is an analyst's conclusion
``origin`` …        of an end no more than a country or a region is known
``credibility``     a stop has grade `DOUBTFUL_GRADE` or worse
``no_recruitment``  how people were recruited is not known
others              as in `routes.analysis.quality.GAPS`
==================  ================================================================
"""

_QUALITY: Final = ("identity", "one_source", "weak_sources", "undated", "no_victims", "no_purpose")
_UNSTATED: Final = frozenset({"", "unspecified"})
_VAGUE: Final = ("region", "country")


@dataclass(frozen=True)
class Share:
    """A code with the cases that have it, as in the table."""

    code: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """A year with the cases whose period reaches it, by precision of their dates."""

    year: int
    precision: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True)
class SourceUse:
    """A source of the cases: which of them it tells of, and how many of the legs it supports."""

    source_id: str
    reliability: str
    case_ids: tuple[str, ...]
    legs: int


@dataclass(frozen=True)
class Facts:
    """What is known of the cases of a corridor.

    Parameters
    ----------
    totals : Totals
        Figures of the whole cases, each case once, with what the sources disagree about.
    shares : dict of str to tuple of Share
        By each of `LISTS`; most cases first. A case without a code is in none.
    years : tuple of Year
        By year and precision.
    undated_ids : tuple of str
        Cases without a date.
    sources : tuple of SourceUse
        Those that support most legs first.
    stated_legs, inferred_legs : int
        Distinct legs of the corridor, by whether any source states them.
    unknowns : tuple of Share
        Those of `UNKNOWNS` that concern any case.
    unsupported : tuple of str
        Those of `FOCUS` from which no case at all, filtered or not, documents a way to the
        destination; only for a destination as a whole.
    """

    totals: Totals
    shares: dict[str, tuple[Share, ...]]
    years: tuple[Year, ...]
    undated_ids: tuple[str, ...]
    sources: tuple[SourceUse, ...]
    stated_legs: int
    inferred_legs: int
    unknowns: tuple[Share, ...]
    unsupported: tuple[str, ...]


_gaps: WeakKeyDictionary[Store, dict[str, frozenset[str]]] = WeakKeyDictionary()


def facts(store: Store, found: Corridor) -> Facts:
    """Gather what is known of the cases of a corridor, and what is not.

    Parameters
    ----------
    store : Store
        The cases in which it was found.
    found : Corridor
        What `corridor` returned.
    """
    case = coded_cases(store, found.case_ids)
    shares = {name: _shares(store, name, case) for name in LISTS}
    stated, inferred = _leg_counts(store, found.elements)
    years, undated = _years(store, case)
    return Facts(
        totals=totals_among(store, flags(len(store.case_ids), case)),
        shares=shares,
        years=years,
        undated_ids=undated,
        sources=tuple(_sources(store, found, case)),
        stated_legs=stated,
        inferred_legs=inferred,
        unknowns=tuple(_unknowns(store, found, case, shares["recruitment"])),
        unsupported=_unsupported(store, found) if found.whole else (),
    )


def coded_cases(store: Store, ids: Sequence[str]) -> Ints:
    """Return the codes of cases, ascending."""
    wanted = frozenset(ids)
    return np.array([n for n, each in enumerate(store.case_ids) if each in wanted], dtype=np.int64)


def _ids(store: Store, case: Ints) -> tuple[str, ...]:
    return tuple(store.case_ids[each] for each in case)


def _shares(store: Store, name: str, case: Ints) -> tuple[Share, ...]:
    cell, cells = listed(store.tables.cases[name].iloc[case])
    holding: dict[str, list[Ints]] = {}
    for position, text in enumerate(cells):
        here = case[cell == position]
        for code in {part.strip() for part in text.split(LIST_SEPARATOR)} - _UNSTATED:
            holding.setdefault(code, []).append(here)
    together = {code: np.sort(np.concatenate(parts)) for code, parts in holding.items()}
    order = sorted(together, key=lambda code: (-len(together[code]), code))
    return tuple(Share(code, _ids(store, together[code])) for code in order)


def _years(store: Store, case: Ints) -> tuple[tuple[Year, ...], tuple[str, ...]]:
    dated = case[store.last_year[case] != NO_LAST_YEAR]
    precisions = store.tables.cases["date_precision"].to_numpy(object)[dated]
    holding: dict[tuple[int, str], list[str]] = {}
    spans = zip(
        dated.tolist(),
        store.first_year[dated].tolist(),
        store.last_year[dated].tolist(),
        precisions,
        strict=True,
    )
    for each, first, last, precision in spans:
        for year in range(first, last + 1):
            holding.setdefault((year, str(precision)), []).append(store.case_ids[each])
    rank = {code: n for n, code in enumerate(DATE_PRECISIONS)}
    order = sorted(holding, key=lambda key: (key[0], rank.get(key[1], len(rank))))
    years = tuple(Year(*key, tuple(holding[key])) for key in order)
    return years, _ids(store, case[store.last_year[case] == NO_LAST_YEAR])


def _sources(store: Store, found: Corridor, case: Ints) -> Iterator[SourceUse]:
    size = len(store.source_ids)
    said_case, said_source = store.said
    told = flags(len(store.case_ids), case)[said_case]
    one, other = (
        column[found.elements]
        for column in (store.elements.start_source, store.elements.end_source)
    )
    legs = np.bincount(one, minlength=size) + np.bincount(other[other != one], minlength=size)
    grades = store.tables.sources.set_index("source_id")["reliability"]
    grade = grades.reindex(store.source_ids).fillna("").tolist()
    rank = {code: n for n, code in enumerate(RELIABILITY)}
    source, tells = said_source[told], said_case[told]
    by_source = np.argsort(source, kind="stable")
    codes, first = np.unique(source[by_source], return_index=True)
    parts = dict(zip(codes.tolist(), np.split(tells[by_source], first[1:]), strict=True))
    order = sorted(
        parts,
        key=lambda s: (-legs[s], rank.get(grade[s], len(rank)), store.source_ids[s]),
    )
    for each in order:
        ids = _ids(store, np.sort(parts[each]))
        yield SourceUse(store.source_ids[each], grade[each], ids, int(legs[each]))


def _leg_counts(store: Store, elements: Ints) -> tuple[int, int]:
    one = store.elements.start[elements].astype(np.int64)
    key = one * len(store.place_ids) + store.elements.end[elements]
    every, sure = (
        len(np.unique(key)),
        len(np.unique(key[store.elements.evidence[elements] == STATED])),
    )
    return sure, every - sure


def _unknowns(
    store: Store, found: Corridor, case: Ints, recruitment: tuple[Share, ...]
) -> Iterator[Share]:
    elements, legs = store.elements, found.elements
    size = len(store.case_ids)
    told = {each for share in recruitment for each in share.case_ids}
    grade = elements.credibility[legs] >= DOUBTFUL_GRADE
    lacking = {
        "crossing": {way.case_id for way in found.ways if way.leaves and not way.crossed},
        "inferred": set(_ids(store, elements.case[legs[elements.evidence[legs] == INFERRED]])),
        **_vague(found),
        "credibility": set(_ids(store, np.flatnonzero(flags(size, elements.case[legs[grade]])))),
        "no_recruitment": {each for each in found.case_ids if each not in told},
        **{name: ids for name, ids in _lacking(store).items() if name in _QUALITY},
    }
    for name in UNKNOWNS:
        ids = tuple(each for each in found.case_ids if each in lacking[name])
        if ids:
            yield Share(name, ids)


def _lacking(store: Store) -> dict[str, frozenset[str]]:
    if store not in _gaps:
        gaps = quality(store, RouteQuery()).gaps
        _gaps[store] = {gap.name: frozenset(gap.case_ids) for gap in gaps}
    return _gaps[store]


def _vague(found: Corridor) -> dict[str, set[str]]:
    """Return the cases of whose ways an end is known by country or region only."""
    known = places()

    def vague(place_id: str) -> bool:
        return place_id in known and known[place_id].level in _VAGUE

    return {
        "origin": {way.case_id for way in found.ways if vague(way.start)},
        "destination": {way.case_id for way in found.ways if vague(way.end)},
    }


def _unsupported(store: Store, found: Corridor) -> tuple[str, ...]:
    if found.destination in (*FOCUS, BORDER_ZONE):
        return ()
    every = ways(store)
    there = every.destination == every.area_ids.index(found.destination)
    legs = every.leg[np.repeat(there, every.length)]
    # A way that passes through a department is a way from it too.
    passed = {area(store.place_ids[code]) for code in np.unique(store.elements.start[legs])}
    return tuple(each for each in FOCUS if each not in passed)
