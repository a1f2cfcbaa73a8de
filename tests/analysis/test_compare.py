"""Two periods are compared flow by flow, over distinct cases, and nothing is left out silently."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

from routes.analysis.compare import cases_compared, cases_of, compare
from routes.analysis.periods import Period, PeriodError, Periods, read_period, suggested
from routes.analysis.trends import reporting_delay, trend, trend_p
from routes.cases import bundled
from routes.cli import app
from routes.flows import cases_behind, store
from routes.query import RouteQuery
from routes.store import Store
from tests.made_up import made_up, route, some_queries, some_tables

NOTHING = RouteQuery()
PERIODS = Periods(Period(2016, 2018), Period(2019, 2021))


def dated(name: str, first: str = "", last: str = "") -> dict[str, str]:
    return {"case_id": name, "period_start": first, "period_end": last or first}


def some_store() -> Store:
    """Cases from Antioquia to China: before, after, both, undated and outside; one to Panama."""
    cases = [
        dated("before", "2016"),
        dated("edge", "2015", "2018-12-31"),
        dated("after", "2019-01-01"),
        dated("both", "2018", "2019"),
        dated("undated"),
        dated("outside", "2024"),
        dated("panama", "2020"),
    ]
    stops = [row for each in cases[:6] for row in route(each["case_id"], "05001", "CHN")]
    # The same case on the same flow twice.
    stops += route("before", "05001", "CHN", no=2)
    stops += route("panama", "05001", "PAN")
    return store(made_up(cases, stops))


def test_each_case_is_placed_once() -> None:
    """In one period, in both, without a date, or outside; never counted twice."""
    found = compare(some_store(), NOTHING, PERIODS)
    rows = found.frame.set_index("to")[["before", "after", "both", "undated"]]
    assert rows.loc["CHN"].tolist() == [2, 1, 1, 1]
    assert rows.loc["PAN"].tolist() == [0, 1, 0, 0]
    total = found.total
    assert (total.before, total.after, total.both, total.undated) == (2, 2, 1, 1)
    assert found.outside == 1


def test_the_cases_behind_a_flow_are_those_counted() -> None:
    """Each number can be led back to its cases."""
    found = cases_of(some_store(), NOTHING, PERIODS, "05001", "CHN")
    assert (found.before, found.after) == (("before", "edge"), ("after",))
    assert (found.both, found.undated) == (("both",), ("undated",))
    assert found.outside == ("outside",)


def test_every_case_and_flow_that_is_not_compared_is_named() -> None:
    """Of all cases, and of the flows that have none in just one of the periods."""
    columns, later = some_store(), Periods(Period(2019, 2020), Period(2021, 2022))
    every = cases_compared(columns, NOTHING, later)
    assert (every.before, every.after, every.undated) == (
        ("after", "both", "panama"),
        (),
        ("undated",),
    )
    assert every.outside == ("before", "edge", "outside")
    earlier = Periods(Period(2010, 2011), Period(2012, 2013))
    found = compare(columns, RouteQuery(destination=("PAN",)), earlier)
    assert found.frame.empty
    assert found.others[["from", "to"]].values.tolist() == [["05001", "PAN"]]


@given(some_tables(), some_queries)
@settings(max_examples=40, deadline=None)
def test_counts_are_those_of_the_cases(tables: object, query: RouteQuery) -> None:
    """For every flow of made-up tables the counts are those of the cases named."""
    columns = store(tables)  # type: ignore[arg-type]
    for level in ("place", "country"):
        found = compare(columns, query, PERIODS, level=level)
        for row in found.frame.to_dict("records"):
            ends = (row["from"], row["to"])
            named = cases_of(columns, query, PERIODS, *ends, level=level)
            for name in ("before", "after", "both", "undated"):
                assert row[name] == len(getattr(named, name))
            everything = cases_behind(columns, query.without("years"), *ends, level=level)
            assert {*named.before, *named.after, *named.both, *named.undated} <= set(everything)


def test_the_years_of_the_query_play_no_part() -> None:
    """The periods take their place."""
    narrowed = compare(some_store(), RouteQuery(years=(2020, 2020)), PERIODS)
    assert repr(narrowed.total) == repr(compare(some_store(), NOTHING, PERIODS).total)


def test_other_filters_do() -> None:
    """Only the cases that are asked for are compared."""
    found = compare(some_store(), RouteQuery(destination=("PAN",)), PERIODS)
    assert found.frame["to"].tolist() == ["PAN"]
    assert (found.total.before, found.total.after) == (0, 1)


def many(before: int, after: int) -> Store:
    years = ["2017"] * before + ["2020"] * after
    cases = [dated(f"c{n}", year) for n, year in enumerate(years)]
    cases += [dated("one", "2017"), dated("other", "2020")]
    stops = [row for each in cases[:-2] for row in route(each["case_id"], "05001", "CHN")]
    stops += route("one", "81001", "PAN") + route("other", "CO-CAL", "PAN")
    return store(made_up(cases, stops))


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(2, 25, "emerging"), (25, 2, "fading"), (12, 14, "unchanged"), (1, 2, "too_few")],
)
def test_only_what_the_counts_support_is_called_a_change(
    before: int, after: int, verdict: str
) -> None:
    """Supported changes come first; single cases are always too few to tell."""
    found = compare(many(before, after), NOTHING, PERIODS)
    first = found.frame.iloc[0]
    assert (first["before"], first["after"], first["verdict"]) == (before, after, verdict)
    assert found.frame["verdict"].tolist()[1:] == ["too_few", "too_few"]


def test_the_public_cases_are_too_few_to_tell() -> None:
    """Twenty cases in ten years support no change of any flow, at any level."""
    columns = store(bundled())
    for level in ("place", "department", "country"):
        for periods in suggested(columns, NOTHING):
            found = compare(columns, NOTHING, periods, level=level)
            assert found.count("emerging") == found.count("fading") == 0
    cases = bundled().cases
    counted = int((cases["kind"] != "statement").sum())
    total = found.total
    assert total.before + total.after + total.both + total.undated + found.outside == counted


@pytest.mark.parametrize("text", ["", "2016:", ":2018", "2018:2016", "x", "16:18", "2016:2018:20"])
def test_what_is_no_period_is_refused(text: str) -> None:
    """A period has both its ends."""
    with pytest.raises(PeriodError, match="before"):
        read_period(text)


def test_periods_follow_each_other() -> None:
    """Periods that overlap would count cases twice."""
    with pytest.raises(PeriodError, match="begin after"):
        Periods(Period(2016, 2019), Period(2019, 2021))


def test_a_period_survives_the_link() -> None:
    """What is written is what is read."""
    for period in (Period(2016, 2018), Period(2020, 2020)):
        assert read_period(str(period)) == period


def test_suggestions_end_with_the_last_year() -> None:
    """Two periods of the same length, side by side, and none without a dated case."""
    found = suggested(some_store(), NOTHING)
    assert [str(each.after) for each in found] == ["2020:2024", "2022:2024", "2024"]
    assert all(each.before.years == each.after.years for each in found)
    assert all(each.before.last + 1 == each.after.first for each in found)
    assert suggested(some_store(), RouteQuery(text="undated")) == ()


def test_years_have_no_gap_and_count_each_case_once() -> None:
    """A case of several years counts in its last; one without a date stands apart."""
    found = trend(some_store(), NOTHING, PERIODS.whole)
    counted = dict(zip(found.frame["year"], found.frame["cases"], strict=True))
    assert counted == {
        **dict.fromkeys(range(2015, 2025), 0), 2016: 1, 2018: 1, 2019: 2, 2020: 1, 2024: 1
    }  # fmt: skip
    assert (found.undated, found.several_years) == (1, 2)
    assert found.frame["low"].le(found.frame["cases"]).all()
    assert found.frame["high"].gt(found.frame["cases"]).all()


def test_the_trend_of_no_change_is_seldom_flagged() -> None:
    """Of 1,000 rows of years without a trend, at most 5 % have a p-value of 5 % or less."""
    draw = np.random.default_rng(3)
    rows = [draw.poisson(mean, 8) for mean in (0.5, 2, 6, 15) for _ in range(250)]
    assert np.mean([trend_p(each) <= 0.05 for each in rows]) <= 0.05


def test_the_trend_is_exact() -> None:
    """The p-value is that of every way in which four cases fall into three years."""
    sums = [a + b + c + d for a in range(3) for b in range(3) for c in range(3) for d in range(3)]
    for cases in ([4, 0, 0], [2, 1, 1], [0, 2, 2], [0, 0, 4]):
        seen = cases[1] + 2 * cases[2]
        tails = np.mean([each <= seen for each in sums]), np.mean([each >= seen for each in sums])
        assert trend_p(np.array(cases)) == pytest.approx(min(1, 2 * min(tails)))


def test_a_trend_needs_enough_to_be_told() -> None:
    """Two cases say nothing; twenty that grow do."""
    few = store(made_up([dated("a", "2020"), dated("b", "2021")]))
    assert trend(few, NOTHING, PERIODS.whole).test.direction == "too_few"
    years = [2016, 2017, 2018, 2018, *[2019] * 4, *[2020] * 6, *[2021] * 8]
    cases = [dated(f"c{n}", str(year)) for n, year in enumerate(years)]
    assert trend(store(made_up(cases)), NOTHING, PERIODS.whole).test.direction == "rising"
    cases = [dated(f"c{n}", str(4037 - year)) for n, year in enumerate(years)]
    assert trend(store(made_up(cases)), NOTHING, PERIODS.whole).test.direction == "falling"


def test_the_delay_is_that_of_the_first_publication() -> None:
    """In months, for cases whose dates say the month; the newest source bounds what is known."""
    sources = [
        {"source_id": "a", "published_on": "2020-03-10"},
        {"source_id": "b", "published_on": "2020-07"},
        {"source_id": "c", "published_on": "2021"},
    ]
    cases = [dated("x", "2020-01-20"), dated("y", "2020-01"), dated("year", "2020")]
    stops = [
        *route("x", "05001", "CHN", source_id="b"),
        *route("x", "05001", "PAN", no=2, source_id="a"),
        *route("y", "05001", "CHN", source_id="b"),
        *route("year", "05001", "CHN", source_id="c"),
    ]
    found = reporting_delay(store(made_up(cases, stops, sources=sources)), NOTHING)
    assert (found.cases, found.median, found.usual) == (2, 4, 6)
    assert (found.newest, found.incomplete_from) == ("2021", 2020)


def test_without_dates_no_delay_is_claimed() -> None:
    """Neither a median nor a year that is incomplete."""
    found = reporting_delay(some_store(), NOTHING)
    assert (found.cases, found.median, found.newest, found.incomplete_from) == (0, None, "", None)


def command(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["compare", "--which", "public", *words])
    return result.exit_code, result.output


def test_the_command_writes_the_comparison() -> None:
    """As JSON, the numbers of the library; what is infinite or unknown is null."""
    status, text = command(
        "--before", "2016:2020", "--after", "2021:2025", "--level", "country", "--json"
    )
    value = json.loads(text)
    expected = compare(
        store(bundled()), NOTHING, Periods(Period(2016, 2020), Period(2021, 2025)), level="country"
    )
    assert status == 0
    assert value["before"] == {"first": 2016, "last": 2020, "years": 5}
    assert [each["to"] for each in value["flows"]] == expected.frame["to"].tolist()
    assert value["total"]["before"] == expected.total.before
    assert all(each["corrected_p"] is None for each in value["flows"])
    assert {each["ratio"] for each in value["flows"] if not each["before"]} == {None}
    assert math.isfinite(value["trend"]["p"])


def test_the_command_speaks_to_people() -> None:
    """The verdict stands in words, in both languages."""
    assert "Demasiado pocos para decir" in command("--level", "country")[1]
    assert "Too few to tell" in command("--level", "country", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--before", "x", "--after", "2020"], "before"),
        (["--before", "2016:2020", "--after", "2020:2021"], "after"),
        (["--before", "2016:2018"], "--after"),
        (["--before", "2016", "--after", "2017", "--years", "2016"], "--years"),
        (["--q", "xyzxyz"], "fecha"),
    ],
)
def test_the_command_says_what_is_wrong(words: list[str], said: str) -> None:
    """With exit status 2 and no table."""
    status, text = command(*words)
    assert status == 2
    assert said in text
