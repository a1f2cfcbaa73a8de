"""The legs with the attributes of their cases: one wide table that any database can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from routes.columns import NO_FIRST_YEAR, NO_LAST_YEAR, Ints, listed, pairs
from routes.legs import EVIDENCE_CODES, MODE_CODES, NOWHERE
from routes.levels import LEVELS, view
from routes.parameters import MINORS
from routes.store import HANDLING_CODES, Store

SCHEMA: Final[dict[str, str]] = {
    "case": "!int32",
    **{
        column: kind
        for level in LEVELS
        for column, kind in (
            (f"from_{level}", "!string"),
            (f"to_{level}", "!string"),
            (f"once_{level}", "!boolean"),
        )
    },
    "evidence": "!string",
    "mode": "!string",
    "credibility": "!int8",
    "departure_source": "!string",
    "arrival_source": "!string",
    "first_year": "int16",
    "last_year": "int16",
    "purposes": "!string",
    "nationalities": "!string",
    "minors": "!string",
    "handling": "!string",
    "origins": "!string",
    "destinations": "!string",
    "vias": "!string",
    "crossings": "!string",
    "words": "!string",
}
"""Columns of the table of legs, one row a leg, and their types as Ibis names them.

``case`` is a number; ``once_<level>`` tells that no other leg of the case is in the same flow;
``credibility`` is the worse grade of the two stops; years are those of the case, null without a
date; ``purposes``, ``nationalities`` and the four columns of places hold codes of the case or the
route, each between two ``;`` (places with all that they lie in); ``words`` is folded text of the
case and its places.
"""

SEPARATOR: Final = ";"
_PLACES: Final = {"from": "origins", "to": "destinations", "via": "vias", "crossing": "crossings"}
_TEXT: Final = pa.large_string()


def legs_table(store: Store) -> pa.Table:
    """Make the table of legs that `routes.expression` asks.

    Returns
    -------
    pyarrow.Table
        The columns of `SCHEMA`, in the order of cases and routes; codes as
        dictionaries.
    """
    elements = store.elements
    leg = np.flatnonzero(elements.start != NOWHERE)
    case = elements.case[leg]
    columns: dict[str, Any] = {"case": pa.array(case, pa.int32())}
    for level in LEVELS:
        columns |= _ends(store, level, leg)
    columns |= {
        "evidence": _coded(elements.evidence[leg], EVIDENCE_CODES),
        "mode": _coded(elements.mode[leg], MODE_CODES),
        "credibility": pa.array(elements.credibility[leg], pa.int8()),
        "departure_source": _coded(elements.start_source[leg], store.source_ids),
        "arrival_source": _coded(elements.end_source[leg], store.source_ids),
    }
    for name, cells in _of_cases(store).items():
        columns[name] = cells.take(pa.array(case))
    for name, cells in _of_routes(store).items():
        columns[name] = cells.take(pa.array(elements.route[leg]))
    return pa.table({name: columns[name] for name in SCHEMA})


def _ends(store: Store, level: str, leg: Ints) -> dict[str, Any]:
    """Return both ends of each leg at a level, and whether it is alone in its flow and case."""
    legs = view(store, level).legs
    ids, grouping = view(store, level).place_ids, legs.grouping
    group = np.empty(len(store.elements), dtype=np.int64)
    group[legs.element] = grouping.group_of(np.arange(len(legs.element)))
    once = np.ones(len(store.elements), dtype=bool)
    once[legs.element[grouping.several]] = False
    return {
        f"from_{level}": _coded(legs.start[group[leg]], ids),
        f"to_{level}": _coded(legs.end[group[leg]], ids),
        f"once_{level}": pa.array(once[leg]),
    }


def _of_cases(store: Store) -> dict[str, Any]:
    """Return the columns that hold for a case, one row a case."""
    case, named = store.nationalities
    nationalities = pa.array([_cell(each) for each in named.sets], _TEXT)
    first, last = store.first_year, store.last_year
    return {
        "first_year": pa.array(first, pa.int16(), mask=first == NO_FIRST_YEAR),
        "last_year": pa.array(last, pa.int16(), mask=last == NO_LAST_YEAR),
        "purposes": _coded(store.purposes.cell, [_cell(each) for each in store.purposes.sets]),
        "nationalities": _joined(case, named.cell, nationalities, len(store.case_ids), ""),
        "minors": _coded(store.minors, MINORS),
        "handling": _coded(store.handling, (*HANDLING_CODES, "")),
        "words": pc.binary_join_element_wise(
            _whole(store.case_texts), _place_words(store), pa.scalar("\n", _TEXT)
        ),
    }


def _place_words(store: Store) -> Any:
    """Return the texts of the places where each case has been, each line once."""
    lines = [each.split("\n") for each in store.place_texts.to_pylist()]
    code, said = listed(pd.Series([line for each in lines for line in each], dtype="str"))
    size = np.array([len(each) for each in lines], dtype=np.int64)
    first = np.cumsum(size) - size
    case, place = store.been
    # The lines of a place stand one after the other: from its first one on.
    within = np.arange(size[place].sum()) - np.repeat(
        np.cumsum(size[place]) - size[place], size[place]
    )
    line = code[np.repeat(first[place], size[place]) + within]
    case, line = pairs(np.repeat(case, size[place]), line, len(said))
    return _joined(case, line, pa.array(said, _TEXT), len(store.case_ids), "\n")


def _of_routes(store: Store) -> dict[str, Any]:
    """Return the columns that hold for a route, one row a route."""
    around = pa.array([_cell(each) for each in store.surroundings], _TEXT)
    found = {}
    for name, column in _PLACES.items():
        route, place = store.route_places[name]
        found[column] = _joined(route, place, around, len(store.route_case), "")
    return found


def _coded(codes: Ints, values: Sequence[str]) -> Any:
    # The code -1, "none of them", counts from the end: the last value, which is "" where it occurs.
    positions = pa.array(np.where(codes < 0, len(values) - 1, codes), pa.int32())
    return pa.DictionaryArray.from_arrays(positions, pa.array(list(values), pa.string()))


def _cell(codes: Iterable[str]) -> str:
    """Return codes, each between two separators.

    >>> _cell({"b", "a"})
    ';a;b;'
    """
    ordered = sorted(codes)
    return SEPARATOR.join(["", *ordered, ""]) if ordered else ""


def _joined(owner: Ints, code: Ints, texts: Any, owners: int, between: str) -> Any:
    """Return for each owner the texts of its codes in one; ``""`` where it has none."""
    order = np.argsort(owner, kind="stable")
    offsets = np.searchsorted(owner[order], np.arange(owners + 1))
    values = _whole(texts).take(pa.array(code[order]))
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
    return pc.binary_join(lists, pa.scalar(between, _TEXT))


def _whole(texts: Any) -> Any:
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
