"""A case as a form holds it: every cell as it was typed, and nothing that cannot be taken back.

Drafts are values. A change gives a new draft and leaves the old one as it was, so the last
change is undone by going back to the draft before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

_numbers = count(1)


def _key() -> int:
    return next(_numbers)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What drafts share: a number that stays with a part through every change of it."""

    key: int = field(default_factory=_key, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class StopDraft(_Part):
    """One place on a route; its columns but those that say where it stands."""

    role: str = ""
    place_id: str = ""
    mode: str = "unknown"
    evidence: str = "stated"
    credibility: str = "2"
    source_id: str = ""
    note_es: str = ""
    note_en: str = ""


@dataclass(frozen=True, kw_only=True)
class RouteDraft(_Part):
    """The stops of one route in order, and the number under which it is kept."""

    number: int = 1
    stops: tuple[StopDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EventDraft(_Part):
    """Something that happened at a place."""

    event: str = "arrest"
    place_id: str = ""
    happened_on: str = ""
    date_precision: str = "unknown"
    source_id: str = ""
    note_es: str = ""
    note_en: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureDraft(_Part):
    """One number as one source gives it; `nationality` holds ISO 3166-1 alpha-3 codes."""

    measure: str = "victims"
    value: str = ""
    qualifier: str = "exact"
    nationality: tuple[str, ...] = ()
    source_id: str = ""
    preferred: bool = False
    note_es: str = ""
    note_en: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceDraft(_Part):
    """A publication.

    Attributes
    ----------
    new : bool
        Whether it is written with the case; one that the register has already is not.
    """

    source_id: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""
    published_on: str = ""
    date_precision: str = "unknown"
    accessed_on: str = ""
    language: str = ""
    reliability: str = "F"
    note: str = ""
    new: bool = field(default=True, compare=False)


Item = StopDraft | EventDraft | FigureDraft | SourceDraft
Part = Item | RouteDraft


@dataclass(frozen=True, kw_only=True)
class CaseDraft(_Part):
    """One case with all that belongs to it.

    Text stands as it was typed, so that a draft may hold what no table would: a number in
    words, a date that does not exist. `routes.cases.editing.review` says what is wrong.
    """

    case_id: str = ""
    name: str = ""
    kind: str = "case"
    authority: str = ""
    status: str = "alleged"
    period_start: str = ""
    period_end: str = ""
    date_precision: str = "unknown"
    purposes: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    recruitment: tuple[str, ...] = ()
    handling: str = "reserved"
    summary_es: str = ""
    summary_en: str = ""
    identity_inferred: tuple[str, ...] = ()
    identity_note_es: str = ""
    identity_note_en: str = ""
    note_es: str = ""
    note_en: str = ""
    routes: tuple[RouteDraft, ...] = ()
    events: tuple[EventDraft, ...] = ()
    figures: tuple[FigureDraft, ...] = ()
    sources: tuple[SourceDraft, ...] = ()


def new_case() -> CaseDraft:
    """Return the draft of a case of which nothing is known yet: one route, two blank stops."""
    ends = (StopDraft(role="recruitment"), StopDraft(role="exploitation"))
    return CaseDraft(routes=(RouteDraft(stops=ends),))


def parts(draft: CaseDraft) -> Iterator[Part]:
    """Give every part of a draft: routes, each followed by its stops, and the other rows."""
    for route in draft.routes:
        yield route
        yield from route.stops
    yield from draft.events
    yield from draft.figures
    yield from draft.sources


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


def cited(draft: CaseDraft) -> set[str]:
    """Return the ids of the sources that stops, events and figures rest on."""
    return {
        each.source_id
        for each in parts(draft)
        if isinstance(each, StopDraft | EventDraft | FigureDraft) and each.source_id
    }


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
