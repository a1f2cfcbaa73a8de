"""The matrix is the flows, arranged by origin and destination."""

from __future__ import annotations

from hypothesis import given, settings

from routes.analysis import matrix
from routes.cases import Tables, bundled
from routes.flows import LEVELS, flows, store
from routes.query import RouteQuery
from tests.made_up import made_up, route, some_queries, some_tables


@settings(max_examples=50, deadline=None)
@given(some_tables(), some_queries)
def test_the_cells_are_the_flows(tables: Tables, query: RouteQuery) -> None:
    """Each flow fills one cell, and every other cell is 0."""
    for level in LEVELS:
        found = flows(store(tables), query, level=level)
        table = matrix(found)
        assert int((table.to_numpy() > 0).sum()) == len(found.frame)
        assert int(table.to_numpy().sum()) == int(found.frame["cases"].sum())
        assert table.index.is_unique
        assert table.columns.is_unique


def test_rows_and_columns_are_named_after_places() -> None:
    """Distinct cases from Colombia to China at country level."""
    table = matrix(flows(store(bundled()), RouteQuery(), level="country", lang="en"))
    assert table.at["Colombia", "China"] == 4


def test_places_of_the_same_name_keep_their_own_row() -> None:
    """Arauca, the department, is not Arauca, the city."""
    stops = [*route("x", "CO-ARA", "CHN"), *route("x", "81001", "CHN", no=2)]
    table = matrix(flows(store(made_up([{"case_id": "x"}], stops)), RouteQuery()))
    assert sorted(table.index) == ["Arauca (81001)", "Arauca (CO-ARA)"]
