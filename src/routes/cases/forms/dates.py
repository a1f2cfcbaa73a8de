"""Dates as people write them, made ISO dates no more precise than they were."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.names import fold
from routes.cases.dates import FIRST_YEAR

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "enero ene january jan",
            "febrero feb february",
            "marzo mar march",
            "abril abr april apr",
            "mayo may",
            "junio jun june",
            "julio jul july",
            "agosto ago august aug",
            "septiembre setiembre sept sep set september",
            "octubre oct october",
            "noviembre nov november",
            "diciembre dic december dec",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK: Final = re.compile(
    r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s*m\.?)?\s*Z?$", re.I | re.A
)
_AMERICAN: Final = re.compile(r"\d [AP]M$")
"""As data portals write the time; a Spanish spreadsheet writes ``a. m.``"""

_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.A)
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.A)
_BARS: Final = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})", re.A)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})", re.A)
_LINKS: Final = frozenset({"de", "del", "of", "the", "el", "ano", "year", "st", "nd", "rd", "th"})
_BETWEEN: Final = re.compile(
    r"\s+(?:a|al|hasta|to|until|through|–|—|-|y)\s+|\s*[–—]\s*|\s+/\s+", re.I
)
_YEARS: Final = re.compile(r"(\d{4})\s*[-/]\s*(\d{4})", re.A)
_OPENING: Final = re.compile(r"^(?:entre|desde|del|de|from|between)\s+(?=.)", re.I)
_CENTURY: Final = 70
"""Years of two digits below this are of this century."""


@dataclass(frozen=True)
class Order:
    """What dates with bars say of the order of day and month.

    Parameters
    ----------
    day_first, month_first : int
        Number of dates that can be read in this order only.
    either : int
        Number of dates that can be read in both.
    """

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    @property
    def found(self) -> bool:
        """Whether there is any date with bars."""
        return bool(self.day_first or self.month_first or self.either)

    @property
    def mixed(self) -> bool:
        """Whether some dates speak for one order and some for the other."""
        return bool(self.day_first and self.month_first)

    @property
    def is_day_first(self) -> bool:
        """The order that more dates speak for; day first, as in Colombia, where none does."""
        return self.day_first >= self.month_first


def order_of(values: Iterable[str]) -> Order:
    """Return what dates say of the order of day and month.

    Where none is sure, dates with an American time of day (``12:00:00 AM``) have the month first.

    Examples
    --------
    >>> order_of(["08/24/2004 12:00:00 AM", "03/04/2020", "2020-12-15"])
    Order(day_first=0, month_first=1, either=1)
    >>> order_of(["03/04/2020 12:00:00 AM"]).is_day_first
    False
    """
    counts = {"day_first": 0, "month_first": 0, "either": 0}
    american = True
    for value in values:
        for part in _ends(value):
            match = _BARS.fullmatch(_CLOCK.sub("", part.strip()))
            if match and match[1] != match[3]:
                first, second = int(match[1]), int(match[3])
                kind = "day_first" if first > 12 else "month_first" if second > 12 else "either"
                counts[kind] += 1
                american &= _AMERICAN.search(part) is not None
    if american and not counts["day_first"]:
        counts["month_first"] += counts["either"]
        counts["either"] = 0
    return Order(**counts)


def iso_date(text: str, *, day_first: bool = True) -> str | None:
    """Return a date as ISO writes it, to the precision it has; None if it is not understood.

    Parameters
    ----------
    text : str
        A date, a month or a year in figures or in Spanish or English words; a time of day is
        left out.
    day_first : bool, default True
        Whether 03/04/2020 is the third of April.

    Examples
    --------
    >>> [iso_date(text) for text in ("15 de diciembre de 2020", "dic 2020", "15/12/2020", "2020")]
    ['2020-12-15', '2020-12', '2020-12-15', '2020']
    >>> iso_date("01/17/2024 12:00:00 AM", day_first=False)
    '2024-01-17'
    >>> iso_date("31/02/2020") is None
    True
    """
    bare = _CLOCK.sub("", text.strip()).strip().rstrip(".")
    if match := _ISO.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return _iso(*match.groups())
    if match := _BARS.fullmatch(bare):
        first, second = (match[1], match[3]) if day_first else (match[3], match[1])
        return _iso(_full_year(match[4]), second, first)
    if match := _MONTH_YEAR.fullmatch(bare):
        return _iso(match[2], match[1], None)
    return _from_words(bare)


def iso_period(text: str, *, day_first: bool = True) -> tuple[str, str] | None:
    """Return the first and the last date of a period; None if it is not understood.

    Examples
    --------
    >>> iso_period("2019-2020"), iso_period("enero a marzo de 2020"), iso_period("dic 2020")
    (('2019', '2020'), ('2020-01', '2020-03'), ('2020-12', '2020-12'))
    """
    whole = iso_date(text, day_first=day_first)
    if whole is not None:
        return whole, whole
    ends = _ends(text)
    if len(ends) != 2:
        return None
    last = iso_date(ends[1], day_first=day_first)
    if last is None:
        return None
    first = iso_date(ends[0], day_first=day_first)
    # "enero a marzo de 2020" gives the year once.
    first = first or iso_date(f"{ends[0]} {last[:4]}", day_first=day_first)
    return (first, last) if first else None


def _ends(text: str) -> list[str]:
    """Return the one date or the two dates that a cell holds."""
    years = _YEARS.fullmatch(text.strip())
    if years:
        return [years[1], years[2]]
    parts = [part.strip() for part in _BETWEEN.split(_OPENING.sub("", text.strip()))]
    return [part for part in parts if part]


def _from_words(text: str) -> str | None:
    """Read ``15 de diciembre de 2020``, ``diciembre 15 de 2020``, ``dic-20`` and the like."""
    if len(text) > 40:
        return None
    words = list(re.split(r"[\s_]+", re.sub(r"(\d)(?:st|nd|rd|th|ro|er|o)\b", r"\1", fold(text))))
    words = [word for word in words if word and word not in _LINKS]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isascii() and word.isdigit()]
    if len(months) != 1 or len(numbers) + 1 != len(words) or not 1 <= len(numbers) <= 2:
        return None
    year = numbers[-1]
    if len(year) not in (2, 4) or (len(numbers) == 1 and len(year) == 2 and "-" not in text):
        return None
    day = numbers[0] if len(numbers) == 2 else None
    return _iso(_full_year(year), str(months[0]), day)


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return f"{'20' if int(year) < _CENTURY else '19'}{year}"


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    """Return an ISO date if the calendar has it."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if int(year) < FIRST_YEAR:
        return None
    parts = [year, *(f"{int(part):02d}" for part in (month, day) if part is not None)]
    return "-".join(parts)
