"""Bringing a register to the schema of this version of the product."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData


def scripts() -> ScriptDirectory:
    """Return the migrations, one module each in ``versions``."""
    folder = Path(__file__).parent
    return ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, in the transaction that `connection` is in."""
    found = scripts()

    def missing(revision: object, _context: object) -> object:
        return found._upgrade_revs("head", revision)  # type: ignore[arg-type]

    with EnvironmentContext(Config(), found, fn=missing) as environment:
        environment.configure(connection=connection, transaction_per_migration=False)
        environment.run_migrations()


def differing(connection: Connection, metadata: MetaData) -> list[object]:
    """Return in which ways the tables of a database are not those of `metadata`."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))
