"""Native tables that never run over: rows as high as their text, and as many slides as it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from routes.publish.picture import theme
from routes.publish.picture.lettering import clean
from routes.publish.slides.deck import BOTTOM, MARGIN, TOP, Deck, Style, xml_element
from routes.publish.slides.fitting import fit
from routes.text import Text

_ADDRESS: Final = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/%?=&;+,@!-]*)?"
)
_LONGEST_ADDRESS: Final = 1_500
_PLAIN_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_PAD: Final = 3.5
_GAP: Final = 22.0
"""Points between a number and what follows it."""

_LINES: Final = 6
_LINES_BELOW: Final = 9
_LARGEST_HEADING: Final = 13.0


@dataclass(frozen=True)
class Column:
    """One column: its heading, width in points, and whether it holds numbers."""

    heading: str
    width: float
    number: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Row:
    """One row.

    Parameters
    ----------
    cells : tuple of str
        A text for each column.
    link : str
        The address that its first cell leads to.
    below : str
        A text across all columns, under the others.
    """

    cells: tuple[str, ...]
    link: str = ""
    below: str = ""


@dataclass(frozen=True)
class Table:
    """A table that may take several slides.

    Parameters
    ----------
    columns : sequence of Column
        The columns.
    rows : sequence of Row
        The rows.
    size : float
        Size of the letters, in points.
    most : int
        Slides that it may take at most.
    most_lines : int
        Lines that a cell may take at most.
    whole : int
        How many rows there would be, if more than are given.
    more : callable
        Words the number of rows that have no room.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    more: Callable[[int], str]
    size: float = 10.5
    most: int = 6
    most_lines: int = _LINES
    whole: int = 0
    left: float = MARGIN
    top: float = TOP
    bottom: float = BOTTOM

    def pages(self) -> list[list[Row]]:
        """Return the rows of each slide; the last tells how many have no room."""
        every = max(self.whole, len(self.rows))
        pages = self._paged(
            [*self.rows, self._rest(every - len(self.rows))]
            if every > len(self.rows)
            else self.rows
        )
        if len(pages) > self.most:
            pages = pages[: self.most]
            self._close(pages, every)
        return pages

    def _close(self, pages: list[list[Row]], every: int) -> None:
        """End the last page with how many rows have no room."""
        room, last = self.bottom - self.top - self._head, pages[-1]
        while True:
            rest = self._rest(every - sum(map(len, pages)))
            if len(last) < 2 or sum(map(self.height, [*last, rest])) <= room:
                break
            last.pop()
        last.append(rest)

    def _paged(self, rows: Sequence[Row]) -> list[list[Row]]:
        room = self.bottom - self.top - self._head
        pages: list[list[Row]] = [[]]
        left = room
        for row in rows:
            high = self.height(row)
            if high > left and pages[-1]:
                pages.append([])
                left = room
            pages[-1].append(row)
            left -= high
        return pages

    def _rest(self, count: int) -> Row:
        return Row((self.more(count), *("" for _ in self.columns[1:])))

    def height(self, row: Row) -> float:
        """Return how high a row is with what stands below it, in points."""
        lines = max(1, *(len(each) for each in self.lines(row)))
        below = self._high(len(self.below(row))) if row.below else 0.0
        return self._high(lines) + below

    def lines(self, row: Row) -> list[tuple[str, ...]]:
        """Return the lines of each cell."""
        return [
            fit(text, self._wide(column), self.size, bold=column.bold, lines=self.most_lines)
            for text, column in zip(row.cells, self.columns, strict=True)
        ]

    def below(self, row: Row) -> tuple[str, ...]:
        """Return the lines of the text across all columns."""
        wide = sum(each.width for each in self.columns) - 2 * _PAD - 4
        return fit(row.below, wide, self.size, lines=_LINES_BELOW)

    @property
    def cuts(self) -> bool:
        """Whether a cell, or a text below, has no room for all it says."""
        return any(map(self._cut, self.rows))

    def _cut(self, row: Row) -> bool:
        told = [*zip(row.cells, self.lines(row), strict=True), (row.below, self.below(row))]
        return any(" ".join(lines) != " ".join(clean(text).split()) for text, lines in told)

    def _high(self, lines: int) -> float:
        return lines * self.size * 1.2 + 2 * _PAD

    def _wide(self, column: Column) -> float:
        return column.width - 2 * _PAD - 4 - (_GAP if column.number else 0)

    @property
    def _head(self) -> float:
        size = min(self.size, _LARGEST_HEADING)
        found = (
            fit(each.heading, self._wide(each), size, bold=True, lines=2) for each in self.columns
        )
        return self._high(max(len(each) for each in found))

    def draw(self, deck: Deck, slide: Any, rows: Sequence[Row]) -> list[list[Any]]:
        """Draw one page of it; return the cells of each row."""
        widths = [each.width for each in self.columns]
        count = 1 + len(rows) + sum(bool(row.below) for row in rows)
        table = _plain_table(slide, count, widths, left=self.left, top=self.top)
        table.rows[0].height = Pt(self._head)
        for n, column in enumerate(self.columns):
            size = min(self.size, _LARGEST_HEADING)
            style = Style(size, theme.QUIET, bold=True, align=_side(column))
            self._cell(deck, table.cell(0, n), column.heading, style)
            _underline(table.cell(0, n), theme.INK, 1.0)
        at, cells = 1, []
        for row in rows:
            cells.append([table.cell(at, n) for n in range(len(self.columns))])
            at = self._row(deck, table, at, row)
        return cells

    def _row(self, deck: Deck, table: Any, at: int, row: Row) -> int:
        """Draw one row; return where the next one stands."""
        below = self._high(len(self.below(row))) if row.below else 0.0
        table.rows[at].height = Pt(self.height(row) - below)
        for n, lines in enumerate(self.lines(row)):
            column = self.columns[n]
            style = Style(self.size, theme.INK, bold=column.bold, align=_side(column))
            cell = table.cell(at, n)
            self._cell(deck, cell, " ".join(lines), style)
            if row.link and n == 0:
                _link(cell, row.link)
            if not below:
                _underline(cell, theme.EDGE, 0.75)
        if not below:
            return at + 1
        table.rows[at + 1].height = Pt(below)
        first, last = table.cell(at + 1, 0), table.cell(at + 1, len(self.columns) - 1)
        first.merge(last)
        self._cell(deck, first, " ".join(self.below(row)), Style(self.size, theme.QUIET))
        for n in range(len(self.columns)):
            _underline(table.cell(at + 1, n), theme.EDGE, 0.75)
        return at + 2

    def _cell(self, deck: Deck, cell: Any, text: str, style: Style) -> None:
        cell.margin_left = Pt(_PAD)
        cell.margin_right = Pt(_PAD + (_GAP if style.align == "right" else 0))
        cell.margin_top = cell.margin_bottom = Pt(_PAD)
        cell.vertical_anchor = MSO_ANCHOR.TOP
        cell.fill.background()
        frame = cell.text_frame
        frame.word_wrap = True
        deck.write(frame.paragraphs[0], text, style)


