"""Rules of single cells: identifiers, codes, dates, numbers, addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pandas as pd

from geo.places import places
from routes.cases.checking.rules import Rule, cell_rule, value_rule
from routes.cases.codes import CODE_COLUMNS, CODE_LIST_COLUMNS, CODE_LISTS
from routes.cases.dates import is_date, span
from routes.cases.faults import Details, shown
from routes.cases.model import BOOLEANS, INTEGERS, TRANSIT
from routes.cases.values import nearest, nearest_part, parts

LARGEST_NUMBER: Final = 10**15
_LARGEST_COUNT: Final = 10**9
IDENTIFIER: Final = r"[A-Za-z0-9._:-]{1,64}"
"""What a case_id or source_id is made of."""

_IN_TRANSIT: Final = rf"{TRANSIT}[A-Z]{{3}}"

TRUTHS: Final = ("true", "false")

_IDS: Final = {
    "sources": ("source_id",),
    "cases": ("case_id",),
    "stops": ("case_id", "source_id"),
    "events": ("case_id", "source_id"),
    "figures": ("case_id", "source_id"),
}
NEEDED: Final = {
    "sources": ("publisher", "title"),
    "cases": ("name",),
    "stops": ("place_id",),
    "events": ("place_id",),
    "figures": (),
}
"""Columns of text that must not be empty."""

_MAY_BE_EMPTY: Final = {("stops", "role"), ("sources", "date_precision")}
_DATES: Final = {
    "sources": ("published_on", "accessed_on"),
    "cases": ("period_start", "period_end"),
    "stops": (),
    "events": ("happened_on",),
    "figures": (),
}
_RANGES: Final = {"route_no": (1, 10**6), "stop_no": (1, 10**6), "value": (0, LARGEST_NUMBER)}


def column_rules(table: str, last: date) -> list[Rule]:
    """Return the rules that each cell of a table must obey by itself.

    Parameters
    ----------
    table : str
        One of `routes.cases.model.TABLE_NAMES`.
    last : datetime.date
        The last day that a date may be.
    """
    return [
        *(rule for column in _IDS[table] for rule in _id_rules(table, column)),
        *(_filled("checks.empty", column) for column in NEEDED[table]),
        *(_code(table, *item) for item in CODE_COLUMNS[table].items()),
        *(_codes(*item) for item in CODE_LIST_COLUMNS.get(table, {}).items()),
        *(rule for column in _DATES[table] for rule in date_rules(column, last)),
        *(number_rule(column, *_RANGES[column]) for column in INTEGERS[table] if column in _RANGES),
        *(
            value_rule("checks.not_truth", column, lambda value: value.lower() in TRUTHS)
            for column in BOOLEANS[table]
        ),
        *(_SOURCE_TEXT if table == "sources" else ()),
    ]


def _filled(rule: str, column: str) -> Rule:
    return cell_rule(rule, column, lambda cells: cells != "")


def _matching(pattern: str) -> Callable[[pd.Series[str]], pd.Series[bool]]:
    return lambda cells: (cells == "") | cells.str.fullmatch(pattern)


_SOURCE_TEXT: Final = (
    cell_rule(
        "checks.bad_address",
        "url",
        lambda cells: (cells == "") | cells.str.match(r"https?://", case=False),
        severity="warning",
    ),
    cell_rule("checks.bad_language", "language", _matching(r"[a-z]{2,3}"), severity="warning"),
)


def _id_rules(table: str, column: str) -> tuple[Rule, Rule]:
    cited = column == "source_id" and table != "sources"
    missing = "checks.no_source" if cited else "checks.no_id"
    return _filled(missing, column), cell_rule("checks.bad_id", column, _matching(IDENTIFIER))


def _code(table: str, column: str, code_list: str) -> Rule:
    codes = CODE_LISTS[code_list]
    optional = (table, column) in _MAY_BE_EMPTY

    def details(value: str) -> Details:
        return (("list", code_list), *nearest(value, codes))

    def is_right(value: str) -> bool:
        return value in codes or (optional and value == "")

    return value_rule("checks.unknown_code", column, is_right, details)


def _codes(column: str, code_list: str) -> Rule:
    codes = CODE_LISTS[code_list]
    return value_rule(
        "checks.unknown_in_list",
        column,
        lambda value: all(part in codes for part in parts(value)),
        lambda value: nearest_part(value, codes),
    )


def date_rules(column: str, last: date) -> tuple[Rule, Rule]:
    """Return the rules of a date that may be empty."""
    return (
        value_rule("checks.bad_date", column, lambda value: value == "" or is_date(value)),
        value_rule(
            "checks.future_date",
            column,
            lambda value: not is_date(value) or span(value)[0] <= last,
            (("last", last.isoformat()),),
        ),
    )


def number_rule(column: str, least: int, most: int) -> Rule:
    """Return the rule of a whole number."""

    def is_right(value: str) -> bool:
        digits = value.isascii() and value.isdigit() and len(value) <= 16
        return digits and least <= int(value) <= most

    details = (("least", str(least)), ("most", str(most)))
    return value_rule("checks.not_number", column, is_right, details)


def statistic_rules(last: date) -> list[Rule]:
    """Return the rules of official statistics: when, where, how many.

    Parameters
    ----------
    last : datetime.date
        The last day that a date may be.
    """
    known = places()

    def is_unit(value: str) -> bool:
        return value == "" or (value in known and known[value].level == "department")

    return [
        _filled("checks.empty", "happened_on"),
        _filled("checks.empty", "offence"),
        *date_rules("happened_on", last),
        number_rule("count", 1, _LARGEST_COUNT),
        value_rule("checks.unknown_place", "department_id", is_unit),
        cell_rule("checks.bad_municipality", "municipality_id", _matching(r"[0-9]{5}")),
        Rule(
            "checks.bad_nationality",
            "offence",
            lambda cells: ~cells.str.startswith(TRANSIT) | cells.str.fullmatch(_IN_TRANSIT),
            show=lambda value: shown(value.removeprefix(TRANSIT)),
        ),
        *(
            cell_rule("checks.nul", column, without_nul)
            for column in ("department", "municipality", "offence")
        ),
    ]


def without_nul(cells: pd.Series[str]) -> pd.Series[bool]:
    """Tell which cells hold no NUL, which no database keeps."""
    return ~cells.str.contains("\x00", regex=False)
