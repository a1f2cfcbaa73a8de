"""How good the data in view are: how sure its legs, what its cases lack.

All shares are of what a query selects. Statements on several cases together are left out: what
they lack says nothing of a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.places import LEVELS, places
from routes.analysis.totals import totals
from routes.cases.codes import CREDIBILITY
from routes.columns import Ints, Mask, coded, flags
from routes.legs import EVIDENCE_CODES, INFERRED, MENTIONED, NOWHERE, STATED
from routes.query import RouteQuery
from routes.selection import select
from routes.store import Store

GOOD_GRADES: Final = ("A", "B", "C")
"""Reliability of sources that quote an official body, or are one."""

_UNSTATED: Final = frozenset({"", "unspecified"})


@dataclass(frozen=True)
class Spread:
    """How the legs in view divide.

    Attributes
    ----------
    name : {"evidence", "credibility", "precision"}
        By what: the codes of `evidence` and `credibility`, or the level of the less precise end.
    counts : tuple of (str, int)
        Each code, best first, and its legs.
    """

    name: str
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The number of legs."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class Gap:
    """What some of the cases in view lack, or what is uncertain about them.

    Attributes
    ----------
    name : str
        One of `GAPS`.
    case_ids : tuple of str
        The cases, in the order of the table.
    """

    name: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """How good the data in view are.

    Attributes
    ----------
    cases, statements : int
        How many are in view.
    spreads : tuple of Spread
        Legs by evidence, credibility and precision.
    gaps : tuple of Gap
        One for each of `GAPS`, in that order.
    """

    cases: int
    statements: int
    spreads: tuple[Spread, ...]
    gaps: tuple[Gap, ...]


GAPS: Final = (
    "conflict",
    "no_victims",
    "no_minors",
    "no_arrests",
    "undated",
    "no_leg",
    "no_stated_leg",
    "bare_inference",
    "one_source",
    "weak_sources",
    "undated_source",
    "no_address",
    "identity",
    "no_purpose",
    "no_summary",
)
"""What is looked for in each case: figures, time, routes, sources, description.

