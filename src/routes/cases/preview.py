"""The cases that a checked file would add, as tables that can be drawn before it is imported."""

from __future__ import annotations

import pandas as pd

from routes.cases.intake.model import Checked
from routes.cases.model import BOOLEANS, INTEGERS, TABLE_NAMES, TEXT, Tables, columns


def preview(checked: Checked) -> Tables | None:
    """Return the accepted cases of a checked file as tables, to be drawn on a map.

    Parameters
    ----------
    checked : Checked
        What was found in a file.

    Returns
    -------
    Tables or None
        The accepted rows. A source that the register has and the file only cites is there by its
        id alone. None where the file brings no case.
    """
    frames = {name: _frame(name, checked.frames.get(name)) for name in TABLE_NAMES}
    if frames["cases"].empty:
        return None
    cited = pd.concat([frames[name]["source_id"] for name in ("stops", "events", "figures")])
    missing = sorted(set(cited) - set(frames["sources"]["source_id"]))
    known = _frame("sources", pd.DataFrame({"source_id": missing}))
    frames["sources"] = pd.concat([frames["sources"], known], ignore_index=True)
    return Tables(
        **frames,
        name="preview",
        synthetic=checked.synthetic,
        version=checked.sha256,
        warnings=(),
    )


def _frame(table: str, rows: pd.DataFrame | None) -> pd.DataFrame:
    """Return rows in the columns of a table and in nothing else."""
    given = pd.DataFrame() if rows is None else rows.reset_index(drop=True)
    return pd.DataFrame({name: _column(table, name, given) for name in columns(table)})


def _column(table: str, name: str, given: pd.DataFrame) -> pd.Series:
    if name in given:
        return given[name]
    if name in INTEGERS[table]:
        return pd.Series(pd.NA, index=given.index, dtype="Int64")
    if name in BOOLEANS[table]:
        return pd.Series(False, index=given.index, dtype=bool)
    return pd.Series("", index=given.index, dtype=TEXT)
