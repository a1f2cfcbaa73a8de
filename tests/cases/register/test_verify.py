"""Whatever is changed behind the register's back, `verify` finds it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from routes.cases import bundled
from routes.cases.model import TABLE_NAMES
from routes.cases.register import Register, RegisterError, chain
from routes.cases.register.database import sqlite_url
from routes.cases.register.schema import CONTENT, DATA
from routes.text import LANGUAGES, load
from tests.databases import Server, server
from tests.proofs import times
from tests.registers import add, add_cases, case_frames, frames_of, statistics_frame

FLIPS = times(200, 80)
ROUNDS, ROUND = times(2, 1), 50


def fill(register: Register) -> None:
    """Make entries of every kind, and rows in every table."""
    add(register, frames_of(bundled()))
    add(register, {"statistics": statistics_frame([("2020-01-01", 1), ("2021-01-01", 2)])})
    add_cases(register, "x", "y", sources="a")
    edited = case_frames("x", name="new", sources="b", cites="b")
    register.save_case(edited, user="Eva", reason="why", expected=register.digest("x"))
    register.remove_case("y", user="Ana", reason="twice")
    register.undo(4, user="Ana", reason="no")


@contextmanager
def behind(url: str) -> Iterator[Connection]:
    """Change a database without its own checks, as someone with all rights can."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        yield connection
    engine.dispose()


def tampered(url: str, statement: str, **values: Any) -> list[str]:
    """Return what `verify` says after a statement that changes at least one row."""
    with behind(url) as connection:
        assert connection.execute(text(statement), values).rowcount
    found = Register.open(url).verify()
    for difference in found:
        for lang in LANGUAGES:
            assert load(lang)(difference.what, **dict(difference.details))
    return [difference.what.removeprefix("register.differs.") for difference in found]


def test_nothing_differs_in_a_register_that_nobody_touched(register: Register) -> None:
    """After entries of every kind; and the stages are told to the end."""
    fill(register)
    told: list[tuple[str, float]] = []
    assert register.verify(lambda *step: told.append(step)) == []
    assert told[0] == ("checking", 0.0)
    assert told[-1] == ("checking", 1.0)


def test_every_changed_cell_is_found(register: Register, url: str) -> None:
    """In every column of every table with content; changed back, nothing differs."""
    fill(register)
    for name in CONTENT:
        for field in DATA[name]:
            found, back = change(url, name, field.name)
            assert "content" in found, (name, field.name)
            with behind(url) as connection:
                connection.execute(*back)
    assert register.verify() == []


def change(url: str, name: str, column: str) -> tuple[list[str], tuple[Any, dict[str, Any]]]:
    """Change a cell of the first row; return what is found, and how to change it back."""
    first = f"id = (SELECT min(id) FROM {name})"
    update = f'UPDATE {name} SET "{column}" = :value WHERE {first}'
    with behind(url) as connection:
        query = f'SELECT "{column}" FROM {name} WHERE {first}'
        old = connection.execute(text(query)).scalar_one()
    new = f"{old} " if isinstance(old, str) else (old or 0) + 1
    return tampered(url, update, value=new), (text(update), {"value": old})


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_changed_field_of_an_entry_is_found(engine: str, tmp_path: Path) -> None:
    """Also by someone who knows how to seal an entry: the next one does not follow from it."""
    made, copies = _template(engine, tmp_path)
    columns = [
        "user_name",
        "action",
        "form",
        "file_name",
        "content_sha256",
        "reason",
        "previous",
        "hash",
    ]
    for column in columns:
        found = tampered(
            next(copies), f"UPDATE entries SET {column} = {column} || '0' WHERE seq = 3"
        )
        assert {"entry", "chain"} & set(found), column
    for value in ("at = '2020-01-01T00:00:00Z'", "at = 'x'", "counts = '{}'", "counts = 'x'"):
        assert "entry" in tampered(next(copies), f"UPDATE entries SET {value} WHERE seq = 3")
    assert "undoes" in tampered(next(copies), "UPDATE entries SET undoes = 6 WHERE seq = 6")
    third = next(entry for entry in Register.open(made).log() if entry.seq == 3)
    forged = chain.seal(replace(third, user="Eva"))
    forge = "UPDATE entries SET user_name = 'Eva', hash = :hash WHERE seq = 3"
    assert tampered(next(copies), forge, hash=forged) == ["chain"]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_is_lost_or_added_is_found(engine: str, tmp_path: Path) -> None:
    """Entries, rows, versions and uploads."""
    _, copies = _template(engine, tmp_path)
    for seq in range(1, 6):
        found = tampered(next(copies), f"DELETE FROM entries WHERE seq = {seq}")
        assert "gap" in found
    assert "no_upload" in tampered(next(copies), "DELETE FROM uploads")
    stray = "INSERT INTO uploads VALUES ('0', :content)"
    assert tampered(next(copies), stray, content=b"x") == ["stray_upload"]
    assert "upload" in tampered(next(copies), "UPDATE uploads SET content = :new", new=b"other")
    for name in CONTENT:
        row = f"id = (SELECT max(id) FROM {name})"
        assert "content" in tampered(next(copies), f"DELETE FROM {name} WHERE {row}")
        moved = f"UPDATE {name} SET entry = 2 WHERE {row}"
        lost = f"UPDATE {name} SET entry = 77 WHERE {row}"
        if name != "statistics":
            assert "content" in tampered(next(copies), moved)
        assert {"content", "orphans"} <= set(tampered(next(copies), lost))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_last_entry_that_is_lost_shows_in_its_rows(engine: str, tmp_path: Path) -> None:
    """Rows without an entry are found; the version that was noted down is no longer there."""
    made, copies = _template(engine, tmp_path)
    url = next(copies)
    assert "orphans" in tampered(url, "DELETE FROM entries WHERE seq > 4")
    assert Register.open(url).version() != Register.open(made).version()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE cases ADD COLUMN more TEXT",
        "DROP INDEX stops_key",
        "CREATE TABLE more (n INTEGER)",
        "ALTER TABLE figures RENAME COLUMN qualifier TO other",
        "DROP TABLE statistics",
    ],
)
def test_a_changed_schema_is_found(url: str, statement: str) -> None:
    """Tables, columns and indexes are those that the migrations make."""
    add_cases(Register.open(url), "x", sources="a")
    with behind(url) as connection:
        connection.execute(text(statement))
    found = Register.open(url).verify()
    assert {"register.differs.schema"} <= {difference.what for difference in found}


