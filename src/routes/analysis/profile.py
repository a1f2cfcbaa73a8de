"""What the cases look like together: when, what for, how well supported, how many people.

Statements about several cases together are never counted. A count is one of documented cases, not
of what happens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from routes.analysis.facets import facets
from routes.cases.codes import DATE_PRECISIONS
from routes.columns import NO_LAST_YEAR, Mask
from routes.legs import EVIDENCE_CODES, NOWHERE
from routes.query import RouteQuery
from routes.selection import select_cases, select_elements
from routes.store import QUALIFIER_CODES, Store

PRECISIONS = tuple(each for each in DATE_PRECISIONS if each != "unknown")
"""Precisions of a date, the most precise first."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """Cases by year.

    Parameters
    ----------
    frame : pandas.DataFrame
        Index: each year (int) from the first to the last; columns `PRECISIONS` and ``cases``. A
        case counts in every year that its period touches, as the filter on years finds it.
    undated : tuple of str
        Ids of the cases without a date, which no year has.
    several : int
        Cases that count in more than one year.
    """

    frame: pd.DataFrame
    undated: tuple[str, ...]
    several: int


def timeline(store: Store, query: RouteQuery) -> Timeline:
    """Count the selected cases by year and by how precisely they are dated.

    Where the query asks for years, only these are there.
    """
    counted = _counted(store, query)
    dated = counted & (store.last_year != NO_LAST_YEAR)
    undated = np.flatnonzero(counted & ~dated)
    first, last = store.first_year[dated].astype(int), store.last_year[dated].astype(int)
    several = int(np.count_nonzero(last > first))
    if query.years:
        least, most = query.years
        first = np.maximum(first, least if least is not None else first)
        last = np.minimum(last, most if most is not None else last)
    precision = store.tables.cases["date_precision"].to_numpy()[dated]
    years = range(int(first.min()), int(last.max()) + 1) if len(first) else range(0)
    columns = {}
    for code in PRECISIONS:
        of = precision == code
        columns[code] = [int(np.count_nonzero(of & (first <= y) & (y <= last))) for y in years]
    frame = pd.DataFrame(columns, index=pd.Index(list(years), name="year"), dtype=np.int64)
    frame["cases"] = [int(np.count_nonzero((first <= y) & (y <= last))) for y in years]
    return Timeline(frame, tuple(store.case_ids[each] for each in undated), several)


def purposes(store: Store, query: RouteQuery) -> tuple[dict[str, int], int]:
    """Return the selected cases by purpose, most first, and those whose sources name none.

    A case with two purposes counts under both; each number is what the filter on that purpose
    finds.
    """
    found = facets(store, query)["purpose"]
    if query.purpose:
        found = {code: found[code] for code in query.purpose if code in found}
    order = sorted(found, key=lambda code: (-found[code], code))
    none = ~_filled(store) & _counted(store, query)
    return {code: found[code] for code in order}, int(np.count_nonzero(none))


def _filled(store: Store) -> Mask:
    return (store.tables.cases["purposes"] != "").to_numpy(bool)


def evidence_mix(store: Store, query: RouteQuery) -> pd.DataFrame:
    """Return what supports the selected routes.

    Returns
    -------
    pandas.DataFrame
        Index: codes of the evidence; ``legs`` and ``places`` (stops in no leg) that it supports,
        and ``cases``, those that the filter on that evidence finds.
    """
    chosen = select_elements(store, query)
    elements = store.elements
    inside = ~store.statement[elements.case]
    inside &= _counted(store, query)[elements.case]
    if chosen is not None:
        inside &= chosen
    is_leg = elements.start != NOWHERE
    size = len(EVIDENCE_CODES)
    cases = facets(store, query)["evidence"]
    return pd.DataFrame(
        {
            "legs": np.bincount(elements.evidence[inside & is_leg], minlength=size)[:size],
            "places": np.bincount(elements.evidence[inside & ~is_leg], minlength=size)[:size],
            "cases": [
                cases.get(code, 0) if code in (query.evidence or EVIDENCE_CODES) else 0
                for code in EVIDENCE_CODES
            ],
        },
        index=pd.Index(EVIDENCE_CODES, name="evidence"),
    )


@dataclass(frozen=True, eq=False)
class Spread:
    """One measure of people, case by case, and how far its sources lie apart.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each case with a figure, the largest first: ``case_id``, ``value`` (the one that
        counts in the totals), ``low`` and ``high`` (the least and the most that any source gives;
        ``high`` missing where a source says "at least"), ``qualifier``, ``sources`` (their
        number).
    missing : int
        Cases without a figure: no source gives one, which is not 0.
    """

    frame: pd.DataFrame
    missing: int


def spread(store: Store, query: RouteQuery, measure: str) -> Spread:
    """Return a measure of the selected cases with the range of its sources.

    The range is no statistical interval: it says what the sources say, not how often it would
    hold. Of several figures of one source the largest is taken, of which the others are parts.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked; where it names sources, only these are heard.
    measure : str
        Such as ``victims`` or ``arrests``.
    """
    counted = _counted(store, query)
    figures, span = store.figures, store.figures.span(measure)
    rows = pd.DataFrame(
        {
            "case": figures.case[span],
            "source": figures.source[span],
            "value": figures.value[span],
            "qualifier": figures.qualifier[span],
        }
    )
    kept = counted[rows["case"].to_numpy()]
    if query.source:
        kept &= store.sources_named(query.source)[rows["source"].to_numpy()]
    rows = rows[kept]
    used = rows.drop_duplicates("case").set_index("case")
    said = rows.groupby(["case", "source"])["value"].max().groupby("case")
    at_least = rows["qualifier"] == QUALIFIER_CODES.index("at_least")
    is_open = at_least.groupby(rows["case"]).any()
    high = said.max().astype("Float64").mask(is_open.reindex(said.max().index))
    frame = pd.DataFrame(
        {
            "case_id": [store.case_ids[case] for case in used.index],
            "value": used["value"].to_numpy(),
            "low": np.minimum(said.min().reindex(used.index), used["value"]).to_numpy(),
            "high": high.reindex(used.index).to_numpy(),
            "qualifier": [QUALIFIER_CODES[code] for code in used["qualifier"]],
            "sources": said.size().reindex(used.index).to_numpy(),
        }
    )
    frame = frame.sort_values(["value", "case_id"], ascending=[False, True], ignore_index=True)
    return Spread(frame, int(np.count_nonzero(counted)) - len(frame))


def _counted(store: Store, query: RouteQuery) -> Mask:
    """Return the selected cases, without statements."""
    chosen = select_cases(store, query, select_elements(store, query))
    return ~store.statement if chosen is None else chosen & ~store.statement
