"""What each case that may not be shown adds to the counts: so many victims, at one place each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.places import at_level, places
from routes.cases.model import Tables
from routes.columns import NO_LAST_YEAR, Ints
from routes.store import HANDLING_CODES, Store
from routes.store import store as columns_of

SEVERAL: Final = "several"
UNKNOWN: Final = "unknown"
UNDATED: Final = 0
"""Year of a case without a date."""

LEAVES: Final = (
    "girls",
    "boys",
    "minors_sex_unknown",
    "women",
    "men",
    "adults_sex_unknown",
    "age_unknown",
)
"""Groups by age and sex that no other group is part of; every victim is in exactly one."""

_HOME: Final = "COL"


@dataclass(frozen=True)
class Contribution:
    """What one case adds.

    Parameters
    ----------
    year : int
        The year in which its period begins; `UNDATED` without a date.
    origin, destination : str
        A department of Colombia or another country; `SEVERAL` or `UNKNOWN`.
    nationality : str
        ISO 3166-1 alpha-3 of the victims; `SEVERAL` or `UNKNOWN`.
    victims : tuple of int
        Number in each of `LEAVES`.
    """

    year: int
    origin: str
    destination: str
    nationality: str
    victims: tuple[int, ...]


def contributions(tables: Tables | Store, chosen: Collection[int]) -> dict[str, Contribution]:
    """Return what cases add to the counts, by case; statements and cases without victims do not.

    Parameters
    ----------
    tables : Tables or Store
        The case tables.
    chosen : collection of int
        Positions of the cases in the table of cases.

    Notes
    -----
    Each case counts once, with the figures that `routes.analysis.totals` uses; ``at_least`` and
    ``about`` are taken as given. Parts that exceed the victims of their case are cut.
    """
    store = columns_of(tables)
    origin, destination = _areas(store, "from"), _areas(store, "to")
    victims, nationality = _victims(store), _nationalities(store)
    found: dict[str, Contribution] = {}
    for case in sorted(chosen):
        if store.statement[case] or not victims[case].sum():
            continue
        year = int(store.first_year[case])
        found[store.case_ids[case]] = Contribution(
            year=UNDATED if store.last_year[case] == NO_LAST_YEAR else year,
            origin=_one(origin.get(case, set())),
            destination=_one(destination.get(case, set())),
            nationality=nationality.get(case, UNKNOWN),
            victims=tuple(victims[case].tolist()),
        )
    return found


def secret(tables: Tables | Store) -> dict[str, Contribution]:
    """Return what the cases add that are not public."""
    store = columns_of(tables)
    public = HANDLING_CODES.index("public")
    return contributions(store, np.flatnonzero(store.handling != public).tolist())


def area(place_id: str) -> str:
    """Return the department of Colombia or the other country that a place lies in.

    >>> area("81001"), area("REG-EJE-CAFETERO"), area("GN1809858"), area("nowhere")
    ('CO-ARA', 'COL', 'CHN', 'unknown')
    """
    place = places().get(place_id)
    if place is None or not place.country:
        return UNKNOWN
    if place.country != _HOME:
        return place.country
    up = places().get(at_level(place_id, "department"))
    return up.id if up is not None and up.level == "department" else _HOME


def _one(areas: set[str]) -> str:
    known = areas - {UNKNOWN}
    if len(known) > 1:
        return SEVERAL
    return next(iter(known), UNKNOWN)


def _areas(store: Store, end: str) -> dict[int, set[str]]:
    of_place = [area(each) for each in store.place_ids]
    route, place = store.route_places[end]
    found: dict[int, set[str]] = {}
    for case, at in zip(store.route_case[route].tolist(), place.tolist(), strict=True):
        found.setdefault(case, set()).add(of_place[at])
    return found


def _used(store: Store, measure: str) -> tuple[Ints, Ints]:
    """Return the cases with a figure of a measure, and where the one used stands."""
    span = store.figures.span(measure)
    case = store.figures.case[span]
    first = np.flatnonzero(np.append(True, case[1:] != case[:-1])[: len(case)])
    return case[first], first + span.start


def _values(store: Store, measure: str) -> npt.NDArray[np.int64]:
    """Return the figure of each case; -1 where there is none."""
    value = np.full(len(store.case_ids), -1, dtype=np.int64)
    case, where = _used(store, measure)
    value[case] = np.maximum(store.figures.value[where], 0)
    return value


def _victims(store: Store) -> npt.NDArray[np.int64]:
    """Return the victims of each case in each of `LEAVES`."""
    names = ("victims", "minors", "girls", "boys", "women", "men")
    given = {name: _values(store, name) for name in names}
    girls, boys, women, men = (np.maximum(given[name], 0) for name in names[2:])
    minors = np.maximum(given["minors"], girls + boys)
    least = np.maximum(minors, 0) + women + men
    whole = np.where(given["victims"] >= 0, given["victims"], least)
    left = whole.copy()

    def take(wanted: Any) -> Any:
        nonlocal left
        taken = np.clip(wanted, 0, left)
        left = left - taken
        return taken

    parts = {"girls": take(girls), "boys": take(boys)}
    parts["minors_sex_unknown"] = take(minors - girls - boys)
    parts |= {"women": take(women), "men": take(men)}
    # Where the source counts the minors, all others are adults.
    adults = np.where(given["minors"] >= 0, left, 0)
    parts["adults_sex_unknown"] = take(adults)
    parts["age_unknown"] = left
    return np.stack([parts[name] for name in LEAVES], axis=1)


def _nationalities(store: Store) -> Mapping[int, str]:
    case, where = _used(store, "victims")
    named = store.figures.nationality
    said = [named.sets[cell] for cell in named.cell[where]]
    return {
        each: SEVERAL if len(codes) > 1 else next(iter(codes), UNKNOWN)
        for each, codes in zip(case.tolist(), said, strict=True)
    }
