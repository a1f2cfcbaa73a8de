"""The parts of a draft: tables, and the sheet and row that each of their rows was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from routes.cases.forms.cells import constant, filled
from routes.cases.forms.remarks import Remarks
from routes.cases.model import POSITION, columns

Origin = pd.DataFrame
"""``sheet`` (categorical) and ``row``, index 0, 1, 2, …"""


@dataclass
class Drafted:
    """What a form makes of its sheets.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Text by table, index 0, 1, 2, …
    origin : dict of str to pandas.DataFrame
        By table, same index: ``sheet`` and ``row``.
    headers : dict of (str, str) to str
        Table and column, and the heading it stands under.
    lines : pandas.DataFrame
        Every row to be accounted for: ``sheet``, ``row``.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    origin: dict[str, Origin] = field(default_factory=dict)
    headers: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: pd.DataFrame = field(default_factory=lambda: origin_of([], []))


def origin_of(sheets: Sequence[str], frames: Sequence[pd.DataFrame]) -> Origin:
    """Return sheet and row of the rows of several frames, one after the other.

    Parameters
    ----------
    sheets : sequence of str
        Name of the sheet of each frame.
    frames : sequence of pandas.DataFrame
        Their index is the row.
    """
    names = pd.Index(list(dict.fromkeys(sheets)), dtype=object)
    lengths = [len(frame) for frame in frames]
    codes = np.repeat(names.get_indexer(pd.Index(list(sheets), dtype=object)), lengths)
    rows = [frame.index.to_numpy(dtype=np.int64) for frame in frames]
    return pd.DataFrame(
        {
            "sheet": pd.Categorical.from_codes(codes, names),
            "row": np.concatenate([np.array([], dtype=np.int64), *rows]),
        }
    )


def completed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return a table with all of its columns in order, empty where they are absent."""
    every = [*columns(table), *(column for column in POSITION if column in frame)]
    return pd.DataFrame(
        {
            column: frame[column] if column in frame else constant("", frame.index)
            for column in every
        },
        index=frame.index,
    )


def supplied(
    frame: pd.DataFrame, column: str, value: str, rule: str, remarks: Remarks, *, heading: str = ""
) -> pd.DataFrame:
    """Return a table with a usual value in the empty cells of a column, and tell how often."""
    empty = int((frame[column] == "").sum())
    if not empty:
        return frame
    remarks.count(rule, empty, column=heading)
    return frame.assign(**{column: filled(frame[column], value)})
