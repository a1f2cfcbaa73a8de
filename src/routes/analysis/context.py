"""Official statistics by department and year, and transits by nationality and month.

They are context: nothing here knows a case, and no case is ever counted here. Departments are
those that the files name by their codes, never found from a position.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from geo.layers import departments
from geo.names import fold
from geo.places import places
from routes.cases.model import TRANSIT
from routes.text import Text

TRAFFICKING: Final = "trafficking"
"""Code of the offences of articles 188A and 188B of the Colombian penal code together."""

MEASURES: Final = ("victims", "share", "rate")
"""Counts as the files give them, their share of all departments in the same years, and their rate
among the people of the same years (`routes.analysis.official_rates`)."""

CLASSES: Final = 5
"""Into so many classes of counts a map is divided at most."""

_TRAFFICKING: Final = re.compile(r"\b188\s*-?\s*[ab]\b")
_LONGEST: Final = 60


@dataclass(frozen=True)
class Offence:
    """One offence, or trafficking in persons with its aggravated form.

    Parameters
    ----------
    code : str
        Of links: lower case letters, digits and hyphens.
    names : tuple of str
        The offences it takes in, as the files write them.
    victims : int
        Their sum over all years and places.
    """

    code: str
    names: tuple[str, ...]
    victims: int


def police(statistics: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of offences, with the ``year`` of each (int).

    Parameters
    ----------
    statistics : pandas.DataFrame
        As `Register.statistics` returns them.
    """
    rows = statistics[~statistics["offence"].str.startswith(TRANSIT)]
    return _dated(rows)


