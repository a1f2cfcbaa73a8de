"""What became of one case, and where its rows come from."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, select

from routes.cases.model import TABLE_NAMES, TEXT
from routes.cases.register import chain, state
from routes.cases.register.content import frame_of, plain
from routes.cases.register.errors import RegisterError
from routes.cases.register.model import CaseVersion
from routes.cases.register.rows import read_all, select_content
from routes.cases.register.schema import content, entries, uploads


def history(connection: Connection, case_id: str) -> list[CaseVersion]:
    """Return the versions of a case, the newest first; see `Register.history`."""
    table = content["case_versions"]
    query = select(table.c.entry, table.c.removed).where(table.c.case_id == plain(case_id))
    removed = {int(row.entry): bool(row.removed) for row in connection.execute(query)}
    return [
        CaseVersion(entry, removed[entry.seq])
        for entry in chain.log(connection)
        if entry.seq in removed
    ]


def case_at(connection: Connection, case_id: str, seq: int) -> dict[str, pd.DataFrame]:
    """Return a case as it held after an entry; see `Register.case_at`."""
    return {name: frame_of(name, rows) for name, rows in _rows(connection, case_id, seq).items()}


def origin(connection: Connection, case_id: str) -> dict[str, pd.DataFrame]:
    """Return where the rows of a case come from; see `Register.origin`."""
    rows = _rows(connection, case_id, chain.last(connection)[0])
    query = select(entries.c.seq, entries.c.file_name)
    names = {int(seq): name for seq, name in connection.execute(query)}
    return {name: _origins(found, names) for name, found in rows.items()}


def upload(connection: Connection, sha256: str) -> bytes | None:
    """Return an upload, or None if there is none with this SHA-256."""
    query = select(uploads.c.content).where(uploads.c.sha256 == plain(sha256))
    found = connection.scalar(query)
    return None if found is None else bytes(found)


def _rows(connection: Connection, case_id: str, seq: int) -> dict[str, pa.Table]:
    """Return the rows of a case and of the sources that it names, with ``entry`` first."""
    undone = chain.undone(chain.links(connection, until=seq))
    version = state.holding_version(connection, case_id, undone, until=seq)
    if version is None:
        raise RegisterError("no_case", case=case_id)
    found = state.written(connection, version.entry, case_id)
    found["sources"] = _sources(connection, state.cited(found), undone, seq)
    return {name: found[name] for name in TABLE_NAMES}


def _sources(connection: Connection, ids: set[str], undone: frozenset[int], seq: int) -> pa.Table:
    versions = content["source_versions"]
    query = select(versions.c.source_id, versions.c.entry)
    query = query.where(versions.c.source_id.in_(sorted(ids)), versions.c.entry <= seq)
    newest = {
        source_id: int(entry)
        for source_id, entry in connection.execute(query.order_by(versions.c.id))
        if entry not in undone
    }
    table = content["sources"]
    wanted = select_content("sources", table.c.entry).where(table.c.source_id.in_(sorted(newest)))
    rows = read_all(connection, wanted)
    pairs = zip(rows["source_id"].to_pylist(), rows["entry"].to_pylist(), strict=True)
    kept = [newest[source_id] == entry for source_id, entry in pairs]
    return rows.filter(pa.array(kept, pa.bool_()))


def _origins(rows: pa.Table, names: dict[int, str]) -> pd.DataFrame:
    found = rows["entry"].to_pylist()
    return pd.DataFrame(
        {
            "entry": pd.Series(found, dtype="int64"),
            "file_name": pd.Series([names[entry] for entry in found], dtype=TEXT),
            "sheet": pd.Series(rows["sheet"].to_pylist(), dtype=TEXT),
            "row": pd.Series(rows["row_no"].to_pylist(), dtype="Int64"),
        }
    )
