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
from routes.cases.faults import Faults
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
    rule, fix = f"The {column} is missing.", "Every row needs one."
    if column == "source_id" and table != "sources":
        rule = f"A row of {table} must name the source that supports it."
        fix = "Write the source_id of a row of sources.csv."
    faults.add_cells(table, column, empty, rule, fix)
    wrong = cells[~cells.str.fullmatch(IDENTIFIER) & (cells != "")]
    faults.add_cells(
        table,
        column,
        wrong,
        "An identifier has 1 to 64 characters, each a letter a-z, a digit or one of . _ : -",
        "Write it with these characters only.",
    )


def _check_needed(table: str, frame: pd.DataFrame, column: str, faults: Faults) -> None:
    if column in frame:
        cells = frame[column]
        faults.add_cells(table, column, cells[cells == ""], "The cell is empty.", "Fill it in.")


def _check_codes(table: str, cells: pd.Series[str], code_list: str, faults: Faults) -> None:
    column = str(cells.name)
    codes = CODE_LISTS[code_list]
    optional = (table, column) in _MAY_BE_EMPTY
    wrong = wrong_cells(cells, lambda value: value not in codes and not (optional and value == ""))
    faults.add_cells(
        table,
        column,
        wrong,
        f"Not a code of the list '{code_list}'.",
        lambda value: nearest(value, codes),
    )


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
    rule = "A date is written YYYY-MM-DD, YYYY-MM or YYYY and exists in the calendar."
    faults.add_cells(table, column, wrong, rule, "Write it so, or leave the cell empty.")
    future = wrong_cells(cells, lambda value: _is_date(value) and span(value)[0] > last)
    rule = f"The date lies in the future (after {last.isoformat()})."
    faults.add_cells(table, column, future, rule, "Check the year.")


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
        rule = f"The date is less precise than its date_precision '{wanted}'."
        faults.add_cells(table, column, rows, rule, "Write the full date or lower the precision.")


def _check_numbers(table: str, frame: pd.DataFrame, faults: Faults) -> None:
    for column in INTEGERS[table]:
        if column in frame and column in _RANGES:
            _check_integers(table, frame[column], *_RANGES[column], faults)
    for column in BOOLEANS[table]:
        if column in frame:
            wrong = wrong_cells(frame[column], lambda value: value.lower() not in _TRUTHS)
            fix = "Write true or false."
            faults.add_cells(table, column, wrong, "The cell is true or false.", fix)


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
    rule = f"The cell is a whole number from {least} to {most}, in digits only."
    fix = "Write it without separators, decimals or words."
    faults.add_cells(table, str(cells.name), wrong, rule, fix)


def _check_text_forms(raw: Raw, faults: Faults) -> None:
    sources = raw.get("sources")
    if sources is None:
        return
    if "url" in sources:
        cells = sources["url"]
        wrong = cells[~cells.str.match(r"https?://", case=False) & (cells != "")]
        rule = "The address does not begin with http:// or https://."
        fix = "It is shown as text, not as a link."
        faults.add_cells("sources", "url", wrong, rule, fix, severity="warning")
    if "language" in sources:
        cells = sources["language"]
        wrong = cells[~cells.str.fullmatch(r"[a-z]{2,3}") & (cells != "")]
        rule = "Not the code of a language (ISO 639, such as es or en)."
        fix = "Write its code."
        faults.add_cells("sources", "language", wrong, rule, fix, severity="warning")
