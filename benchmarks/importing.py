"""Part (d): from a file of five tables to rows in a database, ours and the usual way.

Ours is ``routes import`` as it is typed: the file is read in a bounded process, every cell is
checked, and the rows, the file itself and a hash-chained audit entry are written in one
transaction. The peer reads each CSV file with pandas and writes it with ``to_sql``; it checks
nothing and keeps no history.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.timing import clock, rounds
from routes.cases.model import TABLE_NAMES
from routes.cases.register import Register
from routes.cases.synth import write_synthetic
from routes.snapshot import register_tables

ROOT = Path(__file__).resolve().parents[1]
OURS, PEER = "ours", "pandas read_csv, to_sql"
SEED = 7
PAUSE_SECONDS = 0.1
MIB = 2**20


def packed(folder: Path) -> Path:
    """Pack the five tables of a folder into a ZIP file beside it."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in TABLE_NAMES:
            archive.write(folder / f"{name}.csv", f"{name}.csv")
    return path


def rows_of(folder: Path) -> dict[str, int]:
    """Count the rows of each CSV file."""
    columns = {name: pd.read_csv(folder / f"{name}.csv", usecols=[0]) for name in TABLE_NAMES}
    return {name: len(column) for name, column in columns.items()}


def read_and_write(folder: Path, database: Path) -> None:
    """Do what the peer does: each CSV file with pandas into a table of its own."""
    with closing(sqlite3.connect(database)) as connection:
        for name in TABLE_NAMES:
            frame = pd.read_csv(folder / f"{name}.csv")
            frame.to_sql(name, connection, index=False)
        connection.commit()


def import_ours(archive: Path, office: Path) -> dict[str, float]:
    """Import a file with the ``routes`` command into a register of its own."""
    shutil.rmtree(office, ignore_errors=True)
    office.mkdir(parents=True)
    command = ["-m", "routes.cli", "import", str(archive), "--user", "benchmark"]
    return _measured([*command, "--names-checked", "--json"], {"ROUTES_VAR": str(office)})


def import_peer(folder: Path, database: Path) -> dict[str, float]:
    """Do what the peer does in a process of its own."""
    database.unlink(missing_ok=True)
    code = "import sys; from pathlib import Path; from benchmarks.importing import read_and_write; "
    code += "read_and_write(Path(sys.argv[1]), Path(sys.argv[2]))"
    return _measured(["-c", code, str(folder), str(database)], {})


def kept_ours(office: Path) -> dict[str, int]:
    """Count the rows that the register gives."""
    tables = Register.open(f"sqlite:///{office / 'register.sqlite'}").tables()
    return {name: len(tables.table(name)) for name in TABLE_NAMES}


def kept_peer(database: Path) -> dict[str, int]:
    """Count the rows in the tables of the peer."""
    with closing(sqlite3.connect(database)) as connection:
        counts = (connection.execute(f"SELECT count(*) FROM {name}") for name in TABLE_NAMES)
        return {
            name: int(each.fetchone()[0]) for name, each in zip(TABLE_NAMES, counts, strict=True)
        }


def measure(
    cases: int, *, repetitions: int, work: Path, told: Callable[[str], None]
) -> dict[str, Any]:
    """Import made-up tables both ways, and check that all rows are there afterwards.

    Returns
    -------
    dict
        ``rows`` and ``bytes`` of the ZIP file; ``contenders``: by name lists of ``seconds`` and
        ``memory`` (MiB, all processes together); ``reading``: seconds to read the tables back
        from the ``database`` and from its ``snapshot``.

    Raises
    ------
    ValueError
        If rows are missing.
    """
    told(f"making up {cases} cases to import")
    folder = work / f"import-{cases}"
    write_synthetic(folder, cases=cases, seed=SEED)
    archive, office, database = packed(folder), work / "office", work / "peer.sqlite"
    told("importing")
    found = rounds(
        {
            OURS: lambda: import_ours(archive, office),
            PEER: lambda: import_peer(folder, database),
        },
        repetitions=repetitions,
    )
    expected = rows_of(folder)
    for name, kept in ((OURS, kept_ours(office)), (PEER, kept_peer(database))):
        if kept != expected:
            raise ValueError(f"{name} kept {kept} of {expected} rows.")
    told("reading back")
    return {
        "rows": sum(expected.values()),
        "bytes": archive.stat().st_size,
        "contenders": found,
        "reading": reading(office, repetitions=repetitions),
    }


def reading(office: Path, *, repetitions: int) -> Mapping[str, list[float]]:
    """Measure how long it takes to have the tables: from the database and from the snapshot."""
    register = Register.open(f"sqlite:///{office / 'register.sqlite'}")
    register_tables(register)
    ways: dict[str, Callable[[], Any]] = {
        "database": register.tables,
        "snapshot": lambda: register_tables(register),
    }
    values = rounds({name: _timed(way) for name, way in ways.items()}, repetitions=repetitions)
    return {name: each["seconds"] for name, each in values.items()}


def _timed(way: Callable[[], Any]) -> Callable[[], Mapping[str, float]]:
    return lambda: {"seconds": clock(way)[1]}


def _measured(arguments: list[str], more: Mapping[str, str]) -> dict[str, float]:
    """Run Python once; return seconds and the most memory of it and its children."""
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
    return {"seconds": seconds, "memory": watch.most / MIB}


class Watch(threading.Thread):
    """Watches how much memory a process and its children hold, shared pages counted once.

    Parameters
    ----------
    pid : int
        The process.

    Attributes
    ----------
    most : int
        The most bytes seen (PSS as Linux counts it).
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most = pid, 0
        self._ended = threading.Event()

    def run(self) -> None:
        """Look several times a second until told to end."""
        while not self._ended.wait(PAUSE_SECONDS):
            self.most = max(self.most, sum(map(_held_bytes, _family(self.pid))))

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
    try:
        said = (entry / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(said.rpartition(")")[2].split()[1])


def _held_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
