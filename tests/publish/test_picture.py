"""A release as one page: PNG, SVG and PDF."""

from __future__ import annotations

import io
import json
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree as ET

import defusedxml.ElementTree
import pytest
from matplotlib.font_manager import get_font
from PIL import Image

from routes.analysis.totals import totals
from routes.cases import Tables, read_tables
from routes.cases.synth import write_synthetic
from routes.flows import flows, store
from routes.publish.picture import KINDS, PAPERS, picture
from routes.publish.picture.lettering import font_file, shorten, width
from routes.query import RouteQuery
from routes.release import Release
from routes.text import load
from tests.hostile import HOSTILE, write_hostile
from tests.made_up import made_up, route
from tests.publish.opened import pdf_fonts, pdf_text
from tests.publish.released import DAY, USER, released, with_lattice

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def release(tables: Tables) -> Release:
    return released(tables)


@pytest.fixture(scope="module")
def internal(tables: Tables) -> Release:
    return released(tables, audience="internal", user=USER)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder)
    query = RouteQuery()
    return released(read_tables(folder), query, audience="internal", user="$x^2$ <b>\x1b{{7*7}}")


def texts(svg: bytes) -> list[str]:
    """Return every text of an SVG file, in the order in which it is drawn."""
    root: ET.Element = defusedxml.ElementTree.fromstring(svg, forbid_dtd=False)
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_page_says_the_totals(release: Release, lang: str, paper: str) -> None:
    """Each number on the page is the one that the totals of the release give."""
    t, sums = load(lang), totals(release.tables, release.query)
    said = texts(picture(release, kind="svg", lang=lang, paper=paper))
    for name in ("arrests", "victims", "minors", "assets"):
        total = getattr(sums, name)
        at = said.index(t(f"picture.kpi.{name}"))
        assert said[at - 1] == t.number(total.value)
        if total.qualifier != "exact":
            assert said[at - 2] == t.code("qualifier", total.qualifier)
        assert t.plural("picture.kpi.missing", total.missing) in said[at : at + 3]
    assert said[said.index(t.plural("picture.kpi.cases", sums.cases)) - 1] == t.number(sums.cases)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_page_says_what_it_is(release: Release, lang: str) -> None:
    """Legend, scale, notes, sources, date and manifest stand on the page, in its language."""
    t = load(lang)
    said = " ".join(texts(picture(release, kind="svg", lang=lang)))
    keys = ("stated", "inferred", "mentioned", "only_place", "volume", "settlement", "country")
    for words in (
        *(t(f"map.legend.{key}") for key in keys),
        t("picture.note.schematic"),
        t("picture.note.innocent"),
        t("picture.base"),
        t("picture.public"),
        t.date(DAY.isoformat()),
        release.manifest.release_id,
        "INTERPOL, ",
    ):
        assert words in said
    assert said.count(t("picture.note.detected").split(".")[0]) == 1
    assert re.search(r"\b\d+ km\b", said)


def test_a_far_destination_is_told_at_the_edge_with_its_distinct_cases(tables: Tables) -> None:
    """Lines that meet there are not added up: China has as many cases as have a leg to it."""
    columns = store(tables)
    china = {"CHN", "CN-GD", "GN1809858"}
    frame = tables.stops
    # An arrow needs two stops: a case that only mentions China has none.
    ends = frame[frame["place_id"].isin(china) & (frame["stop_no"] > 1)]
    cases = ends["case_id"].nunique()
    assert cases < frame.loc[frame["place_id"].isin(china), "case_id"].nunique()
    lines = flows(columns, RouteQuery()).frame
    assert lines["to"].isin(china).sum() > cases > 1
    said = texts(picture(released(tables), kind="svg", lang="en"))
    assert f"← China · {cases} cases" in said


def test_inferred_legs_are_dashed_and_stated_ones_are_not() -> None:
    """The same route, once stated and once inferred, differs by a dash."""
    cases = [{"case_id": "c", "name": "c"}]

    def dashed(evidence: str) -> int:
        made = made_up(cases, route("c", "05001", "PAN", evidence=evidence))
        return picture(released(made), kind="svg", lang="es").count(b"stroke-dasharray")

    # The legend has its dashed sample in either case.
    assert dashed("inferred") > dashed("stated")


def test_a_place_only_mentioned_has_a_ring_and_no_line() -> None:
    """No source says a way, so no arrow is drawn: the only one is the legend's two samples."""
    made = made_up([{"case_id": "c", "name": "c"}], route("c", "ECU", evidence="mentioned"))
    said = texts(picture(released(made), kind="svg", lang="en"))
    assert "place mentioned, no route" in said
    assert "Ecuador" in said
    assert "No flow under these filters" not in said


def test_an_empty_release_says_so() -> None:
    """A filter that finds nothing gives a page with words, not an error."""
    made = released(made_up([{"case_id": "c", "name": "c"}]), RouteQuery(text="nothing"))
    for kind in KINDS:
        assert picture(made, kind=kind, lang="en")
    said = texts(picture(made, kind="svg", lang="en"))
    assert "No flow under these filters" in said
    assert "Not stated in the source" in said


