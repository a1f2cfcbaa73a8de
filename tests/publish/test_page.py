"""The exported file in a real browser, opened from the disk with the network off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from routes.cases import Tables, read_tables
from routes.cases.synth import write_synthetic
from routes.publish import export_html
from tests.publish.released import released
from tests.publish.sight import Sight, look

NEMESIS = "flow:CO-ARA>85001"
PIXELS = """(name) => { const sheet = Page.scene.sheets[name]; const canvas = sheet._container;
return sheet._ctx.getImageData(0, 0, canvas.width, canvas.height).data.some((v) => v) }"""


def test_it_opens_whole_without_a_request(wide: Sight, page_file: Path) -> None:
    """Land, lines and names are drawn; totals and table stand beside them."""
    page = wide.open(page_file)
    assert all(page.evaluate(PIXELS, name) for name in ("base", "flows", "top"))
    expect(page.locator("#kpis dd").first).to_have_text("19")
    expect(page.locator("#words tbody tr")).to_have_count(44)
    expect(page.get_by_text("Curvas esquemáticas: no son el camino recorrido.")).to_be_visible()
    expect(page.get_by_text("Casos detectados, no prevalencia.", exact=True)).to_be_visible()


def test_the_map_has_two_thirds_of_the_height(wide: Sight, page_file: Path) -> None:
    """Map first, at a laptop's 1440 × 900."""
    box = wide.open(page_file).locator("#map").bounding_box()
    assert box is not None
    assert box["height"] >= 600
    assert box["y"] + box["height"] <= 900


def test_a_row_opens_the_evidence_beside_its_line(wide: Sight, page_file: Path) -> None:
    """Each case with its leg's evidence, source and grade; conflicting figures side by side."""
    page = wide.open(page_file)
    page.locator(f'tr[data-key="{NEMESIS}"] button').click()
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Arauca → Yopal")
    expect(panel).to_contain_text("Némesis")
    expect(panel).to_contain_text("Las fuentes no coinciden")
    victims = panel.locator("tr", has_text="víctimas").first
    expect(victims.locator("td.value")).to_have_text("17")
    expect(panel.locator("a").first).to_have_attribute("rel", "noopener noreferrer")
    expect(panel).to_contain_text("Todas las personas detenidas se presumen inocentes.")
    ends = page.evaluate(
        """(key) => { const i = Page.scene.items.find((each) => each.flow.key === key);
        return [i.in0, i.in1]; }""",
        NEMESIS,
    )
    assert ends == [True, True]
    expect(page.locator("tr.chosen")).to_have_count(1)


def test_a_click_on_a_line_selects_it_and_a_second_one_lets_go(
    wide: Sight, page_file: Path
) -> None:
    """The line under the pointer, found by its curve."""
    page = wide.open(page_file)
    at = page.evaluate(
        """(key) => { const i = Page.scene.items.find((each) => each.flow.key === key);
        const view = Page.scene.sheets.flows.view(1, L.point(0, 0));
        const p = Rutas.quadratic(i.q, 0.5);
        const box = document.getElementById("map").getBoundingClientRect();
        return [p[0] - view.window[0] + box.left, p[1] - view.window[1] + box.top]; }""",
        NEMESIS,
    )
    page.mouse.move(*at)
    expect(page.locator(".rutas-tip strong")).to_have_text("Arauca → Yopal")
    page.mouse.click(*at)
    assert page.evaluate("Page.selected") == NEMESIS
    page.mouse.click(*at)
    assert page.evaluate("Page.selected") == ""
    expect(page.locator("#panel")).to_be_hidden()


def test_selecting_fades_the_other_lines(wide: Sight, page_file: Path) -> None:
    """The sheet with all lines steps back; the chosen one is drawn above it."""
    page = wide.open(page_file)
    assert page.evaluate("Page.scene.sheets.flows._container.style.opacity") == "1"
    page.evaluate("(key) => Page.select(key)", NEMESIS)
    assert float(page.evaluate("Page.scene.sheets.flows._container.style.opacity")) < 0.3
    assert page.evaluate("Page.scene.chosen().length") == 1


