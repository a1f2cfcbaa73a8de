"""What holds now: of each case and source the newest version whose entry is not undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Select, select, union

from routes.cases.intake.model import Known
from routes.cases.model import LIST_SEPARATOR, STATISTICS, SYNTHETIC_MARK, TABLE_NAMES, Tables
from routes.cases.register import chain
from routes.cases.register.content import Content, frame_of, plain
from routes.cases.register.rows import read, read_all, select_content
from routes.cases.register.schema import DATA, KEYS, VERSIONS, content

CITING: Final = ("stops", "events", "figures")
"""Tables whose rows name a source."""
_FEW: Final = 500
_PAIR: Final = pa.schema([("id", pa.large_string()), ("entry", pa.int64())])


@dataclass(frozen=True, eq=False)
class Current:
    """The versions of all cases, or of all sources, that hold.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``id``, ``entry``, ``digest``; in the order in which they were written.
    stale : pyarrow.Table
        ``id`` and ``entry`` of versions that a newer one supersedes or removes.
    undone : frozenset of int
        Entries that do not hold.
    """

    frame: pd.DataFrame
    stale: pa.Table
    undone: frozenset[int]

    def holds(self, ids: Any, entries: Any) -> Any:
        """Tell which rows, given their id and entry as Arrow, belong to a version that holds."""
        holding = ~np.isin(np.asarray(entries), list(self.undone))
        # Mostly nearly all versions hold: only what may be superseded is looked at by the pair.
        doubtful = pc.is_in(ids, value_set=self.stale["id"].combine_chunks())
        pairs = pd.MultiIndex.from_frame(self.stale.to_pandas())
        asked = pa.table({"id": ids.filter(doubtful), "entry": entries.filter(doubtful)})
        holding[np.asarray(doubtful)] &= ~pd.MultiIndex.from_frame(asked.to_pandas()).isin(pairs)
        return holding


def current(connection: Connection, name: str, undone: frozenset[int]) -> Current:
    """Return the versions that hold.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Where to read.
    name : {"case_versions", "source_versions"}
        Which.
    undone : frozenset of int
        Entries that do not hold.
    """
    table = content[name]
    query = select(table.c[KEYS[name]], table.c.entry, table.c.digest, table.c.removed)
    found = read_all(connection, without(query.order_by(table.c.id), name, undone))
    frame = found.rename_columns(["id", "entry", "digest", "removed"]).to_pandas()
    frame = frame[~frame["entry"].isin(list(undone))]
    newest = frame.drop_duplicates("id", keep="last")
    kept = newest[newest["removed"] == 0].drop(columns="removed")
    stale = frame.loc[frame.index.difference(kept.index), ["id", "entry"]]
    return Current(kept.reset_index(drop=True), pa.table(stale, _PAIR), undone)


def without(query: Select[Any], name: str, undone: Collection[int]) -> Select[Any]:
    """Leave undone entries out of a query where that is easy; what is read is filtered anyway."""
    column = content[name].c.entry
    return query.where(column.not_in(sorted(undone))) if 0 < len(undone) <= _FEW else query


def tables(connection: Connection) -> Tables:
    """Return the five tables that hold; see `Register.tables`."""
    undone = chain.undone(chain.links(connection))
    holding = {name: current(connection, name, undone) for name in VERSIONS}
    frames = {
        name: frame(connection, name, holding[KEYS[name].replace("_id", "_versions")])
        for name in TABLE_NAMES
    }
    found = Tables(
        **frames, name="register", synthetic=False, version=chain.last(connection)[1], warnings=()
    )
    marked = (found.sources["publisher"], found.sources["title"], found.cases["name"])
    synthetic = any(bool(cells.str.startswith(SYNTHETIC_MARK).any()) for cells in marked)
    return replace(found, synthetic=synthetic)


def frame(connection: Connection, name: str, holding: Current) -> pd.DataFrame:
    """Return the rows of one of the five tables that hold, in the order of their writing."""
    query = without(select_content(name, content[name].c.entry), name, holding.undone)
    parts = [
        part.filter(pa.array(holding.holds(part[KEYS[name]], part["entry"])))
        for part in read(connection, query)
    ]
    return frame_of(name, pa.concat_tables([DATA[name].empty_table(), *map(_data, parts)]))


def _data(part: pa.Table) -> pa.Table:
    return part.drop_columns("entry")


def known(connection: Connection) -> Known:
    """Return what a new file is compared with; see `Register.known`."""
    undone = chain.undone(chain.links(connection))
    cases = current(connection, "case_versions", undone)
    sources = current(connection, "source_versions", undone)
    table = content["cases"]
    query = select(table.c.case_id, table.c.entry, table.c.name).order_by(table.c.id)
    named = read_all(connection, without(query, "cases", undone))
    kept = cases.holds(named["case_id"], named["entry"])
    names = named.filter(pa.array(kept)).select(["case_id", "name"]).to_pandas()
    digests = cases.frame.rename(columns={"id": "case_id"})[["case_id", "digest", "entry"]]
    return Known(
        cases=names.merge(digests, on="case_id", how="left", validate="1:1"),
        sources=sources.frame.rename(columns={"id": "source_id"})[["source_id", "digest", "entry"]],
        statistics=counted(statistics(connection, undone)),
        version=chain.last(connection)[1],
    )


def statistics(
    connection: Connection, undone: Collection[int], *, entries: bool = False
) -> pd.DataFrame:
    """Return the statistics that hold; see `Register.statistics`."""
    name = "statistics"
    query = without(select_content(name, content[name].c.entry), name, undone)
    found = read_all(connection, query)
    kept = pa.array(~np.isin(found["entry"].to_numpy(), list(undone)))
    held = found.filter(kept)
    frame = frame_of(name, held)
    return frame.assign(entry=held["entry"].to_numpy()) if entries else frame


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
    query = query.where(table.c.case_id == plain(case_id)).order_by(table.c.id.desc())
    if until is not None:
        query = query.where(table.c.entry <= until)
    for version in connection.execute(query):
        if version.entry not in undone:
            return None if version.removed else version
    return None


def written(connection: Connection, entry: int, case_id: str) -> dict[str, pa.Table]:
    """Return the rows of a case that an entry wrote, with ``entry`` first."""
    found = {}
    for name in (each for each in TABLE_NAMES if KEYS[each] == "case_id"):
        table = content[name]
        query = select_content(name, table.c.entry)
        query = query.where(table.c.entry == entry, table.c.case_id == case_id)
        found[name] = read_all(connection, query)
    return found


def cited_by(connection: Connection, entry: int) -> set[str]:
    """Return the ids of the sources that the rows of an entry name."""
    tables = [content[name] for name in CITING]
    named = union(*(select(each.c.source_id).where(each.c.entry == entry) for each in tables))
    cases = content["cases"]
    cells = select(cases.c.identity_inferred).distinct().where(cases.c.entry == entry)
    return set(connection.scalars(named)) | _listed(connection.scalars(cells))


def cited(frames: Content) -> set[str]:
    """Return the ids of the sources that rows name."""
    named = {
        each
        for name in CITING
        if name in frames
        for each in frames[name]["source_id"].unique().to_pylist()
    }
    cells = frames["cases"]["identity_inferred"].unique().to_pylist() if "cases" in frames else []
    return named | _listed(cells)


def _listed(cells: Iterable[str]) -> set[str]:
    return {part for cell in cells for each in cell.split(LIST_SEPARATOR) if (part := each.strip())}
