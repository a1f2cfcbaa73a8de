"""All tables of a release as one spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from routes.cases.forms import spreadsheet as look
from routes.cases.forms.spreadsheet import (
    LONGEST_CELL,
    MOST_ROWS,
    cell_text,
    sealed,
    sheet_title,
)
from routes.publish.datafiles import sheet_rows
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
_HEAD: Final = 34
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
    tables = [*contents.tables, dictionary(contents), codes(contents)]
    rows: dict[str, bytes] = {}
    for table in contents.counted(tables):
        rows.update(_write_table(book, contents, table))
    return sealed(book, rows)


def _write_about(book: Workbook, contents: Contents) -> None:
    t = contents.t
    page = book.create_sheet(_title(book, contents, "manifest"))
    page.sheet_view.showGridLines = False
    _fit_to_width(page)
    for letter, width in zip("AB", _ABOUT_WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.append([_styled(page, contents.title, look.TITLE_FONT)])
    page.append([_styled(page, contents.notice, _NOTICE_FONT)])
    rows = [(name, value) for name, value in manifest_rows(contents) if value]
    if any(map(_cut, contents.tables)):
        rows.append(("note", t("datafiles.note.cut", n=t.number(LONGEST_CELL))))
    for number, (name, value) in enumerate(rows, 3):
        head = _styled(page, t(f"datafiles.manifest.{name}"), look.QUIET_FONT)
        cell = _styled(page, value)
        head.alignment, cell.alignment = look.TOP, look.WRAPPED
        page.row_dimensions[number].height = look.height(value, _ABOUT_WIDTHS[1])
        page.append([head, cell])


def _fit_to_width(page: Any) -> None:
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0


def _cut(table: Table) -> bool:
    """Tell whether a text of a table is too long for a cell."""
    texts = [table.frame[name] for name, kind in table.kinds.items() if kind == "text"]
    return any(cells.map(len).max() > LONGEST_CELL for cells in texts)


def _write_table(book: Workbook, contents: Contents, table: Table) -> Iterator[tuple[str, bytes]]:
    """Begin the sheets of a table, as many as it takes, and go through their titles and rows."""
    frame = table.flat()
    columns = [sheet_rows.cells(frame[name], kind) for name, kind in table.kinds.items()]
    for start in range(0, max(len(frame), 1), MOST_ROWS - 1):
        title = _title(book, contents, table.name)
        _begin_table(book.create_sheet(title), table)
        held = [each[start : start + MOST_ROWS - 1] for each in columns]
        yield title, sheet_rows.rows(held, first=2)


def _begin_table(page: Any, table: Table) -> None:
    """Lay out a sheet and write its head."""
    page.freeze_panes = "B2"
    page.sheet_properties.tabColor = look.INK
    _fit_to_width(page)
    page.print_title_rows = "1:1"
    for number, (name, kind) in enumerate(table.kinds.items(), 1):
        page.column_dimensions[get_column_letter(number)].width = _width(name, kind)
    page.auto_filter.ref = f"A1:{get_column_letter(len(table.kinds))}1"
    head = [_styled(page, name, look.HEADER_FONT) for name in table.kinds]
    for cell in head:
        cell.fill, cell.alignment, cell.border = look.HEADER_FILL, look.CENTRED, look.PARTED
    page.row_dimensions[1].height = _HEAD
    page.append(head)


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
