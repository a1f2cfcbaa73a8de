"""The legend, and the scale, in the map's own hand."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

import numpy as np

from geo.lines import distance_km
from routes.publish.picture import theme
from routes.publish.picture.content import Content
from routes.publish.picture.curves import dashes
from routes.publish.picture.lettering import shorten, width
from routes.publish.picture.sheet import Sheet
from routes.publish.picture.symbols import RADIUS, draw_symbol
from routes.publish.picture.window import Box, Window
from routes.text import load

_SYMBOLS: Final = {
    "settlement": ("settlement", "point"),
    "department": ("department", "region"),
    "country": ("country",),
    "crossing": ("crossing",),
    "informal": ("informal",),
    "airport": ("airport",),
    "seaport": ("seaport",),
}
"""Symbols of places that the legend explains, and the types that are drawn so."""


class Legend:
    """What the signs of a map mean, in a column.

    Parameters
    ----------
    content : Content
        What the map shows.
    wide : float
        Width of the column, in points.
    size : float
        Size of its letters, in points.
    kinds : collection of str
        Types of the symbols that stand on the map.
    """

    def __init__(
        self, content: Content, *, wide: float, size: float, kinds: Collection[str]
    ) -> None:
        self.content, self.wide, self.size = content, wide, size
        self.unit = size / 11.5
        self.row = size * 1.72
        self.t = load(content.lang)
        self.named = [each for each in ("mention", "only") if each in kinds]
        self.steps = self._steps()
        self.symbols = [each for each, types in _SYMBOLS.items() if set(types) & set(kinds)]

    @property
    def height(self) -> float:
        """How high it is, in points."""
        classes = 2 + self.steps[-1][2] if self.content.breaks else 0
        return (
            self.row * (1.2 + 2 + len(self.named) + len(self.symbols) + classes) + self.size * 0.6
        )

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        """Draw it downwards from `top`."""
        t, size = self.t, self.size
        sheet.text(
            x, top - size, t("map.legend.title"), size=size * 1.1, colour=theme.INK, face="bold"
        )
        y = top - self.row * 1.2 - size * 0.5
        for inferred, key in ((False, "stated"), (True, "inferred")):
            self._line(sheet, x, y, inferred)
            y = self._words(sheet, x, y, f"map.legend.{key}")
        for kind in self.named:
            key = "mentioned" if kind == "mention" else "only_place"
            y = self._symbol(sheet, x, y, kind, key)
        if self.content.breaks:
            y = self._volume(sheet, x, y)
        for kind in self.symbols:
            y = self._symbol(sheet, x, y, kind, kind)

    def _words(self, sheet: Sheet, x: float, y: float, key: str) -> float:
        left = 34 * self.unit
        text = shorten(self.t(key), self.wide - left, self.size)
        sheet.text(x + left, y, text, size=self.size, colour=theme.INK, middle=True)
        return y - self.row

    def _symbol(self, sheet: Sheet, x: float, y: float, kind: str, key: str) -> float:
        radius = RADIUS[kind] * self.unit * 0.95
        draw_symbol(sheet, kind, x + 13 * self.unit, y, radius, unit=self.unit * 0.9)
        return self._words(sheet, x, y, f"map.legend.{key}")

    def _line(self, sheet: Sheet, x: float, y: float, inferred: bool) -> None:
        u, wide = self.unit, 2.2 * self.unit
        t = np.linspace(0, 1, 16)
        curve = np.column_stack([x + 22 * u * t, y - 2 * u + 12 * u * t * (1 - t) + 2.2 * u * t])
        style = dashes(inferred, wide, unit=u)
        sheet.lines([curve], colors=theme.RAMP[2], linewidths=wide, linestyles=[style])
        tip = np.array([x + 29 * u, y - 1.2 * u])
        head = tip + np.array([[0, 0], [-8.5, 4.6], [-7.6, -3.2]]) * u
        sheet.polygons([head], facecolors=theme.RAMP[2], edgecolors="none")

    def _volume(self, sheet: Sheet, x: float, y: float) -> float:
        t, u = self.t, self.unit
        sheet.text(
            x, y, t("map.legend.volume"), size=self.size * 0.95, colour=theme.QUIET, middle=True
        )
        y -= self.row
        for n, (text, off, row) in enumerate(self.steps):
            left, level = x + off, y - row * self.row
            sheet.lines(
                [np.array([[left, level], [left + 15 * u, level]])],
                colors=theme.class_colour(n, self.content.classes),
                linewidths=theme.class_width(n) * u,
                capstyle="butt",
            )
            sheet.text(
                left + 19 * u, level, text, size=self.size * 0.95, colour=theme.INK, middle=True
            )
        return y - self.row * (1 + self.steps[-1][2])

    def _steps(self) -> list[tuple[str, float, int]]:
        """Return the words of each class of width, how far right they stand and in which row."""
        found: list[tuple[str, float, int]] = []
        off, row = 0.0, 0
        for text in class_words(self.content):
            wide = 19 * self.unit + width(text, self.size * 0.95)
            if off and off + wide > self.wide:
                off, row = 0.0, row + 1
            found.append((text, off, row))
            off += wide + 10 * self.unit
        return found


def class_words(content: Content) -> list[str]:
    """Say how many cases each class of width stands for.

    The last class is open only where a flow has more cases than it begins with.
    """
    t, starts = load(content.lang), (1, *content.breaks)
    words = []
    for n, start in enumerate(starts):
        above = starts[n + 1] if n + 1 < len(starts) else None
        if above is None:
            more = n and any(each.cases > start for each in content.flows)
            words.append(
                t("map.legend.above", **{"from": t.number(start)}) if more else t.number(start)
            )
        elif above - 1 == start:
            words.append(t.number(start))
        else:
            ends = {"from": t.number(start), "to": t.number(above - 1)}
            words.append(t("map.legend.range", **ends))
    return words


def scale_size(window: Window) -> tuple[int, float]:
    """Return a round number of kilometres, and how many points it is in the middle of the map."""
    left, bottom, right, top = window.box
    x, y = (left + right) / 2, (bottom + top) / 2
    one, other = window.lonlat(x - 40, y), window.lonlat(x + 40, y)
    km = distance_km(*one, *other)
    unit = 10 ** math.floor(math.log10(km))
    nice = (5 if km / unit >= 5 else 2 if km / unit >= 2 else 1) * unit
    return int(nice), nice / km * 80


def scale_box(window: Window, *, size: float) -> Box:
    """Return the box that scale and attribution take in the lower left corner."""
    _, points = scale_size(window)
    left, bottom = window.box[:2]
    return left, bottom, left + max(points, size * 11) + 14, bottom + size * 4


def draw_scale(sheet: Sheet, window: Window, *, lang: str, size: float) -> None:
    """Draw the scale in the lower left corner; it holds for the middle of the map."""
    t = load(lang)
    km, points = scale_size(window)
    left, y = window.box[0] + 8, window.box[1] + size * 2.2
    bar = np.array([[left, y + 3], [left, y], [left + points, y], [left + points, y + 3]])
    sheet.lines([bar], colors=theme.QUIET, linewidths=1.0)
    text = t("picture.scale", n=t.number(km))
    x = left + (points - width(text, size)) / 2
    for words, start, base in ((text, x, y + 3.5), (t("picture.base"), left, y - size * 1.4)):
        sheet.text(
            start, base, words, size=size, colour=theme.QUIET, halo=theme.HALO, halo_width=2.0
        )
