"""Totals that disagree with their parts."""

from __future__ import annotations

import pytest

from routes.text import load
from tests.cases.checking.drafts import FIGURE, SOURCE, case, joined, rules, verdict

Figure = tuple[str, str, str]


def warned(*figures: Figure, source: str = "s") -> list[str]:
    """Return the warnings of a case with figures: measure, value, qualifier."""
    rows = joined(case("a"))
    rows["sources"].append(SOURCE | {"source_id": "t"})
    rows["figures"] = [
        FIGURE | dict(zip(("measure", "value", "qualifier"), figure, strict=True))
        for figure in figures
    ]
    rows["figures"][-1] |= {"source_id": source}
    checked = verdict(rows)
    assert not rules(checked)
    assert checked.counts["rejected"] == 0
    return [fault.told(load("en")) for fault in checked.faults]


@pytest.mark.parametrize(
    "figures",
    [
        [("victims", "4", "exact"), ("minors", "5", "exact")],
        [("victims", "4", "exact"), ("minors", "5", "at_least")],
        [("victims", "4", "exact"), ("women", "3", "exact"), ("men", "2", "exact")],
        [("minors", "4", "exact"), ("girls", "3", "exact"), ("boys", "2", "exact")],
        [("arrests", "4", "exact"), ("arrested_women", "5", "exact")],
        [
            ("assets", "4", "exact"),
            ("properties", "2", "exact"),
            ("businesses", "2", "exact"),
            ("vehicles", "1", "exact"),
        ],
    ],
)
def test_parts_that_exceed_their_whole_are_a_warning(figures: list[Figure]) -> None:
    """One warning for the group, with both numbers; nothing is rejected."""
    (warning,) = warned(*figures)
    assert "5, more than" in warning
    assert ": 4." in warning


@pytest.mark.parametrize(
    "figures",
    [
        [("victims", "5", "exact"), ("minors", "5", "exact")],
        [("victims", "4", "at_least"), ("minors", "5", "exact")],
        [("victims", "4", "about"), ("minors", "5", "exact")],
        [("victims", "4", "exact"), ("minors", "5", "about")],
        [("victims", "4", "exact"), ("women", "4", "exact"), ("minors", "2", "exact")],
        [("victims", "4", "exact"), ("arrests", "9", "exact")],
    ],
)
def test_what_may_be_so_is_no_warning(figures: list[Figure]) -> None:
    """A whole that is not exact can be larger; women may be minors, too."""
    assert warned(*figures) == []


def test_figures_of_other_sources_are_compared_when_preferred() -> None:
    """Each source is right by itself, but the totals would use both."""
    (warning,) = warned(("victims", "4", "exact"), ("minors", "5", "exact"), source="t")
    assert "5, more than" in warning


def test_nationalities_that_exceed_the_total_are_a_warning() -> None:
    """Single nationalities add up; figures of several together do not."""
    rows = joined(case("a"))
    for nation, value in (("COL", "3"), ("VEN", "3"), ("COL;VEN", "5")):
        rows["figures"].append(
            FIGURE | {"nationality": nation, "value": value, "preferred": "false"}
        )
    (warning,) = verdict(rows).faults
    assert warning.rule == "checks.nations_exceed"
    assert "6" in warning.told(load("es"))
    rows["figures"][2]["value"] = "2"
    assert not verdict(rows).faults


def test_the_measure_is_named_in_the_language() -> None:
    """And numbers are written as the language writes them."""
    rows = joined(case("a"))
    rows["figures"].append(FIGURE | {"measure": "minors", "value": "9000"})
    (warning,) = verdict(rows).faults
    assert load("es").code("measure", "minors") in warning.told(load("es"))
    assert "9.000" in warning.told(load("es"))
    assert "9,000" in warning.told(load("en"))
