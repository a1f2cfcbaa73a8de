"""The layer carries one value and little of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _get_feature_group_string, _get_map_string, generate_js_hash

from routes.cases import read_tables
from routes.cases.synth import write_synthetic
from routes.flows import Store, flows, store
from routes.publish import VIEWS, FlowLayer, case_lists, flow_value, live_map
from routes.publish.bundle import asset_dir, leaflet_style, map_script
from routes.publish.flow_layer import class_breaks
from routes.publish.literal import literal
from routes.query import RouteQuery


def test_a_value_names_each_place_once_and_each_flow_by_position(columns: Store) -> None:
    """Flows come with their counts, places with position and precision."""
    found = flows(columns, RouteQuery(), lang="en")
    value = flow_value(found, lang="en", total_cases=19)
    ids = [row[0] for row in value["places"]]
    assert ids == sorted(set(ids))
    rows = [[ids[row[0]], ids[row[1]], *row[2:4]] for row in value["flows"]]
    frame = found.frame
    inferred = (frame["evidence"] == "inferred").astype(int)
    expected = zip(frame["from"], frame["to"], frame["cases"], inferred, strict=True)
    assert rows == [list(row) for row in expected]
    assert json.loads(literal(value)) == value


def test_case_lists_count_what_the_flows_count(columns: Store) -> None:
    """The cases listed behind a flow are as many as its count says."""
    found = flows(columns, RouteQuery())
    value = flow_value(found, lang="es", behind=case_lists(columns, RouteQuery()))
    assert [len(row[7]) for row in value["flows"]] == found.frame["cases"].tolist()


def test_statements_are_told_apart_from_cases(columns: Store) -> None:
    """Ecuador is named for the group of four: no case, one statement, drawn as a ring."""
    value = flow_value(flows(columns, RouteQuery()), lang="es")
    ids = [row[0] for row in value["places"]]
    mentions = {ids[row[0]]: row[1:] for row in value["mentions"]}
    assert mentions["ECU"] == [0, 2, 1]
    assert mentions["85001"] == [1, 0, 0]


@given(st.lists(st.integers(min_value=1, max_value=10**6)))
def test_classes_rise_and_reach_no_further_than_the_largest_flow(cases: list[int]) -> None:
    """At most four classes, none of them empty at the top."""
    breaks = class_breaks(cases)
    assert breaks == sorted(set(breaks))
    assert len(breaks) <= 3
    assert all(1 < each <= max(cases) for each in breaks)


def test_two_hundred_flows_weigh_no_more_than_25_kilobytes(tmp_path: Path) -> None:
    """What a filter change sends."""
    write_synthetic(tmp_path, cases=400, flows=200, seed=7)
    made_up = store(read_tables(tmp_path))
    found = flows(made_up, RouteQuery())
    assert len(found.frame) == 200
    behind = case_lists(made_up, RouteQuery())
    assert len(literal(flow_value(found, lang="es", behind=behind))) <= 25_000


def test_streamlit_folium_gets_the_layer_it_looks_for(columns: Store) -> None:
    """The script defines the variable that the component adds to its map."""
    value = flow_value(flows(columns, RouteQuery()), lang="es", selected="flow:CO-ANT>CHN")
    script = _get_feature_group_string(FlowLayer(value), map=live_map())
    assert script.count("var feature_group_feature_group_0 = Rutas.layer(") == 1
    assert literal(value) in script


def test_the_map_is_the_same_on_every_run() -> None:
    """The component keeps its map as long as the script is the same."""
    hashes = {generate_js_hash(_get_map_string(live_map()), "map") for _ in range(3)}
    assert len(hashes) == 1


def test_another_corridor_is_another_map() -> None:
    """What its flows are of makes the script differ, and nothing of the name is in it."""
    scripts = [_get_map_string(live_map("flows", of=each)) for each in ("CHN", "<b>PAN")]
    assert len({generate_js_hash(each, "map") for each in scripts}) == 2
    assert not any(name in script for script in scripts for name in ("CHN", "PAN"))


@pytest.mark.parametrize("view", VIEWS)
def test_the_map_loads_from_the_app_alone(view: str) -> None:
    """Every address of the live map lies under /assets."""
    figure = live_map(view)
    figure.get_root().render()
    links = [*figure.default_js, *figure.default_css]
    assert all(url.startswith("/assets/") for _, url in links)
    assert "://" not in figure.get_root().render()


def test_an_unknown_view_is_refused() -> None:
    """The message names the value and the choices."""
    with pytest.raises(ValueError, match="Invalid view 'moon'"):
        live_map("moon")


def test_the_served_files_need_nothing_else() -> None:
    """Script and style sheet hold words, base map and code, and load no picture."""
    folder = asset_dir()
    assert sorted(path.name for path in folder.iterdir()) == ["map.css", "map.js"]
    assert (folder / "map.js").read_text(encoding="utf-8") == map_script()
    assert "url(" not in (folder / "map.css").read_text(encoding="utf-8")
    assert "url(" not in leaflet_style()
