"""The tables of the register.

Rows are only ever added. Every row names the audit entry that wrote it; what holds now follows
from the entries that are not undone.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from routes.cases.model import BOOLEANS, INTEGERS, STATISTICS, TABLE_NAMES, columns

HEAD: Final = "0002"
"""Revision of the schema that this version of the product reads and writes."""

VERSIONS: Final = ("source_versions", "case_versions")
ROWS: Final = (*TABLE_NAMES, "statistics")
CONTENT: Final = (*VERSIONS, *ROWS)
"""Tables whose rows an entry writes, parents before their children."""

KEYS: Final = {
    "source_versions": "source_id",
    "case_versions": "case_id",
    "sources": "source_id",
    **dict.fromkeys(("cases", "stops", "events", "figures"), "case_id"),
}
"""Column that says which source or case a row belongs to."""

NUMBER: Final = pa.int64()
TEXT: Final = pa.large_string()


def _data(table: str) -> dict[str, pa.DataType]:
    """Return the columns that make up the content of a table, in their canonical order."""
    if table in VERSIONS:
        return {KEYS[table]: TEXT, "digest": TEXT, "removed": NUMBER}
    named = STATISTICS if table == "statistics" else columns(table)
    whole = ("count",) if table == "statistics" else INTEGERS[table] + BOOLEANS[table]
    data = {name: NUMBER if name in whole else TEXT for name in named}
    return {"sheet": TEXT, "row_no": NUMBER, **data}


DATA: Final = {table: pa.schema(_data(table)) for table in CONTENT}
"""Columns that a content hash covers. ``row_no`` is missing where a row was made by hand."""

metadata: Final = MetaData()
_WHOLE: Final = BigInteger().with_variant(Integer, "sqlite")


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


uploads: Final = Table(
    "uploads",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_strict=True,  # so that SQLite checks types, too
)

entries: Final = Table(
    "entries",
    metadata,
    Column("seq", _WHOLE, primary_key=True, autoincrement=False),
    *_texts("at", "user_name", "action", "form", "file_name"),
    Column("file_sha256", Text, ForeignKey("uploads.sha256")),
    *_texts("content_sha256", "counts"),
    Column("undoes", _WHOLE, ForeignKey("entries.seq")),
    *_texts("reason", "previous", "hash"),
    sqlite_strict=True,
)

releases: Final = Table(
    "releases",
    metadata,
    Column("seq", _WHOLE, primary_key=True, autoincrement=False),
    *_texts("at", "user_name", "audience", "release_id", "title", "formats", "manifest"),
    *_texts("lattice", "holds", "previous", "hash"),
    Column("same_as", _WHOLE, ForeignKey("releases.seq")),
    sqlite_strict=True,
)


def _content(table: str) -> Table:
    data = [
        Column(field.name, _WHOLE if field.type == NUMBER else Text, nullable=_may_miss(field))
        for field in DATA[table]
    ]
    key = KEYS.get(table, "")
    found: Table = Table(
        table,
        metadata,
        Column("id", _WHOLE, primary_key=True, autoincrement=False),
        Column("entry", _WHOLE, nullable=False),
        *data,
        sqlite_strict=True,
    )
    if table in VERSIONS:
        found.append_constraint(UniqueConstraint("entry", key, name=f"{table}_once"))
        found.append_constraint(ForeignKeyConstraint(["entry"], ["entries.seq"]))
        Index(f"{table}_key", found.c[key])
    elif key:
        parent = f"{key.removesuffix('_id')}_versions"
        both = [f"{parent}.entry", f"{parent}.{key}"]
        found.append_constraint(ForeignKeyConstraint(["entry", key], both))
        Index(f"{table}_key", found.c.entry, found.c[key])
    else:
        found.append_constraint(ForeignKeyConstraint(["entry"], ["entries.seq"]))
    return found


def _may_miss(field: pa.Field) -> bool:
    return bool(field.type == NUMBER) and field.name not in ("removed", "preferred", "count")


content: Final = {table: _content(table) for table in CONTENT}
"""Tables of `CONTENT` by name."""

alembic_version: Final = Table(
    "alembic_version", MetaData(), Column("version_num", Text, primary_key=True)
)
