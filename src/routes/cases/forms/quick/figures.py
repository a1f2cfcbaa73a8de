"""The figures of the quick form: a column for each measure."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from routes.cases.forms.cells import at, constant, filled, translated
from routes.cases.forms.columns import qualified
from routes.cases.forms.conventions import Conventions
from routes.cases.forms.grouping import Numbers, firsts, row_codes
from routes.cases.forms.labels import nationalities_of
from routes.cases.forms.quick.rows import Made, Routes
from routes.cases.forms.tables import preferring

MEASURES: Final = ("victims", "minors", "women", "girls", "men", "boys", "arrests")
"""Columns of the form that are measures."""

_NOT_VICTIMS: Final = ("arrests",)
_COLUMNS: Final = ("case_id", "measure", "value", "qualifier", "nationality", "source_id")


def draft_figures(routes: Routes, source_id: pd.Series[str], own: Conventions) -> Made:
    """Return one row for each number; the same number said again of a case counts once.

    The nationality is that of the victims. Of the numbers of one case and measure the first is
    preferred.

    Parameters
    ----------
    routes : Routes
        The rows.
    source_id : pandas.Series of str
        Source of each row.
    own : Conventions
        How the file writes numbers.
    """
    nationality = translated(
        routes.frame["nationality"], lambda text: (nationalities_of(text) or text) if text else ""
    )
    frames: list[pd.DataFrame] = []
    rows: list[Numbers] = []
    for measure in MEASURES:
        said = np.flatnonzero(
            (routes.frame[measure] != "").to_numpy(bool) & ~routes.repeated
        ).astype(np.int64)
        rows.append(said)
        index = pd.RangeIndex(len(said))
        value, exactness = qualified(at(routes.frame[measure], said), own)
        of_victims = measure not in _NOT_VICTIMS
        frames.append(
            pd.DataFrame(
                {
                    "case_id": at(routes.case_id, said),
                    "measure": constant(measure, index),
                    "value": value,
                    "qualifier": filled(exactness, "exact"),
                    "nationality": at(nationality, said) if of_victims else constant("", index),
                    "source_id": at(source_id, said),
                }
            )
        )
    joined = pd.concat(frames, ignore_index=True)
    order = np.argsort(np.concatenate(rows), kind="stable")
    positions = np.concatenate(rows)[order]
    joined = joined.iloc[order].reset_index(drop=True)
    once = firsts(row_codes([joined[column] for column in _COLUMNS], len(joined)))
    frame = joined.iloc[once].reset_index(drop=True)
    unsaid = constant("", frame.index)
    preferred = preferring(frame["case_id"], frame["measure"], unsaid) if len(frame) else unsaid
    return Made(frame.assign(preferred=preferred), positions[once])
