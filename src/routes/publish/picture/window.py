"""The part of the world that a map shows, and where it stands on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.lines import MAX_LATITUDE, mercator

Points = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points; y grows upwards."""

EDGE = 9.0
"""Points at the edge of a box where nothing is marked."""

TILE = 256
"""Points that the world is wide at zoom 0, as on the live map."""


@dataclass(frozen=True)
class Window:
    """A box on the page and the part of the Mercator plane that it shows.

    Parameters
    ----------
    box : (float, float, float, float)
        Where it stands, in points.
    x, y : float
        What stands at its lower left corner, in the plane of `geo.lines.mercator`.
    scale : float
        Points to a width of the world.
    """

    box: Box
    x: float
    y: float
    scale: float

    @property
    def zoom(self) -> float:
        """The zoom of a live map with so many pixels to a width of the world."""
        return math.log2(self.scale / TILE)

    @property
    def plane(self) -> Box:
        """West, south, east, north in the plane."""
        left, bottom, right, top = self.box
        east, north = self.x + (right - left) / self.scale, self.y + (top - bottom) / self.scale
        return self.x, self.y, east, north

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a place stands, in points; the longitude may be unwrapped (degrees)."""
        x, y = mercator((lon, lat))
        left, bottom, _, _ = self.box
        return left + (x - self.x) * self.scale, bottom + (y - self.y) * self.scale

    def spots(self, lonlat: Points) -> Points:
        """Return where many places stand: longitudes and latitudes (degrees) in the last axis."""
        lat = np.radians(np.clip(lonlat[..., 1], -MAX_LATITUDE, MAX_LATITUDE))
        plane = np.stack([lonlat[..., 0] / 360.0, np.arcsinh(np.tan(lat)) / math.tau], axis=-1)
        return self.from_plane(plane)

    def from_plane(self, plane: Points) -> Points:
        """Return where points of the plane stand."""
        spots: Points = (plane - (self.x, self.y)) * self.scale + self.box[:2]
        return spots

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude (unwrapped) and latitude at a spot of the page, in degrees."""
        left, bottom, _, _ = self.box
        plane_x, plane_y = self.x + (x - left) / self.scale, self.y + (y - bottom) / self.scale
        return plane_x * 360.0, math.degrees(math.atan(math.sinh(math.tau * plane_y)))

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a spot is inside the box, with room for a symbol."""
        left, bottom, right, top = self.box
        return left + EDGE < x < right - EDGE and bottom + EDGE < y < top - EDGE


def fitted(bounds: Box, box: Box) -> Window:
    """Return the window that shows bounds (west, south, east, north in degrees) in a box.

    The scale is the same both ways, so it shows more than the bounds one way.
    """
    west, south = mercator((bounds[0], bounds[1]))
    east, north = mercator((bounds[2], bounds[3]))
    wide, high = box[2] - box[0], box[3] - box[1]
    scale = min(wide / (east - west), high / (north - south))
    x = (west + east) / 2 - wide / scale / 2
    y = (south + north) / 2 - high / scale / 2
    return Window(box, x, y, scale)
