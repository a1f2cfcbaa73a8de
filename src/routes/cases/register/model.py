"""What the register says of itself: its audit entries, and what differs from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Action = Literal["import", "edit", "remove", "undo"]


@dataclass(frozen=True)
class Entry:
    """One row of the audit trail; its hash covers everything but `active`.

    Parameters
    ----------
    seq : int
        1, 2, 3, … without a gap.
    at : datetime.datetime
        When it was written, UTC, to the second.
    user : str
        Who wrote it.
    action : {"import", "edit", "remove", "undo"}
        What was done.
    form : str
        Form of an imported file (`routes.cases.intake.model.FORMS`); empty otherwise.
    file_name : str
        Name of the imported file, for people only.
    file_sha256 : str
        SHA-256 of the file, hex; empty where there is none.
    content_sha256 : str
        SHA-256 of the canonical content of the rows written, hex.
    counts : mapping of str to int
        ``input``, ``accepted``, ``rejected``, ``duplicate`` rows of the file, and the rows written
        by table (``cases``, ``stops``, …).
    undoes : int or None
        The entry that this one undoes.
    reason : str
        What the user gave as the reason.
    previous : str
        Hash of the entry before; 64 zeros for the first.
    hash : str
        SHA-256 of all of the above, hex.
    active : bool
        Whether it holds now, not undone.
    """

    seq: int
    at: datetime
    user: str
    action: Action
    form: str
    file_name: str
    file_sha256: str
    content_sha256: str
    counts: Mapping[str, int]
    undoes: int | None
    reason: str
    previous: str
    hash: str
    active: bool = True


@dataclass(frozen=True)
class Difference:
    """One thing that `verify` found to differ from what the audit trail says.

    Parameters
    ----------
    what : str
        What differs, the id of a sentence in ``text/<language>/register.toml``.
    seq : int or None
        The entry it concerns.
    details : tuple of (str, str)
        What the sentence is filled with.
    """

    what: str
    seq: int | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CaseVersion:
    """One version of a case.

    Parameters
    ----------
    entry : Entry
        The audit entry that wrote it.
    removed : bool
        Whether the case was taken out.
    """

    entry: Entry
    removed: bool
