"""From stops to legs, in columns of small whole numbers.

A leg joins two consecutive stops of one route of a case, and exists only where both stops are
more than mentioned. A stop that is in no leg is a place on its own: one named for a group of
cases, or the only one that a source gives. What a statement says of several cases together
never makes a leg.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from routes.cases.codes import EVIDENCE, MODES, ROLES
from routes.columns import Ints, Mask, coded

STATED, INFERRED, MENTIONED = range(3)
EVIDENCE_CODES: Final = tuple(EVIDENCE)
MODE_CODES: Final = tuple(MODES)
ROLE_CODES: Final = tuple(ROLES)
GRADES: Final = 6
NOWHERE: Final = -1
"""Where a place that is in no leg comes from."""


@dataclass(frozen=True, eq=False)
class Stops:
    """The stops, ordered by case, route and stop number; one entry each.

    Parameters
    ----------
    row : array of int
        Row in the table of stops.
    case, route, place, source : array of int
        Codes. Routes are numbered through all cases.
    role, mode, evidence : array of int
        Positions in `ROLE_CODES` (-1 for none), `MODE_CODES` and `EVIDENCE_CODES`.
    credibility : array of int
        Grade from 1 (best) to 6.
    """

    row: Ints
    case: Ints
    route: Ints
    place: Ints
    source: Ints
    role: Ints
    mode: Ints
    evidence: Ints
    credibility: Ints


@dataclass(frozen=True, eq=False)
class Elements:
    """Legs, and stops that are in no leg; one entry each, ordered by case and route.

    Parameters
    ----------
    case, route : array of int
        Codes.
    start, end : array of int
        Codes of places; `start` is `NOWHERE` for a stop that is in no leg.
    start_source, end_source : array of int
        Codes of the sources of the two stops.
    evidence, mode, credibility : array of int
        The weaker evidence of the two stops, the mode of the arriving one, the worse grade.
    departure, arrival : array of int
        Rows in the table of stops; the same for a stop that is in no leg.
    """

    case: Ints
    route: Ints
    start: Ints
    end: Ints
    start_source: Ints
    end_source: Ints
    evidence: Ints
    mode: Ints
    credibility: Ints
    departure: Ints
    arrival: Ints

    def __len__(self) -> int:
        return len(self.case)


def order_stops(
    table: pd.DataFrame, case_ids: list[str], place_ids: list[str], source_ids: list[str]
) -> Stops:
    """Order the table of stops and code its columns."""
    case = coded(table["case_id"], case_ids)
    route_no = table["route_no"].to_numpy(np.int64)
    row = np.lexsort((table["stop_no"].to_numpy(np.int64), route_no, case))
    case, route_no = case[row], route_no[row]
    new = np.ones(len(row), dtype=bool)
    new[1:] = (case[1:] != case[:-1]) | (route_no[1:] != route_no[:-1])
    grade = table["credibility"].astype("Int64").fillna(GRADES).to_numpy(np.int8)
    return Stops(
        row=row,
        case=case,
        route=np.cumsum(new, dtype=np.int32) - 1,
        place=coded(table["place_id"], place_ids)[row],
        source=coded(table["source_id"], source_ids)[row],
        role=coded(table["role"], ROLE_CODES, np.int8)[row],
        mode=coded(table["mode"], MODE_CODES, np.int8)[row],
        evidence=coded(table["evidence"], EVIDENCE_CODES, np.int8)[row],
        credibility=grade[row],
    )


def arrivals(stops: Stops, statement: Mask) -> Mask:
    """Tell which stops a leg leads to, from the stop before.

    Parameters
    ----------
    stops : Stops
        Ordered stops.
    statement : array of bool
        Which cases are statements.
    """
    placed = (stops.evidence != MENTIONED) & ~statement[stops.case]
    arrives = np.zeros(len(placed), dtype=bool)
    arrives[1:] = placed[1:] & placed[:-1] & (stops.route[1:] == stops.route[:-1])
    return arrives


def join_stops(stops: Stops, arrives: Mask) -> Elements:
    """Join consecutive stops to legs, and keep the stops that are in none."""
    departs = np.append(arrives[1:], False)
    end = np.flatnonzero(arrives | ~departs)
    leg = arrives[end]
    start = end - leg
    return Elements(
        case=stops.case[end],
        route=stops.route[end],
        start=np.where(leg, stops.place[start], NOWHERE).astype(np.int32),
        end=stops.place[end],
        start_source=stops.source[start],
        end_source=stops.source[end],
        evidence=np.maximum(stops.evidence[start], stops.evidence[end]),
        mode=stops.mode[end],
        credibility=np.maximum(stops.credibility[start], stops.credibility[end]),
        departure=stops.row[start],
        arrival=stops.row[end],
    )


def route_places(stops: Stops, arrives: Mask) -> dict[str, tuple[Ints, Ints]]:
    """Return, for each filter on places, the routes and the places at which they match.

    A route begins at its first stop, if a leg leaves it, and wherever people were recruited; it
    ends at its last stop, if a leg leads to it, and wherever they were exploited. A place that is
    only mentioned is none of these.

    Returns
    -------
    dict
        For ``from``, ``to``, ``via`` and ``crossing``: codes of routes, codes of places.
    """
    departs = np.append(arrives[1:], False)
    new = np.append(True, stops.route[1:] != stops.route[:-1])[: len(departs)]
    last = np.append(new[1:], True)[: len(departs)]
    role = {name: stops.role == position for position, name in enumerate(ROLE_CODES)}
    at = {
        "from": role["recruitment"] | (new & departs),
        "to": role["exploitation"] | (last & arrives),
        "via": role["transit"] | role["assembly"],
        "crossing": role["crossing"],
    }
    placed = stops.evidence != MENTIONED
    where = {name: np.flatnonzero(mask & placed) for name, mask in at.items()}
    return {name: (stops.route[index], stops.place[index]) for name, index in where.items()}
