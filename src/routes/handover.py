"""The one door through which anything leaves: built for its audience, and written down.

Every screen and command does the same: `hand_over` builds and audits the release, its files are
made, `leave` writes it into the ledger, and only then is a file given to anybody.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from routes.cases.register import Register
from routes.cases.register.departures import Departure
from routes.holdings import Holdings, holdings
from routes.query import RouteQuery
from routes.reach import NotAllowedError
from routes.release import Audience, Ledger, Release, SavedView, build
from routes.release.building import refuse_hidden_sources
from routes.release.suppression import refuse_known
from routes.scope import Deed, Scope

_DEEDS: Final[dict[Audience, Deed]] = {
    "public": "release_public",
    "internal": "release_internal",
}
_PUBLIC: Final = Scope(handling=("public",))


def hand_over(
    held: Holdings,
    query: RouteQuery,
    *,
    audience: Audience,
    made_on: date,
    user: str,
    title: str = "",
    views: Sequence[SavedView] = (),
    ledger: Ledger | None = None,
) -> Release:
    """Build what is to leave, audited together with all that left before; write nothing.

    For the public, somebody who sees all gives the protected counts of the cases that are not
    public with it. Somebody who does not gives public cases alone, as if there were no others; so
    does who looks at the public cases of the product only, or at a folder of tables: without a
    ledger nobody can tell what left before, so no counts may.

    Parameters
    ----------
    held : Holdings
        The cases, as the screen or the command has them: no more than its reader may see.
    query : RouteQuery
        Which of them are shown.
    audience : {"public", "internal"}
        For whom.
    made_on : datetime.date
        The date that it says.
    user : str
        Who makes it; an internal release must say so.
    title : str
        The author's title.
    views : sequence of SavedView
        Views for the briefing.
    ledger : Ledger, optional
        `ledger_of` the cases where left out.

    Returns
    -------
    Release
        For all formats: what is made of it must not be given to anybody before `leave`.

    Raises
    ------
    NotAllowedError
        If whoever sees these cases may not release them so.
    RefusedError
        If it must not leave; says why.
    RegisterError
        If the register cannot be read.
    """
    if not held.scope.may(_DEEDS[audience]):
        raise NotAllowedError("not_allowed")
    ledger = ledger or ledger_of(held)
    counted = held.scope.sees_all and held.which != "public" and bool(held.version)
    if audience == "internal" or (counted and ledger is not None):
        return build(
            held,
            query,
            audience=audience,
            made_on=made_on,
            views=views,
            title=title,
            user=user,
            ledger=ledger,
        )
    public = _PUBLIC.limit(held.tables)
    queries = (query, *(each.query for each in views))
    refuse_hidden_sources(queries, shown=public, whole=held.tables)
    release = build(
        public,
        query,
        audience=audience,
        made_on=made_on,
        views=views,
        title=title,
        register_version=held.version,
    )
    if ledger is None:
        return release
    after = ledger.head()
    if held.own_ids:
        # What they publish may tell of the others, though they see nothing of them.
        own = holdings(Register.open(ledger.secret_url), "own").tables.cases
        ids = own["case_id"][own["handling"] == "public"]
        refuse_known(ledger.earlier(), frozenset(ids.tolist()))
    return replace(release, after=after)


def leave(
    release: Release,
    held: Holdings,
    *,
    user: str,
    formats: Sequence[str],
    ledger: Ledger | None = None,
) -> Departure | None:
    """Write down that a release leaves, once for all its files and before any is handed out.

    Parameters
    ----------
    release : Release
        From `hand_over`.
    held : Holdings
        What it was built from.
    user : str
        Who makes it; where nobody is named, whoever is signed in to this machine.
    formats : sequence of str
        Kinds of its files (``html``, ``csv`` …).
    ledger : Ledger, optional
        `ledger_of` the cases where left out.

    Returns
    -------
    Departure or None
        Its row in the ledger; None where there is no ledger.

    Raises
    ------
    RefusedError
        If another release has left since this one was built: build it again.
    RegisterError
        If the register cannot be written; then nothing may leave.
    """
    ledger = ledger or ledger_of(held)
    if ledger is None:
        return None
    return ledger.append(release, held, user=user.strip() or _account(), formats=formats)


def ledger_of(held: Holdings) -> Ledger | None:
    """Return the ledger that keeps releases of some cases: the one in the office's register.

    None where there is no register, which is not made for this, and for a folder of tables, which
    is no part of it.

    Raises
    ------
    RegisterError
        If the register cannot be opened.
    """
    if held.from_folder or not Register.exists():
        return None
    return Ledger.open()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"  # a machine without accounts, as some containers are
