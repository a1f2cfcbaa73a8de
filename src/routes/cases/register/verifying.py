"""Comparing everything that the register holds with what its audit trail says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, RowMapping, create_engine, select

from routes.cases.digests import digests
from routes.cases.intake.model import Told
from routes.cases.model import TABLE_NAMES
from routes.cases.register import chain, departures
from routes.cases.register.content import Seals, content_hash, frame_of
from routes.cases.register.database import Database
from routes.cases.register.model import Difference
from routes.cases.register.rows import read, read_all, select_content
from routes.cases.register.schema import (
    CONTENT,
    DATA,
    HEAD,
    KEYS,
    VERSIONS,
    alembic_version,
    content,
    entries,
    metadata,
    uploads,
)

_NAMED: Final = 20
"""Of one kind of difference so many are named."""

Check = Callable[[Connection], Iterator[Difference]]


def verify(database: Database, told: Told | None = None) -> list[Difference]:
    """Return everything that differs; see `Register.verify`."""
    tell = told or (lambda stage, share: None)
    checks: tuple[Check, ...] = (_file, _schema, _chain, _uploads, _content, _digests, _releases)
    found: list[Difference] = []
    for number, check in enumerate(checks):
        tell("checking", number / len(checks))
        found += _findings(database, check)
    tell("checking", 1.0)
    return list(dict.fromkeys(found))


def _findings(database: Database, check: Check) -> list[Difference]:
    found: list[Difference] = []
    try:
        with database.reading() as connection:
            for difference in check(connection):
                found.append(difference)
                if len(found) > _NAMED:
                    break
    except Exception as error:
        # A damaged file makes each library fail in its own way; all of them are findings.
        found.append(_differs("unreadable", said=_shortened(error)))
    return found


def _differs(what: str, seq: int | None = None, **details: object) -> Difference:
    named = {"seq": seq} if seq is not None else {}
    filled = tuple((name, str(value)) for name, value in {**named, **details}.items())
    return Difference(f"register.differs.{what}", seq, filled)


def _shortened(said: object) -> str:
    return " ".join(str(said).split())[:300]


def _file(connection: Connection) -> Iterator[Difference]:
    """Ask SQLite whether its pages and indexes agree; PostgreSQL sees to that by itself."""
    if connection.dialect.name == "sqlite":
        for said in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
            if said != "ok":
                yield _differs("file", said=_shortened(said))


def _schema(connection: Connection) -> Iterator[Difference]:
    from routes.cases.register.migrations import differing, migrate

    revision = connection.scalars(select(alembic_version.c.version_num)).all()
    if revision != [HEAD]:
        yield _differs("revision", found=", ".join(map(str, revision)), known=HEAD)
    if connection.dialect.name != "sqlite":
        for said in differing(connection, metadata):
            yield _differs("schema", said=_shortened(said))
        return
    with create_engine("sqlite://").begin() as fresh:
        migrate(fresh)
        expected, found = _statements(fresh), _statements(connection)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield _differs("schema", said=name)


def _statements(connection: Connection) -> dict[str, Any]:
    query = "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE name != 'sqlite_stat1'"
    return {str(row[0]): tuple(row) for row in connection.exec_driver_sql(query)}


def _chain(connection: Connection) -> Iterator[Difference]:
    """Check that entries are numbered without a gap, sealed, and sealed to the one before."""
    number, previous = 0, chain.FIRST
    links: dict[int, int | None] = {}
    for row in connection.execute(select(entries).order_by(entries.c.seq)).mappings():
        number += 1
        seq = int(row["seq"])
        if seq != number:
            yield _differs("gap", number)
            number = seq
        if not _is_sealed(row):
            yield _differs("entry", seq)
        if row["previous"] != previous:
            yield _differs("chain", seq)
        previous = row["hash"]
        target = links[seq] = row["undoes"]
        if target is not None and (target not in links or target in _undone_before(links, seq)):
            yield _differs("undoes", seq, target=target)


def _is_sealed(row: RowMapping) -> bool:
    try:
        entry = chain.entry_of(row)
        return chain.seal(entry) == entry.hash
    except (ValueError, TypeError, AttributeError):
        return False


def _undone_before(links: dict[int, int | None], seq: int) -> frozenset[int]:
    earlier = {each: target for each, target in links.items() if each < seq}
    return chain.undone(earlier) | {seq}


def _releases(connection: Connection) -> Iterator[Difference]:
    """Check that releases are numbered without a gap, sealed, and sealed to the one before."""
    for seq in departures.broken(connection):
        yield _differs("release", seq)


def _uploads(connection: Connection) -> Iterator[Difference]:
    named = {
        sha256: int(seq)
        for seq, sha256 in connection.execute(select(entries.c.seq, entries.c.file_sha256))
        if sha256 is not None
    }
    query = select(uploads.c.sha256, uploads.c.content)
    kept = set()
    for sha256, upload in connection.execute(query.execution_options(yield_per=1)):
        kept.add(sha256)
        if sha256 not in named:
            yield _differs("stray_upload", sha256=_shortened(sha256))
        elif hashlib.sha256(upload).hexdigest() != sha256:
            yield _differs("upload", named[sha256], sha256=sha256)
    for sha256 in named.keys() - kept:
        yield _differs("no_upload", named[sha256], sha256=sha256)


def _content(connection: Connection) -> Iterator[Difference]:
    """Check that each entry's rows are those that it was sealed with."""
    query = select(entries.c.seq, entries.c.content_sha256).order_by(entries.c.seq)
    expected = {int(seq): sealed for seq, sealed in connection.execute(query)}
    seals = Seals()
    for name in CONTENT:
        for part in read(connection, select_content(name, content[name].c.entry)):
            for entry, rows in _runs(part):
                seals.add(entry, name, rows)
    for seq in sorted(seals.entries() - expected.keys()):
        yield _differs("orphans", seq)
    nothing = content_hash({})
    written = seals.entries()
    for seq, sealed in expected.items():
        if (seals.content(seq) if seq in written else nothing) != sealed:
            yield _differs("content", seq)


