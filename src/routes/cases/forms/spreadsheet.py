"""Spreadsheets that we write: no formula, no time stamp, one look."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from routes.cases.forms.neutral import escaped, neutral

LONGEST_CELL: Final = 32_767
"""Characters that a cell of a spreadsheet holds."""

MOST_ROWS: Final = 1_048_576
"""Rows that a sheet holds, the header among them."""

_LINE: Final = 15
_HIGHEST: Final = 400
_TITLE: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f']+")
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_END_OF_ROWS: Final = b"</sheetData>"
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")

INK: Final = "1B2A38"
QUIET: Final = "5B6773"
PAPER: Final = "F7F6F2"
SAND: Final = "E7E3D8"
LINE: Final = "CFCABF"

_FACE: Final = "Calibri"
TITLE_FONT: Final = Font(name=_FACE, bold=True, size=16, color=INK)
SECTION_FONT: Final = Font(name=_FACE, bold=True, size=12, color=INK)
QUIET_FONT: Final = Font(name=_FACE, color=QUIET)
HEADER_FONT: Final = Font(name=_FACE, bold=True, color="FFFFFF")
HEADER_FILL: Final = PatternFill("solid", fgColor=INK)
OPTIONAL_FONT: Final = Font(name=_FACE, bold=True, color=INK)
OPTIONAL_FILL: Final = PatternFill("solid", fgColor=SAND)
EXAMPLE_FONT: Final = Font(name=_FACE, italic=True, color=QUIET)
EXAMPLE_FILL: Final = PatternFill("solid", fgColor=PAPER)
REASON_FONT: Final = Font(name=_FACE, color="8C1D2F")
UNDERLINE: Final = Border(bottom=Side(style="thin", color=LINE))
PARTED: Final = Border(right=Side(style="thin", color=LINE))
LEFT: Final = Alignment(horizontal="left", vertical="top", wrap_text=True)
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
TOP: Final = Alignment(vertical="top")
CENTRED: Final = Alignment(vertical="center", wrap_text=True)


def cell_text(text: str) -> str:
    """Return text as a cell can hold it: neutral, without control characters, not too long.

    Examples
    --------
    >>> cell_text("=1+1"), cell_text("a\\x00b")
    ("'=1+1", 'a_x0000_b')
    """
    whole = text[:LONGEST_CELL].encode("utf-8", "replace").decode()
    return escaped(neutral(whole))


def sheet_title(name: str, taken: Iterable[str] = ()) -> str:
    """Return a title that a spreadsheet accepts, other than those taken.

    Examples
    --------
    >>> sheet_title("a/b: c", ["x"]), sheet_title("Casos", ["casos"])
    ('a b c', 'Casos 2')
    """
    others = {title.casefold() for title in taken}
    base = " ".join(_FORBIDDEN.sub(" ", name).split())[:_TITLE].strip() or "1"
    title, number = base, 1
    while title.casefold() in others:
        number += 1
        title = f"{base[: _TITLE - 1 - len(str(number))]} {number}"
    return title


def height(text: str, width: int) -> int:
    """Return how high a row must be for a text, in points; not every spreadsheet finds out itself.

    Parameters
    ----------
    text : str
        The text.
    width : int
        Width of its column, in characters.

    Examples
    --------
    >>> height("one\\ntwo", 20), height("w" * 30, 20)
    (30, 30)
    """
    lines = sum(max(1, -(-len(line) // max(1, int(width * 0.95)))) for line in text.split("\n"))
    return min(_LINE * lines, _HIGHEST)


def sealed(workbook: Workbook, rows: Mapping[str, bytes] | None = None) -> bytes:
    """Return the bytes of a workbook, free of the time at which it was written.

    Parameters
    ----------
    workbook : openpyxl.Workbook
        The workbook.
    rows : mapping of str to bytes, optional
        Rows that come below those of the workbook, as XML, by the title of their sheet.
    """
    written = io.BytesIO()
    workbook.save(written)
    more = {
        f"xl/worksheets/sheet{workbook.sheetnames.index(title) + 1}.xml": lines
        for title, lines in (rows or {}).items()
    }
    made = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            if name in more:
                before, end, after = content.rpartition(_END_OF_ROWS)
                content = b"".join((before, more[name], end, after))
            target.writestr(member, content)
    return made.getvalue()
