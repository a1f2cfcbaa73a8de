"""The register: the office's own cases, and who wrote what when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from sqlalchemy.engine import make_url

from routes.cases.intake.model import Checked, Known, Told
from routes.cases.model import Tables
from routes.cases.register import chain, history, keeping, state, undoing, verifying, writing
from routes.cases.register.database import WAIT_SECONDS, Database, Waiting, default_url
from routes.cases.register.errors import RegisterError
from routes.cases.register.model import CaseVersion, Difference, Entry
from routes.cases.register.traces import Traces, traces


class Register:
    """The office's own cases in one database, with the audit trail of every change.

    Made by `open`. It may be used by several threads and processes at once: readers never wait,
    and writers wait for each other. All that it raises is `RegisterError`.

    Parameters
    ----------
    database : Database
        Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(
        cls,
        url: str | None = None,
        *,
        told_waiting: Waiting | None = None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> Register:
        """Open the register, made where there is none and brought to the present schema.

        Parameters
        ----------
        url : str, optional
            ``sqlite:///FILE`` or ``postgresql://…``. Without it the environment variable
            ``ROUTES_DATABASE``, else ``register.sqlite`` in the folder ``ROUTES_VAR``, else in
            ``var`` beside the product's data.
        told_waiting : callable, optional
            Called, without arguments, once for every writing that has to wait for another.
        wait_seconds : float
            After so long, writing gives up waiting.

        Raises
        ------
        RegisterError
            If the database cannot be opened, is no register, or was written by a newer version
            of the product.
        """
        return cls(
            Database(url or default_url(), told_waiting=told_waiting, wait_seconds=wait_seconds)
        )

    @staticmethod
    def exists() -> bool:
        """Tell whether there is a register already where `open` without a URL would make one."""
        url = make_url(default_url())
        database = url.database or ""
        return url.get_backend_name() != "sqlite" or Path(database).exists()

    @property
    def url(self) -> str:
        """Where the register is; a password is left out."""
        return self._database.url.render_as_string()

    @property
    def secret_url(self) -> str:
        """Where the register is, with the password: for another process, and never to be shown."""
        return self._database.url.render_as_string(hide_password=False)

    def version(self) -> str:
        """Return the hash of the last entry, 64 zeros for none: it changes with every change."""
        with self._database.reading() as connection:
            return chain.last(connection)[1]

    def log(self) -> list[Entry]:
        """Return the audit trail, the newest entry first."""
        with self._database.reading() as connection:
            return chain.log(connection)

    def known(self) -> Known:
        """Return what a new file is compared with."""
        with self._database.reading() as connection:
            return state.known(connection)

    def tables(self) -> Tables:
        """Return the five tables as they hold now, in the order in which they were written.

        Cases and sources that are undone, removed or superseded are not there.
        """
        with self._database.reading() as connection:
            return state.tables(connection)

    def statistics(self, *, entries: bool = False) -> pd.DataFrame:
        """Return the official statistics: the columns of `routes.cases.model.STATISTICS`.

        With `entries` there is also ``entry``, the audit entry that wrote the row.
        """
        with self._database.reading() as connection:
            undone = chain.undone(chain.links(connection))
            return state.statistics(connection, undone, entries=entries)

    def add(
        self,
        checked: Checked,
        content: bytes,
        *,
        user: str,
        reason: str = "",
        told: Told | None = None,
    ) -> Entry:
        """Add what was accepted of a file: the upload, its rows and the entry, or nothing of it.

        Once the entry is returned, nothing of it is ever lost.

        Parameters
        ----------
        checked : Checked
            The file, checked.
        content : bytes
            The file itself; kept as it is.
        user : str
            Who adds it.
        reason : str
            Why.
        told : callable, optional
            Called with the stages ``writing`` and ``sealing``.

        Raises
        ------
        RegisterError
            If nothing was accepted, a question about personal data is open, or the register has
            changed since the file was checked so that it no longer fits.
        """
        return writing.add(self._database, checked, content, user=user, reason=reason, told=told)

    def save_case(
        self,
        frames: Mapping[str, pd.DataFrame],
        *,
        user: str,
        reason: str,
        expected: str | None,
    ) -> Entry:
        """Write a case as it is to be, as a new version.

        Parameters
        ----------
        frames : mapping of str to pandas.DataFrame
            All rows of one case by table, and under ``sources`` those that are new or changed.
        user, reason : str
            Who changes it, and why.
        expected : str or None
            Digest of the version that was changed; None for a new case.

        Raises
        ------
        RegisterError
            If someone else has changed the case meanwhile, or a source is not there.
        """
        return writing.save_case(
            self._database, frames, user=user, reason=reason, expected=expected
        )

    def remove_case(self, case_id: str, *, user: str, reason: str) -> Entry:
        """Take a case out; its versions stay in its history.

        Raises
        ------
        RegisterError
            If there is no such case.
        """
        return writing.remove_case(self._database, case_id, user=user, reason=reason)

    def undo(self, seq: int, *, user: str, reason: str = "") -> Entry:
        """Undo an entry by a new one; undoing that one puts it back. Nothing is erased.

        Raises
        ------
        RegisterError
            If there is no such entry, it is undone already, or later entries rest on it: they
            changed the same cases, or name its sources.
        """
        return undoing.undo(self._database, seq, user=user, reason=reason)

    def digest(self, case_id: str) -> str | None:
        """Return the digest of a case as it holds now; None if there is no such case."""
        with self._database.reading() as connection:
            return state.digest(connection, case_id)

    def history(self, case_id: str) -> list[CaseVersion]:
        """Return the versions of a case, the newest first; empty if there never was one."""
        with self._database.reading() as connection:
            return history.history(connection, case_id)

    def case_at(self, case_id: str, seq: int) -> dict[str, pd.DataFrame]:
        """Return the rows of a case, and the sources that it names, as they held after an entry.

        Raises
        ------
        RegisterError
            If the case was not there then.
        """
        with self._database.reading() as connection:
            return history.case_at(connection, case_id, seq)

    def origin(self, case_id: str) -> dict[str, pd.DataFrame]:
        """Return where each row of a case comes from.

        Returns
        -------
        dict of str to pandas.DataFrame
            By table ``entry``, ``file_name``, ``sheet``, ``row``, in the order of the rows in
            `tables`; under ``sources`` those that the case names. Of a row made by hand the file
            and sheet are ``""`` and the row is missing.

        Raises
        ------
        RegisterError
            If there is no such case.
        """
        with self._database.reading() as connection:
            return history.origin(connection, case_id)

    def wrote(self) -> Traces:
        """Return which cases and sources each entry wrote."""
        with self._database.reading() as connection:
            return traces(connection)

    def upload(self, sha256: str) -> bytes:
        """Return an imported file as it was.

        Raises
        ------
        RegisterError
            If there is none with this SHA-256.
        """
        with self._database.reading() as connection:
            found = history.upload(connection, sha256)
        if found is None:
            raise RegisterError("no_upload", sha256=sha256)
        return found

    def verify(self, told: Told | None = None) -> list[Difference]:
        """Recompute every hash and compare every row, and return what is not as it should be.

        It never raises because of what it finds.

        Parameters
        ----------
        told : callable, optional
            Called with the stage ``checking``.
        """
        return verifying.verify(self._database, told)

    def backup(self, path: Path | str, *, told: Told | None = None) -> None:
        """Write everything into one SQLite file, verified, while others read and write.

        Raises
        ------
        RegisterError
            If `path` exists, cannot be written, or the register itself is damaged.
        """
        keeping.backup(self._database, Path(path), told)

    @staticmethod
    def restore(
        path: Path | str, url: str | None = None, *, told: Told | None = None
    ) -> Path | None:
        """Put a backup in the place of the register, once it is verified.

        Parameters
        ----------
        path : pathlib.Path or str
            What `backup` wrote.
        url : str, optional
            As for `open`. On PostgreSQL the register there must be empty.
        told : callable, optional
            Called with the stage ``checking``.

        Returns
        -------
        pathlib.Path or None
            Where the register that was there before is kept; None if there was none.

        Raises
        ------
        RegisterError
            If the backup is not what it says, or its place is taken.
        """
        return keeping.restore(Path(path), url or default_url(), told)
