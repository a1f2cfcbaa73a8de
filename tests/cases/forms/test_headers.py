"""Headings of columns are recognised in both languages, and never guessed."""

from __future__ import annotations

import pytest

from geo.names import fold
from routes.cases.forms import understand
from routes.cases.forms.headers import TABLES, columns_of, language, near, recognise, score
from routes.cases.forms.synonyms import SYNONYMS
from routes.cases.intake.model import Options
from routes.text import LANGUAGES, load
from tests.cases.forms.sheets import book, quick, rules, sheet


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_headings_of_the_templates_are_recognised(table: str, lang: str) -> None:
    """Each heading means its own column, and all of them together their own table."""
    t = load(lang)
    header = [t(f"forms.heading.{table}.{column}") for column in columns_of(table)]
    found = [known.column if (known := recognise(table, each)) else "" for each in header]
    assert tuple(found) == columns_of(table)
    assert language(table, header) == lang
    assert max(TABLES, key=lambda each: score(each, header)) == table


@pytest.mark.parametrize("table", TABLES)
def test_no_heading_means_two_columns(table: str) -> None:
    """Whatever people write above a column stands for one column of its table."""
    meant: dict[str, set[str]] = {}
    for column in columns_of(table):
        labels = [load(lang)(f"forms.heading.{table}.{column}") for lang in LANGUAGES]
        words = [word for each in SYNONYMS[table].get(column, ()) for word in each.split("|")]
        for written in (column, *labels, *words):
            meant.setdefault(fold(written), set()).add(column)
    meant.pop("", None)
    assert {written: columns for written, columns in meant.items() if len(columns) > 1} == {}


@pytest.mark.parametrize("table", TABLES)
def test_our_own_column_names_are_recognised(table: str) -> None:
    """Tables written by this program are read by it."""
    for column in columns_of(table):
        assert recognise(table, column).column == column  # type: ignore[union-attr]


def test_accents_case_and_brackets_do_not_matter() -> None:
    """People write headings as they please."""
    for written in ("VICTIMAS", "Víctimas (total)", "N° de víctimas", "Número de víctimas *"):
        assert recognise("quick", written).column == "victims"  # type: ignore[union-attr]


def test_a_near_heading_is_suggested_and_left_out() -> None:
    """A misspelt heading is not taken for a column; the warning says what it may be."""
    draft = understand(quick(("Tibú > Cúcuta", "X", "7"), header="ruta;fuente;víctmas"))
    assert len(draft.tables["figures"]) == 0
    (fault,) = [fault for fault in draft.faults if fault.rule == "forms.column_unknown"]
    assert fault.column == "víctmas"
    assert ("near", "'víctimas'") in fault.details
    assert near("quick", "zzz") == []


def test_the_user_says_what_a_column_is() -> None:
    """A column can be named, and one that was recognised can be left out."""
    given = quick(("Tibú > Cúcuta", "X", "7", "9"), header="ruta;fuente;gente;capturas")
    columns = (("gente", "victims"), ("capturas", ""))
    draft = understand(given, Options(columns=columns))
    assert draft.tables["figures"][["measure", "value"]].to_numpy().tolist() == [["victims", "7"]]
    assert dict(draft.recognised[0].columns) == {
        "ruta": "route",
        "fuente": "source",
        "gente": "victims",
        "capturas": "",
    }
    draft = understand(given, Options(columns=(("gente", "nonsense"),)))
    assert "column_override" in rules(draft.faults)


def test_the_user_says_what_the_whole_file_is() -> None:
    """A form that the headings do not show can be chosen, and its columns then named."""
    given = book(sheet(("a", "b"), ("Tibú > Cúcuta", "X")))
    assert rules(understand(given).faults) == ["not_recognised"]
    columns = (("a", "route"), ("b", "source"))
    draft = understand(given, Options(form="quick", columns=columns))
    assert draft.tables["stops"]["place_id"].tolist() == ["54810", "54001"]


def test_a_column_twice_is_read_once() -> None:
    """The first one holds, and the second is told."""
    draft = understand(quick(("Tibú > Cúcuta", "X", "Y"), header="ruta;fuente;source"))
    assert draft.tables["sources"]["publisher"].tolist() == ["X"]
    assert "column_twice" in rules(draft.faults)


def test_headings_below_a_title_are_found() -> None:
    """Office sheets begin with a title; its rows are told and are no data."""
    given = book(
        sheet(
            ("Reporte de rutas", ""),
            ("Corte a diciembre", ""),
            ("Ruta", "Fuente"),
            ("Tibú > Cúcuta", "X"),
        )
    )
    draft = understand(given)
    assert draft.lines["row"].tolist() == [4]
    (fault,) = [fault for fault in draft.faults if fault.rule == "forms.header_row"]
    assert dict(fault.details) == {"n": "3"}
    assert draft.recognised[0].rows == 1


def test_a_file_that_is_nothing_known_is_refused_whole() -> None:
    """Every row is accounted for although nothing is made of it."""
    draft = understand(book(sheet(("x", "y"), ("1", "2"), ("3", "4"))))
    assert rules(draft.faults) == ["not_recognised"]
    assert draft.faults[0].severity == "error"
    assert draft.tables == {}
    assert draft.lines["row"].tolist() == [2, 3]
    assert understand(book()).lines.empty


def test_a_missing_needed_column_is_an_error() -> None:
    """It is named as the template of the same language names it."""
    given = book(sheet(("lugar", "hecho", "caso"), ("Cúcuta", "rescate", "a")))
    draft = understand(given)
    errors = [fault for fault in draft.faults if fault.severity == "error"]
    assert [(fault.rule, fault.column) for fault in errors] == [
        ("forms.column_missing", "código de la fuente")
    ]
