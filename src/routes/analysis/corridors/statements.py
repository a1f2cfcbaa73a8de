"""What the page of a corridor says of a case, each statement with the sources it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from routes.analysis.corridors.facts import DOUBTFUL_GRADE
from routes.analysis.corridors.model import Corridor, Way
from routes.evidence import CaseEvidence, RouteEvidence, SourceRef, StopEvidence
from routes.evidence.model import LegEvidence

_VAGUE: Final = ("region", "country")


@dataclass(frozen=True)
class Doubt:
    """Why something of a case is not known.

    Parameters
    ----------
    case_id : str
        The case.
    notes : tuple of str
        What is said of it in the table, each once; data text.
    sources : tuple of SourceRef
        The sources it rests on; for something that no source says, those that were read.
    """

    case_id: str
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]


def routes_in(found: Corridor, case: CaseEvidence) -> list[RouteEvidence]:
    """Return the ways of a case through a corridor, as routes of their own."""
    routes = {route.route_no: route for route in case.routes}
    return [_part(routes[way.route_no], way) for way in found.ways if way.case_id == case.case_id]


def _part(route: RouteEvidence, way: Way) -> RouteEvidence:
    stops = tuple(stop for stop in route.stops if way.first_stop <= stop.stop_no <= way.last_stop)
    legs: tuple[LegEvidence, ...] = tuple(
        leg
        for (one, two), leg in zip(_joined(route), route.legs, strict=True)
        if way.first_stop <= one.stop_no and two.stop_no <= way.last_stop
    )
    return RouteEvidence(route.route_no, stops, legs)


def _joined(route: RouteEvidence) -> Iterable[tuple[StopEvidence, StopEvidence]]:
    return (
        (one, two)
        for one, two in pairwise(route.stops)
        if "mentioned" not in (one.evidence, two.evidence)
    )


def loose_in(found: Corridor, case: CaseEvidence) -> list[StopEvidence]:
    """Return the places that a case or statement names without a way, as far as they matter."""
    wanted = {(each.route_no, each.stop_no) for each in found.loose if each.case_id == case.case_id}
    return [
        stop
        for route in case.routes
        for stop in route.stops
        if (route.route_no, stop.stop_no) in wanted
    ]


def doubt(name: str, found: Corridor, case: CaseEvidence) -> Doubt:
    """Return why something (one of `facts.UNKNOWNS`) of a case is not known.

    Raises
    ------
    KeyError
        If nothing of that name may be unknown.
    """
    if name == "identity":
        joined = tuple(source for source in case.sources if source.identity_inferred)
        return Doubt(case.case_id, _once([case.identity_note]), joined)
    if name not in _STOPS:
        return Doubt(case.case_id, (), case.sources if name in _OF_CASE else _refuse(name))
    ways = [way for way in found.ways if way.case_id == case.case_id]
    routes = routes_in(found, case)
    stops = [
        stop for way, route in zip(ways, routes, strict=True) for stop in _STOPS[name](way, route)
    ]
    notes = [stop.note for stop in stops] if name in _TOLD else []
    sources = tuple(dict.fromkeys(stop.source for stop in stops))
    return Doubt(case.case_id, _once(notes), sources)


def _refuse(name: str) -> tuple[SourceRef, ...]:
    raise KeyError(name)


def _once(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for note in notes if note))


def _uncrossed(way: Way, route: RouteEvidence) -> tuple[StopEvidence, ...]:
    return route.stops if way.leaves and not way.crossed else ()


def _vague(stop: StopEvidence) -> tuple[StopEvidence, ...]:
    return (stop,) if stop.place.level in _VAGUE else ()


_STOPS: Final[dict[str, Callable[[Way, RouteEvidence], Iterable[StopEvidence]]]] = {
    "crossing": _uncrossed,
    "inferred": lambda _, route: [stop for stop in route.stops if stop.evidence == "inferred"],
    "origin": lambda _, route: _vague(route.stops[0]),
    "destination": lambda _, route: _vague(route.stops[-1]),
    "credibility": lambda _, route: [
        stop for stop in route.stops if stop.credibility >= DOUBTFUL_GRADE
    ],
}
"""The stops of a way on which each of these rests."""

_TOLD: Final = ("inferred", "origin", "destination")
"""Of which of them the notes on the stops tell."""

_OF_CASE: Final = frozenset(
    ("one_source", "weak_sources", "undated", "no_victims", "no_purpose", "no_recruitment")
)
"""What no source of the case says, or what its sources are."""
