"""Dates as the case tables write them: ``2020``, ``2020-12`` or ``2020-12-15``."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PRECISIONS = ("year", "month", "day")

FIRST_YEAR = 1900
"""Earlier years are taken for slips."""


@lru_cache(maxsize=100_000)
def span(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date may mean.

    Raises
    ------
    ValueError
        If it is not written as an ISO date or there is no such day.

    Examples
    --------
    >>> span("2020-02")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    match = _ISO.fullmatch(text)
    if match is None or int(match[1]) < FIRST_YEAR:
        raise ValueError(f"Invalid date '{text}'. Must be YYYY, YYYY-MM or YYYY-MM-DD.")
    year = int(match[1])
    if match[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match[2])
    if match[3] is not None:
        day = date(year, month, int(match[3]))
        return day, day
    first = date(year, month, 1)
    return first, date(year, month, calendar.monthrange(year, month)[1])


def is_date(text: str) -> bool:
    """Tell whether a text is a date.

    Examples
    --------
    >>> is_date("2020-02-29"), is_date("2021-02-29"), is_date("")
    (True, False, False)
    """
    try:
        span(text)
    except ValueError:
        return False
    return True


def precision(text: str) -> str:
    """Return how precise a valid date is written: ``year``, ``month`` or ``day``.

    Examples
    --------
    >>> precision("2020-12")
    'month'
    """
    return _PRECISIONS[text.count("-")]


def is_as_precise(text: str, wanted: str) -> bool:
    """Tell whether a valid date is written at least as precisely as `wanted`.

    Examples
    --------
    >>> is_as_precise("2020", "day"), is_as_precise("2020-12-15", "year")
    (False, True)
    """
    if wanted not in _PRECISIONS:
        return True
    return _PRECISIONS.index(precision(text)) >= _PRECISIONS.index(wanted)
