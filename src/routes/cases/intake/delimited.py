"""Delimited text to a sheet: which delimiter, rows quoted twice, rows of another width."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Final

import pyarrow as pa
import pyarrow.csv as pacsv

from routes.cases.intake.decoding import decode
from routes.cases.intake.findings import Findings
from routes.cases.intake.grid import Grid, check_count, check_width, names, to_sheet
from routes.cases.intake.model import Sheet

_DELIMITERS: Final = ("\t", ";", "|", ",")
"""Where several fit equally well, the one that is likelier no part of a text comes first."""
_SAMPLE_CHARACTERS: Final = 200_000
_SAMPLE_ROWS: Final = 200
_BLOCK_BYTES: Final = 8 * 2**20
_SMALL_CHARACTERS: Final = 2**17
"""Python reads up to this as quickly as Arrow, and starts no thread for it."""

_FIELD_CHARACTERS: Final = 2**31 - 1
_DECLARATION: Final = "sep="


def read_delimited(
    data: bytes, name: str, *, encoding: str, delimiter: str, findings: Findings
) -> tuple[Sheet, str, str]:
    """Read one CSV file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Name of the sheet that it becomes.
    encoding, delimiter : str
        As the user says; recognised where empty.
    findings : Findings
        Where to add what is wrong.

    Returns
    -------
    sheet : Sheet
        Its cells.
    encoding, delimiter : str
        As they were used.

    Raises
    ------
    RefusedError
        If nothing of it can be read.
    """
    text, used = decode(data, name, encoding, findings)
    declared, skipped = _declared(text)
    if skipped:
        text = text[text.index("\n") + 1 :]
    mark = delimiter or declared or _recognise(text)
    header = _whole(next(_records(text[:_SAMPLE_CHARACTERS], mark), []), mark)
    if not any(title.strip() for title in header):
        findings.refuse("no_header", sheet=name)
    check_width(len(header), name, findings)
    sheet = None
    if len(text) > _SMALL_CHARACTERS:
        sheet = _read_fast(text, name, mark, header, 1 + skipped, findings)
    sheet = sheet or _read_slowly(text, name, mark, 1 + skipped, findings)
    return sheet, used, mark


def _records(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(_FIELD_CHARACTERS)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _declared(text: str) -> tuple[str, int]:
    """Return the delimiter that the line ``sep=;`` of Excel names, and how many lines that is."""
    first = text[: len(_DECLARATION) + 3].partition("\n")[0].rstrip("\r")
    found = first.strip('"')
    if found[:-1].lower() == _DECLARATION and found[-1] in _DELIMITERS:
        return found[-1], 1
    return "", 0


def _recognise(text: str) -> str:
    """Return the delimiter that cuts most rows into as many cells as the header has."""

    def fits(delimiter: str) -> tuple[float, int]:
        records = islice(_records(sample, delimiter), _SAMPLE_ROWS)
        widths = [len(_whole(cells, delimiter)) for cells in records if cells]
        width, others = (widths[0], widths[1:]) if widths else (0, [])
        same = others.count(width) / len(others) if others else 0.5
        return same if width > 1 else -1.0, width

    sample = text[:_SAMPLE_CHARACTERS]
    best = max(_DELIMITERS, key=fits)
    return best if fits(best)[0] >= 0 else ","


def _read_fast(
    text: str, name: str, delimiter: str, header: list[str], first_row: int, findings: Findings
) -> Sheet | None:
    """Read a file of which every row is as wide as its header; None for any other."""
    if text.count('"') % 2:
        return None
    columns = names(len(header))
    try:
        table = pacsv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=pacsv.ReadOptions(column_names=columns, block_size=_BLOCK_BYTES),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    titles = [column[0].as_py() for column in table.itercolumns()] if len(table) else []
    if titles != header or _line_count(text) != len(table):
        return None  # a cell has several lines: text, or rows behind a quote that never closed
    check_count(len(table), name, findings)
    rows = pa.array(range(first_row + 1, first_row + len(table)), pa.int64())
    return to_sheet(name, header, table.slice(1), pa.chunked_array([rows]), findings)


def _line_count(text: str) -> int:
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + (not text.endswith(("\n", "\r")))


def _read_slowly(text: str, name: str, delimiter: str, first_row: int, findings: Findings) -> Sheet:
    """Read a file row by row and say of each odd row what is odd."""
    records = _records(text, delimiter, strict=True)
    row = first_row
    try:
        header = _whole(next(records), delimiter)
        check_width(len(header), name, findings)
        grid = Grid(len(header))
        for row, cells in enumerate(records, first_row + 1):
            if any(cell.strip() for cell in cells):
                grid.add(row, _fitted(cells, row, name, delimiter, grid.width, findings))
                check_count(grid.count, name, findings)
    except csv.Error:
        findings.refuse("quotes", sheet=name, row=row + 1)
    return to_sheet(name, header, *grid.table(), findings)


def _whole(cells: list[str], delimiter: str) -> list[str]:
    """Take apart a row that was quoted as a whole, its inner quotes doubled."""
    if len(cells) != 1 or delimiter not in cells[0]:
        return cells
    inner = list(_records(cells[0], delimiter))
    return inner[0] if len(inner) == 1 else cells


def _fitted(
    cells: list[str], row: int, name: str, delimiter: str, width: int, findings: Findings
) -> list[str]:
    """Return a row as wide as the header."""
    if len(cells) == width:
        return cells
    whole = _whole(cells, delimiter)
    if len(whole) == width:
        return whole
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    findings.reject("width", row, sheet=name, found=len(cells), expected=width)
    return [*cells, *[""] * width][:width]
