"""What the author of a briefing asks for, and which of it is in reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

import streamlit as st

from pages.parts.state import View
from routes.publish.files import KINDS
from routes.publish.picture import PAPERS, Paper
from routes.query import RouteQuery
from routes.release import Audience, SavedView
from routes.release.shelf import Shelf
from routes.release.views import LONGEST_TITLE, ViewsError, tidy
from routes.scope import Deed, Scope
from routes.text import LANGUAGES

DEEDS: Final[Mapping[Audience, Deed]] = {
    "public": "release_public",
    "internal": "release_internal",
}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "briefing": ("html", "pptx", "pdf"),
    "pictures": ("png", "svg"),
    "data": ("xlsx", "csv", "geojson", "gpkg", "kml", "parquet", "htcds"),
}
"""All kinds of files, by what they are for."""

_FIRST: Final = GROUPS["briefing"]
_PUBLIC: Final = Scope(handling=("public",))


@dataclass(frozen=True)
class Wish:
    """A briefing as its author wants it; its own cache key.

    Parameters
    ----------
    query : RouteQuery
        Which cases.
    audience : {"public", "internal"}
        For whom.
    title, user : str
        The author's title; who makes it, where the files say so.
    views : tuple of SavedView
        In the author's order.
    lang, level, paper : str
        Of the files.
    made_on : datetime.date
        The date they say.
    cases : str
        Whose cases in which version: what is looked at is what leaves, and nothing later.
    """

    query: RouteQuery
    audience: Audience
    title: str
    user: str
    views: tuple[SavedView, ...]
    lang: str
    level: str
    paper: Paper
    made_on: date
    cases: str = ""


def audiences(scope: Scope) -> tuple[Audience, ...]:
    """Return for whom somebody may make a release."""
    return tuple(name for name, deed in DEEDS.items() if scope.may(deed))


def audience(view: View) -> Audience:
    """Return for whom this briefing is."""
    chosen, allowed = st.session_state.get("report_audience"), audiences(view.scope)
    return chosen if chosen in allowed else allowed[0]


def formats() -> tuple[str, ...]:
    """Return the kinds of files that are wanted, in the order in which they are offered."""
    offered = [kind for kinds in GROUPS.values() for kind in kinds if kind in KINDS]
    state = st.session_state
    return tuple(kind for kind in offered if state.get(f"report_format_{kind}", kind in _FIRST))


def shelf(view: View) -> tuple[tuple[SavedView, ...], str]:
    """Return the saved views of the reader, and why there are none if they cannot be read."""
    try:
        return Shelf(view.user).views(), ""
    except ViewsError as error:
        return (), error.told(view.t)
    except OSError as error:
        return (), view.t("report.views.disk", said=error.strerror or str(error))


def wish(view: View, views: tuple[SavedView, ...], *, user: str) -> Wish:
    """Return what the screen asks for now, without what its audience must not be told of.

    A filter on a source tells that there is such a source: for the public it stays only where a
    public case cites it.
    """
    state, wanted = st.session_state, audience(view)
    query = view.query
    if wanted == "public":
        public = frozenset(_PUBLIC.limit(view.tables).sources["source_id"])
        query = replace(query, source=tuple(each for each in query.source if each in public))
        views = tuple(each for each in views if set(each.query.source) <= public)
    lang, paper = state.get("report_lang"), state.get("report_paper")
    return Wish(
        query=query,
        audience=wanted,
        title=tidy((state.get("report_title") or "").replace("\n", " "), most=LONGEST_TITLE),
        user=user if wanted == "internal" else "",
        views=views,
        lang=lang if lang in LANGUAGES else view.lang,
        level=view.level,
        paper=cast(Paper, paper if paper in PAPERS else "16:9"),
        made_on=date.today(),
        cases=f"{view.holdings.which} {view.holdings.version} {view.tables.version}",
    )


def asks_for_hidden(view: View, wanted: Wish) -> bool:
    """Tell whether all the sources asked for are hidden from the audience: nothing can be shown."""
    return bool(view.query.source) and not wanted.query.source
