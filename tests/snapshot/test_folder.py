"""A snapshot gives what the register gives, or is made again."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from routes.cases import Tables, bundled, read_tables
from routes.cases.model import TABLE_NAMES
from routes.snapshot import default_folder, folder, legs_file, register_tables
from routes.snapshot.legs_table import SCHEMA, legs_table
from routes.store import store
from tests.hostile import write_hostile
from tests.made_up import made_up, route, some_tables

TABLES = made_up([{"case_id": "x"}], route("x", "81001", "CHN"))
FILES = (*(f"{name}.parquet" for name in (*TABLE_NAMES, "legs")), "manifest.json")


class Office:
    """Tables that stand in for a register, and how often they were read."""

    url = "sqlite:///:memory:"

    def __init__(self, tables: Tables = TABLES) -> None:
        self.now, self.read = tables, 0

    def version(self) -> str:
        return self.now.version

    def tables(self) -> Tables:
        self.read += 1
        return self.now


def assert_same(found: Tables, expected: Tables) -> None:
    for name in TABLE_NAMES:
        pd.testing.assert_frame_equal(found.table(name), expected.table(name))
    assert (found.name, found.version) == (expected.name, expected.version)
    assert found.synthetic == expected.synthetic


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some_tables())
def test_the_tables_come_back_as_they_were(tmp_path: Path, tables: Tables) -> None:
    """Values, types, order, name and version, with the register read once."""
    office = Office(tables)
    for _ in range(2):
        assert_same(register_tables(office, folder=tmp_path), tables)
    assert office.read <= 1  # none where this version was drawn before
    assert pq.read_table(legs_file(office, folder=tmp_path)).equals(legs_table(store(tables)))


def test_any_text_comes_back(tmp_path: Path) -> None:
    """Hostile text is text in a snapshot too."""
    write_hostile(tmp_path / "tables")
    office = Office(replace(read_tables(tmp_path / "tables"), warnings=()))
    register_tables(office, folder=tmp_path / "snapshots")
    assert_same(register_tables(office, folder=tmp_path / "snapshots"), office.now)
    assert office.read == 1


def test_the_legs_have_the_columns_that_are_asked(tmp_path: Path) -> None:
    """One row a leg, years as whole numbers, no date as null."""
    cases = [{"case_id": "x", "period_start": "2019-05"}, {"case_id": "y"}]
    stops = [*route("x", "81001", "PAN", "CHN"), *route("y", "81001", "CHN")]
    office = Office(made_up(cases, stops))
    legs = pq.read_table(legs_file(office, folder=tmp_path))
    assert legs.column_names == list(SCHEMA)
    assert legs["first_year"].to_pylist() == [2019, 2019, None]
    assert legs["origins"].to_pylist() == [";81001;CO-ARA;COL;"] * 3
    assert legs["once_place"].to_pylist() == [True] * 3


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.999])
def test_a_damaged_file_is_made_again(tmp_path: Path, name: str, share: float) -> None:
    """Wherever a bit flips, what is given is what the register holds, and the folder is whole."""
    office = Office()
    register_tables(office, folder=tmp_path)
    path = tmp_path / TABLES.version / name
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 1
    path.write_bytes(content)
    assert_same(register_tables(office, folder=tmp_path), TABLES)
    legs = pq.read_table(legs_file(office, folder=tmp_path))
    assert legs.equals(legs_table(store(TABLES)))
    assert office.read == 2
    register_tables(office, folder=tmp_path)
    legs_file(office, folder=tmp_path)
    assert office.read == 2


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_made_again(tmp_path: Path, name: str) -> None:
    """So is one that was cut off."""
    office = Office()
    for spoil in (lambda path: path.unlink(), lambda path: os.truncate(path, 20)):
        register_tables(office, folder=tmp_path)
        spoil(tmp_path / TABLES.version / name)
        assert_same(register_tables(office, folder=tmp_path), TABLES)
        assert legs_file(office, folder=tmp_path).exists()


def test_a_manifest_that_says_something_else_is_not_believed(tmp_path: Path) -> None:
    """A name or a hash changed by hand breaks its seal."""
    office = Office()
    register_tables(office, folder=tmp_path)
    path = tmp_path / TABLES.version / "manifest.json"
    for wrong in (
        {"name": "another"},
        {"synthetic": True},
        {"form": 0},
        {"files": {}},
        {"seal": 1},
    ):
        said = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**said, **wrong}), encoding="utf-8")
        assert folder.find(tmp_path, TABLES.version) is None
        assert_same(register_tables(office, folder=tmp_path), TABLES)
    path.write_text("[1]", encoding="utf-8")
    assert folder.find(tmp_path, TABLES.version) is None


def test_legs_follow_the_register_of_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When what is known of places changes, the legs are gathered again."""
    office = Office()
    legs_file(office, folder=tmp_path)
    monkeypatch.setattr(folder, "around", lambda place_id: frozenset({place_id}))
    assert folder.find(tmp_path, TABLES.version) is None
    legs_file(office, folder=tmp_path)
    assert office.read == 2


