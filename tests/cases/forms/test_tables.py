"""The five tables, as our own files and as an office writes them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from routes.cases.forms import understand
from routes.cases.forms.headers import columns_of
from routes.cases.intake.model import Options
from routes.cases.intake.reading import read_book
from routes.cases.model import TABLE_NAMES, columns
from routes.cases.reading import BUNDLED
from routes.text import LANGUAGES, load
from tests.cases.forms.sheets import book, rules, sheet


def as_written(name: str) -> pd.DataFrame:
    return pd.read_csv(BUNDLED / f"{name}.csv", dtype=str, keep_default_na=False)


def bundled_sheets(lang: str = "") -> list[object]:
    """Return the public cases as sheets; with a language, headings and codes in words."""
    t = load(lang) if lang else None
    made = []
    for name in TABLE_NAMES:
        frame = as_written(name)
        header = [t(f"forms.heading.{name}.{each}") for each in frame] if t else list(frame)
        if t and name == "stops":
            frame["role"] = [t.code("role", each) if each else "" for each in frame["role"]]
            frame["evidence"] = [t.code("evidence", each) for each in frame["evidence"]]
        if t and name == "figures":
            frame["preferred"] = ["Sí" if each == "true" else "No" for each in frame["preferred"]]
            frame["measure"] = [t.code("measure", each) for each in frame["measure"]]
        made.append(sheet(header, *frame.to_numpy().tolist(), name=f"{name}.csv"))
    return made


@pytest.mark.parametrize("lang", ["", *LANGUAGES])
def test_the_public_cases_come_through_unchanged(lang: str) -> None:
    """Tables that are right are not touched, in our own words or in the templates'."""
    draft = understand(book(*bundled_sheets(lang), file="x.zip", kind="zip"))  # type: ignore[arg-type]
    assert draft.form == "tables"
    assert draft.faults == ()
    assert draft.questions == ()
    for name in TABLE_NAMES:
        wanted = as_written(name).reindex(columns=list(columns(name)), fill_value="")
        made = draft.tables[name]
        assert list(made.columns) == list(columns(name))
        assert made.to_numpy().tolist() == wanted.to_numpy().tolist()
        assert draft.origin[name]["row"].tolist() == list(range(2, len(wanted) + 2))
    assert len(draft.lines) == sum(len(each) for each in draft.tables.values())


def test_sheets_are_known_by_their_headings_alone() -> None:
    """Whatever a sheet is called, its headings say which table it is."""
    sheets = [
        sheet(each.header, *each.cells.to_numpy().tolist(), name=f"Hoja{n}")  # type: ignore[attr-defined]
        for n, each in enumerate(bundled_sheets(), 1)
    ]
    draft = understand(book(*sheets, file="x.xlsx", kind="xlsx"))
    assert [each.table for each in draft.recognised] == list(TABLE_NAMES)


def test_names_of_places_become_codes() -> None:
    """A place may be named; what is no single place stays, and is asked."""
    header = ("código del caso", "orden", "papel", "lugar", "evidencia", "fuente")
    rows = [
        ("a", "1", "captación", "Tibú", "afirmado", "s"),
        ("a", "2", "cruce", "Arauca", "afirmado", "s"),
        ("a", "3", "destino", "departamento de Arauca", "afirmado", "s"),
        ("a", "4", "destino", "5001", "afirmado", "s"),
    ]
    draft = understand(book(sheet(header, *rows)))
    assert draft.tables["stops"]["place_id"].tolist() == ["54810", "Arauca", "CO-ARA", "05001"]
    assert [question.written for question in draft.questions] == ["Arauca"]
    assert draft.headers["stops", "place_id"] == "lugar"


def test_empty_cells_get_the_value_that_claims_least() -> None:
    """Alleged, reserved, cannot be judged, unknown: each is told with how often."""
    given = book(
        sheet(("source_id", "publisher", "title"), ("s", "P", "T"), name="sources"),
        sheet(("case_id", "name", "period_start"), ("a", "A", "dic 2020"), name="cases"),
        sheet(
            ("case_id", "stop_no", "role", "place_id", "evidence", "source_id"),
            ("a", "1", "recruitment", "54810", "stated", "s"),
            ("a", "2", "exploitation", "54001", "stated", "s"),
            name="stops",
        ),
        sheet(
            ("case_id", "measure", "value", "source_id"),
            ("a", "victims", "al menos 3", "s"),
            ("a", "victims", "2", "s"),
            name="figures",
        ),
        file="x.zip",
        kind="zip",
    )
    draft = understand(given)
    tables = draft.tables
    assert tables["sources"][["reliability", "date_precision"]].iloc[0].tolist() == ["F", "unknown"]
    case = tables["cases"].iloc[0]
    assert [case[each] for each in ("kind", "status", "handling")] == [
        "case",
        "alleged",
        "reserved",
    ]
    assert [case[each] for each in ("period_start", "date_precision")] == ["2020-12", "month"]
    stops = tables["stops"]
    assert stops["mode"].tolist() == ["unknown", "unknown"]
    assert stops["route_no"].tolist() == ["1", "1"]
    assert stops["credibility"].tolist() == ["6", "6"]
    figures = tables["figures"]
    assert figures["value"].tolist() == ["3", "2"]
    assert figures["qualifier"].tolist() == ["at_least", "exact"]
    assert figures["preferred"].tolist() == ["true", "false"]
    told = {fault.rule: dict(fault.details).get("n") for fault in draft.faults}
    assert told["forms.default_credibility"] == "2"
    assert told["forms.default_preferred"] == "2"
    assert {fault.severity for fault in draft.faults} == {"warning"}
    public = understand(given, Options(handling="public")).tables["cases"]["handling"]
    assert public.tolist() == ["public"]


