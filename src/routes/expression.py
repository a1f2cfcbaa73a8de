"""From a query to flows as one Ibis expression, for any database that Ibis speaks.

It asks one wide table of legs (`routes.snapshot.legs_table`), in which every filter is a condition
on a column, and finds what `routes.flows.flows` finds: an office that outgrows one machine keeps
its questions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import ibis
import ibis.expr.types as ir

from routes.columns import fold
from routes.levels import LEVELS
from routes.query import RouteQuery
from routes.scope import ALL_LEVELS, Scope
from routes.snapshot.legs_table import SCHEMA, SEPARATOR

RESULT: Final = (
    "from",
    "to",
    "cases",
    "stated_cases",
    "inferred_cases",
    "first_year",
    "last_year",
)
"""Columns of the flows that the expression gives, in no order of rows."""

_AMONG: Final = {"mode": "mode", "evidence": "evidence", "handling": "handling"}
_HOLDING: Final = {
    "origin": "origins",
    "destination": "destinations",
    "via": "vias",
    "crossing": "crossings",
    "purpose": "purposes",
    "nationality": "nationalities",
}
_MANY: Final = -1
"""Stands for all cases with a single leg in a flow."""

_MOST_COMPILED: Final = 256


def flows_expression(
    legs: ir.Table, query: RouteQuery, *, level: str = "place", scope: Scope | None = None
) -> ir.Table:
    """Return the flows that a query asks for, as an expression on a table of legs.

    Parameters
    ----------
    legs : ibis.expr.types.Table
        A table with the columns of `routes.snapshot.legs_table.SCHEMA`.
    query : RouteQuery
        What is asked.
    level : {"place", "department", "country"}
        As for `routes.flows.flows`.
    scope : Scope, optional
        What the reader may see; everything where left out. Of departments a table of legs
        knows nothing: limit the cases that it is made of.

    Returns
    -------
    ibis.expr.types.Table
        The columns of `RESULT`: place ids, distinct cases, years (null without a date).

    Raises
    ------
    ValueError
        If there is no such level, or the scope is limited to departments.
    """
    if level not in LEVELS:
        raise ValueError(f"Invalid level '{level}'. Must be one of {', '.join(LEVELS)}.")
    if scope is not None and scope.departments is not None:
        raise ValueError("Legs do not know their departments. Limit the tables by Scope.limit.")
    conditions = _conditions(legs, query, scope or Scope())
    chosen = legs.filter(conditions) if conditions else legs
    return _counted(
        chosen.select(
            **{"from": chosen[f"from_{level}"], "to": chosen[f"to_{level}"]},
            case=ibis.ifelse(chosen[f"once_{level}"], _MANY, chosen["case"]),
            stated=(chosen["evidence"] == "stated").cast("int32"),
            first=chosen["first_year"],
            last=chosen["last_year"],
        )
    )


def _counted(legs: ir.Table) -> ir.Table:
    """Count the distinct cases of each flow.

    Nearly every case has one leg in a flow; those are counted together. Only the others are
    gathered by case first. Databases take several times as long to count distinct values.
    """
    runs = legs.group_by("from", "to", "case").aggregate(
        legs=legs.count(),
        stated=legs["stated"].sum(),
        any_stated=legs["stated"].max(),
        first=legs["first"].min(),
        last=legs["last"].max(),
    )
    many = runs["case"] == _MANY
    flows = runs.group_by("from", "to").aggregate(
        cases=ibis.ifelse(many, runs["legs"], 1).sum(),
        stated_cases=ibis.ifelse(many, runs["stated"], runs["any_stated"]).sum(),
        first_year=runs["first"].min(),
        last_year=runs["last"].max(),
    )
    inferred = flows["cases"] - flows["stated_cases"]
    return flows.mutate(inferred_cases=inferred).select(*RESULT)


def _conditions(legs: ir.Table, query: RouteQuery, scope: Scope) -> list[ir.BooleanValue]:
    """Return what a leg must meet."""
    found = [
        legs[column].isin(getattr(query, field))
        for field, column in _AMONG.items()
        if getattr(query, field)
    ]
    found += [
        _holds_any(legs[column], getattr(query, field))
        for field, column in _HOLDING.items()
        if getattr(query, field)
    ]
    found += [_holds_word(legs["words"], word) for word in fold(query.text).split()]
    if scope.handling != ALL_LEVELS:
        found.append(legs["handling"].isin(scope.handling))
    # A year that is not known meets neither condition.
    first, last = query.years or (None, None)
    if first is not None:
        found.append(legs["last_year"] >= first)
    if last is not None:
        found.append(legs["first_year"] <= last)
    if query.minors:
        found.append(legs["minors"] == query.minors)
    if query.credibility is not None:
        found.append(legs["credibility"] <= query.credibility)
    if query.source:
        found += [legs[name].isin(query.source) for name in ("departure_source", "arrival_source")]
    return found


def _holds_any(cells: ir.StringColumn, codes: tuple[str, ...]) -> ir.BooleanValue:
    held = [cells.contains(f"{SEPARATOR}{code}{SEPARATOR}") for code in codes]
    return ibis.or_(*held)


def _holds_word(texts: ir.StringColumn, word: str) -> ir.BooleanValue:
    # No text holds a NUL, and PostgreSQL takes none in a question either.
    return ibis.literal(False) if "\0" in word else texts.contains(word)


@lru_cache(maxsize=_MOST_COMPILED)
def compiled(query: RouteQuery, *, level: str, scope: Scope, dialect: str) -> str:
    """Return the SQL of `flows_expression` on a table named ``legs``; kept for each question.

    Parameters
    ----------
    query, level, scope
        As for `flows_expression`.
    dialect : str
        A database that Ibis compiles for: ``duckdb``, ``postgres``, …

    Raises
    ------
    ValueError
        If there is no such level.
    """
    legs = ibis.table(SCHEMA, name="legs")
    return str(
        ibis.to_sql(flows_expression(legs, query, level=level, scope=scope), dialect=dialect)
    )
