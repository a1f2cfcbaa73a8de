"""Tables and links full of hostile text: it is shown as text, and nothing of it ever runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from typer.testing import CliRunner

from pages.parts.markup import shown
from routes.cases import Tables, read_tables
from routes.cli import app as command
from routes.flows import flows, store
from routes.query import RouteQuery
from tests.conftest import App, Visit, faults_in, start_app
from tests.hostile import HOSTILE, write_hostile
from tests.pages.conftest import Screen

FOLDER = "{{7*7}} <img src=x onerror=window.pwned=1> `${7*7}`"
MULTIPLIED = re.compile(r"(?<![\d.,])49(?![\d.,])")
PROSE = 6_000
SIGNS = str.maketrans(dict.fromkeys("→←↔—≥≤≈<>-=~"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables, itself of a hostile name, with hostile text in every free cell."""
    path = tmp_path_factory.mktemp("hostile") / FOLDER
    write_hostile(path)
    return path


@pytest.fixture(scope="module")
def tables(folder: Path) -> Tables:
    return read_tables(folder)


@pytest.fixture(scope="module")
def hostile_app(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    log = tmp_path_factory.mktemp("log") / "app.log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROUTES_DATA", str(folder))
        running = start_app(log)
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)
    assert not faults_in(log.read_text(errors="replace"))


@pytest.fixture
def screen(desk: Visit, hostile_app: App) -> Screen:
    return Screen(desk, hostile_app)


def one_line(text: str) -> str:
    return " ".join(shown(text).split())


def assert_harmless(screen: Screen) -> None:
    """Nothing ran, asked, left or failed, in the page or in the frame of the map."""
    for frame in screen.page.frames:
        assert frame.evaluate("typeof window.pwned") == "undefined"
    assert not MULTIPLIED.search(screen.page.locator("body").inner_text())
    screen.assert_quiet()


def contents(screen: Screen, place: str) -> list[str]:
    return [" ".join(text.split()) for text in screen.page.locator(place).all_text_contents()]


def test_the_map_is_whole(screen: Screen, tables: Tables) -> None:
    """Land, lines and symbols are painted, and the lines are those of the public cases."""
    screen.open_map()
    frame = flows(store(tables), RouteQuery(), level="place", lang="es").frame
    screen.expect_drawn({f"{a}>{b}" for a, b in zip(frame["from"], frame["to"], strict=True)})
    screen.assert_painted()
    assert_harmless(screen)


def test_the_panel_shows_text(screen: Screen, tables: Tables) -> None:
    """Names, notes, publishers and titles of every case of a line stand in its panel as text."""
    screen.open_map("/?level=country&sel=flow%3ACOL%3ECHN")
    expect(screen.panel.locator("h3").first).to_be_visible()
    said = " ".join(contents(screen, ".st-key-panel"))
    names = dict(zip(tables.cases["case_id"], tables.cases["name"], strict=True))
    for case_id in ("jade", "guangzhou-2020.1", "guangzhou-2020.2"):
        assert one_line(names[case_id]) in said
    heads = contents(screen, ".st-key-panel h3")
    assert len(heads) >= 9
    assert screen.panel.locator("script, img, svg[onload], style, textarea, title").count() == 0
    links = screen.panel.locator(".rutas-panel a").evaluate_all(
        "list => list.map((each) => each.getAttribute('href'))"
    )
    assert links
    assert [link for link in links if not re.match(r"https://[!-~]+$", link)] == []
    screen.assert_painted()
    assert_harmless(screen)


def test_filters_chips_and_tables_show_text(screen: Screen, tables: Tables) -> None:
    """A source of a hostile name can be chosen, is a chip, and stands in the table."""
    publishers = dict(zip(tables.sources["source_id"], tables.sources["publisher"], strict=True))
    chosen = [source for source, name in publishers.items() if re.search("[{<`]", name)][:4]
    screen.open_map(f"/?source={','.join(chosen)}")
    expect(screen.page.locator(".st-key-flow_table td").first).to_be_attached()
    chips = contents(screen, ".st-key-chips button p")
    for source in chosen:
        assert any(chip.startswith(f"Fuente: {one_line(publishers[source])}") for chip in chips)
    cells = contents(screen, ".st-key-flow_table td")
    assert any(cell.startswith("{{7*7}}") for cell in cells)
    # While the screen is still being drawn, an opened list is closed again.
    screen.rest()
    screen.box("Fuente").press("ArrowDown")
    options = screen.page.get_by_role("option")
    expect(options.first).to_be_visible()
    known = [one_line(name) for name in publishers.values()]
    for option in contents(screen, "[role=option]"):
        assert any(option.startswith(name) for name in known), option
    screen.page.keyboard.press("Escape")
    assert_harmless(screen)


