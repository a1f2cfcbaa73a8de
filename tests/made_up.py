"""Small made-up tables for tests, and strategies that draw them by lot."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from routes.cases import Tables
from routes.cases.model import BOOLEANS, INTEGERS, TABLE_NAMES, TEXT, columns
from routes.query import RouteQuery

Row = dict[str, Any]

PLACES = (
    "CO-ANT",
    "05001",
    "CO-ARA",
    "81001",
    "VE-PAEZ",
    "CO-CAL",
    "REG-EJE-CAFETERO",
    "COL",
    "CHN",
    "GN1809858",
    "PAN",
)
SOURCES = ("a", "b", "c")
_DEFAULTS: dict[str, Row] = {
    "sources": {"publisher": "P", "title": "T", "reliability": "B"},
    "cases": {"kind": "case", "status": "alleged", "handling": "public"},
    "stops": {"mode": "unknown", "evidence": "stated", "credibility": 2, "source_id": "a"},
    "events": {"event": "arrest", "source_id": "a"},
    "figures": {"qualifier": "exact", "source_id": "a", "preferred": True},
}


def made_up(
    cases: Sequence[Row],
    stops: Sequence[Row] = (),
    *,
    figures: Sequence[Row] = (),
    events: Sequence[Row] = (),
    sources: Sequence[Row] = tuple({"source_id": each} for each in SOURCES),
) -> Tables:
    """Make tables from rows; what a row leaves out is filled in."""
    rows = {
        "sources": sources,
        "cases": cases,
        "stops": stops,
        "events": events,
        "figures": figures,
    }
    frames = {name: _frame(name, rows[name]) for name in TABLE_NAMES}
    version = hashlib.sha256(repr([list(map(dict, rows[name])) for name in rows]).encode())
    return Tables(**frames, name="made up", synthetic=False, version=version.hexdigest())


def _frame(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    filled = [{**_DEFAULTS[name], **row} for row in rows]
    frame: dict[str, pd.Series[Any]] = {}
    for column in columns(name):
        if column in INTEGERS[name]:
            frame[column] = pd.Series([row.get(column) for row in filled], dtype="Int64")
        elif column in BOOLEANS[name]:
            frame[column] = pd.Series([row.get(column, False) for row in filled], dtype="bool")
        else:
            frame[column] = pd.Series([str(row.get(column, "")) for row in filled], dtype=TEXT)
    return pd.DataFrame(frame, columns=list(columns(name)))


def route(case: str, *places: str, no: int = 1, **more: Any) -> list[Row]:
    """Return the stops of one route; values in tuples go to the stops one by one."""
    last = len(places) - 1
    rows: list[Row] = []
    for place, place_id in enumerate(places):
        own = "exploitation" if place == last else "recruitment" if place == 0 else "transit"
        row = {"case_id": case, "route_no": no, "stop_no": place + 1, "place_id": place_id}
        row["role"] = own
        row |= {k: v[place] if isinstance(v, tuple) else v for k, v in more.items()}
        rows.append(row)
    return rows


_years = st.one_of(st.just(""), st.sampled_from(["2015", "2018-03", "2020-12-15", "2022"]))


@st.composite
def some_cases(draw: st.DrawFn, case_id: str) -> Row:
    start = draw(_years)
    end = draw(_years) if start else ""
    return {
        "case_id": case_id,
        "name": draw(st.sampled_from(["Némesis", "Jade", "ALZATE", "{{7*7}}"])),
        "kind": draw(st.sampled_from(["case", "operation", "network", "statement"])),
        "period_start": start,
        "period_end": end if end >= start else "",
        "purposes": draw(st.sampled_from(["sexual", "labour;sexual", "unspecified", ""])),
        "handling": draw(st.sampled_from(["public", "public", "classified", "reserved"])),
        "summary_es": draw(st.sampled_from(["", "Camión", "Río abajo"])),
    }


@st.composite
def some_stops(draw: st.DrawFn, case_id: str) -> list[Row]:
    rows: list[Row] = []
    for no in range(1, draw(st.integers(0, 3)) + 1):
        for stop_no in range(1, draw(st.integers(1, 4)) + 1):
            evidence = draw(st.sampled_from(["stated", "stated", "inferred", "mentioned"]))
            roles = ["recruitment", "assembly", "transit", "crossing", "exploitation"]
            rows.append(
                {
                    "case_id": case_id,
                    "route_no": no,
                    "stop_no": stop_no,
                    "place_id": draw(st.sampled_from(PLACES)),
                    "role": draw(st.sampled_from(roles)),
                    "mode": draw(st.sampled_from(["land", "air", "unknown"])),
                    "evidence": evidence,
                    "credibility": draw(st.integers(1, 6)),
                    "source_id": draw(st.sampled_from(SOURCES)),
                }
            )
    return rows


@st.composite
def some_figures(draw: st.DrawFn, case_id: str) -> list[Row]:
    rows: list[Row] = []
    for measure in ("victims", "minors", "arrests", "women"):
        sources = draw(st.lists(st.sampled_from(SOURCES), unique=True, max_size=3))
        preferred = draw(st.sampled_from([None, *sources]))
        rows += [
            {
                "case_id": case_id,
                "measure": measure,
                "value": draw(st.integers(0, 3)),
                "qualifier": draw(st.sampled_from(["exact", "exact", "at_least", "about"])),
                "nationality": draw(st.sampled_from(["", "COL", "VEN", "COL;VEN"])),
                "source_id": source,
                "preferred": source == preferred,
            }
            for source in sources
        ]
    return rows


@st.composite
def some_tables(draw: st.DrawFn) -> Tables:
    """Draw tables of up to six cases, statements among them, in any order of rows."""
    ids = [f"case-{each}" for each in range(draw(st.integers(0, 6)))]
    cases = [draw(some_cases(each)) for each in ids]
    stops = [row for each in ids for row in draw(some_stops(each))]
    figures = [row for each in ids for row in draw(some_figures(each))]
    event = st.sampled_from(PLACES).flatmap(
        lambda place: st.sampled_from(SOURCES).map(lambda source: (place, source))
    )
    events = [
        {"case_id": each, "place_id": place, "source_id": source}
        for each in ids
        for place, source in draw(st.lists(event, max_size=2))
    ]
    return made_up(cases, draw(st.permutations(stops)), figures=figures, events=events)


def _few(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    # Mostly empty: with every filter set nothing would ever be found.
    some = st.lists(st.sampled_from(values), min_size=1, max_size=2).map(tuple)
    return st.one_of(st.just(()), st.just(()), st.just(()), some)


_ends = st.sampled_from([(None, 2018), (2018, None), (2016, 2019), (2020, 2020)])

some_queries: st.SearchStrategy[RouteQuery] = st.builds(
    RouteQuery,
    years=st.one_of(st.none(), st.none(), _ends),
    origin=_few(PLACES),
    destination=_few(PLACES),
    via=_few(PLACES),
    crossing=_few(PLACES),
    purpose=_few(("sexual", "labour")),
    mode=_few(("land", "air", "unknown")),
    nationality=_few(("COL", "VEN")),
    minors=st.sampled_from(["", "", "", "yes", "no", "unknown"]),
    evidence=_few(("stated", "inferred", "mentioned")),
    credibility=st.sampled_from([None, None, None, 1, 3, 6]),
    source=_few(SOURCES),
    handling=_few(("public", "classified", "reserved")),
    text=st.sampled_from(["", "", "", "nemesis", "RIO", "arauca", "jade china", "{{7"]),
)
"""Queries about what `some_tables` draws."""
