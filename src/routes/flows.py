"""From tables and a query to flows: how many cases go from where to where, and what says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.places import places
from routes.columns import NO_FIRST_YEAR, NO_LAST_YEAR, Ints, Mask
from routes.legs import EVIDENCE_CODES, INFERRED, MODE_CODES, NOWHERE, STATED
from routes.levels import LEVELS, Gathered, Level, view
from routes.query import RouteQuery
from routes.selection import select_elements
from routes.store import Store, store

__all__ = [
    "LEVELS",
    "Flows",
    "Level",
    "Store",
    "cases_behind",
    "flows",
    "flows_among",
    "legs",
    "store",
]

_MODES: Final = [
    [code for place, code in enumerate(MODE_CODES) if bits >> place & 1]
    for bits in range(1 << len(MODE_CODES))
]


@dataclass(frozen=True, eq=False)
class Flows:
    """The flows that a query finds, and the places that stand on their own.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a flow, most cases first, then by ids: ``from``, ``to`` (place ids; the same at a
        coarse level where a leg stays inside), ``from_name``, ``to_name``, ``cases`` (distinct),
        ``evidence`` (``stated`` as soon as one case states it, else ``inferred``),
        ``stated_cases``, ``inferred_cases`` (those that no source states), ``first_year``,
        ``last_year`` (of the cases' periods; None without a date), ``modes`` and ``sources``
        (lists).
    mentions : pandas.DataFrame
        One row a place that is in no leg of some case, most cases first, then by id: ``place``,
        ``name``, ``cases`` (distinct), ``statements`` (distinct ones that name it for a group of
        cases), ``evidence`` (the strongest), ``first_year``, ``last_year``, ``sources``.
    level : {"place", "department", "country"}
        What the places are.
    lang : {"es", "en"}
        Language of the names.
    """

    frame: pd.DataFrame
    mentions: pd.DataFrame
    level: str
    lang: str


def flows(store: Store, query: RouteQuery, *, level: str = "place", lang: str = "es") -> Flows:
    """Find the flows that a query asks for.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked.
    level : {"place", "department", "country"}
        ``place`` keeps each place as its source gives it; the others gather places into their
        department (foreign ones into their country) or their country.
    lang : {"es", "en"}
        Language of the names.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    return flows_among(store, select_elements(store, query), level=level, lang=lang)


def flows_among(
    store: Store, chosen: Mask | None, *, level: str = "place", lang: str = "es"
) -> Flows:
    """Find the flows of chosen legs and places on their own, as `flows` does for a query.

    Parameters
    ----------
    chosen : array of bool or None
        Which of `Store.elements`; None for all.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    at = view(store, level)
    known = places()
    names = [known[each].name(lang) if each in known else each for each in at.place_ids]
    frame = _frame(store, at.legs, at.legs.inside(chosen), at.place_ids, names)
    mentions = _mentions(store, at.alone, at.alone.inside(chosen), at.place_ids, names)
    return Flows(frame, mentions, level, lang)


def legs(store: Store, query: RouteQuery, *, level: str = "place") -> pd.DataFrame:
    """List what lies behind the flows: each leg, and each place on its own.

    Returns
    -------
    pandas.DataFrame
        Ordered as the table of cases, then by route and stop: ``case_id``, ``from`` (None for a
        place on its own) and ``to`` at the level, ``evidence``, ``mode``, and ``departure`` and
        ``arrival``, the rows of the two stops in the table of stops.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    at, elements = view(store, level), store.elements
    chosen = select_elements(store, query)
    group = np.empty((2, len(elements)), dtype=np.int64)
    for gathered in (at.legs, at.alone):
        sizes = np.diff(np.append(gathered.grouping.offsets, len(gathered.element)))
        group[0, gathered.element] = np.repeat(gathered.start, sizes)
        group[1, gathered.element] = np.repeat(gathered.end, sizes)
    row = np.arange(len(elements)) if chosen is None else np.flatnonzero(chosen)
    return pd.DataFrame(
        {
            "case_id": _pick(store.case_ids, elements.case[row]),
            "from": _pick([*at.place_ids, None], group[0, row]),
            "to": _pick(at.place_ids, group[1, row]),
            "evidence": _pick(EVIDENCE_CODES, elements.evidence[row]),
            "mode": _pick(MODE_CODES, elements.mode[row]),
            "departure": elements.departure[row],
            "arrival": elements.arrival[row],
        }
    )


def cases_behind(
    store: Store, query: RouteQuery, start: str | None, end: str, *, level: str = "place"
) -> list[str]:
    """Return the ids of the cases (and statements) behind one flow, in the order of the table.

    Parameters
    ----------
    start, end : str
        Place ids of the flow at the level; `start` is None for a place on its own.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    at = view(store, level)
    if end not in at.place_ids or (start is not None and start not in at.place_ids):
        return []
    gathered = at.alone if start is None else at.legs
    code = NOWHERE if start is None else at.place_ids.index(start)
    found = np.flatnonzero((gathered.start == code) & (gathered.end == at.place_ids.index(end)))
    if not len(found):
        return []
    first = gathered.grouping.offsets[found[0]]
    later = gathered.grouping.offsets[found[0] + 1 : found[0] + 2]
    elements = gathered.element[first : later[0] if len(later) else None]
    chosen = select_elements(store, query)
    inside = elements if chosen is None else elements[chosen[elements]]
    return [store.case_ids[case] for case in np.unique(store.elements.case[inside])]


def _frame(
    store: Store, legs: Gathered, inside: Mask, ids: list[str], names: list[str]
) -> pd.DataFrame:
    cases = legs.grouping.cases(inside)
    stated = legs.grouping.cases(inside & (legs.evidence == STATED))
    row = np.flatnonzero(cases)
    row = row[np.lexsort((legs.end[row], legs.start[row], -cases[row]))]
    modes = legs.grouping.any_bit(legs.mode, inside)[row]
    return pd.DataFrame(
        {
            "from": _pick(ids, legs.start[row]),
            "to": _pick(ids, legs.end[row]),
            "from_name": _pick(names, legs.start[row]),
            "to_name": _pick(names, legs.end[row]),
            "cases": cases[row],
            "evidence": _pick(EVIDENCE_CODES, np.where(stated[row] > 0, STATED, INFERRED)),
            "stated_cases": stated[row],
            "inferred_cases": (cases - stated)[row],
            **_period(legs, inside, row),
            "modes": _objects([_MODES[bits] for bits in modes.tolist()]),
            "sources": _sources(store, legs, inside, row),
        }
    )


def _mentions(
    store: Store, alone: Gathered, inside: Mask, ids: list[str], names: list[str]
) -> pd.DataFrame:
    grouping = alone.grouping
    cases = grouping.cases(inside & ~alone.statement)
    statements = grouping.cases(inside & alone.statement)
    row = np.flatnonzero(cases + statements)
    row = row[np.lexsort((alone.end[row], -statements[row], -cases[row]))]
    strongest = grouping.least(alone.evidence, inside, np.int8(len(EVIDENCE_CODES)))
    return pd.DataFrame(
        {
            "place": _pick(ids, alone.end[row]),
            "name": _pick(names, alone.end[row]),
            "cases": cases[row],
            "statements": statements[row],
            "evidence": _pick(EVIDENCE_CODES, strongest[row]),
            **_period(alone, inside, row),
            "sources": _sources(store, alone, inside, row),
        }
    )


def _period(gathered: Gathered, inside: Mask, row: Ints) -> dict[str, pd.Series[Any]]:
    grouping = gathered.grouping
    first = grouping.least(gathered.first_year, inside, NO_FIRST_YEAR)[row]
    last = grouping.greatest(gathered.last_year, inside)[row]
    return {
        "first_year": _objects(
            [None if year == NO_FIRST_YEAR else year for year in first.tolist()]
        ),
        "last_year": _objects([None if year == NO_LAST_YEAR else year for year in last.tolist()]),
    }


def _sources(store: Store, gathered: Gathered, inside: Mask, row: Ints) -> pd.Series[Any]:
    """Return the ids of the sources of each group in `row`."""
    group, source = gathered.sources(inside, len(store.source_ids))
    first = np.searchsorted(group, row).tolist()
    after = np.searchsorted(group, row, side="right").tolist()
    ids = np.array(store.source_ids, dtype=object)[source].tolist()
    return _objects([ids[one:other] for one, other in zip(first, after, strict=True)])


def _pick(values: Sequence[str | None], positions: Ints) -> pd.Series[Any]:
    return pd.Series(np.array([*values, None], dtype=object)[positions], dtype=object)


def _objects(values: list[Any]) -> pd.Series[Any]:
    column = np.empty(len(values), dtype=object)
    column[:] = values if values and not isinstance(values[0], list) else None
    if values and isinstance(values[0], list):
        for place, value in enumerate(values):
            column[place] = value
    return pd.Series(column, dtype=object)
