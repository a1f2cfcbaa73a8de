"""The ledger: what has left the house."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Text

revision = "0002"
down_revision = "0001"

_WHOLE = BigInteger().with_variant(Integer, "sqlite")
_TEXTS = (
    *("at", "user_name", "audience", "release_id", "title", "formats", "manifest"),
    *("lattice", "holds", "previous", "hash"),
)


def upgrade() -> None:
    """Make its one table."""
    op.create_table(
        "releases",
        Column("seq", _WHOLE, nullable=False, autoincrement=False),
        *(Column(name, Text, nullable=False) for name in _TEXTS),
        Column("same_as", _WHOLE),
        PrimaryKeyConstraint("seq"),
        ForeignKeyConstraint(["same_as"], ["releases.seq"]),
        sqlite_strict=True,
    )
