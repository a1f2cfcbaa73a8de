"""Counts of cases as rates: exact intervals, exact tests, and verdicts that survive many of them.

A number of documented cases is taken as a Poisson count: cases are documented independently of
each other, at a rate that time (years) makes grow. Where one investigation yields several cases,
the truth is less certain than the interval says.

Everything here is exact, none of it leans on large numbers:

- The interval of one count is that of Garwood (1936).
- Two counts are compared given their sum: how it divides is then binomial, and depends on
  nothing but the ratio of the rates (Przyborowski and Wilenski 1940). The interval of the ratio
  is that of Clopper and Pearson (1934) for the share; the p-value doubles the smaller tail, and
  so agrees with the interval (Fay 2010).
- Of many comparisons, those whose sum is too small to say anything, however it divided, are set
  apart (Tarone 1990). The others are corrected by Holm (1979), which holds however the
  comparisons depend on each other: one case may count in several of them.

References
----------
Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in
the case of the binomial. Biometrika 26, 404-413.

Fay, M. P. (2010). Two-sided exact tests and matching confidence intervals for discrete data.
The R Journal 2(1), 53-58.

Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
Statistics 6, 65-70.

Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson
series. Biometrika 31, 313-323.

Tarone, R. E. (1990). A modified Bonferroni method for discrete data. Biometrics 46, 515-522.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, binom, chi2

from routes.columns import Ints, Mask

Floats = npt.NDArray[np.float64]
Verdict = Literal["emerging", "fading", "unchanged", "too_few"]
VERDICTS: Final[tuple[Verdict, ...]] = ("emerging", "fading", "unchanged", "too_few")

LEVEL: Final = 0.95
"""Of the intervals; what is left of 1 is the chance of any false alarm in a whole table."""


def poisson_interval(count: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of the mean of one Poisson count (Garwood 1936).

    Parameters
    ----------
    count : int
        What was counted, 0 or more.
    level : float
        Probability, between 0 and 1, that at least such intervals hold the mean.

    Raises
    ------
    ValueError
        If the count is below 0, or the level not between 0 and 1.

    Examples
    --------
    >>> low, high = poisson_interval(4)
    >>> round(low, 2), round(high, 2)
    (1.09, 10.24)
    """
    _check_level(level)
    if count < 0:
        raise ValueError(f"Invalid count {count}. Must be 0 or more.")
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


