"""The commands of the register: what they do, what they say, and how they refuse."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.test_commands import refusal, run, value

ROUTE = "Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá (air)"
QUICK = f"""caso,ruta,fuente,fecha
SYNTHETIC Uno,{ROUTE},SYNTHETIC Diario,2021
SYNTHETIC Dos,Arauquita > Lima,SYNTHETIC Diario,15/12/2020
"""


@pytest.fixture(autouse=True)
def own_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has an empty register of its own."""
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path / "var"))
    return tmp_path / "var" / "register.sqlite"


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    """A quick form with two routes."""
    path = tmp_path / "rutas.csv"
    path.write_text(QUICK, encoding="utf-8")
    return path


def imported(path: Path, *more: str) -> Any:
    return value("import", path, "--user", "ana", *more)


def test_an_import_accounts_for_every_row_and_is_on_the_map(quick: Path) -> None:
    """Accepted, rejected and duplicate rows make up the file, and the legs become flows."""
    report = imported(quick)
    assert report["ok"]
    assert report["counts"] == {"input": 2, "accepted": 2, "rejected": 0, "duplicate": 0}
    flows = {(each["from"], each["to"]) for each in value("flows", "--which", "own")}
    assert ("54810", "54001") in flows
    assert ("81065", "GN3936456") in flows
    own = value("totals", "--which", "own")["cases"]
    public = value("totals", "--which", "public")["cases"]
    assert (own, value("totals")["cases"]) == (2, own + public)


def test_a_second_import_of_the_same_file_adds_nothing(quick: Path) -> None:
    """What is there already is counted as duplicate, and nothing is written."""
    imported(quick)
    again = run("import", quick, "--user", "ana", "--json")
    assert again.exit_code == 2
    assert json.loads(again.stdout)["counts"]["duplicate"] == 2
    assert len(value("log")) == 1


def test_undo_takes_the_cases_away_and_can_be_undone(quick: Path) -> None:
    """Undoing adds an entry, erases none, and works both ways."""
    imported(quick)
    assert value("undo", "1", "--user", "eva", "--reason", "prueba")["undoes"] == 1
    assert value("totals", "--which", "own")["cases"] == 0
    value("undo", "2", "--user", "eva")
    assert value("totals", "--which", "own")["cases"] == 2
    trail = value("log")
    assert [entry["seq"] for entry in trail] == [3, 2, 1]
    assert [entry["user"] for entry in trail] == ["eva", "eva", "ana"]
    assert value("verify")["ok"]


def test_all_or_nothing_unless_the_good_rows_are_asked_for(quick: Path, tmp_path: Path) -> None:
    """One wrong row keeps all out; with --good-rows only it stays out and comes back in a file."""
    quick.write_text(QUICK + "SYNTHETIC Tres,Nadaburgo > Lima,SYNTHETIC Diario,2020\n", "utf-8")
    first = run("import", quick, "--user", "ana", "--json")
    assert first.exit_code == 2
    report = json.loads(first.stdout)
    assert report["counts"] == {"input": 3, "accepted": 0, "rejected": 3, "duplicate": 0}
    assert [each["written"] for each in report["places"]] == ["Nadaburgo"]
    out = tmp_path / "rejected.xlsx"
    counts = imported(quick, "--good-rows", "--rejected", str(out))["counts"]
    assert counts == {"input": 3, "accepted": 2, "rejected": 1, "duplicate": 0}
    cells = [cell for row in load_workbook(out).active.iter_rows(values_only=True) for cell in row]
    assert "Nadaburgo > Lima" in cells
    assert not any("Arauquita" in str(cell) for cell in cells)


def test_a_dry_run_writes_nothing(quick: Path) -> None:
    """--dry-run checks and leaves the register as it is."""
    assert run("import", quick, "--user", "ana", "--dry-run").exit_code == 0
    assert value("log") == []


def test_a_place_can_be_chosen_on_the_command_line(quick: Path) -> None:
    """--place says which place an ambiguous name means."""
    quick.write_text("ruta,fuente\nArauca > Lima,SYNTHETIC Diario\n", encoding="utf-8")
    assert run("import", quick, "--user", "ana").exit_code == 2
    imported(quick, "--place", "Arauca=CO-ARA")
    assert value("flows", "--which", "own")[0]["from"] == "CO-ARA"


def test_a_changed_database_is_named_and_a_backup_brings_it_back(
    quick: Path, own_register: Path, tmp_path: Path
) -> None:
    """verify says which entry was tampered with; restore puts the backup in its place."""
    imported(quick)
    copy = tmp_path / "copy.rutas"
    assert run("backup", copy).exit_code == 0
    with sqlite3.connect(own_register) as raw:
        raw.execute("UPDATE cases SET name = 'SYNTHETIC otro'")
    raw.close()
    found = run("verify", "--lang", "en")
    assert found.exit_code == 1
    assert "1" in found.stderr
    assert run("restore", copy).exit_code == 0
    assert value("verify")["ok"]
    assert value("totals", "--which", "own")["cases"] == 2


@pytest.mark.parametrize("more", [(), ("--quick",)])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_template_is_a_spreadsheet_that_can_be_imported_empty(
    more: tuple[str, ...], lang: str, tmp_path: Path
) -> None:
    """The template's own example rows are no data: importing it unchanged adds nothing."""
    out = tmp_path / "plantilla.xlsx"
    assert run("template", out, "--lang", lang, *more).exit_code == 0
    assert load_workbook(out).sheetnames
    report = run("import", out, "--user", "ana", "--json")
    assert report.exit_code == 2
    assert json.loads(report.stdout)["counts"]["accepted"] == 0
    assert value("log") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("undo", "7", "--user", "ana"), "7"),
        (("import", "no-such.csv", "--user", "ana"), "no-such.csv"),
        (("restore", "no-such.file"), "no-such.file"),
    ],
)
def test_bad_input_says_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    """A refusal names what was given, without a traceback, and writes nothing."""
    assert said in refusal(*arguments)
    assert value("log") == []


def test_reports_do_not_make_a_register(own_register: Path) -> None:
    """Asking for totals leaves no database behind where there was none."""
    value("totals")
    assert not own_register.exists()


MARKER = "SYNTHETIC-RESERVED-MARKER"


@pytest.mark.parametrize("name", ["o.html", "o.svg", "o.geojson", "o.kml", "o.gpkg", "o.parquet"])
def test_a_public_file_holds_no_case_that_is_not_public(
    name: str, quick: Path, tmp_path: Path
) -> None:
    """A reserved case of the register leaves no trace in any public file."""
    quick.write_text(QUICK.replace("SYNTHETIC Uno", MARKER), encoding="utf-8")
    imported(quick)
    content = Path(value("export", tmp_path / name)["file"]).read_bytes()
    assert MARKER.encode() not in content
    assert MARKER.lower().encode() not in content.lower()


def test_an_internal_file_may_hold_them_and_says_so(quick: Path, tmp_path: Path) -> None:
    """Inside the house reserved cases are drawn, with the name of who made the file."""
    imported(quick)
    asked = ("--which", "own", "--audience", "internal", "--user", "ana-internal")
    content = Path(value("export", tmp_path / "o.geojson", *asked)["file"]).read_bytes()
    assert b"ana-internal" in content
    assert b"USO INTERNO" in content
    assert any(each["geometry"]["type"] != "Point" for each in json.loads(content)["features"])
