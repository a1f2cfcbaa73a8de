"""What a question of coverage is made of, and what its answer holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Weight = Literal["cases", "routes", "victims"]
WEIGHTS: Final[tuple[Weight, ...]] = ("cases", "routes", "victims")
"""What is counted as covered. ``cases``: a case counts once, as soon as one of its routes passes
a chosen place. ``routes``: each route counts. ``victims``: a case counts with the preferred
figure of its victims; cases without a figure are told apart and never taken for 0."""

Offered = Literal["both", "crossings", "hubs"]
OFFERED: Final[tuple[Offered, ...]] = ("both", "crossings", "hubs")
"""Which places may be chosen: border crossings, hubs (places of transit or assembly), or both."""

Reason = Literal["unknown", "wide", "inside", "unclear", "single", "mentioned"]
REASONS: Final[tuple[Reason, ...]] = (
    *("unknown", "wide", "inside", "unclear", "single", "mentioned"),
)
"""Why no place covers a route. ``unknown``: a border is crossed, and no source says where.
``wide``: only a department, a region or a country is named. ``inside``: no border is crossed.
``unclear``: the places named do not tell whether one is. ``single``: one place is given and no
way. ``mentioned``: places are only mentioned."""

NEAR: Final = 98
"""Per cent of the best from which another choice counts as near it."""


@dataclass(frozen=True)
class Site:
    """A place that may be chosen.

    Parameters
    ----------
    id : str
        Id of the place.
    crossing, hub : bool
        Whether routes cross a border there, or pass it in transit or to assemble.
    lon, lat : float
        Degrees, EPSG:4326.
    """

    id: str
    crossing: bool
    hub: bool
    lon: float
    lat: float


@dataclass(frozen=True)
class Pick:
    """A chosen place.

    Parameters
    ----------
    site : Site
        The place.
    gain : int
        What it adds to those before it; the gains of all add up to what is covered.
    alone : int
        What it covers by itself.
    only : int
        What would be lost without it.
    cases, routes : int
        Cases and routes that pass it.
    alike : tuple of str
        Other places that cover exactly the same: any of them could stand for it.
    """

    site: Site
    gain: int
    alone: int
    only: int
    cases: int
    routes: int
    alike: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A set of places and what it covers; no place in it is superfluous."""

    sites: tuple[str, ...]
    value: int


@dataclass(frozen=True)
class Gap:
    """Routes that no place covers, for one reason.

    Parameters
    ----------
    reason : str
        One of `REASONS`.
    routes : tuple of (str, int)
        Case and number of each route.
    """

    reason: Reason
    routes: tuple[tuple[str, int], ...]

    @property
    def case_ids(self) -> tuple[str, ...]:
        """The cases of the routes, each once."""
        return tuple(dict.fromkeys(case_id for case_id, _ in self.routes))


@dataclass(frozen=True)
class Coverage:
    """Which places cover most of what is documented.

    Parameters
    ----------
    k : int
        How many places were asked for; fewer are chosen where more would add nothing.
    weight : str
        One of `WEIGHTS`.
    offered : str
        One of `OFFERED`.
    total : int
        Weight of everything in view.
    coverable : int
        Weight of what passes any place that may be chosen.
    value : int
        Weight covered by the chosen places.
    bound : int
        No choice covers more; equal to `value` where it is proven best.
    picks : tuple of Pick
        The chosen places, the one that adds most first.
    greedy : Choice
        What taking the place that adds most, one after the other, would choose.
    near : tuple of Choice
        Every choice within `NEAR` per cent of the best, best first, the chosen one among them.
    near_all : bool
        Whether `near` holds all of them.
    gaps : tuple of Gap
        Routes that no place covers, by reason.
    passed : tuple of (str, int)
        Case and number of each route that passes a place that may be chosen, but none that is.
    cases, routes : int
        Cases and routes in view.
    covered_cases, covered_routes : int
        Those that pass a chosen place.
    whole_ids : tuple of str
        Cases all of whose routes pass a chosen place.
    without_figure : tuple of str
        With the weight ``victims``: cases without a figure of victims.
    no_route : tuple of str
        Cases in view without any route.
    sites : tuple of Site
        The places that may be chosen, by id.
    """

    k: int
    weight: Weight
    offered: Offered
    total: int
    coverable: int
    value: int
    bound: int
    picks: tuple[Pick, ...]
    greedy: Choice
    near: tuple[Choice, ...]
    near_all: bool
    gaps: tuple[Gap, ...]
    passed: tuple[tuple[str, int], ...]
    cases: int
    routes: int
    covered_cases: int
    covered_routes: int
    whole_ids: tuple[str, ...]
    without_figure: tuple[str, ...]
    no_route: tuple[str, ...]
    sites: tuple[Site, ...]

    @property
    def proven(self) -> bool:
        """Whether no other choice covers more."""
        return self.bound <= self.value

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the chosen places, the one that adds most first."""
        return tuple(pick.site.id for pick in self.picks)
