"""Every way in which tables can be wrong: one clear message, at its row and column."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from routes.cases import Fault, TablesError, check_tables, read_tables
from routes.cases.checking.applying import apply_rules
from routes.cases.faults import LISTED_ROWS, Faults, shown
from routes.text import LANGUAGES, load

Edit = Callable[[str], str]


def spoil(folder: Path, table: str, edit: Edit) -> list[Fault]:
    path = folder / f"{table}.csv"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    return check_tables(folder)


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def repeat_first_row(text: str) -> str:
    return text + text.split("\n")[1] + "\n"


def with_position(text: str) -> str:
    head, first, *others = text.rstrip("\n").split("\n")
    rows = [f"{head},lat,lon", f"{first},174,-70.7", *(f"{row},7.1,-70.7" for row in others)]
    return "\n".join(rows) + "\n"


STOP = "jade,1,1,recruitment,CO-SAN,unknown,stated,2,fiscalia-2020-12-15"
FIGURE = "jade,arrests,7,exact,,fiscalia-2020-12-15,true"
CASES = {
    "missing column": ("stops", swap("place_id", "place"), None, "place_id", "missing"),
    "column twice": ("stops", swap("note_es", "note_en"), None, "note_en", "twice"),
    "unknown role": (
        "stops",
        swap(STOP, STOP.replace("recruitment", "recruitmnt")),
        2,
        "role",
        "Did you mean 'recruitment'",
    ),
    "unknown purpose": (
        "cases",
        swap("year,sexual,", "year,sexual;labor,"),
        2,
        "purposes",
        "'labor' is not known. Did you mean 'labour'?",
    ),
    "no such day": ("cases", swap(",2020,2020,", ",2020-02-30,2020,"), 2, "period_start", "date"),
    "date in words": ("cases", swap(",2020,2020,", ",15/12/2020,2020,"), 2, "period_start", "date"),
    "future date": ("cases", swap(",2020,2020,", ",2020,2999,"), 2, "period_end", "future"),
    "end before start": (
        "cases",
        swap(",2020,2020,", ",2020-05,2019,"),
        2,
        "period_end",
        "ends before it starts",
    ),
    "stop without source": (
        "stops",
        swap(STOP, STOP.replace("fiscalia-2020-12-15", "")),
        2,
        "source_id",
        "must name the source",
    ),
    "unknown source": (
        "stops",
        swap(STOP, STOP.replace("fiscalia", "fiscal")),
        2,
        "source_id",
        "No row of the table sources has this source_id",
    ),
    "unknown case": (
        "events",
        swap("jade,arrest", "jada,arrest"),
        2,
        "case_id",
        "No row of the table cases has this case_id",
    ),
    "unknown place": ("stops", swap("CO-SAN", "CO-SNA"), 2, "place_id", "Did you mean"),
    "place by name": (
        "stops",
        swap("CO-SAN", "Arauca"),
        2,
        "place_id",
        "'CO-ARA' (Arauca, department) or '81001' (Arauca, settlement)",
    ),
    "place by position": ("stops", swap("CO-SAN", '"7.09,-70.7"'), 2, "place_id", "position"),
    "position off the earth": (
        "stops",
        swap("CO-SAN", '"174,-70.7"'),
        2,
        "place_id",
        "latitude must be between -90 and 90",
    ),
    "latitude 174": ("stops", with_position, 2, "lat", "latitude must be between -90 and 90"),
    "duplicate stop": ("stops", repeat_first_row, 115, "stop_no", "row 2 has the same case_id"),
    "duplicate source": ("sources", repeat_first_row, 24, "source_id", "Duplicate key"),
    "duplicate figure": ("figures", repeat_first_row, 71, "source_id", "Duplicate key"),
    "gap in a route": ("stops", swap("jade,1,2,", "jade,1,3,"), 3, "stop_no", "without a gap"),
    "no number": ("figures", swap("arrests,7,", "arrests,seven,"), 2, "value", "whole number"),
    "not a number": ("figures", swap("arrests,7,", "arrests,NaN,"), 2, "value", "whole number"),
    "no end": ("figures", swap("arrests,7,", "arrests,inf,"), 2, "value", "whole number"),
    "beyond all": ("figures", swap("arrests,7,", "arrests,1e308,"), 2, "value", "whole number"),
    "negative": ("figures", swap("arrests,7,", "arrests,-7,"), 2, "value", "whole number"),
    "separators": ("figures", swap("arrests,7,", "arrests,1.500,"), 2, "value", "separators"),
    "other digits": ("figures", swap("arrests,7,", "arrests,٧,"), 2, "value", "whole number"),
    "two preferred": (
        "figures",
        swap("trust-2020-09-08,false", "trust-2020-09-08,true"),
        3,
        "preferred",
        "Only one figure",
    ),
    "neither true nor false": (
        "figures",
        swap(FIGURE, FIGURE.replace("true", "maybe")),
        2,
        "preferred",
        "true or false",
    ),
    "unknown nationality": (
        "figures",
        swap("at_least,COL", "at_least,CLO"),
        5,
        "nationality",
        "Did you mean",
    ),
    "hostile identifier": (
        "events",
        swap("jade,arrest", "<b>\u2028{{7*7}},arrest"),
        2,
        "case_id",
        "identifier",
    ),
    "no role": (
        "stops",
        swap(STOP, STOP.replace("recruitment", "")),
        2,
        "role",
        "without a role",
    ),
    "too many cells": ("events", swap("CO-CUN,", "CO-CUN,,"), 2, "", "has 9 cells"),
    "open quote": ("events", swap("CO-CUN", '"CO-CUN'), 2, "", "well-formed"),
    "semicolons": ("events", lambda text: text.replace(",", ";"), None, "", "commas"),
    "empty file": ("events", lambda text: "", None, "", "empty"),
    "blank file": ("events", lambda text: "\n \n", None, "", "empty"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_slip_is_one_fault_at_its_place(folder: Path, name: str) -> None:
    """A slip gives one error, which names file, row, column, value, rule and fix."""
    table, edit, row, column, words = CASES[name]
    errors = [fault for fault in spoil(folder, table, edit) if fault.severity == "error"]
    assert len(errors) == 1, [str(error) for error in errors]
    (error,) = errors
    assert (error.file, error.row, error.column) == (f"{table}.csv", row, column)
    assert words in str(error)
    for lang in LANGUAGES:
        t = load(lang)
        assert error.rule_text(t)
        assert error.fix_text(t)
        assert error.told(t).isprintable()
        assert not re.search(r"[{}]", error.rule_text(t) + error.fix_text(t))


def test_a_missing_file_is_one_fault(folder: Path) -> None:
    (folder / "stops.csv").unlink()
    (fault,) = check_tables(folder)
    assert fault.told(load("en")) == (
        "stops.csv. The file is missing. Put stops.csv into the folder."
    )
    assert fault.told(load("es")) == "stops.csv. Falta el archivo. Ponga stops.csv en la carpeta."


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_one_fault(folder: Path, encoding: str) -> None:
    path = folder / "cases.csv"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode(encoding, errors="replace"))
    (fault,) = check_tables(folder)
    assert fault.rule == {"latin-1": "checks.not_utf8", "utf-16": "checks.utf16"}[encoding]
    assert "UTF-8" in fault.fix_text(load("es"))


def test_all_faults_are_listed_at_once(folder: Path) -> None:
    """A missing file does not hide a bad date elsewhere, nor the bad date an unknown code."""
    (folder / "events.csv").unlink()
    spoil(folder, "cases", swap(",2020,2020,", ",never,2020,"))
    spoil(folder, "stops", swap("recruitment", "catching"))
    with pytest.raises(TablesError) as caught:
        read_tables(folder)
    found = {(fault.file, fault.column) for fault in caught.value.faults}
    assert found == {("events.csv", ""), ("cases.csv", "period_start"), ("stops.csv", "role")}
    assert str(caught.value).count("\n") == 2


def test_an_inference_without_reason_is_a_warning(folder: Path) -> None:
    faults = spoil(folder, "stops", swap(STOP, STOP.replace("stated", "inferred")))
    assert [(fault.severity, fault.row, fault.column) for fault in faults] == [
        ("warning", 2, "evidence")
    ]


def test_an_unknown_column_is_a_warning(folder: Path) -> None:
    faults = spoil(folder, "events", swap("note_es", "nota"))
    assert [(fault.severity, fault.column) for fault in faults] == [("warning", "nota")]


def test_a_date_vaguer_than_its_precision_is_a_fault(folder: Path) -> None:
    (fault,) = spoil(folder, "sources", swap("2020-12-15,day", "2020,day"))
    assert fault.rule == "checks.vague_date"


def test_values_are_shown_short_and_safe() -> None:
    """A shown value is one printable line, whatever it was."""
    text = shown("\u202e\u2028\x1b[31m<b>" + "x" * 100_000)
    assert text.isprintable()
    assert len(text) < 120
    assert "\\u202e" in text


def test_many_rows_breaking_one_rule_are_counted() -> None:
    faults = Faults()
    cells = pd.Series("x", index=range(2, 5002), name="role")
    faults.add_cells("stops", "role", cells, "checks.no_role")
    listed = faults.sorted()
    assert len(listed) == LISTED_ROWS + 1
    (count,) = (fault for fault in listed if fault.row is None)
    assert "4,000 more rows" in count.rule_text(load("en"))
    assert "4.000 filas más" in count.rule_text(load("es"))


def test_today_is_the_last_day_a_date_may_be() -> None:
    frame = pd.DataFrame({"happened_on": ["2020-06-02"]}, index=[2], dtype="str")
    faults = Faults()
    apply_rules({"events": frame}, faults, today=date(2020, 6, 1))
    assert [fault.column for fault in faults.sorted()] == ["happened_on"]
