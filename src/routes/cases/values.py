"""Looking at the distinct values of a column, and at its rows only where a value is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from routes.cases.faults import Details, shown
from routes.cases.model import LIST_SEPARATOR

_NAMED_OPTIONS: Final = 12


def right_cells(column: pd.Series[str], is_right: Callable[[str], bool]) -> pd.Series[bool]:
    """Tell which cells hold a right value, asking once for each distinct value."""
    wrong = [value for value in map(str, column.unique()) if not is_right(value)]
    if not wrong:
        return pd.Series(True, index=column.index)
    return ~column.isin(wrong)


def among(cells: pd.Series[str], known: pd.Series[str]) -> pd.Series[bool]:
    """Tell which cells occur in another column; in Arrow, as millions of rows need."""
    found = pc.is_in(
        pa.array(cells, pa.large_string()), value_set=pa.array(known.unique(), pa.large_string())
    )
    return pd.Series(np.asarray(found, dtype=bool), index=cells.index)


def nearest(value: str, options: Collection[str]) -> Details:
    """Say which of the options may have been meant, and what they are.

    Examples
    --------
    >>> nearest("exploitaton", ["transit", "exploitation"])
    (('near', "'exploitation'"), ('options', 'transit, exploitation'))
    """
    near = process.extract(value[:200], list(options), limit=3, score_cutoff=60)
    named = list(options)[:_NAMED_OPTIONS]
    more = ", …" if len(options) > _NAMED_OPTIONS else ""
    suggested = tuple(("near", f"'{option}'") for option, _, _ in near)
    return (*suggested, ("options", ", ".join(named) + more))


def parts(cell: str) -> list[str]:
    """Return the codes that a cell holds.

    Examples
    --------
    >>> parts("COL; VEN"), parts("")
    (['COL', 'VEN'], [])
    """
    return [part.strip() for part in cell.split(LIST_SEPARATOR)] if cell else []


def nearest_part(value: str, codes: Collection[str]) -> Details:
    """Say which code of a cell is not known, and what may have been meant.

    Examples
    --------
    >>> nearest_part("COL;VNE", ["COL", "VEN"])[:2]
    (('code', "'VNE'"), ('near', "'VEN'"))
    """
    unknown = next(part for part in parts(value) if part not in codes)
    return (("code", shown(unknown)), *nearest(unknown, codes))