def transits(statistics: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of transits, with ``year``, ``month`` (``YYYY-MM``) and ``nationality``."""
    rows = _dated(statistics[statistics["offence"].str.startswith(TRANSIT)])
    who = rows["offence"].str.removeprefix(TRANSIT)
    return rows.assign(month=rows["happened_on"].str[:7], nationality=who)


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(year=rows["happened_on"].str[:4].astype(int)).reset_index(drop=True)


def offences(rows: pd.DataFrame) -> tuple[Offence, ...]:
    """Return the offences that rows of the police name: trafficking first, then by their sums.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `police` returns them.
    """
    sums = rows.groupby("offence", observed=True)["count"].sum()
    order = sorted(sums.index, key=lambda name: (-int(sums[name]), name))
    found: list[Offence] = []
    both = tuple(name for name in order if is_trafficking(name))
    if both:
        found.append(Offence(TRAFFICKING, both, int(sums[list(both)].sum())))
    taken = {TRAFFICKING}
    for name in order:
        code = _code(name, taken)
        taken.add(code)
        found.append(Offence(code, (name,), int(sums[name])))
    return tuple(found)


def is_trafficking(offence: str) -> bool:
    """Tell whether an offence is trafficking in persons; smuggling of migrants is not.

    Examples
    --------
    >>> is_trafficking("ARTICULO 188 A.- TRATA DE PERSONAS")
    True
    >>> is_trafficking("ARTICULO 188. TRAFICO DE MIGRANTES")
    False
    """
    return bool(_TRAFFICKING.search(fold(offence)))


def _code(name: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_LONGEST] or "x"
    code, n = base, 2
    while code in taken:
        code, n = f"{base}-{n}", n + 1
    return code


def years(rows: pd.DataFrame) -> list[int]:
    """Return every year from the first to the last that rows name, those without rows too."""
    if rows.empty:
        return []
    return list(range(int(rows["year"].min()), int(rows["year"].max()) + 1))


def by_department(rows: pd.DataFrame, offence: Offence, *, year: int | None = None) -> pd.Series:
    """Return the victims by department: all 33, in the order of their codes, with 0 for none.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `police` returns them.
    offence : Offence
        What is counted.
    year : int, optional
        All years where left out.

    Returns
    -------
    pandas.Series of int
        Index: ISO 3166-2 codes. What the file places in no known department is in `elsewhere`.
    """
    chosen = _chosen(rows, offence, year)
    sums = chosen.groupby("department_id", observed=True)["count"].sum()
    return sums.reindex(list(names()), fill_value=0).astype(np.int64)


def elsewhere(rows: pd.DataFrame, offence: Offence, *, year: int | None = None) -> int:
    """Return the victims of whom the file names no known department."""
    chosen = _chosen(rows, offence, year)
    return int(chosen.loc[~chosen["department_id"].isin(list(names())), "count"].sum())


def by_year(rows: pd.DataFrame, offence: Offence) -> pd.DataFrame:
    """Return the victims by year (index) and department (columns), with 0 for none."""
    chosen = _chosen(rows, offence, None)
    table = chosen.pivot_table(
        index="year", columns="department_id", values="count", aggfunc="sum", fill_value=0
    )
    whole = table.reindex(index=years(rows), columns=list(names()), fill_value=0)
    return whole.astype(np.int64)


def _chosen(rows: pd.DataFrame, offence: Offence, year: int | None) -> pd.DataFrame:
    chosen = rows[rows["offence"].isin(offence.names)]
    return chosen if year is None else chosen[chosen["year"] == year]


@cache
def names() -> dict[str, str]:
    """Return the names of the departments by their ISO 3166-2 codes, in the order of DANE's."""
    layer = departments()
    return dict(zip(layer["iso"], layer["name"], strict=True))


def breaks(values: Sequence[int]) -> list[tuple[int, int]]:
    """Return the classes of counts: least and most of each, from few to many, without gaps.

    Their borders are quantiles of the distinct counts above 0, so that they say as much of small
    counts as of large ones.

    Examples
    --------
    >>> breaks([0, 1, 1, 2, 3, 5, 8, 13, 21, 34])
    [(1, 1), (2, 3), (4, 5), (6, 13), (14, 34)]
    >>> breaks([0, 0]), breaks([4, 7])
    ([], [(1, 4), (5, 7)])
    """
    distinct = np.unique([each for each in values if each > 0])
    if not len(distinct):
        return []
    count = min(CLASSES, len(distinct))
    places_ = np.linspace(0, len(distinct), count + 1)[1:].astype(int) - 1
    ends = [int(distinct[place]) for place in places_]
    starts = [1, *(end + 1 for end in ends[:-1])]
    return list(zip(starts, ends, strict=True))


def class_of(value: int, classes: Sequence[tuple[int, int]]) -> int | None:
    """Return the class of a count; None for 0."""
    return next((n for n, (least, most) in enumerate(classes) if least <= value <= most), None)


def monthly_years(rows: pd.DataFrame) -> list[int]:
    """Return the years of transits that the file divides into months; others it gives as one."""
    if rows.empty:
        return []
    months = rows.groupby("year")["month"].nunique()
    return [int(year) for year in months.index[months > 1]]


def monthly(rows: pd.DataFrame) -> pd.DataFrame:
    """Return transits by month (index) and nationality; missing where the file has no row.

    Every month from the first to the last is there, also those that the file leaves out.
    """
    table = rows.pivot_table(index="month", columns="nationality", values="count", aggfunc="sum")
    months = pd.period_range(rows["month"].min(), rows["month"].max(), freq="M")
    return table.reindex(months.strftime("%Y-%m")).astype("Int64")


def leading(rows: pd.DataFrame, *, most: int, always: Sequence[str] = ()) -> list[str]:
    """Return the nationalities with most transits; those of `always` are among them if named."""
    sums = rows.groupby("nationality")["count"].sum()
    order = sorted(sums.index, key=lambda code: (-int(sums[code]), code))
    first = [code for code in always if code in order]
    others = [code for code in order if code not in first]
    chosen = {*first, *others[: max(most - len(first), 0)]}
    return [code for code in order if code in chosen]


def nationality_name(code: str, t: Text) -> str:
    """Return what a nationality is called; of a code that no country has, the code itself.

    Examples
    --------
    >>> from routes.text import load
    >>> nationality_name("VEN", load("es")), nationality_name("OOO", load("es"))
    ('Venezuela', 'OOO (código del archivo)')
    """
    place = places().get(code)
    if place is None or place.level != "country":
        return t("context.unknown_nationality", code=code)
    return place.name(t.lang)
