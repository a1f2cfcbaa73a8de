"""An overview of the corridors, then a slide each: its cases in a table, and a locator map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from geo.places import places
from routes.evidence import CaseEvidence, evidence
from routes.publish.picture import theme
from routes.publish.picture.facts import Facts, source_line
from routes.publish.slides.corridors import Corridor, Way, corridors, strongest, supporting
from routes.publish.slides.deck import BOTTOM, MARGIN, WIDTH, Deck, Style
from routes.publish.slides.locators import MOST_LINES, Locator
from routes.publish.slides.tables import Column, Row, Table, add_table, clearest, largest
from routes.release.model import Release
from routes.text import Text

MOST_CORRIDORS: Final = 20
"""With more, only those with most cases have a slide; the overview lists them all."""

MOST_CASES: Final = 16
"""Cases that one corridor tells of."""

_MOST_TOLD, _MOST_SOURCES = 6, 3
_MOST_WAYS, _MOST_SPOKEN = 3, 12
_LONGEST_NAME: Final = 64
_MOST_LINES: Final = 12
_FOOT: Final = 52.0
"""Points left for the note, and for a font that is wider than ours."""
_SIZES: Final = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
"""Sizes of letters: the largest with which one slide is enough."""


class CorridorSlides:
    """Adds the slides of the corridors of a release."""

    def __init__(self, deck: Deck, release: Release, facts: Facts, t: Text) -> None:
        self.deck, self.t = deck, t
        self.every = corridors(facts.store, release.query)
        self.shown = self.every[:MOST_CORRIDORS]
        ids = [case for each in self.shown for case in _firmest(each)[:MOST_CASES]]
        self.cases = {each.case_id: each for each in evidence(release.tables, ids, lang=t.lang)}
        self.locator = Locator(deck, t)

    def add(self, told: Callable[[float], None]) -> None:
        """Add them all; `told` gets the share that is drawn."""
        if not self.every:
            self.deck.add(self.t("slides.corridors"), self.t("slides.no_corridors"))
            return
        tables = [self._table(each) for each in self.shown]
        overview = self._overview()
        for n, (corridor, table) in enumerate(zip(self.shown, tables, strict=True), 1):
            self._corridor(corridor, table)
            told(n / len(self.shown))
        for cell, number in overview:
            self.deck.lead_to(cell, self.deck.slides[number - 1])

    def _table(self, corridor: Corridor) -> Table:
        """Lay out the cases of a corridor, in the largest letters that say all on one slide."""
        t = self.t
        columns = (
            Column(t("slides.corridor.case"), 108, bold=True),
            Column(t("slides.corridor.period"), 66),
            Column(t("slides.corridor.way"), 120),
            Column(t("slides.corridor.evidence"), 102),
            Column(t("slides.corridor.victims"), 80),
            Column(t("slides.corridor.sources"), 112),
        )
        ids = _firmest(corridor)
        rows = [self._row(each, corridor) for each in ids[:MOST_CASES]]
        bare = [replace(each, below="") for each in rows]
        return clearest(
            [
                Table(
                    columns,
                    shown,
                    lambda n: t.plural("slides.more_cases", n),
                    size=size,
                    most_lines=_MOST_LINES,
                    whole=len(ids),
                    bottom=BOTTOM - _FOOT,
                )
                for shown in (*([rows] if len(ids) <= _MOST_TOLD else []), bare)
                for size in _SIZES
            ]
        )

    def _corridor(self, corridor: Corridor, table: Table) -> None:
        t, title = self.t, self.title(corridor)
        slide = self.deck.add(title, self._lead(corridor), lines=1)
        (page,) = replace(table, most=1).pages()
        table.draw(self.deck, slide, page)
        legs = strongest(corridor.ways)
        self.locator.draw(slide, legs[:MOST_LINES], title)
        note = t("slides.corridor.note")
        if len(legs) > MOST_LINES:
            note = f"{t('slides.corridor.most_legs', n=MOST_LINES, all=t.number(len(legs)))} {note}"
        style = Style(size=9, colour=theme.QUIET)
        where = (MARGIN, BOTTOM - 24, WIDTH - 2 * MARGIN, 24)
        self.deck.text(slide, where, note, style, lines=2)
        self.deck.note(slide, self._spoken(corridor))

    def _spoken(self, corridor: Corridor) -> list[str]:
        """Return what each case is about, for who speaks: the slide may have no room for it."""
        told = []
        for case_id in _firmest(corridor)[:MOST_CASES]:
            case = self.cases[case_id]
            ways = supporting(each for each in corridor.ways if each.case_id == case_id)
            way = self._ways(ways, most=_MOST_SPOKEN)
            told.append(f"{case.name}. {way}. {self._told(case, ways)}")
        return told

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
        few = len(corridor.case_ids) <= _MOST_TOLD
        name = case.name if len(case.name) <= _LONGEST_NAME else f"{case.name[:_LONGEST_NAME]}…"
        return Row(
            (
                f"{name} · {t.code('status', case.status)}",
                self._period(case),
                self._ways(ways, most=_MOST_WAYS if few else 1),
                t("slides.corridor.credibility", evidence=said, grade=grade),
                self._victims(case),
                self._sources(case, most=_MOST_SOURCES if few else 1),
            ),
            below=self._told(case, ways),
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

    def _ways(self, ways: Sequence[Way], *, most: int) -> str:
        every = list(dict.fromkeys(map(self._way, ways)))
        few, more = "; ".join(every[:most]), len(every) - most
        return few if more <= 0 else self.t("picture.and_more", values=few, n=self.t.number(more))

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

    def _sources(self, case: CaseEvidence, *, most: int) -> str:
        lines = [
            source_line(each.publisher[:120], each.published_on, each.date_precision, self.t)
            for each in case.sources
        ]
        few = "; ".join(dict.fromkeys(lines[:most]))
        more = len(lines) - most
        if more <= 0:
            return few
        return f"{few}; {self.t.plural('picture.more_sources', more)}"

    def _overview(self) -> list[tuple[Any, int]]:
        """List all corridors with the numbers of their slides; return the cells that lead there."""
        t = self.t
        columns = (
            Column(t("slides.corridor.corridor"), 420, bold=True),
            Column(t("slides.corridor.cases"), 110, number=True),
            Column(t("slides.corridor.stated_cases"), 120, number=True),
            Column(t("slides.corridor.inferred_cases"), 120, number=True),
            Column(t("slides.corridor.slide"), 110, number=True),
        )
        table = self._listed(columns, [""] * len(self.every))
        first = len(self.deck.slides) + len(table.pages()) + 1
        numbers = list(range(first, first + len(self.shown)))
        shown = [*map(str, numbers), *[t("slides.corridor.no_slide")] * len(self.every)]
        table = self._listed(columns, shown[: len(self.every)])
        lead = t.plural("slides.corridor.overview", len(self.every))
        cells = add_table(self.deck, table, t("slides.corridors"), lead, t)
        return list(zip((row[0] for row in cells), numbers, strict=False))

    def _listed(self, columns: Sequence[Column], slides: Sequence[str]) -> Table:
        t = self.t
        rows = []
        for each, slide in zip(self.every, slides, strict=True):
            cases = len(each.case_ids)
            counts = (cases, each.stated, cases - each.stated)
            rows.append(Row((self.title(each), *map(t.number, counts), slide)))
        return largest(
            [Table(columns, rows, self._more, size=size, most=3) for size in (13.0, 12.0, 11.0)]
        )

    def _more(self, n: int) -> str:
        return self.t.plural("slides.corridor.more", n)

    def _name(self, place_id: str) -> str:
        place = places().get(place_id)
        return place_id if place is None else place.name(self.t.lang)


def _firmest(corridor: Corridor) -> list[str]:
    """Return the cases of a corridor: first those that are stated, by their credibility."""
    grades: dict[str, tuple[bool, int]] = {}
    for way in corridor.ways:
        grade = (way.inferred, way.credibility)
        grades[way.case_id] = min(grade, grades.get(way.case_id, grade))
    # Sorting is stable: cases of one grade keep their order.
    return sorted(grades, key=lambda each: grades[each])
