"""The slides of a release, one after another."""

from __future__ import annotations

from typing import Any, Final

from geo.places import places
from routes.analysis.totals import totals
from routes.publish.picture import theme
from routes.publish.picture.facts import Facts, Kpi, filters
from routes.publish.picture.plain import map_image
from routes.publish.slides.borders import Border, borders
from routes.publish.slides.corridor_slides import CorridorSlides
from routes.publish.slides.deck import BOTTOM, HEIGHT, MARGIN, TOP, WIDTH, Deck, Style
from routes.publish.slides.protected import protected_tables
from routes.publish.slides.tables import Column, Row, Table, add_table, address, largest
from routes.publish.telling import Told, silent
from routes.query import RouteQuery
from routes.release.model import Lattice, Release, SavedView
from routes.text import Text

MOST_VIEWS: Final = 24
_MOST_CROSSINGS: Final = 4
_SHARE: Final = 0.5
"""Of the time that drawing takes, the maps'; the corridors have the other."""

_MAP: Final = (MARGIN, TOP - 4, WIDTH - 2 * MARGIN, BOTTOM - TOP + 4)


class Contents:
    """Adds all slides of a release to a deck."""

    def __init__(self, deck: Deck, release: Release, facts: Facts, t: Text) -> None:
        self.deck, self.release, self.facts, self.t = deck, release, facts, t

    def add(self, told: Told = silent) -> None:
        """Add them all."""
        views = self.release.views[:MOST_VIEWS]
        maps = 1 + len(views)
        told("drawing", 0.0)
        self._title()
        self._numbers()
        self._map(self.t("slides.map"), self.facts.filters, self.release.query)
        for n, view in enumerate(views, 1):
            told("drawing", _SHARE * n / maps)
            self._view(n, view)
        told("drawing", _SHARE)
        corridors = CorridorSlides(self.deck, self.release, self.facts, self.t)
        corridors.add(lambda share: told("drawing", _SHARE + (1 - _SHARE) * share))
        told("drawing", 1.0)
        self._borders()
        if self.release.lattice is not None:
            self._protected(self.release.lattice)
        self._method()
        self._sources()

    def _view(self, n: int, view: SavedView) -> None:
        """Show a view of the author's: title and filters above it, the note for who speaks."""
        title = view.title.strip() or self.t("slides.view", n=n)
        told = filters(view.query, self.facts.store, self.t)
        note = view.note.strip()
        slide = self._map(title, told, view.query, level=view.level, selected=view.selected)
        self.deck.note(slide, [note, told] if note else [told])

    def _title(self) -> None:
        t, known, deck = self.t, self.facts, self.deck
        slide = deck.add(known.title)
        head = slide.shapes.title
        deck.restyle_title(slide, known.title)
        top = head.top.pt - 20
        deck.rectangle(slide, (MARGIN, top, 64, 4), theme.RAMP[3])
        where = (MARGIN, 316.0, WIDTH - 2 * MARGIN, 40.0)
        deck.text(slide, where, known.filters, Style(size=16, colour=theme.QUIET), lines=2)
        said = (t("picture.product"), known.date, known.audience)
        style = Style(size=14)
        deck.text(slide, (MARGIN, 372, WIDTH - 2 * MARGIN, 20), " · ".join(said), style)
        style = Style(size=9, colour=theme.QUIET)
        deck.text(slide, (MARGIN, 478, WIDTH - 2 * MARGIN, 26), known.manifest, style, lines=2)

    def _numbers(self) -> None:
        deck, kpis = self.deck, self.facts.kpis
        slide = deck.add(self.t("slides.numbers"), self.t("slides.numbers_lead"), lines=1)
        gap, high = 16.0, 172.0
        wide = (WIDTH - 2 * MARGIN - 2 * gap) / 3
        cells = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)]
        for kpi, (column, row) in zip(kpis, cells, strict=True):
            box = (MARGIN + column * (wide + gap), TOP + 8 + row * (high + gap), wide, high)
            self._card(slide, kpi, box)
        x, y = MARGIN + 2 * (wide + gap), TOP + 8 + high + gap
        for note in self.facts.notes[1:]:
            style = Style(size=11.5, colour=theme.QUIET)
            y += deck.text(slide, (x + 4, y, wide - 8, 40), note, style, lines=3) + 8

    def _card(self, slide: Any, kpi: Kpi, box: tuple[float, float, float, float]) -> None:
        deck = self.deck
        deck.rectangle(slide, box, theme.CARD, rounded=True)
        left, top, wide = box[0] + 18, box[1] + 14, box[2] - 36
        if kpi.qualifier:
            deck.text(slide, (left, top, wide, 18), kpi.qualifier, Style(size=13))
        number = kpi.number or self.t("picture.kpi.no_data")
        size = 40 if kpi.number else 20
        deck.text(slide, (left, top + 18, wide, 50), number, Style(size=size, bold=True))
        deck.text(slide, (left, top + 74, wide, 20), kpi.noun, Style(size=14), lines=2)
        for n, note in enumerate(kpi.notes):
            style = Style(size=11.5, colour=theme.QUIET)
            deck.text(slide, (left, top + 100 + 16 * n, wide, 16), note, style)

    def _map(
        self, title: str, lead: str, query: RouteQuery, *, level: str = "place", selected: str = ""
    ) -> Any:
        store = self.facts.store
        found = map_image(
            store,
            query,
            lang=self.t.lang,
            level=level,
            size=(_MAP[2], _MAP[3]),
            cases=totals(store, query).cases,
            selected=selected,
            watermark=self.facts.watermark,
        )
        slide = self.deck.add(title, lead)
        self.deck.picture(slide, found.png, _MAP, found.alt)
        return slide

    def _borders(self) -> None:
        t = self.t
        rows = [self._border(each) for each in borders(self.facts.store, self.release.query)]
        some = any(row.cells[-1] != t("slides.border.none") for row in rows)
        columns = (
            Column(t("slides.border.country"), 210, bold=True),
            Column(t("slides.border.out"), 120, number=True),
            Column(t("slides.border.in"), 120, number=True),
            Column(t("slides.border.named"), 430),
        )
        note = t("slides.border.note_some" if some else "slides.border.note_none")
        table = largest(
            [
                Table(columns, rows, self._more, size=size, top=TOP + 8, bottom=BOTTOM - 40)
                for size in (14.0, 12.0, 10.5)
            ]
        )
        for page in table.pages():
            slide = self.deck.add(t("slides.crossings"), t("slides.border.lead"))
            table.draw(self.deck, slide, page)
            where = (MARGIN, BOTTOM - 34, WIDTH - 2 * MARGIN, 34)
            self.deck.text(slide, where, note, Style(size=11.5, colour=theme.QUIET), lines=2)

    def _border(self, border: Border) -> Row:
        t = self.t
        named = [
            t(
                "slides.border.crossing",
                name=self._name(crossing),
                cases=t.plural("map.cases", cases),
            )
            for crossing, cases in border.crossings
        ]
        few, more = "; ".join(named[:_MOST_CROSSINGS]), len(named) - _MOST_CROSSINGS
        if more > 0:
            few = t("picture.and_more", values=few, n=t.number(more))
        counts = (border.leaving, border.entering)
        return Row(
            (
                self._name(border.country) if border.country else t("slides.border.ports"),
                *("–" if n is None else t.number(n) for n in counts),
                few or t("slides.border.none"),
            )
        )

    def _protected(self, lattice: Lattice) -> None:
        t = self.t
        said = {"threshold": lattice.threshold, "rounding": lattice.rounding}
        for columns, rows in protected_tables(lattice, t):
            table = Table(columns, rows, self._more, size=11.5, most=2, top=TOP + 8)
            lead = t("slides.protected.lead", **said)
            add_table(self.deck, table, t("slides.lattice"), lead, t)

    def _method(self) -> None:
        slide = self.deck.add(self.t("slides.method"))
        wide = (WIDTH - 2 * MARGIN - 40) / 2
        for n, name in enumerate(("line", "count", "limits", "grades")):
            x, y = MARGIN + n % 2 * (wide + 40), TOP - 10 + n // 2 * 186
            title = Style(size=15, bold=True)
            self.deck.text(slide, (x, y, wide, 22), self.t(f"slides.limits.{name}_title"), title)
            text = self.t(f"slides.limits.{name}")
            self.deck.text(slide, (x, y + 26, wide, 150), text, Style(size=14), lines=9)
        style = Style(size=9, colour=theme.QUIET)
        where = (MARGIN, HEIGHT - 56, WIDTH - 2 * MARGIN, 24)
        self.deck.text(slide, where, self.facts.manifest, style, lines=2)

    def _sources(self) -> None:
        t, table = self.t, self.release.tables.sources
        columns = (
            Column(t("slides.table.publisher"), 250, bold=True),
            Column(t("slides.table.title"), 430),
            Column(t("slides.table.date"), 110),
            Column(t("slides.table.reliability"), 90),
        )
        ordered = table.sort_values(
            ["published_on", "source_id"], ascending=[False, True], kind="stable"
        )
        rows = [
            Row(
                (
                    row["publisher"],
                    row["title"],
                    t.date(row["published_on"], row["date_precision"])
                    if row["published_on"]
                    else t("slides.undated"),
                    row["reliability"],
                ),
                link=address(row["url"]),
            )
            for row in ordered.to_dict("records")
        ]
        add_table(self.deck, Table(columns, rows, self._more), t("slides.sources"), "", t)

    def _more(self, n: int) -> str:
        return self.t.plural("slides.more_rows", n)

    def _name(self, place_id: str) -> str:
        place = places().get(place_id)
        return place_id if place is None else place.name(self.t.lang)
