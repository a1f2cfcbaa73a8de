"""Lists of cases behind a number: kept under a name, shown on Casos, and never beyond a right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.case_sets import SETS, CaseSets
from routes.cases import bundled
from routes.query import RouteQuery

ROOT = Path(__file__).resolve().parents[2]
CASES = tuple(bundled().cases["case_id"])
SOME = CASES[2:7]


def test_a_list_is_found_by_its_name_until_others_take_its_room() -> None:
    """Those that were not asked for the longest go first; equal lists have one name."""
    sets = CaseSets(most=2)
    first, second = sets.keep(["a", "b"]), sets.keep(("c",))
    assert sets.keep(["a", "b"]) == first != second
    assert sets.get(first) == ("a", "b")
    third = sets.keep(["d"])
    assert sets.get(second) is None
    assert sets.get(first) == ("a", "b")
    assert sets.get(third) == ("d",)


def test_lists_do_not_fill_the_memory() -> None:
    """The oldest go when all hold too many cases; the last list stays, however long it is."""
    sets = CaseSets(most_ids=5)
    first, second = sets.keep("abc"), sets.keep("de")
    assert sets.get(first) == ("a", "b", "c")
    third = sets.keep("fgh")
    assert sets.get(second) is None
    assert sets.get(first) is None
    long = sets.keep("ijklmnop")
    assert sets.get(third) is None
    assert sets.get(long) == tuple("ijklmnop")


def test_a_name_tells_nothing_of_the_cases() -> None:
    """Neither whole ids nor parts of them are in the address."""
    name = SETS.keep(["jade", "nemesis"])
    assert len(name) == 20
    assert set(name) <= set("0123456789abcdef")
    assert SETS.keep(["ja", "denemesis"]) != name


@pytest.mark.parametrize("name", ["", "x" * 20, "0" * 19, "../../etc", "<b>", "0" * 5_000])
def test_what_is_no_name_is_no_list(name: str) -> None:
    """Whatever an address says, nothing but a kept list is found."""
    assert SETS.get(name) is None


def page(chosen: str, *, query: RouteQuery | None = None, lang: str = "es") -> AppTest:
    """Run Casos without a browser, with a list that the link asks for."""
    found = AppTest.from_file(ROOT / "pages" / "cases.py", default_timeout=60)
    said = {"lang": lang, "query": query or RouteQuery(), "level": "place", "selected": ""}
    for name, value in {**said, "case": "", "page": "casos", "notices": ()}.items():
        found.session_state[name] = value
    found.session_state["chosen_set"] = chosen
    found.run()
    assert not found.exception
    return found


def names(ids: Sequence[str]) -> list[str]:
    known = bundled().cases.set_index("case_id")["name"]
    return [known[each] for each in CASES if each in set(ids)]


def listed(found: AppTest) -> list[str]:
    return [option.replace("\\", "") for option in found.radio(key="case_choice").options]


def notes(found: AppTest) -> str:
    return " ".join(str(getattr(each, "value", "")) for each in found.get("html"))


def test_casos_shows_the_list_and_no_other_case() -> None:
    """A button says so, and lets the list go."""
    found = page(SETS.keep(SOME))
    assert listed(found) == names(SOME)
    chip = found.button(key="chip_set")
    assert chip.label == "5 casos detrás de una cifra"
    chip.click().run()
    assert listed(found) == names(CASES)
    assert not [each for each in found.button if each.key == "chip_set"]


def test_a_statement_of_several_cases_is_no_case() -> None:
    """It is listed with the others, and not counted."""
    table = bundled().cases
    (statement,) = table.loc[table["kind"] == "statement", "case_id"]
    found = page(SETS.keep([*SOME, statement]))
    assert listed(found) == names([*SOME, statement])
    assert found.button(key="chip_set").label == "5 casos detrás de una cifra"
    assert "5 casos." in notes(found)


def test_cases_that_the_reader_may_not_see_are_not_in_it() -> None:
    """The list is cut to what the tables in view hold, and to the filters."""
    found = page(SETS.keep([*SOME, "a-hidden-case"]), lang="en")
    assert listed(found) == names(SOME)
    assert found.button(key="chip_set").label == "5 cases behind a number"
    assert "a-hidden-case" not in notes(found)
    query = RouteQuery(destination=("CHN",))
    to_china = set(listed(page("", query=query)))
    both = listed(page(SETS.keep(CASES[:9]), query=query))
    assert set(both) == to_china & set(names(CASES[:9]))


def test_a_list_of_hidden_cases_only_is_an_empty_one() -> None:
    """Nothing is shown in its place."""
    found = page(SETS.keep(["a-hidden-case"]))
    assert "Ningún caso cumple" in notes(found)
    assert found.button(key="chip_set").label == "0 casos detrás de una cifra"


@pytest.mark.parametrize("name", ["0" * 20, "<img src=x onerror=alert(1)>"])
def test_a_list_that_is_gone_is_told_and_all_cases_are_there(name: str) -> None:
    """The program was opened anew since, or somebody made the address up."""
    found = page(name)
    assert "ya no se guarda" in notes(found)
    assert "onerror" not in notes(found)
    assert listed(found) == names(CASES)
    found.run()
    assert "ya no se guarda" not in notes(found)
