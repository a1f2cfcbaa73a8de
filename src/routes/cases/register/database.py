"""Connections to the register's database: SQLite by default, or PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError

from routes.cases.register.errors import RegisterError, is_busy, translated
from routes.cases.register.schema import HEAD, alembic_version

Waiting = Callable[[], None]
"""Called once when a writer has to wait for another one."""

WAIT_SECONDS: Final = 60.0
"""So long a writer waits for another one before it gives up."""

_PROJECT: Final = Path(__file__).resolve().parents[4]
_PAUSE_SECONDS: Final = 0.1
_READER_SECONDS: Final = 30.0
_LOCK: Final = 7_251_001
"""Number of the advisory lock that a writer holds on PostgreSQL."""


def default_url() -> str:
    """Return where the register is: ``ROUTES_DATABASE``, or a file in the folder ``ROUTES_VAR``."""
    if url := os.environ.get("ROUTES_DATABASE"):
        return url
    folder = Path(os.environ.get("ROUTES_VAR") or _PROJECT / "var")
    return sqlite_url(folder / "register.sqlite")


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file, whatever signs its path holds."""
    made = URL.create("sqlite", database=str(path.resolve()))
    return made.render_as_string(hide_password=False)


class Database:
    """One database, and how to read and to write it.

    Parameters
    ----------
    url : str
        ``sqlite:///…`` or ``postgresql://…``.
    told_waiting : callable, optional
        As `Waiting`.
    wait_seconds : float
        So long a writer waits for another one.

    Raises
    ------
    RegisterError
        If `url` names another kind of database, or the database cannot be opened, is newer than
        this version of the product or no register.
    """

    def __init__(
        self, url: str, *, told_waiting: Waiting | None = None, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self.url = checked_url(url)
        self._told_waiting = told_waiting or (lambda: None)
        self._wait_seconds = wait_seconds
        with translated():
            self.engine = _engine(self.url)
            self._bring_up()

    @property
    def is_sqlite(self) -> bool:
        """Whether the register is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one consistent state, whatever is written meanwhile."""
        with translated(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Be the only writer, waiting for another one; all is written, or nothing."""
        with translated():
            connection = self._alone()
            try:
                yield connection
                connection.commit()
            finally:
                connection.close()

    def _alone(self) -> Connection:
        connection = self._try_alone()
        if connection is not None:
            return connection
        self._told_waiting()
        deadline = time.monotonic() + self._wait_seconds
        while time.monotonic() < deadline:
            time.sleep(_PAUSE_SECONDS)
            connection = self._try_alone()
            if connection is not None:
                return connection
        raise RegisterError("waited", seconds=f"{self._wait_seconds:g}")

    def _try_alone(self) -> Connection | None:
        connection = self.engine.connect().execution_options(writes=True)
        try:
            connection.begin()
            if self.is_sqlite or _locked(connection):
                return connection
        except DBAPIError as error:
            connection.close()
            if is_busy(error):
                return None
            raise
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def _bring_up(self) -> None:
        with self.reading() as connection:
            if _is_current(connection):
                return
        with self.writing() as connection:
            if not _is_current(connection):
                # Alembic takes a while to import, and is seldom needed.
                from routes.cases.register.migrations import migrate

                migrate(connection)


def checked_url(url: str) -> URL:
    """Return the URL of a database of a kind that the register can be in."""
    try:
        found = make_url(url)
    except ArgumentError as error:
        raise RegisterError("unknown_database", kind="?") from error
    kind = found.drivername.split("+")[0]
    if kind in ("postgresql", "postgres"):
        return found.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or not found.database or found.database == ":memory:":
        raise RegisterError("unknown_database", kind=found.drivername)
    return found


def _engine(url: URL) -> Engine:
    # A connection for each use: none is left open, or carried into another process or thread.
    if url.drivername != "sqlite":
        options = "-c synchronous_commit=on -c client_encoding=UTF8"
        return create_engine(url, poolclass=NullPool, connect_args={"options": options})
    try:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegisterError("not_opened", said=error.strerror) from error
    path = str(url.database)
    engine = create_engine(url, poolclass=NullPool, creator=lambda: _connect(path))
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: str) -> sqlite3.Connection:
    try:
        return _prepared(path, alone=False)
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_IOERR_SHM"):
            raise
        # No room for the file by which processes agree; one of them, alone, can still read.
        return _prepared(path, alone=True)


def _prepared(path: str, *, alone: bool) -> sqlite3.Connection:
    # Transactions begin where we say so.
    connection = sqlite3.connect(path, timeout=_READER_SECONDS, isolation_level=None)
    try:
        if alone:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        _set_journal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA cache_size=-65536")
    except BaseException:
        connection.close()
        raise
    return connection


def _set_journal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; of two that switch at once, one is told to try again."""
    deadline = time.monotonic() + _READER_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    # Whoever waits is told so: SQLite itself would wait in silence.
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(_READER_SECONDS * 1000)}")


def _locked(connection: Connection) -> bool:
    return bool(connection.scalar(text("SELECT pg_try_advisory_xact_lock(:n)"), {"n": _LOCK}))


def _is_current(connection: Connection) -> bool:
    """Tell whether the schema is ours; refuse one that we do not know."""
    names = set(inspect(connection).get_table_names())
    if alembic_version.name not in names:
        if names:
            raise RegisterError("no_register")
        return False
    found = connection.scalar(select(alembic_version.c.version_num))
    if found is not None and found > HEAD:
        raise RegisterError("newer", found=found, known=HEAD)
    return bool(found == HEAD)
