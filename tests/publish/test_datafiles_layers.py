"""Layers for maps, read back by GeoPandas."""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import defusedxml.ElementTree
import geopandas
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from shapely.geometry import LineString, shape

from geo.lines import curve, unwrap
from geo.places import places
from routes.cases import Tables, read_tables
from routes.cases.synth import write_synthetic
from routes.flows import flows, store
from routes.publish.datafiles import data_file
from routes.publish.datafiles.lines import cut
from routes.release import Release
from routes.release.contributions import contributions
from routes.release.suppression import protect
from routes.text import load
from tests.publish.released import members, released, rows, with_lattice
from tests.release.offices import office

KML = "{http://www.opengis.net/kml/2.2}"
LONGITUDES = st.floats(-180, 180, allow_nan=False)
LATITUDES = st.floats(-70, 70, allow_nan=False)


@pytest.fixture(scope="module", params=["public", "made up"])
def release(
    request: pytest.FixtureRequest, tables: Tables, tmp_path_factory: pytest.TempPathFactory
) -> Release:
    if request.param == "public":
        return with_lattice(released(tables))
    folder = tmp_path_factory.mktemp("synthetic")
    write_synthetic(folder, cases=300, flows=200, seed=2)
    return released(read_tables(folder))


def named(release: Release) -> set[str]:
    """Return the ids of the places that a release names."""
    found = flows(store(release.tables), release.query)
    tables = release.tables
    return {
        *found.frame["from"],
        *found.frame["to"],
        *found.mentions["place"],
        *tables.stops["place_id"],
        *tables.events["place_id"],
    }


def prefix(release: Release) -> str:
    return "SYNTHETIC" if release.manifest.synthetic else ""


def check_flows(read: geopandas.GeoDataFrame, release: Release) -> None:
    """Same counts, row by row, and lines between the places they name."""
    expected = flows(store(release.tables), release.query, lang="es").frame
    assert read["from_id"].tolist() == expected["from"].tolist()
    assert read["to_id"].tolist() == expected["to"].tolist()
    assert read["cases"].tolist() == expected["cases"].tolist()
    assert read["evidence"].tolist() == expected["evidence"].tolist()
    assert read["first_year"].isna().tolist() == expected["first_year"].isna().tolist()
    assert read.geometry.is_valid.all()
    for row in read.itertuples():
        degrees = shapely.get_coordinates(row.geometry)
        assert np.abs(degrees[:, 0]).max() <= 180
        start, end = places()[row.from_id], places()[row.to_id]
        assert degrees[0] == pytest.approx([start.lon, start.lat], abs=1e-5)
        assert degrees[-1] == pytest.approx([end.lon, end.lat], abs=1e-5)
    if prefix(release):
        assert set(read["notice"]) == {"SYNTHETIC"}


def check_places(read: geopandas.GeoDataFrame, release: Release) -> None:
    """Each place once, where the register of places has it, with how precise it is."""
    assert read["place_id"].tolist() == sorted(named(release))
    for row in read.itertuples():
        place = places()[row.place_id]
        assert (row.geometry.x, row.geometry.y) == pytest.approx((place.lon, place.lat), abs=1e-6)
        assert row.level == place.level
        assert row.precision


def test_geojson_is_read_back_with_the_same_counts(release: Release, tmp_path: Path) -> None:
    """Lines first, then points; longitude before latitude, and no other reference system."""
    path = tmp_path / "release.geojson"
    path.write_bytes(data_file(release, kind="geojson", lang="es"))
    read = geopandas.read_file(path)
    assert read.crs.to_epsg() == 4326
    check_flows(read[read["feature"] == "flow"], release)
    check_places(read[read["feature"] == "place"], release)
    value = json.loads(path.read_bytes())
    assert "crs" not in value
    assert value["name"].startswith(prefix(release))
    kinds = {shape(each["geometry"]).geom_type for each in value["features"]}
    assert kinds == {"LineString", "MultiLineString", "Point"}
    flow = value["features"][0]["properties"]
    assert isinstance(flow["sources"], list)
    assert isinstance(flow["from_lon"], float)


