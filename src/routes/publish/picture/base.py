"""The land under a map, from the project's own polygons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from geo.layers import countries, departments
from routes.publish.picture import theme
from routes.publish.picture.sheet import Sheet
from routes.publish.picture.window import Points, Window

HOME = "COL"
FOCUS = ("CO-ARA", "CO-NSA")
WORLD_M = math.tau * 6_378_137.0
"""Width of the world in EPSG:3857, metres."""

_MARGIN = 12.0
"""Points around a window whose shapes are kept, so that no cut edge is seen."""

_FINEST = 0.12
"""Points that a simplified outline may be off."""


@dataclass(frozen=True)
class Area:
    """A country or department in the plane of `geo.lines.mercator`, in [-0.5, 0.5)."""

    id: str
    name_es: str
    name_en: str
    shape: BaseGeometry

    def name(self, lang: str) -> str:
        """Return its name in a language."""
        return self.name_es if lang == "es" else self.name_en


@cache
def areas() -> tuple[tuple[Area, ...], tuple[Area, ...]]:
    """Return all countries and all departments of Colombia."""
    plane = countries().to_crs("EPSG:3857")
    shapes = _scaled(plane.geometry.to_numpy())
    world = tuple(
        Area(code, es, en, shape)
        for code, es, en, shape in zip(
            plane["iso3"], plane["name_es"], plane["name_en"], shapes, strict=True
        )
    )
    plane = departments().to_crs("EPSG:3857")
    shapes = _scaled(plane.geometry.to_numpy())
    home = tuple(
        Area(code, name, name, shape)
        for code, name, shape in zip(plane["iso"], plane["name"], shapes, strict=True)
    )
    return world, home


@cache
def by_id() -> dict[str, Area]:
    """Return countries and departments by their code."""
    world, home = areas()
    return {each.id: each for each in (*world, *home)}


def draw_land(sheet: Sheet, window: Window) -> None:
    """Draw sea, countries and departments."""
    world, home = areas()
    sheet.rectangle(window.box, fill=theme.SEA)
    lands = [(each.id, path) for each in world for path in paths([each.shape], window)]
    every = [path for _, path in lands]
    near = window.zoom >= 3
    if near:
        sheet.shapes(every, facecolor="none", edgecolor=theme.SHORE, linewidth=5)
    sheet.shapes(
        every,
        facecolor=[theme.HOME if code == HOME else theme.LAND for code, _ in lands],
        # Without outlines neighbours would show a hair of sea between them.
        edgecolor=theme.COAST if near else theme.LAND,
        linewidth=0.6 if near else 0.3,
    )
    inner = [(each.id, path) for each in home for path in paths([each.shape], window)]
    sheet.shapes(
        [path for _, path in inner],
        facecolor=[theme.FOCUS if code in FOCUS else theme.HOME for code, _ in inner],
        edgecolor=theme.BORDER if near else "none",
        linewidth=0.45,
    )
    for code, width in ((HOME, 0.8), *((each, 0.7) for each in FOCUS if near)):
        outline = paths([by_id()[code].shape], window)
        sheet.shapes(outline, facecolor="none", edgecolor=theme.FRONTIER, linewidth=width)


def draw_hatch(sheet: Sheet, window: Window, ids: Iterable[str]) -> None:
    """Shade areas with quiet diagonal lines, where a source names them as a whole."""
    chosen = [by_id()[each].shape for each in ids if each in by_id()]
    lines = [line for shape in chosen for line in _hatching(shape, window)]
    sheet.lines(lines, colors=theme.RAMP[2], linewidths=0.4, alpha=0.26)


def paths(shapes: Sequence[BaseGeometry], window: Window) -> list[Path]:
    """Return shapes as they stand on the page, once for each copy of the world that it shows."""
    found = []
    for moved in _copies(shapes, window):
        parts = [each for each in shapely.get_parts(moved) if each.geom_type == "Polygon"]
        rings = [ring for part in parts for ring in _rings(part)]
        if rings:
            spots = [window.from_plane(shapely.get_coordinates(ring)) for ring in rings]
            found.append(Path.make_compound_path(*(Path(each, closed=True) for each in spots)))
    return found


def _copies(shapes: Sequence[BaseGeometry], window: Window) -> list[BaseGeometry]:
    west, south, east, north = window.plane
    margin = _MARGIN / window.scale
    found = []
    for copy in range(math.floor(west - margin + 0.5), math.floor(east + margin + 0.5) + 1):
        box = (west - margin - copy, south - margin, east + margin - copy, north + margin)
        for shape in shapes:
            if not shapely.intersects(shapely.box(*box), shapely.box(*shape.bounds)):
                continue
            cut = shapely.clip_by_rect(shape, *box)
            cut = shapely.simplify(cut, _FINEST / window.scale)
            if not cut.is_empty:
                found.append(_moved(cut, copy))
    return found


def _moved(shape: BaseGeometry, copy: int) -> BaseGeometry:
    by = np.array([float(copy), 0.0])
    moved: BaseGeometry = shapely.transform(shape, lambda points: points + by)
    return moved


def _rings(polygon: BaseGeometry) -> list[BaseGeometry]:
    """Return the outer ring and the holes, which turn the other way so that they stay empty."""
    return list(shapely.get_rings(shapely.orient_polygons(polygon)))


def _scaled(shapes: Points) -> list[BaseGeometry]:
    return list(shapely.transform(shapes, lambda points: points / WORLD_M))


def _hatching(shape: BaseGeometry, window: Window) -> list[Points]:
    west, south, east, north = window.plane
    step = 5.0 / window.scale
    high = north - south
    starts = np.arange(math.floor((west - high) / step) * step, east, step)
    grid = shapely.linestrings([[(x, south), (x + high, north)] for x in starts])
    found = []
    for moved in _copies([shape], window):
        cut = shapely.get_parts(shapely.intersection(shapely.make_valid(moved), grid))
        lines = (each for each in cut if each.geom_type == "LineString" and not each.is_empty)
        found += [window.from_plane(shapely.get_coordinates(line)) for line in lines]
    return found
