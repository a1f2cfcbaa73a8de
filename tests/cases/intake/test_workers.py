"""A worker does its task within its limits and touches nothing else, or it is ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from routes.cases.intake.errors import DeskError
from routes.cases.intake.kernel import landlock_version
from routes.cases.intake.limits import INSPECTING, MEBIBYTE, Limits
from routes.cases.intake.watching import Ended
from routes.cases.intake.workers import LOG, WORKERS, Workers
from tests.cases.intake import bombs

ROOT = Path(__file__).resolve().parents[3]
SMALL = Limits(
    seconds=30,
    silent_seconds=20,
    cpu_seconds=20,
    memory_bytes=600 * MEBIBYTE,
    file_bytes=8 * MEBIBYTE,
    result_bytes=10 * MEBIBYTE,
)


@pytest.fixture
def folder() -> Iterator[Path]:
    with WORKERS.folder() as made:
        yield made


def run(task: Any, folder: Path, given: Mapping[str, str] | None = None, **options: Any) -> Ended:
    options = {"limits": SMALL, **options}
    return WORKERS.run(f"{bombs.HERE}:{task.__name__}", folder, given or {}, **options)


def stopped(task: Any, folder: Path, **options: Any) -> str:
    with pytest.raises(DeskError) as caught:
        run(task, folder, **options)
    return caught.value.rule.removeprefix("reading.")


def gone(pid: int) -> bool:
    """Wait a moment for a process to end; a zombie has."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_memory_is_bounded(folder: Path) -> None:
    """A worker that takes memory without end is refused it short of the limit, and no other is."""
    assert stopped(bombs.hold_memory, folder) == "memory"
    taken = int((folder / "taken").read_text())
    assert SMALL.memory_bytes // 4 < taken < SMALL.memory_bytes


def test_memory_outside_python_is_bounded(folder: Path) -> None:
    """Arrow's memory counts too."""
    assert stopped(bombs.hold_arrow, folder) == "memory"


def test_processor_time_is_bounded(folder: Path) -> None:
    """A worker that computes without end is ended, whatever progress it claims."""
    limits = replace(SMALL, cpu_seconds=1)
    assert stopped(bombs.spin, folder, limits=limits) == "slow"


@pytest.mark.parametrize("bound", ["seconds", "silent_seconds"])
def test_time_is_bounded(bound: str, folder: Path) -> None:
    """A worker that waits without end, or says nothing for too long, is ended."""
    started = time.monotonic()
    assert stopped(bombs.sleep, folder, limits=replace(SMALL, **{bound: 1})) == "slow"
    assert time.monotonic() - started < 5
    assert gone(int((folder / "pid").read_text()))


def test_results_are_bounded(folder: Path) -> None:
    """Neither one file nor all together may grow without end."""
    assert stopped(bombs.write_much, folder) == "results"
    assert (folder / "result.json").stat().st_size <= SMALL.file_bytes
    assert stopped(bombs.write_many, folder) == "results"


def test_a_cancelled_worker_is_gone_at_once(folder: Path) -> None:
    """Cancelling ends the process, not only the waiting for it."""
    pids: list[int] = []

    def cancelled() -> bool:
        place = folder / "pid"
        if place.exists() and (said := place.read_text()):
            pids.append(int(said))
        return bool(pids)

    started = time.monotonic()
    assert stopped(bombs.sleep, folder, cancelled=cancelled) == "cancelled"
    assert time.monotonic() - started < 10
    assert gone(pids[0])


