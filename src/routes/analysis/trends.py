"""Cases by year, how sure each count is, whether they rise or fall, and what is still to come.

References
----------
Cox, D. R. and Lewis, P. A. W. (1966). The Statistical Analysis of Series of Events. Methuen,
London. Chapter 3: given their number, events without a trend fall evenly into the time observed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from routes.analysis.periods import Period, dated_years
from routes.analysis.rates import LEVEL, poisson_interval
from routes.columns import NO_LAST_YEAR, Ints, Mask
from routes.query import RouteQuery
from routes.selection import select
from routes.store import Store

Direction = Literal["rising", "falling", "none", "too_few"]

_LATE: Final = 0.9
"""Share of the cases whose delay is called usual."""


@dataclass(frozen=True)
class TrendTest:
    """Whether the cases of a window rise or fall with the years.

    Parameters
    ----------
    window : Period
        The years looked at, those without a case among them.
    cases : int
        Cases in them.
    p : float
        Exact two-sided p-value that each case falls into each year alike.
    direction : {"rising", "falling", "none", "too_few"}
        ``none`` where no trend is supported at 95 %, ``too_few`` where so few cases in so few
        years could not support one however they fell.
    """

    window: Period
    cases: int
    p: float
    direction: Direction


@dataclass(frozen=True, eq=False)
class Trend:
    """Cases by year.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a year without a gap: ``year``, ``cases``, ``low`` and ``high`` (the exact 95 %
        interval of Garwood). Empty where no case has a date.
    undated : int
        Cases without a date, in no year.
    several_years : int
        Cases whose period has more than one year; they count once, in the last.
    test : TrendTest
        Of the years in the window that was asked for.
    """

    frame: pd.DataFrame
    undated: int
    several_years: int
    test: TrendTest


@dataclass(frozen=True)
class Delay:
    """How late cases are published.

    Parameters
    ----------
    cases : int
        Cases whose end and first publication are known to the month at least.
    median, usual : float or None
        Months from the end of a case's period to its first publication: the median, and what nine
        of ten cases do not exceed. None where no case has both dates.
    newest : str
        Date of the newest source of the cases; empty without one.
    incomplete_from : int or None
        First year of which cases may still be unpublished at the newest source's date, if delays
        stay as they are.
    """

    cases: int
    median: float | None
    usual: float | None
    newest: str
    incomplete_from: int | None


def trend(store: Store, query: RouteQuery, window: Period) -> Trend:
    """Count cases by the last year of their period; see `Trend`.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked; its own years play no part.
    window : Period
        Years that are tested for a trend; the frame holds them all.
    """
    query = query.without("years")
    counted = _counted(store, query)
    dated = counted & (store.last_year != NO_LAST_YEAR)
    year = store.last_year[dated].astype(np.int64)
    known = dated_years(store, query)
    first = min(window.first, known.first) if known else window.first
    last = max(window.last, known.last) if known else window.last
    cases = np.bincount(year - first, minlength=last - first + 1) if known else np.zeros(0, int)
    bounds = [poisson_interval(each) for each in cases.tolist()]
    frame = pd.DataFrame(
        {
            "year": np.arange(first, first + len(cases)),
            "cases": cases,
            "low": [low for low, _ in bounds],
            "high": [high for _, high in bounds],
        }
    )
    if known:
        inside = cases[window.first - first : window.last - first + 1]
    else:
        inside = np.zeros(window.years, int)
    return Trend(
        frame=frame,
        undated=int(np.count_nonzero(counted & ~dated)),
        several_years=int(np.count_nonzero(store.first_year[dated] != store.last_year[dated])),
        test=_tested(inside, window),
    )


def trend_p(cases: Ints) -> float:
    """Return the exact two-sided p-value that counts of consecutive years have no trend.

    Given their number, cases without a trend fall into each year alike; the sum of their years
    is compared with all that could have come (Cox and Lewis 1966), the smaller tail doubled.

    Parameters
    ----------
    cases : array of int
        Cases of each year; all years are as long.

    Examples
    --------
    >>> round(trend_p(np.array([0, 1, 2, 6])), 3)
    0.005
    >>> trend_p(np.array([2, 2, 2]))
    1.0
    """
    total, years = int(cases.sum()), len(cases)
    if not total or years < 2:
        return 1.0
    size = total * (years - 1) + 1
    one_case = np.zeros(size)
    one_case[:years] = 1 / years
    chance = np.clip(np.fft.irfft(np.fft.rfft(one_case, 2 * size) ** total, 2 * size)[:size], 0, 1)
    seen = int(cases @ np.arange(years))
    tail = min(chance[: seen + 1].sum(), chance[seen:].sum())
    return float(min(1.0, 2 * tail))


def reporting_delay(store: Store, query: RouteQuery) -> Delay:
    """Measure how late the cases that a query finds were first published.

    Only what was published can be measured: cases that will be published years later are not
    there yet, so true delays are longer.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked; its own years play no part.
    """
    counted = _counted(store, query.without("years"))
    cases, sources = store.tables.cases, store.tables.sources
    published = dict(zip(sources["source_id"], sources["published_on"], strict=True))
    case, source = store.said
    first: dict[int, str] = {}
    for n, each in zip(case.tolist(), source.tolist(), strict=True):
        day = published[store.source_ids[each]]
        if counted[n] and day:
            first[n] = min(first.get(n, day), day)
    ends = cases["period_end"].tolist()
    pairs = [(ends[n], day) for n, day in first.items() if len(ends[n]) >= 7 and len(day) >= 7]
    months = [max(0, _month(day) - _month(end)) for end, day in pairs]
    newest = max((published[store.source_ids[s]] for s in _used(case, source, counted)), default="")
    if not months:
        return Delay(0, None, None, newest, int(newest[:4]) if newest else None)
    usual = float(np.quantile(months, _LATE, method="inverted_cdf"))
    return Delay(
        cases=len(months),
        median=float(np.median(months)),
        usual=usual,
        newest=newest,
        incomplete_from=int((_month(newest) - usual) // 12),
    )


def _used(case: Ints, source: Ints, counted: Mask) -> list[int]:
    found: list[int] = np.unique(source[counted[case]]).tolist()
    return found


def _month(iso: str) -> int:
    """Return an ISO date as a number of months; a year alone counts as its first month."""
    return int(iso[:4]) * 12 + int(iso[5:7] or 1) - 1


def _counted(store: Store, query: RouteQuery) -> Mask:
    chosen = select(store, query).cases
    return ~store.statement if chosen is None else chosen & ~store.statement


def _tested(cases: Ints, window: Period) -> TrendTest:
    total, years = int(cases.sum()), len(cases)
    p = trend_p(cases)
    # However they fell: all in the last year.
    least = min(1.0, 2 * float(years) ** -total)
    direction: Direction = "none"
    if years < 3 or least > 1 - LEVEL:
        direction = "too_few"
    elif p <= 1 - LEVEL:
        middle = (years - 1) / 2
        direction = "rising" if cases @ (np.arange(years) - middle) > 0 else "falling"
    return TrendTest(window, total, p, direction)
