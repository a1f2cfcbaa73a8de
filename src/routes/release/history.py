"""What has left, as far as one person may be told; what cases add to the counts is no part of it.

Whoever does not see all cases is told of public releases, and of internal ones only where they are
the maker: title and query of another's may name what is hidden from them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from routes.release.cells import Cell
from routes.release.ledger import Ledger, shown_text
from routes.scope import Scope


@dataclass(frozen=True)
class Past:
    """One release that has left.

    Parameters
    ----------
    seq : int
        1, 2, 3, …
    at : datetime.datetime
        When, UTC.
    user : str
        Who made it.
    audience, release_id, title : str
        As the release says.
    formats : tuple of str
        Kinds of its files.
    manifest : mapping
        As `routes.release.Manifest`; the date as text.
    counts : mapping of Cell to int
        The protected counts that it showed; `routes.release.cells.frame` makes a table of them.
    same_as : int or None
        The first release that showed the same counts, where that is an earlier one.
    """

    seq: int
    at: datetime
    user: str
    audience: str
    release_id: str
    title: str
    formats: tuple[str, ...]
    manifest: Mapping[str, Any]
    counts: Mapping[Cell, int] = field(default_factory=dict)
    same_as: int | None = None


def history(ledger: Ledger, scope: Scope, *, user: str = "") -> tuple[Past, ...]:
    """Return the releases that somebody may be told of, the newest first.

    Parameters
    ----------
    ledger : Ledger
        All releases.
    scope : Scope
        What they may see; without the right to release, nothing.
    user : str
        Their address where people sign in; empty for nobody.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    if not scope.may("release_public"):
        return ()
    log = ledger.log()
    lattices = {each.seq: each.lattice for each in log}
    return tuple(
        Past(
            seq=each.seq,
            at=datetime.fromisoformat(each.at),
            user=each.user,
            audience=each.audience,
            release_id=each.release_id,
            title=each.title,
            formats=tuple(part for part in each.formats.split(";") if part),
            manifest=json.loads(each.manifest),
            counts=shown_text(lattices[each.same_as] if each.same_as else each.lattice),
            same_as=each.same_as,
        )
        for each in log
        if scope.sees_all or each.audience == "public" or (user and each.user == user)
    )
