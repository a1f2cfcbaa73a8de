"""The register in columns: one folder of Parquet files for each version of it."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Final, Protocol

from routes.cases.model import Tables
from routes.snapshot.folder import DamagedError, Snapshot, find, write

__all__ = ["Office", "default_folder", "legs_file", "register_tables"]

_PROJECT: Final = Path(__file__).resolve().parents[3]
_log = logging.getLogger(__name__)


class Office(Protocol):
    """What is needed of a register."""

    @property
    def url(self) -> str:
        """Where it is."""

    def version(self) -> str:
        """Return the version of what it holds."""

    def tables(self) -> Tables:
        """Return what it holds."""


def default_folder(register: Office) -> Path:
    """Return where the snapshots of a register lie.

    Beside its file; those of a server in the folder that the environment variable ``ROUTES_VAR``
    names, else in ``var`` beside the product's data.
    """
    from sqlalchemy import make_url  # slow to import, and there already with a register

    url = make_url(register.url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).parent / "snapshots"
    return Path(os.environ.get("ROUTES_VAR") or _PROJECT / "var") / "snapshots"


def register_tables(register: Office, *, folder: Path | None = None) -> Tables:
    """Return the tables of a register: from its snapshot, made when first asked for.

    Without room for a snapshot the register is read each time, and the log says so.

    Parameters
    ----------
    register : Register
        The office's own cases.
    folder : pathlib.Path, optional
        Where snapshots lie; `default_folder` where left out.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    folder = folder or default_folder(register)
    kept = find(folder, register.version())
    if kept is not None:
        try:
            return kept.tables()
        except DamagedError as error:
            _log.warning("snapshot %s: %s", kept.version, error)
    tables = register.tables()
    try:
        write(tables, folder)
    except OSError as error:
        _log.warning("snapshot %s: %s", tables.version, error)
    return tables


def legs_file(register: Office, *, folder: Path | None = None) -> Path:
    """Return the Parquet file of a register's legs (`routes.snapshot.legs_table.SCHEMA`).

    Raises
    ------
    OSError
        If it is not there and cannot be written.
    RegisterError
        If the register cannot be read.
    """
    folder = folder or default_folder(register)
    kept = find(folder, register.version())
    if kept is not None:
        try:
            return kept.legs()
        except DamagedError as error:
            _log.warning("snapshot %s: %s", kept.version, error)
    return _written(register, folder).legs()


def _written(register: Office, folder: Path) -> Snapshot:
    made = write(register.tables(), folder)
    if made is None:
        raise OSError(f"Cannot write a snapshot into '{folder}'.")
    return made