def test_text_stays_text_with_its_letters_embedded(release: Release, tmp_path: Path) -> None:
    """Words can be found and copied; no font of the reader's machine is asked for."""
    path = tmp_path / "page.pdf"
    path.write_bytes(picture(release, kind="pdf", lang="es"))
    found = pdf_fonts(path)
    assert found
    assert all(name.startswith("DejaVuSans") and embedded for name, embedded in found)
    read = pdf_text(path)
    for words in ("Rutas documentadas de trata de personas", "China · 4 casos", "Bogotá"):
        assert words in read
    svg = picture(release, kind="svg", lang="es").decode()
    assert svg.count("src:url(data:font/ttf;base64,") == 3
    assert "url(http" not in svg
    families = set(re.findall(r"font-family:\s*([^;\"]+)", svg))
    assert families == {"'DejaVu Sans'"}


def test_no_letter_is_missing(hostile: Release) -> None:
    """What the font cannot show is replaced by a sign that it can, whatever the text."""
    known = set(get_font(str(font_file("regular"))).get_charmap())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = texts(picture(hostile, kind="svg", lang="es"))
    assert {letter for text in said for letter in text if ord(letter) not in known} == set()


def test_hostile_text_is_only_text(hostile: Release) -> None:
    """No formula is set, no markup read, no control character left, and the page stays whole."""
    svg = picture(hostile, kind="svg", lang="es", paper="16:9")
    root: ET.Element = defusedxml.ElementTree.fromstring(svg, forbid_dtd=False)
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert not tags & {"script", "iframe", "image", "img", "foreignObject", "a", "tspan"}
    assert not any(key.lower().startswith("on") for each in root.iter() for key in each.attrib)
    said = "\n".join(texts(svg))
    assert "Uso interno · $x^2$ <b>�{{7*7}}" in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", said)
    for kind in ("png", "pdf"):
        assert picture(hostile, kind=kind, lang="es")


def test_a_title_of_any_length_and_kind_fits(tables: Tables) -> None:
    """The author's title is shortened to one line; letters of formulas stay letters."""
    query = RouteQuery(destination=("PAN",))
    for titles in (HOSTILE[::2], HOSTILE[1::2]):
        made = released(tables, query, title=" ".join(titles))
        said = texts(picture(made, kind="svg", lang="es"))
        assert any(each.endswith("…") for each in said)
    for title in HOSTILE:
        assert width(shorten(title, 300, 15, "bold"), 15, "bold") <= 300
    made = released(tables, title="$E = mc^2$ " + "largo " * 300)
    (shown,) = (each for each in texts(picture(made, kind="svg", lang="es")) if "$E" in each)
    assert shown.startswith("$E = mc^2$ largo")
    assert shown.endswith("…")


def test_internal_pages_say_who_made_them_and_public_ones_do_not(
    release: Release, internal: Release
) -> None:
    """The watermark stands across the map, with user and date."""
    mark = f"Uso interno · {USER} · 1 mar 2025"
    assert sum(mark == each for each in texts(picture(internal, kind="svg", lang="es"))) >= 3
    assert not any("interno" in each for each in texts(picture(release, kind="svg", lang="es")))


def test_made_up_data_say_so(tmp_path: Path, release: Release) -> None:
    """SYNTHETIC stands on the face of a page with made-up cases, and on no other."""
    write_synthetic(tmp_path, cases=12, flows=9, seed=3)
    made = released(read_tables(tmp_path))
    for lang in ("es", "en"):
        assert texts(picture(made, kind="svg", lang=lang))[0].startswith("SYNTHETIC · ")
    assert not any("SYNTHETIC" in each for each in texts(picture(release, kind="svg", lang="es")))


def test_protected_cases_are_not_drawn_but_told_of(release: Release) -> None:
    """The note says that there are others, and only where there are."""
    head = load("en")("picture.protected.title")
    said = texts(picture(with_lattice(release), kind="svg", lang="en", paper="16:9"))
    assert said[said.index(head) + 1] == "Victims: threshold 11, rounded to 5."
    assert said[said.index(head) + 2] == "All years: 60"
    assert head not in texts(picture(release, kind="svg", lang="en"))


def test_every_file_carries_its_manifest(release: Release) -> None:
    """Register, query, policy, code, sources and date, as JSON that reads back."""
    png = Image.open(io.BytesIO(picture(release, kind="png", lang="es")))
    said = json.loads(png.text["Description"])
    assert said["release_id"] == release.manifest.release_id
    assert said["made_on"] == "2025-03-01"
    assert said["sources"] == list(release.manifest.sources)
    assert said["policy"] == release.manifest.policy
    identity = release.manifest.release_id.encode()
    assert identity in picture(release, kind="svg", lang="es")
    assert identity in picture(release, kind="pdf", lang="es")


@pytest.mark.parametrize(
    ("paper", "ratio"), [("a4", 297 / 210), ("16:9", 16 / 9)], ids=["a4", "16:9"]
)
def test_the_page_has_the_shape_asked_for(release: Release, paper: str, ratio: float) -> None:
    """Landscape, and fine enough for print: at least 2,500 pixels wide."""
    wide, high = Image.open(io.BytesIO(picture(release, kind="png", lang="es", paper=paper))).size
    assert wide / high == pytest.approx(ratio, rel=0.002)
    assert wide >= 2_500


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "gif"), ("lang", "fr"), ("paper", "a3"), ("level", "village")]
)
def test_an_unknown_choice_is_refused(release: Release, name: str, value: str) -> None:
    """The message says what was given and what is possible."""
    asked = {"kind": "svg", "lang": "es", name: value}
    with pytest.raises(ValueError, match=f"'{value}'"):
        picture(release, **asked)
