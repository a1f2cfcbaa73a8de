"""The guide sheet of a template: how to fill it in, its columns, and the values of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Final

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from routes.cases.codes import CODE_LISTS
from routes.cases.forms import spreadsheet as look
from routes.cases.forms.headers import NEEDED
from routes.cases.forms.spreadsheet import cell_text, height
from routes.text import Text

YES_NO: Final = "preferred"
"""The list of the answers to a question."""

_STEPS: Final = {
    "tables": ("example", "lists", "legs", "empty", "names", "check"),
    "quick": ("example", "lists", "roles", "legs", "empty", "names", "check"),
}
_WIDTHS: Final = (20, 32, 14, 100)
_MARGIN: Final = 12


def write_guide(
    page: Worksheet, t: Text, tables: Mapping[str, tuple[str, ...]], lists: Iterable[str]
) -> dict[str, str]:
    """Write the guide of a template.

    Parameters
    ----------
    page : openpyxl.worksheet.worksheet.Worksheet
        An empty sheet.
    t : Text
        Its language.
    tables : mapping of str to tuple of str
        The tables of the template, and their columns.
    lists : iterable of str
        The code lists whose values are written.

    Returns
    -------
    dict of str to str
        Where the labels of each list stand, as a formula names it.
    """
    kind = "quick" if "quick" in tables else "tables"
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.append([cell_text(t(f"forms.guide.title_{kind}"))])
    page["A1"].font = look.TITLE_FONT
    page.append([cell_text(t(f"forms.guide.lead_{kind}"))])
    page["A2"].font = look.QUIET_FONT
    _title(page, t("forms.guide.steps"))
    for number, step in enumerate(_STEPS[kind], 1):
        _line(page, f"{number}. {t(f'forms.guide.step_{step}')}")
    _title(page, t("forms.guide.columns"))
    _head(page, [t(f"forms.guide.{each}") for each in ("sheet", "column", "needed", "meaning")])
    for table, columns in tables.items():
        for column in columns:
            needed = "yes" if column in NEEDED[table] else "no"
            _row(
                page,
                t(f"forms.sheet.{table}"),
                t(f"forms.heading.{table}.{column}"),
                t(f"forms.guide.{needed}"),
                t(f"forms.about.{table}.{column}"),
            )
    where = _write_codes(page, t, lists)
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return where


def _write_codes(page: Worksheet, t: Text, lists: Iterable[str]) -> dict[str, str]:
    """Write the values of the lists; return where the labels of each stand."""
    _title(page, t("forms.guide.codes"))
    _head(page, [t("forms.guide.list"), t("forms.guide.code"), "", t("forms.guide.label")])
    where = {}
    for name in lists:
        first = page.max_row + 1
        for code, label in labels(name, t):
            _row(page, t(f"forms.list.{name}"), code, "", label)
        where[name] = f"{quote_sheetname(page.title)}!$D${first}:$D${page.max_row}"
    return where


def labels(name: str, t: Text) -> list[tuple[str, str]]:
    """Return the codes of a list and their labels; ``preferred`` is yes or no."""
    if name == YES_NO:
        return [("true", t("forms.guide.yes")), ("false", t("forms.guide.no"))]
    return [(code, t.code(name, code)) for code in CODE_LISTS[name]]


def _title(page: Worksheet, text: str) -> None:
    page.append([])
    page.append([cell_text(text)])
    page.cell(page.max_row, 1).font = look.SECTION_FONT


def _line(page: Worksheet, text: str) -> None:
    """Write a sentence over the width of the sheet; merged cells would be odd to read back."""
    for number, piece in enumerate(wrap(text, sum(_WIDTHS) - _MARGIN)):
        page.append([cell_text(f"{'    ' if number else ''}{piece}")])


def _head(page: Worksheet, texts: list[str]) -> None:
    page.append([cell_text(text) for text in texts])
    for number in range(1, len(_WIDTHS) + 1):
        cell = page.cell(page.max_row, number)
        cell.font, cell.fill, cell.alignment = look.HEADER_FONT, look.HEADER_FILL, look.CENTRED


def _row(page: Worksheet, *texts: str) -> None:
    page.append([cell_text(text) for text in texts])
    row = page.max_row
    for number in range(1, len(_WIDTHS) + 1):
        cell = page.cell(row, number)
        cell.alignment, cell.border = look.WRAPPED, look.UNDERLINE
    page.row_dimensions[row].height = max(
        height(text, width) for text, width in zip(texts, _WIDTHS, strict=True)
    )
