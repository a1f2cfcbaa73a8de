"""Symbols: places by precision, crossings by kind. Shape tells them apart before colour does."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.path import Path

from geo.layers import crossings
from geo.places import Place
from routes.publish.picture import theme
from routes.publish.picture.sheet import Sheet

RADIUS: Final = {
    "point": 3.5,
    "settlement": 3.5,
    "department": 5.0,
    "region": 5.5,
    "country": 5.5,
    "crossing": 4.0,
    "airport": 4.0,
    "seaport": 4.0,
    "informal": 6.0,
    "mention": 5.5,
    "only": 5.0,
}
"""Radius by type, in units of the map."""

_LAND: Final = frozenset({"land", "land_bridge", "river", "sea", "verification_post"})
_ORDER: Final = {"crossing": 0, "airport": 1, "seaport": 1, "informal": 2}
_FROM_ZOOM: Final = {"crossing": 4.4, "airport": 6.0, "seaport": 6.0, "informal": 7.0}


@dataclass(frozen=True)
class Crossing:
    """A crossing of the border, port or airport, as the map shows it."""

    id: str
    type: str
    lon: float
    lat: float
    verified: bool
    first_year: float
    last_year: float


def known_crossings() -> dict[str, Crossing]:
    """Return all crossings by id."""
    frame = crossings()
    columns = ("crossing_id", "kind", "status", "verified", "valid_from", "valid_to", "geometry")
    return {
        key: Crossing(
            id=key,
            type=_type(kind, status),
            lon=point.x,
            lat=point.y,
            verified=bool(verified),
            first_year=-math.inf if opened is None else opened.year,
            last_year=math.inf if closed is None else closed.year,
        )
        for key, kind, status, verified, opened, closed, point in zip(
            *(frame[each] for each in columns), strict=True
        )
    }


def _type(kind: str, status: str) -> str:
    if kind in ("airport", "seaport"):
        return kind
    if kind == "informal_area" or status.startswith("informal"):
        return "informal"
    return "crossing" if kind in _LAND else "informal"


def seen_crossings(
    zoom: float, years: tuple[int | None, int | None] | None, all_known: Iterable[Crossing]
) -> list[Crossing]:
    """Return the crossings worth drawing at a zoom, open in the years; official ones first."""
    first, last = years or (None, None)
    seen = [
        each
        for each in all_known
        if each.verified
        and zoom >= _FROM_ZOOM[each.type]
        and (last is None or each.first_year <= last)
        and (first is None or each.last_year >= first)
    ]
    return sorted(seen, key=lambda each: (_ORDER[each.type], each.id))


def symbol_of(place: Place, all_known: dict[str, Crossing]) -> str:
    """Return the type of a place's symbol."""
    crossing = all_known.get(place.id)
    return place.level if crossing is None else crossing.type


def draw_symbol(
    sheet: Sheet, kind: str, x: float, y: float, radius: float, *, unit: float, alpha: float = 1.0
) -> None:
    """Draw one symbol around a spot; `radius` in points."""
    path = _path(kind, x, y, radius)
    if kind in ("mention", "only"):
        _ring(sheet, path, x, y, unit, alpha, width=1.8 if kind == "mention" else 1.6)
        if kind == "only":
            dot = _circle(x, y, 2.1 * unit * min(1.0, radius / (4 * unit)))
            sheet.shape(dot, facecolor=theme.MENTION, edgecolor="none", alpha=alpha)
    elif kind == "informal":
        sheet.shape(path, facecolor=theme.INK, edgecolor="none", alpha=0.1 * alpha)
        line = {"linewidth": 1.2 * unit, "linestyle": (0, (1.9, 1.9)), "capstyle": "butt"}
        sheet.shape(path, facecolor="none", edgecolor=theme.INK, alpha=alpha, **line)
    elif kind in ("crossing", "airport", "seaport"):
        sheet.shape(path, facecolor="none", edgecolor=theme.HALO, linewidth=2.4 * unit, alpha=alpha)
        sheet.shape(path, facecolor=theme.INK, edgecolor="none", alpha=alpha)
    else:
        dashed = (0, (1.7, 1.2)) if kind == "region" else "-"
        sheet.shape(
            path,
            facecolor=theme.CARD,
            edgecolor=theme.INK,
            linewidth=1.6 * unit,
            linestyle=dashed,
            capstyle="butt",
            alpha=alpha,
        )


def _ring(
    sheet: Sheet, path: Path, x: float, y: float, unit: float, alpha: float, *, width: float
) -> None:
    for colour, wide in ((theme.HALO, 4.2), (theme.MENTION, width)):
        sheet.shape(path, facecolor="none", edgecolor=colour, linewidth=wide * unit, alpha=alpha)


def _path(kind: str, x: float, y: float, r: float) -> Path:
    if kind in ("department", "region"):
        return _polygon(x, y, r * 1.12, 4, 0.0)
    if kind == "country":
        return _polygon(x, y, r * 1.05, 6, 0.0)
    if kind == "crossing":
        return _polygon(x, y, r * 0.88 * math.sqrt(2), 4, math.pi / 4)
    if kind == "airport":
        return _polygon(x, y, r * 1.2, 3, math.pi / 2)
    if kind == "seaport":
        turns = np.linspace(math.pi, 2 * math.pi, 16)
        bowl = np.column_stack([x + r * np.cos(turns), y + r * 0.35 + r * np.sin(turns)])
        return Path(np.vstack([bowl, bowl[:1]]), closed=True)
    return _circle(x, y, r)


def _circle(x: float, y: float, r: float) -> Path:
    return Path.circle((x, y), r)


def _polygon(x: float, y: float, r: float, corners: int, turn: float) -> Path:
    turns = turn + np.arange(corners + 1) * 2 * math.pi / corners
    return Path(np.column_stack([x + r * np.cos(turns), y + r * np.sin(turns)]), closed=True)
