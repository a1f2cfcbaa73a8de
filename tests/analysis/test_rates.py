"""Intervals and tests are exact, agree with SciPy and statsmodels, and raise few false alarms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, poisson
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.rates import confint_poisson, test_poisson_2indep

from routes.analysis.rates import (
    holm,
    judge,
    poisson_interval,
    rate_ratios,
    split_p,
    tellable,
)

# pytest would take the name for a test.
compare_rates = test_poisson_2indep
del test_poisson_2indep

PERIODS = ((3, 3), (2, 5), (7, 1))
SMALL = [(one, other) for one in range(21) for other in range(21)]
BEFORE, AFTER = (np.array(each) for each in zip(*SMALL, strict=True))


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("count", [*range(21), 100, 4321])
def test_the_interval_of_a_count_is_that_of_statsmodels(count: int, level: float) -> None:
    """Garwood's interval, from the chi-squared distribution."""
    expected = confint_poisson(count, 1, method="exact-c", alpha=1 - level)
    # Of no case at all statsmodels leaves the lower end open.
    low = 0.0 if count == 0 else float(expected[0])
    assert poisson_interval(count, level) == pytest.approx((low, float(expected[1])), rel=1e-9)


def test_the_interval_of_a_count_covers_what_it_should() -> None:
    """Over all counts that could come, at least 95 %, whatever the mean up to 20."""
    bounds = np.array([poisson_interval(count) for count in range(120)])
    for mean in np.linspace(0.01, 20, 400):
        held = (bounds[:, 0] <= mean) & (mean <= bounds[:, 1])
        assert poisson.pmf(np.arange(120), mean)[held].sum() >= 0.95 - 1e-12


@pytest.mark.parametrize("years", PERIODS)
def test_the_interval_of_a_ratio_is_that_of_scipy(years: tuple[int, int]) -> None:
    """The share of the second period has the interval of Clopper and Pearson."""
    found = rate_ratios(BEFORE, AFTER, years=years)
    scale = years[0] / years[1]
    for row, (one, other) in enumerate(SMALL):
        if not one + other:
            assert (found.low[row], found.high[row]) == (0, np.inf)
            continue
        share = binomtest(other, one + other).proportion_ci(0.95, method="exact")
        assert found.low[row] == pytest.approx(share.low / (1 - share.low) * scale, rel=1e-7)
        if one:
            high = share.high / (1 - share.high) * scale
            assert found.high[row] == pytest.approx(high, rel=1e-7)
        else:
            assert found.high[row] == np.inf


@pytest.mark.parametrize("years", PERIODS)
def test_the_p_value_is_twice_the_smaller_tail(years: tuple[int, int]) -> None:
    """The tails are those of SciPy's binomial test and of statsmodels' conditional one."""
    share = years[1] / sum(years)
    found = rate_ratios(BEFORE, AFTER, years=years).p
    for row in range(1, len(SMALL), 7):
        one, other = SMALL[row]
        tails = [
            binomtest(other, one + other, share, alternative=way).pvalue
            for way in ("less", "greater")
        ]
        assert found[row] == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)
        if not one:  # statsmodels divides by the first rate
            continue
        same = [
            compare_rates(
                other, years[1], one, years[0], method="exact-cond", alternative=way
            ).pvalue
            for way in ("smaller", "larger")
        ]
        assert tails == pytest.approx(same, rel=1e-9)


@pytest.mark.parametrize("years", PERIODS)
def test_test_and_interval_agree(years: tuple[int, int]) -> None:
    """A p-value is at most 5 % just where the 95 % interval leaves out 1."""
    found = rate_ratios(BEFORE, AFTER, years=years)
    assert ((found.p <= 0.05) == ((found.low > 1) | (found.high < 1))).all()


def test_nothing_counted_says_nothing() -> None:
    """Two zeros have no ratio, an endless interval and a p-value of 1."""
    found = rate_ratios(np.array([0]), np.array([0]), years=(3, 3))
    assert np.isnan(found.ratio[0])
    assert (found.low[0], found.high[0], found.p[0], found.least_p[0]) == (0, np.inf, 1, 1)


@pytest.mark.parametrize("years", PERIODS)
def test_no_division_has_a_smaller_p_value_than_the_least(years: tuple[int, int]) -> None:
    """The least p-value is the least of all divisions of the same sum."""
    for total in range(30):
        after = np.arange(total + 1)
        found = rate_ratios(total - after, after, years=years)
        assert found.least_p == pytest.approx(np.full(total + 1, found.p.min()), rel=1e-9)


@pytest.mark.parametrize("ratio", [0.25, 1, 3])
@pytest.mark.parametrize("years", [(3, 3), (2, 5)])
def test_the_interval_of_a_ratio_covers_what_it_should(
    ratio: float, years: tuple[int, int]
) -> None:
    """In 4,000 pairs of counts drawn for each mean from 0.25 to 20 at least 94 % hold the truth."""
    draw = np.random.default_rng(20)
    for mean in (0.25, 0.5, 1, 2, 3, 5, 8, 12, 20):
        before = draw.poisson(mean, 4_000)
        after = draw.poisson(mean * ratio * years[1] / years[0], 4_000)
        found = rate_ratios(before, after, years=years)
        assert ((found.low <= ratio) & (ratio <= found.high)).mean() >= 0.94


