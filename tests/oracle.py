"""Flows, cases and totals as one would work them out by hand: slowly, row by row."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from geo.places import at_level, places, within
from routes.cases import Tables
from routes.query import RouteQuery

Row = dict[str, Any]

_STRENGTH = ("stated", "inferred", "mentioned")


@dataclass(frozen=True)
class Found:
    """A leg, or a place on its own, with the route it belongs to."""

    case_id: str
    stops: tuple[Row, ...]
    route: tuple[Row, ...]

    @property
    def evidence(self) -> str:
        return max((stop["evidence"] for stop in self.stops), key=_STRENGTH.index)

    @property
    def sources(self) -> set[str]:
        return {stop["source_id"] for stop in self.stops}

    @property
    def mode(self) -> str:
        return str(self.stops[-1]["mode"])

    def ends(self, level: str) -> tuple[str | None, str]:
        at = [at_level(stop["place_id"], level) for stop in self.stops]
        return (at[0] if len(at) == 2 else None, at[-1])


def everything(tables: Tables) -> list[Found]:
    """Return all legs, and all stops that are in none."""
    kinds = dict(zip(tables.cases["case_id"], tables.cases["kind"], strict=True))
    rows = sorted(
        tables.stops.to_dict("records"),
        key=lambda row: (row["case_id"], row["route_no"], row["stop_no"]),
    )
    found: list[Found] = []
    for (case_id, _), group in groupby(rows, key=lambda row: (row["case_id"], row["route_no"])):
        route = tuple(group)
        joined: set[int] = set()
        for stop, following in pairwise(route):
            mentioned = "mentioned" in (stop["evidence"], following["evidence"])
            if not mentioned and kinds[case_id] != "statement":
                found.append(Found(case_id, (stop, following), route))
                joined |= {stop["stop_no"], following["stop_no"]}
        found += [Found(case_id, (s,), route) for s in route if s["stop_no"] not in joined]
    return found


def chosen(tables: Tables, query: RouteQuery) -> list[Found]:
    """Return what a query selects of `everything`."""
    cases = {
        each["case_id"] for each in tables.cases.to_dict("records") if _meets(tables, each, query)
    }
    all_found = everything(tables)
    legs = [each for each in all_found if len(each.stops) == 2]
    return [
        each
        for each in all_found
        if each.case_id in cases
        and _route_meets(each, [leg for leg in legs if leg.route == each.route], query)
        and (not query.mode or each.mode in query.mode)
        and (not query.evidence or each.evidence in query.evidence)
        and (not query.source or each.sources <= set(query.source))
        and all(stop["credibility"] <= (query.credibility or 6) for stop in each.stops)
    ]


def cases(tables: Tables, query: RouteQuery) -> set[str]:
    """Return the ids of the selected cases and statements."""
    meeting = {
        each["case_id"] for each in tables.cases.to_dict("records") if _meets(tables, each, query)
    }
    routes = (query.origin, query.destination, query.via, query.crossing)
    if any(routes) or query.mode or query.evidence or query.credibility:
        return {each.case_id for each in chosen(tables, query)}
    if query.source:
        said = [*_records(tables.stops), *_records(tables.events), *_records(tables.figures)]
        return meeting & {row["case_id"] for row in said if row["source_id"] in query.source}
    return meeting


def counted(tables: Tables, query: RouteQuery) -> set[str]:
    """Return the selected cases without statements."""
    statements = {row["case_id"] for row in _records(tables.cases) if row["kind"] == "statement"}
    return cases(tables, query) - statements


def total(tables: Tables, query: RouteQuery, measure: str) -> int | None:
    """Add up one figure a case: the preferred one, else that of the first source in file order."""
    values = []
    for case_id in counted(tables, query):
        rows = [
            row
            for row in _records(tables.figures)
            if row["case_id"] == case_id
            and row["measure"] == measure
            and (not query.source or row["source_id"] in query.source)
        ]
        rows.sort(key=lambda row: not row["preferred"])
        values += [row["value"] for row in rows[:1]]
    return sum(values) if values else None


def _records(frame: Any) -> list[Row]:
    return list(frame.to_dict("records"))


def _meets(tables: Tables, case: Row, query: RouteQuery) -> bool:
    figures = [row for row in _records(tables.figures) if row["case_id"] == case["case_id"]]
    dates = [int(each[:4]) for each in (case["period_start"], case["period_end"]) if each]
    if query.years:
        first, last = query.years
        if not dates or dates[-1] < (first or 0) or dates[0] > (last or 9999):
            return False
    if query.purpose and not set(case["purposes"].split(";")) & set(query.purpose):
        return False
    named = {each for row in figures for each in row["nationality"].split(";")}
    if query.nationality and not named & set(query.nationality):
        return False
    if query.handling and case["handling"] not in query.handling:
        return False
    if query.minors and _minors(figures) != query.minors:
        return False
    return all(_has_word(tables, case, word) for word in _plain(query.text).split())


def _minors(figures: list[Row]) -> str:
    rows = [row for row in figures if row["measure"] == "minors"]
    rows.sort(key=lambda row: not row["preferred"])
    if not rows:
        return "unknown"
    return "yes" if rows[0]["value"] > 0 else "no"


def _has_word(tables: Tables, case: Row, word: str) -> bool:
    texts = [case["name"], case["summary_es"], case["summary_en"]]
    for row in [*_records(tables.stops), *_records(tables.events)]:
        if row["case_id"] == case["case_id"]:
            inside = within(row["place_id"])
            texts += [row["place_id"]]
            texts += [name for p in inside for name in (places()[p].name_es, places()[p].name_en)]
    return any(word in _plain(text) for text in texts)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _route_meets(found: Found, legs: list[Found], query: RouteQuery) -> bool:
    placed = [stop for stop in found.route if stop["evidence"] != "mentioned"]
    leaves = {leg.stops[0]["stop_no"] for leg in legs}
    reached = {leg.stops[1]["stop_no"] for leg in legs}
    first, last = found.route[0]["stop_no"], found.route[-1]["stop_no"]
    at = {
        "origin": [
            s for s in placed if s["role"] == "recruitment" or s["stop_no"] in leaves & {first}
        ],
        "destination": [
            s for s in placed if s["role"] == "exploitation" or s["stop_no"] in reached & {last}
        ],
        "via": [s for s in placed if s["role"] in ("transit", "assembly")],
        "crossing": [s for s in placed if s["role"] == "crossing"],
    }
    return all(
        not getattr(query, field)
        or any(within(stop["place_id"]) & set(getattr(query, field)) for stop in stops)
        for field, stops in at.items()
    )
