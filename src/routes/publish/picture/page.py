"""The whole page: heading, map, and beside it the totals, the legend, notes and sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from routes.publish.picture import theme
from routes.publish.picture.content import Content, content
from routes.publish.picture.facts import Facts, Kpi, facts
from routes.publish.picture.legend import Legend, draw_scale, scale_box
from routes.publish.picture.lettering import Face, clean, flowing, shorten, width, wrap
from routes.publish.picture.panel import Panel, view
from routes.publish.picture.plain import draw_watermark
from routes.publish.picture.protected import yearly
from routes.publish.picture.sheet import Sheet
from routes.publish.picture.window import Box
from routes.publish.telling import Told, silent
from routes.release.model import Release
from routes.text import Text, load

Paper = Literal["a4", "16:9"]

_MOST_SOURCES: Final = 60
_MOST_COUNT_LINES: Final = 4
_SHARES: Final = (1.0, 0.94, 0.88, 0.82, 0.76)
"""How small the letters beside the map may become, tried from large to small."""

_SOURCES_HIGH: Final = 6.5
"""Heights of a letter that the sources take at least: heading and three lines."""


@dataclass(frozen=True)
class Format:
    """A paper, in points: its size, margin, the column beside the map, and sizes of letters."""

    width: float
    height: float
    margin: float
    column: float
    size: float
    unit: float
    dpi: int


FORMATS: Final[dict[Paper, Format]] = {
    "a4": Format(841.89, 595.28, 28.0, 196.0, 7.2, 0.66, 220),
    "16:9": Format(960.0, 540.0, 28.0, 232.0, 8.2, 0.74, 200),
}


def page(release: Release, *, lang: str, paper: Paper, level: str, told: Told = silent) -> Sheet:
    """Draw a release on one page."""
    told("gathering", 0.0)
    drawn = _Page(release, lang=lang, paper=FORMATS[paper], level=level)
    told("gathering", 1.0)
    told("drawing", 0.0)
    sheet = drawn.draw()
    told("drawing", 1.0)
    return sheet


class _Page:
    def __init__(self, release: Release, *, lang: str, paper: Format, level: str) -> None:
        self.lang, self.paper, self.level = lang, paper, level
        self.t = load(lang)
        self.facts: Facts = facts(release, lang=lang)
        self.lattice = release.lattice
        # That there are protected counts is said where they stand.
        notes = self.facts.notes
        self.notes = notes if release.lattice is None else notes[:-1]
        self.content: Content = content(self.facts.store, release.query, level=level, lang=lang)
        self.sheet = Sheet(paper.width, paper.height, paper=theme.PAPER)

    def draw(self) -> Sheet:
        paper = self.paper
        top = self._heading()
        bottom = paper.margin + paper.size * 1.6
        left, right = paper.margin, paper.width - paper.margin
        box = (left, bottom, right - paper.column - 16, top)
        kinds = self._map(box)
        self._column(right - paper.column, box[1], box[3], kinds)
        line = shorten(self.facts.manifest, right - left, paper.size * 0.82)
        self._write(left, paper.margin, line, 0.82, theme.QUIET)
        if self.facts.watermark:
            draw_watermark(self.sheet, box, self.facts.watermark, size=paper.size * 2.6)
        return self.sheet

    def _write(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False
    ) -> None:
        face: Face = "bold" if bold else "regular"
        self.sheet.text(x, y, text, size=size * self.paper.size, colour=colour, face=face)

    def _heading(self) -> float:
        """Write band, title and filters; return where the map may begin."""
        paper, known = self.paper, self.facts
        left, right, top = paper.margin, paper.width - paper.margin, paper.height - paper.margin
        if known.synthetic:
            high = paper.size * 2.4
            band = (0.0, paper.height - high, paper.width, paper.height)
            self.sheet.rectangle(band, fill=theme.INK)
            text = shorten(known.synthetic, right - left, paper.size * 1.1, "bold")
            self._write(left, paper.height - high * 0.66, text, 1.1, theme.CARD, bold=True)
            top -= paper.size * 1.1
        aside = [clean(known.date), shorten(known.audience, paper.column, paper.size)]
        for n, text in enumerate(aside):
            x = right - width(text, paper.size)
            self._write(x, top - paper.size * (1.1 + 1.5 * n), text, 1, theme.QUIET)
        wide = right - left - paper.column - 16
        title = shorten(known.title, wide, paper.size * 2.1, "bold")
        self._write(left, top - paper.size * 1.7, title, 2.1, theme.INK, bold=True)
        y = top - paper.size * 3.6
        level = self.t("picture.level", level=self.t(f"picture.levels.{self.level}"))
        for line in wrap(f"{known.filters} · {level}", wide, paper.size * 1.1, lines=2):
            self._write(left, y, line, 1.1, theme.QUIET)
            y -= paper.size * 1.5
        return y + paper.size * 0.5

    def _map(self, box: Box) -> frozenset[str]:
        """Draw the map; return the types of symbols on it."""
        window = view(self.content, box)
        taken = [scale_box(window, size=self.paper.size * 0.95)]
        panel = Panel(self.sheet, self.content, window, unit=self.paper.unit, taken=taken)
        panel.draw()
        draw_scale(self.sheet, window, lang=self.lang, size=self.paper.size * 0.95)
        if not self.content.flows and not self.content.mentions:
            text = self.t("picture.no_flows")
            x = (box[0] + box[2] - width(text, self.paper.size * 1.4, "bold")) / 2
            self._write(x, box[1] + 30, text, 1.4, theme.INK, bold=True)
        self.sheet.rectangle(box, fill="none", edge=theme.EDGE, width=0.6)
        return panel.kinds

    def _column(self, x: float, bottom: float, top: float, kinds: frozenset[str]) -> None:
        """Write totals, legend, notes, protected counts and sources, in letters that leave room."""
        y = self._kpis(x, top)
        for share in _SHARES:
            size = self.paper.size * share
            legend = Legend(self.content, wide=self.paper.column, size=size, kinds=kinds)
            blocks = [wrap(note, self.paper.column, size * 0.94, lines=3) for note in self.notes]
            counts = self._counts(size * 0.88)
            lines = sum(map(len, blocks)) + len(counts)
            high = legend.height + size * (1.32 * lines + 0.3 * len(blocks) + 2 * bool(counts))
            if y - high - size * _SOURCES_HIGH >= bottom:
                break
        legend.draw(self.sheet, x, y)
        y -= legend.height
        for block in blocks:
            for line in block:
                self._write(x, y - size, line, 0.94 * share, theme.QUIET)
                y -= size * 1.32
            y -= size * 0.28
        if counts:
            y = self._protected(x, y - size * 0.3, counts, share)
        self._sources(x, y - size * 0.5, bottom, share)

    def _kpis(self, x: float, top: float) -> float:
        """Write the totals, the cases across and the others in two columns."""
        size, half = self.paper.size, self.paper.column / 2
        cases, *others = self.facts.kpis
        y = top - self._kpi(cases, x, top, self.paper.column)
        for place in range(0, len(others), 2):
            pair = others[place : place + 2]
            y -= max(self._kpi(each, x + n * half, y, half - 6) for n, each in enumerate(pair))
        self.sheet.rectangle((x, y, x + self.paper.column, y + 0.5), fill=theme.BORDER)
        return y - size * 0.7

    def _kpi(self, kpi: Kpi, x: float, top: float, wide: float) -> float:
        """Write one total; return how high it is."""
        size = self.paper.size
        number = kpi.number or self.t("picture.kpi.no_data")
        said = kpi.qualifier
        self._write(x, top - size * 1.6, said, 0.94, theme.INK)
        start = width(said, size * 0.94) + (size * 0.3 if said else 0)
        big = 1.9 if kpi.number else 1.0
        while width(number, big * size, "bold") > wide - start and big > 0.7:
            big -= 0.1
        self._write(x + start, top - size * 1.6, number, big, theme.INK, bold=True)
        y = top - size * 2.95
        for text, colour in ((kpi.noun, theme.INK), *((each, theme.QUIET) for each in kpi.notes)):
            line = shorten(text, wide, size * 0.94)
            self._write(x, y, line, 0.94, colour)
            y -= size * 1.25
        return top - y - size * 0.1

    def _counts(self, size: float) -> list[str]:
        """Return the lines of the protected counts by year; none without such counts."""
        if self.lattice is None:
            return []
        said = {"threshold": self.lattice.threshold, "rounding": self.lattice.rounding}
        wide = self.paper.column
        lead = wrap(self.t("picture.protected.lead", **said), wide, size, lines=2)
        return [*lead, *_few(yearly(self.lattice, self.t), wide, size, self.t)]

    def _protected(self, x: float, top: float, counts: list[str], share: float) -> float:
        """Write the protected counts; return how far down they reach."""
        size = self.paper.size * share
        head = shorten(self.t("picture.protected.title"), self.paper.column, size * 1.1, "bold")
        self._write(x, top - size, head, 1.1 * share, theme.INK, bold=True)
        y = top - size * 2.4
        for line in counts:
            self._write(x, y, line, 0.88 * share, theme.QUIET)
            y -= size * 1.25
        return y + size * 0.4

    def _sources(self, x: float, top: float, bottom: float, share: float) -> None:
        size = self.paper.size * share
        self._write(x, top - size, self.t("picture.sources"), 1.1 * share, theme.INK, bold=True)
        y = top - size * 2.5
        room = max(1, int((y - bottom) / (size * 1.25)) + 1)
        for line in self._fitting(room, size * 0.88):
            self._write(x, y, line, 0.88 * share, theme.QUIET)
            y -= size * 1.25

    def _fitting(self, room: int, size: float) -> list[str]:
        """Return as many sources as fit in so many lines, and how many more there are."""
        wide, names = self.paper.column, self.facts.sources
        found: list[str] = []
        for count in range(min(len(names), _MOST_SOURCES), -1, -1):
            said = [shorten(each, wide * 0.9, size) for each in names[:count]]
            if count < len(names):
                said.append(self.t.plural("picture.more_sources", len(names) - count))
            found = flowing(said, wide, size)
            if len(found) <= room:
                break
        return found


def _few(counts: list[str], wide: float, size: float, t: Text) -> list[str]:
    """Return as many counts as fit in few lines, and how many more there are."""
    found: list[str] = []
    for shown in range(len(counts), -1, -1):
        said = counts[:shown]
        if shown < len(counts):
            said = [*said, t.plural("picture.protected.more", len(counts) - shown)]
        found = flowing(said, wide, size)
        if len(found) <= _MOST_COUNT_LINES:
            break
    return found
