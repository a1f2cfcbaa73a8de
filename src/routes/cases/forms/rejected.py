"""Rows that were not taken, as they were, with the reasons beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from routes.cases.checking import reasons
from routes.cases.forms import spreadsheet as look
from routes.cases.forms.recognition import titled_as
from routes.cases.forms.spreadsheet import (
    LONGEST_CELL,
    MOST_ROWS,
    cell_text,
    height,
    sealed,
    sheet_title,
)
from routes.cases.intake.model import REJECTED, Book, Checked, Options, Recognised, Sheet
from routes.cases.intake.reading import read_book
from routes.cases.model import Fault
from routes.text import Text

_REASONS_WIDTH: Final = 70
_WIDTH: Final = 22


def rejected(checked: Checked, given: Book | bytes, t: Text) -> bytes:
    """Return the rejected rows as a spreadsheet to be corrected and imported again.

    Sheets, headings and cells are those of the file; the reasons stand in a column of their own,
    which is left out when the spreadsheet is read. Cells that look like formulas are neutralised,
    and are read again as they were.

    Parameters
    ----------
    checked : Checked
        The file as it was checked.
    given : Book or bytes
        The file as it was read, or itself.
    t : Text
        Language of the reasons.

    Returns
    -------
    bytes
        XLSX; without any rejected row it has one empty sheet.
    """
    book = given if isinstance(given, Book) else _read_again(checked, given)
    why = _reasons(checked, t)
    recognised = {each.sheet: each for each in checked.recognised}
    lines = checked.lines[checked.lines["status"] == REJECTED]
    workbook = Workbook(write_only=True)
    for sheet in book.sheets:
        numbers = lines.loc[lines["sheet"] == sheet.name, "row"]
        rows = sheet.cells[sheet.cells.index.isin(numbers)]
        if len(rows):
            header = _header(sheet, recognised.get(sheet.name))
            title = _title(sheet.name, checked.file, t)
            _write(workbook, title, header, rows, why.get(sheet.name, {}), t)
    if not workbook.sheetnames:
        workbook.create_sheet(t("forms.sheet.rejected"))
    return sealed(workbook)


def _read_again(checked: Checked, content: bytes) -> Book:
    """Read a file as it was read when it was checked."""
    encodings = {each.encoding for each in checked.recognised if each.encoding}
    delimiters = {each.delimiter for each in checked.recognised if each.delimiter}
    options = Options(
        encoding=encodings.pop() if len(encodings) == 1 else "",
        delimiter=delimiters.pop() if len(delimiters) == 1 else "",
    )
    return read_book(content, checked.file, options)


def _header(sheet: Sheet, known: Recognised | None) -> tuple[str, ...]:
    written = tuple(heading for heading, _ in known.columns) if known else ()
    return written if len(written) == len(sheet.header) else sheet.header


def _title(name: str, file: str, t: Text) -> str:
    """Return what a sheet is called, so that it is recognised again by its name."""
    stem = PurePosixPath(name.replace("\\", "/")).stem if name else PurePosixPath(file).stem
    return stem if name or titled_as(stem) else t("forms.sheet.rejected")


def _write(
    workbook: Workbook,
    title: str,
    header: tuple[str, ...],
    rows: pd.DataFrame,
    told: Mapping[int, str],
    t: Text,
) -> None:
    """Write the rows of one sheet, in as many sheets as it takes."""
    for start in range(0, len(rows), MOST_ROWS - 1):
        page = workbook.create_sheet(sheet_title(title, workbook.sheetnames))
        page.freeze_panes = "B2"
        page.column_dimensions["A"].width = _REASONS_WIDTH
        for number in range(2, len(header) + 2):
            page.column_dimensions[get_column_letter(number)].width = _WIDTH
        head = [
            WriteOnlyCell(page, cell_text(text)) for text in (t("forms.sheet.reasons"), *header)
        ]
        for cell in head:
            cell.font, cell.fill, cell.alignment = look.HEADER_FONT, look.HEADER_FILL, look.CENTRED
        page.append(head)
        _write_rows(page, rows.iloc[start : start + MOST_ROWS - 1], told, t)


def _write_rows(page: Any, rows: pd.DataFrame, told: Mapping[int, str], t: Text) -> None:
    """Write rows, each cell beside the first line of its reasons."""
    # A row is written as it is appended, so that the same cells serve for all: styles are dear.
    line = [WriteOnlyCell(page) for _ in range(rows.shape[1] + 1)]
    line[0].alignment, line[0].font = look.WRAPPED, look.REASON_FONT
    for cell in line[1:]:
        cell.alignment = look.TOP
    for number, (row, *cells) in enumerate(rows.itertuples(name=None), 2):
        why = told.get(row, "")
        if any(len(str(text)) > LONGEST_CELL for text in cells):
            why = f"{why}\n{t('forms.rejected.cut', n=t.number(LONGEST_CELL))}"
        page.row_dimensions[number].height = height(why, _REASONS_WIDTH)
        for cell, text in zip(line, (why, *map(str, cells)), strict=True):
            cell.value = cell_text(text) or None
        page.append(line)


def _reasons(checked: Checked, t: Text) -> dict[str, dict[int, str]]:
    """Return why each rejected row was rejected, by sheet and row.

    What is wrong with the whole file or sheet comes first, then what is wrong with the row or else
    what keeps it back.
    """
    own: dict[tuple[str, int | None], list[str]] = {}
    for fault in checked.faults:
        if fault.severity == "error":
            own.setdefault((fault.sheet, fault.row), []).append(_told(fault, t))
    kept_back = reasons(checked, t)
    lines = checked.lines.loc[kept_back.index]
    made: dict[str, dict[int, str]] = {}
    for name, number, other in zip(lines["sheet"], lines["row"], kept_back, strict=True):
        sheet, row = str(name), int(number)
        whole = own.get(("", None), []) + (own.get((sheet, None), []) if sheet else [])
        told = [t("forms.rejected.row", row=row), *whole, *own.get((sheet, row), [str(other)])]
        made.setdefault(sheet, {})[row] = "\n".join(dict.fromkeys(told))
    return made


def _told(fault: Fault, t: Text) -> str:
    found = ": ".join(part for part in (fault.column, fault.value) if part)
    said = f"{fault.rule_text(t)} {fault.fix_text(t)}".strip()
    return f"{found}. {said}" if found else said
