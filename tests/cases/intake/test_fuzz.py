"""Damaged and hostile files: every one is answered, and nothing else is touched.

2,000 of them with ``make prove``, a quarter with ``make test``.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from routes.cases import desk
from routes.cases.intake.model import STATUSES, Checked, Known, Options
from routes.cases.intake.workers import WORKERS
from routes.cases.register import Register
from routes.text import LANGUAGES, load
from tests.cases.intake.mutations import WAYS, Made, Maker
from tests.proofs import times

FILES = times(2_000, 500)
SECONDS = 60.0
SECRET = "CANARY-5e0c7b"


@dataclass
class Yard:
    """Where files are inspected: a file and an address that nothing may touch."""

    maker: Maker
    canary: Path
    server: socket.socket
    known: Known

    def untouched(self) -> bool:
        """Tell whether nobody asked for the address or read the file."""
        try:
            self.server.accept()
        except BlockingIOError:
            return self.canary.stat().st_atime_ns == 0
        return False


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    folder = tmp_path_factory.mktemp("fuzz")
    canary = folder / "canary.csv"
    canary.write_text(f"case,route,source\n{SECRET},Tibú > Cúcuta,{SECRET}\n")
    os.utime(canary, ns=(0, canary.stat().st_mtime_ns))
    known = Register.open(f"sqlite:///{folder / 'register.sqlite'}").known()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        yield Yard(Maker(str(canary), address), canary, server, known)


@pytest.mark.parametrize("way", WAYS)
def test_every_file_is_answered(way: str, yard: Yard) -> None:
    """No crash, no hang, no file or address read; every row accepted, rejected or doubled."""
    seeds = range(WAYS.index(way), FILES + len(WAYS), len(WAYS))

    def answer(seed: int) -> list[str]:
        made = yard.maker.make(seed)
        options = Options(good_rows=bool(seed % 2), names_checked=bool(seed % 3))
        started = time.monotonic()
        try:
            checked = desk.inspect(made.content, made.name, options=options, known=yard.known)
        except desk.DeskError as error:
            return [f"{seed} {error}"]
        said = [*wrongs(made, checked)]
        if time.monotonic() - started > SECONDS:
            said.append("took too long")
        return [f"{seed} {each}" for each in said]

    with ThreadPoolExecutor(2) as pool:
        found = [wrong for wrongs in pool.map(answer, seeds) for wrong in wrongs]
    assert found == []
    assert yard.untouched()
    assert os.listdir(WORKERS._home) == []


def wrongs(made: Made, checked: Checked) -> Iterator[str]:
    """Say what is wrong with an answer."""
    counts = checked.counts
    errors = [fault for fault in checked.faults if fault.severity == "error"]
    lines = checked.lines
    if counts["input"] != counts["accepted"] + counts["rejected"] + counts["duplicate"]:
        yield f"rows do not add up: {counts}"
    if lines.duplicated(["sheet", "row"]).any() or not set(lines["status"]) <= set(STATUSES):
        yield "a row is not counted once"
    if not errors and (counts["input"] == 0 or counts["rejected"]):
        yield f"nobody says why nothing is imported: {counts}"
    used = all(each.table for each in checked.recognised) and checked.recognised
    if made.rows is not None and used and counts["input"] != made.rows:
        yield f"{counts['input']} rows of {made.rows}"
    if sum(len(frame) for frame in checked.frames.values()) and not counts["accepted"]:
        yield "rows were made of nothing"
    for lang in LANGUAGES:
        if any(not fault.rule_text(load(lang)).strip() for fault in checked.faults):
            yield "a fault says nothing"
    texts = [checked.faults, checked.questions, *(f.values for f in checked.frames.values())]
    if any(SECRET in str(list(map(str, text))) for text in texts):
        yield "another file was read"


def test_sound_files_pass_through_the_same_yard(yard: Yard) -> None:
    """The judge lets a sound file pass, and would notice what it looks for."""
    sound = yard.maker.sound()
    checked = desk.inspect(sound.content, sound.name, options=Options(), known=yard.known)
    assert list(wrongs(sound, checked)) == []
    assert checked.counts["accepted"] == sound.rows
    told = Made("told", "canary.csv", yard.canary.read_bytes())
    assert not yard.untouched()
    os.utime(yard.canary, ns=(0, yard.canary.stat().st_mtime_ns))
    checked = desk.inspect(told.content, told.name, options=Options(), known=yard.known)
    assert "another file was read" in wrongs(told, checked)
