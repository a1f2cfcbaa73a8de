"""What every reporting command is given: the filters, the cases, the language; and how it fails."""

from __future__ import annotations

import errno
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from routes.access import RolesError, people_now, roles_file, scope_of
from routes.cases import Tables, TablesError, read_tables
from routes.cli import console
from routes.holdings import Holdings, holdings
from routes.query import NAMES, RouteQuery
from routes.scope import Deed, Scope
from routes.text import Text, load

WRONG_INPUT: Final = 2
"""Exit status for bad input."""


class Language(StrEnum):
    """Language of names and messages."""

    es = "es"
    en = "en"


class WhichCases(StrEnum):
    """Whose cases are asked."""

    all = "all"
    public = "public"
    own = "own"


class LevelName(StrEnum):
    """What flows join."""

    place = "place"
    department = "department"
    country = "country"


@dataclass(frozen=True)
class Request:
    """What every reporting command is given: the cases, the filters, the language."""

    held: Holdings
    query: RouteQuery
    t: Text

    @property
    def tables(self) -> Tables:
        """The cases."""
        return self.held.tables

    def require(self, deed: Deed) -> None:
        """Refuse what the person named with ``--as`` may not do.

        Raises
        ------
        NotAllowedError
            If they may not.
        """
        if not self.held.scope.may(deed):
            from routes.reach import NotAllowedError  # a database is slow to import

            raise NotAllowedError("not_allowed")

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
    "handling": "public, classified or reserved.",
    "q": "Words in the name, summary or places of a case.",
}
_SINGLE: Final = ("years", "minors", "credibility", "q")
_MANY: Final = " Several: repeat it, or separate them by commas."

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Data = Annotated[
    Path | None, typer.Option("--data", help="Folder with five CSV tables to read instead.")
]
Which = Annotated[
    WhichCases, typer.Option("--which", help="Public cases, the register's own, or both.")
]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="EMAIL", help="Only what this person of the roles file may see."),
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
    """Give a command the filters and what they are asked of; it gets them as a `Request`."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

    @wraps(command)
    def run(
        *, data: Path | None, which: WhichCases, seen_by: str | None, lang: Language, **given: Any
    ) -> None:
        t = load(lang.value)
        with failing_clearly(t):
            asked = {name: given.pop(f"asked_{field}") for name, field in NAMES.items()}
            asked = {name: value for name, value in asked.items() if value is not None}
            request = _request(data, which.value, scope_for(seen_by), asked, t)
            command(request, **given)

    shared = [
        inspect.Parameter("data", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Data),
        inspect.Parameter(
            "which", inspect.Parameter.KEYWORD_ONLY, default=WhichCases.all, annotation=Which
        ),
        inspect.Parameter("seen_by", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=As),
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


def scope_for(email: str | None) -> Scope:
    """Return what a person may see; everything where nobody is named.

    Raises
    ------
    RolesError
        If the roles file is wrong or does not let the person in.
    """
    if email is None:
        return Scope()
    found = scope_of(people_now(), email)
    if found is None:
        raise RolesError("stranger", str(roles_file()), value=email)
    return found


def _request(
    data: Path | None,
    which: Literal["all", "public", "own"],
    scope: Scope,
    asked: dict[str, Any],
    t: Text,
) -> Request:
    with console.waiting(t("cli.reading")):
        held = _cases(which, scope) if data is None else _folder(data, scope)
    known = frozenset(held.tables.sources["source_id"])
    query, notices = RouteQuery.from_params(asked, sources=known)
    if notices:
        raise ValueError("\n".join(notice.text(t) for notice in notices))
    return Request(held, query, t)


def _folder(path: Path, scope: Scope) -> Holdings:
    tables = scope.limit(read_tables(path))
    return Holdings(tables, "public", frozenset(), "", scope, from_folder=True)


def _cases(which: Literal["all", "public", "own"], scope: Scope) -> Holdings:
    """Return the public cases, and those of the register if there is one already."""
    from routes.cases.register import Register  # a database is slow to import

    if which == "public" or not Register.exists():
        return holdings(None, which, scope=scope)
    return holdings(Register.open(), which, scope=scope)


@contextmanager
def failing_clearly(t: Text) -> Iterator[None]:
    """Turn bad input and failures of the machine into a message and exit status 2."""
    try:
        yield
    except TablesError as error:
        _stop(t, [fault.told(t) for fault in error.faults])
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever reads our output has seen enough
        name = f"{error.filename}: " if error.filename else ""
        _stop(t, [f"{name}{error.strerror or error}"])
    except ValueError as error:
        _stop(t, _sentences(error, t))


def _sentences(error: ValueError, t: Text) -> list[str]:
    """Return what an error says, in the language where it knows it."""
    told = getattr(error, "told", None)
    return (told(t) if told else str(error)).splitlines()


def _stop(t: Text, lines: list[str]) -> None:
    console.complain([t("cli.wrong_input"), *(f"- {line}" for line in lines)])
    raise typer.Exit(WRONG_INPUT)
