"""What the difference map is given: verdict and counts of each flow, supported changes on top."""

from __future__ import annotations

import pytest

from routes.analysis.compare import compare
from routes.analysis.periods import Period, Periods
from routes.flows import flows, store
from routes.publish.change_value import change_value
from routes.query import RouteQuery
from tests.made_up import made_up, route

PERIODS = Periods(Period(2016, 2018), Period(2019, 2021))
QUERY = RouteQuery()


def columns(*counts: tuple[str, int, int]) -> object:
    cases, stops = [], []
    for end, *each in counts:
        for year, count in zip(("2017", "2020"), each, strict=True):
            for n in range(count):
                name = f"{end}-{year}-{n}"
                cases.append({"case_id": name, "period_start": year, "period_end": year})
                stops += route(name, "05001", end)
    # Of this flow no case has a date.
    return store(made_up([*cases, {"case_id": "x"}], [*stops, *route("x", "05001", "COL")]))


def test_each_flow_has_its_verdict_and_its_counts() -> None:
    """In the order of the flows; what is drawn last lies on top."""
    found = columns(("CHN", 2, 25), ("PAN", 1, 1))
    compared = compare(found, QUERY, PERIODS)  # type: ignore[arg-type]
    value = change_value(flows(found, QUERY), compared)  # type: ignore[arg-type]
    ends = [value["places"][row[1]][0] for row in value["flows"]]
    assert ends == ["PAN", "CHN"]
    assert value["change"] == [["too_few", 1, 1], ["emerging", 2, 25]]
    assert [row[2] for row in value["flows"]] == [2, 27]
    assert value["mentions"] == []


def test_nothing_compared_is_nothing_drawn() -> None:
    """Flows without a dated case are not on the map of changes."""
    found = columns()
    compared = compare(found, QUERY, PERIODS)  # type: ignore[arg-type]
    value = change_value(flows(found, QUERY), compared)  # type: ignore[arg-type]
    assert (value["flows"], value["change"]) == ([], [])


def test_levels_must_agree() -> None:
    """A comparison of countries says nothing of places."""
    found = columns(("CHN", 2, 25))
    compared = compare(found, QUERY, PERIODS, level="country")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"'place'.*'country'"):
        change_value(flows(found, QUERY), compared)  # type: ignore[arg-type]
