"""One folder of Parquet files for each version of the register: written once, checked when read.

A snapshot is a convenience. It is found by the register's version, every file by its SHA-256;
what is missing, damaged or made by other rules is made again from the register.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.places import places
from routes.cases.model import TABLE_NAMES, TEXT, Tables
from routes.snapshot.legs_table import legs_table
from routes.store import around, store

FORM: Final = 1
"""Number of the rules by which the files are made; others are not read."""

KEPT: Final = 2
"""Versions that stay; older ones are deleted."""

LEGS: Final = "legs"
MANIFEST: Final = "manifest.json"
_VERSION: Final = re.compile(r"[0-9a-f]{64}")
_ROWS_IN_GROUP: Final = 65_536
_ABANDONED_SECONDS: Final = 3600.0
"""So old a folder that was never finished is left from a process that died."""


class DamagedError(ValueError):
    """Raised when a file of a snapshot is not what its manifest says."""


@dataclass(frozen=True)
class Snapshot:
    """The files of one version.

    Parameters
    ----------
    folder : pathlib.Path
        Where they are.
    version : str
        Version of the register.
    name : str
        Name of the tables.
    synthetic : bool
        Whether anything in them is made up.
    files : tuple of (str, str)
        Each table, `LEGS` too, and the SHA-256 (hex) of its file.
    """

    folder: Path
    version: str
    name: str
    synthetic: bool
    files: tuple[tuple[str, str], ...]

    def tables(self) -> Tables:
        """Return the five tables as the register gives them.

        Raises
        ------
        DamagedError
            If a file is missing or not what was written.
        """
        frames = {name: _frame(self._content(name)) for name in TABLE_NAMES}
        return Tables(
            **frames,
            name=self.name,
            synthetic=self.synthetic,
            version=self.version,
            warnings=(),
        )

    def legs(self) -> Path:
        """Return the file of the table of legs (`routes.expression.SCHEMA`).

        Raises
        ------
        DamagedError
            If it is missing or not what was written.
        """
        self._content(LEGS)
        return self.folder / f"{LEGS}.parquet"

    def _content(self, name: str) -> bytes:
        try:
            content = (self.folder / f"{name}.parquet").read_bytes()
        except OSError as error:
            raise DamagedError(f"Cannot read {name}.parquet: {error.strerror}.") from error
        if hashlib.sha256(content).hexdigest() != dict(self.files)[name]:
            raise DamagedError(f"{name}.parquet is not what was written. Make the snapshot again.")
        return content


def find(folder: Path, version: str) -> Snapshot | None:
    """Return the snapshot of a version; None if there is none that can be used."""
    if not _VERSION.fullmatch(version):
        return None
    try:
        said = json.loads((folder / version / MANIFEST).read_text(encoding="utf-8"))
        sealed = said.pop("seal") == _seal(said)
        made_so = said["form"] == FORM and said["version"] == version
        if not sealed or not made_so or said["geography"] != _geography(said["places"]):
            return None
        files = tuple((name, said["files"][name]) for name in (*TABLE_NAMES, LEGS))
        return Snapshot(folder / version, version, said["name"], said["synthetic"], files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(tables: Tables, folder: Path) -> Snapshot | None:
    """Write the snapshot of the tables of a register: all of it, or nothing.

    Returns
    -------
    Snapshot or None
        None where the version is none that a folder can be named after.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    if not _VERSION.fullmatch(tables.version):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".", dir=folder))
    try:
        _fill(made, tables)
        _put(made, folder / tables.version)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    prune(folder, tables.version)
    return find(folder, tables.version)


def prune(folder: Path, version: str) -> None:
    """Delete all but the given version and the newest others, and what was never finished."""
    others = [each for each in folder.iterdir() if each.name != version and each.is_dir()]
    finished = [each for each in others if _VERSION.fullmatch(each.name)]
    finished.sort(key=_age)
    abandoned = [
        each for each in others if each.name.startswith(".") and _age(each) > _ABANDONED_SECONDS
    ]
    for each in (*finished[KEPT - 1 :], *abandoned):
        shutil.rmtree(each, ignore_errors=True)


def _age(folder: Path) -> float:
    """Return the seconds since a folder was written."""
    with suppress(OSError):
        return time.time() - folder.stat().st_mtime
    return 0.0


def _fill(folder: Path, tables: Tables) -> None:
    columns = store(tables)
    makers: dict[str, Callable[[], pa.Table]] = {
        name: _arrow(tables.table(name)) for name in TABLE_NAMES
    }
    makers[LEGS] = lambda: legs_table(columns)
    files = {name: _written(folder / f"{name}.parquet", make()) for name, make in makers.items()}
    said: dict[str, Any] = {
        "form": FORM,
        "version": tables.version,
        "name": tables.name,
        "synthetic": tables.synthetic,
        "files": files,
        "places": columns.place_ids,
        "geography": _geography(columns.place_ids),
    }
    content = json.dumps({**said, "seal": _seal(said)}, ensure_ascii=False, indent=1)
    _kept_safe(folder / MANIFEST, content.encode())


def _arrow(frame: pd.DataFrame) -> Callable[[], pa.Table]:
    return lambda: pa.Table.from_pandas(frame, preserve_index=False)


def _written(path: Path, table: pa.Table) -> str:
    """Write a table and return the SHA-256 of its file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", row_group_size=_ROWS_IN_GROUP)
    content = sink.getvalue().to_pybytes()
    _kept_safe(path, content)
    return hashlib.sha256(content).hexdigest()


def _kept_safe(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(made: Path, place: Path) -> None:
    """Put a finished folder in its place, in that of a damaged one if need be."""
    with suppress(OSError):
        made.rename(place)
        return
    aside = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))
    with suppress(FileNotFoundError):
        place.rename(aside / "old")
    shutil.rmtree(aside, ignore_errors=True)
    made.rename(place)


def _frame(content: bytes) -> pd.DataFrame:
    try:
        table = pq.read_table(pa.BufferReader(content))
    except pa.ArrowException as error:
        raise DamagedError(f"The file cannot be read: {error}") from error
    kinds = {pa.string(): TEXT, pa.large_string(): TEXT, pa.int64(): pd.Int64Dtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get, ignore_metadata=True)
    return frame


def _seal(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _geography(place_ids: list[str]) -> str:
    """Return the SHA-256 of what is known of places, on which the table of legs rests."""
    digest, known = hashlib.sha256(), places()
    for each in place_ids:
        inside = [known[other] for other in sorted(around(each)) if other in known]
        digest.update(f"{each}\n{inside!r}\n".encode())
    return digest.hexdigest()
