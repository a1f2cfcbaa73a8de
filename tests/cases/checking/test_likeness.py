"""Cases that are likely the same under another id."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.cases.checking.likeness import bare_names
from tests.cases.checking.drafts import case, joined, knowing, rules, verdict


@pytest.mark.parametrize(
    ("name", "year", "like"),
    [
        ("Operación Némesis", "2020", True),
        ("NEMESIS", "", True),
        ("Caso Jade", "2020", True),
        ("Jade", "2011", False),
        ("SYNTHETIC otra cosa", "2020", False),
        ("Pereira-Uraba-Meta 2021", "2021", True),
        ("Guangzhou 2021", "2020", False),
    ],
)
def test_public_cases_are_known_again(name: str, year: str, like: bool) -> None:
    """By name, however it is written, unless another year or number says otherwise."""
    checked = verdict(joined(case("mine", name=name, period_start=year)))
    assert ("checks.like_public" in rules(checked, "warning")) == like
    assert checked.counts["accepted"] == 6


def test_a_case_of_the_register_is_known_again_under_another_id() -> None:
    """The warning names its id; the same id is compared by content instead."""
    rows = joined(case("a", name="SYNTHETIC Operación Colibrí"))
    known = knowing(verdict(rows))
    again = verdict(joined(case("b", name="SYNTHETIC, caso «Colibri»")), known=known)
    (warning,) = again.faults
    assert (warning.rule, dict(warning.details)["other"]) == ("checks.like_known", "a")
    assert not verdict(rows, known=known).faults


def test_cases_of_one_file_are_compared() -> None:
    """The second of two with the same name and year is asked about."""
    twins = joined(case("a", name="SYNTHETIC Red Sur"), case("b", name="SYNTHETIC: caso «sur»"))
    (warning,) = verdict(twins).faults
    assert (warning.rule, warning.row) == ("checks.like_case", 3)
    twins["cases"][1]["period_start"] = "2011"
    assert not verdict(twins).faults


def test_names_of_generic_words_say_nothing() -> None:
    """Two cases may both be called a network of trafficking."""
    generic = "Red de trata"
    twins = joined(case("a", name=generic), case("b", name=generic))
    assert not verdict(twins).faults


def test_numbers_tell_names_apart() -> None:
    """Case 12 is not case 13, however alike the names are."""
    names = [f"SYNTHETIC largo nombre de un caso {n}" for n in (12, 13)]
    known = knowing(verdict(joined(case("a", name=names[0]))))
    assert not verdict(joined(case("b", name=names[1])), known=known).faults


def test_bare_names_are_stable() -> None:
    """A bare name is its own bare name, and the index is kept."""
    names = pd.Series(["Operación  ÑANDÚ", "El caso de la Red", "x"], index=[5, 7, 9])
    bare = bare_names(names)
    assert bare.to_dict() == {5: "nandu", 7: "", 9: "x"}
    pd.testing.assert_series_equal(bare_names(bare), bare)
