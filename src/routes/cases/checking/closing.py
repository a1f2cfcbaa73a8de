"""The end of a check: the accepted rows, typed, and the account of every line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from routes.cases.checking.accounting import AGAIN, BAD, GOOD, STATUS, Places, line_status
from routes.cases.checking.inspection import Inspection
from routes.cases.faults import LISTED_ROWS, Faults
from routes.cases.frames import is_synthetic, typed
from routes.cases.intake.model import STATUSES, Checked, Draft, Options
from routes.cases.model import TABLE_NAMES, Fault

CASE_REJECTED: Final = "checks.case_rejected"
"""Right itself, but another row of its case or source is not."""
HELD_BACK: Final = "checks.held_back"
"""Right, but the file holds something wrong, and all or nothing was asked for."""
UNUSED: Final = "checks.unused_row"
"""Nothing could be made of the row."""

_REASONS: Final = ("", CASE_REJECTED, HELD_BACK)


def close(file: Inspection, options: Options, people: Mapping[str, pd.Index[Any]]) -> Checked:
    """Return what was found out about a file.

    Parameters
    ----------
    file : Inspection
        The file.
    options : Options
        As given to `routes.cases.checking.check`.
    people : mapping of str to pandas.Index
        By table, the rows that may hold personal data.
    """
    draft = file.draft
    status, blamed = file.verdict()
    keys = file.places.keys(draft.lines)
    lines = line_status(keys, ((file.keys[name], status[name]) for name in TABLE_NAMES))
    unread = (lines < 0) | file.places.struck(keys, draft.faults)
    _say_unused(file, draft.lines[(lines < 0) & ~file.places.struck(keys, draft.faults)])
    lines = np.where(unread, BAD, lines)
    _leave_orphans(file, status, keys[lines == BAD])
    asks = not options.names_checked and any(
        bool((status[name][labels.to_numpy(dtype=np.int64)] != AGAIN).any())
        for name, labels in people.items()
    )
    account = _Account(file.places, keys, lines)
    for name in TABLE_NAMES:
        account.blame(file.keys[name], status[name], blamed[name])
    held = account.hold_back(options, file.faults, draft.file)
    frames = {
        name: _accepted(name, file, np.zeros_like(status[name]) if held else status[name])
        for name in TABLE_NAMES
    }
    return _checked(draft, frames, account.told(draft.lines), file.faults, asks=asks)


class _Account:
    """Lines of the file, and why those are rejected that are not wrong themselves."""

    def __init__(self, places: Places, keys: Any, lines: Any) -> None:
        self._places = places
        self._index = pd.Index(keys)
        self.lines = lines
        self._reason = np.zeros(len(lines), dtype=np.int8)
        self._because = np.full(len(lines), -1, dtype=np.int64)

    def blame(self, keys: Any, status: Any, blamed: Any) -> None:
        """Note which row is to blame for rejected rows that are right themselves."""
        others = (status == BAD) & (blamed >= 0) & (blamed != keys)
        place = self._index.get_indexer(pd.Index(keys[others]))
        self._because[place[place >= 0]] = blamed[others][place >= 0]
        self._reason[place[place >= 0]] = _REASONS.index(CASE_REJECTED)

    def hold_back(self, options: Options, faults: Faults, file: str) -> bool:
        """Reject everything where a row is rejected and all or nothing was asked for."""
        if options.good_rows or not (self.lines == BAD).any():
            return False
        good = self.lines == GOOD
        if good.any():
            details = (("n", str(int(good.sum()))),)
            faults.add_file(file, HELD_BACK, details=details, severity="warning")
        self._reason[good] = _REASONS.index(HELD_BACK)
        self.lines = np.where(good, BAD, self.lines)
        return True

    def told(self, lines: pd.DataFrame) -> pd.DataFrame:
        """Return the lines with their status, and for rejected ones the reason.

        ``reason`` is a key of text, empty for a row that is wrong itself; ``because_sheet`` and
        ``because_row`` are the row at fault where it is another, else missing.
        """
        names = [STATUS[each] for each in (AGAIN, GOOD, BAD)]
        return pd.DataFrame(
            {
                "sheet": lines["sheet"].to_numpy(),
                "row": lines["row"].to_numpy(),
                "status": pd.Categorical.from_codes(self.lines, pd.Index(names)).set_categories(
                    STATUSES
                ),
                "reason": pd.Categorical.from_codes(self._reason, pd.Index(_REASONS)),
                "because_sheet": self._places.sheets(self._because),
                "because_row": self._places.rows(self._because),
            }
        )


def _say_unused(file: Inspection, lines: pd.DataFrame) -> None:
    for sheet, row in lines[["sheet", "row"]].head(LISTED_ROWS).itertuples(index=False):
        file.faults.add(Fault(file.draft.file, int(row), "", "", UNUSED, sheet=str(sheet)))
    others = len(lines) - LISTED_ROWS
    if others > 0:
        more = (("more", str(others)),)
        file.faults.add_file(file.draft.file, UNUSED, details=more)


def _leave_orphans(file: Inspection, status: Mapping[str, Any], rejected: Any) -> None:
    """Leave out sources that only a rejected line speaks of and no accepted case cites."""
    orphans = (status["sources"] == GOOD) & np.isin(file.keys["sources"], rejected)
    if orphans.any():
        cited = file.frames["sources"]["source_id"].isin(file.cited(status))
        status["sources"][orphans & ~cited.to_numpy(dtype=bool)] = BAD


def _accepted(name: str, file: Inspection, status: Any) -> pd.DataFrame:
    kept = status == GOOD
    frame = typed(name, file.frames[name][kept])
    origin = file.origin[name][kept]
    placed = frame.assign(sheet=origin["sheet"].astype("str"), row=origin["row"].astype("int64"))
    return placed.reset_index(drop=True)


def close_statistics(
    draft: Draft,
    frame: pd.DataFrame,
    origin: pd.DataFrame,
    bad: Any,
    again: Any,
    faults: Faults,
    options: Options,
) -> Checked:
    """Return what was found out about a file of statistics."""
    places = Places([origin, draft.lines])
    keys, lines = places.keys(origin), places.keys(draft.lines)
    bad = bad | places.struck(keys, draft.faults)
    status = np.where(bad, BAD, np.where(again, AGAIN, GOOD))
    worst = line_status(lines, [(keys, status)])
    account = _Account(places, lines, np.where(worst < 0, BAD, worst))
    held = account.hold_back(options, faults, draft.file)
    kept = (status == GOOD) & (not held)
    placed = frame.assign(sheet=origin["sheet"].astype("str"), row=origin["row"].astype("int64"))
    frames = {"statistics": placed[kept].reset_index(drop=True)}
    return _checked(draft, frames, account.told(draft.lines), faults, asks=False)


def _checked(
    draft: Draft,
    frames: Mapping[str, pd.DataFrame],
    lines: pd.DataFrame,
    faults: Faults,
    *,
    asks: bool,
) -> Checked:
    found = [*draft.faults, *faults.sorted()]
    return Checked(
        file=draft.file,
        sha256=draft.sha256,
        form=draft.form,
        frames=frames,
        lines=lines,
        faults=tuple(sorted(found, key=lambda fault: fault.severity)),
        questions=draft.questions,
        recognised=draft.recognised,
        asks=asks,
        synthetic=is_synthetic(frames),
    )
