"""Recognising the headings of columns, in Spanish or English, however they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from geo.names import fold
from routes.cases.forms.synonyms import SYNONYMS
from routes.cases.model import OPTIONAL, POSITION, REQUIRED, STATISTICS, TABLE_NAMES
from routes.text import LANGUAGES, load

QUICK: Final = tuple(SYNONYMS["quick"])
"""Columns of the quick form."""

TABLES: Final = (*TABLE_NAMES, "quick", "statistics", "transits")
"""All that a sheet can hold."""

NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "sources": ("source_id", "publisher", "title"),
    "cases": ("case_id", "name"),
    "stops": ("case_id", "stop_no", "role", "place_id", "evidence", "source_id"),
    "events": ("case_id", "event", "place_id", "source_id"),
    "figures": ("case_id", "measure", "value", "source_id"),
    "quick": ("route", "source"),
    "statistics": ("happened_on", "municipality_id", "offence", "count"),
    "transits": ("happened_on", "nationality", "count"),
}
"""Columns without which no row can be right."""

_COUNTING: Final = re.compile(
    r"^(?:n|no|nro|num|numero|number|cantidad|total|n o)(?: de| of)?(?: las| los| the)? (?=\w)"
)
_NEAR: Final = 75
_NEAREST: Final = 3


@dataclass(frozen=True)
class Heading:
    """What one heading may stand for.

    Parameters
    ----------
    column : str
        The column.
    languages : tuple of str
        The languages in which it is written like this.
    """

    column: str
    languages: tuple[str, ...]


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns that a sheet of a table may have, in order.

    Examples
    --------
    >>> columns_of("events")[-2:]
    ('lat', 'lon')
    """
    if table == "quick":
        return QUICK
    if table == "statistics":
        return STATISTICS
    if table == "transits":
        return NEEDED[table]
    position = POSITION if table in ("stops", "events") else ()
    return REQUIRED[table] + OPTIONAL[table] + position


def recognise(table: str, heading: str) -> Heading | None:
    """Return what a heading stands for in a table; None if it is not known there.

    Nothing is guessed: a heading is known or it is not; see `near` for what it may be.

    Examples
    --------
    >>> recognise("quick", "N° de VÍCTIMAS").column, recognise("stops", "case_id").column
    ('victims', 'case_id')
    >>> recognise("stops", "n.º de ruta").column, recognise("stops", "rutta")
    ('route_no', None)
    """
    known = _known(table)
    for form in _forms(heading):
        if form in known:
            return known[form]
    return None


def near(table: str, heading: str, *, taken: Collection[str] = ()) -> list[str]:
    """Return columns that an unknown heading may stand for, the likeliest first.

    Examples
    --------
    >>> near("quick", "víctmas")
    ['victims']
    """
    options = {form: known.column for form, known in _known(table).items()}
    found = process.extract(
        fold(heading[:80]), list(options), scorer=fuzz.ratio, limit=12, score_cutoff=_NEAR
    )
    columns = dict.fromkeys(options[form] for form, _, _ in found)
    return [column for column in columns if column not in taken][:_NEAREST]


def score(table: str, header: Sequence[str]) -> int:
    """Return how many columns of a table a row of headings names; 0 if it cannot be one."""
    named = {known.column for each in header if (known := recognise(table, each)) is not None}
    return len(named) if _is_possible(table, named) else 0


def language(table: str, header: Sequence[str]) -> str:
    """Return the language that most of the headings are written in; ``""`` if there is none."""
    votes = dict.fromkeys(LANGUAGES, 0)
    for heading in header:
        known = recognise(table, heading)
        for lang in known.languages if known is not None and len(known.languages) == 1 else ():
            votes[lang] += 1
    best = max(votes, key=lambda lang: votes[lang])
    return best if votes[best] else ""


def _is_possible(table: str, named: set[str]) -> bool:
    """Tell whether columns make a table rather than another that shares some with it."""
    if table == "quick":
        return "route" in named and len(named) > 1 and "stop_no" not in named
    if table == "statistics":
        where = {"department_id", "department", "municipality_id", "municipality"}
        return {"happened_on", "count"} <= named and bool(where & named) and len(named) >= 4
    if table == "transits":
        return named == set(NEEDED[table])
    marks = {
        "sources": {"publisher", "title", "url", "reliability"},
        "cases": {"name", "kind", "status", "purposes", "handling", "period_start"},
        "stops": {"stop_no", "role", "evidence"},
        "events": {"event"},
        "figures": {"measure", "value"},
    }[table]
    keys = {"sources": "source_id", "stops": "place_id", "events": "place_id"}
    key = keys.get(table, "case_id")
    least = 2 if table in ("figures", "stops", "cases", "sources") else 1
    return key in named and len(marks & named) >= least


def _forms(heading: str) -> list[str]:
    """Return how a heading may be looked up: whole, without brackets, without 'number of'."""
    whole = fold(heading[:200])
    bare = fold(re.sub(r"[(\[{].*?[)\]}]", " ", heading[:200]))
    counted = [_COUNTING.sub("", form) for form in (whole, bare)]
    return [form for form in dict.fromkeys([whole, bare, *counted]) if form]


@cache
def _known(table: str) -> dict[str, Heading]:
    """Return what every known heading of a table stands for; earlier columns go first."""
    written: dict[str, dict[str, set[str]]] = {}
    for column in columns_of(table):
        for position, lang in enumerate(LANGUAGES):
            label = load(lang).entries.get(f"forms.heading.{table}.{column}", "")
            others = SYNONYMS[table].get(column, ("", ""))[position].split("|")
            for each in (label, *others):
                if fold(each):
                    written.setdefault(fold(each), {}).setdefault(column, set()).add(lang)
        written[fold(column)] = {column: set(LANGUAGES[1:])}
    known = {}
    for form, columns in written.items():
        column = next(iter(columns))
        known[form] = Heading(column, tuple(sorted(columns[column])))
    return known
