"""Columns of text, changed by asking once for each distinct value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from routes.cases.forms.neutral import NEUTRALISED, plain, unescaped
from routes.cases.model import TEXT


def translated(cells: pd.Series[str], function: Callable[[str], str]) -> pd.Series[str]:
    """Return a column with each value replaced by what a function makes of it.

    Parameters
    ----------
    cells : pandas.Series of str
        Text.
    function : callable
        Called once with each distinct value.

    Returns
    -------
    pandas.Series of str
        Same index.

    Examples
    --------
    >>> translated(text_column(["Sí", "no", "Sí"]), str.lower).tolist()
    ['sí', 'no', 'sí']
    """
    encoded = _arrow(cells).dictionary_encode()
    before = encoded.dictionary.to_pylist()
    after = [function(value) for value in before]
    if after == before:
        return cells
    made = pa.array(after, pa.large_string()).take(encoded.indices)
    return _series(made, cells.index)


def trimmed(cells: pd.Series[str]) -> pd.Series[str]:
    """Return a column without the blanks around its text."""
    return _series(pc.utf8_trim_whitespace(_arrow(cells)), cells.index)


def unguarded(cells: pd.Series[str]) -> pd.Series[str]:
    """Return a column as it was before its formulas were neutralised."""
    return translated(cells, plain) if _any(pc.starts_with, cells, NEUTRALISED) else cells


def unescaped_cells(cells: pd.Series[str]) -> pd.Series[str]:
    """Return a column of a workbook with the characters that XML cannot hold as such."""
    return translated(cells, unescaped) if _any(pc.match_substring, cells, "_x") else cells


def distinct(cells: pd.Series[str]) -> list[str]:
    """Return the distinct values of a column that are not empty, in order."""
    return [str(value) for value in cells.unique() if value != ""]


def text_column(values: list[str], index: pd.Index[Any] | None = None) -> pd.Series[str]:
    """Return text as a column."""
    return pd.Series(pd.array(values, dtype=TEXT), index=index)


def constant(value: str, index: pd.Index[Any]) -> pd.Series[str]:
    """Return a column that holds one text throughout."""
    return _series(pa.repeat(pa.scalar(value, pa.large_string()), len(index)), index)


def filled(cells: pd.Series[str], value: str) -> pd.Series[str]:
    """Return a column with a text in its empty cells."""
    made = _arrow(cells)
    return _series(pc.if_else(pc.equal(made, ""), value, made), cells.index)


def at(cells: pd.Series[str], positions: Any) -> pd.Series[str]:
    """Return the cells at the positions, numbered 0, 1, 2, …"""
    made = _arrow(cells).take(pa.array(np.asarray(positions, dtype=np.int64)))
    return _series(made, pd.RangeIndex(len(made)))


def _any(test: Callable[[Any, str], Any], cells: pd.Series[str], pattern: str) -> bool:
    return bool(pc.any(test(_arrow(cells), pattern)).as_py())


def _arrow(cells: pd.Series[str]) -> Any:
    array = pa.array(cells, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return pc.fill_null(array.cast(pa.large_string()), "")


def _series(array: Any, index: pd.Index[Any]) -> pd.Series[str]:
    return pd.Series(pd.array(array, dtype=TEXT), index=index)
