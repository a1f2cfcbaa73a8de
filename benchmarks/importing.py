"""``python -m benchmarks.importing``: from a file of five tables to rows, ours and the usual way.

Ours is ``routes import`` as it is typed: the file is read in a bounded process, every cell is
checked, and the rows, the file itself and a hash-chained audit entry are written in one
transaction. The peer reads each CSV file with pandas and writes it with ``to_sql``; it checks
nothing and keeps no history.

Two files of about a million rows each are made up: one of cases with all that can be known of
them, and one of more than twice as many cases of a single leg.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from benchmarks import machine, processes  # noqa: E402
from benchmarks.timing import clock, median, ratio, rounds  # noqa: E402
from routes.cases.model import TABLE_NAMES  # noqa: E402
from routes.cases.register import Register  # noqa: E402
from routes.cases.synth import write_synthetic  # noqa: E402
from routes.flows import flows, store  # noqa: E402
from routes.query import RouteQuery  # noqa: E402
from routes.snapshot import register_tables  # noqa: E402

OURS, PEER = "ours", "pandas read_csv, to_sql"
SEED = 7
SHAPES = {
    "Cases with events and figures": (157_000, False),
    "At most a leg a case": (337_800, True),
}
"""How many cases make a million rows, and whether each is of one leg and nothing else."""
QUERIES = {
    "everything": RouteQuery(),
    "years 2016:2020": RouteQuery(years=(2016, 2020)),
    "by land, stated": RouteQuery(mode=("land",), evidence=("stated",)),
}
PACKAGES = ("pandas", "sqlalchemy", "pandera", "pyarrow", "numpy")
NOTE = """\
From a ZIP of five CSV files (ours) or the files themselves (the peer) to rows in a SQLite file,
each in a process of its own, start of Python included. Ours is ``routes import``: every cell is
checked in a bounded process, rows, the file and a hash-chained audit entry are written in one
transaction that survives a power cut, and the columns for the map are prepared. The peer checks
nothing and keeps no history. *Processor* and *memory* are those of all processes together, shared
pages counted once; seconds by the clock grow with what else the machine does, processor seconds
hardly. All rows were there afterwards. *Query to flows* asks the columns of the register.
"""


def make(folder: Path, *, cases: int, lean: bool) -> Path:
    """Make up five tables in a folder; lean ones have one leg a case, no events and no figures."""
    write_synthetic(folder, cases=cases, seed=SEED)
    if lean:
        stops = pd.read_csv(folder / "stops.csv", dtype="str", keep_default_na=False)
        first = (stops["route_no"] == "1") & stops["stop_no"].isin(["1", "2"])
        stops[first].to_csv(folder / "stops.csv", index=False)
        for name in ("events", "figures"):
            pd.read_csv(folder / f"{name}.csv", nrows=0).to_csv(folder / f"{name}.csv", index=False)
    return folder


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
    return processes.run([*command, "--names-checked", "--json"], {"ROUTES_VAR": str(office)})


def import_peer(folder: Path, database: Path) -> dict[str, float]:
    """Do what the peer does in a process of its own."""
    database.unlink(missing_ok=True)
    code = "import sys; from pathlib import Path; from benchmarks.importing import read_and_write; "
    code += "read_and_write(Path(sys.argv[1]), Path(sys.argv[2]))"
    return processes.run(["-c", code, str(folder), str(database)], {})


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
    cases: int,
    *,
    lean: bool = False,
    repetitions: int,
    work: Path,
    told: Callable[[str], None],
) -> dict[str, Any]:
    """Import made-up tables both ways, and check that all rows are there afterwards.

    Returns
    -------
    dict
        ``cases``, ``rows`` and ``bytes`` of the ZIP file; ``contenders``: by name lists of
        ``seconds``, ``processor`` seconds and ``memory`` (MiB, all processes together);
        ``reading``: seconds to read the tables back from the ``database`` and from its
        ``snapshot``; ``queries``: by name seconds from a query to its flows.

    Raises
    ------
    ValueError
        If rows are missing.
    """
    told(f"making up {cases} cases to import")
    folder = make(work / f"import-{cases}", cases=cases, lean=lean)
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
        "cases": cases,
        "rows": sum(expected.values()),
        "bytes": archive.stat().st_size,
        "contenders": found,
        "reading": reading(office, repetitions=repetitions),
        "queries": querying(office, repetitions=repetitions),
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


def querying(office: Path, *, repetitions: int) -> Mapping[str, list[float]]:
    """Measure how long it takes from a query to its flows."""
    register = Register.open(f"sqlite:///{office / 'register.sqlite'}")
    held = store(register_tables(register))
    ways = {name: _timed(lambda query=query: flows(held, query)) for name, query in QUERIES.items()}
    for way in ways.values():
        way()  # what is kept between questions is made by the first one
    values = rounds(ways, repetitions=repetitions)
    return {name: each["seconds"] for name, each in values.items()}


def _timed(way: Callable[[], Any]) -> Callable[[], Mapping[str, float]]:
    return lambda: {"seconds": clock(way)[1]}


def markdown(results: Mapping[str, Any]) -> str:
    """Return the results as a page of tables; medians, with the least and greatest value."""
    packages = ", ".join(f"{name} {number}" for name, number in results["packages"].items())
    parts = ["# Importing", "", results["machine"], "", packages, ""]
    for title, found in results["shapes"].items():
        size = f"{found['rows']:,} rows, {found['cases']:,} cases, {found['bytes'] / 1e6:.1f} MB."
        parts += [f"## {title}", "", size, "", *_table(found), "", *_besides(found), ""]
    return "\n".join([*parts, NOTE]).rstrip() + "\n"


def _table(found: Mapping[str, Any]) -> list[str]:
    titles = ("", "s", "× ours", "rows a second", "processor s", "memory, MiB")
    lines = [titles, ("---", *["---:"] * (len(titles) - 1))]
    ours = median(found["contenders"][OURS]["seconds"])
    for name, each in found["contenders"].items():
        seconds = median(each["seconds"])
        lines.append(
            (
                name,
                _spread(each["seconds"]),
                f"{ratio(seconds, ours):.2f}",
                f"{found['rows'] / seconds:,.0f}",
                f"{median(each['processor']):.1f}",
                f"{max(each['memory']):,.0f}",
            )
        )
    return [f"| {' | '.join(line)} |" for line in lines]


def _besides(found: Mapping[str, Any]) -> list[str]:
    read = ", ".join(f"{name} {_spread(each)}" for name, each in found["reading"].items())
    asked = ", ".join(
        f"{name} {_spread([1000 * each for each in seconds], 0)}"
        for name, seconds in found["queries"].items()
    )
    return [
        f"All tables read back, seconds: {read}.",
        "",
        f"Query to flows, milliseconds: {asked}.",
    ]


def _spread(values: Sequence[float], decimals: int = 2) -> str:
    least, middle, most = min(values), median(values), max(values)
    return f"**{middle:.{decimals}f}** ({least:.{decimals}f}–{most:.{decimals}f}; n={len(values)})"


def main(given: Sequence[str] | None = None) -> None:
    """Measure both files and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.importing", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=3, help="rounds (default 3)")
    parser.add_argument("--share", type=float, default=1.0, help="of the cases (default 1)")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks")
    options = parser.parse_args(given)
    results: dict[str, Any] = {
        "machine": machine.line(),
        "packages": machine.packages(PACKAGES),
        "shapes": {
            title: measure(
                max(1, round(cases * options.share)),
                lean=lean,
                repetitions=options.repetitions,
                work=options.work,
                told=lambda step: print(step, file=sys.stderr, flush=True),
            )
            for title, (cases, lean) in SHAPES.items()
        },
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "importing.md").write_text(markdown(results), encoding="utf-8")
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (options.out / "importing.json").write_text(f"{text}\n", encoding="utf-8")
    print(markdown(results))


if __name__ == "__main__":
    main()
