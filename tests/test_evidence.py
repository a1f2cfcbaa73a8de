"""Gathering what supports a case."""

import dataclasses

import pytest

from routes.cases import bundled
from routes.evidence import evidence


def test_cases_come_in_the_order_asked_for_and_once() -> None:
    found = evidence(bundled(), ["nemesis", "jade", "nemesis", "no-such-case"], lang="es")
    assert [case.case_id for case in found] == ["nemesis", "jade"]


def test_every_leg_has_a_source() -> None:
    """No line without a publication behind it."""
    for case in evidence(bundled(), bundled().cases["case_id"], lang="es"):
        for route in case.routes:
            for leg in route.legs:
                assert leg.sources
                assert all(ref.publisher and ref.title for ref in leg.sources)


def test_mentioned_places_make_no_leg() -> None:
    for case in evidence(bundled(), bundled().cases["case_id"], lang="es"):
        for route in case.routes:
            ends = [stop for stop in route.stops if stop.evidence != "mentioned"]
            assert len(route.legs) == max(len(ends) - 1, 0)


def test_a_leg_is_as_weak_as_its_weaker_stop() -> None:
    (case,) = evidence(bundled(), ["medellin-2025"], lang="en")
    leg = case.routes[0].legs[0]
    assert [stop.evidence for stop in case.routes[0].stops] == ["inferred", "stated"]
    assert (leg.evidence, leg.credibility) == ("inferred", 3)
    assert "conclusion" in leg.notes[0]


@pytest.mark.parametrize(
    ("lang", "place", "word"), [("es", "Perú", "detenciones"), ("en", "Peru", "arrests")]
)
def test_text_and_places_come_in_the_language_asked_for(lang: str, place: str, word: str) -> None:
    (case,) = evidence(bundled(), ["bogota-peru-2025"], lang=lang)
    assert case.routes[0].stops[-1].place.name == place
    assert word in case.summary


def test_the_preferred_reading_comes_first() -> None:
    for case in evidence(bundled(), bundled().cases["case_id"], lang="es"):
        for figure in case.figures:
            assert figure.readings[0].preferred or not any(r.preferred for r in figure.readings)


def test_text_of_the_other_language_stands_in_for_a_missing_one() -> None:
    tables = bundled()
    cases = tables.cases.copy()
    cases["summary_en"] = ""
    (case,) = evidence(dataclasses.replace(tables, cases=cases), ["jade"], lang="en")
    assert case.summary == tables.cases["summary_es"].iloc[0]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x.example"])
def test_only_web_addresses_are_fit_for_links(address: str) -> None:
    tables = bundled()
    sources = tables.sources.copy()
    sources["url"] = address
    (case,) = evidence(dataclasses.replace(tables, sources=sources), ["jade"], lang="en")
    assert {ref.url for ref in case.sources} == {""}


def test_unknown_addresses_stay_unknown() -> None:
    (case,) = evidence(bundled(), ["penumbra-2018"], lang="es")
    assert [ref.url for ref in case.sources] == [""]
