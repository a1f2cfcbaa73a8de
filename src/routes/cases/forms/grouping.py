"""Rows that belong together: equal ones, and what the rows of one case say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from routes.cases.forms.cells import at, text_column

Numbers = npt.NDArray[np.int64]


def row_codes(columns: Sequence[pd.Series[str]], length: int) -> Numbers:
    """Return a number for each row, equal where all columns are; numbered as they first occur.

    Examples
    --------
    >>> row_codes([pd.Series(["a", "a", "a"]), pd.Series(["x", "y", "x"])], 3).tolist()
    [0, 1, 0]
    """
    codes = np.zeros(length, dtype=np.int64)
    for cells in columns:
        own, distinct = pd.factorize(cells)
        if len(distinct) > 1:
            codes = pd.factorize(codes * len(distinct) + own)[0].astype(np.int64)
    return codes


def firsts(codes: Numbers) -> Numbers:
    """Return the first row of each group, groups numbered as they first occur."""
    return np.flatnonzero(~pd.Series(codes).duplicated().to_numpy(bool)).astype(np.int64)


def order_within(codes: Numbers) -> Numbers:
    """Return the place of each row in its group: 1, 2, 3, …

    Examples
    --------
    >>> order_within(np.array([0, 1, 0])).tolist()
    [1, 1, 2]
    """
    counted = pd.Series(codes).groupby(codes).cumcount()
    return counted.to_numpy().astype(np.int64) + 1


def first_said(cells: pd.Series[str], group: Numbers) -> tuple[pd.Series[str], Numbers]:
    """Return what the first row of each group that says anything says.

    Parameters
    ----------
    cells : pandas.Series of str
        A column, index 0, 1, 2, …
    group : array of int
        Group of each row: 0, 1, 2, … as they first occur.

    Returns
    -------
    pandas.Series of str, array of int
        One cell a group, ``""`` where no row says anything; and the rows that say something else.
    """
    said = np.flatnonzero((cells != "").to_numpy(bool))
    leading = said[~pd.Series(group[said]).duplicated().to_numpy(bool)]
    position = np.full(int(group.max(initial=-1)) + 1, -1, dtype=np.int64)
    position[group[leading]] = leading
    chosen = at(cells, np.maximum(position, 0)) if len(cells) else cells
    chosen = chosen.where(position >= 0, "")
    mine = position[group[said]]
    codes = pd.factorize(cells)[0]
    return chosen, said[codes[said] != codes[mine]].astype(np.int64)


def merged(
    cells: pd.Series[str],
    group: Numbers,
    merge: Callable[[list[str]], str],
) -> tuple[pd.Series[str], Numbers]:
    """Return what the rows of each group say together; as `first_said` where they agree.

    `merge` is called with the distinct texts of a group, in order, where they differ.
    """
    chosen, others = first_said(cells, group)
    if not len(others):
        return chosen, others
    differing = np.unique(group[others])
    rows = np.flatnonzero(np.isin(group, differing))
    told: dict[Any, list[str]] = {}
    for number, text in zip(group[rows].tolist(), at(cells, rows).tolist(), strict=True):
        if text and text not in told.setdefault(number, []):
            told[number].append(text)
    texts = chosen.tolist()
    for number in differing.tolist():
        texts[number] = merge(told[number])
    return text_column(texts), others