==================  ===============================================================
``conflict``        sources give different numbers of a measure that is added up
``no_victims`` …    no source gives a number of victims, minors, arrests
``undated``         no date of the case is known
``no_leg``          places without a way between them, or none at all
``no_stated_leg``   legs, but each of them inferred
``bare_inference``  a stop is inferred and nobody says why
``one_source``      everything rests on a single source
``weak_sources``    no source of reliability A, B or C
``undated_source``  a source without a date
``no_address``      a source without a web address
``identity``        it is inferred that a source speaks of this case
``no_purpose``      no purpose is known
``no_summary``      no summary in either language
==================  ===============================================================
"""

GROUPS: Final = {
    **dict.fromkeys(GAPS[:4], "figures"),
    **dict.fromkeys(GAPS[4:8], "routes"),
    **dict.fromkeys(GAPS[8:13], "sources"),
    **dict.fromkeys(GAPS[13:], "facts"),
}
"""What each of `GAPS` is about: ``figures``, ``routes``, ``sources`` or ``facts``."""


def quality(store: Store, query: RouteQuery) -> Quality:
    """Measure the quality of the data that a query selects.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is in view.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> from routes.flows import store
    >>> found = quality(store(bundled()), RouteQuery())
    >>> {gap.name: len(gap.case_ids) for gap in found.gaps}["bare_inference"]
    0
    """
    chosen = select(store, query)
    everything = np.ones(len(store.case_ids), dtype=bool)
    seen = everything if chosen.cases is None else chosen.cases
    counted = seen & ~store.statement
    legs = store.elements.start != NOWHERE
    if chosen.elements is not None:
        legs &= chosen.elements
    lacking = {
        **_missing_figures(store, query),
        **_missing_routes(store),
        **_doubtful_sources(store),
        **_missing_facts(store),
    }
    ids = np.array(store.case_ids, dtype=object)
    return Quality(
        cases=int(np.count_nonzero(counted)),
        statements=int(np.count_nonzero(seen & store.statement)),
        spreads=tuple(_spreads(store, legs)),
        gaps=tuple(Gap(name, tuple(ids[lacking[name] & counted].tolist())) for name in GAPS),
    )


def _spreads(store: Store, legs: Mask) -> Iterator[Spread]:
    elements = store.elements
    certain = EVIDENCE_CODES[:MENTIONED]  # a leg exists only where both ends are more than named
    yield _spread("evidence", certain, elements.evidence[legs])
    yield _spread("credibility", tuple(CREDIBILITY), elements.credibility[legs] - 1)
    levels = np.array([_level(each) for each in store.place_ids], dtype=np.int8)
    less = np.maximum(levels[elements.start[legs]], levels[elements.end[legs]])
    yield _spread("precision", LEVELS, less)


def _level(place_id: str) -> int:
    place = places().get(place_id)
    return len(LEVELS) - 1 if place is None else LEVELS.index(place.level)


def _spread(name: str, codes: tuple[str, ...], positions: Ints) -> Spread:
    counts = np.bincount(positions.astype(np.int64), minlength=len(codes))
    return Spread(name, tuple(zip(codes, counts.tolist(), strict=True)))


def _missing_figures(store: Store, query: RouteQuery) -> dict[str, Mask]:
    figures, size = store.figures, len(store.case_ids)
    found = {
        f"no_{measure}": ~flags(size, figures.case[figures.span(measure)])
        for measure in ("victims", "minors", "arrests")
    }
    disputed = pd.Index(totals(store, query).conflicts)
    found["conflict"] = np.asarray(pd.Index(store.case_ids).isin(disputed))
    return found


def _missing_routes(store: Store) -> dict[str, Mask]:
    elements, size = store.elements, len(store.case_ids)
    legs = elements.start != NOWHERE
    with_leg = flags(size, elements.case[legs])
    stated = flags(size, elements.case[legs & (elements.evidence == STATED)])
    stops = store.tables.stops
    bare = (stops["evidence"] == EVIDENCE_CODES[INFERRED]) & (
        (stops["note_es"] == "") & (stops["note_en"] == "")
    )
    return {
        "no_leg": ~with_leg,
        "no_stated_leg": with_leg & ~stated,
        "bare_inference": flags(size, _rows(store, stops.loc[bare, "case_id"])),
    }


def _doubtful_sources(store: Store) -> dict[str, Mask]:
    size = len(store.case_ids)
    case, source = store.said
    table = store.tables.sources.set_index("source_id").loc[store.source_ids]

    def citing(column: pd.Series[bool]) -> Mask:
        return flags(size, case[column.to_numpy(bool)[source]])

    number = np.bincount(case, minlength=size)
    return {
        "one_source": number == 1,
        "weak_sources": (number > 0) & ~citing(table["reliability"].isin(GOOD_GRADES)),
        "undated_source": citing(table["published_on"] == ""),
        "no_address": citing(table["url"] == ""),
    }


def _missing_facts(store: Store) -> dict[str, Mask]:
    cases = store.tables.cases
    unstated = np.array([each <= _UNSTATED for each in store.purposes.sets], dtype=bool)
    return {
        "undated": _all_empty(cases, ("period_start", "period_end")),
        "identity": (cases["identity_inferred"] != "").to_numpy(bool),
        "no_purpose": unstated[store.purposes.cell],
        "no_summary": _all_empty(cases, ("summary_es", "summary_en")),
    }


def _all_empty(frame: pd.DataFrame, columns: Iterable[str]) -> Mask:
    empty: Mask = (frame[list(columns)] == "").all(axis=1).to_numpy(bool)
    return empty


def _rows(store: Store, ids: pd.Series[Any]) -> Ints:
    return coded(ids, store.case_ids)
