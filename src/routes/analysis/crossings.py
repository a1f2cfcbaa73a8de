"""Border crossings in time: when they were open, and the cases that passed them, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np

from geo.layers import crossings
from routes.cases.dates import is_date, span
from routes.columns import NO_LAST_YEAR, Ints, flags
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


def open_in(place_id: str, start: str, end: str) -> bool:
    """Tell whether a place may have been open in a period; True for all but listed crossings.

    Parameters
    ----------
    place_id : str
        Any place.
    start, end : str
        ISO dates of a case as somebody typed them; what is no date rules nothing out.

    Examples
    --------
    >>> open_in("VE-GIRARDOT", "2019", "2020"), open_in("VE-GIRARDOT", "2019", "2023-02")
    (False, True)
    """
    one = listed().get(place_id)
    typed = [each for each in (start, end) if each]
    if one is None or not typed or not all(map(is_date, typed)):
        return True
    return one.may_be_open(span(typed[0])[0], span(typed[-1])[1])


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
    """What is documented of one place where routes cross a border or which they pass.

    Parameters
    ----------
    id : str
        Id of the place.
    routes : int
        Routes in view.
    years : tuple of (int, int)
        Cases by year, for each year that the period of a case touches, ascending; a case of
        several years stands in each.
    undated : int
        Cases without a date.
    case_ids : tuple of str
        The cases, in the order of the table.
    crossing, hub : int
        Cases that cross a border there, and cases that pass it in transit or to assemble; a case
        may do both.
    early : tuple of str
        Cases that ended before the place is known to have opened, or began after it closed: one
        of the two must be wrong.
    """

    id: str
    routes: int = 0
    years: tuple[tuple[int, int], ...] = ()
    undated: int = 0
    case_ids: tuple[str, ...] = ()
    crossing: int = 0
    hub: int = 0
    early: tuple[str, ...] = ()

    @property
    def cases(self) -> int:
        """Cases in view, each once."""
        return len(self.case_ids)


def passings(store: Store, query: RouteQuery) -> dict[str, Passed]:
    """Return what is documented of every place where routes in view cross or which they pass.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        Which of them.

    Returns
    -------
    dict of str to Passed
        By id of the place, in that order.
    """
    counted = ~store.statement[store.elements.case]
    chosen = select_elements(store, query)
    where = counted if chosen is None else chosen & counted
    seen = flags(len(store.route_case), store.elements.route[where])
    at: dict[str, dict[int, Ints]] = {}
    for role in ("crossing", "via"):
        route, place = store.route_places[role]
        kept = seen[route]
        at[role] = _by_place(route[kept], place[kept])
    none = np.zeros(0, dtype=np.int64)
    return {
        store.place_ids[code]: _passed(
            store, code, at["crossing"].get(code, none), at["via"].get(code, none)
        )
        for code in sorted(at["crossing"].keys() | at["via"].keys())
    }


def _by_place(route: Ints, place: Ints) -> dict[int, Ints]:
    if not len(place):
        return {}
    order = np.argsort(place, kind="stable")
    codes, first = np.unique(place[order], return_index=True)
    return dict(zip(codes.tolist(), np.split(route[order], first[1:]), strict=True))


def _passed(store: Store, code: int, crossing: Ints, hub: Ints) -> Passed:
    place_id = store.place_ids[code]
    routes = np.unique(np.concatenate([crossing, hub]).astype(np.int64))
    cases = np.unique(store.route_case[routes])
    dated = cases[store.last_year[cases] != NO_LAST_YEAR]
    years: dict[int, int] = {}
    for first, last in zip(store.first_year[dated], store.last_year[dated], strict=True):
        for year in range(int(first), int(last) + 1):
            years[year] = years.get(year, 0) + 1
    one = listed().get(place_id)
    dates = one is not None and (one.valid_from or one.valid_to)
    return Passed(
        place_id,
        routes=len(routes),
        years=tuple(sorted(years.items())),
        undated=len(cases) - len(dated),
        case_ids=tuple(store.case_ids[each] for each in cases.tolist()),
        crossing=len(np.unique(store.route_case[crossing])),
        hub=len(np.unique(store.route_case[hub])),
        early=tuple(
            store.case_ids[case]
            for case in (cases.tolist() if one is not None and dates else ())
            if one is not None and not one.may_be_open(*period(store, case))
        ),
    )
