"""How good the data are: every number against a count of the rows by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from geo.places import LEVELS, places
from routes.analysis.quality import GAPS, GROUPS, quality
from routes.cases import Tables, bundled
from routes.evidence import CaseEvidence, evidence
from routes.flows import store
from routes.query import RouteQuery
from routes.store import Store
from tests.made_up import made_up, route, some_queries, some_tables

EVERYTHING = RouteQuery()


def counted(tables: Tables) -> list[CaseEvidence]:
    found = evidence(tables, tables.cases["case_id"], lang="es")
    return [case for case in found if case.counted]


def said(case: CaseEvidence, measure: str) -> bool:
    return any(figure.measure == measure for figure in case.figures)


def disagree(case: CaseEvidence) -> bool:
    added = ("arrests", "victims", "minors", "assets", "asset_value_cop")
    return any(figure.conflict for figure in case.figures if figure.measure in added)


BY_HAND: dict[str, Callable[[CaseEvidence], Any]] = {
    "conflict": disagree,
    "no_victims": lambda case: not said(case, "victims"),
    "no_minors": lambda case: not said(case, "minors"),
    "no_arrests": lambda case: not said(case, "arrests"),
    "undated": lambda case: not (case.period_start or case.period_end),
    "no_leg": lambda case: not any(route.legs for route in case.routes),
    "no_stated_leg": lambda case: (
        {leg.evidence for route in case.routes for leg in route.legs} == {"inferred"}
    ),
    "bare_inference": lambda case: any(
        stop.evidence == "inferred" and not stop.note
        for route in case.routes
        for stop in route.stops
    ),
    "one_source": lambda case: len(case.sources) == 1,
    "weak_sources": lambda case: (
        case.sources and not {source.reliability for source in case.sources} & {*"ABC"}
    ),
    "undated_source": lambda case: any(not source.published_on for source in case.sources),
    "no_address": lambda case: any(not source.url for source in case.sources),
    "identity": lambda case: any(source.identity_inferred for source in case.sources),
    "no_purpose": lambda case: not {*case.purposes} - {"unspecified"},
    "no_summary": lambda case: not case.summary,
}
"""What each gap means, asked of a case as its page shows it."""


def gaps_of(tables: Tables, query: RouteQuery = EVERYTHING) -> dict[str, tuple[str, ...]]:
    return {gap.name: gap.case_ids for gap in quality(Store(tables), query).gaps}


@pytest.mark.parametrize("name", GAPS)
def test_the_public_cases_lack_what_their_pages_lack(name: str) -> None:
    """The cases behind each number are those in whose rows the thing is missing."""
    wanted = [case.case_id for case in counted(bundled()) if BY_HAND[name](case)]
    assert list(gaps_of(bundled())[name]) == wanted


@settings(max_examples=40, deadline=None)
@given(some_tables())
def test_made_up_cases_lack_what_their_pages_lack(tables: Tables) -> None:
    """The same holds for any cases, in any order of their rows."""
    found = gaps_of(tables)
    for name in GAPS:
        wanted = [case.case_id for case in counted(tables) if BY_HAND[name](case)]
        assert list(found[name]) == wanted, name


@settings(max_examples=40, deadline=None)
@given(some_tables(), some_queries)
def test_only_what_is_in_view_is_measured(tables: Tables, query: RouteQuery) -> None:
    """Under filters, the gaps are those of the selected cases, and statements never count."""
    from routes.analysis import totals

    found = quality(Store(tables), query)
    sums = totals(store(tables), query)
    assert (found.cases, found.statements) == (sums.cases, sums.statements)
    everything = gaps_of(tables)
    for gap in found.gaps:
        assert set(gap.case_ids) <= set(everything[gap.name])
        assert len(gap.case_ids) <= found.cases


@settings(max_examples=40, deadline=None)
@given(some_tables())
def test_legs_divide_as_they_do_on_the_pages(tables: Tables) -> None:
    """Every leg is in one class by evidence, by credibility and by its less precise end."""
    legs = [leg for case in counted(tables) for way in case.routes for leg in way.legs]
    worse = [
        max((leg.origin.level, leg.destination.level), key=LEVELS.index)  # type: ignore[arg-type]
        for leg in legs
    ]
    wanted = {
        "evidence": Counter(leg.evidence for leg in legs),
        "credibility": Counter(str(leg.credibility) for leg in legs),
        "precision": Counter(worse),
    }
    for spread in quality(Store(tables), EVERYTHING).spreads:
        assert spread.total == len(legs)
        assert Counter(dict(spread.counts)) == wanted[spread.name]


def test_the_classes_are_named_from_the_best_to_the_worst() -> None:
    """A reader finds what is sure on the left, and a class of none is shown as none."""
    found = {spread.name: spread for spread in quality(Store(bundled()), EVERYTHING).spreads}
    assert [code for code, _ in found["evidence"].counts] == ["stated", "inferred"]
    assert [code for code, _ in found["credibility"].counts] == [*"123456"]
    assert [code for code, _ in found["precision"].counts] == [*LEVELS]


def test_the_less_precise_end_counts() -> None:
    """A way from a town to a country is known only to the country."""
    tables = made_up([{"case_id": "c"}], route("c", "81001", "CHN"))
    (precision,) = (s for s in quality(Store(tables), EVERYTHING).spreads if s.name == "precision")
    assert places()["81001"].level == "settlement"
    assert dict(precision.counts)["country"] == precision.total == 1


def test_no_case_has_no_faults() -> None:
    """Without cases every number is nought, and nothing divides by it."""
    found = quality(Store(made_up([])), EVERYTHING)
    assert found.cases == found.statements == 0
    assert all(not gap.case_ids for gap in found.gaps)
    assert all(spread.total == 0 for spread in found.spreads)


def test_every_gap_belongs_to_one_group() -> None:
    """Nothing that is measured is left off the screen."""
    assert set(GROUPS) == set(GAPS) == set(BY_HAND)
    assert list(dict.fromkeys(GROUPS[name] for name in GAPS)) == [
        "figures",
        "routes",
        "sources",
        "facts",
    ]
