"""The spreadsheets to fill in: the five tables, or the quick form, with guide and code lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from routes.cases.codes import CODE_COLUMNS, CODE_LIST_COLUMNS, CODE_LISTS
from routes.cases.forms import spreadsheet as look
from routes.cases.forms.examples import examples
from routes.cases.forms.guide import YES_NO, write_guide
from routes.cases.forms.headers import NEEDED, QUICK
from routes.cases.forms.spreadsheet import cell_text, sealed
from routes.cases.model import INTEGERS, TABLE_NAMES, columns
from routes.text import LANGUAGES, Text, load

_FILLED_ROWS: Final = 5_000
"""The lists to choose from are offered in so many rows."""

_EXAMPLE_HEIGHT: Final = 32
_QUICK_ORDER: Final = (
    *("route", "source", "case", "period", "victims", "minors", "arrests", "nationality"),
    *("purposes", "evidence", "reason", "credibility", "url", "title", "source_date"),
    *("reliability", "handling", "status", "authority", "recruitment", "means", "summary"),
)
_WIDE: Final = {"route": 64, "title": 40, "url": 34, "name": 34, "place_id": 26, "source": 30}
_LONG: Final = ("summary", "note", "reason", "identity_note")


@dataclass(frozen=True)
class Pick:
    """A list of values that a column takes.

    Parameters
    ----------
    code_list : str
        Its name, ``preferred`` for yes and no.
    several : bool
        Whether a cell may hold several of them.
    """

    code_list: str
    several: bool = False


def template(lang: str) -> bytes:
    """Return the spreadsheet of the five tables, to be filled in.

    Parameters
    ----------
    lang : {"es", "en"}
        Language of its headings and lists; the guide is there in both.

    Returns
    -------
    bytes
        XLSX. The example rows are marked SYNTHETIC and are left out when it is read.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    return _workbook(load(lang), {table: columns(table) for table in TABLE_NAMES})


def quick_template(lang: str) -> bytes:
    """Return the spreadsheet of the quick form, a row for each route, to be filled in.

    Parameters and errors are those of `template`.
    """
    wanted = (f"{name}_{lang}" if f"{name}_{lang}" in QUICK else name for name in _QUICK_ORDER)
    return _workbook(load(lang), {"quick": tuple(wanted)})


def picks(table: str) -> dict[str, Pick]:
    """Return the columns of a table that take values of a list.

    Examples
    --------
    >>> picks("quick")["purposes"]
    Pick(code_list='purpose', several=True)
    """
    if table == "quick":
        own = {**CODE_COLUMNS["sources"], **CODE_COLUMNS["cases"], **CODE_COLUMNS["stops"]}
        found = {column: Pick(name) for column, name in own.items() if column in QUICK}
        tables = ("cases",)
    else:
        found = {column: Pick(name) for column, name in CODE_COLUMNS[table].items()}
        tables = (table,)
    for each in tables:
        for column, name in CODE_LIST_COLUMNS.get(each, {}).items():
            found[column] = Pick(name, several=True)
    return found | ({YES_NO: Pick(YES_NO)} if table == "figures" else {})


def _workbook(t: Text, tables: dict[str, tuple[str, ...]]) -> bytes:
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # a new workbook has one
    guide.title = t("forms.sheet.guide")
    taken = {each.code_list for table in tables for each in picks(table).values()}
    lists = [name for name in (*CODE_LISTS, YES_NO) if name in taken]
    ranges = write_guide(guide, t, tables, lists)
    pages = {table: book.create_sheet(t(f"forms.sheet.{table}")) for table in tables}
    for table, page in pages.items():
        _write_table(page, table, tables[table], t, ranges)
    for lang in LANGUAGES:
        if lang != t.lang:
            other = load(lang)
            write_guide(book.create_sheet(other("forms.sheet.guide")), other, tables, lists)
    book.active = 1
    guide.sheet_view.tabSelected = False
    return sealed(book)


def _write_table(
    page: Worksheet, table: str, wanted: tuple[str, ...], t: Text, ranges: dict[str, str]
) -> None:
    numbers = set(INTEGERS.get(table, ())) - picks(table).keys()
    for number, column in enumerate(wanted, 1):
        head = page.cell(1, number, cell_text(t(f"forms.heading.{table}.{column}")))
        needed = column in NEEDED[table]
        head.font = look.HEADER_FONT if needed else look.OPTIONAL_FONT
        head.fill = look.HEADER_FILL if needed else look.OPTIONAL_FILL
        head.alignment, head.border = look.CENTRED, look.PARTED
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = _width(column)
        # As text, so that no spreadsheet makes a day of 2020-12 or a date of a code.
        dimension.number_format = "General" if column in numbers else "@"
    for row, example in enumerate(examples(table, t.lang), 2):
        page.row_dimensions[row].height = _EXAMPLE_HEIGHT
        for number, column in enumerate(wanted, 1):
            text = example.get(column, "")
            cell = page.cell(row, number, cell_text(text) or None)
            cell.font, cell.fill, cell.alignment = look.EXAMPLE_FONT, look.EXAMPLE_FILL, look.LEFT
            cell.number_format = "General" if column in numbers else "@"
            if column in numbers and text:
                cell.value = int(text)
    for column, pick in picks(table).items():
        if column in wanted:
            _offer(page, wanted.index(column) + 1, pick, t, ranges[pick.code_list])
    page.row_dimensions[1].height = 34
    page.freeze_panes = "B2"
    page.sheet_properties.tabColor = look.INK
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _offer(page: Worksheet, number: int, pick: Pick, t: Text, where: str) -> None:
    """Let the cells of a column be chosen from a list; other words are only questioned."""
    letter = get_column_letter(number)
    rule = DataValidation(type="list", formula1=where, allow_blank=True)
    rule.errorStyle = "warning"
    rule.errorTitle, rule.error = t("forms.pick.title"), t("forms.pick.error")
    rule.showErrorMessage = not pick.several
    if pick.several:
        rule.promptTitle = t(f"forms.list.{pick.code_list}")
        rule.prompt = t("forms.pick.several")
        rule.showInputMessage = True
    rule.add(f"{letter}2:{letter}{_FILLED_ROWS}")
    page.add_data_validation(rule)


def _width(column: str) -> int:
    if column.startswith(_LONG):
        return 44
    return _WIDE.get(column, 20)
