"""How one file writes dates and numbers: told by the user, or else by the file itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from routes.cases.forms.cells import distinct
from routes.cases.forms.dates import Order, order_of
from routes.cases.forms.numbers import decimal_mark
from routes.cases.forms.recognition import Contents, Part
from routes.cases.forms.remarks import Remarks
from routes.cases.intake.model import Book, Options, Recognised

DATES: Final = (
    *("published_on", "accessed_on", "period_start", "period_end", "happened_on"),
    *("period", "source_date"),
)
"""Columns of dates, in any form."""

NUMBERS: Final = (
    *("route_no", "stop_no", "value", "lat", "lon", "count"),
    *("victims", "minors", "women", "girls", "men", "boys", "arrests"),
)
"""Columns of numbers, in any form."""


@dataclass(frozen=True)
class Conventions:
    """How a file writes dates and numbers.

    Parameters
    ----------
    day_first : bool
        Whether 03/04/2020 is the third of April.
    decimal : {",", "."}
        The decimal mark.
    """

    day_first: bool = True
    decimal: str = ","


def conventions(contents: Contents, options: Options, remarks: Remarks) -> Conventions:
    """Recognise how a file writes dates and numbers, and tell what is not sure.

    Parameters
    ----------
    contents : Contents
        What the file holds.
    options : Options
        What the user has decided.
    remarks : Remarks
        Where to add what was assumed.
    """
    order = Order()
    for part in contents.parts:
        found = order_of_part(part)
        order = Order(
            order.day_first + found.day_first,
            order.month_first + found.month_first,
            order.either + found.either,
        )
    day_first = order.is_day_first if options.day_first is None else options.day_first
    if options.day_first is None and order.found:
        _tell_order(order, remarks)
    marks = [mark for part in contents.parts if (mark := _decimal_of(part))]
    spoken = Counter(part.language for part in contents.parts if part.language)
    usual = "." if spoken and spoken.most_common(1)[0][0] == "en" else ","
    decimal = options.decimal or (marks[0] if marks else usual)
    return Conventions(day_first, decimal)


def described(part: Part, book: Book, own: Conventions) -> Recognised:
    """Return how a sheet was understood, to be shown."""
    marked = any(
        "," in value or "." in value
        for column in NUMBERS
        if column in part.frame
        for value in distinct(part.frame[column])
    )
    return Recognised(
        sheet=part.sheet.name,
        table=part.table,
        encoding=book.encoding.get(part.sheet.name, ""),
        delimiter=book.delimiter.get(part.sheet.name, ""),
        decimal=own.decimal if marked else "",
        day_first=own.day_first if order_of_part(part).found else None,
        language=part.language,
        columns=tuple(zip(part.sheet.header, part.columns, strict=True)),
        rows=len(part.sheet.cells),
    )


def left_out(book: Book, contents: Contents) -> list[Recognised]:
    """Return the sheets that were left out, to be shown."""
    return [
        replace(
            Recognised(sheet.name, "", rows=len(sheet.cells)),
            encoding=book.encoding.get(sheet.name, ""),
            delimiter=book.delimiter.get(sheet.name, ""),
            columns=tuple((heading, "") for heading in sheet.header),
        )
        for sheet in contents.others
    ]


def order_of_part(part: Part) -> Order:
    """Return what the dates of a sheet say of the order of day and month."""
    values = [
        value for column in DATES if column in part.frame for value in distinct(part.frame[column])
    ]
    return order_of(values)


def _tell_order(order: Order, remarks: Remarks) -> None:
    if order.mixed:
        remarks.count("date_mixed", min(order.day_first, order.month_first))
    elif not (order.day_first or order.month_first):
        remarks.count("date_day_first", order.either)


def _decimal_of(part: Part) -> str:
    values = [
        value
        for column in NUMBERS
        if column in part.frame
        for value in distinct(part.frame[column])
    ]
    return decimal_mark(values)
