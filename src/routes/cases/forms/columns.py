"""Making the columns of the tables of what people write in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

import pandas as pd

from geo.names import fold
from routes.cases.codes import CODE_COLUMNS, CODE_LIST_COLUMNS
from routes.cases.dates import is_date, precision
from routes.cases.forms.cells import distinct, translated
from routes.cases.forms.conventions import Conventions
from routes.cases.forms.dates import iso_date
from routes.cases.forms.labels import (
    code_of,
    codes_of,
    is_label,
    nationalities_of,
    truth_of,
)
from routes.cases.forms.numbers import figure, whole
from routes.cases.forms.remarks import Remarks, named
from routes.cases.model import POSITION
from routes.text import load

_DATES: Final = ("published_on", "accessed_on", "period_start", "period_end", "happened_on")
_WHOLE: Final = ("route_no", "stop_no", "value", "count")
_LANGUAGES: Final = {
    "espanol": "es",
    "castellano": "es",
    "spanish": "es",
    "ingles": "en",
    "english": "en",
    "portugues": "pt",
    "portuguese": "pt",
    "frances": "fr",
    "french": "fr",
}
_DEGREES: Final = re.compile(r"([-+−]?\d{1,3}),(\d+)", re.A)


def understood(
    frame: pd.DataFrame, table: str, own: Conventions, remarks: Remarks, headings: dict[str, str]
) -> pd.DataFrame:
    """Return cells as the tables write them, as far as they are understood.

    Codes, dates, whole numbers, nationalities and truths are understood; places are not looked at,
    and whatever is not understood stays as it is written.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text by column.
    table : str
        One of the five tables.
    own : Conventions
        How the file writes dates and numbers.
    remarks : Remarks
        Where to add which words were read as codes.
    headings : dict of str to str
        Headings as written, by column.
    """
    made = {}
    for column in map(str, frame.columns):
        reader = _reader(table, column, own)
        cells = frame[column]
        made[column] = translated(cells, reader) if reader else cells
        code_list = CODE_COLUMNS.get(table, {}).get(column)
        if code_list:
            tell_words(code_list, cells, headings.get(column, column), remarks)
    return pd.DataFrame(made, index=frame.index)


def tell_words(code_list: str, cells: pd.Series[str], heading: str, remarks: Remarks) -> None:
    """Add which words of a column, neither codes nor labels, were read as which codes."""
    t = load(remarks.language)
    pairs = [
        (value, t.code(code_list, code))
        for value in distinct(cells)
        if (code := code_of(code_list, value))
        and not is_label(code_list, value)
        and code_list not in ("reliability", "credibility")
    ]
    if pairs:
        remarks.add("words_read", column=heading, details=[("names", named(pairs))])


def qualified(values: pd.Series[str], own: Conventions) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return numbers in digits, and what they say of their exactness where they say it.

    Examples
    --------
    >>> from routes.cases.forms.cells import text_column
    >>> value, exactness = qualified(text_column(["al menos 30", "17", "?"]), Conventions())
    >>> value.tolist(), exactness.tolist()
    (['30', '17', '?'], ['at_least', '', ''])
    """

    def part(text: str, number: int) -> str:
        found = figure(text, decimal=own.decimal) if text else None
        if found is None:
            return "" if number else text
        return "" if number and found[1] == "exact" else found[number]

    return translated(values, lambda text: part(text, 0)), translated(
        values, lambda text: part(text, 1)
    )


def precision_of(dates: pd.Series[str]) -> pd.Series[str]:
    """Return how precise ISO dates are; ``unknown`` where there is none.

    Examples
    --------
    >>> from routes.cases.forms.cells import text_column
    >>> precision_of(text_column(["2020-12", ""])).tolist()
    ['month', 'unknown']
    """
    return translated(dates, lambda text: precision(text) if is_date(text) else "unknown")


def _reader(table: str, column: str, own: Conventions) -> Callable[[str], str] | None:
    """Return what makes a cell of a column of what is written there; None to leave it."""
    read: Callable[[str], str | None] | None = None
    code_list = CODE_COLUMNS.get(table, {}).get(column)
    several = CODE_LIST_COLUMNS.get(table, {}).get(column)
    if code_list:
        read = partial(code_of, code_list)
    elif several:
        read = partial(codes_of, several)
    elif column in _DATES:
        read = partial(iso_date, day_first=own.day_first)
    elif column in _WHOLE:
        read = partial(whole, decimal=own.decimal)
    elif column in POSITION:
        read = _degrees
    elif column == "nationality":
        read = nationalities_of
    elif column == "preferred":
        read = truth_of
    elif column == "language":
        read = _language
    if read is None:
        return None
    return partial(_kept, read)


def _kept(read: Callable[[str], str | None], text: str) -> str:
    """Return what a text is read as; itself where it is not understood."""
    return (read(text) or text) if text else text


def _language(text: str) -> str | None:
    return _LANGUAGES.get(fold(text[:40]))


def _degrees(text: str) -> str | None:
    match = _DEGREES.fullmatch(text)
    return f"{match[1]}.{match[2]}" if match else None
