"""What becomes of every row of a file: accepted, rejected, or there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from routes.cases.intake.model import ACCEPTED, DUPLICATE, REJECTED
from routes.cases.model import Fault

Flags = Any
"""One truth for each row of a table."""

GOOD: Final = 1
"""Accepted; less is a duplicate, more is rejected: a line is the worst of the rows it makes."""
AGAIN: Final = 0
BAD: Final = 2

STATUS: Final = {AGAIN: DUPLICATE, GOOD: ACCEPTED, BAD: REJECTED}

_ROW_BITS: Final = 32


class Places:
    """Sheet and row as one number, so that millions of them can be compared.

    Parameters
    ----------
    frames : iterable of pandas.DataFrame
        All frames with ``sheet`` and ``row`` that will be asked about.
    """

    def __init__(self, frames: Iterable[pd.DataFrame]) -> None:
        self._sheets: dict[str, int] = {}
        for frame in frames:
            for sheet in frame["sheet"].unique():
                self._sheets.setdefault(str(sheet), len(self._sheets))

    def keys(self, frame: pd.DataFrame) -> Any:
        """Return the number of each row of a frame."""
        codes, sheets = pd.factorize(frame["sheet"])
        of_sheet = np.array([self._sheets[str(sheet)] for sheet in sheets], dtype=np.int64)
        found = of_sheet[codes] if len(sheets) else np.zeros(0, dtype=np.int64)
        return (found << _ROW_BITS) | frame["row"].to_numpy(dtype=np.int64)

    def key(self, sheet: str, row: int) -> int:
        """Return the number of one row; -1 if no frame has its sheet."""
        return -1 if sheet not in self._sheets else (self._sheets[sheet] << _ROW_BITS) | row

    def sheets(self, keys: Any) -> pd.Categorical[str]:
        """Return the sheet of each number; missing for a number below 0."""
        return pd.Categorical.from_codes(keys >> _ROW_BITS, pd.Index([*self._sheets], dtype="str"))

    @staticmethod
    def rows(keys: Any) -> Any:
        """Return the row of each number; missing for a number below 0."""
        rows = keys & ((1 << _ROW_BITS) - 1)
        return pd.arrays.IntegerArray(rows, keys < 0)

    def struck(self, keys: Any, faults: Iterable[Fault]) -> Flags:
        """Tell which rows an error stands at, or at their whole sheet or file."""
        errors = [fault for fault in faults if fault.severity == "error"]
        found = np.isin(
            keys, [self.key(each.sheet, each.row) for each in errors if each.row is not None]
        )
        for fault in errors:
            if fault.row is None and fault.sheet in self._sheets and fault.sheet:
                found |= (keys >> _ROW_BITS) == self._sheets[fault.sheet]
            elif fault.row is None:
                found[:] = True
        return found


def case_codes(frames: Mapping[str, pd.DataFrame]) -> tuple[dict[str, Any], Any]:
    """Return the case of each row as a number, by table, and the case_id of each number."""
    tables = [name for name in frames if "case_id" in frames[name]]
    arrays = [pa.array(frames[name]["case_id"], pa.large_string()) for name in tables]
    ids = pc.unique(pa.chunked_array(arrays, pa.large_string()))
    codes = {
        name: np.asarray(pc.index_in(array, ids), dtype=np.int64)
        for name, array in zip(tables, arrays, strict=True)
    }
    return codes, ids.to_numpy(zero_copy_only=False)


def first_of_each(codes: Any, keys: Any, count: int) -> Any:
    """Return for each code the first of its keys; -1 for a code that does not occur."""
    found = np.full(count, -1, dtype=np.int64)
    found[codes[::-1]] = keys[::-1]
    return found


def line_status(lines: Any, made: Iterable[tuple[Any, Any]]) -> Any:
    """Return the status of each line: the worst of the rows that it makes; -1 if it makes none.

    Parameters
    ----------
    lines : array of int
        The key of each line.
    made : iterable of (array of int, array of int)
        By table, the key and the status of each row.
    """
    index = pd.Index(lines)
    worst = np.full(len(lines), -1, dtype=np.int8)
    for keys, status in made:
        place = index.get_indexer(pd.Index(keys))
        np.maximum.at(worst, place[place >= 0], status[place >= 0].astype(np.int8))
    return worst
