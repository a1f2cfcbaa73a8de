"""Two periods compared, flow by flow: what changed, as far as the counts can say.

Each flow is a pair of counts of distinct documented cases, and a rate by year of period. How such
pairs are compared, and how many of them together, is told in `routes.analysis.rates`. All cases
together are one comparison more in the same table, so that the whole answer raises a false alarm
in fewer than one of twenty tables where nothing changed.

What changes is how many cases are *documented*. More cases may mean more crime, more policing or
more publications; none of this can be told apart here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.places import places
from routes.analysis.periods import AFTER, BEFORE, BOTH, OUTSIDE, UNDATED, Periods, placed
from routes.analysis.rates import LEVEL, VERDICTS, Floats, Verdict, judge, rate_ratios
from routes.columns import Ints, Mask
from routes.flows import cases_behind
from routes.levels import view
from routes.query import RouteQuery
from routes.selection import select, select_elements
from routes.store import Store

_WHERE: Final = {"before": BEFORE, "after": AFTER, "both": BOTH, "undated": UNDATED}
_GROUPS: Final = {**_WHERE, "outside": OUTSIDE}


@dataclass(frozen=True)
class Change:
    """One pair of counts compared.

    Parameters
    ----------
    before, after : int
        Distinct cases of each period alone.
    both, undated : int
        Cases that reach into both periods, and those without a date: they count in neither.
    ratio, low, high : float
        Rate after by rate before and its exact 95 % interval. Infinite where nothing was before,
        NaN where nothing was at all.
    p : float
        Exact two-sided p-value of this comparison by itself.
    corrected_p : float
        Corrected for the number of comparisons in the table; NaN where there are too few to tell.
    verdict : {"emerging", "fading", "unchanged", "too_few"}
        What the counts support.
    """

    before: int
    after: int
    both: int
    undated: int
    ratio: float
    low: float
    high: float
    p: float
    corrected_p: float
    verdict: Verdict


@dataclass(frozen=True)
class CasesOf:
    """Ids of the cases behind one comparison, in the order of the table of cases."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    both: tuple[str, ...]
    undated: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two periods compared.

    Parameters
    ----------
    periods : Periods
        What was compared.
    frame : pandas.DataFrame
        One row a flow with a case in exactly one of the periods: ``from``, ``to`` (place ids),
        ``from_name``, ``to_name``, and the fields of `Change`. Supported changes first, then
        those that could have been told, then by the cases of both periods; ties by ids.
    total : Change
        All distinct cases that the query finds, with or without a route.
    outside : int
        Cases outside both periods.
    others : pandas.DataFrame
        The other flows, all of whose cases are undated, outside the periods or in both:
        ``from``, ``to``, ``from_name``, ``to_name``.
    level : {"place", "department", "country"}
        What the flows join.
    lang : {"es", "en"}
        Language of the names.
    """

    periods: Periods
    frame: pd.DataFrame
    total: Change
    outside: int
    others: pd.DataFrame
    level: str
    lang: str

    def count(self, verdict: Verdict) -> int:
        """Count the flows with a verdict."""
        return int((self.frame["verdict"] == verdict).sum())


def compare(
    store: Store,
    query: RouteQuery,
    periods: Periods,
    *,
    level: str = "place",
    lang: str = "es",
) -> Comparison:
    """Compare two periods, flow by flow.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked; its own years play no part, the periods take their place.
    periods : Periods
        What to compare. The exposure of each is its length in years.
    level : {"place", "department", "country"}
        What flows join, as in `routes.flows.flows`.
    lang : {"es", "en"}
        Language of the names.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    query = query.without("years")
    at, where = view(store, level), placed(store, periods)
    inside = at.legs.inside(select_elements(store, query))
    place = where[store.elements.case[at.legs.element]]
    counts = {name: at.legs.grouping.cases(inside & (place == n)) for name, n in _WHERE.items()}
    anywhere = at.legs.grouping.rows(inside) > 0
    seen = counts["before"] + counts["after"] > 0
    row, rest = np.flatnonzero(seen), np.flatnonzero(anywhere & ~seen)
    sums, outside = _sums(store, query, where)
    together = {name: np.append(sums[name], counts[name][row]) for name in _WHERE}
    table = _compared(together, periods)
    frame = _named(at.place_ids, at.legs.start[row], at.legs.end[row], lang).join(
        table.iloc[1:].reset_index(drop=True)
    )
    return Comparison(
        periods=periods,
        frame=_ordered(frame),
        total=_change(table),
        outside=outside,
        others=_named(at.place_ids, at.legs.start[rest], at.legs.end[rest], lang),
        level=level,
        lang=lang,
    )


