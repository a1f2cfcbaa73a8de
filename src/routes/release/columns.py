"""What columns may leave the house: an allow-list for each table, and nothing besides.

Left out for the public are the office's working remarks: when a source was looked up, and the
notes on a source or a case as a whole. Notes on a stop, event or figure go out: they say why
something is inferred, or what a number covers.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from routes.cases.model import BOOLEANS, INTEGERS, TABLE_NAMES, TEXT, columns
from routes.release.model import Audience

_REMARKS: Final[dict[str, tuple[str, ...]]] = {
    "sources": ("note",),
    "cases": ("note_es", "note_en"),
}
_NEVER: Final[dict[str, tuple[str, ...]]] = {"sources": ("accessed_on",)}


def _allowed(audience: Audience) -> dict[str, tuple[str, ...]]:
    left_out = {
        name: {*_NEVER.get(name, ()), *(_REMARKS.get(name, ()) if audience == "public" else ())}
        for name in TABLE_NAMES
    }
    return {
        name: tuple(each for each in columns(name) if each not in left_out[name])
        for name in TABLE_NAMES
    }


ALLOWED: Final[dict[Audience, dict[str, tuple[str, ...]]]] = {
    "public": _allowed("public"),
    "internal": _allowed("internal"),
}
"""Columns that a release holds, by audience and table. All others are empty in it."""


def allowed_only(table: str, frame: pd.DataFrame, *, audience: Audience) -> pd.DataFrame:
    """Return rows of a table with every column emptied that is not on the allow-list.

    Parameters
    ----------
    table : str
        Name of the table.
    frame : pandas.DataFrame
        Typed rows; not changed.
    audience : {"public", "internal"}
        For whom.
    """
    emptied: dict[str, pd.Series[Any]] = {}
    for column in columns(table):
        if column in ALLOWED[audience][table]:
            continue
        if column in INTEGERS[table]:
            emptied[column] = pd.Series(pd.NA, index=frame.index, dtype="Int64")
        elif column in BOOLEANS[table]:
            emptied[column] = pd.Series(False, index=frame.index, dtype="bool")
        else:
            emptied[column] = pd.Series("", index=frame.index, dtype=TEXT)
    return frame.assign(**emptied)
