"""One CSV file as text: bytes in, a frame of strings out, and what is wrong with its form."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
from rapidfuzz import process

from routes.cases.faults import Details, Faults, shown
from routes.cases.model import OPTIONAL, POSITION, REQUIRED, TEXT

_CELL_LIMIT = 16 * 2**20
_BLOCK_BYTES = 8 * 2**20
_SMALL_BYTES = 2**17
_POSITIONED = ("stops", "events")


@dataclass(frozen=True)
class _Parsed:
    """Cells of a file, and the spreadsheet row of each record where they are not 2, 3, 4, …"""

    header: list[str]
    table: pa.Table
    rows: list[int] | None = None


def parse_table(folder: Path, table: str, faults: Faults) -> pd.DataFrame | None:
    """Read one table of a folder as text.

    Parameters
    ----------
    folder : pathlib.Path
        The folder that holds ``<table>.csv``.
    table : str
        One of `routes.cases.model.TABLE_NAMES`.
    faults : Faults
        Where to add what is wrong.

    Returns
    -------
    pandas.DataFrame or None
        The known columns that the file has, as text and unchanged (``""`` for an empty cell);
        the index is the spreadsheet row (the header is row 1). None if it cannot be read.
    """
    name = f"{table}.csv"
    data = _read_bytes(folder / name, name, faults)
    if data is None:
        return None
    parsed = _parse(data, name, faults)
    if parsed is None or not _check_header(parsed.header, table, faults):
        return None
    frame: pd.DataFrame = parsed.table.to_pandas(
        types_mapper=lambda _: TEXT, use_threads=parsed.table.nbytes > _SMALL_BYTES
    )
    frame.columns = pd.Index(parsed.header)
    rows = parsed.rows if parsed.rows is not None else range(2, len(frame) + 2)
    frame.index = pd.Index(rows)
    return frame[[column for column in parsed.header if column in _known(table)]]


def _known(table: str) -> tuple[str, ...]:
    position = POSITION if table in _POSITIONED else ()
    return REQUIRED[table] + OPTIONAL[table] + position


def _read_bytes(path: Path, name: str, faults: Faults) -> bytes | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        faults.add_file(name, "checks.no_file", details=(("file", name),))
        return None
    except OSError:
        faults.add_file(name, "checks.unreadable")
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add_file(name, "checks.utf16")
        return None
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        faults.add_file(name, "checks.empty_file")
        return None
    return data


def _parse(data: bytes, name: str, faults: Faults) -> _Parsed | None:
    """Parse quickly; where that fails, slowly and saying what is wrong.

    A small file is parsed just as quickly by Python, which starts no threads for it: a process
    that has read the public cases can still be forked.
    """
    quick = _parse_fast(data) if len(data) > _SMALL_BYTES else None
    return quick or _parse_slowly(data, name, faults)


def _header(text: str) -> list[str]:
    return [column.strip() for column in next(csv.reader(io.StringIO(text, newline="")), [])]


def _parse_fast(data: bytes) -> _Parsed | None:
    first, _, _ = data.partition(b"\n")
    odd: list[int | None] = []

    def note(row: pacsv.InvalidRow) -> str:
        odd.append(row.number)
        return "skip"

    try:
        header = _header(first.decode("utf-8"))
        names = [str(number) for number in range(len(header))]
        table = pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(
                column_names=names, skip_rows=1, block_size=_BLOCK_BYTES
            ),
            parse_options=pacsv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError, csv.Error):
        return None
    return None if odd else _Parsed(header, table)


def _parse_slowly(data: bytes, name: str, faults: Faults) -> _Parsed | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        found = data[error.start : error.end].hex(" ")
        faults.add_row(name, row, "checks.not_utf8", found=f"0x {found}")
        return None
    header: list[str] = []
    records: list[list[str]] = []
    rows: list[int] = []
    whole = True
    before = csv.field_size_limit(_CELL_LIMIT)
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if row == 1:
                header = [column.strip() for column in cells]
            elif len(cells) == len(header):
                records.append(cells)
                rows.append(row)
            elif any(cells):
                whole = False
                counts = (("cells", str(len(cells))), ("columns", str(len(header))))
                faults.add_row(name, row, "checks.cell_count", details=counts)
    except csv.Error:
        faults.add_row(name, len(rows) + 2, "checks.malformed")
        return None
    finally:
        csv.field_size_limit(before)
    if not whole:
        # The rows that are whole are still checked, so that all faults are listed at once.
        faults.incomplete.add(name.removesuffix(".csv"))
    columns = [list(column) for column in zip(*records, strict=True)] or [[] for _ in header]
    arrays = [pa.array(column, pa.large_string()) for column in columns]
    return _Parsed(header, pa.table(arrays, names=[str(i) for i in range(len(header))]), rows)


def _check_header(header: list[str], table: str, faults: Faults) -> bool:
    name = f"{table}.csv"
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        faults.add_file(name, "checks.not_commas", value=header[0])
        return False
    doubled = sorted({column for column in header if header.count(column) > 1})
    for column in doubled:
        faults.add_file(name, "checks.column_twice", column)
    unknown = [column for column in header if column not in _known(table)]
    for column in REQUIRED[table]:
        if column not in header:
            near = _near_column(column, unknown)
            faults.add_file(name, "checks.column_missing", column, details=near)
    for column in unknown:
        head = shown(column)[1:-1]
        faults.add_file(name, "checks.column_unknown", head, severity="warning")
    return not doubled


def _near_column(column: str, unknown: list[str]) -> Details:
    near = process.extractOne(column, unknown, score_cutoff=70) if unknown else None
    return (("near", shown(str(near[0]))),) if near else ()
