"""Checking a draft by the rules for files, each fault told at the field it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from routes.cases.checking import check
from routes.cases.editing.model import CaseDraft, StopDraft, cited
from routes.cases.editing.rows import keys_of, rows_of
from routes.cases.intake.model import Draft, Known, Options
from routes.cases.model import TABLE_NAMES, Fault, columns

_MOST_COMPARED: Final = 5_000
"""Cases up to which names are compared at every change; of more, only the ids are."""
_FIRST_ROW: Final = 2
_FORM: Final = "form"
_NO_REASON: Final = "checks.no_reason"
_GAP: Final = "editor.missing."
_BARE: Final = "editor.bare"
_NUMBER: Final = "checks.not_number"
_ASKED: Final = ("place_id", "source_id")
_MISSING: Final = frozenset({"checks.empty", "checks.no_source", "checks.no_id"})


@dataclass(frozen=True)
class Mark:
    """A fault, and the field of the draft that it stands at.

    Attributes
    ----------
    key : int or None
        Number of the part; None where the fault is of the whole case.
    column : str
        Its field; empty where the fault is of the whole part.
    table : str
        The table that the part is a row of.
    fault : Fault
        What is wrong.
    """

    key: int | None
    column: str
    table: str
    fault: Fault

    @property
    def is_gap(self) -> bool:
        """Whether something is only still missing, as in every form that is not yet filled in."""
        return self.fault.rule.startswith(_GAP) or self.fault.rule == _BARE


@dataclass(frozen=True, eq=False)
class Review:
    """What the checker says of a draft.

    Attributes
    ----------
    marks : tuple of Mark
        Everything found, errors first.
    asks : bool
        Something may be personal data, and nobody has said that it is none.
    frames : mapping of str to pandas.DataFrame
        The rows as they can be written, typed; empty where there is an error.
    """

    marks: tuple[Mark, ...]
    asks: bool
    frames: Mapping[str, pd.DataFrame]

    @property
    def errors(self) -> tuple[Mark, ...]:
        """The marks that keep the draft from being written."""
        return tuple(mark for mark in self.marks if mark.fault.severity == "error")

    @property
    def warnings(self) -> tuple[Mark, ...]:
        """The marks that do not."""
        return tuple(mark for mark in self.marks if mark.fault.severity == "warning")

    @property
    def ready(self) -> bool:
        """Whether the draft can be written as it is."""
        return not self.errors and not self.asks

    def at(self, key: int, column: str) -> tuple[Mark, ...]:
        """Return what stands at one field."""
        return tuple(mark for mark in self.marks if (mark.key, mark.column) == (key, column))


def review(
    draft: CaseDraft,
    *,
    known: Known,
    edits: bool = False,
    names_checked: bool = False,
    today: date | None = None,
) -> Review:
    """Check a draft as if its rows came from a file.

    Beyond the rules for files, every inferred stop must give its reason, in one language at least.

    Parameters
    ----------
    draft : CaseDraft
        What is to be checked.
    known : Known
        What the register holds.
    edits : bool
        Whether the draft is a change of the case of the register that has its id.
    names_checked : bool
        Whether somebody has looked at what may be personal data and found none.
    today : datetime.date, optional
        The last day that a date may be; the current day unless given.
    """
    known = replace(known, cases=_compared(known.cases, draft.case_id, edits=edits))
    rows = rows_of(draft)
    checked = check(
        _as_file(rows), known=known, options=Options(names_checked=names_checked), today=today
    )
    keys = keys_of(draft)
    # Of a missing reason a file is only warned; here somebody is asked for it.
    marks = [_mark(fault, keys) for fault in checked.faults if fault.rule != _NO_REASON]
    marks += _bare_inferences(draft) + _uncited(draft)
    ordered = sorted(marks, key=lambda mark: mark.fault.severity)
    frames = {
        table: checked.frames[table][list(columns(table))].reset_index(drop=True)
        for table in TABLE_NAMES
        if table in checked.frames
    }
    return Review(tuple(ordered), checked.asks, frames)


def _compared(cases: pd.DataFrame, case_id: str, *, edits: bool) -> pd.DataFrame:
    """Return the cases that a draft is compared with: not with what it is a change of."""
    same = cases["case_id"] == case_id
    others = cases[~same] if len(cases) <= _MOST_COMPARED else cases.iloc[:0]
    return others if edits else pd.concat([cases[same], others])


def _as_file(rows: Mapping[str, pd.DataFrame]) -> Draft:
    """Return the rows as a file with one sheet for each table would give them."""
    origin = {
        table: pd.DataFrame(
            {
                "sheet": pd.Categorical([table] * len(frame), categories=[table]),
                "row": range(_FIRST_ROW, _FIRST_ROW + len(frame)),
            }
        )
        for table, frame in rows.items()
    }
    lines = pd.concat([each.astype({"sheet": "str"}) for each in origin.values()])
    headers = {(table, name): name for table in rows for name in columns(table)}
    return Draft(_FORM, "", "tables", rows, origin, headers, lines.reset_index(drop=True))


def _mark(fault: Fault, keys: Mapping[str, list[int]]) -> Mark:
    table = fault.sheet or fault.file.removesuffix(".csv")
    place = -1 if fault.row is None else fault.row - _FIRST_ROW
    rows = keys.get(table, [])
    key = rows[place] if 0 <= place < len(rows) else None
    if fault.rule in _MISSING or (fault.rule == _NUMBER and not fault.value):
        # A form has fields to be chosen, where a file has cells and ids to be written.
        own = f"{_GAP}{fault.column}"
        fault = replace(fault, rule=own if fault.column in _ASKED else f"{_GAP}other")
    return Mark(key, fault.column, table, fault)


def _bare_inferences(draft: CaseDraft) -> list[Mark]:
    """Mark the inferred stops that do not say why."""
    stops: list[StopDraft] = [stop for route in draft.routes for stop in route.stops]
    return [
        Mark(stop.key, "evidence", "stops", Fault(_FORM, None, "evidence", "", _BARE))
        for stop in stops
        if stop.evidence == "inferred" and not (stop.note_es.strip() or stop.note_en.strip())
    ]


def _uncited(draft: CaseDraft) -> list[Mark]:
    """Warn of new sources on which nothing rests."""
    used = cited(draft) | set(draft.identity_inferred)
    fault = Fault(_FORM, None, "source_id", "", "editor.uncited", "warning")
    return [
        Mark(source.key, "source_id", "sources", fault)
        for source in draft.sources
        if source.new and source.source_id not in used
    ]
