"""A case as a form holds it: every cell as it was typed, and nothing that cannot be taken back.

Drafts are values. A change gives a new draft and leaves the old one as it was, so the last
change is undone by going back to the draft before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

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


def cited(draft: CaseDraft) -> set[str]:
    """Return the ids of the sources that stops, events and figures rest on."""
    return {
        each.source_id
        for each in parts(draft)
        if isinstance(each, StopDraft | EventDraft | FigureDraft) and each.source_id
    }
