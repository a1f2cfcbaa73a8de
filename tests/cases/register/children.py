"""What other processes do to a register while a test watches.

They are forked from a server that has everything loaded, so that one takes milliseconds.
"""

from __future__ import annotations

import multiprocessing
import resource
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any

from routes.cases.register import Register, RegisterError
from tests.registers import add, case_frames, checked_file

CASES = 60
"""Cases of one import."""


def context() -> ForkServerContext:
    """Return the context that forks the processes below."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([__name__])
    return found


def import_on(url: str, first: int, answers: Connection) -> None:
    """Import file after file and answer each entry's hash as soon as it is returned."""
    register = Register.open(url)
    answers.send("ready")
    number = first
    while True:
        answers.send(add(register, numbered(number)).hash)
        number += 1


def numbered(number: int) -> dict[str, Any]:
    """Return the cases of the import with this number, and the source that they name."""
    ids = [f"c{number}-{each}" for each in range(CASES)]
    return case_frames(*ids, sources=[f"s{number}"], cites=f"s{number}")


def import_within(url: str, limit: int, number: int, answers: Connection) -> None:
    """Import one file while no file may grow beyond `limit` bytes; answer what became of it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        register = Register.open(url)
        try:
            answers.send(("added", add(register, numbered(number)).hash))
        except RegisterError as error:
            answers.send((error.key, len(register.tables().cases)))
    except RegisterError as error:
        answers.send((error.key, None))


def read_on(url: str, answers: Connection) -> None:
    """Read until told to stop; answer how often, and what was inconsistent."""
    register = Register.open(url)
    answers.send("ready")
    wrong, times = [], 0
    while not answers.poll():
        tables, log = register.tables(), register.log()
        times += 1
        counts = {name: len(tables.table(name)) for name in ("sources", "cases", "stops")}
        seen = next((entry.seq for entry in log if entry.hash == tables.version), 0)
        if counts != {"sources": seen, "cases": CASES * seen, "stops": 2 * CASES * seen}:
            wrong.append((seen, counts))
    answers.send((times, wrong))


def hold(url: str, answers: Connection) -> None:
    """Be in the middle of writing until told to go on."""
    register = Register.open(url)

    def wait(stage: str, share: float) -> None:
        if (stage, share) == ("writing", 1.0):
            answers.send("writing")
            answers.recv()

    register.add(checked_file(numbered(0), b"held"), b"held", user="Ana", told=wait)
    answers.send("done")
