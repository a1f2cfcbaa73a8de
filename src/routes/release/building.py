"""From cases and a query to what may leave the house."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import numpy as np
import pandas as pd

from routes.cases import frames
from routes.cases.model import LIST_SEPARATOR, TABLE_NAMES, Tables
from routes.columns import Mask, coded
from routes.holdings import Holdings
from routes.query import RouteQuery
from routes.release.columns import allowed_only
from routes.release.contributions import secret
from routes.release.ledger import Ledger
from routes.release.model import AUDIENCES, Audience, Lattice, Manifest, RefusedError, Release
from routes.release.model import SavedView as View
from routes.release.suppression import protect
from routes.scope import Scope
from routes.selection import select_cases, select_elements
from routes.store import Store
from routes.text import Text

POLICY: Final = "lattice-1 (threshold 11, rounding 5, audited)"
"""Name and version of the rules of disclosure control."""

NO_REGISTER: Final = "0" * 64


def policy_text(policy: str, t: Text) -> str:
    """Return the rules of disclosure control in words; those of an earlier time as they stand.

    Examples
    --------
    >>> from routes.text import load
    >>> policy_text(POLICY, load("en"))
    'lattice-1: nothing below 11, rounded to 5, audited'
    """
    if policy != POLICY:
        return policy
    return t("export.manifest.policy_now", name=policy.partition(" ")[0])


def build(
    cases: Tables | Holdings,
    query: RouteQuery,
    *,
    audience: Audience,
    scope: Scope | None = None,
    made_on: date,
    views: Sequence[View] = (),
    title: str = "",
    user: str = "",
    register_version: str = "",
    ledger: Ledger | None = None,
) -> Release:
    """Build what may leave the house, or refuse.

    Parameters
    ----------
    cases : Tables or Holdings
        All cases, those that may not be shown among them: the lattice is of the whole register,
        whatever is asked and whoever asks.
    query : RouteQuery
        Which cases are shown one by one.
    audience : {"public", "internal"}
        For whom. For the public only cases whose handling is ``public`` are shown one by one;
        the others are only counted, in the lattice.
    scope : Scope, optional
        What its maker may see; no more than that is shown one by one.
    made_on : datetime.date
        The date that it says.
    views : sequence of SavedView
        Views for the briefing.
    title : str
        The author's title.
    user : str
        Who makes it; an internal release must say so, a public one never does.
    register_version : str
        Version of the register; that of the holdings where left out.
    ledger : Ledger, optional
        All releases so far; without one nothing has ever been released.

    Returns
    -------
    Release
        The same for the same arguments. Nothing is written: `Ledger.append` does that, once it
        leaves.

    Raises
    ------
    RefusedError
        If it must not leave; says why.
    ValueError
        If there is no such audience.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"Invalid audience '{audience}'. Must be one of {', '.join(AUDIENCES)}.")
    if audience == "internal" and not user.strip():
        raise RefusedError("release.no_user")
    tables = cases.tables if isinstance(cases, Holdings) else cases
    if isinstance(cases, Holdings):
        register_version = register_version or cases.version
        if audience == "public" and not cases.scope.sees_all:
            raise RefusedError("release.part_of_register")
    lattice: Lattice | None = None
    after = ""
    hidden: Mapping[str, int] = {}
    if audience == "public":
        lattice, after, hidden = _lattice(tables, ledger)
    elif ledger is not None:
        after = ledger.head()
    shown = _shown(tables, query, [each.query for each in views], audience, scope or Scope())
    release = Release(
        tables=shown,
        query=query,
        lattice=lattice,
        views=tuple(views),
        title=title,
        manifest=Manifest(
            release_id="",
            audience=audience,
            made_on=made_on,
            data_version=shown.version,
            register_version=register_version or NO_REGISTER,
            query=query.to_params(),
            policy=POLICY,
            code_version=code_version(),
            sources=tuple(sorted(shown.sources["source_id"].tolist())),
            user=user if audience == "internal" else "",
            synthetic=shown.synthetic or (lattice is not None and tables.synthetic),
        ),
        suppressed=hidden,
        after=after,
    )
    return replace(release, manifest=replace(release.manifest, release_id=identity(release)[:16]))