def cases_of(
    store: Store,
    query: RouteQuery,
    periods: Periods,
    start: str,
    end: str,
    *,
    level: str = "place",
) -> CasesOf:
    """Return the cases behind one flow, by where they belong; see `compare`.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    found = set(cases_behind(store, query.without("years"), start, end, level=level))
    where = placed(store, periods).tolist()
    pairs = [(case, n) for case, n in zip(store.case_ids, where, strict=True) if case in found]
    return _grouped(pairs)


def cases_compared(store: Store, query: RouteQuery, periods: Periods) -> CasesOf:
    """Return all cases of a comparison, by where they belong; see `compare`."""
    counted, where = _counted(store, query.without("years")), placed(store, periods).tolist()
    return _grouped([(store.case_ids[n], where[n]) for n in np.flatnonzero(counted).tolist()])


def _grouped(cases: Iterable[tuple[str, int]]) -> CasesOf:
    found: dict[int, list[str]] = {code: [] for code in _GROUPS.values()}
    for case_id, code in cases:
        found[code].append(case_id)
    return CasesOf(**{name: tuple(found[code]) for name, code in _GROUPS.items()})


def _counted(store: Store, query: RouteQuery) -> Mask:
    chosen: Mask | None = select(store, query).cases
    return ~store.statement if chosen is None else chosen & ~store.statement


def _sums(store: Store, query: RouteQuery, where: Ints) -> tuple[dict[str, int], int]:
    """Count all distinct cases by where they belong, and those outside."""
    by = np.bincount(where[_counted(store, query)], minlength=OUTSIDE + 1)
    return {name: int(by[n]) for name, n in _WHERE.items()}, int(by[OUTSIDE])


def _compared(counts: dict[str, Ints], periods: Periods) -> pd.DataFrame:
    years = (periods.before.years, periods.after.years)
    found = rate_ratios(counts["before"], counts["after"], years=years, level=LEVEL)
    judged = judge(found, level=LEVEL)
    columns: dict[str, Floats | Ints] = {
        "ratio": found.ratio,
        "low": found.low,
        "high": found.high,
        "p": found.p,
        "corrected_p": judged.p,
        "verdict": judged.verdict,
    }
    return pd.DataFrame({**counts, **columns})


def _change(table: pd.DataFrame) -> Change:
    first: dict[str, Any] = {str(name): table[name].tolist()[0] for name in table}
    return Change(**{each.name: first[each.name] for each in fields(Change)})


def _named(ids: list[str], start: Ints, end: Ints, lang: str) -> pd.DataFrame:
    known = places()
    names = [known[each].name(lang) if each in known else each for each in ids]
    origin, destination = start.tolist(), end.tolist()
    columns = {
        "from": [ids[each] for each in origin],
        "to": [ids[each] for each in destination],
        "from_name": [names[each] for each in origin],
        "to_name": [names[each] for each in destination],
    }
    return pd.DataFrame(columns, dtype=object)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    keys = frame.assign(
        _verdict=frame["verdict"].map(VERDICTS.index).astype("int64"),
        _cases=-(frame["before"] + frame["after"]),
    )
    order = keys.sort_values(["_verdict", "_cases", "from", "to"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)
