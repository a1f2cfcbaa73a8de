"""Commands of the ledger: what has left the house, and whether the promise still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from routes.cli import console
from routes.cli.request import As, Json, Lang, Language, failing_clearly, scope_for
from routes.text import load

if TYPE_CHECKING:
    from routes.release import Finding, Ledger

FAILED: Final = 1
"""Exit status of ``audit`` when something follows too exactly from what has left."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the ``routes`` command."""
    app.command()(releases)
    app.command("audit")(audit_ledger)


def releases(*, seen_by: As = None, lang: Lang = Language.es, as_json: Json = False) -> None:
    """List all releases, newest first: who made what, when, for whom and in which formats."""
    from routes.cli import departed  # these load a solver, which few commands need
    from routes.reach import NotAllowedError
    from routes.release import history

    t = load(lang.value)
    with failing_clearly(t):
        scope = scope_for(seen_by)
        if not scope.may("release_public"):
            raise NotAllowedError("not_allowed")
        ledger = _ledger()
        found = history(ledger, scope, user=(seen_by or "").lower()) if ledger else ()
    if as_json:
        console.write_json([departed.release_value(each) for each in found])
    else:
        departed.write_releases(found, t)


def audit_ledger(*, seen_by: As = None, lang: Lang = Language.es, as_json: Json = False) -> None:
    """Audit all releases together again and name what fails; exit status 1 if anything."""
    from routes.cases.register import Register
    from routes.cli import departed
    from routes.holdings import holdings
    from routes.reach import NotAllowedError
    from routes.release import audit

    t = load(lang.value)
    with failing_clearly(t):
        scope = scope_for(seen_by)
        if not (scope.sees_all and scope.may("release_public")):
            raise NotAllowedError("not_allowed")
        ledger = _ledger()
        broken: list[int] = []
        findings: list[Finding] = []
        left = 0
        with console.waiting(t("departing.auditing")):
            if ledger:
                left, broken = len(ledger.log()), ledger.broken()
            if ledger and not broken:
                now = holdings(Register.open(), "own", scope=scope)
                findings = audit(ledger, now)
    if as_json:
        console.write_json(
            {
                "ok": not (broken or findings),
                "releases": left,
                "changed": broken,
                "findings": [departed.finding_value(each) for each in findings],
            }
        )
    elif broken or findings:
        console.complain(departed.failure_lines(broken, findings, t))
    else:
        console.write_line(t.plural("departing.audited", left))
    if broken or findings:
        raise typer.Exit(FAILED)


def _ledger() -> Ledger | None:
    from routes.cases.register import Register
    from routes.release import Ledger

    return Ledger.open() if Register.exists() else None
