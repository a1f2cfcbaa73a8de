"""Collecting everything that is wrong, as `Fault` rows that are safe to print."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from routes.cases.model import TABLE_NAMES, Fault

SHOWN_CHARACTERS: Final = 60
"""Of a faulty value, this many characters are shown."""

LISTED_ROWS: Final = 1000
"""Of one rule broken in one column, this many rows are listed and the others counted."""

Severity = Literal["error", "warning"]
Details = tuple[tuple[str, str], ...]
"""What fills the sentences of a fault."""

_FIRST_ROW: Final = 2


def shown(value: str) -> str:
    """Return a value as it can be printed anywhere: quoted, escaped and shortened.

    Control characters, line separators and marks that turn the direction of text are
    written as escapes, so a faulty value can neither hide nor forge a line of a report.

    Examples
    --------
    >>> print(shown("x\\u202ey"))
    'x\\u202ey'
    >>> shown("a" * 100).endswith("… (100)")
    True
    """
    head = value[:SHOWN_CHARACTERS]
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in head)
    tail = f"… ({len(value)})" if len(value) > SHOWN_CHARACTERS else ""
    return f"'{safe}'{tail}"


class Faults:
    """Faults as they are found.

    Parameters
    ----------
    file : str
        The file that all tables come from; empty where each is a file of its own.
    origin : mapping of str to pandas.DataFrame
        By table: ``sheet`` and ``row`` of each label; where a table has none, a label is the
        spreadsheet row itself.
    headers : mapping of (str, str) to str
        Table and column, and the header it stands under.
    spoken : collection of (str, int, str)
        Sheet, row and header of cells that something was said of before: nothing is added.

    Attributes
    ----------
    incomplete : set of str
        Tables of which rows could not be read: nothing is said of keys missing from them.
    """

    def __init__(
        self,
        *,
        file: str = "",
        origin: Mapping[str, pd.DataFrame] | None = None,
        headers: Mapping[tuple[str, str], str] | None = None,
        spoken: Collection[tuple[str, int, str]] = (),
    ) -> None:
        self._file = file
        self._origin = origin or {}
        self._headers = headers or {}
        self._spoken = spoken
        self._faults: list[Fault] = []
        self._wrong: dict[str, list[pd.Index[Any]]] = {}
        self.incomplete: set[str] = set()

    def place(self, table: str, label: Hashable) -> tuple[str, int]:
        """Return the sheet and the row at which a row of a table stands."""
        if table not in self._origin:
            return "", int(str(label))
        found = self._origin[table].loc[[label]]
        return str(found["sheet"].iat[0]), int(str(found["row"].iat[0]))

    def wrong(self, table: str) -> pd.Index[Any]:
        """Return the labels of all rows of a table in which an error was found."""
        found = self._wrong.get(table, [])
        return found[0].append(found[1:]).unique() if found else pd.Index([])

    def unspoken(self, table: str, column: str, labels: pd.Index[Any]) -> pd.Index[Any]:
        """Leave out the rows in which something was said of the column before."""
        if not self._spoken or table not in self._origin:
            return labels
        header = self._header(table, column)
        places = self._origin[table].loc[labels]
        pairs = zip(places["sheet"].astype(str), places["row"], strict=True)
        kept = [(sheet, int(row), header) not in self._spoken for sheet, row in pairs]
        return labels[np.array(kept, dtype=bool)]

    def add_file(
        self,
        file: str,
        rule: str,
        column: str = "",
        *,
        value: str = "",
        details: Details = (),
        severity: Severity = "error",
        sheet: str = "",
    ) -> None:
        """Add a fault of a whole file, sheet or column."""
        found = shown(value) if value else ""
        self._faults.append(Fault(file, None, column, found, rule, severity, sheet, details))

    def add_row(
        self, file: str, row: int, rule: str, *, found: str = "", details: Details = ()
    ) -> None:
        """Add a fault of a whole row; `found` is printed as it is."""
        self._faults.append(Fault(file, row, "", found, rule, details=details))

    def add_cells(
        self,
        table: str,
        column: str,
        cells: pd.Series[str],
        rule: str,
        *,
        details: Mapping[Hashable, Details] | None = None,
        severity: Severity = "error",
        show: Callable[[str], str] = shown,
    ) -> None:
        """Add one fault for each of the cells given, a part of a column; index = label.

        `details` are those of the rows that are listed, by label. `show` makes a value fit to be
        printed.
        """
        if severity == "error":
            self._wrong.setdefault(table, []).append(cells.index)
        file, header = self._file or f"{table}.csv", self._header(table, column)
        more: Details = ()
        for label, value in cells.head(LISTED_ROWS).items():
            sheet, row = self.place(table, label)
            found = show(str(value)) if value else ""
            more = details[label] if details else ()
            self._faults.append(
                Fault(file, row, header, found, rule, severity, sheet, details=more)
            )
        others = len(cells) - LISTED_ROWS
        if others > 0:
            more = (*more, ("more", str(others)))
            sheet = self._faults[-1].sheet
            self._faults.append(Fault(file, None, header, "", rule, severity, sheet, details=more))

    def add(self, fault: Fault) -> None:
        """Add a fault as it is."""
        self._faults.append(fault)

    def sorted(self) -> list[Fault]:
        """Return all faults, each once: errors before warnings, then by table, row and column.

        One cell may fill several fields, as a period does: what is wrong with it is said once.
        """
        order = {f"{name}.csv": number for number, name in enumerate(TABLE_NAMES)}
        sheets: dict[str, int] = {}
        for table in TABLE_NAMES:
            if table in self._origin:
                for sheet in self._origin[table]["sheet"].astype(str).unique():
                    sheets.setdefault(sheet, len(sheets))
        return sorted(
            dict.fromkeys(self._faults),
            key=lambda f: (
                f.severity,
                order.get(f.file, -1),
                sheets.get(f.sheet, -1),
                np.inf if f.row is None else f.row,
                f.column,
                f.rule,
            ),
        )

    def _header(self, table: str, column: str) -> str:
        return self._headers.get((table, column), column)
