"""What holds now: of each case and source the newest version whose entry is not undone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Select, select

from routes.cases.intake.model import Known
from routes.cases.model import LIST_SEPARATOR, STATISTICS
from routes.cases.register import chain
from routes.cases.register.content import Content, frame_of
from routes.cases.register.rows import read, read_all, select_content
from routes.cases.register.schema import CONTENT, KEYS, content

_CITING = ("stops", "events", "figures")
_FEW = 500


@dataclass(frozen=True, eq=False)
class Current:
    """The versions of all cases, or of all sources, that hold.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``id``, ``entry``, ``digest``; in the order in which they were written.
    alone : bool
        Whether no other version was ever written by an entry that is not undone.
    """

    frame: pd.DataFrame
    alone: bool

    def holds(self, ids: pd.Series[str], entries: Any) -> Any:
        """Tell which rows, given their id and entry, belong to a version that holds."""
        if self.alone:
            return np.ones(len(ids), dtype=bool)
        place = pd.Index(self.frame["id"]).get_indexer(pd.Index(ids))
        known = self.frame["entry"].to_numpy(np.int64)
        if not len(known):
            return np.zeros(len(ids), dtype=bool)
        return (place >= 0) & (known[place] == entries)


def current(connection: Connection, name: str, undone: Collection[int]) -> Current:
    """Return the versions that hold.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Where to read.
    name : {"case_versions", "source_versions"}
        Which.
    undone : collection of int
        Entries that do not hold.
    """
    table = content[name]
    query = select(table.c[KEYS[name]], table.c.entry, table.c.digest, table.c.removed)
    found = read_all(connection, without(query.order_by(table.c.id), name, undone))
    frame = found.rename_columns(["id", "entry", "digest", "removed"]).to_pandas()
    frame = frame[~frame["entry"].isin(list(undone))]
    newest = frame.drop_duplicates("id", keep="last")
    kept = newest[newest["removed"] == 0].drop(columns="removed").reset_index(drop=True)
    return Current(kept, alone=len(kept) == len(frame))


def without(query: Select[Any], name: str, undone: Collection[int]) -> Select[Any]:
    """Leave undone entries out of a query where that is easy; what is read is filtered anyway."""
    column = content[name].c.entry
    return query.where(column.not_in(sorted(undone))) if 0 < len(undone) <= _FEW else query


def rows(
    connection: Connection, name: str, undone: Collection[int], holding: Current | None
) -> Iterator[pa.Table]:
    """Return the rows of one table that hold, in parts, each with its ``entry`` first."""
    query = without(select_content(name, content[name].c.entry), name, undone)
    gone = np.array(sorted(undone), dtype=np.int64)
    for part in read(connection, query):
        entries = part["entry"].to_numpy()
        kept = ~np.isin(entries, gone)
        if holding is not None:
            kept &= holding.holds(part[KEYS[name]].to_pandas(), entries)
        yield part if kept.all() else part.filter(pa.array(kept))


def frame(
    connection: Connection, name: str, undone: Collection[int], holding: Current | None
) -> pd.DataFrame:
    """Return the rows of one table that hold as a frame of `routes.cases.Tables`."""
    parts = list(rows(connection, name, undone, holding))
    empty = select_content(name, content[name].c.entry)
    found = pa.concat_tables(parts) if parts else read_all(connection, empty.limit(0))
    return frame_of(name, found)


def known(connection: Connection) -> Known:
    """Return what a new file is compared with; see `Register.known`."""
    undone = chain.undone(chain.links(connection))
    cases = current(connection, "case_versions", undone)
    sources = current(connection, "source_versions", undone)
    table = content["cases"]
    query = select(table.c.case_id, table.c.entry, table.c.name).order_by(table.c.id)
    named = read_all(connection, without(query, "cases", undone)).to_pandas()
    named = named[cases.holds(named["case_id"], named["entry"].to_numpy())]
    names = named[["case_id", "name"]]
    digests = cases.frame.rename(columns={"id": "case_id"})[["case_id", "digest"]]
    return Known(
        cases=names.merge(digests, on="case_id", how="left", validate="1:1"),
        sources=sources.frame.rename(columns={"id": "source_id"})[["source_id", "digest"]],
        statistics=counted(statistics(connection, undone)),
        version=chain.last(connection)[1],
    )


def statistics(connection: Connection, undone: Collection[int]) -> pd.DataFrame:
    """Return the statistics that hold."""
    return frame(connection, "statistics", undone, None)


def counted(found: pd.DataFrame) -> pd.DataFrame:
    """Return distinct rows of statistics and in ``n`` how often each occurs."""
    counts = found.groupby(list(STATISTICS), sort=False, dropna=False, as_index=False)
    return counts.size().rename(columns={"size": "n"})


def digest(connection: Connection, case_id: str) -> str | None:
    """Return the digest of the version of a case that holds; None if there is no such case."""
    version = holding_version(connection, case_id, chain.undone(chain.links(connection)))
    return None if version is None else str(version.digest)


def holding_version(
    connection: Connection, case_id: str, undone: Collection[int], *, until: int | None = None
) -> Any:
    """Return ``entry`` and ``digest`` of the version of a case that holds, or None."""
    table = content["case_versions"]
    query = select(table.c.entry, table.c.digest, table.c.removed)
    query = query.where(table.c.case_id == case_id).order_by(table.c.id.desc())
    if until is not None:
        query = query.where(table.c.entry <= until)
    for version in connection.execute(query):
        if version.entry not in undone:
            return None if version.removed else version
    return None


def written(connection: Connection, entry: int, *, case_id: str | None = None) -> Content:
    """Return what an entry wrote, or of it what belongs to one case; with ``entry`` first."""
    found = {}
    for name in CONTENT:
        table = content[name]
        query = select_content(name, table.c.entry).where(table.c.entry == entry)
        if case_id is not None:
            if KEYS.get(name) != "case_id":
                continue
            query = query.where(table.c.case_id == case_id)
        found[name] = read_all(connection, query)
    return found


def cited(frames: Content) -> set[str]:
    """Return the ids of the sources that rows name."""
    named = {
        each
        for name in _CITING
        if name in frames
        for each in frames[name]["source_id"].unique().to_pylist()
    }
    cells = frames["cases"]["identity_inferred"].unique().to_pylist() if "cases" in frames else []
    return named | {
        part for cell in cells for each in cell.split(LIST_SEPARATOR) if (part := each.strip())
    }
