"""Commands of the office's own register: import, undo, log, verify, backup, restore, template."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from routes.cases.intake.model import Checked, Options, Told
from routes.cli import console, trail
from routes.cli.request import WRONG_INPUT, Json, Lang, Language, failing_clearly
from routes.text import Text, load

if TYPE_CHECKING:
    from routes.cases.register import Register

DIFFERS: Final = 1
"""Exit status of ``verify`` when the register is not what its audit trail says."""

User = Annotated[str, typer.Option("--user", help="Who does it; kept in the audit trail.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit trail.")]


class Form(StrEnum):
    """What a file holds."""

    tables = "tables"
    quick = "quick"
    statistics = "statistics"


class Encoding(StrEnum):
    """How the text of a file is coded."""

    utf_8 = "utf-8"
    windows_1252 = "windows-1252"


class Evidence(StrEnum):
    """What the routes of a quick form rest on where it does not say."""

    stated = "stated"
    inferred = "inferred"


class Handling(StrEnum):
    """How cases are to be handled where the file does not say."""

    public = "public"
    classified = "classified"
    reserved = "reserved"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the ``routes`` command."""
    app.command("import")(import_file)
    for command in (undo, log, verify, backup, restore, template):
        app.command()(command)


def import_file(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="XLSX, CSV, ZIP of CSV, or folder of CSV files.")
    ],
    user: User,
    *,
    good_rows: Annotated[
        bool, typer.Option("--good-rows", help="Import what is right though something is wrong.")
    ] = False,
    names_checked: Annotated[
        bool,
        typer.Option("--names-checked", help="The free text was looked at: no personal data."),
    ] = False,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", metavar="OUT.xlsx", help="Write the rejected rows here."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, and import nothing.")] = False,
    form: Annotated[Form | None, typer.Option("--form", help="What the file holds.")] = None,
    encoding: Annotated[
        Encoding | None, typer.Option("--encoding", help="How its text is coded.")
    ] = None,
    delimiter: Annotated[
        str, typer.Option("--delimiter", help="What separates the cells: , ; | or tab.")
    ] = "",
    decimal: Annotated[str, typer.Option("--decimal", help="The decimal mark: . or ,")] = "",
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="Whether 03/04/2020 is in April or March."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="HEADER=COLUMN", help="What a header stands for."),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="TEXT=ID", help="Which place a text means."),
    ] = None,
    evidence: Annotated[
        Evidence | None, typer.Option("--evidence", help="For routes that do not say.")
    ] = None,
    handling: Annotated[
        Handling | None, typer.Option("--handling", help="For cases that do not say.")
    ] = None,
    reason: Reason = "",
    lang: Lang = Language.es,
    as_json: Json = False,
) -> None:
    """Check a file and import it into the register in one transaction."""
    from routes.cases import desk, forms  # these load much, and few commands need them
    from routes.snapshot import register_tables

    t = load(lang.value)
    with failing_clearly(t):
        options = Options(
            form=form.value if form else "",
            encoding=encoding.value if encoding else "",
            delimiter="\t" if delimiter in {"tab", "\\t"} else delimiter,
            decimal=decimal,
            day_first=day_first,
            columns=_pairs(column, "--column"),
            places=_pairs(place, "--place"),
            evidence=evidence.value if evidence else "",
            handling=handling.value if handling else "",
            good_rows=good_rows,
            names_checked=names_checked,
        )
        with _told(t) as told:
            register = _register(t)
            content, name = desk.content_of(path)
            checked, entry = desk.import_file(
                register,
                content,
                name,
                user=user,
                reason=reason,
                options=options,
                told=told,
                dry_run=dry_run,
            )
        if rejected and checked.counts["rejected"]:
            rejected.write_bytes(forms.rejected(checked, content, t))
        _report(checked, trail.entry_value(entry) if entry else None, t, as_json=as_json)
        if entry:
            with console.waiting(t("office.columns")):
                register_tables(register)
    if entry is None and not dry_run:
        raise typer.Exit(WRONG_INPUT)


