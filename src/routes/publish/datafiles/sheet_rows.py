"""The rows of a spreadsheet's table as XML, written at once.

openpyxl makes an object of each cell. Of a large table these cost more than all else of the file,
so it writes the head of a sheet alone, and the rows below come from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from routes.cases.forms.spreadsheet import cell_text
from routes.publish.datafiles.model import Kind

EMPTY: Final = ""
"""What `cells` writes for a cell that holds nothing."""


def cells(column: Any, kind: Kind) -> list[str]:
    """Return the cells of a column, each as XML from the end of its address on.

    Parameters
    ----------
    column : pandas.Series
        The values. Lists are one text each.
    kind : str
        What they are. Text is neutralised, and truth values are text: LibreOffice makes a
        formula, TRUE(), of them.

    Examples
    --------
    >>> import pandas as pd
    >>> cells(pd.Series(["=1+1", ""]), "text")
    ['" t="inlineStr"><is><t>\\'=1+1</t></is></c>', '']
    >>> cells(pd.Series([2, None], dtype="Int64"), "integer")
    ['"><v>2</v></c>', '']
    """
    if kind in ("text", "list"):
        known = {each: _text(cell_text(each)) for each in column.unique()}
        return [known[each] for each in column.tolist()]
    if kind == "boolean":
        said = {True: _text("true"), False: _text("false")}
        return [said[bool(each)] for each in column.tolist()]
    gaps = column.isna().tolist()
    return [
        EMPTY if gap else f'"><v>{each!r}</v></c>'
        for each, gap in zip(column.tolist(), gaps, strict=True)
    ]


def rows(columns: Sequence[Sequence[str]], *, first: int) -> bytes:
    """Return rows as the elements of a sheet.

    Parameters
    ----------
    columns : sequence of sequence of str
        Columns from the first one on, each as `cells` returns it, all equally long.
    first : int
        Number of the first row, from 1.

    Examples
    --------
    >>> rows([['"><v>2</v></c>'], [""], ['"><v>3</v></c>']], first=2)
    b'<row r="2"><c r="A2"><v>2</v></c><c r="C2"><v>3</v></c></row>'
    """
    letters = [f'<c r="{get_column_letter(number)}' for number in range(1, len(columns) + 1)]
    lines = []
    for number, row in enumerate(zip(*columns, strict=True), first):
        found = [f"{at}{number}{cell}" for at, cell in zip(letters, row, strict=True) if cell]
        lines.append(f'<row r="{number}">{"".join(found)}</row>')
    return "".join(lines).encode()


def _text(text: str) -> str:
    if not text:
        return EMPTY
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f'" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'
