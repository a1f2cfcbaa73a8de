"""Counts of cases that may not be shown, and what of them is."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routes.release.cells import (
    GEOGRAPHIES,
    NATIONALITY,
    WHOLE,
    Cell,
    count,
    frame,
    parents,
    primary,
    shown_in,
    suppressed,
    within,
)
from routes.release.contributions import (
    LEAVES,
    SEVERAL,
    UNDATED,
    UNKNOWN,
    Contribution,
    contributions,
    secret,
)
from routes.release.suppression import protect
from tests.made_up import made_up, route
from tests.release.offices import one

AREAS = ("CO-ARA", "CO-NSA", "CO-ANT", "VEN", SEVERAL, UNKNOWN)

some_contributions = st.lists(
    st.builds(
        Contribution,
        year=st.sampled_from([UNDATED, 2019, 2020, 2021]),
        origin=st.sampled_from(AREAS),
        destination=st.sampled_from(["CHN", "PAN", "CO-ARA", UNKNOWN]),
        nationality=st.sampled_from(["COL", "VEN", SEVERAL, UNKNOWN]),
        victims=st.tuples(*[st.integers(0, 9)] * len(LEAVES)),
    ),
    max_size=25,
).map(lambda found: {f"c{number}": each for number, each in enumerate(found)})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(holds=some_contributions)
def test_every_number_shown_is_large_round_and_near(holds: dict[str, Contribution]) -> None:
    """At least 11, a multiple of 5, at most 2 from the truth, and part of what is shown too."""
    found = protect(holds, [])
    truth = count(holds.values())
    if found is None:
        return
    shown = shown_in(found.lattice.frame)
    for cell, number in shown.items():
        assert number >= found.lattice.threshold == 11
        assert number % found.lattice.rounding == 0
        assert abs(number - truth[cell]) <= 2
        assert all(up in shown for up in parents(cell))
    hidden = found.lattice.frame[found.lattice.frame["suppressed"]]
    assert hidden["victims"].isna().all()
    assert set(suppressed(shown)).isdisjoint(shown)
    assert found.suppressed == {"cells": len(suppressed(shown))}


@settings(max_examples=60, deadline=None)
@given(holds=some_contributions)
def test_years_and_areas_add_up_and_parts_do_not_exceed(holds: dict[str, Contribution]) -> None:
    """Every victim is in one year, one origin, one destination, and in each group at most once."""
    truth = count(holds.values())
    for up in truth:
        below = [each for each in truth if up in parents(each)]
        for kind in GEOGRAPHIES:
            if not up.area:
                assert sum(truth[e] for e in below if e.geography == kind) == truth[up]
        if not up.year:
            assert sum(truth[e] for e in below if e.year) == truth[up]
        groups = [each for each in below if each.group != up.group]
        for named in (True, False):
            part = sum(truth[e] for e in groups if e.group.startswith(NATIONALITY) == named)
            assert part <= truth[up]


@given(holds=some_contributions)
@settings(max_examples=40, deadline=None)
def test_a_frame_says_all_that_is_shown_and_no_more(holds: dict[str, Contribution]) -> None:
    """What is over all areas stands under both geographies; order and content are the same."""
    shown = primary(count(holds.values()))
    made = frame(shown)
    assert shown_in(made) == shown
    assert frame(dict(sorted(shown.items(), reverse=True))).equals(made)
    for cell in (*shown, *suppressed(shown)):
        assert within(cell, WHOLE)
    key = ["geography", "area", "year", "period", "group"]
    assert not made.duplicated(key).any()


def test_small_counts_are_not_shown_at_all() -> None:
    """Nor is that there are any: without a number there is no lattice."""
    assert protect({}, []) is None
    assert protect({"a": one()}, []) is None


def test_what_a_part_leaves_of_a_whole_has_room() -> None:
    """18 of 20 victims in one year would tell that the other years had almost none."""
    holds = {"a": one(victims=(0, 0, 0, 20, 0, 0, 0)), "b": one(2021)}
    shown = shown_in(protect(holds, []).lattice.frame)
    assert Cell("", "", "2020", "all") in shown
    shown = shown_in(protect({"a": holds["a"]}, []).lattice.frame)
    assert Cell("", "", "2020", "all") not in shown
    assert shown == {WHOLE: 20}


def test_a_lattice_says_nothing_of_the_number_of_cases() -> None:
    """One case of 40 victims and forty of one look the same."""
    single = protect({"a": one(victims=(0, 0, 0, 40, 0, 0, 0))}, [])
    many = {f"c{each}": one(victims=(0, 0, 0, 1, 0, 0, 0)) for each in range(40)}
    assert protect(many, []).lattice.frame.equals(single.lattice.frame)
    assert list(single.lattice.frame.columns) == [
        *("geography", "area", "year", "period", "group", "victims", "suppressed")
    ]


STOPS = [
    ("dep", route("x", "81001", "PAN"), "CO-ARA", "PAN"),
    ("region", route("x", "REG-EJE-CAFETERO", "GN1809858"), "COL", "CHN"),
    ("several", route("x", "CO-ARA", "PAN") + route("x", "CO-ANT", "CHN", no=2), SEVERAL, SEVERAL),
    ("same", route("x", "81001", "PAN") + route("x", "CO-ARA", "PAN", no=2), "CO-ARA", "PAN"),
    ("none", [], UNKNOWN, UNKNOWN),
    ("mentioned", route("x", "CO-ARA", "PAN", evidence="mentioned"), UNKNOWN, UNKNOWN),
]


@pytest.mark.parametrize(("name", "stops", "origin", "destination"), STOPS)
def test_a_case_is_counted_in_one_area(
    name: str, stops: list[dict[str, object]], origin: str, destination: str
) -> None:
    """A department of Colombia or a country, 'several', or 'unknown'."""
    figures = [{"case_id": "x", "measure": "victims", "value": 9}]
    tables = made_up([{"case_id": "x", "handling": "reserved"}], stops, figures=figures)
    found = secret(tables)["x"]
    assert (found.origin, found.destination) == (origin, destination)


FIGURES = [
    ({"victims": 17, "minors": 6}, {"minors_sex_unknown": 6, "adults_sex_unknown": 11}),
    ({"victims": 17, "minors": 6, "women": 11}, {"minors_sex_unknown": 6, "women": 11}),
    ({"victims": 17, "women": 11}, {"women": 11, "age_unknown": 6}),
    ({"victims": 9}, {"age_unknown": 9}),
    ({"victims": 9, "minors": 0}, {"adults_sex_unknown": 9}),
    ({"girls": 2, "women": 3}, {"girls": 2, "women": 3}),
    ({"victims": 4, "girls": 3, "boys": 3, "women": 5}, {"girls": 3, "boys": 1}),
    ({"victims": 9, "minors": 2, "girls": 3}, {"girls": 3, "adults_sex_unknown": 6}),
]


@pytest.mark.parametrize(("given_figures", "expected"), FIGURES)
def test_every_victim_is_in_one_group(
    given_figures: dict[str, int], expected: dict[str, int]
) -> None:
    """Age and sex as far as given; what is not known stays so, and parts never exceed the whole."""
    figures = [
        {"case_id": "x", "measure": name, "value": value} for name, value in given_figures.items()
    ]
    tables = made_up([{"case_id": "x", "handling": "reserved"}], figures=figures)
    parts = dict(zip(LEAVES, secret(tables)["x"].victims, strict=True))
    assert {name: number for name, number in parts.items() if number} == expected


def test_cases_without_victims_and_statements_add_nothing() -> None:
    """A statement speaks of cases that are counted already."""
    rows = [
        {"case_id": "x", "handling": "reserved"},
        {"case_id": "y", "handling": "reserved", "kind": "statement"},
        {"case_id": "z"},
    ]
    figures = [{"case_id": each, "measure": "victims", "value": 9} for each in "yz"]
    tables = made_up(rows, figures=figures)
    assert secret(tables) == {}
    assert list(contributions(tables, [0, 1, 2])) == ["z"]


@pytest.mark.parametrize(
    ("start", "end", "year"), [("2020-03", "", 2020), ("2019", "2021", 2019), ("", "", UNDATED)]
)
def test_a_case_is_counted_in_the_year_in_which_it_begins(start: str, end: str, year: int) -> None:
    """Or in none."""
    row = {"case_id": "x", "handling": "classified", "period_start": start, "period_end": end}
    figures = [{"case_id": "x", "measure": "victims", "value": 9, "nationality": "VEN"}]
    found = secret(made_up([row], figures=figures))["x"]
    assert (found.year, found.nationality) == (year, "VEN")
