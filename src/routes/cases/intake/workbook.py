"""XLSX files as sheets of text, streamed cell by cell; formulas are refused, never evaluated."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final

import openpyxl
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from routes.cases.faults import shown
from routes.cases.intake.findings import Findings, RefusedError
from routes.cases.intake.grid import Grid, check_count, check_width, to_sheet
from routes.cases.intake.limits import MAX_COLUMNS, MAX_SHEET_ROW
from routes.cases.intake.model import Sheet, Told

_TOLD_ROWS: Final = 5000
_TITLE_ROWS: Final = 10
_EXACT: Final = 2**53
"""Whole numbers up to here are exact as the floating point numbers that a workbook holds."""

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')

Row = tuple[int, list[str]]


def read_workbook(content: bytes, findings: Findings, told: Told) -> list[Sheet]:
    """Read the visible sheets of an XLSX file.

    Numbers and dates become text without loss: a date in ISO form, no more precisely than its
    cell shows it (a cell formatted as month and year holds no day). The header is the first
    row with text, or the widest soon after it where that row is a lone title.

    Parameters
    ----------
    content : bytes
        The file, its archive already checked (`routes.cases.intake.archive`).
    findings : Findings
        Where to add what is wrong.
    told : callable
        Told the stage ``reading``.

    Raises
    ------
    RefusedError
        If it is damaged, too wide or too long.
    """
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl must parse with defusedxml. Install it.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read anyway
            return _read(content, findings, told)
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever a malformed part happens to lead to
        if isinstance(error, DefusedXmlException) or isinstance(
            error.__cause__, DefusedXmlException
        ):
            findings.refuse("entities")
        findings.refuse("damaged_workbook", kind=type(error).__name__)


def _read(content: bytes, findings: Findings, told: Told) -> list[Sheet]:
    book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    sheets: list[Sheet] = []
    total = 0
    for number, source in enumerate(book.worksheets):
        name = shown(str(source.title))[1:-1]
        if source.sheet_state != "visible":
            findings.note("hidden_sheet", sheet=name)
            continue
        share = (number / len(book.worksheets), 1 / len(book.worksheets))
        sheet = _SheetReader(book, source, name, findings).read(told, share)
        if sheet is not None:
            sheets.append(sheet)
            total += len(sheet.cells)
            check_count(total, name, findings)
    if not sheets:
        findings.refuse("empty")
    return sheets


class _SheetReader:
    """One reading of one sheet, without the padding that openpyxl puts between cells far apart."""

    def __init__(self, book: Any, source: Any, name: str, findings: Findings) -> None:
        self.book = book
        self.source = source
        self.name = name
        self.findings = findings
        self.hidden_rows = 0
        self._precisions: dict[int, int] = {}

    def read(self, told: Told, share: tuple[float, float]) -> Sheet | None:
        with self.source._get_source() as stream:
            size = max(stream._orig_file_size, 1)
            parser = WorkSheetParser(
                stream,
                self.source._shared_strings,
                epoch=self.book.epoch,
                date_formats=self.book._date_formats,
                timedelta_formats=self.book._timedelta_formats,
            )
            rows = self._rows(parser)
            first = list(islice(rows, _TITLE_ROWS))
            if not first:
                return None
            head = _header_at([cells for _, cells in first])
            if head:
                self.findings.note("title_rows", sheet=self.name, row=first[0][0], n=head)
            grid = Grid(len(first[head][1]))
            for row, cells in first[head + 1 :]:
                grid.add(row, cells)
            for row, cells in rows:
                grid.add(row, cells)
                if grid.count % _TOLD_ROWS == 0:
                    check_count(grid.count, self.name, self.findings)
                    told("reading", share[0] + share[1] * min(stream.tell() / size, 1.0))
        self._note_layout(parser)
        return to_sheet(self.name, first[head][1], *grid.table(), self.findings)

    def _rows(self, parser: Any) -> Iterator[Row]:
        """Yield the rows with text, each with its number."""
        before = 0
        for row, cells in parser.parse():
            if not before < row <= MAX_SHEET_ROW:
                self.findings.refuse("row_number", sheet=self.name, value=str(row))
            before = row
            texts = self._texts(row, cells)
            if any(text.strip() for text in texts):
                self.hidden_rows += _is_hidden(parser.row_dimensions.get(str(row), {}))
                yield row, texts
            parser.row_dimensions.clear()

    def _texts(self, row: int, cells: list[dict[str, Any]]) -> list[str]:
        texts: list[str] = []
        for cell in cells:
            text = self._text(row, cell)
            column = cell["column"]
            if not text:
                continue
            if column > MAX_COLUMNS:
                check_width(column, self.name, self.findings)
            if column <= len(texts):
                self.findings.refuse("damaged_workbook", sheet=self.name, kind="order")
            texts += [""] * (column - 1 - len(texts))
            texts.append(text)
        return texts

    def _text(self, row: int, cell: dict[str, Any]) -> str:
        value, kind = cell["value"], cell["data_type"]
        if value is None:
            return ""
        if kind in ("f", "e"):
            text = str(getattr(value, "text", value))
            rule = "formula" if kind == "f" else "error_cell"
            column = get_column_letter(cell["column"])
            self.findings.reject(rule, row, sheet=self.name, value=text, cell=f"{column}{row}")
            return text
        if isinstance(value, datetime | date):
            return _date_text(value, self._precision(cell["style_id"]))
        return _value_text(value)

    def _precision(self, style: int) -> int:
        """Return how much of an ISO date a cell shows: 4 characters, 7, or 10 and the time."""
        if style not in self._precisions:
            cell: Any = ReadOnlyCell(self.source, 1, 1, None, style_id=style)
            self._precisions[style] = _shown_precision(cell.number_format)
        return self._precisions[style]

    def _note_layout(self, parser: Any) -> None:
        merged = parser.merged_cells
        if merged is not None and merged.mergeCell:
            self.findings.note("merged", sheet=self.name, n=len(merged.mergeCell))
        if self.hidden_rows:
            self.findings.note("hidden_rows", sheet=self.name, n=self.hidden_rows)
        columns = parser.column_dimensions.values()
        if any(_is_hidden(column) for column in columns):
            self.findings.note("hidden_columns", sheet=self.name)


def _header_at(rows: list[list[str]]) -> int:
    """Return which of the first rows is the header: a lone title above it is none."""
    filled = [sum(1 for cell in cells if cell.strip()) for cells in rows]
    if filled[0] > 1 or max(filled) < 3:
        return 0
    return next(number for number, cells in enumerate(filled) if cells > 1)


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden", "0") in ("1", "true")


def _shown_precision(number_format: str) -> int:
    letters = _LITERAL.sub("", number_format).lower()
    if "y" not in letters or "d" in letters:
        return 10
    return 7 if "m" in letters else 4


def _date_text(value: datetime | date, precision: int) -> str:
    if precision < 10:
        return value.isoformat()[:precision]
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ")
    return value.isoformat()[:10]


def _value_text(value: object) -> str:
    """Return a value as text that loses nothing.

    >>> [_value_text(value) for value in (20.0, 0.1, 10**20, True, "=text")]
    ['20', '0.1', '100000000000000000000', 'true', '=text']
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return str(value)
