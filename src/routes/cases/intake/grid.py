"""Gathering the rows of a sheet in little memory, and what is true of every sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from routes.cases.intake.findings import Findings
from routes.cases.intake.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from routes.cases.intake.model import Sheet
from routes.cases.model import TEXT

_CHUNK_ROWS: Final = 20_000
_CHUNK_CELLS: Final = 400_000


class Grid:
    """Rows of text, held as Arrow columns rather than Python strings.

    Parameters
    ----------
    width : int
        Cells in a row; it grows with the widest row added.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._chunk_rows = max(1, min(_CHUNK_ROWS, _CHUNK_CELLS // max(width, 1)))
        self._cells: list[Sequence[str]] = []
        self._numbers: list[int] = []
        self._tables: list[pa.Table] = []
        self._rows: list[pa.Array] = []
        self.count = 0

    def add(self, row: int, cells: Sequence[str]) -> None:
        """Add a row under its number; cells that it lacks are empty."""
        self._cells.append(cells)
        self._numbers.append(row)
        self.count += 1
        if len(self._cells) >= self._chunk_rows:
            self._settle()

    def _settle(self) -> None:
        self.width = max(self.width, *map(len, self._cells), 0)
        columns = list(zip_longest(*self._cells, fillvalue=""))
        columns += [("",) * len(self._cells)] * (self.width - len(columns))
        arrays = [pa.array(column, pa.large_string()) for column in columns]
        self._tables.append(pa.table(arrays, names=names(self.width)))
        self._rows.append(pa.array(self._numbers, pa.int64()))
        self._cells, self._numbers = [], []

    def table(self) -> tuple[pa.Table, pa.ChunkedArray]:
        """Return the cells, columns ``0``, ``1``, …, and the number of each row."""
        self._settle()
        wide = [self._widened(table) for table in self._tables]
        return pa.concat_tables(wide), pa.chunked_array(self._rows)

    def _widened(self, table: pa.Table) -> pa.Table:
        empty = pa.repeat(pa.scalar("", pa.large_string()), len(table))
        for name in names(self.width)[table.num_columns :]:
            table = table.append_column(name, empty)
        return table


def names(width: int) -> list[str]:
    """Return the names of `width` columns: ``0``, ``1``, …"""
    return [str(number) for number in range(width)]


def check_width(width: int, sheet: str, findings: Findings) -> None:
    """Refuse a sheet of more columns than are read."""
    if width > MAX_COLUMNS:
        findings.refuse("too_many_columns", sheet=sheet, n=MAX_COLUMNS)


def check_count(rows: int, sheet: str, findings: Findings) -> None:
    """Refuse a file of more rows than are read."""
    if rows > MAX_ROWS:
        findings.refuse("too_many_rows", sheet=sheet, n=MAX_ROWS)


def to_sheet(
    name: str,
    header: Sequence[str],
    table: pa.Table,
    rows: pa.ChunkedArray,
    findings: Findings,
) -> Sheet:
    """Make a sheet of cells, without blank rows and columns; `header` is widened if need be."""
    header = [*header, *[""] * (table.num_columns - len(header))]
    table, rows = _without_blank_rows(table, rows)
    header, table = _without_blank_columns(header, table)
    _check_lengths(name, header, table, rows, findings)
    frame: pd.DataFrame = table.to_pandas(types_mapper=lambda _: TEXT, use_threads=False)
    frame.columns = pd.RangeIndex(len(header))
    frame.index = pd.Index(rows.to_numpy(), name="row")
    return Sheet(name, tuple(header), frame)


def _without_blank_rows(table: pa.Table, rows: pa.ChunkedArray) -> tuple[pa.Table, pa.ChunkedArray]:
    """Leave out rows without text, as spreadsheets write at the end."""
    blank = None
    for column in table.itercolumns():
        empty = _blank(column)
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return table, rows
    if blank is None:
        return table, rows
    keep = pc.invert(blank)
    return table.filter(keep), rows.filter(keep)


def _blank(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(pc.utf8_trim_whitespace(column), "")


def _without_blank_columns(
    header: Sequence[str], table: pa.Table
) -> tuple[Sequence[str], pa.Table]:
    """Leave out columns that have neither a header nor a cell."""
    keep = [
        number
        for number, title in enumerate(header)
        if title.strip() or not pc.all(_blank(table.column(number))).as_py()
    ]
    if len(keep) == len(header):
        return header, table
    return [header[number] for number in keep], table.select(keep)


def _check_lengths(
    name: str,
    header: Sequence[str],
    table: pa.Table,
    rows: pa.ChunkedArray,
    findings: Findings,
) -> None:
    for number, title in enumerate(header):
        lengths = pc.utf8_length(table.column(number))
        if (pc.max(lengths).as_py() or 0) <= MAX_CELL_CHARACTERS:
            continue
        long = pc.greater(lengths, MAX_CELL_CHARACTERS)
        for row in rows.filter(long).to_pylist():
            findings.reject("long_cell", row, sheet=name, column=title, n=MAX_CELL_CHARACTERS)
