"""Names on a map: placed by rank, never on top of each other; the smaller is dropped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.colors import to_rgba

from routes.publish.picture import theme
from routes.publish.picture.lettering import Face, clean, shorten, width
from routes.publish.picture.sheet import Sheet
from routes.publish.picture.window import Box, Points

MOST = 90
"""So many names at most stand on a map."""

_CELL: Final = 4.0
_SIDES: Final = (
    (1, 0, 0.0),
    (-1, 0, 0.8),
    (1, 1, 1.2),
    (1, -1, 1.4),
    (-1, 1, 1.6),
    (-1, -1, 1.8),
    (0, 1, 2.2),
    (0, -1, 2.4),
)
_LETTERING: Final[dict[str, tuple[Face, float, str]]] = {
    "end": ("regular", 12.0, theme.INK),
    "mention": ("regular", 11.5, theme.INK),
    "focus": ("bold", 11.0, theme.FOCUS_INK),
    "home": ("bold", 12.5, theme.INK),
    "country": ("regular", 10.5, theme.QUIET),
    "department": ("regular", 10.0, theme.QUIET),
    "water": ("oblique", 11.5, theme.WATER),
}
_RINGS: Final = ((0.0, 0.0), (8.0, 6.0), (20.0, 16.0), (34.0, 24.0), (52.0, 34.0))
"""How far off a name may stand (units), and what that costs."""

_MANY: Final = 250
"""With so many names asking, each has its place close by or none."""

_LEADER: Final = 10.0
"""Beyond so many units a thin line leads from the name to its symbol."""

_WIDEST: Final = 190.0
"""Units that a name is wide at most."""


@dataclass
class Label:
    """A name that asks for room.

    Parameters
    ----------
    text : str
        The name as the data has it.
    x, y : float
        What it names, in points.
    style : str
        Kind of lettering.
    rank : float
        Who comes first.
    gap : float
        Radius of the symbol, in points.
    centred : bool
        Whether it stands on the spot rather than beside it.
    fits : float
        Points that it may be wide.
    tolerance : float
        Cells of lines that it may cover.
    alpha : float
        How strongly it is written.
    """

    text: str
    x: float
    y: float
    style: str
    rank: float
    gap: float = 0.0
    centred: bool = False
    fits: float = math.inf
    tolerance: float = math.inf
    alpha: float = 1.0


@dataclass(frozen=True)
class Placed:
    """A name that found room, its middle at (x, y)."""

    label: Label
    text: str
    x: float
    y: float
    wide: float
    high: float

    def leader(self, unit: float) -> Points | None:
        """Return the line to the symbol, or None where the name stands close to it."""
        half = self.wide / 2, self.high * 0.42
        box = (self.x - half[0], self.y - half[1], self.x + half[0], self.y + half[1])
        return _leader(self.label, box, unit)


class Room:
    """Remembers what part of the map is taken, and finds room for names."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.boxes: list[Box] = []
        self.named: list[Box] = []
        self.anchors: list[tuple[float, float]] = []
        left, bottom, right, top = box
        columns, rows = int((right - left) / _CELL) + 1, int((top - bottom) / _CELL) + 1
        self.cells = np.zeros((rows, columns), dtype=np.int32)

    def block(self, box: Box) -> None:
        """Take a box for good."""
        self.boxes.append(box)

    def trace(self, line: Points) -> None:
        """Mark where a line runs; names avoid it where they can."""
        steps = np.hypot(*np.diff(line, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(steps)])
        where = np.linspace(0.0, along[-1], min(400, max(2, math.ceil(along[-1] / _CELL))))
        column = np.floor((np.interp(where, along, line[:, 0]) - self.box[0]) / _CELL)
        row = np.floor((np.interp(where, along, line[:, 1]) - self.box[1]) / _CELL)
        rows, columns = self.cells.shape
        inside = (column >= 0) & (row >= 0) & (column < columns) & (row < rows)
        self.cells[row[inside].astype(int), column[inside].astype(int)] = 1

    def free(self, box: Box) -> bool:
        """Tell whether a box is inside the map and on top of nothing."""
        left, bottom, right, top = self.box
        if box[0] < left or box[1] < bottom or box[2] > right or box[3] > top:
            return False
        return all(_apart(box, other) for other in self.boxes)

    def crossed(self, box: Box) -> int:
        """Count the cells of lines that a box would cover."""
        left, bottom = self.box[:2]
        west, south = int((box[0] - left) / _CELL), int((box[1] - bottom) / _CELL)
        east, north = int((box[2] - left) / _CELL) + 1, int((box[3] - bottom) / _CELL) + 1
        return int(self.cells[max(0, south) : north, max(0, west) : east].sum())

    def place(
        self, label: Label, wide: float, high: float, *, unit: float, rings: int
    ) -> tuple[float, float] | None:
        """Find the best place for a name and take it; return its middle, or None."""
        best, least = None, math.inf
        for x, y, cost in _spots(label, wide, high, unit, rings):
            box = (x - wide / 2 - 2, y - high / 2, x + wide / 2 + 2, y + high / 2)
            if not self.free(box):
                continue
            lines = self.crossed(box)
            if lines > label.tolerance or not self._can_lead(label, box, unit):
                continue
            total = lines + cost + (0 if label.centred else self._doubt(label, box))
            if total < least:
                best, least = (x, y, box), total
        if best is None:
            return None
        self.block(best[2])
        self.named.append(best[2])
        return best[0], best[1]

    def _can_lead(self, label: Label, box: Box, unit: float) -> bool:
        """Tell whether a leader, where one is needed, would touch no name and no other symbol."""
        line = _leader(label, box, unit)
        if line is None:
            return True
        steps = line[0] + np.linspace(0.12, 0.94, 14)[:, None] * (line[1] - line[0])
        for x, y in steps.tolist():
            if any(_gap(each, x, y) < unit for each in self.named):
                return False
            near = (at for at in self.anchors if math.dist(at, (label.x, label.y)) > 2)
            if any(math.dist(at, (x, y)) < 6.5 * unit for at in near):
                return False
        return True

    def _doubt(self, label: Label, box: Box) -> float:
        """Say how easily a name could be taken for that of another symbol."""
        own = _gap(box, label.x, label.y)
        if own > label.gap + 2 * _CELL:
            return 0.0  # far enough off for a leader, which leaves no doubt
        near = (at for at in self.anchors if math.dist(at, (label.x, label.y)) > 2)
        return 14.0 if any(_gap(box, *at) <= own for at in near) else 0.0


