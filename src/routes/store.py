"""The cases as columns: built once for each set of tables, asked many times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.places import places, within
from routes import legs
from routes.cases.codes import HANDLING, QUALIFIERS, RELIABILITY
from routes.cases.model import LIST_SEPARATOR, Tables
from routes.columns import (
    NO_FIRST_YEAR,
    NO_LAST_YEAR,
    Ints,
    Mask,
    coded,
    folded,
    listed,
    pairs,
    years,
)
from routes.recent import Recent

QUALIFIER_CODES: Final = tuple(QUALIFIERS)
HANDLING_CODES: Final = tuple(HANDLING)


@dataclass(frozen=True, eq=False)
class CodeSets:
    """A column whose cells hold several codes: the distinct cells, and each row's cell."""

    cell: Ints
    sets: tuple[frozenset[str], ...]


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures, ordered by measure, case and rank: the first of a run is the one used.

    Parameters
    ----------
    row : array of int
        Row in the table of figures.
    case, source, measure : array of int
        Codes; `measure` is a position in `measures`.
    value : array of int
        As the source gives it.
    qualifier : array of int
        Position in `QUALIFIER_CODES`.
    measures : tuple of str
        The measures that occur.
    nationality : CodeSets
        ISO 3166-1 alpha-3 codes.
    """

    row: Ints
    case: Ints
    source: Ints
    measure: Ints
    value: Ints
    qualifier: Ints
    measures: tuple[str, ...]
    nationality: CodeSets

    def span(self, measure: str) -> slice:
        """Return where the figures of one measure stand; an empty slice for none."""
        if measure not in self.measures:
            return slice(0, 0)
        code = self.measures.index(measure)
        first, last = np.searchsorted(self.measure, [code, code + 1])
        return slice(int(first), int(last))


class Store:
    """One set of tables in columns of small whole numbers.

    Codes of cases follow the table of cases; those of places and sources ascend with their ids.

    Parameters
    ----------
    tables : Tables
        The checked tables.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.version = tables.version
        cases = tables.cases
        self.case_ids: list[str] = cases["case_id"].tolist()
        self.source_ids: list[str] = sorted(tables.sources["source_id"].tolist())
        both = pd.concat([tables.stops["place_id"], tables.events["place_id"]])
        self.place_ids: list[str] = list(listed(both)[1])
        self.statement: Mask = (cases["kind"] == "statement").to_numpy(bool)
        self.first_year, self.last_year = _period(cases)
        self.handling: Ints = coded(cases["handling"], HANDLING_CODES, np.int8)
        stops = legs.order_stops(tables.stops, self.case_ids, self.place_ids, self.source_ids)
        arrives = legs.arrivals(stops, self.statement)
        self.elements = legs.join_stops(stops, arrives)
        self.route_places = legs.route_places(stops, arrives)
        self.route_case: Ints = stops.case[
            np.append(True, np.diff(stops.route) > 0)[: len(stops.row)]
        ]
        self.purposes = _code_sets(cases["purposes"])

    @property
    def undated_cases(self) -> int:
        """Cases without a date, which no filter on years can find."""
        return int(np.count_nonzero(~self.statement & (self.last_year == NO_LAST_YEAR)))

    @cached_property
    def figures(self) -> Figures:
        """The figures, ranked."""
        return _rank_figures(self.tables, self.case_ids, self.source_ids)

    @cached_property
    def minors(self) -> Ints:
        """For each case: 0 minors counted, 1 the source says none, 2 no figure."""
        figures, span = self.figures, self.figures.span("minors")
        case, value = figures.case[span], figures.value[span]
        first = np.append(True, case[1:] != case[:-1])[: len(case)]
        state = np.full(len(self.case_ids), 2, dtype=np.int8)
        state[case[first]] = np.where(value[first] > 0, 0, 1)
        return state

    @cached_property
    def nationalities(self) -> tuple[Ints, CodeSets]:
        """Each case with the nationalities that its figures name; each pair once."""
        named = self.figures.nationality
        case, cell = pairs(self.figures.case, named.cell, len(named.sets))
        return case, CodeSets(cell, named.sets)

    @cached_property
    def disputed(self) -> dict[str, Ints]:
        """For each measure the cases for which sources give different values, ascending."""
        return {name: _disputed(self.figures, name) for name in self.figures.measures}

    @cached_property
    def said(self) -> tuple[Ints, Ints]:
        """Case and source of every stop, event and figure; each pair once."""
        tables = (self.tables.stops, self.tables.events, self.tables.figures)
        case = np.concatenate([coded(table["case_id"], self.case_ids) for table in tables])
        source = np.concatenate([coded(table["source_id"], self.source_ids) for table in tables])
        return pairs(case, source, len(self.source_ids))

    @cached_property
    def been(self) -> tuple[Ints, Ints]:
        """Case and place of every stop and event; each pair once."""
        tables = (self.tables.stops, self.tables.events)
        case = np.concatenate([coded(table["case_id"], self.case_ids) for table in tables])
        place = np.concatenate([coded(table["place_id"], self.place_ids) for table in tables])
        return pairs(case, place, len(self.place_ids))

    @cached_property
    def case_texts(self) -> pa.ChunkedArray:
        """Name and summaries of each case, folded for searching."""
        cases = self.tables.cases
        return folded(cases["name"] + "\n" + cases["summary_es"] + "\n" + cases["summary_en"])

    @cached_property
    def place_texts(self) -> pa.ChunkedArray:
        """Names of each place and of what it lies in, folded for searching."""
        names = ["\n".join(_names(place_id)) for place_id in self.place_ids]
        return folded(pd.Series(names, dtype="str"))

    @cached_property
    def surroundings(self) -> tuple[frozenset[str], ...]:
        """What each place lies in or overlaps, itself included."""
        return tuple(around(place_id) for place_id in self.place_ids)

    def sources_named(self, ids: Iterable[str]) -> Mask:
        """Tell which sources are among `ids`."""
        asked = frozenset(ids)
        return np.array([each in asked for each in self.source_ids], dtype=bool)


