"""What an office writes into its register is what it is shown, on either database."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from routes.cases.model import TABLE_NAMES, Tables
from routes.cases.register import Register
from routes.cases.register.database import sqlite_url
from routes.flows import flows, store
from routes.holdings import flows_of, holdings
from routes.query import RouteQuery
from routes.scope import Scope
from routes.snapshot import legs_file, register_tables
from routes.snapshot.asking import LegsDatabase
from tests.databases import postgres_url
from tests.made_up import made_up, route

__all__ = ["postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def register(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Register:
    """An empty register whose snapshots lie in a folder of the test."""
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path))
    if request.param == "sqlite":
        return Register.open(sqlite_url(tmp_path / "register.sqlite"))
    return Register.open(request.getfixturevalue("postgres_url"))


def write(register: Register, case_id: str, *places: str, handling: str = "reserved") -> None:
    case = {"case_id": case_id, "handling": handling, "period_start": "2019"}
    source = {"source_id": f"{case_id}-source"}
    tables = made_up(
        [case], route(case_id, *places, source_id=source["source_id"]), sources=[source]
    )
    frames = {name: tables.table(name) for name in TABLE_NAMES}
    register.save_case(frames, user="ana", reason="test", expected=None)


def assert_same(found: Tables, expected: Tables) -> None:
    assert found.version == expected.version
    for name in TABLE_NAMES:
        pd.testing.assert_frame_equal(found.table(name), expected.table(name))


def test_a_snapshot_is_what_the_register_gives(register: Register) -> None:
    """After every entry, an undone one too, and read a second time from the files."""
    for step in range(4):
        if step < 3:
            write(register, f"case-{step}", "54001", "VEN", "PAN")
        else:
            register.undo(1, user="ana", reason="test")
        for _ in range(2):
            assert_same(register_tables(register), register.tables())


def test_a_new_case_is_shown_at_once(register: Register) -> None:
    """Its flows are found by the screen and by the database of its legs; undone, they are gone."""
    assert not holdings(register, "all").own_ids
    write(register, "first", "54001", "PAN")
    held = holdings(register, "own")
    shown = flows_of(held, RouteQuery()).frame
    assert (held.own_ids, shown["to"].tolist()) == ({"first"}, ["PAN"])
    with LegsDatabase(legs_file(register)) as database:
        asked = database.flows(RouteQuery())
        assert database.flows(RouteQuery(), scope=Scope(("public",))).empty
    pd.testing.assert_frame_equal(asked, shown.drop(columns=["modes", "sources"]))
    register.undo(1, user="ana", reason="test")
    assert flows_of(holdings(register, "own"), RouteQuery()).frame.empty


def test_a_reserved_case_is_for_those_who_may_see_it(register: Register) -> None:
    """With a smaller scope neither the case nor its source is there."""
    write(register, "closed", "54001", "PAN")
    write(register, "open", "54001", "CHN", handling="public")
    seen = holdings(register, "own", scope=Scope(("public",))).tables
    assert seen.cases["case_id"].tolist() == ["open"]
    assert seen.sources["source_id"].tolist() == ["open-source"]
    assert flows(store(seen), RouteQuery()).frame["to"].tolist() == ["CHN"]
    assert set(holdings(register, "own").tables.cases["case_id"]) == {"closed", "open"}
