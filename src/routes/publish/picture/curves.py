"""Flows as curves on the page: cut clear of their symbols, with an arrowhead each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from geo.lines import WEST_LIMIT, curve
from geo.places import Place
from routes.publish.picture import theme
from routes.publish.picture.content import Flow
from routes.publish.picture.window import Points, Window

DENSE = 1_500
"""With more curves they are drawn thin, without casings."""

_POINTS, _FEW_POINTS = 32, 14
_ROOM = 20.0


@dataclass
class Curve:
    """One flow as it stands on the page; `line` runs from end to end, in points.

    Parameters
    ----------
    flow : Flow
        The flow.
    line : array of float, shape (n, 2)
        Vertices.
    home : bool
        Whether it stands in the copy of the world with China west of Colombia.
    starts, ends : bool
        Whether its start and its end are inside the window.
    gap_start, gap_end : float
        Points that it stays clear of its ends.
    """

    flow: Flow
    line: Points
    home: bool
    starts: bool
    ends: bool
    gap_start: float
    gap_end: float


@dataclass(frozen=True)
class Form:
    """A curve cut clear of its ends: the line, and the corners of its arrowhead."""

    body: Points
    head: Points


def lay(
    flows: tuple[Flow, ...], window: Window, gap: Callable[[Place], float], *, unit: float
) -> list[Curve]:
    """Lay flows on the page: each one that can be seen, in each copy of the world."""
    points = _POINTS if len(flows) <= DENSE else _FEW_POINTS
    found: list[Curve] = []
    for flow in flows:
        start, end = flow.start, flow.end
        lonlat = np.asarray(curve((start.lon, start.lat), (end.lon, end.lat), points=points).coords)
        spots = window.spots(lonlat)
        for copy in (-1, 0, 1):
            line = spots + np.array([copy * window.scale, 0.0])
            if not _touches(line, window) or not (copy == 0 or _returns(lonlat, copy)):
                continue
            found.append(
                Curve(
                    flow=flow,
                    line=line,
                    home=copy == 0,
                    starts=window.holds(*line[0]),
                    ends=window.holds(*line[-1]),
                    gap_start=gap(start) + unit,
                    gap_end=gap(end) + 2.5 * unit,
                )
            )
    return found


def _touches(line: Points, window: Window) -> bool:
    (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
    left, bottom, right, top = window.box
    return bool(
        east > left - _ROOM
        and west < right + _ROOM
        and north > bottom - _ROOM
        and south < top + _ROOM
    )


def _returns(lonlat: Points, copy: int) -> bool:
    """Tell whether this copy of a curve ends in the world with China west of Colombia."""
    ends = lonlat[[0, -1], 0] + 360.0 * copy
    return bool(((ends >= WEST_LIMIT) & (ends < WEST_LIMIT + 360.0)).any())


def lead(item: Curve, x: float, y: float, window: Window, *, unit: float) -> None:
    """Lead a curve to another end (a label at the edge), bent by the same rule."""
    start, end = window.lonlat(*item.line[0]), window.lonlat(x, y)
    line = window.spots(np.asarray(curve(start, end, points=_POINTS).coords))
    # The curve comes in its canonical copy of the world.
    item.line = line + (item.line[0] - line[0])
    item.gap_end = unit


def trimmed(line: Points, first: float, last: float) -> Points:
    """Return a line without so many points of length at its start and its end."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    first = min(first, 0.3 * float(along[-1]))
    last = max(float(along[-1]) - last, 0.6 * float(along[-1]))
    inner = along[(along > first) & (along < last)]
    return _at(line, along, np.concatenate([[first], inner, [last]]))


def form(item: Curve, width: float, *, unit: float) -> Form:
    """Cut a curve clear of its ends and find its arrowhead; `width` in points."""
    steps = np.hypot(*np.diff(item.line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    length = float(along[-1])
    arrow = min(6.5 * unit + width * 1.7, length * 0.4)
    first = min(0.3 * length, item.gap_start)
    tip = max(0.6 * length, length - item.gap_end)
    last = max(first, tip - arrow * 0.85)
    inner = along[(along > first) & (along < last)]
    body = _at(item.line, along, np.concatenate([[first], inner, [last]]))
    (tip_x, tip_y), (tail_x, tail_y) = _at(
        item.line, along, np.array([tip, max(first, tip - arrow)])
    )
    turn = np.arctan2(tip_y - tail_y, tip_x - tail_x)
    half = arrow * 0.36 + width * 0.12
    return Form(body, _head((tip_x, tip_y), float(turn), arrow, half))


def loop(item: Curve, width: float, *, unit: float) -> Form:
    """Draw a ring around a place for a flow that stays within it."""
    x, y = item.line[0]
    radius = item.gap_start + 3 * unit + width / 2
    turns = np.linspace(0.5, 2 * np.pi + 0.05, 40)
    body = np.column_stack([x + radius * np.cos(turns), y + radius * np.sin(turns)])
    arrow = 6 * unit + width
    tip = (float(x + radius * 0.94), float(y + radius * 0.34))
    return Form(body, _head(tip, -1.05, arrow, arrow * 0.36 + width * 0.12))


def _at(line: Points, along: Points, where: Points) -> Points:
    columns = [np.interp(where, along, line[:, axis]) for axis in (0, 1)]
    return np.column_stack(columns)


def _head(tip: tuple[float, float], turn: float, arrow: float, half: float) -> Points:
    corners = np.array([[0.0, 0.0], [-arrow, half], [-arrow * 0.78, 0.0], [-arrow, -half]])
    cos, sin = np.cos(turn), np.sin(turn)
    turned: Points = corners @ np.array([[cos, sin], [-sin, cos]]) + tip
    return turned


def dashes(inferred: bool, width: float, *, unit: float) -> tuple[float, tuple[float, ...] | None]:
    """Return the dash pattern of a line: dashed where it is inferred."""
    if not inferred:
        return (0.0, None)
    # matplotlib counts dashes in widths of the line.
    return (0.0, ((4 * unit + 1.2 * width) / width, (3 * unit + 0.9 * width) / width))


def weight(item: Curve) -> float:
    """Return how strongly a curve is drawn: what only passes says nothing of what it crosses."""
    seen = 1.0 if item.starts or item.ends else 0.25
    return seen if item.flow.chosen else seen * 0.22


def styled(items: list[Curve], *, unit: float) -> Iterator[tuple[Curve, Form, float]]:
    """Give each curve with its form and its width in points."""
    for item in items:
        width = theme.class_width(item.flow.level) * unit
        shaped = loop if item.flow.loop else form
        yield item, shaped(item, width, unit=unit), width
