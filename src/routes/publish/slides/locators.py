"""Small maps that show where a corridor lies: bare land, and native lines upon it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from geo.lines import curve, unwrap
from geo.places import places
from routes.publish.picture import theme
from routes.publish.picture.curves import trimmed
from routes.publish.picture.plain import NEAR, WORLD, locator
from routes.publish.picture.window import Box as Bounds
from routes.publish.picture.window import Window
from routes.publish.slides.corridors import Leg
from routes.publish.slides.deck import MARGIN, TOP, WIDTH, Deck, Rectangle
from routes.text import Text

MOST_LINES: Final = 24
"""Legs that one map shows."""

_LEFT: Final = WIDTH - MARGIN - 276.0
_AMERICA: Final[Bounds] = (-118.0, -40.0, -36.0, 36.0)
_MAPS: Final[tuple[tuple[Bounds, Rectangle], ...]] = (
    (NEAR, (_LEFT, TOP + 4, 276.0, 300.0)),
    (_AMERICA, (_LEFT, TOP + 4, 276.0, 300.0)),
    (WORLD, (_LEFT, TOP + 4, 276.0, 170.0)),
)
"""What the locator maps show, from near to far, and where they stand."""

_CLEAR: Final = 6.0
"""Points that a line stays clear of its ends."""


class Locator:
    """Draws the maps of all corridors of a deck."""

    def __init__(self, deck: Deck, t: Text) -> None:
        self.deck, self.t = deck, t
        self.maps: dict[int, tuple[bytes, Window]] = {}

    def draw(self, slide: Any, legs: Sequence[Leg], title: str) -> None:
        """Draw the map of a corridor: one picture of the land for all, native lines upon it."""
        known = places()
        spots = [known[each] for leg in legs for each in leg[:2] if each in known]
        size = next(
            n
            for n, (bounds, _) in enumerate(_MAPS)
            if bounds == WORLD or all(_holds(bounds, each.lon, each.lat) for each in spots)
        )
        box = _MAPS[size][1]
        if size not in self.maps:
            self.maps[size] = locator(_MAPS[size][0], box[2:])
        png, window = self.maps[size]
        self.deck.picture(slide, png, box, self.t("slides.locator", corridor=title))
        ends: set[tuple[float, float]] = set()
        for start, end, inferred in legs:
            if start not in known or end not in known or start == end:
                continue
            one, other = known[start], known[end]
            line = curve((one.lon, one.lat), (other.lon, other.lat), points=14)
            drawn = window.spots(np.asarray(line.coords))
            drawn = _inside(drawn, window)
            whole = [(box[0] + x, box[1] + box[3] - y) for x, y in drawn.tolist()]
            points = [
                (box[0] + x, box[1] + box[3] - y)
                for x, y in trimmed(drawn, _CLEAR, _CLEAR).tolist()
            ]
            self.deck.path(
                slide,
                points,
                colour=theme.RAMP[3],
                width=2.0,
                dashed=inferred,
                alt=self.t("slides.arrow", **{"from": self._name(start), "to": self._name(end)}),
            )
            ends |= {whole[0], whole[-1]}
        for x, y in sorted(ends):
            self.deck.dot(slide, x, y)

    def _name(self, place_id: str) -> str:
        return places()[place_id].name(self.t.lang)


def _holds(bounds: Bounds, lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return west <= unwrap(lon) <= east and south <= lat <= north


def _inside(line: Any, window: Window) -> Any:
    """Bring a line into the window, by a whole turn around the world where it helps."""
    middle = (window.box[0] + window.box[2]) / 2
    off = (line[:, 0].mean() - middle) / window.scale
    return line - np.array([round(off) * window.scale, 0.0])
