"""Crossings in time: open on the date, with their cases by year."""

from __future__ import annotations

from datetime import date

from routes.analysis.crossings import listed, open_in, passings
from routes.query import RouteQuery
from routes.store import store
from tests.made_up import made_up, route

ALL = RouteQuery()
CROSSING = {"role": ("recruitment", "crossing", "exploitation")}


def test_a_bridge_is_not_open_before_it_is_built() -> None:
    """The Girardot bridge opened on 1 January 2023; without a date nothing can be ruled out."""
    bridge = listed()["VE-GIRARDOT"]
    assert not bridge.may_be_open(date(2020, 1, 1), date(2022, 12, 31))
    assert bridge.may_be_open(date(2022, 1, 1), date(2023, 1, 1))
    assert bridge.may_be_open(None, None)
    assert listed()["VE-BOLIVAR"].may_be_open(date(2001, 1, 1), date(2001, 1, 1))


def test_every_crossing_says_what_supports_it() -> None:
    """A verified crossing has a source with a date; one without a source is not verified."""
    assert len(listed()) == 68
    assert all(bool(each.source_date) == each.verified for each in listed().values())


def test_a_case_of_several_years_stands_in_each() -> None:
    """Cases by year and the undated ones; the number of cases is no sum of the years."""
    cases = [
        {"case_id": "long", "period_start": "2019", "period_end": "2021-05"},
        {"case_id": "short", "period_start": "2021-03-02"},
        {"case_id": "undated"},
    ]
    stops = [
        row
        for each in ("long", "short", "undated")
        for row in route(each, "81001", "VE-PAEZ", "VEN", **CROSSING)
    ]
    found = passings(store(made_up(cases, stops)), ALL)["VE-PAEZ"]
    assert found.years == ((2019, 1), (2020, 1), (2021, 2))
    assert (found.cases, found.routes, found.undated) == (3, 3, 1)
    assert (found.crossing, found.hub) == (3, 0)
    assert found.early == ()


def test_a_route_over_a_bridge_not_yet_open_is_told() -> None:
    """Where a case ended before the bridge opened, one of the two dates must be wrong."""
    cases = [{"case_id": "old", "period_start": "2020"}, {"case_id": "new", "period_start": "2023"}]
    stops = [
        row
        for each in ("old", "new")
        for row in route(each, "54001", "VE-GIRARDOT", "VEN", **CROSSING)
    ]
    found = passings(store(made_up(cases, stops)), ALL)["VE-GIRARDOT"]
    assert found.case_ids == ("old", "new")
    assert found.early == ("old",)


def test_a_crossing_that_no_route_names_has_no_cases() -> None:
    """That is no error: it is simply not documented."""
    assert passings(store(made_up([{"case_id": "a"}])), ALL) == {}


def test_what_is_no_date_rules_nothing_out() -> None:
    """Only a period that is known for sure keeps a crossing from being offered."""
    assert not open_in("VE-GIRARDOT", "2020", "")
    assert not open_in("VE-GIRARDOT", "", "2022-12-31")
    assert open_in("VE-GIRARDOT", "2020", "2023")
    assert open_in("VE-GIRARDOT", "", "")
    assert open_in("VE-GIRARDOT", "someday", "2020")
    assert open_in("11001", "1950", "1950")
