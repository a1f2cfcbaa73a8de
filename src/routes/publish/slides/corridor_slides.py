"""One slide a corridor: its cases in a native table, and a locator map with native lines."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from geo.lines import curve, unwrap
from geo.places import places
from routes.evidence import CaseEvidence, evidence
from routes.publish.picture import theme
from routes.publish.picture.curves import trimmed
from routes.publish.picture.facts import Facts, source_line
from routes.publish.picture.plain import NEAR, WORLD, locator
from routes.publish.picture.window import Box as Bounds
from routes.publish.picture.window import Window
from routes.publish.slides.corridors import Corridor, Way, corridors, strongest, supporting
from routes.publish.slides.deck import BOTTOM, MARGIN, TOP, WIDTH, Deck, Rectangle, Style
from routes.publish.slides.tables import Column, Row, Table, add_table, largest
from routes.release.model import Release
from routes.text import Text

MOST_CORRIDORS: Final = 40
"""With more, only those with most cases have a slide; the others are listed."""

MOST_CASES: Final = 16
"""Cases that one corridor tells of."""

_MOST_TOLD, _MOST_PAGES, _MOST_LINES, _MOST_SOURCES = 6, 2, 12, 3
_LONGEST_NAME: Final = 64
_LEFT: Final = WIDTH - MARGIN - 276.0
_AMERICA: Final[Bounds] = (-118.0, -40.0, -36.0, 36.0)
_MAPS: Final[tuple[tuple[Bounds, Rectangle], ...]] = (
    (NEAR, (_LEFT, TOP + 4, 276.0, 300.0)),
    (_AMERICA, (_LEFT, TOP + 4, 276.0, 300.0)),
    (WORLD, (_LEFT, TOP + 4, 276.0, 170.0)),
)
"""What the locator maps show, from near to far, and where they stand."""

_SIZES: Final = (13.0, 12.0, 11.0)
"""Sizes of letters: the largest with which one slide is enough."""

_CLEAR: Final = 6.0
"""Points that a line stays clear of its ends."""


class CorridorSlides:
    """Adds the slides of the corridors of a release."""

    def __init__(self, deck: Deck, release: Release, facts: Facts, t: Text) -> None:
        self.deck, self.t = deck, t
        found = corridors(facts.store, release.query)
        self.shown, self.listed = found[:MOST_CORRIDORS], found[MOST_CORRIDORS:]
        ids = [case for each in self.shown for case in each.case_ids[:MOST_CASES]]
        self.cases = {each.case_id: each for each in evidence(release.tables, ids, lang=t.lang)}
        self.maps: dict[int, tuple[bytes, Window]] = {}

    def add(self) -> None:
        """Add them all."""
        for each in self.shown:
            self._corridor(each)
        if self.listed:
            self._list()
        if not self.shown:
            self.deck.add(self.t("slides.other_corridors"), self.t("slides.no_corridors"))

    def _corridor(self, corridor: Corridor) -> None:
        t = self.t
        title, lead = self.title(corridor), self._lead(corridor)
        columns = (
            Column(t("slides.corridor.case"), 112, bold=True),
            Column(t("slides.corridor.period"), 62),
            Column(t("slides.corridor.way"), 112),
            Column(t("slides.corridor.evidence"), 110),
            Column(t("slides.corridor.victims"), 72),
            Column(t("slides.corridor.sources"), 120),
        )
        ids = corridor.case_ids
        rows = [self._row(each, corridor) for each in ids[:MOST_CASES]]
        tables = [
            Table(
                columns,
                rows,
                lambda n: t.plural("slides.more_cases", n),
                size=size,
                most=_MOST_PAGES,
                whole=len(ids),
                bottom=BOTTOM - 32,
            )
            for size in _SIZES
        ]
        table = largest(tables)
        pages = table.pages()
        for n, page in enumerate(pages, 1):
            said = {"title": title, "n": n, "all": len(pages)}
            head = t("slides.continued", **said) if len(pages) > 1 else title
            slide = self.deck.add(head, lead, lines=1)
            table.draw(self.deck, slide, page)
            self._locate(slide, corridor, title)
            style = Style(size=9, colour=theme.QUIET)
            where = (MARGIN, BOTTOM - 24, WIDTH - 2 * MARGIN, 24)
            self.deck.text(slide, where, t("slides.corridor.note"), style, lines=2)

    def title(self, corridor: Corridor) -> str:
        """Name a corridor."""
        start, end = (self._name(each) for each in (corridor.start, corridor.end))
        if start == end:
            return self.t("slides.within", place=start)
        return self.t("slides.arrow", **{"from": start, "to": end})

    def _lead(self, corridor: Corridor) -> str:
        t, known = self.t, self.cases
        cases, stated = len(corridor.case_ids), corridor.stated
        told = "stated" if stated == cases else "inferred" if not stated else "mixed"
        inferred = cases - stated
        counts = {"stated": t.number(stated), "inferred": t.number(inferred)}
        said = t(f"slides.corridor.{told}", **counts)
        periods = [known[each] for each in corridor.case_ids if each in known]
        years = sorted(
            int(day[:4]) for case in periods for day in (case.period_start, case.period_end) if day
        )
        return t.plural("slides.corridor.lead", cases, years=self._years(years), evidence=said)

    def _years(self, years: list[int]) -> str:
        if not years:
            return self.t("slides.undated")
        if years[0] == years[-1]:
            return str(years[0])
        return self.t("slides.years", first=years[0], last=years[-1])

    def _row(self, case_id: str, corridor: Corridor) -> Row:
        t, case = self.t, self.cases[case_id]
        ways = supporting(each for each in corridor.ways if each.case_id == case_id)
        grade = min(each.credibility for each in ways)
        said = t(f"slides.corridor.{'inferred' if ways[0].inferred else 'stated'}")
        name = case.name if len(case.name) <= _LONGEST_NAME else f"{case.name[:_LONGEST_NAME]}…"
        return Row(
            (
                f"{name} · {t.code('status', case.status)}",
                self._period(case),
                "; ".join(dict.fromkeys(self._way(each) for each in ways[:3])),
                t("slides.corridor.credibility", evidence=said, grade=grade),
                self._victims(case),
                self._sources(case),
            ),
            below=self._told(case, ways) if len(corridor.case_ids) <= _MOST_TOLD else "",
        )

    def _told(self, case: CaseEvidence, ways: list[Way]) -> str:
        """Return what the case is about and, where a leg is inferred, why."""
        ends = {leg for way in ways for leg in way.legs if leg[2]}
        reasons = dict.fromkeys(
            note
            for route in case.routes
            for leg in route.legs
            if leg.evidence == "inferred" and (leg.origin.id, leg.destination.id, True) in ends
            for note in leg.notes
        )
        why = [self.t("slides.corridor.why", why=" ".join(reasons))] if reasons else []
        return " ".join([case.summary, *why])

    def _period(self, case: CaseEvidence) -> str:
        days = [each for each in (case.period_start, case.period_end) if each]
        if not days:
            return self.t("slides.undated")
        told = [self.t.date(each, case.date_precision) for each in days]
        return " – ".join(dict.fromkeys(told))

    def _way(self, way: Way) -> str:
        between = [self._name(each) for each in way.places[1:-1]]
        ends = (way.places[0], way.places[-1])
        said = self.t("slides.arrow", **{"from": self._name(ends[0]), "to": self._name(ends[1])})
        return f"{said} {self.t('slides.via', places=', '.join(between))}" if between else said

    def _victims(self, case: CaseEvidence) -> str:
        figure = next((each for each in case.figures if each.measure == "victims"), None)
        if figure is None:
            return self.t("slides.no_data")
        best = figure.readings[0]
        number = self.t.number(best.value)
        if best.qualifier != "exact":
            number = f"{self.t.code('qualifier', best.qualifier)} {number}"
        return self.t("slides.conflict", value=number) if figure.conflict else number

    def _sources(self, case: CaseEvidence) -> str:
        lines = [
            source_line(each.publisher[:120], each.published_on, each.date_precision, self.t)
            for each in case.sources
        ]
        few = "; ".join(dict.fromkeys(lines[:_MOST_SOURCES]))
        more = len(lines) - _MOST_SOURCES
        if more <= 0:
            return few
        return f"{few}; {self.t.plural('picture.more_sources', more)}"

    def _locate(self, slide: Any, corridor: Corridor, title: str) -> None:
        """Draw the locator map: one picture of the land for all, and native lines upon it."""
        legs = strongest(corridor.ways)[:_MOST_LINES]
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
            line = curve((one.lon, one.lat), (other.lon, other.lat), points=24)
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

    def _list(self) -> None:
        """List the corridors that have no slide."""
        t = self.t
        columns = (
            Column(t("slides.corridor.from"), 380),
            Column(t("slides.corridor.to"), 380),
            Column(t("slides.corridor.cases"), 120, number=True),
        )
        rows = [
            Row((self._name(each.start), self._name(each.end), t.number(len(each.case_ids))))
            for each in self.listed
        ]
        table = Table(columns, rows, self._more, most=3)
        add_table(self.deck, table, t("slides.other_corridors"), "", t)

    def _more(self, n: int) -> str:
        return self.t.plural("slides.more_rows", n)

    def _name(self, place_id: str) -> str:
        place = places().get(place_id)
        return place_id if place is None else place.name(self.t.lang)


def _holds(bounds: Bounds, lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return west <= unwrap(lon) <= east and south <= lat <= north


def _inside(line: Any, window: Window) -> Any:
    """Bring a line into the window, by a whole turn around the world where it helps."""
    middle = (window.box[0] + window.box[2]) / 2
    off = (line[:, 0].mean() - middle) / window.scale
    return line - np.array([round(off) * window.scale, 0.0])
