"""Looking at the distinct values of a column, and at its rows only where a value is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from routes.cases.faults import Details, Faults, shown
from routes.cases.model import LIST_SEPARATOR

_NAMED_OPTIONS = 12


def wrong_cells(column: pd.Series[str], is_wrong: Callable[[str], bool]) -> pd.Series[str]:
    """Return the cells whose value is wrong, asking once for each distinct value."""
    wrong = [value for value in map(str, column.unique()) if is_wrong(value)]
    return column[column.isin(wrong)] if wrong else column.iloc[:0]


def among(cells: pd.Series[str], known: pd.Series[str]) -> pd.Series[bool]:
    """Tell which cells occur in another column; in Arrow, as millions of rows need."""
    found = pc.is_in(pa.array(cells), value_set=pa.array(known.unique()))
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


def check_code_list(
    table: str, cells: pd.Series[str], codes: Collection[str], faults: Faults
) -> None:
    """Check a column whose cells hold several codes each."""

    def details(value: str) -> Details:
        unknown = next(part for part in parts(value) if part not in codes)
        return (("code", shown(unknown)), *nearest(unknown, codes))

    wrong = wrong_cells(cells, lambda value: any(part not in codes for part in parts(value)))
    faults.add_cells(table, str(cells.name), wrong, "checks.unknown_in_list", details=details)
