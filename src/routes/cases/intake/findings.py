"""What is wrong with the form of a file, collected while it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, NoReturn

from routes.cases.faults import LISTED_ROWS, Severity, shown
from routes.cases.model import Fault


class RefusedError(Exception):
    """Ends the reading of a file of which nothing can be used; the fault is in the findings."""


class Findings:
    """Faults of one file as they are found.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    """

    def __init__(self, file: str) -> None:
        self._file: Final = file
        self._faults: list[Fault] = []
        self._rows: Counter[tuple[str, str]] = Counter()

    def note(
        self,
        rule: str,
        *,
        sheet: str = "",
        row: int | None = None,
        value: str = "",
        **details: str | int,
    ) -> None:
        """Add a warning, ``reading.<rule>``."""
        self._add(rule, "warning", sheet, row, "", value, details)

    def refuse(
        self,
        rule: str,
        *,
        sheet: str = "",
        row: int | None = None,
        value: str = "",
        **details: str | int,
    ) -> NoReturn:
        """Add an error of the whole file and end its reading.

        Raises
        ------
        RefusedError
            Always.
        """
        self._add(rule, "error", sheet, row, "", value, details)
        raise RefusedError

    def reject(
        self,
        rule: str,
        row: int,
        *,
        sheet: str = "",
        column: str = "",
        value: str = "",
        **details: str | int,
    ) -> None:
        """Add an error of one row, which is kept so that it can be given back.

        Every row that is rejected is listed; where more than `LISTED_ROWS` break one rule, the
        sheet as a whole is wrong: the file is refused, and that said instead.

        Raises
        ------
        RefusedError
            If this is one too many.
        """
        self._rows[sheet, rule] += 1
        if self._rows[sheet, rule] > LISTED_ROWS:
            kept = (f for f in self._faults if (f.sheet, f.rule) != (sheet, f"reading.{rule}"))
            self._faults = list(kept)
            self.refuse(f"too_many.{rule}", sheet=sheet, n=LISTED_ROWS)
        self._add(rule, "error", sheet, row, column, value, details)

    def found(self) -> tuple[Fault, ...]:
        """Return all faults, errors first, else in the order in which they were found."""
        return tuple(sorted(self._faults, key=lambda fault: fault.severity))

    def _add(
        self,
        rule: str,
        severity: Severity,
        sheet: str,
        row: int | None,
        column: str,
        value: str,
        details: Mapping[str, str | int],
    ) -> None:
        self._faults.append(
            Fault(
                file=self._file,
                sheet=sheet,
                row=row,
                column=column,
                value=shown(value) if value else "",
                rule=f"reading.{rule}",
                details=tuple((name, str(found)) for name, found in details.items()),
                severity=severity,
            )
        )
