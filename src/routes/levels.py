"""Legs gathered at a level: by place, by department or by country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from weakref import WeakKeyDictionary

import numpy as np

from geo.places import at_level, places
from routes.columns import Ints, Mask
from routes.grouping import Grouping, group
from routes.legs import NOWHERE
from routes.store import Store

Level = Literal["place", "department", "country"]
LEVELS: Final[tuple[Level, ...]] = ("place", "department", "country")


@dataclass(frozen=True, eq=False)
class Gathered:
    """Legs by origin and destination, or places on their own by place.

    Parameters
    ----------
    grouping : Grouping
        The groups.
    start, end : array of int
        Places of each group, positions in `LevelView.place_ids`.
    element : array of int
        The element of each row, in the order of the grouping; so are the others below.
    first_year, last_year, mode, evidence, statement, source : array
        Years and kind of the case; bit of the mode; position of the evidence; the group and the
        source of the departure in one number.
    mixed, mixed_source : array of int
        Rows whose arrival has another source, and their group with that source.
    """

    grouping: Grouping
    start: Ints
    end: Ints
    element: Ints
    first_year: Ints
    last_year: Ints
    mode: Ints
    evidence: Ints
    statement: Mask
    source: Ints
    mixed: Ints
    mixed_source: Ints

    def inside(self, chosen: Mask | None) -> Mask:
        """Return which rows are chosen, given the chosen elements (None for all)."""
        if chosen is None:
            return np.ones(len(self.element), dtype=bool)
        return chosen.take(self.element)

    def sources(self, inside: Mask, count: int) -> tuple[Ints, Ints]:
        """Return the distinct groups and sources of chosen rows, in ascending order."""
        keys = self.source[np.flatnonzero(inside)]
        if len(self.mixed):
            keys = np.append(keys, self.mixed_source[inside[self.mixed]])
        return self.grouping.distinct(keys, count)


@dataclass(frozen=True, eq=False)
class LevelView:
    """The elements of a store at one level."""

    place_ids: list[str]
    legs: Gathered
    alone: Gathered


_views: WeakKeyDictionary[Store, dict[str, LevelView]] = WeakKeyDictionary()


def view(store: Store, level: str) -> LevelView:
    """Return the elements of a store at a level; gathered when first asked for.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"Invalid level '{level}'. Must be one of {', '.join(LEVELS)}.")
    kept = _views.setdefault(store, {})
    if level not in kept:
        kept[level] = _gather(store, level)
    return kept[level]


def _gather(store: Store, level: str) -> LevelView:
    known = places()
    up = [at_level(each, level) if each in known else each for each in store.place_ids]
    ids = sorted(set(up))
    position = {each: code for code, each in enumerate(ids)}
    # The last entry answers for NOWHERE.
    code = np.array([*(position[each] for each in up), NOWHERE], dtype=np.int64)
    start, end = code[store.elements.start], code[store.elements.end]
    leg = store.elements.start != NOWHERE
    key = (start + 1) * len(ids) + end
    return LevelView(
        place_ids=ids,
        legs=_grouped(store, np.flatnonzero(leg), key, len(ids)),
        alone=_grouped(store, np.flatnonzero(~leg), key, len(ids)),
    )


def _grouped(store: Store, element: Ints, key: Ints, places: int) -> Gathered:
    elements, sources = store.elements, len(store.source_ids)
    grouping, keys = group(key[element], elements.case[element])
    element = element[grouping.order]
    case, arrival = elements.case[element], elements.end_source[element]
    mixed = np.flatnonzero(elements.start_source[element] != arrival)
    return Gathered(
        grouping=grouping,
        start=keys // max(places, 1) - 1,
        end=keys % max(places, 1),
        element=element,
        first_year=store.first_year[case],
        last_year=store.last_year[case],
        mode=(1 << elements.mode[element]).astype(np.uint8),
        evidence=elements.evidence[element],
        statement=store.statement[case],
        source=grouping.keys(elements.start_source[element], sources),
        mixed=mixed,
        mixed_source=grouping.keys(arrival, sources)[mixed],
    )
