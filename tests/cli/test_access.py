"""The command in the name of a person: it reports what that person may see, and no more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from routes.cli import app
from routes.publish.files import KINDS, named
from tests.marked import ANALYST, LOCAL, LOCAL_MARK, MARK, OFFICER, OPEN_MARK, ROLES, VIEWER, fill
from tests.publish.opened import laid_open

REPORTS = (
    ("cases", "--statements"),
    ("cases", "--json"),
    ("cases", "--which", "own", "--json"),
    ("cases", "--handling", "classified,reserved", "--json"),
    ("cases", "--q", "synthetic", "--json"),
    ("flows", "--json"),
    ("flows", "--level", "country"),
    ("flows", "--which", "own", "--evidence", "mentioned,stated", "--json"),
    ("totals",),
    ("totals", "--which", "own", "--json"),
    ("coverage", "--which", "own", "--json"),
    ("corridors", "--which", "own", "--json"),
    ("hubs", "--which", "own", "--json"),
    ("compare", "--which", "own", "--before", "2020", "--after", "2021", "--json"),
)
CASES = {VIEWER: 1, ANALYST: 1, LOCAL: 1, OFFICER: 4}
"""Own cases that each may see."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with hidden cases, and a roles file."""
    fill(tmp_path / "var")
    (tmp_path / "roles.toml").write_text(ROLES)
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("ROUTES_ROLES", str(tmp_path / "roles.toml"))
    return tmp_path


def run(arguments: Sequence[str], email: str = "") -> Result:
    return CliRunner().invoke(app, [*arguments, *(("--as", email) if email else ())])


def told(email: str = "") -> str:
    """Return all that the reports say."""
    results = [run(each, email) for each in REPORTS]
    assert [each.exit_code for each in results] == [0] * len(REPORTS)
    return "".join(each.output for each in results)


def counted(email: str = "") -> int:
    found: int = json.loads(run(("totals", "--which", "own", "--json"), email).stdout)["cases"]
    return found


def test_no_report_tells_of_what_is_hidden(office: Path) -> None:
    """Though somebody who sees all has asked the same just before."""
    assert MARK in told()
    for email in (VIEWER, ANALYST, LOCAL):
        assert MARK in told(OFFICER)
        said = told(email)
        assert MARK not in said
        assert (LOCAL_MARK in said) is (email == LOCAL)
        assert (OPEN_MARK in said) is (email != LOCAL)


def test_the_command_alone_sees_all(office: Path) -> None:
    """Whoever can run it can read the files; a roles file does not hinder it, nor a broken one."""
    assert counted() == 4
    assert {email: counted(email) for email in CASES} == CASES
    assert {email: counted(email.upper()) for email in CASES} == CASES
    (office / "roles.toml").write_text("broken")
    assert counted() == 4


def test_a_hidden_source_is_one_that_is_not(office: Path) -> None:
    """To ask for it is refused in the same words as to ask for anything made up."""
    hidden, nothing = f"{MARK}-closed-one-source", "no-such-thing"
    assert run(("cases", "--source", hidden), OFFICER).exit_code == 0
    answers = []
    for source in (hidden, nothing):
        result = run(("cases", "--source", source), ANALYST)
        assert result.exit_code == 2
        answers.append(result.stderr.replace(source, "…"))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_holds_what_is_hidden(office: Path, kind: str) -> None:
    """What leaves in the name of a person is what that person may see; an officer may see all."""
    marked = set()
    for email in (ANALYST, LOCAL, OFFICER):
        out = office / f"{email}.{kind}"
        asked = ("--audience", "internal", "--user", "Ana") if email == OFFICER else ()
        result = run(("export", str(out), "--date", "2026-01-02", *asked), email)
        assert result.exit_code == 0, result.output
        content = laid_open(named(out)[1].read_bytes())
        if MARK.encode() in content or MARK.encode("utf-16-le") in content:
            marked.add(email)
    # The letters of a picture are no text.
    assert marked == ({OFFICER} if kind not in ("png", "pdf", "svg") else marked - {ANALYST, LOCAL})


@pytest.mark.parametrize(
    ("email", "audience", "allowed"),
    [
        (VIEWER, "public", False),
        (ANALYST, "internal", False),
        (OFFICER, "public", True),
        (OFFICER, "internal", True),
    ],
)
def test_who_may_not_release_does_not(
    office: Path, email: str, audience: str, allowed: bool
) -> None:
    """A viewer takes nothing along, an analyst nothing internal."""
    out = office / "out.geojson"
    asked = ("export", str(out), "--audience", audience, "--user", "Ana", "--which", "public")
    result = run(asked, email)
    assert (result.exit_code == 0, out.exists()) == (allowed, allowed), result.output
    if not allowed:
        assert "Su función no permite" in result.stderr


def test_who_is_not_in_the_file_gets_nothing(office: Path) -> None:
    """And is told which file; a file that is wrong lets nobody in."""
    result = run(("cases", "--json"), "nobody@office.test")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "roles.toml: 'nobody@office.test' no tiene acceso" in result.stderr
    (office / "roles.toml").write_text(ROLES.replace('"viewer"', '"vewer"'))
    for lang, said in (("es", "no es una función"), ("en", "is no role")):
        result = run(("cases", "--json", "--lang", lang), OFFICER)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr


def test_a_folder_of_tables_is_limited_too(office: Path) -> None:
    """As the register is."""
    result = run(("synth", str(office / "made-up"), "--cases", "40"))
    assert result.exit_code == 0, result.output
    asked = ("totals", "--data", str(office / "made-up"), "--json")
    whole, part = (json.loads(run(asked, email).stdout) for email in (OFFICER, LOCAL))
    assert 0 <= part["cases"] < whole["cases"]
    assert part["data"]["version"] != whole["data"]["version"]