def test_a_geopackage_is_read_back_with_the_same_counts(release: Release, tmp_path: Path) -> None:
    """Two layers, and a table for everything else."""
    path = tmp_path / "release.gpkg"
    path.write_bytes(data_file(release, kind="gpkg", lang="es"))
    before = f"{prefix(release)}_" if prefix(release) else ""
    layers = pyogrio.list_layers(path).tolist()
    assert layers[:2] == [[f"{before}flows", "MultiLineString"], [f"{before}places", "Point"]]
    read = geopandas.read_file(path, layer=f"{before}flows")
    assert read.crs.to_epsg() == 4326
    check_flows(read, release)
    check_places(geopandas.read_file(path, layer=f"{before}places"), release)
    for name in ("cases", "stops", "events", "figures", "sources"):
        table = pyogrio.read_dataframe(path, layer=before + name)
        assert len(table) == len(release.tables.table(name))
    about = pyogrio.read_info(path, layer=f"{before}flows")["dataset_metadata"]
    assert json.loads(about["manifest"])["release_id"] == release.manifest.release_id


def test_a_geopackage_is_sound_and_dated_by_the_release(release: Release, tmp_path: Path) -> None:
    """No page is left over, and no clock was asked."""
    path = tmp_path / "release.gpkg"
    path.write_bytes(data_file(release, kind="gpkg", lang="es"))
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA freelist_count").fetchall() == [(0,)]
        assert connection.execute("PRAGMA application_id").fetchall() == [(0x47504B47,)]
        dates = connection.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
        titles = connection.execute("SELECT identifier FROM gpkg_contents").fetchall()
    finally:
        connection.close()
    assert dates == [("2025-03-01T00:00:00.000Z",)]
    assert all(title.startswith(prefix(release)) for (title,) in titles[:8])


def test_kml_is_read_back_with_the_same_counts(release: Release, tmp_path: Path) -> None:
    """A folder of flows and one of places."""
    path = tmp_path / "release.kml"
    path.write_bytes(data_file(release, kind="kml", lang="es"))
    (first, _), (second, _) = pyogrio.list_layers(path).tolist()
    assert first.endswith("Flujos")
    assert first.startswith(prefix(release))
    check_flows(geopandas.read_file(path, layer=first), release)
    check_places(geopandas.read_file(path, layer=second), release)


def test_kml_loads_nothing_and_every_style_is_there(release: Release) -> None:
    """All elements are KML's own, none names an address, and each style is defined."""
    root: ET.Element = defusedxml.ElementTree.fromstring(data_file(release, kind="kml", lang="es"))
    tags = [element.tag for element in root.iter()]
    assert all(tag.startswith(KML) for tag in tags)
    assert {f"{KML}{name}" for name in ("href", "Icon", "NetworkLink", "script")} & set(
        tags
    ) == set()
    defined = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    used = {each.text for each in root.iter(f"{KML}styleUrl")}
    assert used <= defined
    evidence = {(each.text or "").partition("-")[0] for each in root.iter(f"{KML}styleUrl")}
    assert {"#stated", "#inferred"} <= evidence


def test_geoparquet_is_read_back_with_the_same_counts(release: Release) -> None:
    """Version 1.1 with its reference system; lists stay lists."""
    content = data_file(release, kind="parquet", lang="es")
    read = geopandas.read_parquet(io.BytesIO(content))
    assert read.crs.to_epsg() == 4326
    check_flows(read, release)
    expected = flows(store(release.tables), release.query).frame
    assert [list(each) for each in read["sources"]] == expected["sources"].tolist()
    about = pq.read_schema(io.BytesIO(content)).metadata
    assert json.loads(about[b"geo"])["version"] == "1.1.0"
    assert json.loads(about[b"manifest"])["release_id"] == release.manifest.release_id
    assert about[b"title"].decode().startswith(prefix(release))


