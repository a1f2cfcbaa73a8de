"""The author's views: what each of them asks of the page, beyond what its own filters can ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from routes.cases import Tables
from routes.publish.page_columns import Shown, page_figures, page_limit
from routes.query import RouteQuery
from routes.release import SavedView
from routes.selection import asks_of_legs, only_sources

FILTERS: Final = ("years", "from", "to", "purpose", "evidence")
"""Filters that the reader has in the file, by their names in links."""


def page_views(views: Sequence[SavedView], shown: Shown) -> list[dict[str, Any]]:
    """Write the views of a briefing.

    Parameters
    ----------
    views : sequence of SavedView
        The author's views, in order.
    shown : Shown
        What the page shows.

    Returns
    -------
    list of dict
        ``title``, ``note``, ``level``, ``sel``; ``ask``, its values of the page's own filters; and,
        where it asks more than those can, ``rest``, what more (see `asked_in_words`), and
        ``limit``, what that leaves: numbers of ``cases`` and ``legs``, whether it ``asks`` of
        legs, and the ``figures`` that count where it asks for sources.
    """
    return [_view(each, shown) for each in views]


def asked_in_words(tables: Tables, query: RouteQuery) -> list[list[object]]:
    """Return the filters of a query with their values; sources by their publishers."""
    titles = dict(zip(tables.sources["source_id"], tables.sources["publisher"], strict=True))
    rows: list[list[object]] = []
    for name, written in query.to_params().items():
        values = [written] if name == "q" else written.split(",")
        if name == "source":
            values = [titles.get(each, each) for each in values]
        rows.append([name, values])
    return rows


def asked_places(query: RouteQuery) -> set[str]:
    """Return the ids of the places that a query names."""
    return {*query.origin, *query.destination, *query.via, *query.crossing, *query.nationality}


def _view(view: SavedView, shown: Shown) -> dict[str, Any]:
    asked = view.query.to_params()
    rest = view.query
    for name in FILTERS:
        rest = rest.without(name)
    found: dict[str, Any] = {
        "title": view.title,
        "note": view.note,
        "level": view.level,
        "sel": view.selected,
        "ask": {name: asked[name] for name in FILTERS if name in asked},
    }
    if rest:
        found["rest"] = asked_in_words(shown.store.tables, rest)
        found["limit"] = _limit(rest, shown)
    return found


def _limit(rest: RouteQuery, shown: Shown) -> dict[str, Any]:
    left = page_limit(shown, rest)
    return {
        "cases": _numbers(left.cases),
        "legs": _numbers(left.elements),
        "asks": asks_of_legs(rest) and not only_sources(rest),
        "figures": page_figures(shown, rest.source) if rest.source else None,
    }


def _numbers(mask: Any) -> list[int] | None:
    return None if mask is None else np.flatnonzero(mask).tolist()