def test_evidence_of_a_stop_is_never_supplied() -> None:
    """In the tables a stop says itself what it rests on, or the check refuses it."""
    header = ("case_id", "stop_no", "role", "place_id", "evidence", "source_id")
    given = book(sheet(header, ("a", "1", "recruitment", "54810", "", "s")))
    made = understand(given, Options(evidence="stated")).tables["stops"]
    assert made["evidence"].tolist() == [""]


def test_dates_and_decimals_of_a_spreadsheet_are_read() -> None:
    """Day first and a decimal comma, recognised, shown, and overruled where the user says so."""
    header = ("caso", "hecho", "lugar", "fecha", "fuente", "latitud", "longitud")
    given = book(sheet(header, ("a", "rescate", "Cúcuta", "03/04/2020", "s", "7,89", "-72,5")))
    draft = understand(given)
    event = draft.tables["events"].iloc[0]
    assert [event[each] for each in ("happened_on", "lat", "lon")] == [
        "2020-04-03",
        "7.89",
        "-72.5",
    ]
    assert (draft.recognised[0].decimal, draft.recognised[0].day_first) == (",", True)
    assert "date_day_first" in rules(draft.faults)
    american = understand(given, Options(day_first=False))
    assert american.tables["events"]["happened_on"].tolist() == ["2020-03-04"]
    assert "date_day_first" not in rules(american.faults)


def test_free_text_is_kept_to_the_blank() -> None:
    """Codes and identifiers lose the blanks around them, text does not."""
    header = ("case_id", "name", "kind", "summary_es")
    made = understand(book(sheet(header, (" a ", " A ", " red ", "  dos  "))))
    (case,) = made.tables["cases"].to_dict("records")
    assert [case[each] for each in header] == ["a", " A ", "network", "  dos  "]


def test_sheets_that_are_no_tables_are_left_out_and_told() -> None:
    """A guide is passed over; a sheet with rows that mean nothing is named with their number."""
    given = book(
        sheet(("case_id", "name", "kind"), ("a", "A", "case"), name="Casos"),
        sheet(("Cómo se llena",), ("1. …",), name="Guía"),
        sheet(("x", "y"), ("1", "2"), name="Pivote"),
        sheet(("ruta", "fuente"), ("Tibú > Cúcuta", "X"), name="Otras"),
        file="x.xlsx",
        kind="xlsx",
    )
    draft = understand(given)
    assert [(each.sheet, each.table) for each in draft.recognised] == [
        ("Casos", "cases"),
        ("Guía", ""),
        ("Pivote", ""),
        ("Otras", ""),
    ]
    told = [(fault.rule, fault.sheet) for fault in draft.faults if fault.sheet]
    assert ("forms.sheet_left_out", "Pivote") in told
    assert ("forms.other_form", "Otras") in told
    assert "Guía" not in {name for _, name in told}
    assert draft.lines["sheet"].tolist() == ["Casos"]


def test_two_sheets_of_one_table_are_one_table() -> None:
    """Cases of two years in two sheets, one of which has a column more."""
    given = book(
        sheet(("case_id", "name", "kind"), ("a", "A", "case"), name="Casos 2019"),
        sheet(
            ("código del caso", "nombre", "tipo", "nota"), ("b", "B", "red", "n"), name="Casos 2"
        ),
        file="x.xlsx",
        kind="xlsx",
    )
    draft = understand(given)
    cases = draft.tables["cases"]
    assert cases[["case_id", "kind", "note_es"]].to_numpy().tolist() == [
        ["a", "case", ""],
        ["b", "network", "n"],
    ]
    assert draft.origin["cases"]["sheet"].tolist() == ["Casos 2019", "Casos 2"]


def test_a_real_file_goes_through_the_reader(tmp_path: Path) -> None:
    """Semicolons, Windows-1252 and Spanish words, as a spreadsheet in Colombia saves them."""
    text = "código del caso;nombre del caso;tipo;situación\r\na;Operación Ñandú;red;presunto\r\n"
    draft = understand(read_book(text.encode("windows-1252"), "casos.csv", Options()))
    (recognised,) = draft.recognised
    assert (recognised.encoding, recognised.delimiter) == ("windows-1252", ";")
    assert recognised.language == "es"
    (case,) = draft.tables["cases"].to_dict("records")
    assert (case["name"], case["kind"], case["status"]) == ("Operación Ñandú", "network", "alleged")


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_every_column_has_heading_and_explanation(table: str) -> None:
    """Whatever can be filled in is named and explained in both languages."""
    for lang in LANGUAGES:
        t = load(lang)
        assert all(t.has(f"forms.heading.{table}.{each}") for each in columns_of(table))
        assert all(t.has(f"forms.about.{table}.{each}") for each in columns_of(table))
