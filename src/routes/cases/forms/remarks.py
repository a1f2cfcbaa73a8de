"""Collecting what a reader should know of how a file was understood."""

from __future__ import annotations

from collections.abc import Iterable

from routes.cases.faults import LISTED_ROWS, Severity, shown
from routes.cases.model import Fault
from routes.text import LANGUAGES

_EXAMPLES = 6
_PART = 60


class Remarks:
    """Faults of one file, their rules those of ``text/<language>/forms.toml``.

    Parameters
    ----------
    file : str
        Name of the file.

    Attributes
    ----------
    language : str
        Language of the file, in which remarks name codes and places.
    """

    def __init__(self, file: str) -> None:
        self.language = LANGUAGES[0]
        self._file = file
        self._faults: list[Fault] = []

    def add(
        self,
        rule: str,
        *,
        sheet: str = "",
        row: int | None = None,
        column: str = "",
        value: str = "",
        severity: Severity = "warning",
        details: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Add one remark; `value` is any text of the file."""
        found = shown(value) if value else ""
        head = shown(column)[1:-1] if column else ""
        self._faults.append(
            Fault(
                file=self._file,
                row=row,
                column=head,
                value=found,
                rule=f"forms.{rule}",
                severity=severity,
                sheet=sheet,
                details=tuple(details),
            )
        )

    def count(self, rule: str, number: int, *, sheet: str = "", column: str = "") -> None:
        """Add a warning of how often something was done, unless never."""
        if number:
            self.add(rule, sheet=sheet, column=column, details=[("n", str(number))])

    def rows(
        self,
        rule: str,
        cells: Iterable[tuple[str, int, str]],
        *,
        column: str = "",
        severity: Severity = "warning",
    ) -> None:
        """Add one remark for each cell: sheet, row, value; the first thousand are listed."""
        listed = list(cells)
        for sheet, row, value in listed[:LISTED_ROWS]:
            self.add(rule, sheet=sheet, row=row, column=column, value=value, severity=severity)
        more = len(listed) - LISTED_ROWS
        if more > 0:
            # A warning: an error of the whole file would reject all of its rows.
            self.add(rule, column=column, details=[("more", str(more))])

    def all(self) -> tuple[Fault, ...]:
        """Return everything said, in the order it was found."""
        return tuple(self._faults)


def named(pairs: Iterable[tuple[str, str]]) -> str:
    """Return what was read as what, as far as there is room; safe to print anywhere.

    Examples
    --------
    >>> named([("avión", "air"), ("destino", "exploitation")])
    'avión → air, destino → exploitation'
    """
    listed = list(pairs)
    told = [f"{_short(written)} → {_short(meant)}" for written, meant in listed[:_EXAMPLES]]
    return ", ".join(told) + (", …" if len(listed) > _EXAMPLES else "")


def _short(text: str) -> str:
    return shown(text[:_PART])[1:-1] + ("…" if len(text) > _PART else "")
