"""Polygons with fewer vertices, finer near Colombia, with every shared border still shared.

`shapely.coverage_simplify` keeps shared borders but knows one tolerance only. So it is run in a
plane in which distances shrink away from Colombia; the vertices it keeps are then looked up again
in degrees. Every vertex of the result is a vertex of the input.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

CENTRE = (-72.5, 6.0)
"""Longitude and latitude, in degrees, around which detail is finest: between the focus
departments Arauca and Norte de Santander and the Andes."""

REACH = 5.0
"""Degrees from `CENTRE` within which detail is about even. From there on it falls off."""

Floats = NDArray[np.float64]


def shrink(lonlat: Floats) -> Floats:
    """Move points towards `CENTRE`, farther ones more: distance d becomes REACH·asinh(d/REACH).

    Parameters
    ----------
    lonlat : (n, 2) array
        Longitude and latitude in degrees.

    Returns
    -------
    (n, 2) array
        Places in the shrunk plane, on the same line from `CENTRE`.
    """
    away = lonlat - np.asarray(CENTRE)
    distance = np.hypot(away[:, 0], away[:, 1]) / REACH
    factor = np.ones_like(distance)
    far = distance > 0
    factor[far] = np.arcsinh(distance[far]) / distance[far]
    moved: Floats = np.asarray(CENTRE) + away * factor[:, None]
    return moved


def simplify(shapes: list[BaseGeometry], *, tolerance: float) -> list[BaseGeometry]:
    """Simplify polygons that share borders.

    Parameters
    ----------
    shapes : list of Polygon or MultiPolygon
        A coverage: neighbours share the vertices of their border, and none overlap.
    tolerance : float
        Degrees at `CENTRE`: the square root of the area of a corner that may be cut
        (Visvalingam–Whyatt).

    Returns
    -------
    list of BaseGeometry
        In the same order.
    """
    original = shapely.get_coordinates(shapes)
    shrunk = shrink(original)
    where = {tuple(place): n for n, place in enumerate(shrunk.tolist())}
    if len(where) != len(np.unique(original, axis=0)):
        raise ValueError("Invalid coverage. Two different vertices fall together when shrunk.")
    plane = shapely.transform(np.array(shapes, dtype=object), shrink)
    kept: Any = shapely.coverage_simplify(plane, tolerance)

    def restore(places: Floats) -> Floats:
        found: Floats = original[[where[tuple(place)] for place in places.tolist()]]
        return found

    return list(shapely.transform(kept, restore))


def without_specks(shapes: list[BaseGeometry], *, smallest: float) -> list[BaseGeometry]:
    """Leave out islands too small to see, but never the largest part of a shape.

    Parameters
    ----------
    shapes : list of Polygon or MultiPolygon
        Longitude and latitude in degrees.
    smallest : float
        Square degrees at `CENTRE`; farther islands must be larger, as in `shrink`.

    Returns
    -------
    list of BaseGeometry
        In the same order. A part that touches another part, of any shape, always stays.
    """
    parts = [part for shape in shapes for part in polygons(shape)]
    tree = shapely.STRtree(parts)
    pairs = tree.query(parts, predicate="intersects")
    touching = set(pairs[0][pairs[0] != pairs[1]].tolist())
    areas = shapely.area(shapely.transform(np.array(parts, dtype=object), shrink))
    result: list[BaseGeometry] = []
    n = 0
    for shape in shapes:
        own = range(n, n := n + len(polygons(shape)))
        largest = max(own, key=lambda k: areas[k])
        kept = [parts[k] for k in own if k == largest or k in touching or areas[k] >= smallest]
        result.append(kept[0] if len(kept) == 1 else MultiPolygon(kept))
    return result


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """Give the polygons of a Polygon or MultiPolygon."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def label_point(shape: BaseGeometry) -> tuple[float, float]:
    """Give the point farthest inside the largest polygon of a shape.

    Returns
    -------
    (float, float)
        Longitude and latitude in degrees, rounded to 0.01.
    """
    largest = max(polygons(shape), key=lambda part: float(part.area))
    line = shapely.maximum_inscribed_circle(largest, tolerance=0.01)
    lon, lat = shapely.get_coordinates(line)[0].tolist()
    return round(lon, 2), round(lat, 2)
