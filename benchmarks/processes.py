"""Running programs, and watching what they and their children use of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAUSE_SECONDS = 0.1
MIB = 2**20
TICKS = os.sysconf("SC_CLK_TCK")


def run(arguments: list[str], more: Mapping[str, str]) -> dict[str, float]:
    """Run Python once and watch it.

    Parameters
    ----------
    arguments : list of str
        What follows the name of the interpreter.
    more : mapping of str to str
        Variables of the environment beside those that are there.

    Returns
    -------
    dict
        ``seconds`` by the clock, ``processor`` seconds and ``memory`` in MiB of the program and
        all its children together.

    Raises
    ------
    ValueError
        If it fails.
    """
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        watch = Watch(process.pid)
        watch.start()
        out, complaints = process.communicate()
        seconds = time.perf_counter() - start
        watch.end()
    if process.returncode:
        raise ValueError(
            f"The import failed: {complaints.decode()[-2000:] or out.decode()[-2000:]}"
        )
    return {"seconds": seconds, "processor": watch.processor, "memory": watch.most / MIB}


class Watch(threading.Thread):
    """Watches what a process and its children hold and use, several times a second.

    Parameters
    ----------
    pid : int
        The process.

    Attributes
    ----------
    most : int
        The most bytes that all held at once, shared pages counted once (PSS as Linux counts it).
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most = pid, 0
        self._ticks: dict[int, int] = {}
        self._ended = threading.Event()

    def run(self) -> None:
        """Look several times a second until told to end."""
        while not self._ended.wait(PAUSE_SECONDS):
            family = _family(self.pid)
            self.most = max(self.most, sum(map(_held_bytes, family)))
            self._ticks |= {pid: _used_ticks(pid) or self._ticks.get(pid, 0) for pid in family}

    @property
    def processor(self) -> float:
        """Processor seconds of all of them, as far as they were seen."""
        return sum(self._ticks.values()) / TICKS

    def end(self) -> None:
        """Stop watching."""
        self._ended.set()
        self.join()


def _family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            parents.setdefault(_parent(entry), []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def _parent(entry: Path) -> int:
    said = _state(entry)
    return int(said[1]) if said else 0


def _used_ticks(pid: int) -> int:
    said = _state(Path(f"/proc/{pid}"))
    return int(said[11]) + int(said[12]) if said else 0


def _state(entry: Path) -> list[str]:
    """Return what Linux says of a process, from its state on; nothing of one that is gone."""
    try:
        said = (entry / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return said.rpartition(")")[2].split()


def _held_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
