"""Official counts per 100,000 people, with exact intervals, for years that allow it.

A year has a rate where its population is known and the files of the offence hold the whole of it;
every other year has its counts alone. Over several years the counts are divided by the people of
each of these years added up, so that the rate is one per year.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Final

import numpy as np
import pandas as pd

from routes.analysis import context
from routes.analysis.context import Offence
from routes.analysis.population import population
from routes.analysis.rates import poisson_interval

PER: Final = 100_000
"""People to whom a rate refers."""

WIDEST: Final = 3.0
"""Where the upper end of an interval is more than so many times the lower, the records are too few
to tell; about fewer than 15 are."""

_INTERVAL: Final = cache(poisson_interval)
_JANUARY, _DECEMBER = "01", "12"


@dataclass(frozen=True)
class Years:
    """For which years an offence has rates.

    Parameters
    ----------
    rated : tuple of int
        Years with a rate.
    unknown : tuple of int
        Years of the files whose population is not known.
    partial : tuple of int
        Years of which the files hold a part, or nothing.
    """

    rated: tuple[int, ...]
    unknown: tuple[int, ...]
    partial: tuple[int, ...]


def years(rows: pd.DataFrame, offence: Offence) -> Years:
    """Tell the years that have rates from those that have not.

    A year is whole if the files that hold the offence go beyond it, or reach from January, where
    it is their first, to December, where it is their last.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `routes.analysis.context.police` returns them; ``entry`` tells files apart.
    offence : Offence
        What is counted.
    """
    whole, known = set(_whole(rows, offence)), set(population().index)
    asked = context.years(rows)
    return Years(
        rated=tuple(each for each in asked if each in whole & known),
        unknown=tuple(each for each in asked if each not in known),
        partial=tuple(each for each in asked if each in known - whole),
    )


def _whole(rows: pd.DataFrame, offence: Offence) -> range:
    named = rows["offence"].isin(offence.names)
    if "entry" in rows:
        named = rows["entry"].isin(rows.loc[named, "entry"].unique())
    held = rows.loc[named, "happened_on"]
    if held.empty:
        return range(0)
    first, last = str(held.min()), str(held.max())
    begins_late = (first[5:7] or _JANUARY) != _JANUARY
    ends_early = (last[5:7] or _DECEMBER) != _DECEMBER
    return range(int(first[:4]) + begins_late, int(last[:4]) + 1 - ends_early)


def by_department(rows: pd.DataFrame, offence: Offence, chosen: tuple[int, ...]) -> pd.DataFrame:
    """Return the rate of each department over some years that have one.

    Returns
    -------
    pandas.DataFrame
        As `rates` returns it, by ISO 3166-2 code, in the order of DANE's.
    """
    counts = context.by_year(rows, offence).loc[list(chosen)].sum()
    return rates(counts, population().loc[list(chosen)].sum())


def national(rows: pd.DataFrame, offence: Offence, chosen: tuple[int, ...]) -> pd.DataFrame:
    """Return the rate of the country for each of some years that have one, by year.

    Victims of whom the files name no known department are counted.
    """
    named = rows[rows["offence"].isin(offence.names)]
    counts = named.groupby("year")["count"].sum().reindex(list(chosen), fill_value=0)
    return rates(counts, population().loc[list(chosen)].sum(axis=1))


def whole(table: pd.DataFrame) -> pd.Series:
    """Return the rate of all rows of a table of rates together."""
    sums = table[["count", "people"]].sum()
    return rates(pd.Series([sums["count"]]), pd.Series([sums["people"]])).iloc[0]


def ends(table: pd.DataFrame) -> list[float]:
    """Return where the classes of a map of rates end, from the lowest to the highest.

    Only rates that can be told are divided, by quantiles as counts are
    (`routes.analysis.context.breaks`), at numbers with no more decimals than can be read.

    Parameters
    ----------
    table : pandas.DataFrame
        As `rates` returns it.

    Examples
    --------
    >>> made = rates(pd.Series([4, 40, 90, 130]), pd.Series([1_000_000] * 4))
    >>> ends(made)
    [4.0, 9.0, 13.0]
    """
    told = table.loc[table["telling"], "rate"]
    if told.empty:
        return []
    scale = next((10**n for n in (0, 1) if told.max() >= 10 ** (1 - n)), 100)
    # The next number that can be read decides the class, so that classes end at such numbers.
    return [most / scale for _, most in context.breaks([ceil(each * scale) for each in told])]


def class_of(rate: float, ends: Sequence[float]) -> int:
    """Return the class of a rate that can be told, of those that end at `ends`.

    Examples
    --------
    >>> class_of(4.0, [4.0, 9.0, 13.0]), class_of(4.1, [4.0, 9.0, 13.0])
    (0, 1)
    """
    return bisect_left(ends, rate)


def rates(counts: pd.Series, people: pd.Series) -> pd.DataFrame:
    """Return rates per 100,000 people and their exact intervals (Garwood 1936).

    Parameters
    ----------
    counts, people : pandas.Series of int
        With the same index; people are above 0.

    Returns
    -------
    pandas.DataFrame
        ``count``, ``people``, ``rate``, ``low``, ``high`` and ``telling`` (bool): False where the
        records are too few to tell, see `WIDEST`.

    Examples
    --------
    >>> made = rates(pd.Series([4, 400]), pd.Series([1_000_000, 1_000_000]))
    >>> made[["rate", "low", "high"]].round(2).to_numpy().tolist()
    [[0.4, 0.11, 1.02], [40.0, 36.18, 44.12]]
    >>> made["telling"].tolist()
    [False, True]
    """
    limits = np.array([_INTERVAL(int(each)) for each in counts]).reshape(-1, 2)
    scale = PER / people.to_numpy(float)
    return pd.DataFrame(
        {
            "count": counts.astype(np.int64),
            "people": people.astype(np.int64),
            "rate": counts.to_numpy(float) * scale,
            "low": limits[:, 0] * scale,
            "high": limits[:, 1] * scale,
            "telling": limits[:, 1] <= WIDEST * limits[:, 0],
        },
        index=counts.index,
    )