_stores: Recent[str, Store] = Recent(4)


def store(tables: Tables | Store) -> Store:
    """Return the columns of a set of tables; built once for each version of them."""
    if isinstance(tables, Store):
        return tables
    return _stores.get(tables.version, lambda: Store(tables))


def around(place_id: str) -> frozenset[str]:
    """Return what a place lies in or overlaps; only itself when the register has no such place."""
    return within(place_id) if place_id in places() else frozenset((place_id,))


def _names(place_id: str) -> list[str]:
    known = places()
    inside = [known[each] for each in sorted(around(place_id)) if each in known]
    return [place_id, *(place.name(lang) for place in inside for lang in ("es", "en"))]


def _period(cases: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return first and last year of each case; a single date is both."""
    start = years(cases["period_start"], NO_LAST_YEAR)
    end = years(cases["period_end"], NO_LAST_YEAR)
    last = np.maximum(start, end)
    first = np.where(start == NO_LAST_YEAR, end, start)
    return np.where(first == NO_LAST_YEAR, NO_FIRST_YEAR, first), last


def _code_sets(column: pd.Series[str]) -> CodeSets:
    cell, cells = listed(column)
    parts = (each.split(LIST_SEPARATOR) for each in cells)
    return CodeSets(cell, tuple(frozenset(c.strip() for c in each if c.strip()) for each in parts))


def _rank_figures(tables: Tables, case_ids: list[str], source_ids: list[str]) -> Figures:
    """Order figures so that the one used comes first: preferred, then the more reliable source."""
    table = tables.figures
    measure, measures = listed(table["measure"])
    case = coded(table["case_id"], case_ids)
    source = coded(table["source_id"], source_ids)
    grades = tables.sources.set_index("source_id")["reliability"].reindex(source_ids)
    grade = coded(grades.fillna(""), tuple(RELIABILITY), np.int8)
    grade = np.where(grade < 0, len(RELIABILITY), grade)[source]
    later = ~table["preferred"].to_numpy(bool)
    row = np.lexsort((np.arange(len(table)), grade, later, case, measure))
    nationality = _code_sets(table["nationality"])
    value = table["value"].astype("Int64").fillna(0).to_numpy(np.int64)
    return Figures(
        row=row,
        case=case[row],
        source=source[row],
        measure=measure[row],
        value=value[row],
        qualifier=coded(table["qualifier"], QUALIFIER_CODES, np.int8)[row],
        measures=measures,
        nationality=CodeSets(nationality.cell[row], nationality.sets),
    )


def _disputed(figures: Figures, measure: str) -> Ints:
    """Return the cases whose sources differ; several figures of one source are its parts."""
    span = figures.span(measure)
    order = np.lexsort((figures.source[span], figures.case[span]))
    case, source = figures.case[span][order], figures.source[span][order]
    said = figures.value[span][order] * len(QUALIFIER_CODES) + figures.qualifier[span][order]
    # Figures of one source are put together by a sum of hashes, which knows no order.
    hashed = _scattered(said.astype(np.uint64))
    new = np.append(True, (np.diff(case) != 0) | (np.diff(source) != 0))[: len(case)]
    each = np.flatnonzero(new)
    together, case = np.add.reduceat(hashed, each), case[each]
    first = np.flatnonzero(np.append(True, np.diff(case) != 0)[: len(case)])
    differ = np.maximum.reduceat(together, first) > np.minimum.reduceat(together, first)
    return np.asarray(case[first[differ]])


def _scattered(numbers: Ints) -> Ints:
    """Return numbers spread over 64 bits (the finalizer of SplitMix64, Steele et al. 2014)."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
