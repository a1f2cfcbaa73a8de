"""Totals count a case once, keep qualifiers, and tell where sources disagree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from routes.analysis import Reading, Total, conflicts, totals
from routes.analysis.totals import MEASURES
from routes.cases import Tables, bundled
from routes.evidence import evidence
from routes.flows import store
from routes.query import RouteQuery
from tests import oracle
from tests.made_up import made_up, route, some_queries, some_tables

PRESS_RELEASE = RouteQuery(source=("fiscalia-2020-12-15",))


def figure(case_id: str, measure: str, value: int, **more: object) -> dict[str, object]:
    return {"case_id": case_id, "measure": measure, "value": value, **more}


def test_the_press_release_adds_up_to_its_own_totals() -> None:
    """4 structures, 22 arrests, 17 victims of whom 6 minors, 7 assets worth COP 1,500 million."""
    found = totals(bundled(), PRESS_RELEASE)
    assert found.cases == 4
    assert [getattr(found, name).value for name in MEASURES] == [22, 17, 6, 7, 1_500_000_000]
    assert {getattr(found, name).qualifier for name in MEASURES} == {"exact"}


def test_the_seventeen_of_nemesis_are_one_set_of_people() -> None:
    """17 are used, neither 34 nor 32; the other source's 15, 4 of them minors, stay in sight."""
    victims, minors = conflicts(bundled(), PRESS_RELEASE)
    assert (victims.case_id, victims.measure) == ("nemesis", "victims")
    assert [(each.value, each.used) for each in victims.readings] == [(17, True), (15, False)]
    assert minors.measure == "minors"
    assert [(each.value, each.used) for each in minors.readings] == [(6, True), (4, False)]
    assert totals(bundled(), PRESS_RELEASE).conflicts == ("nemesis",)


def test_the_other_source_alone_gives_its_own_figures() -> None:
    """Under a filter on sources only their figures are used."""
    found = totals(bundled(), RouteQuery(source=("elheraldo-2020-12-10",)))
    assert (found.cases, found.victims.value, found.minors.value) == (1, 15, 4)
    assert found.conflicts == ("nemesis",)


def test_second_sources_are_no_more_cases() -> None:
    """Jade and Némesis are one case each, though two sources tell of either."""
    found = totals(bundled(), RouteQuery(source=("trust-2020-09-08", "fiscalia-2020-12-15")))
    assert found.cases == 4


def test_a_statement_about_a_group_is_not_counted() -> None:
    """Its totals would count its cases again."""
    found = totals(bundled(), PRESS_RELEASE)
    assert found.statements == 1
    tables = made_up([{"case_id": "x", "kind": "statement"}], figures=[figure("x", "victims", 17)])
    assert totals(tables, RouteQuery()).victims == Total(None, "exact", 0)


def test_a_measure_that_no_source_gives_has_no_value() -> None:
    """Never 0 where the source is silent; 0 where it says none."""
    cases = [{"case_id": "x"}, {"case_id": "y"}]
    tables = made_up(cases, figures=[figure("x", "minors", 0)])
    found = totals(tables, RouteQuery())
    assert found.minors == Total(0, "exact", 1)
    assert found.victims == Total(None, "exact", 2)
    assert totals(made_up([]), RouteQuery()).arrests == Total(None, "exact", 0)


@pytest.mark.parametrize(
    ("qualifiers", "said"),
    [
        (("exact", "exact"), "exact"),
        (("exact", "at_least"), "at_least"),
        (("exact", "about"), "about"),
        (("at_least", "about"), "about_at_least"),
    ],
)
def test_a_sum_is_no_surer_than_its_parts(qualifiers: tuple[str, str], said: str) -> None:
    """The sum of "about 10" and "at least 10" is at least about 20: it takes no word back."""
    cases = [{"case_id": "x"}, {"case_id": "y"}]
    figures = [
        figure(case["case_id"], "victims", 10, qualifier=qualifier)
        for case, qualifier in zip(cases, qualifiers, strict=True)
    ]
    assert totals(made_up(cases, figures=figures), RouteQuery()).victims == Total(20, said, 0)


