"""The ``routes`` command: what the cases say, what they are made of, and the register."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from routes.cases import Tables, TablesError, read_tables
from routes.cases.model import TABLE_NAMES
from routes.cases.synth import write_synthetic
from routes.cli import comparing, console, corridors, covering, departing, office, reports
from routes.cli.request import (
    WRONG_INPUT,
    ByLevel,
    Json,
    Lang,
    Language,
    LevelName,
    Request,
    failing_clearly,
    reporting,
)
from routes.text import Text, load

app = typer.Typer(
    name="routes",
    help="Documented human-trafficking routes: what the cases say, and the register.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class AudienceName(StrEnum):
    """For whom a file is."""

    public = "public"
    internal = "internal"


class PaperName(StrEnum):
    """Shape of a picture."""

    a4 = "a4"
    wide = "16:9"


class Detail(StrEnum):
    """How much the exported file holds."""

    auto = "auto"
    full = "full"
    counts = "counts"


class Engine(StrEnum):
    """What looks for flows."""

    columns = "columns"
    duckdb = "duckdb"


@app.command()
@reporting
def totals(request: Request, *, as_json: Json = False) -> None:
    """Count cases, arrests, victims, minors and assets, each case once."""
    value = reports.totals_value(request.tables, request.query)
    if as_json:
        console.write_json(value)
        return
    request.announce()
    reports.write_totals(value, request.tables, request.t)


@app.command()
@reporting
def flows(
    request: Request,
    *,
    level: ByLevel = LevelName.place,
    engine: Annotated[
        Engine,
        typer.Option("--engine", help="duckdb asks one portable expression; it names no sources."),
    ] = Engine.columns,
    as_json: Json = False,
) -> None:
    """List flows: from where to where, how many cases, what supports them."""
    find = reports.find_flows if engine is Engine.columns else reports.ask_duckdb
    found = find(request.tables, request.query, level.value, request.t)
    if as_json:
        console.write_json(reports.flow_rows(found, request.tables, request.query))
        return
    request.announce()
    reports.write_flows(found, request.t)


@app.command()
@reporting
def cases(
    request: Request,
    *,
    statements: Annotated[
        bool, typer.Option("--statements", help="Add statements about several cases together.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the cases that meet the filters."""
    rows = reports.case_rows(request.tables, request.query, statements=statements)
    if as_json:
        console.write_json(rows)
        return
    request.announce()
    reports.write_cases(rows, request.t)


@app.command()
@reporting
def export(
    request: Request,
    *,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="The file to write: .html .png .svg .pdf .pptx .csv .xlsx .geojson .gpkg .kml "
            ".parquet or .htcds",
        ),
    ],
    audience: Annotated[
        AudienceName, typer.Option("--audience", help="Who may see it.")
    ] = AudienceName.public,
    user: Annotated[str, typer.Option("--user", help="Who makes it; internal files say so.")] = "",
    title: Annotated[str, typer.Option("--title", help="Title of the file.")] = "",
    paper: Annotated[PaperName, typer.Option("--paper", help="Shape of pictures.")] = PaperName.a4,
    level: ByLevel = LevelName.place,
    detail: Annotated[
        Detail, typer.Option("--detail", help="HTML: every case, or counts alone for large sets.")
    ] = Detail.auto,
    made_on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Date that the file says; today's else."),
    ] = None,
    views: Annotated[
        Path | None, typer.Option("--views", metavar="FILE", help="Saved views of the briefing.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a file for partners: the map, a picture, slides or data. No network is needed."""
    from routes import handover  # drawing and writing load much
    from routes.publish import files
    from routes.publish.telling import stage_name

    request.require("release_internal" if audience == "internal" else "release_public")
    generated_on = made_on.date() if made_on else date.today()
    kind, path = files.named(out)
    saved = _views(views, request) if views else ()
    with console.waiting(request.t("cli.exporting")):
        release = handover.hand_over(
            request.held,
            request.query,
            audience=audience.value,
            made_on=generated_on,
            user=user,
            title=title,
            views=saved,
        )
    with console.shares() as told:
        content = files.made(
            release,
            kind=kind,
            lang=request.t.lang,
            level=level.value,
            paper=paper.value,
            detail=detail.value,
            told=lambda stage, share: told(stage_name(stage, request.t), share),
        )
    with console.waiting(request.t("cli.exporting")):
        handover.leave(release, request.held, user=user, formats=(kind,))
        path.write_bytes(content)
    if as_json:
        about = {"file": str(path), "bytes": len(content)}
        console.write_json(about | {"release_id": release.manifest.release_id})
        return
    request.announce()
    if not reports.totals_value(request.tables, request.query)["cases"]:
        console.messages().print(request.t("cli.export.none"), markup=False)
    size = request.t.number(round(len(content) / 1000))
    console.write_line(request.t("cli.export.done", file=str(path), size=size))


def _views(path: Path, request: Request) -> tuple[Any, ...]:
    from routes.release.views import MOST_CHARACTERS, read_views

    with path.open("rb") as file:
        content = file.read(MOST_CHARACTERS + 1)
    return read_views(content, sources=frozenset(request.tables.sources["source_id"]))


@app.command()
def synth(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the five tables go.")],
    cases: Annotated[int, typer.Option("--cases", min=1, help="Number of cases.")],
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same bytes.")] = 0,
    flows: Annotated[
        int | None, typer.Option("--flows", min=1, help="Number of distinct pairs of places.")
    ] = None,
    lang: Lang = Language.es,
    as_json: Json = False,
) -> None:
    """Make up cases to try the product at scale; they are labelled SYNTHETIC everywhere."""
    t = load(lang.value)
    with (
        failing_clearly(t),
        console.progress(t("cli.making"), len(TABLE_NAMES)) as step,
    ):
        write_synthetic(folder, cases=cases, flows=flows, seed=seed, told=lambda name: step())
    if as_json:
        console.write_json({"folder": str(folder), "cases": cases, "flows": flows, "seed": seed})
        return
    done = t("cli.synth.done", cases=t.number(cases), folder=str(folder))
    console.write_line(f"SYNTHETIC. {done}")


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder with five CSV tables.")],
    lang: Lang = Language.es,
    as_json: Json = False,
) -> None:
    """Check a folder of tables and list every fault: file, row, column, value, rule, what to do."""
    t = load(lang.value)
    with failing_clearly(t):
        try:
            with console.waiting(t("cli.reading")):
                tables = read_tables(path)
        except TablesError as error:
            _report(path, list(error.faults), None, t, as_json=as_json)
            raise typer.Exit(WRONG_INPUT) from None
        _report(path, list(tables.warnings), tables, t, as_json=as_json)


def _report(
    path: Path, faults: list[Any], tables: Tables | None, t: Text, *, as_json: bool
) -> None:
    if as_json:
        rows = {name: len(tables.table(name)) for name in TABLE_NAMES} if tables else None
        console.write_json(
            {"ok": tables is not None, "rows": rows, "faults": reports.fault_rows(faults, t)}
        )
    elif tables is None:
        console.complain(reports.fault_lines(path.name, faults, t))
    else:
        reports.write_check(tables, t)


office.add_to(app)
departing.add_to(app)
comparing.add_to(app)
covering.add_to(app)
corridors.add_to(app)
