"""Handing a release over: built for its audience, of no more than that audience may see."""

from __future__ import annotations

from datetime import date

from routes.holdings import Holdings
from routes.query import RouteQuery
from routes.release import Audience, Release, build
from routes.scope import Scope


def hand_over(
    held: Holdings,
    query: RouteQuery,
    *,
    audience: Audience,
    made_on: date,
    user: str,
    title: str = "",
) -> Release:
    """Build what leaves: for the public, of public cases alone, as if there were no others.

    Parameters
    ----------
    held : Holdings
        The cases.
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

    Raises
    ------
    RefusedError
        If it must not leave.
    """
    tables = held.tables
    if audience == "public":
        tables = Scope(handling=("public",)).limit(tables)
    return build(
        tables,
        query,
        audience=audience,
        made_on=made_on,
        user=user,
        title=title,
        register_version=held.version,
    )
