"""Columns of made-up text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Lot = np.random.Generator
Column = Any
"""A column of Arrow text."""

SOURCES: Final = 48
"""Number of made-up sources."""

FIRST_YEAR: Final = 2004
YEARS: Final = 22
"""Made-up dates lie in so many years from the first."""


def source_ids() -> list[str]:
    """Return the ids of the made-up sources."""
    return [f"syn-source-{each:02d}" for each in range(1, SOURCES + 1)]


def day(iso: str) -> int:
    """Return a date as its number of days since 1970."""
    return int(np.datetime64(iso, "D").astype(np.int64))


def days(lot: Lot, count: int) -> Any:
    """Draw days, as numbers since 1970."""
    return lot.integers(day(f"{FIRST_YEAR}-01-01"), day(f"{FIRST_YEAR + YEARS}-01-01"), size=count)


def dates(days: Any, hidden: Any) -> Column:
    """Return days as ISO dates, and no text where they are hidden."""
    written = pc.cast(pa.array(days.astype(np.int32), pa.date32()), pa.string())
    return pc.if_else(pa.array(hidden), "", written)


def text(numbers: Any) -> Column:
    """Return numbers as text."""
    return pc.cast(pa.array(numbers), pa.string())


def padded(numbers: Any, width: int) -> Column:
    """Return numbers as text with leading zeros."""
    return pc.utf8_lpad(text(numbers), width, "0")


def joined(prefix: str, column: Column) -> Column:
    """Return text with a prefix."""
    return pc.binary_join_element_wise(prefix, column, "")


def chosen(values: Sequence[str], positions: Any) -> Column:
    """Return the values at the positions."""
    return pa.array(values, pa.string()).take(pa.array(np.asarray(positions, dtype=np.int32)))


def flat(column: Column) -> Column:
    """Return a column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
