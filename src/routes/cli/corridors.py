"""Commands on corridors and on the network that they make: corridors, hubs."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from routes.cli import console
from routes.cli.request import Json, LevelName, Request, reporting
from routes.flows import store
from routes.text import Text

_SHOWN: Final = 40
"""Rows of a table for people; JSON has them all."""

Row = dict[str, Any]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the ``routes`` command."""
    for command in (corridors, hubs):
        app.command()(reporting(command))


def corridors(
    request: Request,
    *,
    by_destination: Annotated[
        bool, typer.Option("--by-destination", help="All corridors to a destination in one row.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List corridors: origin area, crossing or stopover, destination area, and their cases."""
    from routes.analysis.corridors import corridors as find  # few commands need networks

    found, t = find(store(request.tables), request.query), request.t
    rows = _rows(found.ends if by_destination else found.frame, t)
    if as_json:
        value = {"cases": found.cases, "without": list(found.without), "corridors": rows}
        console.write_json({**value, **_data(request)})
        return
    request.announce()
    _write_corridors(rows, t)
    if found.without:
        console.write_line(t("corridors.cli.without", cases=", ".join(found.without)))


def _rows(frame: Any, t: Text) -> list[Row]:
    from routes.analysis.corridors import area_name

    rows: list[Row] = frame.to_dict("records")
    for row in rows:
        for name in ("origin", "gate", "destination"):
            if name in row:
                row[f"{name}_name"] = area_name(row[name], t) if row[name] else None
                row[name] = row[name] or None
    return rows


def _data(request: Request) -> Row:
    tables = request.tables
    return {
        "query": request.query.to_params(),
        "data": {"name": tables.name, "version": tables.version, "synthetic": tables.synthetic},
    }


def _write_corridors(rows: list[Row], t: Text) -> None:
    if not rows:
        console.write_line(t("corridors.cli.none"))
        return
    ends = [name for name in ("origin", "gate", "destination") if name in rows[0]]
    head = [
        t("corridors.cli.corridor"),
        *(t(f"corridors.column.{name}") for name in (*ends, "cases", "stated", "years")),
    ]
    cells = [
        (
            row["corridor"],
            *(row[f"{name}_name"] or t("corridors.no_gate") for name in ends),
            t.number(row["cases"]),
            t.number(row["stated_cases"]),
            _years(row, t),
        )
        for row in rows[:_SHOWN]
    ]
    at = len(ends) + 1
    console.write_table(t("corridors.cli.title"), head, cells, right=(at, at + 1))
    _write_rest(rows, t)


def _write_rest(rows: list[Row], t: Text) -> None:
    if len(rows) > _SHOWN:
        console.write_line(t("corridors.and_more", n=t.number(len(rows) - _SHOWN)))


def _years(row: Row, t: Text) -> str:
    first, last = row["first_year"], row["last_year"]
    if first is None:
        return t("corridors.undated")
    return str(first) if first == last else t("corridors.span", first=first, last=last)


def hubs(
    request: Request,
    *,
    level: Annotated[
        LevelName, typer.Option("--level", help="What the places are.")
    ] = LevelName.place,
    as_json: Json = False,
) -> None:
    """List the places that most cases pass, with their betweenness and what supports them."""
    from routes.analysis.network import network  # few commands need networks

    t = request.t
    found = network(store(request.tables), request.query, level=level.value, lang=t.lang)
    rows: list[Row] = [
        {str(name): value for name, value in row.items()} for row in found.frame.to_dict("records")
    ]
    if as_json:
        value = {"cases": found.cases, "legs": found.legs, "level": found.level, "hubs": rows}
        console.write_json({**value, **_data(request)})
        return
    request.announce()
    if not rows:
        console.write_line(t("corridors.cli.none"))
        return
    counts = ("through", "cases", "begins", "ends", "stated_legs", "inferred_legs")
    titles = ("place", *("touching" if each == "cases" else each for each in counts))
    head = [t(f"corridors.hubs.{name}") for name in (*titles, "betweenness")]
    cells = [
        (
            row["name"],
            *(t.number(row[name]) for name in counts),
            t.number(round(row["betweenness"], 4)),
        )
        for row in rows[:_SHOWN]
    ]
    console.write_table(t("corridors.cli.hubs"), head, cells, right=tuple(range(1, len(head))))
    _write_rest(rows, t)
