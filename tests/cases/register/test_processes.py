"""Several processes with one register: they read at any time, write in turn, and may die."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest

from routes.cases.register import Register, RegisterError
from routes.cases.register.database import sqlite_url
from tests.cases.register import children
from tests.databases import server
from tests.proofs import times
from tests.registers import add, add_cases

KILLS = times(100, 40)
KILLS_A_REGISTER = 10
LONGEST_SECONDS = 0.25
PATIENCE_SECONDS = 60


class Child:
    """A process that does one of the things of `children`."""

    def __init__(self, task: Any, *args: Any) -> None:
        context = children.context()
        self.answers, there = context.Pipe()
        self.process = context.Process(target=task, args=(*args, there), daemon=True)
        self.process.start()
        there.close()

    def answer(self) -> Any:
        assert self.answers.poll(PATIENCE_SECONDS)
        return self.answers.recv()

    def killed(self) -> list[str]:
        """Kill it as the system does, and return what it had answered."""
        self.process.kill()
        self.process.join()
        found = []
        try:
            while self.answers.poll():
                found.append(self.answers.recv())
        except EOFError:
            pass
        self.answers.close()
        return found

    def ended(self) -> None:
        self.process.join(PATIENCE_SECONDS)
        assert self.process.exitcode == 0
        self.answers.close()


def fresh(engine: str, folder: Path, number: int) -> str:
    """Return the URL of an empty database."""

    if engine == "sqlite":
        return sqlite_url(folder / f"{number}.sqlite")
    return server().url(server().create())


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_killed_import_is_whole_or_not_there(engine: str, tmp_path: Path) -> None:
    """At 200 random moments with ``make prove``, at 80 otherwise; half of them on each engine.

    Every entry that was acknowledged is in the audit trail, in its order; what is there is
    complete and sealed; and the next process goes on as if nothing had happened.
    """
    lot = random.Random(20261123)
    interrupted = 0
    for number in range(KILLS // KILLS_A_REGISTER):
        url = fresh(engine, tmp_path, number)
        register = Register.open(url)
        for _ in range(KILLS_A_REGISTER):
            before = len(register.log())
            child = Child(children.import_on, url, before)
            assert child.answer() == "ready"
            time.sleep(lot.uniform(0, LONGEST_SECONDS))
            acknowledged = child.killed()
            log = register.log()[::-1]
            assert [entry.hash for entry in log[before:]][: len(acknowledged)] == acknowledged
            assert len(log) - before - len(acknowledged) in (0, 1)
            assert register.verify() == []
            assert len(register.tables().cases) == children.CASES * len(log)
            interrupted += len(log) == before + len(acknowledged)
        assert add(register, children.numbered(len(register.log()))).seq == len(log) + 1
    assert interrupted > KILLS // 4


def test_readers_read_while_one_writes(url: str) -> None:
    """Two processes read whole states only, without an error, while a third writes."""
    register = Register.open(url)
    readers = [Child(children.read_on, url) for _ in range(2)]
    assert [reader.answer() for reader in readers] == ["ready", "ready"]
    for number in range(12):
        add(register, children.numbered(number))
    for reader in readers:
        reader.answers.send("stop")
        times, wrong = reader.answer()
        assert wrong == []
        assert times > 0
        reader.ended()
    assert register.verify() == []


def test_a_writer_waits_for_another_one(url: str) -> None:
    """It is told once that it waits; readers see what was there before; both succeed."""
    waiting: list[str] = []
    other = Child(children.hold, url)
    assert other.answer() == "writing"

    def told() -> None:
        waiting.append("told")
        assert Register.open(url).log() == []
        other.answers.send("go on")

    entry = add_cases(Register.open(url, told_waiting=told), "x", sources="a")
    assert waiting == ["told"]
    assert other.answer() == "done"
    other.ended()
    assert entry.seq == 2
    assert Register.open(url).verify() == []


def test_a_writer_does_not_wait_for_ever(url: str) -> None:
    """After its limit it gives up, says so, and nothing is written."""
    other = Child(children.hold, url)
    assert other.answer() == "writing"
    with pytest.raises(RegisterError) as caught:
        add_cases(Register.open(url, wait_seconds=0.3), "x", sources="a")
    assert caught.value.key == "register.waited"
    assert other.killed() == []
    register = Register.open(url)
    assert register.verify() == []
    add_cases(register, "x", sources="a")
    assert len(register.log()) == 1


def test_writers_take_turns(url: str) -> None:
    """Two processes that import at once leave one chain, without a gap."""
    Register.open(url)
    writers = [Child(children.import_on, url, first) for first in (0, 1_000_000)]
    answers = [[writer.answer() for _ in range(6)] for writer in writers]
    for writer, found in zip(writers, answers, strict=True):
        found += writer.killed()
    hashes = {entry.hash for entry in Register.open(url).log()}
    assert {each for found in answers for each in found if each != "ready"} <= hashes
    assert Register.open(url).verify() == []
