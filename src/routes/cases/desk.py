"""The case desk: a file in, checked in a process of its own, and into the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cases.intake.errors import DeskError
from routes.cases.intake.job import Job
from routes.cases.intake.model import Checked, Known, Options, Told
from routes.cases.register.model import Entry

if TYPE_CHECKING:
    from routes.cases.register import Register

__all__ = [
    "DeskError",
    "Job",
    "add",
    "adding",
    "content_of",
    "import_file",
    "inspect",
    "inspecting",
]

Cancelled = Callable[[], bool]


def inspect(
    content: bytes,
    name: str,
    *,
    options: Options,
    known: Known,
    told: Told | None = None,
    cancelled: Cancelled | None = None,
    today: date | None = None,
) -> Checked:
    """Read and check a file in a bounded process.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name, for messages only.
    options : Options
        What the user decides.
    known : Known
        What the register holds (`Register.known`).
    told : callable, optional
        Told the stages ``reading``, ``understanding``, ``checking``.
    cancelled : callable, optional
        Asked several times a second whether to stop.
    today : datetime.date, optional
        The day that dates must not be after.

    Returns
    -------
    Checked
        What would be imported; a file that cannot be read is one without rows, whose
        faults say why.

    Raises
    ------
    DeskError
        If it was cancelled, or took too long or too much memory.
    """
    raise NotImplementedError


def add(
    register: Register,
    checked: Checked,
    content: bytes,
    *,
    user: str,
    reason: str = "",
    told: Told | None = None,
    cancelled: Cancelled | None = None,
) -> Entry:
    """Import what was checked, in a process of its own and one transaction."""
    raise NotImplementedError


def import_file(
    register: Register,
    content: bytes,
    name: str,
    *,
    user: str,
    reason: str = "",
    options: Options | None = None,
    told: Told | None = None,
    cancelled: Cancelled | None = None,
    today: date | None = None,
    dry_run: bool = False,
) -> tuple[Checked, Entry | None]:
    """Check a file and import it; no entry where nothing could be imported."""
    raise NotImplementedError


def content_of(path: Path) -> tuple[bytes, str]:
    """Return the bytes and the name of a file, or of a folder's CSV files as a ZIP."""
    raise NotImplementedError


def inspecting(
    content: bytes,
    name: str,
    *,
    options: Options,
    known: Known | Callable[[], Known],
    today: date | None = None,
) -> Job[Checked]:
    """Start `inspect` in the background; `known` may be what is to be asked there."""

    def work(told: Told, cancelled: Cancelled) -> Checked:
        held = known() if callable(known) else known
        return inspect(
            content,
            name,
            options=options,
            known=held,
            told=told,
            cancelled=cancelled,
            today=today,
        )

    return Job(work)


def adding(
    register: Register, checked: Checked, content: bytes, *, user: str, reason: str = ""
) -> Job[Entry]:
    """Start `add` in the background."""

    def work(told: Told, cancelled: Cancelled) -> Entry:
        return add(
            register,
            checked,
            content,
            user=user,
            reason=reason,
            told=told,
            cancelled=cancelled,
        )

    return Job(work)
