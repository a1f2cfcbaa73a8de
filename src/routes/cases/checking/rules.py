"""Rules of tables: what must hold of a column or of whole rows, and how pandera is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from routes.cases.faults import LISTED_ROWS, Details, Faults, Severity, shown
from routes.cases.values import right_cells

Raw = Mapping[str, pd.DataFrame]
"""Tables as text by name, each row under a label of its own; a table or column that could not
be read is left out and not spoken of again."""

Holds = Callable[[Any], "pd.Series[bool]"]
"""Given a column, or for a rule of rows the table: which of its rows obey."""

Explain = Callable[[pd.DataFrame], Sequence[Details]]
"""Given some rows that do not obey: what fills the sentences of each."""


@dataclass(frozen=True)
class Circumstances:
    """What rules refer to beyond their own table.

    Parameters
    ----------
    raw : mapping of str to pandas.DataFrame
        All tables.
    last : datetime.date
        The last day that a date may be.
    sources : pandas.Series of str
        Ids of sources that are known beside those of the tables.
    cases : pandas.Series of str
        Ids of cases of the register.
    incomplete : collection of str
        Tables of which rows could not be read: nothing is said of keys missing from them.
    row_of : callable
        Gives the spreadsheet row of a table's label.
    """

    raw: Raw
    last: date
    sources: pd.Series[str] = field(default_factory=lambda: pd.Series([], dtype="str"))
    cases: pd.Series[str] = field(default_factory=lambda: pd.Series([], dtype="str"))
    incomplete: Collection[str] = ()
    row_of: Callable[[str, Hashable], int] = lambda table, label: int(str(label))


@dataclass(frozen=True)
class Rule:
    """One rule of a table.

    Parameters
    ----------
    id : str
        Key of its sentences, ``<stem>.<rule>``.
    column : str
        The column it is about, under which its faults are listed.
    holds : callable
        Which rows obey. Given the column, or the whole table if the rule has `needs`.
    explain : callable
        What fills the sentences, for the rows that are listed.
    needs : tuple of str
        The columns that a rule of whole rows looks at.
    severity : {"error", "warning"}
        A warning rejects nothing.
    show : callable
        Makes a value that breaks it fit to be printed.
    """

    id: str
    column: str
    holds: Holds
    explain: Explain | None = None
    needs: tuple[str, ...] = ()
    severity: Severity = "error"
    show: Callable[[str], str] = shown


def schema(rules: Iterable[Rule], columns: Collection[str]) -> pa.DataFrameSchema:
    """Return the rules that the columns allow to be checked, as a schema."""
    wide = [rule for rule in rules if rule.needs and {*rule.needs, rule.column} <= {*columns}]
    single = [rule for rule in rules if not rule.needs and rule.column in columns]
    checks: dict[str, list[pa.Check]] = {}
    for rule in single:
        checks.setdefault(rule.column, []).append(_check(rule))
    return pa.DataFrameSchema(
        {name: pa.Column(None, found, nullable=True) for name, found in checks.items()},
        checks=[_check(rule) for rule in wide],
    )


def _check(rule: Rule) -> pa.Check:
    # Which rows fail is read off the check's own answer; pandera's list of them, one object a
    # cell, takes half a minute for a million.
    return pa.Check(rule.holds, name=_name(rule), ignore_na=False, n_failure_cases=1)


def _name(rule: Rule) -> str:
    return f"{rule.column} {rule.id}"


def apply(table: str, frame: pd.DataFrame, rules: Sequence[Rule], faults: Faults) -> None:
    """Check a table by its rules, all at once, and add what is wrong to `faults`."""
    named = {_name(rule): rule for rule in rules}
    if len(named) != len(rules):
        raise ValueError(f"Two rules of '{table}' have the same id and column.")
    if frame.empty:
        return
    # pandera keeps a note of every frame that it has seen; a copy of ours, sharing the cells, is
    # forgotten at once.
    seen = frame.copy(deep=False)
    try:
        schema(rules, [str(name) for name in frame]).validate(seen, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as failed:
        for error in failed.schema_errors:
            if not isinstance(error.check_output, pd.Series):
                raise error from None  # a mistake in a rule, not in the table
            _add(table, frame, named[error.check.name], error.check_output, faults)


def _add(
    table: str, frame: pd.DataFrame, rule: Rule, holds: pd.Series[bool], faults: Faults
) -> None:
    wrong = faults.unspoken(table, rule.column, frame.index[~holds.to_numpy(dtype=bool)])
    listed = frame.loc[wrong[:LISTED_ROWS]]
    details: Sequence[Details] = rule.explain(listed) if rule.explain else [()] * len(listed)
    faults.add_cells(
        table,
        rule.column,
        frame.loc[wrong, rule.column],
        rule.id,
        details=dict(zip(listed.index, details, strict=True)),
        severity=rule.severity,
        show=rule.show,
    )


def value_rule(
    id: str,
    column: str,
    is_right: Callable[[str], bool],
    details: Callable[[str], Details] | Details = (),
    *,
    severity: Severity = "error",
) -> Rule:
    """Return a rule of the values of a column, each distinct one looked at once."""
    told = cache(details) if callable(details) else lambda value: details
    return Rule(
        id,
        column,
        lambda cells: right_cells(cells, is_right),
        lambda rows: [told(value) for value in rows[column]],
        severity=severity,
    )


def cell_rule(
    id: str,
    column: str,
    holds: Holds,
    details: Details = (),
    *,
    severity: Severity = "error",
) -> Rule:
    """Return a rule of the cells of a column, looked at all together."""
    return Rule(id, column, holds, lambda rows: [details] * len(rows), severity=severity)