def contents(register: Register) -> dict[str, Any]:
    """Return everything that the register gives, however it is asked."""
    tables = register.tables()
    cases, log = tables.cases["case_id"].tolist(), register.log()
    return {
        **{name: tables.table(name).to_json() for name in TABLE_NAMES},
        "statistics": register.statistics().to_json(),
        "log": log,
        "uploads": [register.upload(each.file_sha256) for each in log if each.file_sha256],
        "history": [register.history(case_id) for case_id in (*cases[:3], "x", "y")],
        "origin": [register.origin(case_id)["stops"].to_json() for case_id in cases[:3]],
    }


def outcome(url: str, expected: dict[str, Any]) -> str:
    """Return ``found``, ``harmless``, or ``silent``: neither reported nor the same content."""
    try:
        register = Register.open(url)
        if register.verify():
            return "found"
        return "harmless" if contents(register) == expected else "silent"
    except RegisterError:
        return "found"


def flip(path: Path, lot: random.Random) -> None:
    """Turn over one bit of a file."""
    place = lot.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(place)
        found = file.read(1)[0]
        file.seek(place)
        file.write(bytes([found ^ 1 << lot.randrange(8)]))


def test_no_flipped_bit_of_the_file_is_silent(tmp_path: Path) -> None:
    """Each of 200 (80 in a short run) is reported, or everything reads as before."""
    path, copy = tmp_path / "register.sqlite", tmp_path / "copy.sqlite"
    register = Register.open(sqlite_url(path))
    fill(register)
    expected = contents(register)
    assert not Path(f"{path}-wal").exists()
    lot, found = random.Random(20261123), []
    for _ in range(FLIPS):
        for end in ("-wal", "-shm"):
            Path(f"{copy}{end}").unlink(missing_ok=True)
        shutil.copy(path, copy)
        flip(copy, lot)
        found.append(outcome(sqlite_url(copy), expected))
    assert found.count("silent") == 0
    assert found.count("found") > FLIPS / 4


def test_no_flipped_bit_of_postgresql_is_silent() -> None:
    """In the files of its tables and indexes: each is reported, or everything reads as before."""
    running = server()
    original = running.create()
    register = Register.open(running.url(original))
    fill(register)
    expected = contents(register)
    lot, found = random.Random(20261123), []
    for _ in range(ROUNDS):
        names = [running.create(original) for _ in range(ROUND)]
        flip_relations(running, names, lot)
        found += [outcome(running.url(name), expected) for name in names]
        for name in names:
            running.drop(name)
    assert found.count("silent") == 0
    assert found.count("found") > ROUND / 2


def flip_relations(running: Server, names: list[str], lot: random.Random) -> None:
    """Turn over one bit in a file of the register's tables and indexes in each database."""
    query = (
        "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't')"
        " AND oid >= 16384 AND pg_relation_size(oid) > 0 ORDER BY relname"
    )
    files = {name: [str(row[0]) for row in running.execute(query, database=name)] for name in names}
    with running.stopped() as data:
        for paths in files.values():
            sizes = [(data / path).stat().st_size for path in paths]
            flip(data / lot.choices(paths, sizes)[0], lot)


def _template(engine: str, folder: Path) -> tuple[str, Iterator[str]]:
    """Return a filled register, and as many copies of it as are asked for."""
    if engine == "sqlite":
        path = folder / "register.sqlite"
        made = sqlite_url(path)
        fill(Register.open(made))
        numbers = iter(range(1000))
        return made, (sqlite_url(Path(shutil.copy(path, folder / f"{n}.sqlite"))) for n in numbers)
    running = server()
    name = running.create()
    fill(Register.open(running.url(name)))
    return running.url(name), _postgresql_copies(running, name)


def _postgresql_copies(running: Server, name: str) -> Iterator[str]:
    while True:
        copy = running.create(name)
        yield running.url(copy)
        running.drop(copy)
