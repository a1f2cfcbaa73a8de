"""Checking a file that was understood: what is accepted, and what is wrong with the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from routes.cases.checking.applying import apply_rules
from routes.cases.checking.closing import close, close_statistics
from routes.cases.checking.columns import statistic_rules, without_nul
from routes.cases.checking.inspection import Inspection
from routes.cases.checking.likeness import warn_of_likeness
from routes.cases.checking.personal import warn_of_people
from routes.cases.checking.repeats import (
    known_cases,
    known_sources,
    repeated,
    repeated_routes,
    repeated_statistics,
)
from routes.cases.checking.rules import Rule, apply, cell_rule
from routes.cases.checking.totals import warn_of_totals
from routes.cases.faults import LISTED_ROWS, Details, Faults
from routes.cases.frames import FREE_TEXT
from routes.cases.intake.model import Checked, Draft, Known, Options, Told
from routes.cases.model import REQUIRED, STATISTICS, TEXT

_STAGE: Final = "checking"


def check(
    draft: Draft,
    *,
    known: Known,
    options: Options,
    today: date | None = None,
    told: Told | None = None,
) -> Checked:
    """Check a file that was understood, and say what becomes of every row.

    A case is accepted or rejected with all its rows, and with the sources that it cites. What the
    register has already, with the same content, is a duplicate; the same id with other content is
    an error.

    Parameters
    ----------
    draft : Draft
        The file as it was understood.
    known : Known
        What the register holds.
    options : Options
        Whether to import the good rows of a file with bad ones, and whether somebody has
        looked at what may be personal data.
    today : datetime.date, optional
        The last day that a date may be; the current day unless given.
    told : callable, optional
        Called with ``"checking"`` and the share that is done.
    """
    last = today or date.today()
    tell = told or (lambda stage, share: None)
    tell(_STAGE, 0.0)
    if draft.form == "statistics":
        checked = _check_statistics(draft, known, options, last)
        return replace(checked, version=known.version)
    file = Inspection.of(draft)
    _set_repeats_aside(file)
    _add_missing_columns(file)
    tell(_STAGE, 0.1)
    _apply_rules(file, known, last)
    tell(_STAGE, 0.5)
    _compare(file, known)
    tell(_STAGE, 0.7)
    warn_of_totals(file.kept(), file.faults)
    warn_of_likeness(file.sound(), known.cases, file.faults)
    people = warn_of_people(file.kept(), file.faults)
    tell(_STAGE, 0.9)
    checked = close(file, options, people)
    tell(_STAGE, 1.0)
    return replace(checked, version=known.version)


def _set_repeats_aside(file: Inspection) -> None:
    found = repeated(file.frames)
    for table, again in found.items():
        file.again[table] |= again
    if file.draft.form == "quick":
        file.again["stops"] |= repeated_routes(file.frames["stops"])


def _add_missing_columns(file: Inspection) -> None:
    """Reject the tables without a column that they need, unless that has been said already."""
    said = {fault.sheet for fault in file.draft.faults if fault.row is None}
    for table, frame in file.frames.items():
        sheets = {str(sheet) for sheet in file.origin[table]["sheet"].unique()}
        missing = [name for name in REQUIRED[table] if name not in frame]
        if missing and len(frame):
            file.bad[table][:] = True
        for name in missing if len(frame) and not said & sheets else ():
            header = file.draft.headers.get((table, name), name)
            for sheet in sorted(sheets):
                file.faults.add_file(file.draft.file, "checks.column_missing", header, sheet=sheet)


def _apply_rules(file: Inspection, known: Known, last: date) -> None:
    apply_rules(
        file.kept(),
        file.faults,
        today=last,
        sources=known.sources["source_id"].astype(TEXT),
        cases=known.cases["case_id"].astype(TEXT),
        further=_STORABLE,
    )
    file.strike()


_STORABLE: Final[tuple[tuple[str, Rule], ...]] = tuple(
    (table, cell_rule("checks.nul", column, without_nul))
    for table, columns in FREE_TEXT.items()
    for column in columns
)


def _compare(file: Inspection, known: Known) -> None:
    """Set aside what the register has already; refuse the same id with other content."""
    for table, column, compare, held, rule in (
        ("sources", "source_id", known_sources, known.sources, "checks.other_source"),
        ("cases", "case_id", known_cases, known.cases, "checks.other_case"),
    ):
        if held.empty:
            continue
        found = compare(file.sound(), held)
        frame = file.frames[table]
        other = frame.index[frame[column].isin(found.other) & ~file.again[table]]
        cells = frame.loc[other, column]
        file.faults.add_cells(table, column, cells, rule, details=_entries(cells, column, held))
        names = ("sources",) if table == "sources" else ("cases", "stops", "events", "figures")
        for name in names:
            file.again[name] |= file.frames[name][column].isin(found.same).to_numpy(dtype=bool)
        file.strike()


def _entries(cells: pd.Series[str], column: str, held: pd.DataFrame) -> dict[Any, Details]:
    """Name the entry of the register that brought each id."""
    entry = held.drop_duplicates(column, keep="last").set_index(column)["entry"]
    return {label: (("entry", str(entry[value])),) for label, value in cells[:LISTED_ROWS].items()}


def _check_statistics(draft: Draft, known: Known, options: Options, last: date) -> Checked:
    table = "statistics"
    frame = draft.tables[table].reset_index(drop=True).astype(TEXT)[list(STATISTICS)]
    origin = {table: draft.origin[table].reset_index(drop=True)}
    faults = Faults(file=draft.file, origin=origin, headers=draft.headers)
    apply(table, frame, statistic_rules(last), faults)
    bad = np.zeros(len(frame), dtype=bool)
    bad[faults.wrong(table).to_numpy(dtype=np.int64)] = True
    numbers = frame.assign(count=pd.to_numeric(frame["count"].where(~bad, "0")).astype("Int64"))
    again = repeated_statistics(numbers, known.statistics)
    return close_statistics(draft, numbers, origin[table], bad, again, faults, options)
