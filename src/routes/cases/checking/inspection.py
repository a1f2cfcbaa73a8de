"""One file under inspection: its tables as text, where each row stands, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from routes.cases.checking.accounting import AGAIN, BAD, GOOD, Places, case_codes, first_of_each
from routes.cases.digests import CASE_TABLES
from routes.cases.faults import Faults
from routes.cases.frames import trimmed
from routes.cases.intake.model import Draft
from routes.cases.model import REQUIRED, TABLE_NAMES, TEXT
from routes.cases.values import among, parts

MAY_BE_ABSENT: Final = {
    "sources": ("url", "published_on", "date_precision", "accessed_on", "language"),
    "cases": (
        "authority",
        "period_start",
        "period_end",
        "purposes",
        "means",
        "recruitment",
        "summary_es",
        "summary_en",
    ),
    "stops": (),
    "events": ("happened_on",),
    "figures": ("nationality",),
}
"""Columns of an upload that count as empty where they are missing."""

_CITING: Final = ("stops", "events", "figures")


@dataclass(eq=False)
class Inspection:
    """The tables of a file, and what is known of each of their rows.

    Parameters
    ----------
    draft : Draft
        The file as it was understood.
    frames : mapping of str to pandas.DataFrame
        All five tables as text; index 0, 1, 2, …
    origin : mapping of str to pandas.DataFrame
        Sheet and row of each.
    places : Places
        Numbers for sheets and rows.
    keys : mapping of str to array of int
        The number of each row's place, by table.
    faults : Faults
        What was found.
    bad : mapping of str to array of bool
        Rows that are wrong themselves.
    again : mapping of str to array of bool
        Rows that are there already.
    """

    draft: Draft
    frames: dict[str, pd.DataFrame]
    origin: dict[str, pd.DataFrame]
    places: Places
    keys: dict[str, Any]
    faults: Faults
    bad: dict[str, Any] = field(default_factory=dict)
    again: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: Draft) -> Inspection:
        """Return a draft ready to be inspected, the faults of its reading counted in."""
        frames = {name: _prepared(name, draft.tables.get(name)) for name in TABLE_NAMES}
        origin = {name: _origin(draft.origin.get(name)) for name in TABLE_NAMES}
        places = Places([*origin.values(), draft.lines])
        keys = {name: places.keys(frame) for name, frame in origin.items()}
        faults = Faults(
            file=draft.file, origin=origin, headers=draft.headers, spoken=_spoken(draft)
        )
        bad = {name: places.struck(keys[name], draft.faults) for name in TABLE_NAMES}
        again = {name: np.zeros(len(frames[name]), dtype=bool) for name in TABLE_NAMES}
        return cls(draft, frames, origin, places, keys, faults, bad, again)

    def kept(self) -> dict[str, pd.DataFrame]:
        """Return the rows that are not there already."""
        return {name: frame[~self.again[name]] for name, frame in self.frames.items()}

    def sound(self) -> dict[str, pd.DataFrame]:
        """Return the rows of which nothing wrong is known."""
        status, _ = self.verdict()
        return {name: frame[status[name] == GOOD] for name, frame in self.frames.items()}

    def strike(self) -> None:
        """Count in what the faults say of rows."""
        for name in TABLE_NAMES:
            self.bad[name][self.faults.wrong(name).to_numpy(dtype=np.int64)] = True

    def verdict(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the status of each row, and what each rejected row is rejected for.

        A case is indivisible, for a route that lost a stop in the middle would be a false line:
        one row that is wrong, or cites a source that is wrong, rejects all rows of the case.

        Returns
        -------
        status : dict of str to array of int
            By table, one of `AGAIN`, `GOOD` and `BAD`.
        blamed : dict of str to array of int
            By table, the place of the row at fault; -1 where the row is not rejected.
        """
        sources = self.frames["sources"]["source_id"]
        wrong = {str(each) for each in sources[self.bad["sources"]]}
        struck = sources.isin(wrong).to_numpy(dtype=bool)
        fault = pd.Series(self.keys["sources"], index=sources)[self.bad["sources"]]
        fault = fault[~fault.index.duplicated()]
        own = {name: self._own(name, wrong, fault) for name in CASE_TABLES}
        codes, ids = self._codes
        together = np.concatenate([codes[name] for name in CASE_TABLES])
        keys = np.concatenate([own[name] for name in CASE_TABLES])
        blame = first_of_each(together[keys >= 0], keys[keys >= 0], len(ids))
        status, blamed = {}, {}
        for name in CASE_TABLES:
            blamed[name] = np.where(own[name] >= 0, own[name], blame[codes[name]])
            status[name] = self._status(name, blamed[name] >= 0)
        blamed["sources"] = np.where(struck, fault.reindex(sources).fillna(-1).to_numpy(), -1)
        status["sources"] = self._status("sources", struck)
        return status, blamed

    @cached_property
    def _codes(self) -> tuple[dict[str, Any], Any]:
        return case_codes({name: self.frames[name] for name in CASE_TABLES})

    def _status(self, name: str, rejected: Any) -> Any:
        return np.where(rejected, BAD, np.where(self.again[name], AGAIN, GOOD))

    def _own(self, name: str, wrong: set[str], fault: pd.Series[int]) -> Any:
        """Return the place at fault for each row by itself: its own, its source's, or -1."""
        found = np.where(self.bad[name], self.keys[name], -1)
        if not wrong:
            return found
        frame = self.frames[name]
        if name == "cases":
            cited = frame.get("identity_inferred", pd.Series("", index=frame.index))
            first = [next((each for each in parts(value) if each in wrong), "") for value in cited]
            cells = pd.Series(first, index=frame.index, dtype=TEXT)
        else:
            cells = frame["source_id"]
        citing = among(cells, pd.Series(sorted(wrong), dtype=TEXT)).to_numpy() & (found < 0)
        found[citing] = fault.reindex(cells[citing]).to_numpy()
        return found

    def cited(self, status: Mapping[str, Any]) -> set[str]:
        """Return the ids of the sources that accepted rows cite."""
        found: set[str] = set()
        for name in _CITING:
            found.update(self.frames[name]["source_id"][status[name] == GOOD].unique())
        cases = self.frames["cases"]
        if "identity_inferred" in cases:
            for value in cases["identity_inferred"][status["cases"] == GOOD].unique():
                found.update(parts(str(value)))
        return found


def _prepared(table: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    if frame is None:
        return pd.DataFrame({name: pd.Series([], dtype=TEXT) for name in REQUIRED[table]})
    cells = {
        str(name): column if column.dtype == TEXT else column.astype(TEXT)
        for name, column in frame.items()
    }
    text = pd.DataFrame(cells, index=frame.index).reset_index(drop=True)
    absent = [name for name in MAY_BE_ABSENT[table] if name not in text]
    empty = {name: pd.Series("", index=text.index, dtype=TEXT) for name in absent}
    return trimmed(table, text.assign(**empty))


def _origin(frame: pd.DataFrame | None) -> pd.DataFrame:
    if frame is None:
        return pd.DataFrame({"sheet": pd.Series([], dtype="str"), "row": np.zeros(0, np.int64)})
    return frame[["sheet", "row"]].reset_index(drop=True)


def _spoken(draft: Draft) -> frozenset[tuple[str, int, str]]:
    return frozenset(
        (fault.sheet, fault.row, fault.column)
        for fault in draft.faults
        if fault.severity == "error" and fault.row is not None and fault.column
    )
