"""The commands of the ledger: what left, and whether the promise holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner, Result

from routes.cases.register import Register
from routes.cli import app
from routes.holdings import holdings
from routes.query import RouteQuery
from routes.release import Ledger, SavedView, build
from routes.release.cells import count, frame, primary
from routes.release.contributions import secret
from routes.release.views import write_views
from tests.marked import ANALYST, LOCAL, OFFICER, ROLES, VIEWER
from tests.registers import checked_file, frames_of
from tests.release.offices import office

OFFICE = office(400, 1)
MARK = "ZQXHIDDEN"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with 400 victims of cases that are not public, and a roles file."""
    (tmp_path / "roles.toml").write_text(ROLES)
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("ROUTES_ROLES", str(tmp_path / "roles.toml"))
    (tmp_path / "var").mkdir()
    content = b"SYNTHETIC"
    Register.open().add(checked_file(frames_of(OFFICE), content), content, user="Ana")
    return tmp_path


def run(*arguments: str | Path, status: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == status, result.output
    return result


def value(*arguments: str | Path, status: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", status=status).stdout)


def export(out: Path, *more: str) -> Any:
    return value("export", out, "--user", "Ana", "--date", "2026-01-31", *more)


def plant() -> None:
    """Let counts leave without secondary suppression, past the door."""
    ledger, held = Ledger.open(), holdings(Register.open(), "all")
    release = build(held, RouteQuery(), audience="public", made_on=date(2026, 1, 1), ledger=ledger)
    assert release.lattice is not None
    loose = frame(primary(count(secret(held.tables).values())))
    lattice = replace(release.lattice, frame=loose)
    ledger.append(replace(release, lattice=lattice), held, user="Ana", formats=("csv",))


def test_every_file_is_listed_newest_first(here: Path) -> None:
    """Who, when, what, for whom, in which format, and the id that the file bears."""
    one = export(here / "one.csv", "--to", "PAN", "--title", "First")
    two = export(here / "two.geojson", "--audience", "internal")
    rows = value("releases")
    assert [each["seq"] for each in rows] == [2, 1]
    assert [each["release_id"] for each in rows] == [two["release_id"], one["release_id"]]
    assert [each["audience"] for each in rows] == ["internal", "public"]
    assert [each["formats"] for each in rows] == [["geojson"], ["csv"]]
    assert (rows[1]["title"], rows[1]["query"], rows[1]["user"]) == ("First", {"to": "PAN"}, "Ana")
    assert rows[1]["protected_counts"] > 20
    for lang, said in (("es", "interna"), ("en", "internal")):
        table = run("releases", "--lang", lang).stdout
        assert {said, "First", "to=PAN", "geojson", one["release_id"]} <= {
            part.strip(" │┃·") for line in table.splitlines() for part in line.split()
        }


def test_where_nothing_has_left_both_commands_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And make no register."""
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path / "var"))
    assert value("releases") == []
    assert value("audit") == {"ok": True, "releases": 0, "changed": [], "findings": []}
    assert "Nothing has left yet." in run("releases", "--lang", "en").stdout
    assert not (tmp_path / "var").exists()


def test_a_good_ledger_passes_the_audit(here: Path) -> None:
    """Both languages say how many releases it was."""
    export(here / "one.csv")
    export(here / "two.csv")
    assert value("audit") == {"ok": True, "releases": 2, "changed": [], "findings": []}
    for lang, said in (("es", "2 entregas auditadas"), ("en", "2 releases audited")):
        assert said in run("audit", "--lang", lang).stdout


def test_a_bad_ledger_fails_the_audit_and_stops_the_export(here: Path) -> None:
    """Exit status 1, every cell named; a public file is refused with the reason, status 2."""
    plant()
    found = value("audit", status=1)
    assert not found["ok"]
    assert all(each["most"] - each["least"] < 5 for each in found["findings"])
    assert {each["release"] for each in found["findings"]} == {1}
    for lang, said in (("es", "La auditoría encontró"), ("en", "The audit found")):
        result = run("audit", "--lang", lang, status=1)
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == len(found["findings"]) + 1
    result = run("export", here / "out.csv", "--lang", "en", status=2)
    assert "The audit fails" in result.stderr
    assert not (here / "out.csv").exists()
    assert len(value("releases")) == 1


def test_a_ledger_that_was_changed_fails_the_audit(here: Path) -> None:
    """Which row, in both languages."""
    export(here / "one.csv")
    engine = create_engine(Register.open().secret_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE releases SET lattice = 'x' WHERE seq = 1"))
    engine.dispose()
    assert value("audit", status=1)["changed"] == [1]
    for lang in ("es", "en"):
        assert "1" in run("audit", "--lang", lang, status=1).stderr


def test_a_file_holds_the_saved_views(here: Path) -> None:
    """Or says what is wrong with the file of views, and nothing leaves."""
    views = here / "views.json"
    views.write_text(write_views([SavedView(RouteQuery(), title="Only view")]))
    export(here / "one.html", "--views", str(views))
    assert "Only view" in (here / "one.html").read_text(encoding="ascii")
    views.write_text('[{"titel": "x"}]')
    result = run("export", here / "two.html", "--views", views, "--lang", "en", status=2)
    assert "titel" in result.stderr
    assert not (here / "two.html").exists()
    assert len(value("releases")) == 1


def test_no_command_tells_what_cases_add(here: Path) -> None:
    """The ledger holds it for later audits; neither list nor audit says any of it."""
    export(here / "one.csv")
    plant()
    ids = {each for row in Ledger.open().log() for each in json.loads(row.holds or "{}")}
    assert len(ids) > 20
    for command in ("releases", "audit"):
        for lang in ("es", "en"):
            for form in ((), ("--json",)):
                result = CliRunner().invoke(app, [command, "--lang", lang, *form])
                assert "syn-" not in result.output
                assert "holds" not in result.output


@pytest.mark.parametrize("email", [VIEWER, ANALYST, LOCAL])
def test_who_sees_less_is_told_less(here: Path, email: str) -> None:
    """Of internal releases nothing, of the audit nothing; a viewer of no release at all."""
    export(here / "one.csv", "--title", "Open")
    export(here / "two.csv", "--audience", "internal", "--title", MARK, "--q", MARK)
    plant()
    assert MARK in run("releases", "--as", OFFICER).output
    result = CliRunner().invoke(app, ["releases", "--json", "--as", email])
    assert MARK not in result.output
    if email == VIEWER:
        assert (result.exit_code, result.stdout) == (2, "")
    else:
        assert [each["audience"] for each in json.loads(result.stdout)] == ["public", "public"]
    for form in ((), ("--json",)):
        refused = CliRunner().invoke(app, ["audit", "--as", email, *form])
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "Su función no permite" in refused.stderr


@pytest.mark.parametrize("email", [ANALYST, LOCAL])
def test_who_sees_less_exports_no_counts(here: Path, email: str) -> None:
    """Though counts of all have left before: the file holds public cases alone."""
    whole, part = export(here / "whole.csv"), export(here / "part.csv", "--as", email)
    public = OFFICE.cases["case_id"][OFFICE.cases["handling"] == "public"]
    hidden = set(OFFICE.cases["case_id"]) - set(public)
    for made, counted in ((whole, True), (part, False)):
        with ZipFile(made["file"]) as found:
            members = {name: found.read(name).decode() for name in found.namelist()}
        assert any("lattice" in name for name in members) is counted
        assert not any(f"{each}," in said for each in hidden for said in members.values())
    assert [each["protected_counts"] > 0 for each in value("releases")] == [False, True]


@pytest.mark.parametrize(
    ("lang", "said"), [("es", "Debe terminar en uno de estos"), ("en", "must end in one of")]
)
def test_a_name_without_a_known_ending_is_refused_in_the_language_asked_for(
    tmp_path: Path, lang: str, said: str
) -> None:
    """The endings are listed; nothing is written."""
    refused = run("export", tmp_path / "x.docx", "--which", "public", "--lang", lang, status=2)
    shown = " ".join(refused.output.split())
    assert said in shown
    assert ".gpkg" in shown
    assert list(tmp_path.iterdir()) == []