@given(LONGITUDES, LATITUDES, LONGITUDES, LATITUDES)
@example(180.0, 0.0, 179.99999999999997, 0.0)
@example(-180.0, 10.0, 180.0, 10.0)
@example(180.0, 0.0, -170.0, 5.0)
def test_a_cut_line_is_the_line_it_was(lon: float, lat: float, lon2: float, lat2: float) -> None:
    """Within -180 to 180, no part jumps, parts meet at the antimeridian, no vertex is lost."""
    drawn = curve((lon, lat), (lon2, lat2))
    parts = shapely.get_parts(cut(drawn)).tolist()
    assert 1 <= len(parts) <= 3
    for part in parts:
        degrees = shapely.get_coordinates(part)
        assert np.abs(degrees[:, 0]).max() <= 180
        assert np.abs(np.diff(degrees[:, 0])).max(initial=0) <= 180
    for one, other in itertools.pairwise(parts):
        (left, south), (right, north) = one.coords[-1], other.coords[0]
        assert (abs(left), abs(right), left + right) == (180, 180, 0)
        assert south == north
    joined = shapely.get_coordinates(parts)
    for vertex in shapely.get_coordinates(drawn):
        turns = (joined[:, 0] - vertex[0]) / 360
        near = np.abs(turns - np.round(turns)) * 360 + np.abs(joined[:, 1] - vertex[1])
        assert near.min() < 1e-6


def test_a_line_over_the_pacific_is_cut_in_two() -> None:
    """Medellín to Guangzhou: west to the antimeridian, and on from there."""
    line = cut(curve((-75.6, 6.2), (113.25, 23.1)))
    assert line.geom_type == "MultiLineString"
    west, east = line.geoms
    assert west.coords[-1][0] == -180
    assert east.coords[0][0] == 180
    assert unwrap(east.coords[-1][0]) == pytest.approx(-246.75)


def test_a_line_inside_the_map_stays_as_it_is() -> None:
    """What need not be cut is not touched."""
    line = LineString([(-74.0, 4.6), (-3.7, 40.4)])
    assert cut(line) is line


@pytest.fixture(scope="module")
def protected(tables: Tables) -> Release:
    """The public cases beside the counts of a made-up office, as they are really protected."""
    office_tables = office(400, 3)
    found = protect(contributions(office_tables, range(len(office_tables.cases))), [])
    assert found is not None
    return replace(released(tables), lattice=found.lattice)


def test_every_data_file_gives_the_protected_counts_cell_by_cell(
    protected: Release, tmp_path: Path
) -> None:
    """As a table of its own, or beside lines and points; what is suppressed has no number."""
    assert protected.lattice is not None
    frame = protected.lattice.frame
    keys = ["geography", "area", "period", "group"]
    expected = Counter(
        (*row[:4], None if row[4] is pd.NA else int(row[4]), bool(row[5]))
        for row in zip(*(frame[key] for key in (*keys, "victims", "suppressed")), strict=True)
    )
    assert any(cell[-1] for cell in expected)
    content = {
        kind: data_file(protected, kind=kind, lang="es")
        for kind in ("csv", "xlsx", "geojson", "gpkg", "kml", "parquet")
    }
    path = tmp_path / "release.gpkg"
    path.write_bytes(content["gpkg"])
    root: ET.Element = defusedxml.ElementTree.fromstring(content["kml"])
    (said,) = [e[0].text for e in root.iter(f"{KML}Data") if e.get("name") == "lattice"]
    sheet = load_workbook(io.BytesIO(content["xlsx"]))[load("es")("datafiles.table.lattice")]
    head, *lines = sheet.iter_rows(values_only=True)
    found = {
        "csv": rows(members(content["csv"])["lattice.csv"]),
        "xlsx": [dict(zip(head, line, strict=True)) for line in lines],
        "geojson": json.loads(content["geojson"])["lattice"],
        "gpkg": pyogrio.read_dataframe(path, layer="lattice").to_dict("records"),
        "kml": json.loads(said or ""),
        "parquet": json.loads(pq.read_schema(io.BytesIO(content["parquet"])).metadata[b"lattice"]),
    }
    for kind, each in found.items():
        assert Counter(map(cell_of, each)) == expected, kind


def cell_of(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return a cell as any of the formats writes it: nothing, numbers and truth values alike."""
    victims = row["victims"]
    empty = victims in (None, "") or victims != victims
    hidden = str(row["suppressed"]).lower() in ("true", "1")
    keys = ((row[key] or "") for key in ("geography", "area", "period", "group"))
    return (*keys, None if empty else int(victims), hidden)
