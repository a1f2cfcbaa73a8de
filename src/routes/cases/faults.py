"""Collecting everything that is wrong, as `Fault` rows that are safe to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd

from routes.cases.model import TABLE_NAMES, Fault

SHOWN_CHARACTERS = 60
"""Of a faulty value, this many characters are shown."""

LISTED_ROWS = 1000
"""Of one rule broken in one column, this many rows are listed and the others counted."""

Severity = Literal["error", "warning"]
Details = tuple[tuple[str, str], ...]
"""What fills the sentences of a fault."""


def shown(value: str) -> str:
    """Return a value as it can be printed anywhere: quoted, escaped and shortened.

    Control characters, line separators and marks that turn the direction of text are
    written as escapes, so a faulty value can neither hide nor forge a line of a report.

    Examples
    --------
    >>> print(shown("x\\u202ey"))
    'x\\u202ey'
    >>> shown("a" * 100).endswith("… (100 characters)")
    True
    """
    head = value[:SHOWN_CHARACTERS]
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in head)
    tail = f"… ({len(value)} characters)" if len(value) > SHOWN_CHARACTERS else ""
    return f"'{safe}'{tail}"


class Faults:
    """Faults as they are found.

    Attributes
    ----------
    incomplete : set of str
        Tables of which rows could not be read: nothing is said of keys missing from them.
    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.incomplete: set[str] = set()

    def add_file(
        self,
        file: str,
        rule: str,
        column: str = "",
        *,
        value: str = "",
        details: Details = (),
        severity: Severity = "error",
    ) -> None:
        """Add a fault of a whole file or column."""
        found = shown(value) if value else ""
        self._faults.append(Fault(file, None, column, found, rule, severity, details=details))

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
        details: Details | Callable[[str], Details] = (),
        of_row: Callable[[int], Details] | None = None,
        severity: Severity = "error",
    ) -> None:
        """Add one fault for each of the cells given (a part of a column; index = row).

        `details` may be a function of the value, asked once for each distinct value; `of_row`
        is asked for each row instead.
        """
        known: dict[str, Details] = {}
        file = f"{table}.csv"
        for row, value in cells.head(LISTED_ROWS).items():
            text, number = str(value), int(str(row))
            if text not in known:
                known[text] = details(text) if callable(details) else details
            more = of_row(number) if of_row else known[text]
            found = shown(text) if text else ""
            self._faults.append(Fault(file, number, column, found, rule, severity, details=more))
        others = len(cells) - LISTED_ROWS
        if others > 0:
            last = self._faults[-1].details
            more = (*last, ("more", str(others)))
            self._faults.append(Fault(file, None, column, "", rule, severity, details=more))

    def sorted(self) -> list[Fault]:
        """Return all faults: errors before warnings, then by table, row and column."""
        order = {f"{name}.csv": number for number, name in enumerate(TABLE_NAMES)}
        return sorted(
            self._faults,
            key=lambda f: (
                f.severity,
                order.get(f.file, -1),
                np.inf if f.row is None else f.row,
                f.column,
                f.rule,
            ),
        )