def test_an_interrupt_ends_the_worker(folder: Path) -> None:
    """Whatever stops the waiting stops the work."""

    def told(stage: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(bombs.sleep, folder, told=told)
    assert gone(int((folder / "pid").read_text()))


def test_a_crash_is_an_answer(folder: Path) -> None:
    """A worker that dies of foreign code says so, and the next one works."""
    assert stopped(bombs.die, folder) == "crashed"
    assert run(bombs.babble, folder).status == 0


def test_a_log_says_where_and_not_what(folder: Path) -> None:
    """What the file holds never gets into a log."""
    assert stopped(bombs.fail, folder) == "crashed"
    log = (folder / LOG).read_text()
    assert "bombs.py" in log
    assert log.rstrip().endswith("ValueError")
    assert "Ana" not in log
    assert "12345678" not in log


def test_nothing_but_progress_is_believed(folder: Path) -> None:
    """Of what a worker tells, only known stages and shares from 0 to 1 get through."""
    told: list[tuple[str, float]] = []
    run(bombs.babble, folder, told=lambda *said: told.append(said))
    assert told == [("checking", 1.0)]


def test_a_worker_reaches_nothing_but_its_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file, address, process or library is within reach, behind Python's back neither."""
    monkeypatch.setenv("RUTAS_SECRET", "secret")
    canary = tmp_path / "canary"
    canary.write_text("canary")
    with socket.create_server(("127.0.0.1", 0)) as server:
        given = {
            "canary": str(canary),
            "port": str(server.getsockname()[1]),
            "victim": str(os.getpid()),
        }
        run(bombs.probe, folder, given)
    possible = json.loads((folder / "possible.json").read_text())
    denied_by_python = {name: said for name, said in possible.items() if "libc" not in name}
    assert len(denied_by_python) > 25
    assert {name for name, said in denied_by_python.items() if not said.startswith("no")} == set()
    if landlock_version() >= 6:  # what an older kernel lacks, Python alone denies
        assert {name for name, said in possible.items() if not said.startswith("no")} == set()
    assert canary.read_text() == "canary"
    assert os.listdir(tmp_path) == ["canary"]


def test_workers_are_forked_from_one_thread(folder: Path) -> None:
    """Forking a process of several threads may hang; the warden has one, and is started once."""
    run(bombs.babble, folder)
    assert WORKERS._process is not None
    pid = WORKERS._process.pid
    assert len(os.listdir(f"/proc/{pid}/task")) == 1
    run(bombs.babble, folder)
    assert WORKERS._process.pid == pid


def test_workers_run_beside_each_other() -> None:
    """Threads do not wait for each other's files."""
    errors: list[Exception] = []

    def work() -> None:
        try:
            with WORKERS.folder() as folder:
                run(bombs.babble, folder)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []


def test_a_warden_that_was_killed_is_replaced() -> None:
    """What ends the warden costs one answer, not the program."""
    workers = Workers()
    try:
        for _ in range(2):
            with workers.folder() as folder:
                task = f"{bombs.HERE}:babble"
                assert workers.run(task, folder, {}, limits=SMALL).status == 0
            assert workers._process is not None
            os.kill(workers._process.pid, signal.SIGKILL)
            workers._process.wait(10)
    finally:
        workers.close()


PROGRAM = """
import os, sys, threading
sys.path[:0] = [{src!r}, {root!r}]
from pathlib import Path
from routes.cases.intake.limits import INSPECTING
from routes.cases.intake.workers import WORKERS

def work():
    with WORKERS.folder() as folder:
        (folder / "upload").write_text("personal")
        print(WORKERS._process.pid, folder, flush=True)
        WORKERS.run({task!r}, folder, {{}}, limits=INSPECTING)

threading.Thread(target=work).start()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_the_program(number: signal.Signals) -> None:
    """When the program is killed its warden and its workers end, and their files are removed."""
    program = PROGRAM.format(
        src=str(ROOT / "src"), root=str(ROOT), task=f"{bombs.HERE}:{bombs.sleep.__name__}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        warden, folder = process.stdout.readline().decode().split()
        place = Path(folder) / "pid"
        for _ in range(600):
            if place.exists() and place.read_text():
                break
            time.sleep(0.05)
        worker = int(place.read_text())
        process.send_signal(number)
        if number == signal.SIGINT:  # the thread goes on; the terminal's user presses again
            time.sleep(0.2)
            process.kill()
        process.wait(20)
    assert gone(worker)
    assert gone(int(warden))
    assert not Path(folder).parent.exists()


def test_the_limits_of_inspecting_are_what_is_promised() -> None:
    """No file takes more than these, whatever it is."""
    assert INSPECTING.memory_bytes <= 1536 * MEBIBYTE
    assert INSPECTING.silent_seconds <= 60
    assert INSPECTING.seconds <= 150
