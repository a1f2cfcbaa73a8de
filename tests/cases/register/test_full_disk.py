"""A disk that fills up at any step of an import: a clear message, and nothing that was is lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from routes.cases.register import Register, RegisterError
from routes.cases.register.database import sqlite_url
from tests.cases.register import children
from tests.cases.register.test_processes import Child
from tests.databases import server
from tests.registers import add, case_frames

ROOT = Path(__file__).resolve().parents[3]
PAGE = 4096
FULL = {"register.disk_full", "register.not_written"}
MEGABYTE = 1024 * 1024


@cache
def small_disk() -> list[str]:
    """Return the command that runs a program with a disk of 2 MB on its first argument.

    Empty where the system lets nobody mount anything: the limits below hold everywhere.
    """
    own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    mount = 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"'
    command = [*own, "sh", "-c", mount]
    try:
        tried = subprocess.run([*command, "/mnt", "true"], capture_output=True)
    except FileNotFoundError:
        return []
    return command if tried.returncode == 0 else []


def attempt(register: Register, frames: dict[str, Any]) -> str:
    """Return ``added``, or the key of what was said instead."""
    try:
        add(register, frames)
    except RegisterError as error:
        return error.key
    return "added"


if small_disk():

    def test_a_full_disk_refuses_and_can_be_read(tmp_path: Path) -> None:
        """A real one, with ever more room, from none at all to enough."""
        program = [sys.executable, "-m", "tests.cases.register.full_disk", str(tmp_path)]
        command = [*small_disk(), str(tmp_path), *program]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        *refused, added = json.loads(done.stdout)
        assert len(refused) > 10
        for room, said, cases, differences in refused:
            assert (said, cases, differences) == ("register.disk_full", children.CASES, 0), room
        assert added[1:] == ["added", 2 * children.CASES, 0]


def test_files_that_cannot_grow_refuse(tmp_path: Path) -> None:
    """Every limit from nothing to enough, in steps of three pages."""
    url = sqlite_url(tmp_path / "register.sqlite")
    add(Register.open(url), children.numbered(0))
    said: list[str] = []
    for limit in range(0, 200 * PAGE, 3 * PAGE):
        child = Child(children.import_within, url, limit, 1)
        what, cases = child.answer()
        child.ended()
        register = Register.open(url)
        assert register.verify() == []
        said.append(what)
        if what == "added":
            assert register.version() == cases
            break
        assert what in FULL
        assert cases == children.CASES
        assert len(register.log()) == 1
    assert len(said) > 10
    assert said[-1] == "added"


def test_a_database_that_cannot_grow_refuses(tmp_path: Path) -> None:
    """Every number of pages, one by one, until the import fits."""
    url = sqlite_url(tmp_path / "register.sqlite")
    register = Register.open(url)
    frames = children.numbered(1)
    add(register, children.numbered(0))
    most = (tmp_path / "register.sqlite").stat().st_size // PAGE

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={most}")

    event.listen(register._database.engine, "connect", limit)
    before, tries = register.version(), 0
    while (said := attempt(register, frames)) != "added":
        assert said == "register.disk_full"
        assert register.version() == before
        assert len(register.tables().cases) == children.CASES
        most, tries = most + 1, tries + 1
    assert tries > 10
    assert register.verify() == []
    assert len(register.log()) == 2


def big_frames(number: int) -> dict[str, Any]:
    """Return cases whose text does not compress, about four megabytes of it."""
    lot = random.Random(number)
    frames = case_frames(*(f"b{number}-{each}" for each in range(100)), cites="s0")
    text = [lot.randbytes(20_000).hex() for _ in range(100)]
    return {**frames, "cases": frames["cases"].assign(summary_es=text)}


@pytest.mark.parametrize("limits", ["files", "log"])
def test_postgresql_that_cannot_grow_refuses(limits: str) -> None:
    """Its tables, or its own log, which stops the server: all is there once it is back."""
    running = server()
    url = running.url(running.create())
    register = Register.open(url)
    add(register, children.numbered(0))
    before = register.version()
    # The log is written in files of one megabyte, so a lower limit hits the log. No limit lets
    # the import fit, even into the room that an earlier try has left and the server swept.
    steps = range(MEGABYTE, 3 * MEGABYTE, MEGABYTE // 4) if limits == "files" else (0, 300_000)
    limit = 0

    def restrict(connection: Any, _record: Any) -> None:
        running.restrict(connection.info.backend_pid, limit)

    event.listen(register._database.engine, "connect", restrict)
    said = []
    for each in steps:
        limit = each
        said.append(attempt(register, big_frames(1)))
        if said[-1] == "register.lost":
            time.sleep(0.5)  # until the server has noticed
        running.wait()
        unrestricted = Register.open(url)
        assert unrestricted.verify() == []
        assert unrestricted.version() == before
    assert set(said) <= (FULL if limits == "files" else {*FULL, "register.lost"})
    add(Register.open(url), big_frames(1))
    assert len(Register.open(url).log()) == 2
    assert Register.open(url).verify() == []