def test_the_list_of_cases_shows_each_name_as_it_is_written(screen: Screen, tables: Tables) -> None:
    """No name is read as a template, as HTML or as Markdown, nor as a code for a symbol.

    Streamlit sets ASCII arrows and comparisons in labels as signs; that is all it may do.
    """
    screen.open("/casos")
    expect(screen.page.locator(".rutas-card h2")).to_be_visible()
    expect(screen.page.locator(".st-key-case_list [role=radiogroup] label")).to_have_count(
        len(tables.cases)
    )
    labels = set(contents(screen, ".st-key-case_list label p:first-child"))
    names = {one_line(name).translate(SIGNS) for name in tables.cases["name"]}
    wrong = names - {label.translate(SIGNS) for label in labels}
    assert wrong == set()
    assert_harmless(screen)


@pytest.mark.parametrize("mark", ["<img", "{% for", "w" * 9])
def test_the_page_of_a_case_shows_text(screen: Screen, tables: Tables, mark: str) -> None:
    """Name, summary, authority and notes are in the document as the very characters given."""
    name = next(text for text in HOSTILE if mark in text)
    row = tables.cases[tables.cases["name"] == name].iloc[0]
    screen.open(f"/casos?case={row['case_id']}")
    expect(screen.page.locator(".rutas-card h2")).to_be_visible()
    card = screen.page.locator(".rutas-card")
    assert card.locator("h2").text_content() == shown(name, most=PROSE)
    said = card.text_content() or ""
    for column in ("authority", "summary_es", "note_es", "identity_note_es"):
        if column != "identity_note_es" or row["identity_inferred"]:
            assert shown(row[column], most=PROSE) in said, column
    assert card.evaluate("each => each.scrollWidth - each.clientWidth") <= 1
    assert_harmless(screen)


def test_the_method_page_shows_each_source_as_it_is_written(screen: Screen, tables: Tables) -> None:
    """Every publisher and title is there as text; only web addresses are links."""
    screen.open("/metodo")
    expect(screen.page.locator(".rutas-wide h2").first).to_be_visible()
    cells = set(screen.page.locator(".rutas-wide td").all_text_contents())
    for column in ("publisher", "title"):
        for text in dict.fromkeys(tables.sources[column]):
            assert shown(text, most=PROSE) in cells, text[:80]
    links = screen.page.locator(".rutas-wide a").evaluate_all(
        "list => list.map((each) => [each.getAttribute('href'), each.protocol])"
    )
    assert {protocol for _, protocol in links} == {"https:"}
    assert_harmless(screen)


IMAGE = "<img src=x onerror=window.pwned=1>"
SCRIPT = "<script>window.pwned=1</script>"
LINKS = {
    "search": {"q": IMAGE + "{{7*7}}![x](https://evil.example/x.png)"},
    "every filter at once": {
        "from": "{{7*7}}",
        "to": IMAGE,
        "via": "__class__",
        "crossing": "`${7*7}`",
        "years": "9999999999:\u0662\u0660\u0662\u0660",
        "purpose": SCRIPT,
        "mode": "\u2028mode",
        "nationality": "[x](javascript:window.pwned=1)",
        "minors": "{% raw %}",
        "evidence": "\u202eetats",
        "credibility": "²",
        "source": "{#",
        "level": IMAGE,
        "lang": "xx{{7*7}}",
        SCRIPT: "1",
    },
    "selected line": {"sel": f"flow:{SCRIPT}>{IMAGE}"},
    "selected place": {"sel": "place:__proto__"},
    "selected nothing": {"sel": "constructor"},
    "very long": {"q": "q" * 5_000, "sel": "flow:" + "s" * 5_000, "case": IMAGE},
}


