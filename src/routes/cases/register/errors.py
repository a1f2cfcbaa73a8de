"""What the register refuses, and what a database reports in its own words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from routes.text import Text, load

_SQLITE: Final = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_IOERR": "not_written",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_READONLY": "not_writable",
    "SQLITE_CANTOPEN": "not_opened",
    "SQLITE_PERM": "not_opened",
}
"""Sentences by the name of SQLite's result code, without its extension."""

_POSTGRESQL: Final = {
    "53100": "disk_full",
    "55P03": "busy",
    "40": "busy",
    "53": "not_written",
    "54": "not_written",
    "58": "not_written",
    "XX": "not_written",
    "57": "lost",
    "08": "lost",
    "28": "not_opened",
    "3D": "not_opened",
    "42501": "not_writable",
    "25006": "not_writable",
}
"""Sentences by SQLSTATE, or by its class (the first two signs)."""


class RegisterError(ValueError):
    """Raised when the register refuses or cannot do what it is asked.

    Parameters
    ----------
    key : str
        The sentence that says why and what to do, without the leading ``register.``.
    **details : object
        What the sentence is filled with.

    Attributes
    ----------
    key : str
        Key of the sentence (``register.…``).
    details : tuple of (str, str)
        Its fields.
    """

    def __init__(self, key: str, **details: object) -> None:
        self.key = f"register.{key}"
        self.details = tuple((name, str(value)) for name, value in details.items())
        super().__init__(self.told(load("en")))

    def told(self, t: Text) -> str:
        """Return the sentence in the language of `t`."""
        return t(self.key, **dict(self.details))


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a database reports into a `RegisterError`; the report stays as its cause."""
    try:
        yield
    except DBAPIError as error:
        raise _told(error.orig or error, lost=error.connection_invalidated) from error
    except Exception as error:
        # Drivers used directly (COPY, online copies) raise their own errors.
        if isinstance(error, sqlite3.Error) or hasattr(error, "sqlstate"):
            raise _told(error) from error
        raise


def is_busy(error: DBAPIError) -> bool:
    """Tell whether a statement failed only because another one was writing."""
    return _key(error.orig or error) == "busy"


def _told(error: BaseException, *, lost: bool = False) -> RegisterError:
    said = " ".join(str(error).split())
    return RegisterError("lost" if lost else _key(error), said=said)


def _key(error: BaseException) -> str:
    name = getattr(error, "sqlite_errorname", None)
    if name is not None:
        return _SQLITE.get("_".join(str(name).split("_")[:2]), "failed")
    if isinstance(error, sqlite3.DatabaseError):
        return "damaged" if "malformed" in str(error) else "failed"
    state = str(getattr(error, "sqlstate", None) or "08000")
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2], "failed")