def test_only_the_newest_versions_stay(tmp_path: Path) -> None:
    """Two of them: the present one and the one before."""
    versions = []
    for number in range(4):
        office = Office(made_up([{"case_id": f"x{number}"}]))
        register_tables(office, folder=tmp_path)
        versions.append(office.version())
        os.utime(tmp_path / office.version(), (number, number))
    assert {each.name for each in tmp_path.iterdir()} == set(versions[-2:])


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the disk is full, the cases are shown, no folder is left, and the log says why."""
    for last in range(len(FILES)):
        written: list[Path] = []

        def write(
            path: Path, content: bytes, last: int = last, written: list[Path] = written
        ) -> None:
            if len(written) == last:
                raise OSError(28, "No space left on device")
            written.append(path)
            path.write_bytes(content)

        monkeypatch.setattr(folder, "_kept_safe", write)
        office = Office()
        assert_same(register_tables(office, folder=tmp_path), TABLES)
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(OSError, match="No space"):
            legs_file(office, folder=tmp_path)


def test_without_a_folder_the_register_is_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A snapshot is a convenience: where none can lie, all is as before, only slower."""
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    office = Office()
    for _ in range(2):
        assert_same(register_tables(office, folder=taken), TABLES)
    assert office.read == 2
    assert "snapshot" in caplog.text


def test_what_a_dead_process_left_is_cleared(tmp_path: Path) -> None:
    """An unfinished folder is deleted when it is old, and never taken for a snapshot."""
    old, young = tmp_path / ".old", tmp_path / ".young"
    for each in (old, young):
        each.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)
    register_tables(Office(), folder=tmp_path)
    assert not old.exists()
    assert young.exists()


def test_only_a_hash_names_a_folder(tmp_path: Path) -> None:
    """A version that is something else is never made into a path."""
    office = Office(replace(TABLES, version="../../elsewhere"))
    assert register_tables(office, folder=tmp_path / "inside") is office.now
    assert not (tmp_path / "inside").exists()
    with pytest.raises(OSError, match="Cannot write a snapshot"):
        legs_file(office, folder=tmp_path / "inside")


def test_snapshots_lie_beside_the_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of a server lie where the office keeps its files."""
    office = Office()
    office.url = f"sqlite:///{tmp_path}/office.sqlite"
    assert default_folder(office) == tmp_path / "snapshots"
    office.url = "postgresql+psycopg://office@server/cases"
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path / "files"))
    assert default_folder(office) == tmp_path / "files" / "snapshots"


def test_the_bundled_cases_are_no_exception(tmp_path: Path) -> None:
    """Their legs are those that the flows are made of."""
    legs = legs_table(store(bundled()))
    assert len(legs) == int((store(bundled()).elements.start >= 0).sum()) > 40
