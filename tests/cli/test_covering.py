"""``routes coverage``: the same answer for people and for programs, with what it does not say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from routes.analysis.coverage import coverage, displacement
from routes.cases import bundled, read_tables
from routes.cases.synth import write_synthetic
from routes.cli import app
from routes.flows import store
from routes.query import RouteQuery
from routes.text import LANGUAGES, load

ALL = RouteQuery()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["coverage", *arguments])


def value(*arguments: str) -> dict[str, Any]:
    result = run("--json", *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_json_holds_the_whole_answer() -> None:
    """What is chosen, what it adds, and why routes are covered by none, as computed."""
    found, wanted = value("-k", "3", "--which", "public"), coverage(store(bundled()), ALL, k=3)
    assert [each["id"] for each in found["chosen"]] == list(wanted.chosen)
    assert (found["covered"], found["total"], found["proven"]) == (wanted.value, wanted.total, True)
    assert {each["reason"]: len(each["routes"]) for each in found["uncovered"]} == {
        gap.reason: len(gap.routes) for gap in wanted.gaps
    }
    assert (found["stability"], found["synthetic"]) == (None, False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_it_does_not_say_is_always_said(lang: str) -> None:
    """Documented, not all; controls displace; internal use: in the text and in the JSON."""
    t = load(lang)
    limits = [t(f"coverage.limits.{each}_text") for each in ("documented", "displace", "use")]
    assert value("--which", "public", "--lang", lang)["notes"] == limits
    words = " ".join(run("--which", "public", "--lang", lang).stdout.split())
    assert all(each in words for each in limits)


def test_made_up_cases_are_called_made_up(tmp_path: Path) -> None:
    """The answer on synthetic cases says so; alternatives and resamples come with it."""
    folder = tmp_path / "cases"
    write_synthetic(folder, cases=300, flows=300, seed=3)
    found = value("--data", str(folder), "--offered", "crossings", "--resamples", "5", "-k", "4")
    columns = store(read_tables(folder))
    wanted = displacement(columns, ALL, coverage(columns, ALL, k=4, offered="crossings"))
    assert found["synthetic"] is True
    assert found["stability"]["resamples"] == 5
    assert [each["movable"] for each in found["displacement"]] == [each.movable for each in wanted]
    assert "SYNTHETIC" in run("--data", str(folder)).stderr


@pytest.mark.parametrize("wrong", [("-k", "7"), ("-k", "0"), ("--weight", "trucks")])
def test_what_cannot_be_asked_is_refused(wrong: tuple[str, str]) -> None:
    """A number or a weight out of range ends with exit status 2."""
    result = run(*wrong)
    assert result.exit_code == 2
    assert wrong[0] in result.stderr