def test_far_flows_meet_at_one_label_that_leads_there(wide: Sight, page_file: Path) -> None:
    """China counts distinct cases, not lines, and is one click away."""
    page = wide.open(page_file)
    china = page.get_by_role("button", name="China · 4 casos")
    expect(china).to_have_text("← China · 4 casos")
    lines = page.evaluate("Page.scene.placed.find((each) => each.key === 'CHN').items.length")
    assert lines > 4
    china.click()
    page.wait_for_function("() => Page.scene.map.getBounds().contains([23.1, -246.75])")
    expect(page.get_by_role("button", name="China · 4 casos")).to_have_count(0)


def test_no_label_lies_on_another(wide: Sight, page_file: Path) -> None:
    """In every view: names, edge labels and controls keep apart."""
    page = wide.open(page_file)
    page.evaluate(
        """() => { const draw = Rutas.drawLabels; Rutas.drawLabels = (ctx, placed, theme) => {
        window.placed = placed.map((each) => each.at.box); draw(ctx, placed, theme); } }"""
    )
    for name in ("focus", "colombia", "america", "world"):
        boxes, edges = page.evaluate(
            """(name) => { Page.scene.show(Rutas.VIEWS[name], name, true); Page.scene.repaint();
            return [window.placed, Page.scene.placed.map((each) => each.box)]; }""",
            name,
        )
        assert len(boxes) > 10
        every = [*boxes, *edges]
        for n, a in enumerate(every):
            for b in every[:n]:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], name


def test_english_is_one_switch_away_and_back(wide: Sight, page_file: Path) -> None:
    """Words, numbers, place names and the page's language change; the selection stays."""
    page = wide.open(page_file)
    page.evaluate("(key) => Page.select(key)", "flow:CO-ANT>CHN")
    expect(page.locator(".facts").first).to_contain_text("15.6")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#panel h2")).to_have_text("Antioquia → China")
    expect(page.locator(".facts").first).to_contain_text("15,6")
    expect(page.get_by_role("tab", name="Places without a route")).to_be_visible()
    expect(page.locator("#map")).to_have_attribute(
        "aria-label",
        "Map of flows. Arrow keys move it, + and − zoom. The table holds the same data.",
    )
    expect(page.get_by_role("button", name="English")).to_be_focused()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_it_can_be_used_by_keyboard_alone(wide: Sight, page_file: Path) -> None:
    """Skip to the tables, change tab by arrow, choose a row by Enter, leave by Escape."""
    page = wide.open(page_file)
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tab", name="Flujos")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Origen × destino")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    pick = page.locator("tbody button.pick").first
    pick.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#map").focus()
    before = page.evaluate("Page.scene.map.getZoom()")
    page.keyboard.press("+")
    page.wait_for_function("(z) => Page.scene.map.getZoom() > z", arg=before)


def test_every_tab_and_the_printed_sheet_have_their_content(wide: Sight, page_file: Path) -> None:
    """Matrix, places, cases, sources and method; on paper all of them follow the map."""
    page = wide.open(page_file)
    for name, text in {
        "Origen × destino": "no se suman",
        "Lugares sin ruta": "Ecuador",
        "Casos": "Némesis",
        "Fuentes": "Thomson Reuters Foundation",
        "Método": "Qué es una línea",
    }.items():
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel")).to_contain_text(text)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for text in ("Thomson Reuters Foundation", "Qué es una línea", "Puerto Carreño"):
        expect(page.locator("#words").get_by_text(text).first).to_be_visible()
    expect(page.locator(".tabs")).to_be_hidden()


def test_on_a_phone_the_evidence_comes_as_a_sheet_below_the_map(
    narrow: Sight, page_file: Path
) -> None:
    """The map keeps 55 % of the height and stays uncovered."""
    page = narrow.open(page_file)
    map_box = page.locator("#map").bounding_box()
    assert map_box is not None
    assert map_box["height"] >= 0.54 * 844
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(f'tr[data-key="{NEMESIS}"] button').tap()
    page.wait_for_function("() => document.getElementById('map').getBoundingClientRect().top < 2")
    map_box, sheet = (page.locator(each).bounding_box() for each in ("#map", "#panel"))
    assert map_box is not None
    assert sheet is not None
    assert sheet["y"] >= map_box["y"] + map_box["height"] - 1


