"""The audit trail, the uploads, the versions of cases and sources, and their rows."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None

_NOTES = ("note_es", "note_en")
_ROWS: dict[str, tuple[str, ...]] = {
    "sources": (
        *("source_id", "publisher", "title", "url", "published_on", "date_precision"),
        *("accessed_on", "language", "reliability", "note"),
    ),
    "cases": (
        *("case_id", "name", "kind", "authority", "status", "period_start", "period_end"),
        *("date_precision", "purposes", "means", "recruitment", "handling"),
        *("summary_es", "summary_en", "identity_inferred"),
        *("identity_note_es", "identity_note_en", *_NOTES),
    ),
    "stops": (
        *("case_id", "route_no", "stop_no", "role", "place_id", "mode", "evidence"),
        *("credibility", "source_id", *_NOTES),
    ),
    "events": (
        *("case_id", "event", "place_id", "happened_on", "date_precision", "source_id", *_NOTES),
    ),
    "figures": (
        *("case_id", "measure", "value", "qualifier", "nationality", "source_id", "preferred"),
        *_NOTES,
    ),
    "statistics": (
        *("happened_on", "department_id", "department", "municipality_id", "municipality"),
        *("offence", "count"),
    ),
}
_NUMBERS = {"route_no", "stop_no", "credibility", "value", "preferred", "count", "removed"}
_ALWAYS = {"preferred", "count", "removed"}
_WHOLE = BigInteger().with_variant(Integer, "sqlite")


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _data(*names: str) -> list[Column[int] | Column[str]]:
    return [
        Column(name, _WHOLE, nullable=name not in _ALWAYS)
        if name in _NUMBERS
        else Column(name, Text, nullable=False)
        for name in names
    ]


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "uploads",
        *_text("sha256"),
        Column("content", LargeBinary, nullable=False),
        PrimaryKeyConstraint("sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "entries",
        Column("seq", _WHOLE, nullable=False, autoincrement=False),
        *_text("at", "user_name", "action", "form", "file_name"),
        Column("file_sha256", Text),
        *_text("content_sha256", "counts"),
        Column("undoes", _WHOLE),
        *_text("reason", "previous", "hash"),
        PrimaryKeyConstraint("seq"),
        ForeignKeyConstraint(["file_sha256"], ["uploads.sha256"]),
        ForeignKeyConstraint(["undoes"], ["entries.seq"]),
        sqlite_strict=True,
    )
    for key in ("source_id", "case_id"):
        _create_versions(f"{key.removesuffix('_id')}_versions", key)
    for table, names in _ROWS.items():
        _create_rows(table, names)


def _create_versions(table: str, key: str) -> None:
    op.create_table(
        table,
        Column("id", _WHOLE, nullable=False, autoincrement=False),
        Column("entry", _WHOLE, nullable=False),
        *_data(key, "digest", "removed"),
        PrimaryKeyConstraint("id"),
        UniqueConstraint("entry", key, name=f"{table}_once"),
        ForeignKeyConstraint(["entry"], ["entries.seq"]),
        sqlite_strict=True,
    )
    op.create_index(f"{table}_key", table, [key])


def _create_rows(table: str, names: tuple[str, ...]) -> None:
    key = names[0]
    parent = f"{key.removesuffix('_id')}_versions"
    named = key.endswith("_id")
    op.create_table(
        table,
        Column("id", _WHOLE, nullable=False, autoincrement=False),
        Column("entry", _WHOLE, nullable=False),
        Column("sheet", Text, nullable=False),
        Column("row_no", _WHOLE),
        *_data(*names),
        PrimaryKeyConstraint("id"),
        ForeignKeyConstraint(["entry", key], [f"{parent}.entry", f"{parent}.{key}"])
        if named
        else ForeignKeyConstraint(["entry"], ["entries.seq"]),
        sqlite_strict=True,
    )
    if named:
        op.create_index(f"{table}_key", table, ["entry", key])
