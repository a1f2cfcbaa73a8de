"""The ``routes`` command: totals, flows, cases, export, synth, check."""

from __future__ import annotations

import errno
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from routes import console, reports
from routes.cases import Tables, TablesError, bundled, read_tables
from routes.cases.model import TABLE_NAMES
from routes.cases.synth import write_synthetic
from routes.query import NAMES, RouteQuery
from routes.text import Text, load

WRONG_INPUT: Final = 2
"""Exit status for bad input."""

app = typer.Typer(
    name="routes",
    help="Documented human-trafficking routes: totals, flows, cases and the exported map.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Language(StrEnum):
    """Language of names and messages."""

    es = "es"
    en = "en"


class LevelName(StrEnum):
    """What flows join."""

    place = "place"
    department = "department"
    country = "country"


class Detail(StrEnum):
    """How much the exported file holds."""

    auto = "auto"
    full = "full"
    counts = "counts"


@dataclass(frozen=True)
class Request:
    """What every reporting command is given: the cases, the filters, the language."""

    tables: Tables
    query: RouteQuery
    t: Text

    def announce(self) -> None:
        """Say that made-up data are made up."""
        if self.tables.synthetic:
            console.complain([self.t("cli.synthetic")])


_HELP: Final = {
    "from": "Place where routes begin: id or name.",
    "to": "Place where routes end: id or name.",
    "via": "Place of transit or assembly: id or name.",
    "crossing": "Border crossing: id or name.",
    "years": "2020, 2016:2022, 2016: or :2022.",
    "purpose": "Purpose of exploitation.",
    "mode": "land, river, sea, air or unknown.",
    "nationality": "Country of the victims: ISO 3166-1 alpha-3 code or name.",
    "minors": "yes, no or unknown: whether minors are counted among the victims.",
    "evidence": "stated, inferred or mentioned.",
    "credibility": "Worst grade allowed, 1 (best) to 6.",
    "source": "Id of a source.",
    "q": "Words in the name, summary or places of a case.",
}
_SINGLE: Final = ("years", "minors", "credibility", "q")
_MANY: Final = " Several: repeat it, or separate them by commas."

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Data = Annotated[
    Path | None, typer.Option("--data", help="Folder with five CSV tables to read instead.")
]
ByLevel = Annotated[LevelName, typer.Option("--level", help="What flows join.")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of names and messages.")]


def _filter_options() -> list[inspect.Parameter]:
    options = []
    for name, field in NAMES.items():
        kind, more = (str, "") if name in _SINGLE else (list[str], _MANY)
        option = typer.Option(f"--{name}", help=_HELP[name] + more, show_default=False)
        annotation = Annotated[kind | None, option]  # type: ignore[valid-type]
        options.append(
            inspect.Parameter(
                f"asked_{field}",
                inspect.Parameter.KEYWORD_ONLY,
                default=None,
                annotation=annotation,
            )
        )
    return options


def reporting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filters, ``--data`` and ``--lang``; it gets them as a `Request`."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

    @wraps(command)
    def run(*, data: Path | None, lang: Language, **given: Any) -> None:
        t = load(lang.value)
        with failing_clearly(t):
            asked = {name: given.pop(f"asked_{field}") for name, field in NAMES.items()}
            request = _request(data, {k: v for k, v in asked.items() if v is not None}, t)
            command(request, **given)

    shared = [
        inspect.Parameter("data", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Data),
        inspect.Parameter(
            "lang", inspect.Parameter.KEYWORD_ONLY, default=Language.es, annotation=Lang
        ),
    ]
    own = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    parameters = [*own, *_filter_options(), *shared]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    del run.__wrapped__
    return run


def _request(data: Path | None, asked: dict[str, Any], t: Text) -> Request:
    with console.waiting(t("cli.reading")):
        tables = bundled() if data is None else read_tables(data)
    known = frozenset(tables.sources["source_id"])
    query, notices = RouteQuery.from_params(asked, sources=known)
    if notices:
        raise ValueError("\n".join(notice.text(t) for notice in notices))
    return Request(tables, query, t)


@contextmanager
def failing_clearly(t: Text) -> Iterator[None]:
    """Turn bad input and failures of the machine into a message and exit status 2."""
    try:
        yield
    except TablesError as error:
        _stop(t, [str(fault) for fault in error.faults])
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever reads our output has seen enough
        name = f"{error.filename}: " if error.filename else ""
        _stop(t, [f"{name}{error.strerror or error}"])
    except ValueError as error:
        _stop(t, str(error).splitlines())


def _stop(t: Text, lines: list[str]) -> None:
    console.complain([t("cli.wrong_input"), *(f"- {line}" for line in lines)])
    raise typer.Exit(WRONG_INPUT)


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
    as_json: Json = False,
) -> None:
    """List flows: from where to where, how many cases, what supports them."""
    found = reports.find_flows(request.tables, request.query, level.value, request.t)
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
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="The file to write.")],
    level: ByLevel = LevelName.place,
    detail: Annotated[
        Detail, typer.Option("--detail", help="Every case, or counts alone for large sets.")
    ] = Detail.auto,
    made_on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Date that the file says; today's else."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the map as one HTML file that opens anywhere, without a network."""
    from routes.publish import export_html  # folium is slow to import

    generated_on = made_on.date() if made_on else date.today()
    with console.waiting(request.t("cli.exporting")):
        page = export_html(
            request.tables,
            request.query,
            lang=request.t.lang,
            generated_on=generated_on,
            level=level.value,
            detail=detail.value,
        )
        content = page.encode()
        out.write_bytes(content)
    if as_json:
        console.write_json({"file": str(out), "bytes": len(content)})
        return
    request.announce()
    size = request.t.number(round(len(content) / 1000))
    console.write_line(request.t("cli.export.done", file=str(out), size=size))


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
            {"ok": tables is not None, "rows": rows, "faults": [asdict(each) for each in faults]}
        )
    elif tables is None:
        console.complain(reports.fault_lines(path.name, faults, t))
    else:
        reports.write_check(tables, t)


if __name__ == "__main__":
    app()
