"""The command that chooses the crossings and hubs that cover most documented routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer

from geo.places import places
from routes.analysis.coverage import (
    MOST,
    Coverage,
    Displacement,
    Pick,
    Stability,
    Weaker,
    coverage,
    displacement,
    stability,
    weaker,
)
from routes.analysis.wording import coverage_said
from routes.cli import console
from routes.cli.request import Json, Request, reporting
from routes.flows import store
from routes.text import Text

Row = dict[str, Any]


class WeightName(StrEnum):
    """What is counted as covered."""

    cases = "cases"
    routes = "routes"
    victims = "victims"


class OfferedName(StrEnum):
    """Which places may be chosen."""

    both = "both"
    crossings = "crossings"
    hubs = "hubs"


def add_to(app: typer.Typer) -> None:
    """Add the command to the ``routes`` command."""
    app.command("coverage")(reporting(cover))


def cover(
    request: Request,
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=MOST, help="How many places.")] = 3,
    weight: Annotated[
        WeightName, typer.Option("--weight", help="What is counted; a case counts once.")
    ] = WeightName.cases,
    offered: Annotated[
        OfferedName, typer.Option("--offered", help="Which places may be chosen.")
    ] = OfferedName.both,
    resamples: Annotated[
        int,
        typer.Option("--resamples", min=0, max=10_000, help="Choose again for cases drawn anew."),
    ] = 0,
    as_json: Json = False,
) -> None:
    """Choose the crossings and hubs that cover most documented routes. For internal use."""
    columns, query, t = store(request.tables), request.query, request.t
    asked: dict[str, Any] = {"k": k, "weight": weight.value, "offered": offered.value}
    with console.waiting(t("coverage.cli.choosing")):
        found = coverage(columns, query, **asked)
        less = weaker(columns, query, chosen=found.chosen, **asked)
        moved = displacement(columns, query, found)
    again = None
    if resamples:
        with console.progress(t("coverage.cli.resampling"), resamples) as step:
            again = stability(
                columns,
                query,
                chosen=found.chosen,
                resamples=resamples,
                told=lambda done, of: step(),
                **asked,
            )
    if as_json:
        row = value(found, less, moved, again, t)
        console.write_json({**row, "synthetic": request.tables.synthetic})
        return
    request.announce()
    _write(found, less, moved, again, t)


def value(
    found: Coverage,
    less: Sequence[Weaker],
    moved: Sequence[Displacement],
    again: Stability | None,
    t: Text,
) -> Row:
    """Return the answer as one JSON value, with what it does not say."""
    return {
        "notes": [t(f"coverage.limits.{each}_text") for each in ("documented", "displace", "use")],
        "k": found.k,
        "weight": found.weight,
        "offered": found.offered,
        "total": found.total,
        "coverable": found.coverable,
        "covered": found.value,
        "bound": found.bound,
        "proven": found.proven,
        "cases": found.cases,
        "routes": found.routes,
        "covered_cases": found.covered_cases,
        "covered_routes": found.covered_routes,
        "cases_covered_on_every_route": list(found.whole_ids),
        "chosen": [_pick(each, t) for each in found.picks],
        "greedy": {"sites": list(found.greedy.sites), "covered": found.greedy.value},
        "near_best": [{"sites": list(each.sites), "covered": each.value} for each in found.near],
        "near_best_complete": found.near_all,
        "left_out": [asdict(each) for each in less],
        "displacement": [_moved(each, t) for each in moved],
        "stability": None if again is None else asdict(again),
        "uncovered": [{"reason": gap.reason, "routes": _routes(gap.routes)} for gap in found.gaps],
        "routes_past_other_places": _routes(found.passed),
        "cases_without_figure": list(found.without_figure),
        "cases_without_route": list(found.no_route),
    }


def _routes(routes: Sequence[tuple[str, int]]) -> list[Row]:
    return [{"case_id": case, "route_no": number} for case, number in routes]


def _pick(pick: Pick, t: Text) -> Row:
    row = asdict(pick)
    site = row.pop("site")
    return {"id": site["id"], "name": _name(site["id"], t), **site, **row}


def _moved(each: Displacement, t: Text) -> Row:
    return {
        "site": each.site,
        "routes": each.routes,
        "movable": each.movable,
        "elsewhere": [
            {
                "id": other.crossing.id,
                "name": other.crossing.named(t.lang),
                "km": round(other.km, 1),
                "routes": other.routes,
                "chosen": other.chosen,
            }
            for other in each.elsewhere
        ],
    }


def _name(place_id: str, t: Text) -> str:
    place = places().get(place_id)
    return place.name(t.lang) if place else place_id


def _write(
    found: Coverage,
    less: Sequence[Weaker],
    moved: Sequence[Displacement],
    again: Stability | None,
    t: Text,
) -> None:
    for each in ("documented", "displace", "use"):
        console.write_line(t(f"coverage.limits.{each}_text"))
    console.write_line(coverage_said(found, t))
    head = [t(f"coverage.column.{name}") for name in ("place", "gain", "alone", "only", "cases")]
    rows = [
        (
            _name(each.site.id, t),
            *(t.number(n) for n in (each.gain, each.alone, each.only, each.cases)),
        )
        for each in found.picks
    ]
    if rows:
        title = t(f"coverage.weight.{found.weight}")
        console.write_table(title, head, rows, right=(1, 2, 3, 4))
    for gap in found.gaps:
        count = t.plural("coverage.routes", len(gap.routes))
        console.write_line(f"{count}: {t(f'coverage.reason.{gap.reason}')}")
    for one in less:
        names = ", ".join(_name(each, t) for each in one.chosen) or "–"
        console.write_line(f"{t(f'coverage.weaker.{one.left_out}')}: {names}")
    for site in moved:
        share = t("coverage.move.share", n=t.number(site.movable), of=t.number(site.routes))
        console.write_line(f"{_name(site.site, t)}: {share}")
    for share_of in again.shares if again else ():
        times = t(
            "coverage.stability.times",
            n=t.number(share_of.times),
            of=t.number(again.resamples if again else 0),
        )
        console.write_line(f"{_name(share_of.site, t)}: {times}")
