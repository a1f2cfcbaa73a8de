"""A map on its own, for slides: with its legend and scale inside, and without a heading."""

from __future__ import annotations

from dataclasses import dataclass

from routes.flows import Store
from routes.publish.picture import theme
from routes.publish.picture.base import draw_land
from routes.publish.picture.content import content
from routes.publish.picture.facts import alt_text
from routes.publish.picture.legend import Legend, draw_scale, scale_box
from routes.publish.picture.lettering import clean, width, wrap
from routes.publish.picture.panel import NEAR, Panel, view
from routes.publish.picture.saving import bare, settings
from routes.publish.picture.sheet import Sheet
from routes.publish.picture.window import Box, Window, fitted
from routes.query import RouteQuery
from routes.text import load

DPI = 160
WORLD: Box = (-268.0, -50.0, 124.0, 70.0)
"""West, south, east, north of a map of the world with China west of Colombia, and again in the
east, where lines from Europe end."""

_UNIT, _SIZE, _LEGEND, _NOTE = 0.86, 8.6, 172.0, 7.9


@dataclass(frozen=True)
class MapImage:
    """A map as PNG, and what it shows in words."""

    png: bytes
    alt: str


def map_image(
    store: Store,
    query: RouteQuery,
    *,
    lang: str,
    level: str,
    size: tuple[float, float],
    cases: int,
    selected: str = "",
    watermark: str = "",
) -> MapImage:
    """Draw the map of a query.

    Parameters
    ----------
    store : Store
        The cases of a release.
    query : RouteQuery
        Which of them.
    lang : {"es", "en"}
        Language of the names.
    level : {"place", "department", "country"}
        Level of the flows.
    size : (float, float)
        Width and height, in points.
    cases : int
        Distinct cases that it shows.
    selected : str
        What stands out, as in a link; empty for nothing.
    watermark : str
        What is written across it.
    """
    found = content(store, query, level=level, lang=lang, selected=selected)
    wide, high = size
    with settings():
        sheet = Sheet(wide, high, paper=theme.PAPER)
        window = view(found, (0.0, 0.0, wide, high))
        # How high the legend is depends on the symbols drawn: room is kept for all of them.
        every = Legend(found, wide=_LEGEND, size=_SIZE, kinds=_every_kind(found.mentions))
        low = scale_box(window, size=_SIZE)[3]
        said = wrap(load(lang)("picture.note.schematic"), _LEGEND, _NOTE, lines=3)
        more = len(said) * _NOTE * 1.32
        box = (10.0, low, 10.0 + _LEGEND + 20, low + every.height + more + 16)
        taken = [box, scale_box(window, size=_SIZE)]
        panel = Panel(sheet, found, window, unit=_UNIT, taken=taken)
        panel.draw()
        legend = Legend(found, wide=_LEGEND, size=_SIZE, kinds=panel.kinds)
        card = (box[0], low, box[2], low + legend.height + more + 14)
        sheet.card(card, fill=theme.CARD, edge=theme.EDGE, radius=6)
        legend.draw(sheet, card[0] + 10, card[3] - 9)
        for n, line in enumerate(said):
            y = low + more + 3 - (n + 1) * _NOTE * 1.32 + _NOTE * 0.3
            sheet.text(card[0] + 10, y, line, size=_NOTE, colour=theme.QUIET)
        draw_scale(sheet, window, lang=lang, size=_SIZE)
        if watermark:
            draw_watermark(sheet, window.box, watermark, size=22)
        png = bare(sheet, dpi=DPI)
    names = {key: clean(name)[:60] for key, name in found.names.items()}
    rows = [(each.start.id, each.end.id, each.cases) for each in found.flows]
    return MapImage(png, alt_text(names, rows, cases, load(lang)))


def locator(bounds: Box, size: tuple[float, float]) -> tuple[bytes, Window]:
    """Draw bare land within bounds; return it with the window, to draw upon."""
    with settings():
        sheet = Sheet(*size, paper=theme.PAPER)
        window = fitted(bounds, (0.0, 0.0, *size))
        draw_land(sheet, window)
        return bare(sheet, dpi=DPI), window


def draw_watermark(sheet: Sheet, box: Box, text: str, *, size: float) -> None:
    """Write across a map for whom it is, when and by whom: smaller, never cut."""
    left, bottom, right, top = box
    words = clean(text)
    # A turned line may be longer than the map is wide; this much of it is surely in view.
    size = min(size, size * (right - left) * 0.85 / width(words, size, "bold"))
    sheet.clip(box)
    for row in range(4):
        sheet.text(
            left + (right - left) * (0.5 if row % 2 else 0.42),
            bottom + (top - bottom) * (row + 0.15) / 3.6,
            words,
            size=size,
            colour=theme.INK,
            face="bold",
            align="center",
            alpha=0.1,
            turn=24,
        )
    sheet.clip(None)


def _every_kind(mentions: object) -> frozenset[str]:
    kinds = {"settlement", "department", "country", "crossing", "informal", "airport", "seaport"}
    return frozenset(kinds | {"mention", "only"} if mentions else kinds)


__all__ = ["NEAR", "WORLD", "MapImage", "draw_watermark", "locator", "map_image"]