@dataclass(frozen=True, eq=False)
class Ratios:
    """Pairs of counts compared, one entry each.

    Parameters
    ----------
    ratio : array of float
        Rate after by rate before: infinite where nothing was before, NaN where nothing was at all.
    low, high : array of float
        Exact interval of the ratio, from 0 to infinity.
    p : array of float
        Exact two-sided p-value that the rates are the same; 1 where nothing was at all.
    least_p : array of float
        The least p-value that any division of the same sum between the periods could have given.
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    least_p: Floats


def rate_ratios(
    before: Ints, after: Ints, *, years: tuple[float, float], level: float = LEVEL
) -> Ratios:
    """Compare pairs of counts, each pair by itself.

    Parameters
    ----------
    before, after : array of int
        Counts of the same thing in the first and in the second period.
    years : (float, float)
        Length of the two periods, in years.
    level : float
        Of the intervals.

    Raises
    ------
    ValueError
        If a count is below 0, a period has no length, or the level is not between 0 and 1.

    Examples
    --------
    >>> found = rate_ratios(np.array([3]), np.array([12]), years=(3, 3))
    >>> [round(float(each[0]), 2) for each in (found.ratio, found.low, found.high, found.p)]
    [4.0, 1.08, 22.09, 0.04]
    """
    _check_level(level)
    one, other = _counts(before), _counts(after)
    if min(years) <= 0:
        raise ValueError(f"Invalid years {years!r}. Both periods must have a length.")
    total, tail = one + other, (1 - level) / 2
    scale = years[0] / years[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(one > 0, other / one * scale, np.where(other > 0, np.inf, np.nan))
        low = np.where(other > 0, beta.ppf(tail, other, one + 1), 0.0)
        high = np.where(one > 0, beta.ppf(1 - tail, other + 1, one), 1.0)
        low, high = low / (1 - low) * scale, high / (1 - high) * scale
    share = years[1] / (years[0] + years[1])
    least = 2 * np.minimum(share**total, (1 - share) ** total)
    return Ratios(
        ratio, low, high, split_p(one, other, share=share), np.minimum(least, 1.0).astype(float)
    )


def split_p(before: Ints, after: Ints, *, share: float) -> Floats:
    """Return the exact two-sided p-value of the division of each sum between two periods.

    Parameters
    ----------
    before, after : array of int
        The counts.
    share : float
        Of the second period in the length of both.
    """
    total = before + after
    fewer, more = binom.cdf(after, total, share), binom.sf(after - 1, total, share)
    p: Floats = np.minimum(2 * np.minimum(fewer, more), 1.0)
    return p


@dataclass(frozen=True, eq=False)
class Judged:
    """What a whole table of comparisons supports, one entry each.

    Parameters
    ----------
    verdict : array of str
        ``emerging`` or ``fading`` where the counts support a change of the rate, ``unchanged``
        where they could but do not, ``too_few`` where no division of so few could.
    p : array of float
        Corrected p-value, NaN where there are too few to tell.
    """

    verdict: npt.NDArray[Any]
    p: Floats


def judge(found: Ratios, *, level: float = LEVEL) -> Judged:
    """Judge all comparisons of a table together.

    If no rate changed at all, the chance that any is called emerging or fading is below
    ``1 - level``, for the whole table.

    Parameters
    ----------
    found : Ratios
        The comparisons.
    level : float
        Confidence in the whole table.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.

    Examples
    --------
    >>> counts = np.array([1, 9, 20]), np.array([2, 9, 2])
    >>> judge(rate_ratios(*counts, years=(3, 3))).verdict.tolist()
    ['too_few', 'unchanged', 'fading']
    """
    _check_level(level)
    telling = tellable(found.least_p, level=level)
    p = np.full(len(found.p), np.nan)
    p[telling] = holm(found.p[telling])
    changed = telling & (np.nan_to_num(p, nan=1.0) <= 1 - level)
    rising = changed & (found.ratio > 1)
    verdict = np.where(telling, "unchanged", "too_few").astype(object)
    verdict[changed] = "fading"
    verdict[rising] = "emerging"
    return Judged(verdict, p)


def tellable(least_p: Floats, *, level: float = LEVEL) -> Mask:
    """Tell which comparisons could be significant in this table at all (Tarone 1990).

    The least number k is sought for which no more than k comparisons can reach a p-value of
    ``(1 - level) / k``; these are the ones. The others can neither raise an alarm nor make the
    correction of the rest stricter. Which they are depends on the sums alone, not on how these
    divide.
    """
    least = np.sort(least_p)
    sizes = np.arange(1, len(least) + 1)
    reach = np.searchsorted(least, (1 - level) / sizes, side="right")
    enough = np.flatnonzero(reach <= sizes)
    if not len(enough):
        return np.zeros(len(least_p), dtype=bool)
    found: Mask = least_p <= (1 - level) / sizes[enough[0]]
    return found


def holm(p: Floats) -> Floats:
    """Return p-values corrected for their number (Holm 1979).

    Examples
    --------
    >>> holm(np.array([0.04, 0.01, 0.03])).tolist()
    [0.06, 0.03, 0.06]
    """
    order = np.argsort(p, kind="stable")
    steps = p[order] * np.arange(len(p), 0, -1)
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(p) else steps
    return corrected


def _counts(given: Ints) -> Ints:
    counts = np.asarray(given, dtype=np.int64)
    if counts.size and counts.min() < 0:
        raise ValueError(f"Invalid count {counts.min()}. Must be 0 or more.")
    return counts


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"Invalid level {level}. Must be between 0 and 1.")
