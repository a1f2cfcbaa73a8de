"""Dates as they are typed: their precision follows what was written, and is never finer."""

from __future__ import annotations

from typing import Any

from routes.cases.codes import DATE_PRECISIONS
from routes.cases.dates import precision, span


def dated(column: str, part: Any, value: str, *others: str) -> dict[str, Any]:
    """Return the fields that a typed date changes: itself, and how precise it is known.

    Parameters
    ----------
    column : str
        Field of the date.
    part : object
        What has the date, with its ``date_precision``.
    value : str
        What was typed.
    others : str
        Fields of dates that share the precision.
    """
    text = value.strip()
    fields: dict[str, Any] = {column: text}
    dates = [each for each in (text, *(getattr(part, other) for other in others)) if each]
    try:
        written = [precision(each) for each in dates if span(each)]
    except ValueError:
        return fields
    order = list(DATE_PRECISIONS)
    coarsest = max(written, key=order.index, default="unknown")
    known = part.date_precision
    if not dates or known in ("", "unknown") or order.index(known) < order.index(coarsest):
        fields["date_precision"] = coarsest
    return fields
