"""Laws of longitudes, lengths and curves."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.lines import (
    MAX_LATITUDE,
    WEST_LIMIT,
    curve,
    default_bend,
    distance_km,
    spread,
    unwrap,
    unwrap_next,
)
from geo.places import places

GOLDEN = Path(__file__).parent / "data"

longitudes = st.floats(-720, 720)
lonlats = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
bends = st.none() | st.floats(-0.5, 0.5)


def turns(difference: float) -> float:
    return abs(difference / 360 - round(difference / 360))


@given(lon=longitudes)
def test_unwrap_gives_the_one_copy_in_range(lon):
    """-254 ≤ unwrap(lon) < 106, unwrap(lon) ≡ lon modulo a turn, and unwrap is idempotent."""
    moved = unwrap(lon)
    assert WEST_LIMIT <= moved < WEST_LIMIT + 360
    assert turns(moved - lon) < 1e-9
    assert unwrap(moved) == moved


@given(lon_from=longitudes, lon=longitudes)
def test_next_copy_is_within_half_a_turn(lon_from, lon):
    moved = unwrap_next(lon_from, lon)
    assert abs(moved - lon_from) <= 180 + 1e-9
    assert turns(moved - lon) < 1e-9


@given(start=lonlats, end=lonlats, bend=bends)
def test_a_curve_stays_on_the_map(start, end, bend):
    """No leg is longer than 180°, no latitude beyond 75°."""
    line = np.array(curve(start, end, bend=bend).coords)
    assert np.abs(np.diff(line[:, 0])).max() <= 180
    assert np.abs(line[:, 1]).max() <= MAX_LATITUDE


@given(start=lonlats, end=lonlats, bend=bends)
def test_a_curve_ends_at_its_places(start, end, bend):
    line = curve(start, end, bend=bend).coords
    for (lon, lat), place in ((line[0], start), (line[-1], end)):
        assert turns(lon - place[0]) < 1e-9
        assert lat == pytest.approx(np.clip(place[1], -75, 75), abs=1e-9)


@given(start=lonlats, end=lonlats, bend=st.floats(-0.5, 0.5))
def test_a_curve_is_symmetric(start, end, bend):
    """The way back with the opposite bend is the same curve, reversed."""
    assume(abs(abs(unwrap(start[0]) - unwrap_next(unwrap(start[0]), end[0])) - 180) > 1e-6)
    there = np.array(curve(start, end, bend=bend).coords)
    back = np.array(curve(end, start, bend=-bend).coords)[::-1]
    shift = 360 * round((there[0, 0] - back[0, 0]) / 360)
    assert there == pytest.approx(back + np.array([shift, 0]), abs=1e-7)


@given(a=st.floats(0, 1), b=st.floats(0, 1))
def test_longer_curves_bend_more_up_to_a_cap(a, b):
    low, high = sorted([default_bend(min(a, b)), default_bend(max(a, b))])
    assert (low, high) == (default_bend(min(a, b)), default_bend(max(a, b)))
    assert 0 < low <= high <= 0.22


@given(n=st.integers(1, 20))
def test_spread_is_even_and_balanced(n):
    bends = spread(n)
    assert len(set(bends)) == n
    assert sum(bends) == pytest.approx(0, abs=1e-9)
    assert bends == sorted(bends)


@pytest.mark.parametrize("path", sorted((GOLDEN / "input").glob("*.geojson")), ids=lambda p: p.stem)
def test_curves_are_the_ones_on_record(path):
    """The straight line of two places becomes the recorded curve."""
    start, end = json.loads(path.read_text())["coordinates"]
    recorded = json.loads((GOLDEN / "output" / path.name).read_text())["coordinates"]
    assert np.array(curve(start, end).coords) == pytest.approx(np.array(recorded), abs=1e-6)


def test_antioquia_to_guangzhou_goes_west_over_the_pacific():
    start, end = places()["CO-ANT"], places()["GN1809858"]
    line = curve((start.lon, start.lat), (end.lon, end.lat))
    lons = [lon for lon, _ in line.coords]
    assert lons == sorted(lons, reverse=True)
    assert lons[-1] == pytest.approx(-246.75)


def test_a_curve_leaves_the_straight_line_by_half_its_bend():
    middle = curve((0, 0), (36, 0), bend=0.2, points=3).coords[1]
    assert middle[0] == pytest.approx(18)
    assert middle[1] == pytest.approx(3.6, abs=0.01)


def test_a_line_needs_two_points():
    with pytest.raises(ValueError, match="at least 2"):
        curve((0, 0), (1, 1), points=1)


def test_lengths_are_geodesic():
    """One degree of longitude on the WGS 84 equator is 111.319 km; copies do not matter."""
    assert distance_km(0, 0, 1, 0) == pytest.approx(111.319, abs=1e-3)
    assert distance_km(-74, 4.6, -246.75, 23.1) == pytest.approx(
        distance_km(-74, 4.6, 113.25, 23.1)
    )
