"""The charts of cases count what the filters find, and draw no interval that nobody gave."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings

from routes.analysis import profile, totals
from routes.cases import bundled
from routes.flows import store
from routes.query import RouteQuery
from tests.made_up import made_up, route, some_queries, some_tables

EVERYTHING = RouteQuery()


def figure(value: int, **more: object) -> dict[str, object]:
    return {"case_id": "x", "measure": "victims", "value": value, **more}


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries)
def test_every_number_is_what_its_link_finds(tables: object, query: RouteQuery) -> None:
    """A year, a purpose or an evidence leads to as many cases as its bar says."""
    held = store(tables)  # type: ignore[arg-type]
    for year, row in profile.timeline(held, query).frame.iterrows():
        asked = replace(query, years=(int(year), int(year)))  # type: ignore[call-overload]
        assert totals(held, asked).cases == row["cases"]
    for code, count in profile.purposes(held, query)[0].items():
        assert totals(held, replace(query, purpose=(code,))).cases == count
    for code, count in profile.evidence_mix(held, query)["cases"].items():
        if count:
            asked = replace(query, evidence=(str(code),))
            assert totals(held, asked).cases == count


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries)
def test_people_add_up_to_the_totals(tables: object, query: RouteQuery) -> None:
    """The points of the chart are the figures of the totals, and lie within their ranges."""
    held = store(tables)  # type: ignore[arg-type]
    for measure in ("victims", "arrests"):
        found, total = profile.spread(held, query, measure), getattr(totals(held, query), measure)
        assert found.missing == total.missing
        assert int(found.frame["value"].sum()) == (total.value or 0)
        assert (found.frame["low"] <= found.frame["value"]).all()
        closed = found.frame.dropna(subset=["high"])
        assert (closed["high"] >= closed["value"]).all()


def test_the_public_cases() -> None:
    """Nineteen cases: four without a date, one over several years, one conflict on victims."""
    held = store(bundled())
    found = profile.timeline(held, EVERYTHING)
    assert len(found.undated) == 4
    assert found.several == 1
    assert found.frame["cases"].sum() == 19 - 4 + 3
    assert found.frame.loc[2020, ["day", "month", "year", "cases"]].tolist() == [0, 0, 6, 6]
    victims = profile.spread(held, EVERYTHING, "victims").frame.set_index("case_id")
    assert victims.loc["nemesis", ["value", "low", "high"]].tolist() == [17, 15, 17]
    assert pd.isna(victims.loc["jade", "high"])


def test_at_least_is_open_above() -> None:
    """One source that says "at least" leaves the range of the case without an end."""
    tables = made_up(
        [{"case_id": "x"}],
        route("x", "CO-ARA", "PAN"),
        figures=[figure(30), figure(20, source_id="b", qualifier="at_least", preferred=False)],
    )
    (row,) = profile.spread(store(tables), EVERYTHING, "victims").frame.to_dict("records")
    assert (row["value"], row["low"], row["sources"]) == (30, 20, 2)
    assert pd.isna(row["high"])


def test_parts_of_one_source_are_no_disagreement() -> None:
    """Of several figures of one source the largest is the whole; the range has no width."""
    parts = [figure(10), figure(6, preferred=False), figure(4, preferred=False)]
    tables = made_up([{"case_id": "x"}], route("x", "CO-ARA", "PAN"), figures=parts)
    (row,) = profile.spread(store(tables), EVERYTHING, "victims").frame.to_dict("records")
    assert (row["low"], row["value"], row["high"], row["sources"]) == (10, 10, 10, 1)


def test_a_period_counts_in_each_of_its_years_and_no_other() -> None:
    """As the filter on years finds it; a filter cuts the years off that it leaves out."""
    cases = [
        {
            "case_id": "x",
            "period_start": "2018",
            "period_end": "2020-03",
            "date_precision": "month",
        },
        {"case_id": "y", "date_precision": "unknown"},
        {"case_id": "z", "period_start": "2023-01-02", "date_precision": "day"},
    ]
    held = store(made_up(cases, [row for c in "xyz" for row in route(c, "CO-ARA", "PAN")]))
    found = profile.timeline(held, EVERYTHING)
    assert found.frame["cases"].to_dict() == {2018: 1, 2019: 1, 2020: 1, 2021: 0, 2022: 0, 2023: 1}
    assert found.undated == ("y",)
    assert found.several == 1
    cut = profile.timeline(held, RouteQuery(years=(2019, None)))
    assert list(cut.frame.index) == [2019, 2020, 2021, 2022, 2023]
    assert cut.undated == ()


def test_statements_are_no_cases() -> None:
    """What is said of several cases together is on no chart."""
    tables = made_up(
        [{"case_id": "x", "kind": "statement", "period_start": "2020", "date_precision": "year"}],
        route("x", "CO-ARA", "PAN"),
        figures=[figure(17)],
    )
    held = store(tables)
    assert profile.timeline(held, EVERYTHING).frame.empty
    assert profile.purposes(held, EVERYTHING) == ({}, 0)
    assert profile.evidence_mix(held, EVERYTHING).to_numpy().sum() == 0
    assert profile.spread(held, EVERYTHING, "victims").frame.empty


@pytest.mark.parametrize("query", [EVERYTHING, RouteQuery(evidence=("inferred",))])
def test_the_evidence_mix_counts_the_legs_that_the_filter_leaves(query: RouteQuery) -> None:
    """Under a filter on evidence no other evidence is drawn."""
    found = profile.evidence_mix(store(bundled()), query)
    drawn = found.index[(found[["legs", "places"]].sum(axis=1) > 0)]
    assert set(drawn) == ({"inferred"} if query.evidence else {"stated", "inferred", "mentioned"})
