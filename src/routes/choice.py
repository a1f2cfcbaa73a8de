"""What a reader has selected on the map or in a table, and the cases behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.layers import crossings
from geo.places import at_level, places
from routes.evidence.model import CaseEvidence, RouteEvidence
from routes.flows import cases_behind, legs
from routes.query import RouteQuery
from routes.selection import select
from routes.store import Store

Kind = Literal["flow", "place", "department", "crossing"]


@dataclass(frozen=True)
class Choice:
    """A selection that was understood.

    Parameters
    ----------
    kind : {"flow", "place", "department", "crossing"}
        What was selected.
    start, end : str
        Place ids; the same for anything but a flow.
    level : {"place", "department", "country"}
        The level at which `start` and `end` are to be read.
    case_ids : tuple of str
        Cases and statements behind it under the query, in the order of the table.
    """

    kind: Kind
    start: str
    end: str
    level: str
    case_ids: tuple[str, ...]


def choose(store: Store, query: RouteQuery, selected: str, *, level: str) -> Choice | None:
    """Find what lies behind a selection such as ``flow:CO-ANT>CHN`` or ``crossing:VE-PAEZ``.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        The filters in force.
    selected : str
        ``flow:FROM>TO``, ``place:ID``, ``department:ID`` or ``crossing:ID``.
    level : {"place", "department", "country"}
        The level of the map.

    Returns
    -------
    Choice or None
        None if the text is no selection, or names a place or flow that is not known.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> from routes.store import store
    >>> chosen = choose(store(bundled()), RouteQuery(), "flow:CO-ARA>85001", level="place")
    >>> chosen.case_ids
    ('nemesis',)
    """
    kind, _, value = selected.partition(":")
    if kind == "flow":
        start, _, end = value.partition(">")
        ids = cases_behind(store, query, start, end, level=level)
        return Choice("flow", start, end, level, tuple(ids)) if ids else None
    if kind == "crossing":
        known = value in set(crossings()["crossing_id"])
        return _touching(store, query, "crossing", value, "place") if known else None
    if kind == "department" and value in places():
        return _touching(store, query, "department", value, "department")
    if kind == "place" and value in places():
        return _touching(store, query, "place", value, level)
    return None


def _touching(store: Store, query: RouteQuery, kind: Kind, place: str, level: str) -> Choice:
    frame = legs(store, query, level=level)
    here = frame[(frame["from"] == place) | (frame["to"] == place)]
    return Choice(kind, place, place, level, tuple(here["case_id"].drop_duplicates()))


def routes_of(choice: Choice, case: CaseEvidence) -> tuple[RouteEvidence, ...]:
    """Return the routes of a case that the selection touches.

    Parameters
    ----------
    choice : Choice
        The selection.
    case : CaseEvidence
        One of its cases.
    """

    def at(place_id: str) -> str:
        return at_level(place_id, choice.level)

    if choice.kind == "flow":
        wanted = (choice.start, choice.end)
        return tuple(
            route
            for route in case.routes
            if any((at(leg.origin.id), at(leg.destination.id)) == wanted for leg in route.legs)
        )
    return tuple(
        route
        for route in case.routes
        if any(at(stop.place.id) == choice.start for stop in route.stops)
    )


def selected_cases(store: Store, query: RouteQuery) -> list[str]:
    """Return the ids of the cases and statements that a query selects, in the table's order."""
    chosen = select(store, query).cases
    if chosen is None:
        return list(store.case_ids)
    return [case_id for case_id, inside in zip(store.case_ids, chosen, strict=True) if inside]
