"""A complete copy of the register in one SQLite file, and a register from such a copy."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from routes.cases.intake.model import Told
from routes.cases.register import chain, departures, verifying
from routes.cases.register.database import WAIT_SECONDS, Database, checked_url, sqlite_url
from routes.cases.register.errors import RegisterError, translated
from routes.cases.register.rows import insert_rows, read, select_content
from routes.cases.register.schema import (
    CONTENT,
    alembic_version,
    content,
    entries,
    releases,
    uploads,
)

_BESIDE: Final = ("", "-wal", "-shm")
"""A SQLite database and the files that belong to it."""


def backup(database: Database, path: Path, told: Told | None = None) -> None:
    """Write a verified copy; see `Register.backup`."""
    if path.exists():
        raise RegisterError("file_exists", file=path)
    with _written(path), tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        part = Path(folder) / "part.sqlite"
        if database.path is not None:
            with translated():
                _copy_pages(database.path, part)
        else:
            with database.reading() as source, Database(sqlite_url(part)).writing() as target:
                _copy_rows(source, target)
        _refuse_damaged(part, "backup_damaged", path, told)
        _close(part)
        os.replace(part, path)
        _sync(path.parent)


def restore(path: Path, url: str, told: Told | None = None) -> Path | None:
    """Put a verified copy in the register's place; see `Register.restore`."""
    if not path.is_file():
        raise RegisterError("no_file", file=path)
    target = checked_url(url)
    with _written(path), tempfile.TemporaryDirectory() as folder:
        # SQLite may write beside a file that it opens; the backup itself stays untouched.
        part = Path(folder) / "part.sqlite"
        with translated():
            _copy_pages(path, part)
            if not _holds_register(part):
                raise RegisterError("no_backup", file=path)
        _refuse_damaged(part, "restore_damaged", path, told)
        if target.drivername == "sqlite":
            return _replace(part, Path(str(target.database)))
        _fill(Database(sqlite_url(part)), Database(url))
        return None


def _replace(part: Path, path: Path) -> Path | None:
    """Write the pages of `part` over a register that others may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with translated():
            _copy_pages(part, path)
        return None
    _refuse_others(path)
    aside = path.with_name(f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S-%f}{path.suffix}")
    try:
        _copy_pages(path, aside)
        _close(aside)
        _copy_pages(part, path)
    except sqlite3.DatabaseError:
        # What cannot be read as a database is nobody's to lose: it is moved out of the way.
        for end in _BESIDE:
            with _absent_allowed():
                os.replace(f"{path}{end}", f"{aside}{end}")
        with translated():
            _copy_pages(part, path)
    return aside


def _refuse_others(path: Path) -> None:
    """Refuse to write over a database of something else; a damaged register may be replaced."""
    try:
        Database(sqlite_url(path))
    except RegisterError as error:
        if error.key == "register.no_register":
            raise


def _holds_register(path: Path) -> bool:
    query = f"SELECT count(*) FROM sqlite_schema WHERE name = '{alembic_version.name}'"
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute(query).fetchone()[0])


def _fill(source: Database, target: Database) -> None:
    with source.reading() as found, target.writing() as empty:
        if chain.last(empty)[0] or departures.last(empty)[0]:
            raise RegisterError("not_empty")
        _copy_rows(found, empty)


def _copy_pages(source: Path, target: Path) -> None:
    """Copy one consistent state of a SQLite file; its writers need not stop."""
    deadline = time.monotonic() + WAIT_SECONDS

    def wait(_status: int, _remaining: int, _total: int) -> None:
        if time.monotonic() > deadline:
            raise RegisterError("waited", seconds=f"{WAIT_SECONDS:g}")

    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other, progress=wait, sleep=0.1)


def _copy_rows(source: Connection, target: Connection) -> None:
    plain = ((uploads, uploads.c.sha256), (entries, entries.c.seq), (releases, releases.c.seq))
    for table, key in plain:
        query = select(table).order_by(key).execution_options(yield_per=1)
        for row in source.execute(query).mappings():
            target.execute(table.insert().values(**row))
    for name in CONTENT:
        table = content[name]
        for part in read(source, select_content(name, table.c.id, table.c.entry)):
            insert_rows(target, table, part)


def _refuse_damaged(part: Path, key: str, path: Path, told: Told | None) -> None:
    database = Database(sqlite_url(part))
    found = verifying.verify(database, told)
    if found:
        raise RegisterError(key, file=path, n=len(found))


def _close(path: Path) -> None:
    """Make a SQLite database one file that is wholly on the disk."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RegisterError("file_not_written", file=path, said=error.strerror or "") from error


@contextmanager
def _absent_allowed() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        return
