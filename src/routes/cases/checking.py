"""Checking the cells of the five tables: every fault at once, none of them fatal to the others.

Each check looks at the distinct values of a column first, and at its rows only where a
value is wrong, so that a million cases take seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from routes.cases.codes import CODE_COLUMNS, CODE_LIST_COLUMNS, CODE_LISTS
from routes.cases.dates import is_as_precise, span
from routes.cases.faults import Details, Faults
from routes.cases.model import BOOLEANS, INTEGERS
from routes.cases.placing import check_places
from routes.cases.values import check_code_list, nearest, wrong_cells

Raw = Mapping[str, pd.DataFrame]
"""Tables as text by name, the index being the spreadsheet row; a table or column that could
not be read is left out and not spoken of again."""

LARGEST_NUMBER = 10**15
IDENTIFIER = r"[A-Za-z0-9._:-]{1,64}"
"""What a case_id or source_id is made of."""

_IDS = {
    "sources": ("source_id",),
    "cases": ("case_id",),
    "stops": ("case_id", "source_id"),
    "events": ("case_id", "source_id"),
    "figures": ("case_id", "source_id"),
}
_NEEDED = {
    "sources": ("publisher", "title"),
    "cases": ("name",),
    "stops": ("place_id",),
    "events": ("place_id",),
    "figures": (),
}
_MAY_BE_EMPTY = {("stops", "role"), ("sources", "date_precision")}
_DATES = {
    "sources": ("published_on", "accessed_on"),
    "cases": ("period_start", "period_end"),
    "stops": (),
    "events": ("happened_on",),
    "figures": (),
}
_PRECISE = {"sources": "published_on", "cases": "period_start", "events": "happened_on"}
_RANGES = {"route_no": (1, 10**6), "stop_no": (1, 10**6), "value": (0, LARGEST_NUMBER)}
_TRUTHS = ("true", "false")


def check_cells(raw: Raw, faults: Faults, *, today: date | None = None) -> None:
    """Check every cell by itself: identifiers, codes, dates, numbers, places.

    Parameters
    ----------
    raw : mapping of str to pandas.DataFrame
        The tables as text.
    faults : Faults
        Where to add what is wrong.
    today : datetime.date, optional
        The last day that a date may be; the current day unless given.
    """
    last = today or date.today()
    for table, frame in raw.items():
        for column in _IDS[table]:
            _check_id(table, frame, column, faults)
        for column in _NEEDED[table]:
            _check_needed(table, frame, column, faults)
        for column, code_list in CODE_COLUMNS[table].items():
            if column in frame:
                _check_codes(table, frame[column], code_list, faults)
        for column, code_list in CODE_LIST_COLUMNS.get(table, {}).items():
            if column in frame:
                check_code_list(table, frame[column], CODE_LISTS[code_list], faults)
        for column in _DATES[table]:
            _check_dates(table, frame, column, last, faults)
        _check_precision(table, frame, faults)
        _check_numbers(table, frame, faults)
        check_places(table, frame, faults)
    _check_text_forms(raw, faults)


def _check_id(table: str, frame: pd.DataFrame, column: str, faults: Faults) -> None:
    if column not in frame:
        return
    cells = frame[column]
    empty = cells[cells == ""]
    cited = column == "source_id" and table != "sources"
    faults.add_cells(table, column, empty, "checks.no_source" if cited else "checks.no_id")
    wrong = cells[~cells.str.fullmatch(IDENTIFIER) & (cells != "")]
    faults.add_cells(table, column, wrong, "checks.bad_id")


def _check_needed(table: str, frame: pd.DataFrame, column: str, faults: Faults) -> None:
    if column in frame:
        cells = frame[column]
        faults.add_cells(table, column, cells[cells == ""], "checks.empty")


def _check_codes(table: str, cells: pd.Series[str], code_list: str, faults: Faults) -> None:
    column = str(cells.name)
    codes = CODE_LISTS[code_list]
    optional = (table, column) in _MAY_BE_EMPTY
    wrong = wrong_cells(cells, lambda value: value not in codes and not (optional and value == ""))

    def details(value: str) -> Details:
        return (("list", code_list), *nearest(value, codes))

    faults.add_cells(table, column, wrong, "checks.unknown_code", details=details)


def _is_date(value: str) -> bool:
    try:
        span(value)
    except ValueError:
        return False
    return True


def _check_dates(table: str, frame: pd.DataFrame, column: str, last: date, faults: Faults) -> None:
    if column not in frame:
        return
    cells = frame[column]
    wrong = wrong_cells(cells, lambda value: value != "" and not _is_date(value))
    faults.add_cells(table, column, wrong, "checks.bad_date")
    future = wrong_cells(cells, lambda value: _is_date(value) and span(value)[0] > last)
    details = (("last", last.isoformat()),)
    faults.add_cells(table, column, future, "checks.future_date", details=details)


def _check_precision(table: str, frame: pd.DataFrame, faults: Faults) -> None:
    """Warn of a date written less precisely than the row says it is known."""
    column = _PRECISE.get(table, "")
    if column not in frame or "date_precision" not in frame:
        return
    pairs = frame[[column, "date_precision"]].drop_duplicates()
    vague = [
        (when, wanted)
        for when, wanted in pairs.itertuples(index=False)
        if when and _is_date(when) and not is_as_precise(when, wanted)
    ]
    for when, wanted in vague:
        cells = frame[column]
        rows = cells[(cells == when) & (frame["date_precision"] == wanted)]
        details = (("precision", wanted),)
        faults.add_cells(table, column, rows, "checks.vague_date", details=details)


def _check_numbers(table: str, frame: pd.DataFrame, faults: Faults) -> None:
    for column in INTEGERS[table]:
        if column in frame and column in _RANGES:
            _check_integers(table, frame[column], *_RANGES[column], faults)
    for column in BOOLEANS[table]:
        if column in frame:
            wrong = wrong_cells(frame[column], lambda value: value.lower() not in _TRUTHS)
            faults.add_cells(table, column, wrong, "checks.not_truth")


def _check_integers(
    table: str, cells: pd.Series[str], least: int, most: int, faults: Faults
) -> None:
    wrong = wrong_cells(
        cells,
        lambda value: (
            not (value.isascii() and value.isdigit() and len(value) <= 16)
            or not least <= int(value) <= most
        ),
    )
    details = (("least", str(least)), ("most", str(most)))
    faults.add_cells(table, str(cells.name), wrong, "checks.not_number", details=details)


def _check_text_forms(raw: Raw, faults: Faults) -> None:
    sources = raw.get("sources")
    if sources is None:
        return
    if "url" in sources:
        cells = sources["url"]
        wrong = cells[~cells.str.match(r"https?://", case=False) & (cells != "")]
        faults.add_cells("sources", "url", wrong, "checks.bad_address", severity="warning")
    if "language" in sources:
        cells = sources["language"]
        wrong = cells[~cells.str.fullmatch(r"[a-z]{2,3}") & (cells != "")]
        faults.add_cells("sources", "language", wrong, "checks.bad_language", severity="warning")
