"""Rows of the quick form, and the case that each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from routes.cases.forms.cells import constant, text_column, translated
from routes.cases.forms.drafting import Origin, origin_of
from routes.cases.forms.examples import without_examples
from routes.cases.forms.grouping import Numbers, firsts, order_within, row_codes
from routes.cases.forms.headers import QUICK
from routes.cases.forms.ids import digest, slug
from routes.cases.forms.recognition import Contents
from routes.cases.forms.remarks import Remarks


@dataclass(frozen=True, eq=False)
class Routes:
    """Rows of the quick form.

    Parameters
    ----------
    frame : pandas.DataFrame
        All columns of the form as text, index 0, 1, 2, …
    origin : pandas.DataFrame
        Sheet and row of each.
    headings : dict of str to str
        Headings as written, by column.
    case_id : pandas.Series of str
        Identifier of the case of each row.
    case : array of int
        Case of each row: 0, 1, 2, … as they first occur.
    route_no : array of int
        Number of the route in its case; a row that says word for word what an earlier one
        says has its number.
    repeated : array of bool
        Such rows.
    """

    frame: pd.DataFrame
    origin: Origin
    headings: dict[str, str]
    case_id: pd.Series[str]
    case: Numbers
    route_no: Numbers
    repeated: npt.NDArray[np.bool_]

    def cells(self, column: str, rows: Numbers) -> list[tuple[str, int, str]]:
        """Return sheet, row and text of some cells, for a remark."""
        sheets = self.origin["sheet"].iloc[rows].astype(str)
        numbers = self.origin["row"].iloc[rows]
        texts = self.frame[column].iloc[rows]
        return [
            (str(sheet), int(row), str(text))
            for sheet, row, text in zip(sheets, numbers, texts, strict=True)
        ]

    def heading(self, *columns: str) -> str:
        """Return the heading of the first of the columns that the file has."""
        return next((self.headings[each] for each in columns if each in self.headings), "")


@dataclass(frozen=True, eq=False)
class Made:
    """Rows of one table, and the row of the form that each was made from.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text by column, index 0, 1, 2, …
    rows : array of int
        Positions in `Routes.frame`.
    """

    frame: pd.DataFrame
    rows: Any


def routes_of(contents: Contents, remarks: Remarks) -> Routes:
    """Return the rows of all sheets, and the case of each.

    Rows with the same case are routes of one case; a row without one is a case of its own.
    """
    parts = contents.parts
    frames = [without_examples(part, remarks) for part in parts]
    origin = origin_of([part.sheet.name for part in parts], frames)
    headings: dict[str, str] = {}
    for part in parts:
        headings = part.headings | headings
    frame = pd.concat([_complete(each) for each in frames], ignore_index=True)
    same = row_codes([frame[column] for column in QUICK if column in headings], len(frame))
    case_id = _case_ids(frame, same)
    case = row_codes([case_id], len(frame))
    first = firsts(same)
    repeated = np.ones(len(frame), dtype=np.bool_)
    repeated[first] = False
    numbers = np.zeros(len(frame), dtype=np.int64)
    numbers[first] = order_within(case[first])
    unnamed = int((frame["case"] == "").sum())
    remarks.count("case_unnamed", unnamed, column=headings.get("case", ""))
    return Routes(frame, origin, headings, case_id, case, numbers[first][same], repeated)


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    cells = {
        column: frame[column] if column in frame else constant("", frame.index) for column in QUICK
    }
    return pd.DataFrame(cells, index=frame.index)


def _case_ids(frame: pd.DataFrame, same: Numbers) -> pd.Series[str]:
    """Return the identifier of each row's case: of its name, or of the row where it has none."""
    named = translated(frame["case"], lambda name: slug(name) if name else "")
    unnamed = np.flatnonzero((named == "").to_numpy(bool))
    if not len(unnamed):
        return named
    ids = named.tolist()
    made: dict[int, str] = {}
    cells = frame.iloc[unnamed].itertuples(index=False, name=None)
    for position, row in zip(unnamed.tolist(), cells, strict=True):
        code = int(same[position])
        if code not in made:
            made[code] = f"r-{digest(*row)}"
        ids[position] = made[code]
    return text_column(ids)
