"""Labels at the edge: where flows meet whose end is out of view, with the way there."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from routes.publish.picture import theme
from routes.publish.picture.base import HOME, by_id
from routes.publish.picture.content import Content
from routes.publish.picture.curves import Curve, lead
from routes.publish.picture.lettering import shorten, width
from routes.publish.picture.sheet import Sheet
from routes.publish.picture.window import Box, Window
from routes.text import load

Side = Literal["left", "right", "top", "bottom"]

MOST = 12
"""So many labels at most stand at the edges."""

_ARROWS: Final[dict[Side, str]] = {"left": "←", "right": "→", "top": "↑", "bottom": "↓"}
_SIZE, _HEIGHT, _MARGIN, _ROW, _WIDEST = 11.5, 24.0, 9.0, 36.0, 260.0


@dataclass
class Group:
    """Curves that end in one place out of view.

    Parameters
    ----------
    key : str
        Id of the country, or of the Colombian place.
    items : list of Curve
        The curves.
    name, much : str
        What the label says.
    weight : int
        Its distinct cases.
    """

    key: str
    items: list[Curve] = field(default_factory=list)
    name: str = ""
    much: str = ""
    weight: int = 0

    @property
    def chosen(self) -> bool:
        """Whether one of its curves stands out."""
        return any(each.flow.chosen for each in self.items)


@dataclass(frozen=True)
class EdgeLabel:
    """A label that found a place at the edge."""

    group: Group
    text: str
    box: Box
    side: Side
    strong: bool


@dataclass(frozen=True)
class _Way:
    side: Side
    x: float
    y: float
    row: int
    cost: float


def gather(items: list[Curve], content: Content) -> list[Group]:
    """Group curves by the country, or Colombian place, in which they end out of view."""
    groups: dict[str, Group] = {}
    arrived = {id(item.flow) for item in items if item.ends}
    for item in items:
        outward = item.home and item.starts and not item.ends and not item.flow.loop
        if not outward or id(item.flow) in arrived:
            continue
        end = item.flow.end
        key = end.country if end.country not in ("", HOME) else end.id
        groups.setdefault(key, Group(key)).items.append(item)
    for group in groups.values():
        _word(group, content)
    return sorted(groups.values(), key=lambda each: (not each.chosen, -each.weight, each.key))


def _word(group: Group, content: Content) -> None:
    t = load(content.lang)
    area = by_id().get(group.key)
    group.name = area.name(content.lang) if area else content.names[group.items[0].flow.end.id]
    # Lines are never added up: one case may draw several of them.
    ends = ((item.flow.start.id, item.flow.end.id) for item in group.items)
    group.weight = len(set().union(*(content.behind[each] for each in ends)))
    group.much = t.plural("map.cases", group.weight)


def place(groups: list[Group], window: Window, taken: list[Box], *, unit: float) -> list[EdgeLabel]:
    """Find a place at the edge for each group, and lead its curves there."""
    placed: list[EdgeLabel] = []
    most = max((each.weight for each in groups), default=1)
    for group in groups:
        if len(placed) >= MOST:
            break
        words = shorten(f"{group.name} · {group.much}", _WIDEST * unit, _SIZE * unit, "bold")
        wide = width(f"← {words}", _SIZE * unit, "bold") + 20 * unit
        full = [*taken, *(each.box for each in placed)]
        ways = (_settle(way, wide, window.box, full, unit) for way in _ways(group, window.box))
        found = [each for each in ways if each is not None]
        if not found:
            continue
        _, box, side = min(found, key=lambda each: each[0])
        start = sum(float(item.line[0, 0]) for item in group.items) / len(group.items)
        for item in group.items:
            lead(item, *_anchor(box, side, start, unit), window, unit=unit)
        arrow = _ARROWS[side]
        text = f"{words} {arrow}" if side == "right" else f"{arrow} {words}"
        strong = group.weight >= 2 and group.weight * 2 > most
        placed.append(EdgeLabel(group, text, box, side, strong))
    return placed


def _ways(group: Group, box: Box) -> list[_Way]:
    """Where the straight way out leaves the box; for a full edge a second row and the flank."""
    lines = np.array([(item.line[0], item.line[-1]) for item in group.items])
    (x, y), (to_x, to_y) = lines.mean(axis=0).tolist()
    dx, dy = to_x - x, to_y - y
    left, bottom, right, top = box
    flank: Side = "left" if dx < 0 else "right"
    edge = left if dx < 0 else right
    end: Side = "bottom" if dy < 0 else "top"
    by_x = (edge - x) / dx if dx else math.inf
    by_y = ((bottom if dy < 0 else top) - y) / dy if dy else math.inf
    t = min(by_x, by_y)
    out = _Way(flank if by_x <= by_y else end, x + t * dx, y + t * dy, 0, 0.0)
    if out.side == flank:
        return [out]
    aside = abs(out.x - edge) + 40
    return [
        out,
        _Way(out.side, out.x, out.y, 1, 140.0),
        _Way(flank, edge, out.y, 0, aside),
    ]


def _settle(
    way: _Way, wide: float, box: Box, taken: list[Box], unit: float
) -> tuple[float, Box, Side] | None:
    """Slide a label along its edge until it stands free."""
    left, bottom, right, top = box
    margin, high = _MARGIN * unit, _HEIGHT * unit
    inwards = way.row * _ROW * unit
    for step in range(120):
        slide = (1 if step % 2 else -1) * math.ceil(step / 2) * 8 * unit
        if way.side in ("top", "bottom"):
            x, y = way.x - wide / 2 + slide, way.y
        else:
            x, y = way.x - (wide if way.side == "right" else 0), way.y - high / 2 + slide
        x = max(left + margin, min(right - margin - wide, x))
        y = max(bottom + margin + inwards, min(top - margin - high - inwards, y))
        found = (x, y, x + wide, y + high)
        if all(_clear(found, other, 5 * unit) for other in taken):
            return way.cost + abs(slide), found, way.side
    return None


def _clear(box: Box, other: Box, gap: float) -> bool:
    return (
        box[0] >= other[2] + gap
        or box[2] <= other[0] - gap
        or box[1] >= other[3] + gap
        or box[3] <= other[1] - gap
    )


def _anchor(box: Box, side: Side, start: float, unit: float) -> tuple[float, float]:
    """Return where lines that begin at `start` (x) meet a label: on the side they come from."""
    off = 3 * unit
    if side in ("left", "right"):
        y = (box[1] + box[3]) / 2
        return (box[2] + off, y) if side == "left" else (box[0] - off, y)
    x = min(max(start, box[0] + 5 * off), box[2] - 5 * off)
    return (x, box[1] - off) if side == "top" else (x, box[3] + off)


def draw_edges(sheet: Sheet, placed: list[EdgeLabel], *, unit: float) -> None:
    """Draw the labels."""
    for each in placed:
        alpha = 1.0 if each.group.chosen else 0.45
        fill, ink = (theme.INK, theme.CARD) if each.strong else (theme.CARD, theme.INK)
        sheet.card(
            each.box,
            fill=fill,
            edge=theme.INK if each.strong else theme.BORDER,
            radius=_HEIGHT * unit / 2,
            alpha=alpha,
        )
        sheet.text(
            (each.box[0] + each.box[2]) / 2,
            (each.box[1] + each.box[3]) / 2,
            each.text,
            size=_SIZE * unit,
            colour=ink,
            face="bold",
            align="center",
            middle=True,
            alpha=alpha,
        )
