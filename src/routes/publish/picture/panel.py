"""The map in its box: land, curves, symbols, names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from geo.lines import unwrap
from geo.places import Place, places
from routes.publish.picture.base import FOCUS, HOME, Area, areas, draw_hatch, draw_land
from routes.publish.picture.content import Content
from routes.publish.picture.curves import Curve, Form, lay
from routes.publish.picture.edges import draw_edges, gather, place
from routes.publish.picture.labels import Label, Room, draw_labels, place_labels
from routes.publish.picture.sheet import Sheet
from routes.publish.picture.strokes import draw_curves
from routes.publish.picture.symbols import (
    RADIUS,
    draw_symbol,
    known_crossings,
    seen_crossings,
    symbol_of,
)
from routes.publish.picture.window import Box, Window, fitted
from routes.text import load

COLOMBIA: Final[Box] = (-79.3, -4.4, -66.7, 12.7)
NEAR: Final[Box] = (-94.0, -13.0, -58.0, 20.5)
"""West, south, east, north: a map grows to here for ends that lie in it; others are told at the
edge."""

_SMALL: Final = ("point", "settlement", "department")
_CROWDED: Final = 600
_MANY_MENTIONS: Final = 60
_WATERS: Final = (
    ("pacific", -93.0, 2.0),
    ("pacific", -150.0, 8.0),
    ("atlantic", -42.0, 26.0),
    ("caribbean", -74.6, 14.6),
)


def view(content: Content, box: Box) -> Window:
    """Return the window that shows Colombia and what lies near of the flows."""
    west, south, east, north = COLOMBIA
    ends = [each for flow in content.flows for each in (flow.start, flow.end)]
    alone = [each.place for each in content.mentions if each.place.level in _SMALL]
    for spot in (*ends, *alone):
        lon = unwrap(spot.lon)
        if NEAR[0] <= lon <= NEAR[2] and NEAR[1] <= spot.lat <= NEAR[3]:
            west, east = min(west, lon - 1.5), max(east, lon + 1.5)
            south, north = min(south, spot.lat - 1.5), max(north, spot.lat + 1.5)
    return fitted((west, south, east, north), box)


class Panel:
    """One map on a sheet.

    Parameters
    ----------
    sheet : Sheet
        The page.
    content : Content
        What is shown.
    window : Window
        Where, and what part of the world.
    unit : float
        Points to a unit of the map.
    taken : list of (float, float, float, float)
        Boxes of legend and scale, which labels keep clear of.
    """

    def __init__(
        self, sheet: Sheet, content: Content, window: Window, *, unit: float, taken: list[Box]
    ) -> None:
        self.sheet, self.content, self.window, self.unit = sheet, content, window, unit
        self.taken = taken
        self.crossings = known_crossings()
        self.room = Room(window.box)
        for box in taken:
            self.room.block(box)
        self.labels: dict[str, Label] = {}
        self.marks: list[tuple[str, float, float, float, float]] = []
        self.named: set[str] = set()

    @property
    def kinds(self) -> frozenset[str]:
        """The types of symbols that stand on the map."""
        return frozenset(mark[0] for mark in self.marks)

    def draw(self) -> None:
        """Draw it all."""
        self.sheet.clip(self.window.box)
        draw_land(self.sheet, self.window)
        draw_hatch(self.sheet, self.window, _shaded(self.content))
        items = lay(self.content.flows, self.window, self._gap, unit=self.unit)
        groups = gather(items, self.content)
        taken = [*self.taken, *self._spots(items)]
        placed = place(groups, self.window, taken, unit=self.unit)
        forms = draw_curves(self.sheet, items, classes=self.content.classes, unit=self.unit)
        for each in placed:
            self.room.block(each.box)
        if len(items) < _CROWDED:
            self._obstruct(items, forms)
        self._mark_ends(items)
        self._mark_mentions()
        self._mark_crossings()
        self._name_land()
        for kind, x, y, radius, alpha in reversed(self.marks):
            draw_symbol(self.sheet, kind, x, y, radius, unit=self.unit, alpha=alpha)
        names = place_labels(list(self.labels.values()), self.room, unit=self.unit)
        draw_labels(self.sheet, names, unit=self.unit)
        draw_edges(self.sheet, placed, unit=self.unit)
        self.sheet.clip(None)

    def _gap(self, end: Place) -> float:
        return RADIUS[symbol_of(end, self.crossings)] * self.unit

    def _spots(self, items: list[Curve]) -> list[Box]:
        """Return the boxes that symbols will need, unless they are too many to be kept clear."""
        seen = {(round(x), round(y)) for x, y in self._ends(items)}
        room = 7 * self.unit
        boxes = [(x - room, y - room, x + room, y + room) for x, y in sorted(seen)]
        return boxes if len(items) < _CROWDED else []

    def _ends(self, items: list[Curve]) -> Iterator[tuple[float, float]]:
        for item in items:
            if item.starts:
                yield float(item.line[0, 0]), float(item.line[0, 1])
            if item.ends:
                yield float(item.line[-1, 0]), float(item.line[-1, 1])

    def _obstruct(self, items: list[Curve], forms: list[Form]) -> None:
        for item, form in zip(items, forms, strict=True):
            if not item.flow.loop:
                self.room.trace(form.body)
            (west, south), (east, north) = form.head.min(axis=0), form.head.max(axis=0)
            self.room.block((west - 1, south - 1, east + 1, north + 1))

    def _mark_ends(self, items: list[Curve]) -> None:
        """Mark the ends of the curves that are in view."""
        ends: dict[tuple[str, int], tuple[Place, float, float, list[Curve]]] = {}
        for item in items:
            for seen, at, end in (
                (item.starts, 0, item.flow.start),
                (item.ends, -1, item.flow.end),
            ):
                if seen:
                    x, y = (float(each) for each in item.line[at])
                    ends.setdefault((end.id, round(x)), (end, x, y, []))[3].append(item)
        crowded = len(items) > _CROWDED
        small = 0.6 if crowded else 1.0
        near = (7.0 if crowded else 4.0) * self.unit
        ranked = sorted(ends.values(), key=lambda each: (_rank(each[3]), each[0].id))
        for end, x, y, curves in ranked:
            # Where ends crowd, the one with most cases stands for its neighbours.
            if any(math.dist((x, y), mark[1:3]) < near for mark in self.marks):
                continue
            kind = symbol_of(end, self.crossings)
            radius = RADIUS[kind] * self.unit * small
            alpha = 1.0 if any(each.flow.chosen for each in curves) else 0.4
            self._mark(kind, x, y, radius, alpha)
            loops = any(each.flow.loop for each in curves)
            self.labels[end.id] = Label(
                text=self.content.names[end.id],
                x=x,
                y=y,
                style="end",
                rank=1000.0 + min(500.0, len(curves) - _rank(curves)[0]),
                gap=radius + (8 * self.unit if loops else 0.0),
                tolerance=math.inf if crowded else 26,
                alpha=alpha,
            )
            self.named.add(end.id)

    def _mark_mentions(self) -> None:
        """Mark places that a source names without a route."""
        many = len(self.content.mentions) > _MANY_MENTIONS
        faded = not all(each.chosen for each in self.content.flows)
        for each in self.content.mentions:
            x, y = self.window.at(unwrap(each.place.lon), each.place.lat)
            if not self.window.holds(x, y):
                continue
            near = [mark for mark in self.marks if math.dist((x, y), mark[1:3]) < 7 * self.unit]
            taken = any(math.dist((x, y), mark[1:3]) < 2 for mark in near)
            if many and near:
                continue
            kind = "mention" if each.evidence == "mentioned" or taken else "only"
            more = 3.0 if taken else 1.5 if kind == "mention" else 0.5
            radius = (RADIUS[kind] + more) * self.unit * (0.7 if many else 1)
            alpha = 0.4 if faded else 1.0
            self._mark(kind, x, y, radius, alpha)
            if each.place.id in self.labels:
                known = self.labels[each.place.id]
                known.gap = max(known.gap, radius)
                continue
            self.labels[each.place.id] = Label(
                text=self.content.names[each.place.id],
                x=x,
                y=y,
                style="mention",
                rank=900.0 + min(50, each.cases),
                gap=radius,
                tolerance=22,
                alpha=alpha,
            )
            self.named.add(each.place.id)

    def _mark_crossings(self) -> None:
        drawn = {each.id for flow in self.content.flows for each in (flow.start, flow.end)}
        found = seen_crossings(self.window.zoom, self.content.years, self.crossings.values())
        radius = (2.8 if self.window.zoom < 6 else 3.6) * self.unit
        for each in found:
            x, y = self.window.at(each.lon, each.lat)
            if each.id in drawn or not self.window.holds(x, y):
                continue
            if any(math.dist((x, y), mark[1:3]) < 12 * self.unit for mark in self.marks):
                continue
            self._mark(
                each.type,
                x,
                y,
                RADIUS["informal"] * self.unit if each.type == "informal" else radius,
                1.0,
            )

    def _mark(self, kind: str, x: float, y: float, radius: float, alpha: float) -> None:
        self.marks.append((kind, x, y, radius, alpha))
        self.room.anchors.append((x, y))
        room = radius + 1.2 * self.unit
        self.room.block((x - room, y - room, x + room, y + room))

    def _name_land(self) -> None:
        """Name the land and the seas: quiet, and gone where a line needs the room."""
        world, home = areas()
        for area in home:
            focus = area.id in FOCUS
            if area.id in self.named or not (focus or self.window.zoom >= 5.6):
                continue
            self._name_area(area, "focus" if focus else "department", 800 if focus else 100)
        for area in world:
            if area.id not in self.named:
                self._name_area(area, "home" if area.id == HOME else "country", 50)
        t = load(self.content.lang)
        for n, (key, lon, lat) in enumerate(_WATERS):
            x, y = self.window.at(lon, lat)
            self.labels[f"water {n}"] = Label(
                t(f"map.water.{key}"), x, y, "water", 5, centred=True, tolerance=0
            )

    def _name_area(self, area: Area, style: str, rank: float) -> None:
        west, south, east, north = area.shape.bounds
        wide, high = (east - west) * self.window.scale, (north - south) * self.window.scale
        if wide < 20 * self.unit or high < 11 * self.unit:
            return
        spot = places()[area.id]
        x, y = self.window.at(spot.lon, spot.lat)
        self.labels[f"land {area.id}"] = Label(
            area.name(self.content.lang),
            x,
            y,
            style,
            rank + min(40.0, wide * high / 4000),
            centred=True,
            fits=math.inf if style == "focus" else min(wide, 400.0) * 1.05,
            tolerance={"focus": 10, "home": 8}.get(style, 4),
        )


def _rank(curves: list[Curve]) -> tuple[float, int]:
    """Return how far back an end stands: most cases first, and of these the least entangled."""
    return -float(max(each.flow.cases for each in curves)) * 10, len(curves)


def _shaded(content: Content) -> list[str]:
    """Return the areas that a source names as a whole, without a route."""
    whole = (each for each in content.mentions if each.evidence == "mentioned")
    return sorted({each.place.id for each in whole if not each.place.members})
