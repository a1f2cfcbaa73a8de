"""Applying all rules to the tables of a folder or a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from routes.cases.checking.columns import column_rules
from routes.cases.checking.places import place_rules
from routes.cases.checking.rows import row_rules
from routes.cases.checking.rules import Circumstances, Raw, Rule, apply
from routes.cases.faults import Faults
from routes.cases.model import TEXT

NOTHING = pd.Series([], dtype=TEXT)
"""No ids."""


def apply_rules(
    raw: Raw,
    faults: Faults,
    *,
    today: date | None = None,
    sources: pd.Series[str] = NOTHING,
    cases: pd.Series[str] = NOTHING,
    further: Iterable[tuple[str, Rule]] = (),
) -> None:
    """Check every cell by itself and what rows say together; all faults at once.

    Parameters
    ----------
    raw : mapping of str to pandas.DataFrame
        The tables as text.
    faults : Faults
        Where to add what is wrong.
    today : datetime.date, optional
        The last day that a date may be; the current day unless given.
    sources, cases : pandas.Series of str
        Ids of sources and cases that the register holds.
    further : iterable of (str, Rule)
        More rules, each with the table that it is for.
    """
    last = today or date.today()
    given = Circumstances(
        raw=raw,
        last=last,
        sources=sources,
        cases=cases,
        incomplete=faults.incomplete,
        row_of=lambda table, label: faults.place(table, label)[1],
    )
    more = list(further)
    for table, frame in raw.items():
        rules = column_rules(table, last) + place_rules(table) + row_rules(table, given)
        apply(table, frame, rules + [rule for name, rule in more if name == table], faults)
