"""The verbs of a draft: each gives a new draft and leaves the one before as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from routes.cases.editing.model import (
    CaseDraft,
    EventDraft,
    FigureDraft,
    Part,
    RouteDraft,
    SourceDraft,
    StopDraft,
    parts,
)


def changed(draft: CaseDraft, key: int, **fields: Any) -> CaseDraft:
    """Return the draft with other values in one of its parts, or in the case itself.

    A source that gets another id takes along what refers to it. The source of a stop is taken
    over by the stops of its route that have none. Of the figures of one measure, at most one is
    the preferred one: choosing it lets go of the others, and the first of its kind is chosen.

    Parameters
    ----------
    key : int
        Number of the part; that of the draft for the fields of the case.

    Raises
    ------
    KeyError
        If the draft has no such part.

    Examples
    --------
    >>> from routes.cases.editing.model import new_case
    >>> draft = new_case()
    >>> changed(draft, draft.routes[0].stops[0].key, place_id="CO-ARA").routes[0].stops[0].place_id
    'CO-ARA'
    """
    if key == draft.key:
        return replace(draft, **fields)
    part = next((each for each in parts(draft) if each.key == key), None)
    if part is None:
        raise KeyError(f"No part {key} in the draft of case '{draft.case_id}'.")
    found = _replaced(draft, key, (replace(part, **fields),))
    if isinstance(part, SourceDraft) and "source_id" in fields:
        return _renamed(found, part.source_id, fields["source_id"])
    if isinstance(part, FigureDraft) and "measure" in fields:
        return _replaced(found, key, (_first_of_its_kind(found, key),))
    if isinstance(part, FigureDraft) and fields.get("preferred"):
        return _preferring(found, key)
    if isinstance(part, StopDraft) and fields.get("source_id"):
        return _citing_along(found, key, fields["source_id"])
    return found


def without(draft: CaseDraft, key: int) -> CaseDraft:
    """Return the draft without one of its parts."""
    return _replaced(draft, key, ())


def followed(draft: CaseDraft, key: int, stop: StopDraft) -> CaseDraft:
    """Return the draft with a new stop after the stop, or at the end of the route, `key`."""
    for route in draft.routes:
        if route.key == key:
            return _replaced(draft, key, (replace(route, stops=(*route.stops, stop)),))
        for place, each in enumerate(route.stops, start=1):
            if each.key == key:
                stops = (*route.stops[:place], stop, *route.stops[place:])
                return _replaced(draft, route.key, (replace(route, stops=stops),))
    raise KeyError(f"No stop or route {key} in the draft of case '{draft.case_id}'.")


def with_part(
    draft: CaseDraft, part: RouteDraft | EventDraft | FigureDraft | SourceDraft
) -> CaseDraft:
    """Return the draft with one more route, event, figure or source at the end.

    A route gets the next free number.
    """
    if isinstance(part, RouteDraft):
        number = max((route.number for route in draft.routes), default=0) + 1
        return replace(draft, routes=(*draft.routes, replace(part, number=number)))
    if isinstance(part, EventDraft):
        return replace(draft, events=(*draft.events, part))
    if isinstance(part, FigureDraft):
        found = replace(draft, figures=(*draft.figures, part))
        return _replaced(found, part.key, (_first_of_its_kind(found, part.key),))
    return replace(draft, sources=(*draft.sources, part))


def moved(draft: CaseDraft, key: int, by: int) -> CaseDraft:
    """Return the draft with a stop further along its route by so many places, or back."""
    for route in draft.routes:
        order = [stop.key for stop in route.stops]
        if key in order:
            old = order.index(key)
            stops = list(route.stops)
            stops.insert(min(max(old + by, 0), len(order) - 1), stops.pop(old))
            return _replaced(draft, route.key, (replace(route, stops=tuple(stops)),))
    raise KeyError(f"No stop {key} in the draft of case '{draft.case_id}'.")


def _replaced(draft: CaseDraft, key: int, by: tuple[Part, ...]) -> CaseDraft:
    """Return the draft with something else in the place of one part."""

    def through(found: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(new for each in found for new in (by if each.key == key else (each,)))

    return replace(
        draft,
        routes=tuple(replace(route, stops=through(route.stops)) for route in through(draft.routes)),
        events=through(draft.events),
        figures=through(draft.figures),
        sources=through(draft.sources),
    )


def _renamed(draft: CaseDraft, old: str, new: str) -> CaseDraft:
    if not old or any(source.source_id == old for source in draft.sources):
        return draft
    found = draft
    for each in parts(draft):
        if isinstance(each, StopDraft | EventDraft | FigureDraft) and each.source_id == old:
            found = _replaced(found, each.key, (replace(each, source_id=new),))
    inferred = tuple(new if each == old else each for each in found.identity_inferred)
    return replace(found, identity_inferred=inferred)


def _citing_along(draft: CaseDraft, key: int, source_id: str) -> CaseDraft:
    def along(route: RouteDraft) -> RouteDraft:
        if not any(stop.key == key for stop in route.stops):
            return route
        cited = (replace(each, source_id=each.source_id or source_id) for each in route.stops)
        return replace(route, stops=tuple(cited))

    return replace(draft, routes=tuple(along(route) for route in draft.routes))


def _first_of_its_kind(draft: CaseDraft, key: int) -> FigureDraft:
    """Return a figure, preferred if no other of its measure is."""
    found = next(figure for figure in draft.figures if figure.key == key)
    others = (each for each in draft.figures if each.key != key and each.measure == found.measure)
    return replace(found, preferred=not any(each.preferred for each in others))


def _preferring(draft: CaseDraft, key: int) -> CaseDraft:
    chosen = next(figure for figure in draft.figures if figure.key == key)
    return replace(
        draft,
        figures=tuple(
            replace(each, preferred=False)
            if each.measure == chosen.measure and each.key != key
            else each
            for each in draft.figures
        ),
    )
