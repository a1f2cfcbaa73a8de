"""Corridors: which ways make one, and how many cases take it, against a count by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import places
from routes.analysis.corridors import (
    BORDER_ZONE,
    MARK,
    area,
    area_name,
    corridor,
    corridors,
    in_zone,
)
from routes.cases import Tables, bundled
from routes.flows import store
from routes.query import RouteQuery
from routes.store import Store
from routes.text import load
from tests import oracle
from tests.made_up import made_up, route, some_queries, some_tables

EVERYTHING = RouteQuery()
KEY = ("case_id", "route_no", "stop_no")


@dataclass(frozen=True)
class ByHand:
    """A way as one finds it by reading the rows."""

    case_id: str
    places: tuple[str, ...]
    crossings: tuple[str, ...]
    stated: bool
    legs: frozenset[tuple[str, int, int]]


def ways_by_hand(tables: Tables) -> list[ByHand]:
    """Walk along every route, and stop where a place is only mentioned."""
    kinds = dict(zip(tables.cases["case_id"], tables.cases["kind"], strict=True))
    rows = sorted(
        tables.stops.to_dict("records"),
        key=lambda row: (row["case_id"], row["route_no"], row["stop_no"]),
    )
    found: list[ByHand] = []
    for (case_id, no), stops in groupby(rows, key=lambda row: (row["case_id"], row["route_no"])):
        walked: list[Any] = []
        for stop in [*stops, {"evidence": "mentioned"}]:
            if stop["evidence"] != "mentioned" and kinds[case_id] != "statement":
                walked.append(stop)
                continue
            if len(walked) > 1:
                numbers = [each["stop_no"] for each in walked]
                found.append(
                    ByHand(
                        case_id,
                        tuple(each["place_id"] for each in walked),
                        tuple(e["place_id"] for e in walked if e["role"] == "crossing"),
                        all(each["evidence"] == "stated" for each in walked),
                        frozenset((case_id, no, each) for each in numbers[1:]),
                    )
                )
            walked = []
    return found


def ids_by_hand(way: ByHand) -> set[str]:
    """Say to which corridors a way belongs."""
    first, last = way.places[0], way.places[-1]
    end = BORDER_ZONE if in_zone(last) else area(last)
    begin = BORDER_ZONE if in_zone(last) and in_zone(first) else area(first)
    gates = {*way.crossings} or {hub_by_hand(way.places)}
    return {MARK.join((begin, gate, end)) for gate in gates}


def hub_by_hand(stops: tuple[str, ...]) -> str:
    between, home = stops[1:-1], places()[stops[0]].country
    if not between:
        return ""
    last_at_home = between[0]
    for place in stops[1:-1]:
        if places()[place].country != home:
            break
        last_at_home = place
    return last_at_home


def corridors_by_hand(tables: Tables, query: RouteQuery) -> dict[str, tuple[set[str], set[str]]]:
    """Return, by corridor, its cases and those with a way that is stated from end to end."""
    chosen = {
        (each.case_id, each.stops[-1]["route_no"], each.stops[-1]["stop_no"])
        for each in oracle.chosen(tables, query)
        if len(each.stops) == 2
    }
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for way in ways_by_hand(tables):
        if not way.legs & chosen:
            continue
        for corridor_id in ids_by_hand(way):
            found[corridor_id][0].add(way.case_id)
            if way.stated:
                found[corridor_id][1].add(way.case_id)
    return dict(found)


# Laws


@settings(max_examples=120, deadline=None)
@given(some_tables(), some_queries)
def test_corridors_are_what_one_finds_by_hand(tables: Tables, query: RouteQuery) -> None:
    """Each corridor with its distinct cases and those that are stated throughout."""
    frame = corridors(Store(tables), query).frame
    wanted = corridors_by_hand(tables, query)
    assert dict(zip(frame["corridor"], frame["cases"], strict=True)) == {
        name: len(cases) for name, (cases, _) in wanted.items()
    }
    assert dict(zip(frame["corridor"], frame["stated_cases"], strict=True)) == {
        name: len(stated) for name, (_, stated) in wanted.items()
    }
    assert (frame["stated_cases"] + frame["inferred_cases"] == frame["cases"]).all()


@settings(max_examples=80, deadline=None)
@given(some_tables(), some_queries)
def test_every_leg_of_a_query_is_in_a_corridor(tables: Tables, query: RouteQuery) -> None:
    """And no corridor holds a leg that the query leaves out."""
    columns = Store(tables)
    held = {
        each
        for name in corridors(columns, query).frame["corridor"]
        if (found := corridor(columns, query, name)) is not None
        for each in found.elements.tolist()
    }
    stops = tables.stops.to_dict("records")
    drawn = {tuple(stops[columns.elements.arrival[each]][key] for key in KEY) for each in held}
    assert drawn == {
        (each.case_id, each.stops[-1]["route_no"], each.stops[-1]["stop_no"])
        for each in oracle.chosen(tables, query)
        if len(each.stops) == 2
    }


@settings(max_examples=80, deadline=None)
@given(some_tables(), some_queries)
def test_totals_count_distinct_cases(tables: Tables, query: RouteQuery) -> None:
    """A destination counts a case of two corridors once, and so does the whole."""
    columns = Store(tables)
    found, by_hand = corridors(columns, query), corridors_by_hand(tables, query)
    every = {case for cases, _ in by_hand.values() for case in cases}
    assert found.cases == len(every)
    assert set(found.without) == oracle.counted(tables, query) - every
    for row in found.ends.to_dict("records"):
        leading = [name for name in by_hand if name.split(MARK)[2] == row["corridor"]]
        assert row["corridors"] == len(leading)
        assert row["cases"] == len({case for name in leading for case in by_hand[name][0]})
        whole = corridor(columns, query, row["corridor"])
        assert whole is not None
        assert set(whole.corridor_ids) == set(leading)
        assert len(whole.case_ids) == row["cases"]
        assert len(whole.stated_ids) == row["stated_cases"]


@settings(max_examples=40, deadline=None)
@given(some_tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_cases_changes_nothing(tables: Tables, lot: Any) -> None:
    """The same corridors with the same ids and counts, in the same order."""
    order = list(range(len(tables.stops)))
    lot.shuffle(order)
    cases = list(range(len(tables.cases)))
    lot.shuffle(cases)
    other = Tables(
        sources=tables.sources,
        cases=tables.cases.iloc[cases].reset_index(drop=True),
        stops=tables.stops.iloc[order].reset_index(drop=True),
        events=tables.events,
        figures=tables.figures,
        name="other",
        synthetic=False,
        version=tables.version + "x",
    )
    one, two = corridors(Store(tables), EVERYTHING), corridors(Store(other), EVERYTHING)
    assert one.frame.to_dict("records") == two.frame.to_dict("records")
    assert one.ends.to_dict("records") == two.ends.to_dict("records")


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries)
def test_filters_choose_among_corridors_and_make_no_new_ones(
    tables: Tables, query: RouteQuery
) -> None:
    """An id that stands in a link means the same ways under any filters."""
    columns = Store(tables)
    every = set(corridors(columns, EVERYTHING).frame["corridor"])
    some = set(corridors(columns, query).frame["corridor"])
    assert some <= every
    for name in every - some:
        assert corridor(columns, query, name) is None
    assert all(re.fullmatch(r"[A-Za-z0-9._:~-]+", name) for name in every)


# Crossings, hubs and areas


def frame_of(*stops: Any, kind: str = "case") -> list[str]:
    tables = made_up([{"case_id": "x", "kind": kind}], [row for part in stops for row in part])
    return corridors(Store(tables), EVERYTHING).frame["corridor"].tolist()


def test_a_crossing_is_the_gate_before_any_hub() -> None:
    """Who passes Bogotá and then a known bridge crossed at the bridge."""
    roles = ("recruitment", "transit", "crossing", "exploitation")
    assert frame_of(route("x", "05001", "11001", "EC-RUMICHACA", "ECU", role=roles)) == [
        "CO-ANT~EC-RUMICHACA~ECU"
    ]


def test_a_way_with_two_crossings_is_in_the_corridor_of_each() -> None:
    """Whoever looks at one of them finds it."""
    roles = ("recruitment", "crossing", "crossing", "exploitation")
    assert frame_of(route("x", "VEN", "VE-PAEZ", "EC-RUMICHACA", "ECU", role=roles)) == [
        "VEN~EC-RUMICHACA~ECU",
        "VEN~VE-PAEZ~ECU",
    ]


@pytest.mark.parametrize(
    ("stops", "gate"),
    [
        (("05001", "11001", "76001", "GN3117735", "CHN"), "76001"),
        (("05001", "GN3117735", "11001", "CHN"), "GN3117735"),
        (("05001", "11001", "76001", "CO-CAS"), "76001"),
        (("05001", "CHN"), ""),
    ],
)
def test_without_a_crossing_the_gate_is_where_the_country_is_left(
    stops: tuple[str, ...], gate: str
) -> None:
    """The last stop at home, the first abroad where there is none at home, the last of all."""
    (found,) = frame_of(route("x", *stops))
    assert found.split(MARK)[1] == gate


def test_a_mentioned_place_joins_nothing() -> None:
    """A route with a hole is two ways, and what a statement says is none."""
    holed = route("x", "CO-ANT", "11001", "PAN", "CHN", "GN1809858")
    holed[2] |= {"evidence": "mentioned"}
    assert frame_of(holed) == ["CHN~~CHN", "CO-ANT~~CO-DC"]
    assert frame_of(route("x", "CO-ARA", "CHN"), kind="statement") == []


def test_the_border_zone_takes_those_who_end_in_it() -> None:
    """Who begins there too is within it; who goes on elsewhere begins in a department."""
    assert frame_of(route("x", "GN3629710", "99001")) == [f"{BORDER_ZONE}~~{BORDER_ZONE}"]
    assert frame_of(route("x", "05001", "81001")) == [f"CO-ANT~~{BORDER_ZONE}"]
    assert frame_of(route("x", "81001", "GN3629710")) == [f"{BORDER_ZONE}~~{BORDER_ZONE}"]
    assert frame_of(route("x", "81001", "PAN")) == ["CO-ARA~~PAN"]
    assert frame_of(route("x", "CO-ARA", "VEN")) == ["CO-ARA~~VEN"]


def test_the_border_zone_is_made_of_what_the_tables_say() -> None:
    """Seven departments, four states opposite them; Sucre is not one, nor the whole country."""
    inside = {"CO-ARA", "CO-NSA", "54001", "VE-PAEZ", "VE-I-CUBARA", "REG-FRONTERA-VEN"}
    assert all(in_zone(each) for each in inside)
    assert not any(in_zone(each) for each in ("VE-R", "VEN", "COL", "CO-CAS", "PAN", "nowhere"))


def test_an_unknown_corridor_is_none() -> None:
    """Whatever a link says."""
    columns = store(bundled())
    for asked in ("", "~", "~~", "XXX", "CO-ARA~~CHN", "CHN~~~~", "<b>", "COL~~CHN~", "\x00"):
        assert corridor(columns, EVERYTHING, asked) is None


# The public cases


def test_no_public_corridor_joins_arauca_or_norte_de_santander_with_china() -> None:
    """Both are named as border zones only."""
    frame = corridors(store(bundled()), EVERYTHING).frame
    to_china = frame[frame["destination"].isin(["CHN", "HKG"])]
    assert len(to_china) == 15
    assert not set(to_china["origin"]) & {"CO-ARA", "CO-NSA", BORDER_ZONE}


def test_the_public_corridors_to_china_panama_and_within_the_border_zone() -> None:
    """Their cases, and how sure they are."""
    columns = store(bundled())
    wanted = {
        "CHN": (
            ("jade", "guangzhou-2020", "guangzhou-hong-kong-2017", "pereira-uraba-meta-2021"),
            ("jade", "guangzhou-2020", "guangzhou-hong-kong-2017", "pereira-uraba-meta-2021"),
        ),
        "PAN": (
            ("cucuta-panama-2021", "risaralda-panama-honduras"),
            ("risaralda-panama-honduras",),
        ),
        BORDER_ZONE: (("puerto-carreno-2025",), ("puerto-carreno-2025",)),
    }
    for name, cases in wanted.items():
        found = corridor(columns, EVERYTHING, name)
        assert found is not None
        assert (found.case_ids, found.stated_ids) == cases
    whole = corridors(columns, EVERYTHING)
    assert (whole.cases, whole.without) == (17, ("alzate", "guainia-2020"))


def test_what_is_only_mentioned_is_told_apart() -> None:
    """Alzate has no victims' way; the statement on the group names Panama and the border zone."""
    columns = store(bundled())
    loose = {
        name: {(each.case_id, each.statement) for each in found.loose}
        for name in ("CHN", "PAN", BORDER_ZONE)
        if (found := corridor(columns, EVERYTHING, name)) is not None
    }
    assert loose["CHN"] == {("alzate", False), ("fiscalia-2020-group", True)}
    assert loose["PAN"] == {("fiscalia-2020-group", True)}
    assert loose[BORDER_ZONE] == {("guainia-2020", False), ("fiscalia-2020-group", True)}


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_area_and_gate_has_a_name(lang: str) -> None:
    """No id is shown to a reader."""
    t, frame = load(lang), corridors(store(bundled()), EVERYTHING).frame
    ids = {each for name in ("origin", "gate", "destination") for each in frame[name]} - {""}
    assert all(area_name(each, t) != each for each in ids)
    assert area_name("nowhere", t) == "nowhere"


def test_elements_are_legs_and_ascend() -> None:
    """The map may draw them as they are."""
    columns = store(bundled())
    found = corridor(columns, EVERYTHING, "CHN")
    assert found is not None
    assert (np.diff(found.elements) > 0).all()
    assert (columns.elements.start[found.elements] >= 0).all()
