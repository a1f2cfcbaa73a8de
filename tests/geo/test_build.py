"""Derived files come from the raw ones, byte for byte."""

import shutil

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geo import DATA
from geo.build import build
from geo.extract import read
from geo.registry import place_rows
from geo.simplify import CENTRE, label_point, shrink, simplify, without_specks

DERIVED = [
    "departments/departments.geojson",
    "countries/countries.geojson",
    "places/places.csv",
    "base_map/base.json",
]


def test_a_rebuild_changes_no_byte(tmp_path):
    """With the derived files deleted, `build` makes them all again, and the same cards."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    for name in DERIVED:
        (folder / name).unlink()
    build(folder)
    for path in sorted(DATA.rglob("*")):
        if path.is_file():
            assert (folder / path.relative_to(DATA)).read_bytes() == path.read_bytes(), path


def test_the_base_map_stays_small():
    assert (DATA / "base_map/base.json").stat().st_size < 220_000


def test_the_extract_is_whole():
    countries = read(DATA / "natural_earth/countries.jsonl")
    departments = read(DATA / "natural_earth/departments.jsonl")
    assert len(countries) == 240
    assert len(departments) == 34
    assert [row["name"] for row, _ in departments].count("Malpelo") == 1
    assert [row["iso"] for row, _ in read(DATA / "natural_earth/units.jsonl")] == ["CN-GD", "VE-R"]


@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_shrinking_keeps_directions_and_shortens(lon, lat):
    """A place stays on its line from the centre and never gets farther away."""
    before = np.array([lon, lat]) - CENTRE
    after = shrink(np.array([[lon, lat]]))[0] - CENTRE
    assert np.hypot(*after) <= np.hypot(*before) + 1e-9
    assert np.cross([*before, 0], [*after, 0])[2] == pytest.approx(0, abs=1e-6)


def test_neighbours_keep_one_border_when_simplified():
    """Two shapes with a jagged border between them: simplified, they still share it all."""
    jagged = [(-72 + 0.02 * (n % 2), n / 10) for n in range(101)]
    west = shapely.Polygon([*jagged, (-80, 10), (-80, 0)])
    east = shapely.Polygon([*jagged, (-60, 10), (-60, 0)])
    simple = simplify([west, east], tolerance=0.5)
    assert len(shapely.get_coordinates(simple)) < 30
    assert shapely.coverage_is_valid(simple)
    assert shapely.length(shapely.intersection(*simple)) > 9


def test_specks_go_but_the_largest_part_and_neighbours_stay():
    island = shapely.union(box(0, 0, 0.01, 0.01), box(5, 5, 5.02, 5.02))
    block = shapely.union(box(10, 10, 20, 20), box(30, 10, 30.01, 10.01))
    inner = box(20, 10, 20.01, 10.01)
    kept = without_specks([island, block, inner], smallest=1.0)
    assert [shapely.get_num_geometries(shape) for shape in kept] == [1, 1, 1]
    assert kept[0].bounds == (5, 5, 5.02, 5.02)
    assert kept[2].equals(inner)


def test_a_label_stands_inside():
    ring = shapely.Polygon([(0, 0), (10, 0), (10, 10), (9, 10), (9, 1), (0, 1)])
    lon, lat = label_point(ring)
    assert ring.contains(shapely.Point(lon, lat))


def test_a_place_has_one_row():
    region = {"place_id": "REG-A", "country": "COL"}
    tables = {
        name: []
        for name in (
            *("countries", "departments", "units"),
            *("municipalities", "settlements", "crossings"),
        )
    }
    with pytest.raises(ValueError, match="REG-A"):
        place_rows({**tables, "regions": [region, region]}, countries={}, departments={}, units={})
