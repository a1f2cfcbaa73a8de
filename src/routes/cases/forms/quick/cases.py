"""The cases of the quick form: what their rows say, taken together."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from routes.cases.codes import CODE_COLUMNS, CODE_LIST_COLUMNS, HANDLING
from routes.cases.dates import is_date, span
from routes.cases.forms.cells import at, constant, distinct, filled, translated
from routes.cases.forms.columns import precision_of, tell_words
from routes.cases.forms.conventions import Conventions
from routes.cases.forms.dates import iso_period
from routes.cases.forms.grouping import first_said, firsts, merged
from routes.cases.forms.labels import code_of, codes_of
from routes.cases.forms.quick.rows import Made, Routes
from routes.cases.forms.remarks import Remarks
from routes.cases.intake.model import Options
from routes.cases.model import LIST_SEPARATOR

_TEXTS: Final = ("authority", "summary_es", "summary_en", "note_es", "note_en")


def draft_cases(routes: Routes, own: Conventions, options: Options, remarks: Remarks) -> Made:
    """Return one row for each case.

    Purposes, means and ways of recruitment of several rows are put together, the strictest handling
    holds, the period is that of all rows, and of anything else the first row that says it holds;
    what differs is told.

    Parameters
    ----------
    routes : Routes
        The rows.
    own : Conventions
        How the file writes dates.
    options : Options
        What the user has decided.
    remarks : Remarks
        Where to add what differs and what was assumed.
    """
    frame = routes.frame
    leading = firsts(routes.case)
    name = frame["case"].where(frame["case"] != "", frame["route"])
    cells = {
        "case_id": at(routes.case_id, leading),
        "name": at(name, leading),
        "kind": constant("case", pd.RangeIndex(len(leading))),
        "status": _status(routes, remarks),
        "handling": _handling(routes, options, remarks),
    }
    for column, code_list in CODE_LIST_COLUMNS["cases"].items():
        read = partial(_codes, code_list)
        cells[column], _ = merged(translated(frame[column], read), routes.case, _together)
    for column in _TEXTS:
        cells[column] = _said(routes, column, frame[column], remarks)
    start, end = _period(frame, own)
    cells["period_start"], _ = merged(start, routes.case, _earliest)
    cells["period_end"], _ = merged(end, routes.case, _latest)
    cells["date_precision"] = precision_of(cells["period_start"])
    return Made(pd.DataFrame(cells), leading)


def _said(routes: Routes, column: str, cells: pd.Series[str], remarks: Remarks) -> pd.Series[str]:
    said, others = first_said(cells, routes.case)
    heading = routes.heading(column)
    remarks.rows("case_differs", routes.cells(column, others), column=heading)
    return said


def _status(routes: Routes, remarks: Remarks) -> pd.Series[str]:
    cells = routes.frame["status"]
    tell_words("status", cells, routes.heading("status"), remarks)
    read = translated(cells, lambda text: code_of(CODE_COLUMNS["cases"]["status"], text) or text)
    return filled(_said(routes, "status", read, remarks), "alleged")


def _handling(routes: Routes, options: Options, remarks: Remarks) -> pd.Series[str]:
    cells = routes.frame["handling"]
    heading = routes.heading("handling")
    tell_words("handling", cells, heading, remarks)
    read = translated(cells, lambda text: code_of("handling", text) or text)
    said, others = merged(read, routes.case, _strictest)
    remarks.rows("case_stricter", routes.cells("handling", others), column=heading)
    usual = options.handling or "reserved"
    remarks.count(f"default_handling_{usual}", int((said == "").sum()), column=heading)
    return filled(said, usual)


def _strictest(said: list[str]) -> str:
    """Return the strictest of several; one that is not understood goes first, to be corrected."""
    unknown = [text for text in said if text not in HANDLING]
    return unknown[0] if unknown else max(said, key=list(HANDLING).index)


def _codes(code_list: str, text: str) -> str:
    return (codes_of(code_list, text) or text) if text else ""


def _together(said: list[str]) -> str:
    return LIST_SEPARATOR.join(
        dict.fromkeys(code for text in said for code in text.split(LIST_SEPARATOR))
    )


def _earliest(said: list[str]) -> str:
    """Return the date that begins first; one that is not understood goes before it."""
    odd = [text for text in said if not is_date(text)]
    return odd[0] if odd else min(said, key=lambda text: (span(text)[0], len(text)))


def _latest(said: list[str]) -> str:
    """Return the date that ends last; one that is not understood goes before it."""
    odd = [text for text in said if not is_date(text)]
    return odd[0] if odd else max(said, key=lambda text: (span(text)[1], -len(text)))


def _period(frame: pd.DataFrame, own: Conventions) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return the ends of the periods; two columns of their own go before the one of both."""

    def ends(columns: tuple[str, str], number: int) -> pd.Series[str]:
        made = constant("", frame.index)
        for column in columns:
            known = {
                text: iso_period(text, day_first=own.day_first) for text in distinct(frame[column])
            }
            read = partial(_end, known, number)
            made = made.where(made != "", translated(frame[column], read))
        return made

    start = ends(("period_start", "period"), 0)
    # A period that is not understood is said once, as it is written.
    return start, ends(("period_end", "period"), 1).where(_is_read(frame, own), "")


def _end(known: dict[str, tuple[str, str] | None], number: int, text: str) -> str:
    found = known.get(text)
    return found[number] if found else text


def _is_read(frame: pd.DataFrame, own: Conventions) -> np.ndarray:
    """Tell which rows have their own end, or a period that is understood."""
    unread = [
        text
        for text in distinct(frame["period"])
        if iso_period(text, day_first=own.day_first) is None
    ]
    told: np.ndarray = (frame["period_end"] != "").to_numpy(bool)
    return told | ~frame["period"].isin(unread).to_numpy(bool)
