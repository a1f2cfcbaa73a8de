"""A release as slides: native, editable, and the same facts as everywhere."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pptx
import pytest
from fontTools.ttLib import TTCollection, TTFont
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu

from geo.places import at_level
from routes.analysis.totals import totals
from routes.cases import Tables, read_tables
from routes.cases.synth import write_synthetic
from routes.flows import store
from routes.publish.picture.lettering import width
from routes.publish.slides import slides
from routes.publish.slides.corridor_slides import MOST_CASES, MOST_CORRIDORS
from routes.publish.slides.corridors import corridors
from routes.publish.slides.deck import BOTTOM
from routes.query import RouteQuery
from routes.release import Release
from routes.text import load
from tests.hostile import write_hostile
from tests.made_up import made_up, route
from tests.publish.opened import converted, pdf_fonts, pdf_text, tool
from tests.publish.released import USER, briefing, released

LANGUAGES = ("es", "en")


@pytest.fixture(scope="module")
def release(tables: Tables) -> Release:
    return released(tables)


@pytest.fixture(scope="module")
def decks(release: Release) -> dict[str, Any]:
    """Return the slides of the public cases in each language, as they are read back."""
    return {lang: opened(slides(release, lang=lang)) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("large")
    write_synthetic(folder, cases=2_000, flows=1_500, seed=5)
    return opened(slides(released(read_tables(folder)), lang="es"))


def opened(content: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(content))


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def titles(deck: Any) -> list[str]:
    return [title(slide) for slide in deck.slides]


def table(slide: Any) -> Any:
    return next(each.table for each in slide.shapes if each.has_table)


def cells(slide: Any) -> list[list[str]]:
    return [[cell.text_frame.text for cell in row.cells] for row in table(slide).rows]


def texts(slide: Any) -> list[str]:
    """Return every text of a slide, tables included."""
    boxes = [each.text_frame.text for each in slide.shapes if each.has_text_frame]
    tables = [each.table for each in slide.shapes if each.has_table]
    return boxes + [cell.text_frame.text for each in tables for cell in each.iter_cells()]


def lines(slide: Any) -> list[Any]:
    return [each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.FREEFORM]


def test_one_slide_a_corridor_after_a_list_of_them(release: Release, decks: dict[str, Any]) -> None:
    """A corridor goes from country to country; each is listed with the slide it leads to."""
    every = corridors(store(release.tables), release.query)
    assert len(every) == len({(each.start, each.end) for each in every})
    for deck in decks.values():
        listed = next(slide for slide in deck.slides if title(slide) in {"Corredores", "Corridors"})
        rows = cells(listed)[1:]
        assert len(rows) == len(every) < MOST_CORRIDORS
        counts = [[str(len(e.case_ids)), str(e.stated)] for e in every]
        assert [row[1:3] for row in rows] == counts
        for line, row in zip(list(table(listed).rows)[1:], rows, strict=True):
            (link,) = line._tr.iter(qn("a:hlinkClick"))
            target = listed.part.related_part(link.rId).slide
            assert title(target) == row[0] == title(deck.slides[int(row[4]) - 1])


def test_corridors_are_those_of_the_stops(tables: Tables) -> None:
    """From the first to the last stop of each route with a way, told apart by country."""
    found = {(each.start, each.end) for each in corridors(store(tables), RouteQuery())}
    stops = tables.stops.sort_values(["case_id", "route_no", "stop_no"], kind="stable")
    several = stops.groupby(["case_id", "route_no"]).filter(lambda each: len(each) > 1)
    groups = several.groupby(["case_id", "route_no"])["place_id"]
    ends = zip(groups.first(), groups.last(), strict=True)
    assert found == {(at_level(a, "country"), at_level(b, "country")) for a, b in ends}


def test_a_corridor_shows_its_cases_and_its_legs(release: Release, decks: dict[str, Any]) -> None:
    """Each case has its row, each leg its native line: dashed where no way states it."""
    every = corridors(store(release.tables), release.query)
    names = dict(zip(release.tables.cases["case_id"], release.tables.cases["name"], strict=True))
    deck = decks["es"]
    begin = titles(deck).index("Corredores") + 1
    for slide, corridor in zip(list(deck.slides)[begin:], every, strict=False):
        shown = " ".join(row[0] for row in cells(slide))
        assert all(names[each][:20] in shown for each in corridor.case_ids)
        legs: dict[tuple[str, str], bool] = {}
        for start, end, inferred in (leg for way in corridor.ways for leg in way.legs):
            legs[start, end] = legs.get((start, end), True) and inferred
        drawn = lines(slide)
        assert len(drawn) == len(legs)
        assert sum(each.line.dash_style is not None for each in drawn) == sum(legs.values())
        notes = slide.notes_slide.notes_text_frame.text
        assert all(names[each] in notes for each in corridor.case_ids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_slides_of_corridors_cut_no_name_way_or_source(
    release: Release, decks: dict[str, Any], lang: str
) -> None:
    """The letters are made smaller before a word is lost."""
    every = corridors(store(release.tables), release.query)
    begin = titles(decks[lang]).index(load(lang)("slides.corridors")) + 1
    for slide in list(decks[lang].slides)[begin : begin + len(every)]:
        assert not [each for row in cells(slide) for each in row if "…" in each], title(slide)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_are_those_of_the_totals(
    release: Release, decks: dict[str, Any], lang: str
) -> None:
    """Cases, arrests, victims, minors, assets: as on every screen."""
    t, sums = load(lang), totals(store(release.tables), release.query)
    said = texts(decks[lang].slides[1])
    assert t.number(sums.cases) in said
    for name in ("arrests", "victims", "minors", "assets"):
        assert said[said.index(t(f"picture.kpi.{name}")) - 1] == t.number(getattr(sums, name).value)


def test_both_languages_hold_the_same(decks: dict[str, Any]) -> None:
    """As many slides, tables, rows, lines and pictures, one by one."""
    spanish, english = decks["es"].slides, decks["en"].slides
    for one, other in zip(spanish, english, strict=True):
        assert [each.shape_type for each in one.shapes] == [e.shape_type for e in other.shapes]
        if any(each.has_table for each in one.shapes):
            assert len(cells(one)) == len(cells(other))


def test_text_and_tables_can_be_edited(decks: dict[str, Any]) -> None:
    """Only maps are pictures, each with words for who cannot see it."""
    for slide in decks["es"].slides:
        pictures = [e for e in slide.shapes if e.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert len(pictures) <= 1
        for each in pictures:
            assert len(each._element.nvPicPr.cNvPr.get("descr")) > 20
        assert texts(slide)


def test_views_are_slides_and_their_notes_are_for_who_speaks(tables: Tables) -> None:
    """Title and filters stand on the slide, the author's note in the speaker's notes."""
    deck = opened(slides(briefing(tables), lang="es"))
    assert titles(deck)[0] == "Informe para la Fiscalía"
    first, second = deck.slides[3], deck.slides[4]
    assert (title(first), title(second)) == ("Hacia Panamá", "Vista 2")
    assert first.notes_slide.notes_text_frame.text == "Uno.\nDos.\nFiltros: Destino: Panamá"
    assert "Filtros: Destino: Panamá" in texts(first)
    assert "Uno." not in " ".join(texts(first))


def test_protected_counts_are_shown_as_they_are(tables: Tables) -> None:
    """Numbers and what is suppressed, cell by cell; without such counts there is no such slide."""
    deck = opened(slides(briefing(tables), lang="en"))
    head = load("en")("slides.lattice")
    found = [slide for slide in deck.slides if title(slide).startswith(head)]
    rows = [row for slide in found for row in cells(slide)]
    assert ["All years", "60"] in rows
    assert head not in titles(opened(slides(released(tables), lang="en")))


def test_every_slide_says_for_whom_and_when(tables: Tables, decks: dict[str, Any]) -> None:
    """Audience, date and release in the footer; an internal one has its mark across each slide."""
    made = released(tables, audience="internal", user=USER)
    for slide in opened(slides(made, lang="es")).slides:
        said = texts(slide)
        assert f"Uso interno · {USER} · 1 mar 2025" in said
        assert any(made.manifest.release_id in each for each in said)
    for number, slide in enumerate(decks["en"].slides, 1):
        assert f"{number} of {len(decks['en'].slides)}" in texts(slide)
        assert not any("Internal" in each for each in texts(slide))


def test_many_corridors_are_listed_and_those_of_most_cases_shown(large: Any) -> None:
    """The deck stays one that can be shown, says how much it leaves out, and that it is made up."""
    assert len(large.slides) <= MOST_CORRIDORS + 14
    assert all(any(e.startswith("SYNTHETIC · ") for e in texts(each)) for each in large.slides)
    shown = [slide for slide in large.slides if lines(slide)]
    assert len(shown) <= MOST_CORRIDORS
    (rest,) = [row[0] for row in cells(shown[0]) if row[0].startswith("y ")]
    listed = len(cells(shown[0])) - 2
    assert 2 < listed <= MOST_CASES
    (whole,) = [each for each in texts(shown[0]) if " casos documentados · " in each]
    left = int(rest.removeprefix("y ").removesuffix(" casos más").replace(".", ""))
    assert listed + left == int(whole.partition(" ")[0].replace(".", ""))


def test_nothing_stands_beyond_the_slide(decks: dict[str, Any], large: Any) -> None:
    """No shape leaves the page, and no table reaches the footer."""
    for deck in (*decks.values(), large):
        for slide in deck.slides:
            for each in slide.shapes:
                assert each.left >= 0
                assert each.left + each.width <= deck.slide_width
                high = sum(row.height for row in each.table.rows) if each.has_table else each.height
                assert each.top + high <= deck.slide_height
                if each.has_table:
                    assert Emu(each.top + high).pt <= BOTTOM + 1


def test_no_word_of_a_heading_is_torn_apart(decks: dict[str, Any]) -> None:
    """Each has room for its longest word, in the widest font that may stand in for ours."""
    for deck in decks.values():
        tables = [each.table for slide in deck.slides for each in slide.shapes if each.has_table]
        for table in tables:
            for column, cell in zip(table.columns, table.rows[0].cells, strict=True):
                (size,) = {run.font.size.pt for run in cell.text_frame.paragraphs[0].runs}
                room = column.width.pt - cell.margin_left.pt - cell.margin_right.pt
                for word in cell.text_frame.text.split():
                    assert width(word, size, "bold") <= room, word


def test_links_lead_to_sources_only(release: Release, decks: dict[str, Any]) -> None:
    """Every outside address is one that the register has for a source."""
    known = set(release.tables.sources["url"])
    outside = {
        rel.target_ref
        for slide in decks["es"].slides
        for rel in slide.part.rels.values()
        if rel.is_external
    }
    assert outside
    assert outside <= known


def test_a_release_without_flows_has_slides_all_the_same() -> None:
    """Nothing found is said in words."""
    made = made_up([{"case_id": "c", "name": "c"}], route("c", "ECU", evidence="mentioned"))
    deck = opened(slides(released(made), lang="en"))
    (found,) = [slide for slide in deck.slides if title(slide) == "Corridors"]
    assert load("en")("slides.no_corridors") in texts(found)


def test_libreoffice_shows_every_slide_with_every_letter(
    release: Release, tables: Tables, tmp_path: Path
) -> None:
    """Converted as an official would see it: no slide, word or letter is missing.

    Where a font lacks a letter LibreOffice takes another that has it; so each letter must be in
    one of the fonts of the file, all of which are inside it.
    """
    write_hostile(tmp_path / "hostile")
    hostile = released(read_tables(tmp_path / "hostile"), audience="internal", user="{{7*7}}<b>")
    made = {"es": release, "en": briefing(tables), "hostile": hostile}
    paths = []
    for name, each in made.items():
        paths.append(tmp_path / f"{name}.pptx")
        paths[-1].write_bytes(slides(each, lang="en" if name == "en" else "es"))
    for path, read in zip(paths, converted(paths, "pdf", tmp_path), strict=True):
        deck = pptx.Presentation(path)
        info = subprocess.run([tool("pdfinfo"), str(read)], capture_output=True, check=True).stdout
        assert f"Pages: {len(deck.slides)}" in " ".join(info.decode().split())
        said = pdf_text(read)
        assert all(each.split()[0] in said for each in titles(deck))
        fonts = pdf_fonts(read)
        assert fonts
        assert all(embedded for _, embedded in fonts)
        if path.stem != "hostile":
            letters = {each for slide in deck.slides for text in texts(slide) for each in text}
            assert {each for each in letters if not each.isspace()} <= letters_of(fonts)


def letters_of(fonts: list[tuple[str, bool]]) -> set[str]:
    """Return the letters of installed fonts, by their PostScript names."""
    found: set[str] = set()
    for name, _ in fonts:
        command = [tool("fc-list"), f":postscriptname={name}", "file"]
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        assert listed, name
        path = listed.splitlines()[0].removesuffix(": ").rstrip(":").strip()
        faces = TTCollection(path).fonts if path.endswith("ttc") else [TTFont(path)]
        for face in faces:
            found |= {chr(each) for each in face.getBestCmap()}
    return found


@pytest.mark.parametrize("lang", ["fr", ""])
def test_an_unknown_language_is_refused(release: Release, lang: str) -> None:
    """The message says what was given."""
    with pytest.raises(ValueError, match="language"):
        slides(release, lang=lang)