@pytest.mark.parametrize("name", LINKS)
def test_a_hostile_link_opens_within_the_frame(screen: Screen, name: str) -> None:
    """The page opens, says what it could not understand, and runs none of it."""
    given = LINKS[name]
    screen.open("/?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in given.items()))
    expect(screen.page.get_by_test_id("stTopNavLink").first).to_be_visible()
    if "q" in given:
        expect(screen.chips.first).to_contain_text(given["q"][:39])
    elif "sel" in given:
        expect(screen.panel).to_contain_text("no está en esta vista")
    else:
        said = screen.notice.text_content() or ""
        for value in given.values():
            assert " ".join(value.split())[:40] in " ".join(said.split())
    screen.wait_for_map()
    screen.assert_painted("base", "top")
    assert_harmless(screen)


@pytest.mark.parametrize("query", ["q=%00%01%1b%ff%fe", "from=%ed%a0%80&%=%", "=&&;;=="])
def test_a_broken_link_opens_within_the_frame(screen: Screen, query: str) -> None:
    """Bytes that are no text and parameters without a name do no harm."""
    screen.open(f"/?{query}")
    expect(screen.page.get_by_test_id("stTopNavLink").first).to_be_visible()
    expect(screen.kpi()).to_be_visible()
    assert_harmless(screen)


def run(*words: str) -> str:
    """Run the command; return what it wrote, which must have gone well."""
    result = CliRunner().invoke(command, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_tells_programs_the_very_text(folder: Path, tables: Tables) -> None:
    """JSON carries every name and title unchanged, in ASCII."""
    said = run("cases", "--statements", "--json", "--data", str(folder))
    assert said.isascii()
    rows = json.loads(said)
    assert [row["name"] for row in rows] == tables.cases["name"].tolist()
    for name in ("totals", "flows"):
        assert json.loads(run(name, "--json", "--data", str(folder)))


@pytest.mark.parametrize("words", [("totals",), ("flows",), ("cases", "--statements")])
def test_the_command_sends_a_terminal_nothing_but_text(
    folder: Path, words: tuple[str, ...]
) -> None:
    """No escape sequence, no control character and no change of direction reaches a terminal."""
    said = run(*words, "--data", str(folder))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b\ufeff]", said
    )
    assert not MULTIPLIED.search(said)
    if words[0] == "cases":
        assert "{{7*7}}" in said


def test_the_command_finds_the_tables_in_order(folder: Path) -> None:
    """Hostile text is no fault: the check lists warnings on languages and addresses only."""
    result = CliRunner().invoke(command, ["check", str(folder)])
    assert result.exit_code == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", result.output)


def test_the_exported_file_shows_text(desk: Visit, folder: Path, tmp_path: Path) -> None:
    """Opened from the disk: nothing runs, every case and source is there as text, the map whole."""
    out = tmp_path / "rutas.html"
    run("export", str(out), "--data", str(folder))
    page, tables = desk.page, read_tables(folder)
    page.goto(out.as_uri())
    page.wait_for_selector("html[data-ready]")
    said = {}
    for tab in ("cases", "sources"):
        page.locator(f"#tab-of-{tab}").click()
        said[tab] = page.locator(f"#tab-{tab}").text_content() or ""
    for name in dict.fromkeys(tables.cases["name"]):
        assert name[:500] in said["cases"], name[:80]
    for column in ("publisher", "title"):
        for text in dict.fromkeys(tables.sources[column]):
            assert text[:500] in said["sources"], text[:80]
    page.locator("#tab-of-flows").click()
    page.locator('tr[data-key="flow:CO-ARA>85001"] button').click()
    expect(page.locator("#panel")).to_contain_text("{{ self.__init__.__globals__ }}")
    colours = page.evaluate(
        """() => ["base", "flows", "top"].map((name) => {
          const sheet = Page.scene.sheets[name];
          const { width, height } = sheet._container;
          return new Set(sheet._ctx.getImageData(0, 0, width, height).data).size;
        })"""
    )
    assert min(colours) >= 5
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert not MULTIPLIED.search(page.locator("body").inner_text())
    assert not desk.console
    assert not desk.failed
    assert not desk.outside
    assert not desk.dialogs