def _runs(part: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    wrote = part["entry"].to_numpy()
    rows = part.drop_columns("entry")
    edges = np.flatnonzero(np.r_[True, wrote[1:] != wrote[:-1], True])
    for start, end in pairwise(edges):
        yield int(wrote[start]), rows.slice(start, end - start)


def _digests(connection: Connection) -> Iterator[Difference]:
    """Check that each version of a case or source is the digest of its rows, and has rows."""
    for name in VERSIONS:
        tables = [each for each in TABLE_NAMES if KEYS[each] == KEYS[name]]
        versions = _read(connection, name)
        # Versions of one case are told apart by their turn; each turn is a set of tables.
        turn = versions.groupby("key", sort=False).cumcount()
        turns = pd.Series(turn.to_numpy(), _pairs(versions))
        frames = {each: _turned(connection, each, turns) for each in tables}
        for number, expected in versions.groupby(turn.to_numpy()):
            chosen = {each: frame[turn == number] for each, (frame, turn) in frames.items()}
            yield from _compared(name, expected, chosen)
        for each, (frame, turn) in frames.items():
            for key in frame.loc[turn < 0, KEYS[each]].unique()[:_NAMED]:
                yield _differs("loose_rows", table=each, key=_shortened(key))


def _read(connection: Connection, name: str) -> pd.DataFrame:
    table = content[name]
    query = select(table.c.entry, table.c[KEYS[name]], table.c.digest, table.c.removed)
    found = read_all(connection, query.order_by(table.c.id))
    frame: pd.DataFrame = found.rename_columns(["entry", "key", "digest", "removed"]).to_pandas()
    return frame


def _pairs(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([frame["entry"], frame["key"]])


def _turned(connection: Connection, name: str, turns: pd.Series[int]) -> tuple[pd.DataFrame, Any]:
    """Return the rows of a table, and for each the turn of its version; -1 if it has none."""
    query = select_content(name, content[name].c.entry)
    found = read_all(connection, query)
    pairs = found.select(["entry", KEYS[name]]).rename_columns(["entry", "key"]).to_pandas()
    place = turns.index.get_indexer(_pairs(pairs))
    turn = np.where(place >= 0, turns.to_numpy()[place], -1) if len(turns) else place
    return frame_of(name, found), turn


def _compared(
    name: str, versions: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> Iterator[Difference]:
    empty = {each: frame_of(each, DATA[each].empty_table()) for each in TABLE_NAMES}
    found = digests({**empty, **frames})[VERSIONS.index(name) == 0]
    expected = versions[versions["removed"] == 0].set_index("key")["digest"]
    known = found.reindex(expected.index).fillna("")
    for key in expected.index[known.to_numpy() != expected.to_numpy()]:
        entry = int(versions.loc[versions["key"] == key, "entry"].iloc[0])
        yield _differs("digest", entry, key=_shortened(key))
    for key in found.index.difference(pd.Index(expected.index)):
        yield _differs("loose_rows", table=name, key=_shortened(key))
