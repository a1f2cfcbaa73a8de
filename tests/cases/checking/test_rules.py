"""The rules themselves: each has its sentences, and pandera asks each of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

from routes import cases
from routes.cases.checking.columns import column_rules
from routes.cases.checking.places import place_rules
from routes.cases.checking.rows import row_rules
from routes.cases.checking.rules import Circumstances, Rule, apply, schema
from routes.cases.faults import Faults
from routes.cases.model import TABLE_NAMES, TEXT, Fault, columns
from routes.text import LANGUAGES, load

HOME = Path(cases.__file__).parent
EMPTY = {
    table: pd.DataFrame({name: pd.Series([], dtype=TEXT) for name in columns(table)})
    for table in TABLE_NAMES
}


def named_rules() -> set[str]:
    """Return the rules that the code names."""
    texts = (path.read_text(encoding="utf-8") for path in HOME.rglob("*.py"))
    named = {each for text in texts for each in re.findall(r'"(checks\.[a-z0-9_]+)"', text)}
    kinds = ("number", "phone", "email", "name")
    return named | {f"checks.personal_{kind}" for kind in kinds}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_sentences(lang: str) -> None:
    """What is wrong, and what to do about it, for each rule of the code and for no other."""
    t = load(lang)
    rules = named_rules() - {"checks.or", "checks.more"}
    ends = tuple(f".{end}" for end in ("rule", "fix"))
    spoken = {key for key in t.entries if key.startswith("checks.") and key.endswith(ends)}
    assert spoken == {f"{rule}{end}" for rule in rules for end in ends}


def test_rules_are_told_apart() -> None:
    """No two rules of a table have the same id and column, else faults would be mixed up."""
    given = Circumstances(raw=EMPTY, last=date(2026, 1, 1))
    for table in TABLE_NAMES:
        rules = [
            *column_rules(table, given.last),
            *place_rules(table),
            *row_rules(table, given),
        ]
        assert len({(rule.id, rule.column) for rule in rules}) == len(rules)
        asked = schema(rules, columns(table))
        assert isinstance(asked, pa.DataFrameSchema)
        assert set(asked.columns) < set(columns(table))


def test_a_rule_that_fails_itself_is_not_a_fault_of_the_table() -> None:
    """A mistake of ours is raised, never told as the user's."""
    frame = pd.DataFrame({"name": ["x"]}, index=[2], dtype=TEXT)
    broken = Rule("checks.empty", "name", lambda cells: cells.no_such_thing)
    with pytest.raises(pa.errors.SchemaError):
        apply("cases", frame, [broken], Faults())


def test_two_rules_of_one_name_are_refused() -> None:
    """Faults could not be told apart."""
    frame = pd.DataFrame({"name": ["x"]}, index=[2], dtype=TEXT)
    rule = Rule("checks.empty", "name", lambda cells: cells != "")
    with pytest.raises(ValueError, match="same id and column"):
        apply("cases", frame, [rule, rule], Faults())


def test_checking_does_not_change_the_tables() -> None:
    """Nor does it keep anything in them."""
    frame = pd.DataFrame({"name": ["x", ""]}, index=[2, 3], dtype=TEXT)
    before = frame.copy()
    faults = Faults()
    apply("cases", frame, [Rule("checks.empty", "name", lambda cells: cells != "")], faults)
    pd.testing.assert_frame_equal(frame, before)
    assert faults.wrong("cases").to_list() == [3]


@pytest.mark.parametrize(
    ("lang", "words"), [("es", "¿Quiso decir 'a' o 'b'?"), ("en", "Did you mean 'a' or 'b'?")]
)
def test_several_suggestions_are_joined(lang: str, words: str) -> None:
    """By the language's own word."""
    options = (("near", "'a'"), ("near", "'b'"), ("options", "a, b"))
    details = (("list", "role"), *options)
    fault = Fault("f.csv", 2, "role", "'x'", "checks.unknown_code", details=details)
    assert fault.told(load(lang)).endswith(words)


@pytest.mark.parametrize(
    ("lang", "words"), [("es", "(Arauca, población)"), ("en", "(Arauca, settlement)")]
)
def test_places_are_named_in_the_language(lang: str, words: str) -> None:
    """With their level, which tells those of one name apart."""
    details = (("place", "CO-ARA"), ("place", "81001"), ("place", "no such id"))
    fault = Fault("f.csv", 2, "place_id", "'Arauca'", "checks.place_name", details=details)
    assert words in fault.fix_text(load(lang))
    assert "'no such id'" in fault.fix_text(load(lang))


def test_a_fault_is_told_in_full() -> None:
    """File, sheet, row, column, value, rule and what to do."""
    fault = Fault("f.zip", 2, "papel", "'x'", "checks.empty", sheet="stops")
    assert fault.told(load("es")) == (
        "f.zip, hoja stops, fila 2, columna papel: 'x'. La celda está vacía. Llénela."
    )
