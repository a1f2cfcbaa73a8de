"""Border crossings in time: when they were open, and the cases that passed them, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np

from geo.layers import crossings
from routes.cases.dates import span
from routes.columns import NO_LAST_YEAR, flags
from routes.query import RouteQuery
from routes.selection import select_elements
from routes.store import Store

NO_CROSSING: Final = frozenset({"verification_post"})
"""Kinds of entries of the list that are no way over a border."""


@dataclass(frozen=True)
class Crossing:
    """An entry of the list of crossings, ports, airports and informal areas.

    Parameters
    ----------
    id, kind, status, municipality, neighbour, neighbour_place, precision : str
        As in the list; `neighbour` is an ISO 3166-1 alpha-3 code, empty for airports and ports.
    name, name_en, note, note_en : str
        In Spanish and in English.
    lon, lat : float
        Degrees, EPSG:4326.
    valid_from, valid_to : datetime.date or None
        First and last day on which it was open, as far as a source says.
    source_title, source_url, source_date : str
        What supports it; empty where nothing does.
    """

    id: str
    name: str
    name_en: str
    kind: str
    status: str
    municipality: str
    neighbour: str
    neighbour_place: str
    precision: str
    note: str
    note_en: str
    lon: float
    lat: float
    valid_from: date | None
    valid_to: date | None
    source_title: str
    source_url: str
    source_date: str

    @property
    def verified(self) -> bool:
        """Whether a source supports it."""
        return bool(self.source_title)

    def named(self, lang: str) -> str:
        """Return the name in a language."""
        return self.name if lang == "es" else self.name_en

    def noted(self, lang: str) -> str:
        """Return the note in a language."""
        return self.note if lang == "es" else self.note_en

    def may_be_open(self, first: date | None, last: date | None) -> bool:
        """Tell whether it was open at some time between two days; None leaves that end open."""
        opened = self.valid_from is None or last is None or self.valid_from <= last
        return opened and (self.valid_to is None or first is None or self.valid_to >= first)


@cache
def listed() -> Mapping[str, Crossing]:
    """Return the crossings of the list by id, in its order."""
    frame = crossings()
    same = [name for name in Crossing.__dataclass_fields__ if name in frame.columns]
    rows: list[dict[str, Any]] = frame[same].to_dict("records")
    points = frame.geometry
    return {
        each: Crossing(id=each, lon=float(point.x), lat=float(point.y), **row)
        for each, row, point in zip(frame["crossing_id"], rows, points, strict=True)
    }


def period(store: Store, case: int) -> tuple[date | None, date | None]:
    """Return the first and the last day that the period of a case may mean; None for no date."""
    row = store.tables.cases.iloc[case]
    start, end = str(row["period_start"]), str(row["period_end"])
    first, last = (span(start) if start else None), (span(end) if end else None)
    known = first or last
    if known is None:
        return None, None
    return (first or known)[0], (last or known)[1]


@dataclass(frozen=True)
class Passed:
    """What is documented of one place that routes cross at or pass.

    Parameters
    ----------
    id : str
        Id of the place.
    cases, routes : int
        Cases and routes in view.
    years : tuple of (int, int)
        Cases by year, for each year that the period of a case touches, ascending; a case of
        several years stands in each.
    undated : int
        Cases without a date.
    case_ids : tuple of str
        The cases, in the order of the table.
    early : tuple of str
        Cases that ended before the place is known to have opened, or began after it closed: one
        of the two must be wrong.
    """

    id: str
    cases: int
    routes: int
    years: tuple[tuple[int, int], ...]
    undated: int
    case_ids: tuple[str, ...]
    early: tuple[str, ...] = ()


def passed(store: Store, query: RouteQuery, place_id: str, *, role: str = "crossing") -> Passed:
    """Return what is documented of one place.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        Which of them.
    place_id : str
        The place.
    role : {"crossing", "via"}
        Whether routes cross a border there, or pass it in transit or to assemble.
    """
    route, place = store.route_places[role]
    if place_id not in store.place_ids:
        return Passed(place_id, 0, 0, (), 0, ())
    code = store.place_ids.index(place_id)
    counted = ~store.statement[store.elements.case]
    chosen = select_elements(store, query)
    where = counted if chosen is None else chosen & counted
    seen = flags(len(store.route_case), store.elements.route[where])
    routes = np.unique(route[(place == code) & seen[route]])
    cases = np.unique(store.route_case[routes])
    dated = cases[store.last_year[cases] != NO_LAST_YEAR]
    years: dict[int, int] = {}
    for case in dated.tolist():
        for year in range(int(store.first_year[case]), int(store.last_year[case]) + 1):
            years[year] = years.get(year, 0) + 1
    one = listed().get(place_id)
    early = [
        store.case_ids[case]
        for case in cases.tolist()
        if one is not None and not one.may_be_open(*period(store, case))
    ]
    return Passed(
        place_id,
        cases=len(cases),
        routes=len(routes),
        years=tuple(sorted(years.items())),
        undated=len(cases) - len(dated),
        case_ids=tuple(store.case_ids[each] for each in cases.tolist()),
        early=tuple(early),
    )
