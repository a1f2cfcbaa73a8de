"""The case desk: a file in, checked in a process of its own, and into the register."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from routes.cases.faults import shown
from routes.cases.intake import tasks
from routes.cases.intake.errors import DeskError
from routes.cases.intake.job import Job
from routes.cases.intake.limits import ADDING, INSPECTING, MAX_UPLOAD_BYTES
from routes.cases.intake.model import ACCEPTED, Checked, Known, Options, Told
from routes.cases.intake.results import read_value, write_value
from routes.cases.intake.workers import WORKERS
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
    "prepare",
]

Cancelled = Callable[[], bool]


def prepare() -> None:
    """Load what reads files in the background, so that the first file need not wait for it."""
    WORKERS.start()


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

    The process sees nothing but the file: no network, no other file, and memory and time only
    as far as `routes.cases.intake.limits.INSPECTING`.

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
    given = {
        "name": name.encode("utf-8", "replace").decode(),
        "options": TypeAdapter(Options).dump_json(options).decode(),
        "today": today.isoformat() if today else "",
    }
    with WORKERS.folder() as folder:
        # One byte more than is read is enough to say that it is too large.
        (folder / tasks.UPLOAD).write_bytes(content[: MAX_UPLOAD_BYTES + 1])
        write_value(folder, known)
        WORKERS.run(tasks.INSPECT, folder, given, limits=INSPECTING, told=told, cancelled=cancelled)
        try:
            return read_value(folder, Checked)
        except (ValueError, KeyError, OSError) as error:
            raise DeskError("reading.crashed") from error


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
    """Import what was checked, in one transaction and a process of its own.

    `Register.add` does the same in the caller's process, which it keeps busy.

    Parameters
    ----------
    register : Register
        Where to.
    checked : Checked
        What `inspect` returned.
    content : bytes
        The file itself.
    user, reason : str
        Who imports it, and why.
    told : callable, optional
        Told the stages ``writing`` and ``sealing``.
    cancelled : callable, optional
        Asked several times a second whether to stop.

    Raises
    ------
    RegisterError
        If the register refuses it.
    DeskError
        If it was cancelled or ended early; then nothing of it is in the register.
    """
    from routes.cases.register import RegisterError

    given = {"url": register.secret_url, "user": user, "reason": reason}
    with WORKERS.folder() as folder:
        (folder / tasks.UPLOAD).write_bytes(content)
        write_value(folder, checked)
        before = register.version()
        try:
            WORKERS.run(
                tasks.ADD,
                folder,
                given,
                limits=ADDING,
                confined=False,
                told=told,
                cancelled=cancelled,
            )
        except DeskError:
            # It may have ended after the commit: then it is in the register, whatever was asked.
            written = _written_since(register, before, checked)
            if written is None:
                raise
            return written
        refused = folder / tasks.REFUSED
        if refused.exists():
            said = json.loads(refused.read_text(encoding="ascii"))
            raise RegisterError(said["key"].partition(".")[2], **dict(said["details"]))
        return read_value(folder, Entry)


def _written_since(register: Register, version: str, checked: Checked) -> Entry | None:
    newer = itertools.takewhile(lambda entry: entry.hash != version, register.log())
    return next((entry for entry in newer if entry.file_sha256 == checked.sha256), None)


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
    """Check a file and import it.

    Parameters
    ----------
    register : Register
        Where to.
    dry_run : bool
        Check only.

    Returns
    -------
    checked : Checked
        What was found.
    entry : Entry or None
        None where nothing was imported: nothing is accepted, or something may be personal data
        (`Checked.asks`), or `dry_run`.

    Raises
    ------
    DeskError, RegisterError
        As `inspect` and `Register.add`.
    """
    checked = inspect(
        content,
        name,
        options=options or Options(),
        known=register.known(),
        told=told,
        cancelled=cancelled,
        today=today,
    )
    if dry_run or checked.asks or not checked.counts[ACCEPTED]:
        return checked, None
    return checked, register.add(checked, content, user=user, reason=reason, told=told)


def content_of(path: Path) -> tuple[bytes, str]:
    """Return a file's bytes and name; of a folder, its CSV files as one ZIP.

    Raises
    ------
    DeskError
        If there is no such file or folder, or it cannot be read.
    """
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                return file.read(MAX_UPLOAD_BYTES + 1), path.name
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in sorted(path.glob("*.csv")):
                archive.writestr(
                    zipfile.ZipInfo(member.name),
                    member.read_bytes(),
                    compress_type=zipfile.ZIP_DEFLATED,
                )
        return packed.getvalue(), f"{path.resolve().name}.zip"
    except OSError as error:
        raise DeskError("reading.no_file", (("path", shown(path.name)),)) from error


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