def address(url: str) -> str:
    """Return an address if every program reads it alike; otherwise an empty text.

    >>> address("https://example.org/a?b=1"), address("https://[evil"), address("javascript:x")
    ('https://example.org/a?b=1', '', '')
    """
    good = len(url) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(url)
    return clean(url) if good else ""


def _link(cell: Any, url: str) -> None:
    run = cell.text_frame.paragraphs[0].runs[0]
    run.hyperlink.address = url


def _side(column: Column) -> str:
    return "right" if column.number else "left"


def _plain_table(slide: Any, rows: int, widths: Sequence[float], *, left: float, top: float) -> Any:
    """Add a native table without a style of its own."""
    size = (Pt(left), Pt(top), Pt(sum(widths)), Pt(18 * rows))
    frame = slide.shapes.add_table(rows, len(widths), *size)
    table = frame.table
    table.horz_banding = False
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    return table


def _underline(cell: Any, colour: str, width: float) -> None:
    """Draw a line under a cell."""
    line = xml_element("a:lnB", w=str(round(width * 12_700)))
    fill = xml_element("a:solidFill")
    fill.append(xml_element("a:srgbClr", val=colour.removeprefix("#")))
    line.append(fill)
    # The schema wants lines before the fill.
    cell._tc.get_or_add_tcPr().insert(0, line)


def add_table(deck: Deck, table: Table, title: str, lead: str, t: Text) -> list[list[Any]]:
    """Add a table on as many slides as it takes, numbered where several; return all its cells."""
    pages, cells = table.pages(), []
    for n, page in enumerate(pages, 1):
        said = {"title": title, "n": n, "all": len(pages)}
        head = t("slides.continued", **said) if len(pages) > 1 else title
        cells += table.draw(deck, deck.add(head, lead), page)
    return cells


def largest(tables: Sequence[Table]) -> Table:
    """Return the first of several sizes of a table that needs one slide, or else the last."""
    return next((each for each in tables if len(each.pages()) == 1), tables[-1])


def clearest(tables: Sequence[Table]) -> Table:
    """Return the first that needs one slide and cuts nothing, or else the `largest`."""
    uncut = (each for each in tables if not each.cuts and len(each.pages()) == 1)
    return next(uncut, None) or largest(tables)