def _leader(label: Label, box: Box, unit: float) -> Points | None:
    """Return the line from a name to its symbol, or None where the name stands close to it."""
    x, y = min(max(label.x, box[0]), box[2]), min(max(label.y, box[1]), box[3])
    away = math.dist((x, y), (label.x, label.y))
    if label.centred or away < label.gap + (4 + _LEADER) * unit:
        return None
    share = (label.gap + unit) / away
    end = (label.x + (x - label.x) * share, label.y + (y - label.y) * share)
    return np.array([(x, y), end])


def _apart(box: Box, other: Box) -> bool:
    return box[2] <= other[0] or box[0] >= other[2] or box[3] <= other[1] or box[1] >= other[3]


def _gap(box: Box, x: float, y: float) -> float:
    return math.hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3]))


def _spots(
    label: Label, wide: float, high: float, unit: float, rings: int
) -> list[tuple[float, float, float]]:
    x, y = label.x, label.y
    if label.centred:
        step = 11 * unit
        return [(x, y, 0.0), (x, y + step, 1.0), (x, y - step, 1.0)]
    found = []
    near = label.gap + 4 * unit
    for off, more in _RINGS[: rings if label.style in ("end", "mention") else 1]:
        gap = near + off * unit
        for side_x, side_y, cost in _SIDES:
            slanted = side_x and side_y
            off_x = wide / 2 + (gap * (0.8 if off > _LEADER else 0.3) if slanted else gap)
            off_y = high / 2 + (gap * 0.75 if slanted else gap - 1.5 * unit)
            found.append((x + side_x * off_x, y + side_y * off_y, cost + more))
    return found


def place_labels(labels: list[Label], room: Room, *, unit: float) -> list[Placed]:
    """Place names, the most important first; those without room are left out."""
    placed: list[Placed] = []
    rings = len(_RINGS) if len(labels) < _MANY else 1
    for label in sorted(labels, key=lambda each: (-each.rank, each.text, each.x)):
        if len(placed) >= MOST:
            break
        face, size, _ = _LETTERING[label.style]
        size *= unit
        whole = clean(label.text)
        text = shorten(whole, _WIDEST * unit, size, face)
        wide = width(text, size, face)
        if not text or wide > label.fits or (label.centred and text != whole):
            continue
        spot = room.place(label, wide, size * 1.25, unit=unit, rings=rings)
        if spot is not None:
            placed.append(Placed(label, text, *spot, wide, size * 1.25))
    return placed


def draw_labels(sheet: Sheet, placed: list[Placed], *, unit: float) -> None:
    """Write names that found room, with a halo in the colour of the land."""
    led = [(each, each.leader(unit)) for each in placed]
    leaders = [(line, each.label.alpha) for each, line in led if line is not None]
    for colour, width_ in ((theme.HALO, 2.0), (theme.INK, 0.8)):
        colours = [to_rgba(colour, alpha) for _, alpha in leaders]
        sheet.lines([line for line, _ in leaders], colors=colours, linewidths=width_ * unit)
    for each in placed:
        face, size, colour = _LETTERING[each.label.style]
        sheet.text(
            each.x,
            each.y,
            each.text,
            size=size * unit,
            colour=colour,
            face=face,
            align="center",
            middle=True,
            halo="" if each.label.style == "water" else theme.HALO,
            halo_width=3.2 * unit,
            alpha=each.label.alpha,
        )
