"""A deck of slides: native text, tables, lines and pictures in the product's look.

All measures are points; (0, 0) is the upper left corner of a slide.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation
from pptx.util import Pt

from routes.publish.picture import theme
from routes.publish.picture.facts import Facts
from routes.publish.picture.lettering import clean, width
from routes.publish.slides.fitting import fit

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
MARGIN: Final = 40.0
TOP: Final = 104.0
"""Where the content of a slide begins."""

BOTTOM: Final = 500.0
"""Where it ends."""

FONT: Final = "Arial"
"""On every Windows and macOS; elsewhere Liberation Sans is as wide."""

Rectangle = tuple[float, float, float, float]
"""Left, top, width, height."""

_LANGUAGES: Final = {
    "es": MSO_LANGUAGE_ID.SPANISH_COLOMBIA,
    "en": MSO_LANGUAGE_ID.ENGLISH_US,
}
_TITLE_ONLY: Final = 5


@dataclass(frozen=True)
class Style:
    """How a text looks."""

    size: float = 14.0
    colour: str = theme.INK
    bold: bool = False
    align: str = "left"


class Deck:
    """Slides in the making.

    Parameters
    ----------
    facts : Facts
        What every slide says of the release: band, watermark, footer.
    footer : str
        The footer.
    lang : {"es", "en"}
        Language of the text.
    """

    def __init__(self, facts: Facts, footer: str, *, lang: str) -> None:
        self.facts, self.footer, self.lang = facts, footer, lang
        self.presentation: Presentation = pptx.Presentation()
        self.presentation.slide_width = Pt(WIDTH)
        self.presentation.slide_height = Pt(HEIGHT)
        self.slides: list[Any] = []
        _dress(self.presentation)

    def add(self, title: str, lead: str = "", *, lines: int = 2) -> Any:
        """Add a slide with a title, and a line or two under it."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[_TITLE_ONLY])
        self.slides.append(slide)
        self._mark(slide)
        head = slide.shapes.title
        _place(head, (MARGIN, 34.0, WIDTH - 2 * MARGIN, 36.0))
        style = Style(size=26, bold=True)
        self._fill(head, fit(title, WIDTH - 2 * MARGIN, 26, bold=True), style)
        head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        if lead:
            self.text(
                slide,
                (MARGIN, 72.0, WIDTH - 2 * MARGIN, 30.0),
                lead,
                Style(size=13 if lines == 1 else 12, colour=theme.QUIET),
                lines=lines,
            )
        return slide

    def restyle_title(self, slide: Any, title: str) -> None:
        """Make the title of a slide the large one of a first slide, on up to three lines."""
        head = slide.shapes.title
        head.text_frame.clear()
        lines = fit(title, WIDTH - 2 * MARGIN, 34, bold=True, lines=3)
        _place(head, (MARGIN, 300 - 42.0 * len(lines), WIDTH - 2 * MARGIN, 42.0 * len(lines)))
        self._fill(head, [" ".join(lines)], Style(size=34, bold=True))
        head.text_frame.vertical_anchor = MSO_ANCHOR.TOP

    def finish(self, page: Any) -> None:
        """Write footer and number on every slide; `page` words a number and the whole."""
        wide = WIDTH - 2 * MARGIN
        style = Style(size=9, colour=theme.QUIET)
        for n, slide in enumerate(self.slides, 1):
            self.text(slide, (MARGIN, 512, wide - 90, 14), self.footer, style, lines=1)
            number = Style(size=9, colour=theme.QUIET, align="right")
            where = (WIDTH - MARGIN - 90, 512.0, 90.0, 14.0)
            self.text(slide, where, page(n, len(self.slides)), number, lines=1)

    def text(
        self,
        slide: Any,
        box: Rectangle,
        text: str,
        style: Style | None = None,
        *,
        lines: int = 1,
    ) -> float:
        """Write a text into a box (left, top, width, height), cut to so many lines.

        Returns
        -------
        float
            Points that it is high.
        """
        style = style or Style()
        shape = slide.shapes.add_textbox(*(Pt(each) for each in box))
        written = fit(text, box[2], style.size, bold=style.bold, lines=lines)
        self._fill(shape, [" ".join(written)], style)
        return len(written) * style.size * 1.22

    def rectangle(
        self,
        slide: Any,
        box: Rectangle,
        colour: str,
        *,
        rounded: bool = False,
    ) -> Any:
        """Draw a filled rectangle."""
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if rounded else MSO_SHAPE.RECTANGLE
        shape = slide.shapes.add_shape(kind, *(Pt(each) for each in box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(colour)
        shape.line.fill.background()
        _own_style(shape)
        if rounded:
            shape.adjustments[0] = 0.06
        return shape

    def picture(self, slide: Any, png: bytes, box: Rectangle, alt: str) -> None:
        """Place a picture, with words for who cannot see it."""
        shape = slide.shapes.add_picture(io.BytesIO(png), *(Pt(each) for each in box))
        _describe(shape, alt)
        shape.line.color.rgb = _rgb(theme.EDGE)
        shape.line.width = Pt(0.75)

    def path(
        self,
        slide: Any,
        points: Sequence[tuple[float, float]],
        *,
        colour: str,
        width: float,
        dashed: bool,
        alt: str,
    ) -> None:
        """Draw a native line with an arrowhead."""
        scale = 100.0
        (x, y), *others = [(px * scale, py * scale) for px, py in points]
        builder = slide.shapes.build_freeform(round(x), round(y), scale=Pt(1) / scale)
        builder.add_line_segments([(round(a), round(b)) for a, b in others], close=False)
        shape = builder.convert_to_shape()
        shape.fill.background()
        _own_style(shape)
        shape.line.color.rgb = _rgb(colour)
        shape.line.width = Pt(width)
        if dashed:
            shape.line.dash_style = MSO_LINE.DASH
        line: Any = shape.line._get_or_add_ln()
        line.append(xml_element("a:tailEnd", type="triangle", w="med", len="med"))
        _describe(shape, alt)

    def dot(self, slide: Any, x: float, y: float, *, radius: float = 3.2) -> None:
        """Mark a place."""
        box = (x - radius, y - radius, 2 * radius, 2 * radius)
        shape = slide.shapes.add_shape(MSO_SHAPE.OVAL, *(Pt(each) for each in box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(theme.CARD)
        shape.line.color.rgb = _rgb(theme.INK)
        shape.line.width = Pt(1.25)
        _own_style(shape)
        _describe(shape, "")

    def lead_to(self, cell: Any, slide: Any) -> None:
        """Let the text of a table's cell lead to another slide."""
        run = cell.text_frame.paragraphs[0].runs[0]
        link = run._r.get_or_add_rPr().add_hlinkClick(run.part.relate_to(slide.part, RT.SLIDE))
        link.set("action", "ppaction://hlinksldjump")

    def note(self, slide: Any, paragraphs: Sequence[str]) -> None:
        """Write notes for who speaks."""
        frame = slide.notes_slide.notes_text_frame
        lines = [clean(line) for each in paragraphs for line in each.splitlines()]
        frame.text = "\n".join(lines)

    def _mark(self, slide: Any) -> None:
        """Write band and watermark, under all that follows."""
        if self.facts.synthetic:
            band = self.rectangle(slide, (0, 0, WIDTH, 22), theme.INK)
            text = fit(self.facts.synthetic, WIDTH - 2 * MARGIN, 11, bold=True)
            self._fill(band, text, Style(size=11, colour=theme.CARD, bold=True))
            band.text_frame.margin_left = Pt(MARGIN)
            band.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        if self.facts.watermark:
            box = slide.shapes.add_textbox(Pt(80), Pt(240), Pt(800), Pt(60))
            words = clean(self.facts.watermark)
            size = min(26.0, 26.0 * 780 / width(words, 26, "bold"))
            style = Style(size=round(size, 1), colour="#e4e1da", bold=True, align="center")
            self._fill(box, [words], style)
            box.rotation = -24.0

    def _fill(self, shape: Any, lines: Sequence[str], style: Style) -> None:
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            self.write(paragraph, line, style)

    def write(self, paragraph: Any, text: str, style: Style) -> None:
        """Write one clean run into a paragraph."""
        paragraph.alignment = {
            "left": PP_ALIGN.LEFT,
            "right": PP_ALIGN.RIGHT,
            "center": PP_ALIGN.CENTER,
        }[style.align]
        run = paragraph.add_run()
        run.text = clean(text)
        font = run.font
        font.name, font.size, font.bold = FONT, Pt(style.size), style.bold
        font.color.rgb = _rgb(style.colour)
        font.language_id = _LANGUAGES[self.lang]


def xml_element(tag: str, **attributes: str) -> Any:
    """Make an element that the library has no name for."""
    element: Any = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(name, value)
    return element


def _place(shape: Any, box: Rectangle) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(each) for each in box)


def _own_style(shape: Any) -> None:
    """Take away the look that the template would add: shadows, and a colour of text."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))  # type: ignore[no-untyped-call]


def _describe(shape: Any, alt: str) -> None:
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("descr", clean(alt))


def _dress(presentation: Presentation) -> None:
    """Give the template the product's paper and font."""
    master = presentation.slide_master
    fill = master.background.fill
    fill.solid()
    fill.fore_color.rgb = _rgb(theme.PAPER)
    part = next(
        rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    root: Any = parse_xml(part.blob)
    for latin in root.iter(qn("a:latin")):
        latin.set("typeface", FONT)
    for name in ("a:hlink", "a:folHlink"):
        for link in root.iter(qn(name)):
            link[0].set("val", theme.INK.removeprefix("#"))
    part._blob = serialize_part_xml(root)