def identity(release: Release) -> str:
    """Return the SHA-256 (hex) of everything that a release holds but its own id."""
    manifest = asdict(replace(release.manifest, release_id=""))
    said = {
        "manifest": manifest | {"made_on": release.manifest.made_on.isoformat()},
        "tables": frames.version({name: release.tables.table(name) for name in TABLE_NAMES}),
        "query": release.query.to_params(),
        "lattice": _lattice_text(release.lattice),
        "views": [
            [*[*asdict(each).values()][1:], each.query.to_params()] for each in release.views
        ],
        "title": release.title,
        "suppressed": dict(release.suppressed),
    }
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


@cache
def code_version() -> str:
    """Return the version of the product; ``unknown`` where it is not installed."""
    try:
        return version("rutas")
    except PackageNotFoundError:
        return "unknown"


def _lattice_text(lattice: Lattice | None) -> str:
    if lattice is None:
        return ""
    return f"{lattice.threshold} {lattice.rounding}\n{lattice.frame.to_csv(index=False)}"


def _lattice(
    tables: Tables, ledger: Ledger | None
) -> tuple[Lattice | None, str, Mapping[str, int]]:
    """Return the protected counts of the cases that are not public, and what they leave out."""
    public = tables.cases["case_id"][tables.cases["handling"] == "public"]
    earlier = [] if ledger is None else ledger.earlier()
    found = protect(secret(tables), earlier, public=frozenset(public.tolist()))
    head = "" if ledger is None else ledger.head()
    if found is None:
        return None, head, {}
    return found.lattice, head, found.suppressed


def _shown(
    tables: Tables,
    query: RouteQuery,
    views: Sequence[RouteQuery],
    audience: Audience,
    scope: Scope,
) -> Tables:
    """Return the cases of the query that the audience may see; the file also says the queries."""
    seen = scope.limit(tables)
    public = seen.cases["handling"] == "public"
    kept = seen if audience == "internal" else _having(seen, public.to_numpy(bool), audience)
    refuse_hidden_sources((query, *views), shown=kept, whole=tables)
    store = Store(kept)
    chosen = select_cases(store, query, select_elements(store, query))
    every = np.ones(len(store.case_ids), dtype=bool)
    return _having(kept, every if chosen is None else chosen, audience)


def refuse_hidden_sources(queries: Iterable[RouteQuery], *, shown: Tables, whole: Tables) -> None:
    """Refuse to say in a file that there is a source which only hidden cases cite.

    Raises
    ------
    RefusedError
        If a query asks for one.
    """
    asked = {source for each in queries for source in each.source}
    if (asked - set(shown.sources["source_id"])) & set(whole.sources["source_id"]):
        raise RefusedError("release.hidden_source")


def _having(tables: Tables, chosen: Mask, audience: Audience) -> Tables:
    """Return some cases, all their rows and the sources they cite, with allowed columns only."""
    cases = tables.cases[chosen]
    ids = cases["case_id"].tolist()
    kept: dict[str, pd.DataFrame] = {"cases": cases}
    for name in ("stops", "events", "figures"):
        table = tables.table(name)
        kept[name] = table[coded(table["case_id"], ids) >= 0]
    cited = _cited(kept)
    kept["sources"] = tables.sources[coded(tables.sources["source_id"], cited) >= 0]
    found: dict[str, Any] = {
        name: allowed_only(name, kept[name].reset_index(drop=True), audience=audience)
        for name in TABLE_NAMES
    }
    return Tables(
        **found,
        name=tables.name,
        synthetic=frames.is_synthetic(found),
        version=frames.version(found),
    )


def _cited(kept: dict[str, pd.DataFrame]) -> list[str]:
    found: set[str] = set()
    for name in ("stops", "events", "figures"):
        found.update(kept[name]["source_id"].drop_duplicates())
    for cell in kept["cases"]["identity_inferred"].drop_duplicates():
        found.update(each.strip() for each in cell.split(LIST_SEPARATOR))
    return sorted(found)