def test_correction_is_that_of_statsmodels() -> None:
    """Holm's corrected p-values."""
    draw = np.random.default_rng(8)
    for size in (1, 2, 5, 13, 40):
        p = draw.uniform(size=size).round(2) ** 4
        assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def flagged(before: np.ndarray, after: np.ndarray, years: tuple[int, int]) -> bool:
    verdict = judge(rate_ratios(before, after, years=years)).verdict
    return bool(np.isin(verdict, ("emerging", "fading")).any())


@pytest.mark.parametrize("years", [(3, 3), (5, 2)])
def test_without_a_change_few_tables_flag_anything(years: tuple[int, int]) -> None:
    """Of 1,000 tables of 60 flows and their total in which nothing changed, fewer than 50."""
    draw = np.random.default_rng(5)
    rates = np.geomspace(0.05, 12, 60)
    alarms = 0
    for _ in range(1_000):
        before, after = (draw.poisson(rates * each) for each in years)
        before, after = np.append(before, before.sum()), np.append(after, after.sum())
        alarms += flagged(before, after, years)
    assert alarms < 50


def test_without_a_change_cases_in_several_flows_flag_no_more() -> None:
    """Also where each case counts in four flows at once, so that they rise and fall together."""
    draw = np.random.default_rng(6)
    alarms = 0
    for _ in range(1_000):
        before, after = (np.repeat(draw.poisson(9, 10), 4) for _ in range(2))
        alarms += flagged(before, after, (3, 3))
    assert alarms < 50


def test_a_change_is_found() -> None:
    """Five times as many of 12 cases are found among 40 flows without a change."""
    draw = np.random.default_rng(7)
    found = 0
    for _ in range(100):
        before = np.append(draw.poisson(12, 40), draw.poisson(12))
        after = np.append(draw.poisson(12, 40), draw.poisson(60))
        found += judge(rate_ratios(before, after, years=(3, 3))).verdict[-1] == "emerging"
    assert found >= 90


def test_a_change_has_its_direction() -> None:
    """More is emerging and less is fading, also from or to nothing."""
    counts = np.array([0, 30, 30, 2]), np.array([30, 0, 30, 1])
    verdict = judge(rate_ratios(*counts, years=(3, 3))).verdict.tolist()
    assert verdict == ["emerging", "fading", "unchanged", "too_few"]


def test_time_counts() -> None:
    """Twice as many cases in twice the time are no change; the same number in ten times is."""
    counts = np.array([20, 40]), np.array([40, 40])
    found = rate_ratios(*counts, years=(2, 4))
    assert found.ratio.tolist() == [1, 0.5]
    found = rate_ratios(np.array([40]), np.array([40]), years=(1, 10))
    assert judge(found).verdict.tolist() == ["fading"]


@given(st.lists(st.floats(1e-6, 1), max_size=30))
@settings(max_examples=100)
def test_what_could_be_told_is_what_tarone_says(least: list[float]) -> None:
    """The smallest k for which at most k comparisons reach 0.05 / k."""
    array = np.array(least)
    reach = [k for k in range(1, len(least) + 1) if (array <= 0.05 / k).sum() <= k]
    expected = array <= 0.05 / reach[0] if reach else np.zeros(0, bool)
    assert tellable(array).tolist() == expected.tolist()


def test_hopeless_comparisons_do_not_weaken_the_others() -> None:
    """A thousand flows with one case each leave the verdict on the others as it is."""
    counts = np.array([2, 9, 4]), np.array([14, 30, 5])
    alone = judge(rate_ratios(*counts, years=(3, 3)))
    crowd = (np.append(each, np.full(1_000, n)) for n, each in enumerate(counts))
    among = judge(rate_ratios(*crowd, years=(3, 3)))
    assert among.verdict[:3].tolist() == alone.verdict.tolist()
    assert among.p[:2] == pytest.approx(alone.p[:2])
    assert set(among.verdict[3:]) == {"too_few"}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=25))
@settings(max_examples=100)
def test_a_supported_change_is_supported_by_its_own_interval(pairs: list[tuple[int, int]]) -> None:
    """Correction only takes away: what is called a change leaves out 1 by itself too."""
    before, after = (np.array(each) for each in zip(*pairs, strict=True))
    found = rate_ratios(before, after, years=(4, 3))
    verdict = judge(found).verdict
    assert (found.low[verdict == "emerging"] > 1).all()
    assert (found.high[verdict == "fading"] < 1).all()


def test_split_p_is_symmetric() -> None:
    """With periods of the same length it does not matter which comes first."""
    assert split_p(BEFORE, AFTER, share=0.5) == pytest.approx(split_p(AFTER, BEFORE, share=0.5))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: poisson_interval(-1), "Invalid count -1"),
        (lambda: poisson_interval(1, 1.0), r"Invalid level 1\.0"),
        (lambda: rate_ratios(np.array([-2]), np.array([1]), years=(1, 1)), "Invalid count -2"),
        (lambda: rate_ratios(np.array([2]), np.array([1]), years=(1, 0)), "Invalid years"),
    ],
)
def test_impossible_input_is_refused(call: object, message: str) -> None:
    """The message says what was given and the rule."""
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]
