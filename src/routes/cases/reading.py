"""Reading the five tables of a folder."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from routes.cases.checking import Raw, check_cells
from routes.cases.faults import Faults, shown
from routes.cases.linking import check_links
from routes.cases.model import (
    BOOLEANS,
    INTEGERS,
    SYNTHETIC_MARK,
    TABLE_NAMES,
    TEXT,
    Fault,
    Tables,
    TablesError,
    columns,
)
from routes.cases.parsing import parse_table

BUNDLED = Path(__file__).resolve().parents[3] / "data" / "cases"
"""Where the public cases stand."""

_FREE_TEXT = frozenset(
    {
        "publisher",
        "title",
        "url",
        "note",
        "name",
        "authority",
        "summary_es",
        "summary_en",
        "identity_note_es",
        "identity_note_en",
        "note_es",
        "note_en",
    }
)


def read_tables(folder: Path | str) -> Tables:
    """Read and check the five tables of a folder.

    Text is kept exactly as it is written; only codes, identifiers, dates and numbers lose
    the blanks around them.

    Parameters
    ----------
    folder : pathlib.Path or str
        Folder with ``sources.csv``, ``cases.csv``, ``stops.csv``, ``events.csv`` and
        ``figures.csv``: UTF-8, separated by commas.

    Returns
    -------
    Tables
        The tables, with what is odd but not wrong in ``warnings``.

    Raises
    ------
    TablesError
        If anything is wrong; it carries every fault of every file.

    Examples
    --------
    >>> len(read_tables(BUNDLED).cases)
    20
    """
    path = Path(folder)
    raw, faults = _read(path)
    if any(fault.severity == "error" for fault in faults):
        raise TablesError(faults)
    return _tables(raw, path.resolve().name, tuple(faults))


def check_tables(folder: Path | str) -> list[Fault]:
    """Return every fault of a folder of tables, warnings last; empty if there is none."""
    return _read(Path(folder))[1]


@cache
def bundled() -> Tables:
    """Return the public cases that the product brings along; read once."""
    return read_tables(BUNDLED)


def _read(folder: Path) -> tuple[Raw, list[Fault]]:
    faults = Faults()
    if not folder.is_dir():
        faults.add_file(shown(folder.name)[1:-1], "checks.no_folder")
        return {}, faults.sorted()
    raw: dict[str, pd.DataFrame] = {}
    for table in TABLE_NAMES:
        frame = parse_table(folder, table, faults)
        if frame is not None:
            raw[table] = _trim(_without_blank_rows(frame))
    check_cells(raw, faults)
    check_links(raw, faults)
    return raw, faults.sorted()


def _without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows without a single filled cell, as spreadsheets write at the end."""
    if frame.empty or not (frame.iloc[:, 0] == "").any():
        return frame
    return frame[(frame != "").any(axis=1)]


def _trim(frame: pd.DataFrame) -> pd.DataFrame:
    trimmed = {
        column: frame[column].str.strip() for column in frame if str(column) not in _FREE_TEXT
    }
    return frame.assign(**{str(column): cells for column, cells in trimmed.items()})


def _tables(raw: Raw, name: str, warnings: tuple[Fault, ...]) -> Tables:
    frames = {table: _typed(table, raw[table]) for table in TABLE_NAMES}
    marked = (
        frames["sources"]["publisher"],
        frames["sources"]["title"],
        frames["cases"]["name"],
    )
    return Tables(
        **frames,
        name=name,
        synthetic=any(bool(cells.str.startswith(SYNTHETIC_MARK).any()) for cells in marked),
        version=_version(frames),
        warnings=warnings,
    )


def _typed(table: str, raw: pd.DataFrame) -> pd.DataFrame:
    frame = raw.reset_index(drop=True)
    for column in columns(table):
        if column not in frame:
            frame[column] = pd.Series("", index=frame.index, dtype=TEXT)
        elif column in INTEGERS[table]:
            frame[column] = frame[column].astype("Int64")
        elif column in BOOLEANS[table]:
            frame[column] = frame[column].str.lower() == "true"
    return frame[list(columns(table))]


def _version(frames: dict[str, pd.DataFrame]) -> str:
    """Return the SHA-256 of the tables as CSV in one fixed form.

    All columns of the model in its order, quoted text, ``\\n`` line ends: the same content
    gives the same version, however the file was written.
    """
    digest = hashlib.sha256()
    options = pacsv.WriteOptions(quoting_style="all_valid")
    for table in TABLE_NAMES:
        digest.update(f"\n# {table}\n".encode())
        sink = pa.BufferOutputStream()
        pacsv.write_csv(pa.Table.from_pandas(frames[table], preserve_index=False), sink, options)
        digest.update(sink.getvalue())
    return digest.hexdigest()
