"""Lines between places: longitudes across the Pacific, lengths, schematic curves.

Geodesic work happens here and nowhere else.
"""

import math

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import LineString

WEST_LIMIT = -254.0
"""Canonical longitudes lie in [-254, 106): the half turn on either side of Colombia (74° W), so
that East Asia is reached over the Pacific."""

MAX_LATITUDE = 75.0
"""Degrees north or south that no drawn line passes."""

BEND = 0.1
"""Bend of the shortest curve, as a share of its length."""

BEND_MORE = 0.4
"""How much the bend grows with a length of one width of the Mercator world."""

BEND_MOST = 0.22
"""The bend that no default exceeds."""

BEND_STEP = 0.05
"""Difference in bend between neighbouring curves with the same ends."""

_WGS84 = Geod(ellps="WGS84")

LonLat = tuple[float, float]


def unwrap(lon: float) -> float:
    """Give the canonical copy of a longitude, in [-254, 106).

    Parameters
    ----------
    lon : float
        Degrees east, any number of turns.

    Examples
    --------
    >>> unwrap(113.25), unwrap(-74.0), unwrap(12.5)
    (-246.75, -74.0, 12.5)
    """
    moved = (lon - WEST_LIMIT) % 360.0 + WEST_LIMIT
    return WEST_LIMIT if moved >= WEST_LIMIT + 360.0 else moved


def unwrap_next(lon_from: float, lon: float) -> float:
    """Give the copy of a longitude nearest to the place a line comes from.

    Parameters
    ----------
    lon_from : float
        Unwrapped longitude of the place before, degrees.
    lon : float
        Degrees east, any number of turns.

    Returns
    -------
    float
        Within 180° of ``lon_from``; of two copies equally near, the eastern one.

    Examples
    --------
    >>> unwrap_next(-3.7, 116.4), unwrap_next(-74.0, 116.4)
    (116.4, -243.6)
    """
    return lon + 360.0 * math.floor((lon_from - lon) / 360.0 + 0.5)


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Give the length of the shortest way over the WGS 84 ellipsoid, in kilometres.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : float
        Degrees; longitudes of any number of turns.

    Examples
    --------
    >>> round(distance_km(-70.759, 7.085, -72.394, 5.336))
    265
    """
    _, _, metres = _WGS84.inv(lon1, lat1, lon2, lat2)
    return float(metres) / 1000.0


def mercator(lonlat: LonLat) -> LonLat:
    """Project to the Web Mercator plane (EPSG:3857), with the world's width as the unit.

    Parameters
    ----------
    lonlat : (float, float)
        Degrees; the longitude may be unwrapped. Latitudes beyond ±75° are moved to ±75°.

    Returns
    -------
    (float, float)
        x grows to the east, y to the north; (0, 0) is where the equator meets 0°.
    """
    lat = math.radians(min(max(lonlat[1], -MAX_LATITUDE), MAX_LATITUDE))
    return lonlat[0] / 360.0, math.asinh(math.tan(lat)) / math.tau


def default_bend(length: float) -> float:
    """Give the bend of a curve: more when longer, capped.

    ``min(BEND_MOST, BEND + BEND_MORE · length)``

    Parameters
    ----------
    length : float
        Straight distance between the ends in the plane of `mercator` (widths of the world).

    Examples
    --------
    >>> default_bend(0.0), default_bend(0.5)
    (0.1, 0.22)
    """
    return min(BEND_MOST, BEND + BEND_MORE * length)


def spread(n: int) -> list[float]:
    """Give what to add to the bends of ``n`` curves with the same ends, so that all show.

    ``BEND_STEP · (k − (n − 1) / 2)`` for k = 0 … n − 1

    Examples
    --------
    >>> spread(1), spread(3)
    ([0.0], [-0.05, 0.0, 0.05])
    """
    return [BEND_STEP * (k - (n - 1) / 2) for k in range(n)]


def curve(start: LonLat, end: LonLat, *, bend: float | None = None, points: int = 32) -> LineString:
    """Draw the schematic curve from one place to another. It is not the path travelled.

    With A and B the ends in the plane of `mercator`, L the length of D = B − A, and N the vector
    D turned left by 90°, (−D.y, D.x), the curve is the quadratic Bézier curve with the control
    point C = (A + B) / 2 + bend · N. As \\|N\\| = L, the curve leaves the straight line by half of
    ``bend · L`` at its middle. It is sampled at t = k / (points − 1), and latitudes are clamped
    to ±75°.

    The curve is symmetric: the way back with the opposite bend is the same curve reversed.

    Parameters
    ----------
    start, end : (float, float)
        Longitude and latitude in degrees. The start is brought to its canonical longitude
        (`unwrap`) and the end to the copy nearest to it (`unwrap_next`).
    bend : float, optional
        Height of the control point over the straight line, as a share of its length; positive
        bends to the left of the direction of travel. By default `default_bend`.
    points : int
        Number of vertices, at least 2.

    Returns
    -------
    LineString
        Longitude (unwrapped) and latitude in degrees, EPSG:4326.

    Raises
    ------
    ValueError
        If ``points`` is less than 2.

    Examples
    --------
    >>> line = curve((-75.6, 6.2), (113.25, 23.1))
    >>> round(line.coords[-1][0], 2), len(line.coords)
    (-246.75, 32)
    """
    if points < 2:
        raise ValueError(f"Invalid number of points {points}. A line needs at least 2.")
    lon = unwrap(start[0])
    ax, ay = mercator((lon, start[1]))
    bx, by = mercator((unwrap_next(lon, end[0]), end[1]))
    height = default_bend(math.hypot(bx - ax, by - ay)) if bend is None else bend
    cx = (ax + bx) / 2 - height * (by - ay)
    cy = (ay + by) / 2 + height * (bx - ax)
    t = np.linspace(0.0, 1.0, points)
    x = (1 - t) ** 2 * ax + 2 * (1 - t) * t * cx + t**2 * bx
    y = (1 - t) ** 2 * ay + 2 * (1 - t) * t * cy + t**2 * by
    return LineString(_lonlat(x, y))


def _lonlat(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    lat = np.degrees(np.arctan(np.sinh(math.tau * y)))
    return np.column_stack([x * 360.0, np.clip(lat, -MAX_LATITUDE, MAX_LATITUDE)])
