"""What is known of a case and on which sources, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceRef:
    """A publication, as the source of something said of a case.

    Attributes
    ----------
    id, publisher, title, language, reliability, note : str
        As in the table; `reliability` is a grade A to F.
    published_on, date_precision : str
        ISO date, perhaps only a year or month; empty where unknown.
    url : str
        The address if it is an http(s) one, fit for a link; otherwise empty.
    identity_inferred : bool
        Whether it is an inference that the source speaks of this case.
    """

    id: str
    publisher: str
    title: str
    url: str
    published_on: str
    date_precision: str
    language: str
    reliability: str
    note: str
    identity_inferred: bool


@dataclass(frozen=True)
class PlaceRef:
    """A place with its name in the language asked for and its level of precision."""

    id: str
    name: str
    level: str
    country: str


@dataclass(frozen=True)
class StopEvidence:
    """A stop of a route; `role` is empty where the source only mentions the place."""

    stop_no: int
    place: PlaceRef
    role: str
    mode: str
    evidence: str
    credibility: int
    note: str
    source: SourceRef


@dataclass(frozen=True)
class LegEvidence:
    """A way between two consecutive stops.

    Attributes
    ----------
    origin, destination : PlaceRef
        Its ends.
    evidence : {"stated", "inferred"}
        The weaker of its stops'.
    mode : str
        That of the arriving stop.
    credibility : int
        The weaker of its stops', 1 (best) to 6.
    notes : tuple of str
        What is said of its stops, the reason of an inference included.
    sources : tuple of SourceRef
        Of both stops, each once.
    """

    origin: PlaceRef
    destination: PlaceRef
    evidence: str
    mode: str
    credibility: int
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class RouteEvidence:
    """The stops of a route in order, and the legs between them."""

    route_no: int
    stops: tuple[StopEvidence, ...]
    legs: tuple[LegEvidence, ...]


@dataclass(frozen=True)
class Reading:
    """One number as one source gives it; `nationality` holds ISO 3166-1 alpha-3 codes."""

    value: int
    qualifier: str
    nationality: tuple[str, ...]
    preferred: bool
    note: str
    source: SourceRef


@dataclass(frozen=True)
class FigureEvidence:
    """All readings of one measure, the preferred one first.

    Attributes
    ----------
    conflict : bool
        Whether two sources give different numbers.
    """

    measure: str
    readings: tuple[Reading, ...]
    conflict: bool


@dataclass(frozen=True)
class EventEvidence:
    """Something that happened at a place that is no stop: an arrest, a rescue, a seizure."""

    event: str
    place: PlaceRef
    happened_on: str
    date_precision: str
    note: str
    source: SourceRef


@dataclass(frozen=True)
class CaseEvidence:
    """Everything the tables hold of a case.

    Attributes
    ----------
    counted : bool
        False for a statement about several cases: never counted, its figures never added.
    period_start, period_end, date_precision : str
        ISO dates as far as known.
    purposes, means, recruitment : tuple of str
        Codes.
    note, identity_note : str
        On the case; on why a source is taken to speak of it.
    sources : tuple of SourceRef
        Every source of its routes, figures and events, by first use.
    """

    case_id: str
    name: str
    kind: str
    status: str
    authority: str
    counted: bool
    period_start: str
    period_end: str
    date_precision: str
    purposes: tuple[str, ...]
    means: tuple[str, ...]
    recruitment: tuple[str, ...]
    handling: str
    summary: str
    note: str
    identity_note: str
    routes: tuple[RouteEvidence, ...]
    figures: tuple[FigureEvidence, ...]
    events: tuple[EventEvidence, ...]
    sources: tuple[SourceRef, ...]
