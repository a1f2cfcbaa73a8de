"""``routes corridors`` and ``routes hubs``: what the screens show, for people and for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from routes.analysis.corridors import corridors
from routes.analysis.network import network
from routes.cases import bundled
from routes.cli import app
from routes.flows import LEVELS, store
from routes.query import RouteQuery

CHINA = RouteQuery(destination=("CHN",))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--which", "public"])


def value(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_json_holds_every_corridor() -> None:
    """With its ends, its cases and what states them; and the cases without a way."""
    found, wanted = value("corridors", "--to", "CHN"), corridors(store(bundled()), CHINA)
    rows = found["corridors"]
    assert [each["corridor"] for each in rows] == wanted.frame["corridor"].tolist()
    assert [each["stated_cases"] for each in rows] == wanted.frame["stated_cases"].tolist()
    assert (found["cases"], found["without"]) == (4, ["alzate"])
    (one,) = value("corridors", "--to", "CHN", "--by-destination")["corridors"]
    assert (one["destination_name"], one["cases"]) == ("China", 4)


@pytest.mark.parametrize("level", LEVELS)
def test_json_holds_every_hub(level: str) -> None:
    """At each level the places, in the order of the library."""
    found = value("hubs", "--level", level)
    wanted = network(store(bundled()), RouteQuery(), level=level)
    assert [each["place"] for each in found["hubs"]] == wanted.frame["place"].tolist()
    assert (found["cases"], found["level"]) == (wanted.cases, level)


def test_nothing_found_is_said() -> None:
    """No way leads into Arauca: that is an answer, and no fault."""
    result = run("corridors", "--to", "CO-ARA")
    assert (result.exit_code, result.stdout.strip()) == (0, "Ningún recorrido cumple los filtros.")


@pytest.mark.parametrize(
    "wrong", [("hubs", "--level", "galaxy"), ("corridors", "--to", "NOWHERE"), ("hubs", "--k", "3")]
)
def test_what_cannot_be_asked_is_refused(wrong: tuple[str, ...]) -> None:
    """With exit status 2, and the value or the option named."""
    result = run(*wrong)
    assert result.exit_code == 2
    assert wrong[2 if wrong[1] != "--k" else 1] in result.stderr
