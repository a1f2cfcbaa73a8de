"""The audit trail: entries, each sealed together with the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, select

from routes.cases.register.model import Entry
from routes.cases.register.schema import entries

FIRST: Final = "0" * 64
"""What stands for the hash of the entry before the first one."""

_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


def seal(entry: Entry) -> str:
    """Return the hash of an entry: SHA-256 of its fields as JSON, without `hash` and `active`.

    >>> from datetime import datetime, UTC
    >>> noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    >>> one = Entry(1, noon, "Ana", "undo", "", "", "", "", {}, None, "", FIRST, "")
    >>> seal(one) == seal(replace(one, hash="x", active=False))
    True
    >>> seal(one) == seal(replace(one, user="Eva"))
    False
    """
    fields = asdict(entry) | {"at": entry.at.strftime(_TIME)}
    sealed = [fields[name] for name in fields if name not in ("hash", "active")]
    plain = json.dumps(sealed, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def now() -> datetime:
    """Return the time as entries hold it: UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def last(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last entry; 0 and `FIRST` when there is none."""
    query = select(entries.c.seq, entries.c.hash).order_by(entries.c.seq.desc()).limit(1)
    found = connection.execute(query).first()
    return (int(found.seq), str(found.hash)) if found else (0, FIRST)


def append(connection: Connection, entry: Entry) -> Entry:
    """Write an entry behind the last one and return it, numbered and sealed."""
    seq, previous = last(connection)
    placed = replace(entry, seq=seq + 1, previous=previous)
    placed = replace(placed, hash=seal(placed))
    connection.execute(entries.insert().values(_row(placed)))
    return placed


def undone(links: Mapping[int, int | None]) -> frozenset[int]:
    """Return the entries that do not hold, given what each entry undoes.

    >>> sorted(undone({1: None, 2: 1, 3: 2}))  # the undoing is undone
    [2]
    """
    found: set[int] = set()
    for seq in sorted(links, reverse=True):
        target = links[seq]
        if target is not None and seq not in found:
            found.add(target)
    return frozenset(found)


def links(connection: Connection, *, until: int | None = None) -> dict[int, int | None]:
    """Return what each entry undoes, up to entry `until`."""
    query = select(entries.c.seq, entries.c.undoes)
    if until is not None:
        query = query.where(entries.c.seq <= until)
    return {int(seq): target for seq, target in connection.execute(query)}


def log(connection: Connection) -> list[Entry]:
    """Return all entries, the newest first."""
    query = select(entries).order_by(entries.c.seq.desc())
    found = [entry_of(row) for row in connection.execute(query).mappings()]
    gone = undone({entry.seq: entry.undoes for entry in found})
    return [replace(entry, active=entry.seq not in gone) for entry in found]


def entry_of(row: RowMapping) -> Entry:
    """Return an entry as it stands in the database.

    Raises
    ------
    ValueError
        If it does not have the form of an entry.
    """
    return Entry(
        seq=int(row["seq"]),
        at=datetime.strptime(row["at"], _TIME).replace(tzinfo=UTC),
        user=row["user_name"],
        action=row["action"],
        form=row["form"],
        file_name=row["file_name"],
        file_sha256=row["file_sha256"] or "",
        content_sha256=row["content_sha256"],
        counts={str(name): int(n) for name, n in json.loads(row["counts"]).items()},
        undoes=row["undoes"],
        reason=row["reason"],
        previous=row["previous"],
        hash=row["hash"],
    )


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at.strftime(_TIME),
        "user_name": entry.user,
        "action": entry.action,
        "form": entry.form,
        "file_name": entry.file_name,
        "file_sha256": entry.file_sha256 or None,
        "content_sha256": entry.content_sha256,
        "counts": json.dumps(dict(entry.counts), sort_keys=True),
        "undoes": entry.undoes,
        "reason": entry.reason,
        "previous": entry.previous,
        "hash": entry.hash,
    }
