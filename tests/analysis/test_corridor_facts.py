"""What is known of a corridor and what is not: every statement with its cases and sources."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings

from geo.places import places
from routes.analysis import totals
from routes.analysis.corridors import (
    BORDER_ZONE,
    DOUBTFUL_GRADE,
    UNKNOWNS,
    Corridor,
    Facts,
    corridor,
    corridors,
    doubt,
    facts,
    loose_in,
    routes_in,
)
from routes.cases import Tables, bundled
from routes.evidence import CaseEvidence, evidence
from routes.query import RouteQuery
from routes.store import Store
from tests.made_up import made_up, route, some_tables

EVERYTHING = RouteQuery()
DESTINATIONS = ("CHN", "PAN", BORDER_ZONE)


def told(tables: Tables, name: str) -> tuple[Corridor, Facts, dict[str, CaseEvidence]]:
    columns = Store(tables)
    found = corridor(columns, EVERYTHING, name)
    assert found is not None
    ids = [*found.case_ids, *(each.case_id for each in found.loose)]
    cases = {case.case_id: case for case in evidence(tables, ids, lang="es")}
    return found, facts(columns, found), cases


def all_of(tables: Tables) -> list[tuple[Corridor, Facts, dict[str, CaseEvidence]]]:
    found = corridors(Store(tables), EVERYTHING)
    names = [*found.frame["corridor"], *found.ends["corridor"]]
    return [told(tables, name) for name in names]


def unknown_by_hand(name: str, found: Corridor, case: CaseEvidence) -> bool:
    """Say by its evidence whether something of a case in a corridor is not known."""
    routes = routes_in(found, case)
    vague = ("region", "country")
    sources = {source.reliability for source in case.sources}
    said = {
        "inferred": any(leg.evidence == "inferred" for r in routes for leg in r.legs),
        "origin": any(r.stops[0].place.level in vague for r in routes),
        "destination": any(r.stops[-1].place.level in vague for r in routes),
        "credibility": any(leg.credibility >= DOUBTFUL_GRADE for r in routes for leg in r.legs),
        "crossing": any(
            {stop.place.country for stop in r.stops} != {r.stops[0].place.country}
            and "crossing" not in {stop.role for stop in r.stops}
            for r in routes
        ),
        "identity": any(source.identity_inferred for source in case.sources),
        "one_source": len(case.sources) == 1,
        "weak_sources": not sources & {*"ABC"},
        "undated": not (case.period_start or case.period_end),
        "no_victims": not any(figure.measure == "victims" for figure in case.figures),
        "no_purpose": not {*case.purposes} - {"unspecified"},
        "no_recruitment": not {*case.recruitment} - {"unspecified"},
    }
    assert set(said) == set(UNKNOWNS)
    return said[name]


def check(found: Corridor, known: Facts, cases: dict[str, CaseEvidence]) -> None:
    stated = {share.code: set(share.case_ids) for share in known.unknowns}
    for name in UNKNOWNS:
        wanted = {each for each in found.case_ids if unknown_by_hand(name, found, cases[each])}
        assert stated.get(name, set()) == wanted, name
        for each in wanted:
            assert doubt(name, found, cases[each]).sources, (name, each)
    for name, attribute in (
        ("purposes", "purposes"),
        ("recruitment", "recruitment"),
        ("means", "means"),
    ):
        counted = Counter(
            code
            for each in found.case_ids
            for code in {*getattr(cases[each], attribute)} - {"unspecified"}
        )
        assert {share.code: len(share.case_ids) for share in known.shares[name]} == counted
    pairs: dict[tuple[str, str], bool] = {}
    for each in found.case_ids:
        for way in routes_in(found, cases[each]):
            for leg in way.legs:
                ends = leg.origin.id, leg.destination.id
                pairs[ends] = pairs.get(ends, False) or leg.evidence == "stated"
    assert known.stated_legs == sum(pairs.values())
    assert known.inferred_legs == len(pairs) - sum(pairs.values())
    assert {use.source_id for use in known.sources} == {
        source.id for each in found.case_ids for source in cases[each].sources
    }
    assert known.totals.cases == len(found.case_ids)


@settings(max_examples=40, deadline=None)
@given(some_tables())
def test_facts_are_what_one_counts_by_hand(tables: Tables) -> None:
    """Whatever the cases; and every doubt rests on a source."""
    for found, known, cases in all_of(tables):
        check(found, known, cases)


def test_the_facts_of_every_public_corridor_are_what_one_counts_by_hand() -> None:
    """Among them what is not known, each with its sources."""
    every = all_of(bundled())
    assert len(every) == 54
    for found, known, cases in every:
        check(found, known, cases)


@pytest.mark.parametrize("name", DESTINATIONS)
def test_a_page_asserts_nothing_beyond_the_ways_of_its_cases(name: str) -> None:
    """Its ways are whole routes of its cases between its ends, each stop with a source."""
    found, _, cases = told(bundled(), name)
    for each in found.case_ids:
        routes = routes_in(found, cases[each])
        assert routes
        for way in routes:
            assert len(way.legs) == len(way.stops) - 1 > 0
            assert all(stop.source.publisher for stop in way.stops)
            assert "mentioned" not in {stop.evidence for stop in way.stops}
            last = places()[way.stops[-1].place.id]
            assert name in (last.country, BORDER_ZONE)
    for each in {loose.case_id for loose in found.loose}:
        stops = loose_in(found, cases[each])
        assert len(stops) == sum(loose.case_id == each for loose in found.loose)
        assert all(stop.source.publisher for stop in stops)


def test_the_way_from_cucuta_to_panama_is_an_inference_with_its_reasons() -> None:
    """And the page says so, with the source that it rests on."""
    found, known, cases = told(bundled(), "PAN")
    (inferred,) = (share for share in known.unknowns if share.code == "inferred")
    assert inferred.case_ids == ("cucuta-panama-2021",)
    why = doubt("inferred", found, cases["cucuta-panama-2021"])
    assert len(why.notes) == 2
    assert all("es una conclusión" in note for note in why.notes)
    assert [source.id for source in why.sources] == ["interpol-2021-08-23"]


def test_a_page_says_what_nothing_joins_with_its_destination() -> None:
    """Neither department of the focus with China; Panama has an inferred way from one of them."""
    unsupported = {name: told(bundled(), name)[1].unsupported for name in DESTINATIONS}
    assert unsupported == {"CHN": ("CO-ARA", "CO-NSA"), "PAN": ("CO-ARA",), BORDER_ZONE: ()}
    through_cucuta = told(bundled(), "TTO")[1]
    assert through_cucuta.unsupported == ("CO-ARA",)
    columns = Store(bundled())
    filtered = corridor(columns, RouteQuery(origin=("CO-RIS",)), "PAN")
    assert filtered is not None
    assert facts(columns, filtered).unsupported == ("CO-ARA",)


def test_sources_that_disagree_stay_in_sight() -> None:
    """The 17 and the 15 of Némesis on the page of Arauca and Casanare."""
    _, known, _ = told(bundled(), "CO-ARA~~CO-CAS")
    assert known.totals.conflicts == ("nemesis",)
    assert known.totals.victims.value == 17


def test_figures_are_those_of_the_whole_cases() -> None:
    """A case with two corridors is not divided between them, and counts once for both."""
    stops = [*route("x", "CO-ANT", "CHN"), *route("x", "CO-CAL", "CHN", no=2)]
    figures = [{"case_id": "x", "measure": "victims", "value": 5}]
    tables = made_up([{"case_id": "x"}], stops, figures=figures)
    for name in ("CO-ANT~~CHN", "CO-CAL~~CHN", "CHN"):
        assert told(tables, name)[1].totals == totals(tables, EVERYTHING)


def test_years_hold_a_case_in_each_year_of_its_period() -> None:
    """By precision; a case without a date is in none and is named."""
    _, known, _ = told(bundled(), "PAN")
    assert [(each.year, each.precision) for each in known.years] == [
        (year, "year") for year in range(2018, 2022)
    ]
    assert known.undated_ids == ("risaralda-panama-honduras",)


def test_nothing_else_may_be_unknown() -> None:
    """A misspelt doubt is an error, not an empty list."""
    found, _, cases = told(bundled(), "PAN")
    with pytest.raises(KeyError, match="weather"):
        doubt("weather", found, cases["cucuta-panama-2021"])