def undo(
    seq: Annotated[int, typer.Argument(metavar="N", help="Number of the entry to undo.")],
    user: User,
    *,
    reason: Reason = "",
    lang: Lang = Language.es,
    as_json: Json = False,
) -> None:
    """Undo an import or an edit; nothing is erased, and undoing the undo brings it back."""
    t = load(lang.value)
    with failing_clearly(t):
        register = _register(t)
        entry = register.undo(seq, user=user, reason=reason)
        if as_json:
            console.write_json(trail.entry_value(entry))
        else:
            console.write_line(t("office.undone", seq=seq, entry=entry.seq))


def log(*, lang: Lang = Language.es, as_json: Json = False) -> None:
    """List the audit trail, newest first."""
    t = load(lang.value)
    with failing_clearly(t):
        register = _register(t)
        entries = register.log()
    if as_json:
        console.write_json([trail.entry_value(entry) for entry in entries])
    else:
        trail.write_log(entries, t)


def verify(*, lang: Lang = Language.es, as_json: Json = False) -> None:
    """Recompute every hash of the register and name what differs; exit status 1 if anything."""
    t = load(lang.value)
    with failing_clearly(t):
        register = _register(t)
        with _told(t) as told:
            found = register.verify(told=told)
        entries = 0 if found else len(register.log())
        head = "" if found else register.version()
    if as_json:
        rows = [
            {"what": each.what, "seq": each.seq, "details": dict(each.details)} for each in found
        ]
        console.write_json({"ok": not found, "head": head, "differences": rows})
    elif found:
        console.complain(trail.difference_lines(found, t))
    else:
        console.write_line(t.plural("office.verified", entries, head=head[:12]))
    if found:
        raise typer.Exit(DIFFERS)


def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    *,
    lang: Lang = Language.es,
) -> None:
    """Write the whole register, uploads included, into one file."""
    t = load(lang.value)
    with failing_clearly(t):
        register = _register(t)
        with console.waiting(t("office.backing_up")):
            register.backup(out)
        console.write_line(t("office.backed_up", file=str(out)))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")],
    *,
    lang: Lang = Language.es,
) -> None:
    """Verify a backup and put it in the register's place; the register before is kept aside."""
    from routes.cases.register import Register

    t = load(lang.value)
    with failing_clearly(t):
        with console.waiting(t("office.restoring")):
            Register.restore(file)
        console.write_line(t("office.restored", file=str(file)))


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The file to write.")],
    *,
    quick: Annotated[bool, typer.Option("--quick", help="The form with one route a row.")] = False,
    lang: Lang = Language.es,
) -> None:
    """Write the spreadsheet that cases can be filled into."""
    from routes.cases import forms

    t = load(lang.value)
    with failing_clearly(t):
        out.write_bytes(forms.quick_template(t.lang) if quick else forms.template(t.lang))
        console.write_line(t("office.template", file=str(out)))


def _register(t: Text) -> Register:
    from routes.cases.register import Register

    return Register.open(told_waiting=lambda: console.complain([t("office.waiting")]))


@contextmanager
def _told(t: Text) -> Iterator[Told]:
    """Show the stages of long work, if someone is watching."""
    with console.shares() as show:
        yield lambda stage, share: show(t(f"office.stage.{stage}"), share)


def _pairs(given: list[str] | None, option: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for each in given or ():
        left, sign, right = each.rpartition("=")
        if not sign or not left:
            raise ValueError(f"Invalid {option} '{each}'. Write it as TEXT=VALUE.")
        pairs.append((left, right))
    return tuple(pairs)


def _report(checked: Checked, entry: dict[str, Any] | None, t: Text, *, as_json: bool) -> None:
    if as_json:
        console.write_json(
            {
                "ok": entry is not None,
                "entry": entry,
                "counts": checked.counts,
                "asks": checked.asks,
                "faults": [asdict(fault) for fault in checked.faults],
                "places": [asdict(question) for question in checked.questions],
            }
        )
        return
    trail.write_checked(checked, entry, t)
