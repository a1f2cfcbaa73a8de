"""What has left the house: one sealed row for each release, and none is ever changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy import Connection, select

from routes.cases.register.chain import FIRST
from routes.cases.register.schema import releases

__all__ = ["FIRST", "Departure", "append", "broken", "last", "log", "seal"]

_COLUMNS: Final = {"user": "user_name"}


@dataclass(frozen=True)
class Departure:
    """One row of the ledger; its hash covers all the rest.

    Parameters
    ----------
    seq : int
        1, 2, 3, … without a gap.
    at : str
        When it left, UTC, ISO 8601.
    user : str
        Who made it.
    audience, release_id, title : str
        As the release says.
    formats : str
        Names of the files, separated by ``;``.
    manifest : str
        JSON of the manifest.
    lattice : str
        JSON of the protected counts; empty where there are none, or the same as in `same_as`.
    holds : str
        JSON of what each case added to the counts: it never leaves the register.
    previous, hash : str
        Hash of the row before, and its own.
    same_as : int or None
        The first release with the same protected counts, where that is an earlier one.
    """

    seq: int
    at: str
    user: str
    audience: str
    release_id: str
    title: str
    formats: str
    manifest: str
    lattice: str
    holds: str
    previous: str = ""
    hash: str = ""
    same_as: int | None = None


def seal(found: Departure) -> str:
    """Return the hash (SHA-256, hex) of a row."""
    fields = asdict(found)
    del fields["hash"]
    plain = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def last(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last row; 0 and `FIRST` when there is none."""
    query = select(releases.c.seq, releases.c.hash).order_by(releases.c.seq.desc()).limit(1)
    found = connection.execute(query).first()
    return (int(found.seq), str(found.hash)) if found else (0, FIRST)


def append(connection: Connection, found: Departure) -> Departure:
    """Write a row behind the last one and return it, numbered and sealed."""
    seq, previous = last(connection)
    placed = replace(found, seq=seq + 1, previous=previous)
    placed = replace(placed, hash=seal(placed))
    row = {_COLUMNS.get(name, name): value for name, value in asdict(placed).items()}
    connection.execute(releases.insert().values(**row))
    return placed


def log(connection: Connection) -> list[Departure]:
    """Return all rows, the oldest first."""
    query = select(releases).order_by(releases.c.seq)
    names = {column: name for name, column in _COLUMNS.items()}
    return [
        Departure(**{names.get(key, key): value for key, value in row.items()})
        for row in connection.execute(query).mappings()
    ]


def broken(connection: Connection) -> Iterator[int]:
    """Give the rows that are not numbered without a gap, sealed, and sealed to the one before."""
    number, previous = 0, FIRST
    for found in log(connection):
        if (found.seq, found.previous, found.hash) != (number + 1, previous, seal(found)):
            yield found.seq
        number, previous = found.seq, found.hash
