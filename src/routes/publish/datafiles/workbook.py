"""All tables of a release as one spreadsheet."""

from __future__ import annotations

from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from routes.cases.forms import spreadsheet as look
from routes.cases.forms.spreadsheet import MOST_ROWS, cell_text, sealed, sheet_title
from routes.publish.datafiles.dictionary import codes, dictionary
from routes.publish.datafiles.manifest import manifest_rows
from routes.publish.datafiles.model import Contents, Kind, Table

_WIDTHS: Final[dict[Kind, int]] = {
    "text": 22,
    "integer": 12,
    "number": 12,
    "boolean": 12,
    "list": 28,
}
_WIDE: Final = {"title": 60, "publisher": 32, "name": 32, "meaning": 90, "precision": 40}
_LONG: Final = ("summary_", "note_", "identity_note_")
_ABOUT_WIDTHS: Final = (24, 110)
_NOTICE_FONT: Final = Font(name="Calibri", bold=True, size=16, color="8C1D2F")


def workbook(contents: Contents) -> bytes:
    """Return a sheet about the release, one for each table, the data dictionary and the codes.

    No cell is a formula: text that looks like one has an apostrophe before it. Titles of sheets
    begin with the notice, if there is one.
    """
    book = Workbook(write_only=True)
    book.properties.title = cell_text(contents.title)
    book.properties.creator = "Rutas"
    _write_about(book, contents)
    for table in (*contents.tables, dictionary(contents), codes(contents)):
        _write_table(book, contents, table)
    return sealed(book)


def _write_about(book: Workbook, contents: Contents) -> None:
    page = book.create_sheet(_title(book, contents, "manifest"))
    page.sheet_view.showGridLines = False
    for letter, width in zip("AB", _ABOUT_WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.append([_styled(page, contents.title, look.TITLE_FONT)])
    if contents.notice:
        page.append([_styled(page, contents.notice, _NOTICE_FONT)])
    page.append([])
    for name, value in manifest_rows(contents):
        cell = _styled(page, value)
        cell.alignment = look.WRAPPED
        page.row_dimensions[page._current_row + 1].height = look.height(value, _ABOUT_WIDTHS[1])
        page.append([_styled(page, name, look.QUIET_FONT), cell])


def _write_table(book: Workbook, contents: Contents, table: Table) -> None:
    """Write a table, in as many sheets as it takes."""
    frame = table.flat()
    columns = [_cells(frame[name], kind) for name, kind in table.kinds.items()]
    for start in range(0, max(len(frame), 1), MOST_ROWS - 1):
        page = book.create_sheet(_title(book, contents, table.name))
        page.freeze_panes = "B2"
        page.sheet_properties.tabColor = look.INK
        for number, (name, kind) in enumerate(table.kinds.items(), 1):
            page.column_dimensions[get_column_letter(number)].width = _width(name, kind)
        page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
        head = [_styled(page, name, look.HEADER_FONT) for name in table.kinds]
        for cell in head:
            cell.fill, cell.alignment, cell.border = look.HEADER_FILL, look.CENTRED, look.PARTED
        page.append(head)
        for row in zip(*(each[start : start + MOST_ROWS - 1] for each in columns), strict=True):
            page.append(row)


def _cells(column: Any, kind: Kind) -> list[object]:
    """Return the values of a column, texts neutralised; None for what is empty."""
    if kind in ("text", "list"):
        known = {each: cell_text(each) or None for each in column.unique()}
        return [known[each] for each in column.tolist()]
    gaps = column.isna().tolist()
    return [None if gap else each for each, gap in zip(column.tolist(), gaps, strict=True)]


def _styled(page: Any, text: str, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(page, cell_text(text))
    if font is not None:
        cell.font = font
    return cell


def _title(book: Workbook, contents: Contents, name: str) -> str:
    called = contents.named(contents.t(f"datafiles.table.{name}"))
    return sheet_title(called, book.sheetnames)


def _width(name: str, kind: Kind) -> int:
    return 50 if name.startswith(_LONG) else _WIDE.get(name, _WIDTHS[kind])