def test_one_figure_is_used_for_each_case() -> None:
    """The preferred one, else the most reliable source's, else the first."""
    sources = [{"source_id": "a", "reliability": "C"}, {"source_id": "b", "reliability": "A"}]
    figures = [
        figure("x", "victims", 1, source_id="a", preferred=True),
        figure("x", "victims", 2, source_id="b", preferred=False),
        figure("y", "victims", 10, source_id="a", preferred=False),
        figure("y", "victims", 20, source_id="b", preferred=False),
    ]
    tables = made_up([{"case_id": "x"}, {"case_id": "y"}], figures=figures, sources=sources)
    assert totals(tables, RouteQuery()).victims == Total(21, "exact", 0)
    assert totals(tables, RouteQuery(source=("b",))).victims == Total(22, "exact", 0)
    first, second = conflicts(tables, RouteQuery())
    assert first.readings == (Reading(1, "exact", "a", True), Reading(2, "exact", "b", False))
    assert second.readings[0] == Reading(20, "exact", "b", True)


def test_parts_of_one_source_are_no_conflict() -> None:
    """14 and 1 by nationality agree with 14 and 1; "at least 5" does not agree with 5."""
    parts = [
        figure("x", "victims", value, nationality=country, source_id=source, preferred=False)
        for source in ("a", "b")
        for value, country in ((14, "COL"), (1, "VEN"))
    ]
    unlike = [
        figure("y", "victims", 5, source_id="a"),
        figure("y", "victims", 5, source_id="b", qualifier="at_least", preferred=False),
    ]
    tables = made_up([{"case_id": "x"}, {"case_id": "y"}], figures=[*parts, *unlike])
    assert totals(tables, RouteQuery()).conflicts == ("y",)


def test_totals_and_the_evidence_of_a_case_tell_the_same_conflicts() -> None:
    """What the row of totals says is what the panel shows."""
    tables = bundled()
    shown = {
        (case.case_id, figures.measure)
        for case in evidence(tables, tables.cases["case_id"].tolist(), lang="es")
        for figures in case.figures
        if figures.conflict and figures.measure in MEASURES
    }
    assert {(each.case_id, each.measure) for each in conflicts(tables, RouteQuery())} == shown


def test_a_case_with_three_lines_counts_once() -> None:
    """Its figures too."""
    stops = [*route("x", "CO-ANT", "CHN"), *route("x", "CO-CAL", "CHN", no=2)]
    tables = made_up([{"case_id": "x"}], stops, figures=[figure("x", "victims", 5)])
    found = totals(tables, RouteQuery(destination=("CHN",)))
    assert (found.cases, found.victims.value) == (1, 5)


def test_sums_beyond_64_bits_are_exact() -> None:
    """A wrong sum is worse than a slow one."""
    largest = 10**15
    cases = [{"case_id": f"c{each}"} for each in range(10_000)]
    figures = [figure(case["case_id"], "asset_value_cop", largest) for case in cases]
    assert totals(made_up(cases, figures=figures), RouteQuery()).asset_value_cop.value == 10**19


@settings(max_examples=100, deadline=None)
@given(some_tables(), some_queries)
def test_totals_are_what_one_works_out_by_hand(tables: Tables, query: RouteQuery) -> None:
    """Distinct cases and one figure for each, under any filters."""
    found = totals(store(tables), query)
    counted = oracle.counted(tables, query)
    assert found.cases == len(counted)
    assert found.statements == len(oracle.cases(tables, query) - counted)
    for measure in MEASURES:
        total = getattr(found, measure)
        assert total.value == oracle.total(tables, query, measure)
        assert 0 <= total.missing <= found.cases
    assert set(found.conflicts) <= counted
    told = {each.case_id for each in conflicts(store(tables), query)}
    assert told == set(found.conflicts)
