"""Two periods of whole years, and which of them a case belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from routes.columns import NO_LAST_YEAR, Ints
from routes.query import RouteQuery
from routes.selection import select
from routes.store import Store
from routes.text import Text

BEFORE, AFTER, BOTH, UNDATED, OUTSIDE = range(5)
"""Where a case belongs; see `placed`."""

Rule = Literal["form", "order"]
_RULES: Final[dict[Rule, str]] = {
    "form": "Write it as 2016:2018 or 2016.",
    "order": "The second period must begin after the first has ended.",
}
_LONGEST_HALF: Final = 5


class PeriodError(ValueError):
    """Years that are no period, or two periods that cannot be compared.

    Attributes
    ----------
    name : {"before", "after"}
        The period at fault.
    value : str
        What was given.
    rule : {"form", "order"}
        What is wrong with it.
    """

    def __init__(self, name: str, value: str, rule: Rule) -> None:
        super().__init__(f"Invalid period {name} '{value}'. {_RULES[rule]}")
        self.name = name
        self.value = value
        self.rule = rule

    def told(self, t: Text) -> str:
        """Return the error as a sentence in the language of `t`."""
        return t(f"change.wrong.{self.rule}", name=self.name, value=self.value)


@dataclass(frozen=True, order=True)
class Period:
    """A period of whole years.

    Parameters
    ----------
    first, last : int
        The years, both inclusive.

    Raises
    ------
    ValueError
        If a year has not four digits, or the last comes before the first.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        RouteQuery(years=(self.first, self.last))

    def __str__(self) -> str:
        """Return the period as in a link: ``2016:2018``, or ``2016`` for one year."""
        return RouteQuery(years=(self.first, self.last)).to_params()["years"]

    @property
    def years(self) -> int:
        """Its length, in years."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Periods:
    """Two periods that are compared.

    Parameters
    ----------
    before, after : Period
        The first must end before the second begins.

    Raises
    ------
    PeriodError
        If it does not.
    """

    before: Period
    after: Period

    def __post_init__(self) -> None:
        if self.before.last >= self.after.first:
            raise PeriodError("after", str(self.after), "order")

    @property
    def whole(self) -> Period:
        """From the first year of the one to the last year of the other."""
        return Period(self.before.first, self.after.last)


def read_period(text: str, *, name: str = "before") -> Period:
    """Read a period from a link or the command line.

    Parameters
    ----------
    text : str
        ``2016:2018`` or ``2016``.
    name : {"before", "after"}
        Which of the two it is, for the message.

    Raises
    ------
    PeriodError
        If it is none, or open at one end.

    Examples
    --------
    >>> read_period("2016:2018")
    Period(first=2016, last=2018)
    >>> read_period("2016:")
    Traceback (most recent call last):
    ...
    routes.analysis.periods.PeriodError: Invalid period before '2016:'. Write it as 2016:2018 \
or 2016.
    """
    query, notices = RouteQuery.from_params({"years": text})
    first, last = query.years or (None, None)
    if notices or first is None or last is None:
        raise PeriodError(name, text, "form")
    return Period(first, last)


def placed(store: Store, periods: Periods) -> Ints:
    """Tell for each case where it belongs.

    A case belongs to the period that its years overlap: `BEFORE` or `AFTER`. One that overlaps
    both is `BOTH`, and so counts in neither; one without a date is `UNDATED`, one that overlaps
    none `OUTSIDE`.
    """
    before = _overlaps(store, periods.before)
    after = _overlaps(store, periods.after)
    found = np.full(len(store.case_ids), OUTSIDE, dtype=np.int8)
    found[before] = BEFORE
    found[after] = AFTER
    found[before & after] = BOTH
    found[store.last_year == NO_LAST_YEAR] = UNDATED
    return found


def suggested(store: Store, query: RouteQuery) -> tuple[Periods, ...]:
    """Suggest periods that fit the dated cases of a query: those that reach back most first.

    Each pair has two periods of the same length which end with the last year that has a case.

    Returns
    -------
    tuple of Periods
        Of five, three and one years each, as far as there are cases before; at least one pair.
    """
    years = dated_years(store, query)
    if years is None:
        return ()
    spread = years.last - years.first + 1
    halves = [each for each in (_LONGEST_HALF, 3, 1) if 2 * each <= spread + 1] or [1]
    return tuple(
        Periods(
            Period(years.last - 2 * half + 1, years.last - half),
            Period(years.last - half + 1, years.last),
        )
        for half in halves
    )


def dated_years(store: Store, query: RouteQuery) -> Period | None:
    """Return the first and the last year of the cases that a query finds; None without a date."""
    chosen = select(store, query.without("years")).cases
    dated = (store.last_year != NO_LAST_YEAR) & ~store.statement
    if chosen is not None:
        dated &= chosen
    if not dated.any():
        return None
    return Period(int(store.first_year[dated].min()), int(store.last_year[dated].max()))


def _overlaps(store: Store, period: Period) -> Ints:
    return np.asarray((store.first_year <= period.last) & (store.last_year >= period.first))
