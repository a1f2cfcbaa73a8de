"""Reading the five tables of a folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from routes.cases.checking.applying import apply_rules
from routes.cases.checking.personal import warn_of_people
from routes.cases.checking.rules import Raw
from routes.cases.checking.totals import warn_of_totals
from routes.cases.faults import Faults, shown
from routes.cases.frames import is_synthetic, trimmed, typed, version
from routes.cases.model import TABLE_NAMES, Fault, Tables, TablesError
from routes.cases.parsing import parse_table

BUNDLED = Path(__file__).resolve().parents[3] / "data" / "cases"
"""Where the public cases stand."""


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
            raw[table] = trimmed(table, _without_blank_rows(frame))
    apply_rules(raw, faults)
    warn_of_totals(raw, faults)
    warn_of_people(raw, faults)
    return raw, faults.sorted()


def _without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows without a single filled cell, as spreadsheets write at the end."""
    if frame.empty or not (frame.iloc[:, 0] == "").any():
        return frame
    return frame[(frame != "").any(axis=1)]


def _tables(raw: Raw, name: str, warnings: tuple[Fault, ...]) -> Tables:
    frames = {table: typed(table, raw[table].reset_index(drop=True)) for table in TABLE_NAMES}
    return Tables(
        **frames,
        name=name,
        synthetic=is_synthetic(frames),
        version=version(frames),
        warnings=warnings,
    )