def test_motion_is_left_out_for_those_who_ask(browser: Browser, page_file: Path) -> None:
    """A view is shown at once instead of flown to."""
    sight = look(browser, width=1200, height=800, reduced_motion="reduce")
    page = sight.open(page_file)
    page.get_by_role("button", name="Mundo").click()
    assert page.evaluate("Page.scene.map.getZoom()") < 3
    sight.context.close()


def test_the_dark_theme_is_drawn_in_its_own_colours(browser: Browser, page_file: Path) -> None:
    """Sea and paper turn dark, on the canvas too."""
    sight = look(browser, width=1200, height=800, color_scheme="dark")
    page = sight.open(page_file)
    sea = page.evaluate("Array.from(Page.scene.sheets.base._ctx.getImageData(2, 300, 1, 1).data)")
    assert max(sea[:3]) < 60
    assert sight.complaints == []
    sight.context.close()


HOSTILE = (
    "{{7*7}} {% raw %} {# </script><script>window.hacked=1</script> "
    '<img src="http://example.invalid/x" onerror="window.hacked=1"> `${window.hacked=1}` '
    "\u2028\u2029\u202e --> ]]> &lt;b&gt; "
)


def test_hostile_text_is_shown_and_never_run(
    wide: Sight, written_with: Callable[[str], Tables], tmp_path: Path
) -> None:
    """In names, titles, summaries and notes: text, whatever it looks like."""
    path = tmp_path / "page.html"
    path.write_text(export_html(released(written_with(HOSTILE)), lang="es"))
    page = wide.open(path)
    page.evaluate("(key) => Page.select(key)", NEMESIS)
    shown = page.locator("#panel .case-name").first.text_content()
    assert shown is not None
    assert shown.strip() == (HOSTILE + "Némesis").strip()
    for name in ("Casos", "Fuentes"):
        page.get_by_role("tab", name=name, exact=True).click()
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, main script').length") == 0
    assert page.evaluate(PIXELS, "flows")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_text_comes_out_as_it_went_in(
    text: str, browser: Browser, written_with: Callable[[str], Tables], tmp_path: Path
) -> None:
    """The law of the page: what a table says is what the reader sees."""
    tables = written_with(f"x{text}x")
    path = tmp_path / "page.html"
    path.write_text(export_html(released(tables), lang="en"))
    sight = look(browser, width=800, height=600)
    page = sight.open(path)
    page.evaluate("(key) => Page.select(key)", NEMESIS)
    (name,) = tables.cases.loc[tables.cases["case_id"] == "nemesis", "name"]
    assert page.locator("#panel .case-name").first.text_content() == name
    assert sight.complaints == []
    assert sight.requests == []
    sight.context.close()


def test_a_very_long_text_does_not_break_the_page(
    wide: Sight, written_with: Callable[[str], Tables], tmp_path: Path
) -> None:
    """A hundred kilobytes without a blank stay inside their box."""
    path = tmp_path / "page.html"
    tables = written_with("")
    tables.cases.loc[tables.cases["case_id"] == "nemesis", "name"] = "W" * 100_000
    path.write_text(export_html(released(tables), lang="es"))
    page = wide.open(path)
    page.evaluate("(key) => Page.select(key)", NEMESIS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert page.evaluate("document.getElementById('panel').scrollWidth") <= 400


def test_ten_thousand_flows_are_ready_soon(wide: Sight, tmp_path: Path) -> None:
    """About half a second on a quiet machine; the limit leaves room for a busy one."""
    write_synthetic(tmp_path, cases=12_000, flows=10_000, seed=3)
    path = tmp_path / "page.html"
    tables = read_tables(tmp_path)
    path.write_text(export_html(released(tables), lang="es"))
    page = wide.open(path)
    assert page.evaluate("performance.getEntriesByName('rutas-ready')[0].startTime") < 3000
    expect(page.locator("#synthetic")).to_contain_text("SYNTHETIC")
    expect(page.locator("#words tbody tr")).to_have_count(100)
    assert page.evaluate(PIXELS, "flows")
