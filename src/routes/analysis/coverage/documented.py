"""Which routes are in view, which places they pass, and why some pass none that may be chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from geo.places import places
from routes.analysis.coverage.instance import rows
from routes.analysis.coverage.model import OFFERED, REASONS, WEIGHTS, Gap, Offered, Site, Weight
from routes.columns import Ints, Mask, flags, pairs
from routes.legs import MENTIONED, NOWHERE, STATED
from routes.query import RouteQuery
from routes.selection import select_cases, select_elements
from routes.store import Store

PRECISE: Final = ("point", "settlement")
"""Levels of places that may be chosen: nobody stands guard over a department."""

CREDIBLE: Final = 3
"""The worst grade of legs that are kept where those of low credibility are left out."""

_ROLES: Final[dict[Offered, tuple[str, ...]]] = {
    "both": ("crossing", "via"),
    "crossings": ("crossing",),
    "hubs": ("via",),
}


@dataclass(frozen=True, eq=False)
class Documented:
    """The routes in view and the places that they pass.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked.
    offered : str
        Which places may be chosen, one of `OFFERED`.
    stated, credible : bool
        Whether a route counts as passing a place only where a leg to or from it is stated, or has
        credibility `CREDIBLE` or better.
    """

    store: Store
    query: RouteQuery
    offered: Offered = "both"
    stated: bool = False
    credible: bool = False

    def __post_init__(self) -> None:
        if self.offered not in OFFERED:
            raise ValueError(
                f"Invalid choice of places '{self.offered}'. Must be one of {', '.join(OFFERED)}."
            )

    @cached_property
    def elements(self) -> Ints:
        """The legs and places in view, without those of statements about several cases."""
        counted = ~self.store.statement[self.store.elements.case]
        chosen = select_elements(self.store, self.query)
        return np.flatnonzero(counted if chosen is None else chosen & counted)

    @cached_property
    def in_view(self) -> Mask:
        """Which routes are in view."""
        return flags(len(self.store.route_case), self.store.elements.route[self.elements])

    @cached_property
    def routes(self) -> Ints:
        """Codes of the routes in view."""
        return np.flatnonzero(self.in_view)

    @cached_property
    def cases(self) -> Ints:
        """Codes of the cases with a route in view."""
        return np.unique(self.store.route_case[self.routes])

    @property
    def without_route(self) -> tuple[str, ...]:
        """Cases in view that have no route at all."""
        chosen = select_cases(self.store, self.query, select_elements(self.store, self.query))
        counted = ~self.store.statement if chosen is None else chosen & ~self.store.statement
        return self.ids(np.setdiff1d(np.flatnonzero(counted), self.cases))

    def ids(self, cases: Ints) -> tuple[str, ...]:
        """Return the ids of cases."""
        return tuple(self.store.case_ids[each] for each in cases.tolist())

    def covered_by(self, sites: Collection[str]) -> tuple[str, ...]:
        """Return the cases in view with a route through one of some places."""
        columns = [n for n, site in enumerate(self.sites) if site.id in sites]
        covered = np.asarray(self.case_rows[:, columns].sum(axis=1)).ravel() > 0
        return self.ids(self.cases[covered])

    @cached_property
    def passing(self) -> tuple[Ints, Ints]:
        """Routes in view and the places that they pass, by code; each pair once."""
        at = [self.store.route_places[role] for role in _ROLES[self.offered]]
        route = np.concatenate([each for each, _ in at])
        place = np.concatenate([each for _, each in at])
        route, place = pairs(route, place, len(self.store.place_ids))
        kept = self.in_view[route] & self._precise[place]
        if self.stated or self.credible:
            kept &= self._well_founded(route, place)
        return route[kept], place[kept]

    @cached_property
    def site_places(self) -> Ints:
        """Codes of the places that may be chosen, ascending, and so with their ids."""
        return np.unique(self.passing[1])

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The places that may be chosen, in the order of their codes."""
        known = places()
        crossed, passed = (self._with_role(role) for role in ("crossing", "via"))
        found = []
        for code in self.site_places.tolist():
            place = known[self.store.place_ids[code]]
            found.append(
                Site(place.id, bool(crossed[code]), bool(passed[code]), place.lon, place.lat)
            )
        return tuple(found)

    @cached_property
    def route_rows(self) -> Any:
        """Routes in view as rows, the places that may be chosen as columns."""
        route, place = self.passing
        at = np.searchsorted(self.routes, route), np.searchsorted(self.site_places, place)
        return rows(len(self.routes), len(self.site_places), *at)

    @cached_property
    def case_rows(self) -> Any:
        """Cases in view as rows, the places that any of their routes passes as columns."""
        route, place = self.passing
        case = np.searchsorted(self.cases, self.store.route_case[route])
        site = np.searchsorted(self.site_places, place)
        return rows(len(self.cases), len(self.site_places), case, site)

    def weighed(self, weight: Weight) -> tuple[Any, Ints, Ints]:
        """Return what is to be covered: rows of places, their weights and their cases.

        Raises
        ------
        ValueError
            If there is no such weight.
        """
        if weight not in WEIGHTS:
            raise ValueError(f"Invalid weight '{weight}'. Must be one of {', '.join(WEIGHTS)}.")
        if weight == "routes":
            case = np.searchsorted(self.cases, self.store.route_case[self.routes])
            return self.route_rows, np.ones(len(self.routes), dtype=np.int64), case
        every = np.arange(len(self.cases))
        one = np.ones(len(every), dtype=np.int64)
        return self.case_rows, one if weight == "cases" else np.maximum(self.victims, 0), every

    @cached_property
    def victims(self) -> Ints:
        """The figure of victims that is used for each case in view; -1 where there is none."""
        figures, span = self.store.figures, self.store.figures.span("victims")
        heard = np.ones(span.stop - span.start, dtype=bool)
        if self.query.source:
            heard = self.store.sources_named(self.query.source)[figures.source[span]]
        case, value = figures.case[span][heard], figures.value[span][heard]
        first = np.append(True, case[1:] != case[:-1])[: len(case)]
        found = np.full(len(self.store.case_ids), -1, dtype=np.int64)
        found[case[first]] = value[first]
        return found[self.cases]

    def gaps(self) -> tuple[Gap, ...]:
        """Return the routes that pass no place that may be chosen, by reason."""
        unpassed = np.flatnonzero(np.diff(self.route_rows.indptr) == 0)
        reason = self._reasons()[unpassed]
        named = self.named(self.routes[unpassed])
        found = []
        for code, each in enumerate(REASONS):
            here = tuple(named[n] for n in np.flatnonzero(reason == code))
            if here:
                found.append(Gap(each, here))
        return tuple(found)

    def _reasons(self) -> Ints:
        """Return for each route in view the reason that holds if it passes no place."""
        store, count = self.store, len(self.store.route_case)
        where = self.elements
        route, end = store.elements.route[where], store.elements.end[where]
        start = store.elements.start[where]
        led, told = start != NOWHERE, store.elements.evidence[where] != MENTIONED
        moved, placed = flags(count, route[led]), flags(count, route[told])
        named = np.concatenate([route, route[led]]), np.concatenate([end, start[led]])
        least, most, open_ = self._countries(*named)
        wide = self._wide()
        code = {reason: n for n, reason in enumerate(REASONS)}
        found = np.select(
            [~placed, ~moved, wide, (least == most) & ~open_, least >= most],
            [code[each] for each in ("mentioned", "single", "wide", "inside", "unclear")],
            code["unknown"],
        )
        return np.asarray(found[self.routes])

    def _countries(self, route: Ints, place: Ints) -> tuple[Ints, Ints, Mask]:
        """Return for each route the least and greatest code of a country, and whether any place
        lies in none."""
        country, count = self._country[place], len(self.store.route_case)
        least, most = np.full(count, 2**31), np.full(count, -1)
        known = country >= 0
        np.minimum.at(least, route[known], country[known])
        np.maximum.at(most, route[known], country[known])
        return least, most, flags(count, route[~known])

    def _wide(self) -> Mask:
        """Tell which routes cross or pass somewhere that is only known by a wide name."""
        found = np.zeros(len(self.store.route_case), dtype=bool)
        for role in _ROLES[self.offered]:
            route, place = self.store.route_places[role]
            found[route[~self._precise[place]]] = True
        return found

    @cached_property
    def _precise(self) -> Mask:
        known = places()
        ids = self.store.place_ids
        return np.array([each in known and known[each].level in PRECISE for each in ids], bool)

    @cached_property
    def _country(self) -> Ints:
        known = places()
        countries = [known[each].country if each in known else "" for each in self.store.place_ids]
        code = {name: n for n, name in enumerate(sorted({*countries} - {""}))}
        return np.array([code.get(each, -1) for each in countries], dtype=np.int64)

    def _with_role(self, role: str) -> Mask:
        route, place = self.store.route_places[role]
        return flags(len(self.store.place_ids), place[self.in_view[route]])

    def _well_founded(self, route: Ints, place: Ints) -> Mask:
        """Tell which places of routes a leg of the quality asked for leads to or from."""
        elements, where = self.store.elements, self.elements
        if self.stated:
            where = where[elements.evidence[where] == STATED]
        if self.credible:
            where = where[elements.credibility[where] <= CREDIBLE]
        led = where[elements.start[where] != NOWHERE]
        many = len(self.store.place_ids)
        sure = np.concatenate(
            [
                elements.route[where].astype(np.int64) * many + elements.end[where],
                elements.route[led].astype(np.int64) * many + elements.start[led],
            ]
        )
        return np.isin(route.astype(np.int64) * many + place, sure)

    def named(self, routes: Ints) -> list[tuple[str, int]]:
        """Return case and number of routes."""
        table, store = self.store.tables.stops, self.store
        row = np.zeros(len(store.route_case), dtype=np.int64)
        row[store.elements.route] = store.elements.arrival
        numbers = table["route_no"].to_numpy(np.int64)[row[routes]]
        cases = store.route_case[routes]
        return [
            (store.case_ids[case], number)
            for case, number in zip(cases.tolist(), numbers.tolist(), strict=True)
        ]
