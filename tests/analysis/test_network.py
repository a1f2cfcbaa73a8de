"""The network of legs: hubs and betweenness, against counts by hand and paths walked one by one."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import at_level
from routes.analysis.network import hub_elements, network
from routes.cases import Tables, bundled
from routes.flows import LEVELS, flows, flows_among, store
from routes.query import RouteQuery
from routes.store import Store
from tests import oracle
from tests.made_up import made_up, route, some_queries, some_tables

EVERYTHING = RouteQuery()
levels = st.sampled_from(LEVELS)


def walks(tables: Tables, query: RouteQuery, level: str) -> list[tuple[str, list[str]]]:
    """Return each way of the selected legs as the places that it visits, repetitions left out."""
    found: list[tuple[str, list[str], tuple[object, object]]] = []
    for leg in oracle.chosen(tables, query):
        if len(leg.stops) != 2:
            continue
        start, end = leg.ends(level)
        assert start is not None
        here = (leg.case_id, leg.stops[0]["route_no"], leg.stops[0]["stop_no"])
        there = (leg.case_id, leg.stops[1]["route_no"], leg.stops[1]["stop_no"])
        if found and found[-1][2] == here:
            found[-1][1].append(end)
            found[-1] = (leg.case_id, found[-1][1], there)
        else:
            found.append((leg.case_id, [start, end], there))
    return [
        (case, [visited[0], *(b for a, b in pairwise(visited) if a != b)])
        for case, visited, _ in found
    ]


@settings(max_examples=100, deadline=None)
@given(some_tables(), some_queries, levels)
def test_hubs_are_what_one_counts_by_hand(tables: Tables, query: RouteQuery, level: str) -> None:
    """Distinct cases that touch, pass, begin and end, at every level and under any filters."""
    found = network(Store(tables), query, level=level)
    by_hand: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for case, visited in walks(tables, query, level):
        by_hand[visited[0]]["begins"].add(case)
        by_hand[visited[-1]]["ends"].add(case)
        for place in visited:
            by_hand[place]["cases"].add(case)
        for place in visited[1:-1]:
            by_hand[place]["through"].add(case)
    assert set(found.frame["place"]) == set(by_hand)
    for row in found.frame.to_dict("records"):
        counted = by_hand[row["place"]]
        for name in ("cases", "through", "begins", "ends"):
            assert row[name] == len(counted[name]), (row["place"], name)
    assert found.cases == len({case for case, _ in walks(tables, query, level)})


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries, levels)
def test_evidence_is_that_of_the_flows(tables: Tables, query: RouteQuery, level: str) -> None:
    """A leg is stated as soon as one case states it, as on the map."""
    columns = Store(tables)
    frame = flows(columns, query, level=level).frame
    found = network(columns, query, level=level)
    assert found.legs == len(frame)
    for row in found.frame.to_dict("records"):
        here = frame[(frame["from"] == row["place"]) | (frame["to"] == row["place"])]
        assert row["stated_legs"] == int((here["evidence"] == "stated").sum())
        assert row["inferred_legs"] == int((here["evidence"] == "inferred").sum())
        moves = here[here["from"] != here["to"]]
        assert row["arriving"] == int((moves["to"] == row["place"]).sum())
        assert row["leaving"] == int((moves["from"] == row["place"]).sum())
        assert row["stated_cases"] + row["inferred_cases"] == row["cases"]
        chosen = hub_elements(columns, query, row["place"], level=level)
        among = flows_among(columns, chosen, level=level).frame
        assert among["cases"].sum() == here["cases"].sum()
        assert list(among["from"]) == list(here["from"])


def betweenness_by_hand(edges: set[tuple[str, str]]) -> dict[str, float]:
    """Walk all shortest ways between all pairs of places."""
    graph: nx.DiGraph[str] = nx.DiGraph(sorted(edges))
    nodes, found = sorted(graph), dict.fromkeys(graph, 0.0)
    for one, other in permutations(nodes, 2):
        if not nx.has_path(graph, one, other):
            continue
        ways = list(nx.all_shortest_paths(graph, one, other))
        for way in ways:
            for place in way[1:-1]:
                found[place] += 1 / len(ways)
    pairs = (len(nodes) - 1) * (len(nodes) - 2)
    return {place: value / pairs if pairs > 0 else 0.0 for place, value in found.items()}


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries, levels)
def test_betweenness_is_that_of_all_shortest_ways(
    tables: Tables, query: RouteQuery, level: str
) -> None:
    """However many cases take a leg, it is one step."""
    columns = Store(tables)
    frame = flows(columns, query, level=level).frame
    edges = {(a, b) for a, b in zip(frame["from"], frame["to"], strict=True) if a != b}
    wanted = betweenness_by_hand(edges)
    for row in network(columns, query, level=level).frame.to_dict("records"):
        assert row["betweenness"] == pytest.approx(wanted.get(row["place"], 0.0))


def test_a_star_passes_through_its_middle() -> None:
    """Two ways in, two ways out: all four ways between the others pass Bogotá, of 4 × 3 pairs."""
    stops = [
        *route("x", "CO-ANT", "11001", "CHN"),
        *route("y", "CO-CAL", "11001", "PAN"),
    ]
    found = network(Store(made_up([{"case_id": "x"}, {"case_id": "y"}], stops)), EVERYTHING)
    first = found.frame.iloc[0]
    assert (first["place"], first["through"], first["cases"]) == ("11001", 2, 2)
    assert first["betweenness"] == pytest.approx(4 / 12)
    assert found.frame["betweenness"].iloc[1:].sum() == 0


def test_the_public_hubs() -> None:
    """Of 17 cases 5 touch Bogotá, and one goes on from there: Guangzhou – Hong Kong 2017."""
    found = network(store(bundled()), EVERYTHING)
    bogota = found.frame.set_index("place").loc["11001"]
    assert (found.cases, bogota["cases"], bogota["through"]) == (17, 5, 1)
    assert (bogota["begins"], bogota["ends"]) == (3, 1)
    assert (bogota["stated_legs"], bogota["inferred_legs"]) == (11, 2)
    assert found.frame["place"].iloc[0] == "11001"
    assert "CO-ARA" not in set(found.frame.loc[found.frame["through"] > 0, "place"])


def test_an_unknown_level_is_refused_and_an_unknown_place_is_none() -> None:
    """What a link or a command may ask."""
    columns = store(bundled())
    with pytest.raises(ValueError, match="'street'"):
        network(columns, EVERYTHING, level="street")
    assert not hub_elements(columns, EVERYTHING, "nowhere", level="place").any()
    assert at_level("11001", "department") == "CO-DC"
    assert hub_elements(columns, EVERYTHING, "CO-DC", level="department").any()


def test_no_case_makes_no_network() -> None:
    """An empty table, and no error."""
    found = network(Store(made_up([])), EVERYTHING)
    assert (len(found.frame), found.cases, found.legs) == (0, 0, 0)
