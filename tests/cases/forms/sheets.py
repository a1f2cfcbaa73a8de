"""Books made by hand, as reading a file makes them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from routes.cases.intake.model import Book, Known, Sheet
from routes.cases.model import STATISTICS, TEXT


def sheet(header: Sequence[str], *rows: Sequence[str], name: str = "") -> Sheet:
    """Return a sheet whose first row below the header is row 2."""
    cells = {n: [row[n] for row in rows] for n in range(len(header))}
    frame = pd.DataFrame(cells, index=range(2, len(rows) + 2)).astype(TEXT)
    return Sheet(name, tuple(header), frame)


def book(*sheets: Sheet, file: str = "file.csv", kind: str = "csv") -> Book:
    """Return a book of some sheets."""
    return Book(file, "0" * 64, kind, sheets)  # type: ignore[arg-type]


def quick(*rows: Sequence[str], header: str = "ruta;fuente") -> Book:
    """Return a book of the quick form."""
    return book(sheet(header.split(";"), *rows))


def rules(faults: Sequence[object]) -> list[str]:
    """Return the rules of faults, without their stem."""
    return [fault.rule.removeprefix("forms.") for fault in faults]  # type: ignore[attr-defined]


def nothing_known() -> Known:
    """Return what an empty register holds."""
    return Known(
        pd.DataFrame(
            {name: pd.Series(dtype=TEXT) for name in ("case_id", "name", "digest")}
        ).assign(entry=pd.Series(dtype="int64")),
        pd.DataFrame({name: pd.Series(dtype=TEXT) for name in ("source_id", "digest")}).assign(
            entry=pd.Series(dtype="int64")
        ),
        pd.DataFrame({name: pd.Series(dtype=TEXT) for name in (*STATISTICS, "n")}),
    )
