"""What a reader does with the exported file: filter, follow links, go back, present, print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from routes.analysis.facets import facets
from routes.analysis.totals import totals
from routes.cases import Tables
from routes.flows import Store, flows
from routes.publish import export_html
from routes.query import RouteQuery
from routes.release import SavedView
from tests.publish.released import USER, released, with_lattice
from tests.publish.sight import Sight, look

CHINA = RouteQuery(destination=("CHN",))
FLOW = "flow:CO-ANT>CHN"
VIEWS = (
    SavedView(RouteQuery(), title="Panorama", note="Todo lo documentado."),
    SavedView(CHINA, selected=FLOW, title="Hacia China", note="Una nota"),
    SavedView(RouteQuery(minors="yes", years=(2016, 2020)), level="department", title="Menores"),
)


@pytest.fixture(scope="module")
def briefing(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled cases with three views and a title."""
    path = tmp_path_factory.mktemp("briefing") / "briefing.html"
    release = released(tables, views=VIEWS, title="Informe de prueba")
    path.write_text(export_html(release, lang="es"), encoding="utf-8")
    return path


def kpi(page: Page) -> str:
    return page.locator("#kpis dd").first.inner_text()


def rows(page: Page) -> int:
    return page.locator("#tab-flows tbody tr").count()


def test_a_filter_changes_everything_and_can_be_taken_back(
    wide: Sight, page_file: Path, columns: Store
) -> None:
    """Options carry their cases; totals, map, table and timeline follow; back and undo return."""
    page = wide.open(page_file)
    found, left = facets(columns, RouteQuery())["to"], flows(columns, CHINA).frame
    page.get_by_role("button", name="Destino", exact=True).click()
    page.get_by_role("searchbox", name="Buscar en Destino").fill("chína")
    option = page.locator(".choice-option", has_text=re.compile("^China"))
    expect(option.locator(".choice-count")).to_have_text(str(found["CHN"]))
    option.click()
    expect(page.locator("#kpis dd").first).to_have_text(str(totals(columns, CHINA).cases))
    expect(page.locator("#tab-flows tbody tr")).to_have_count(len(left))
    assert page.evaluate("Page.scene.flows.length") == len(left)
    page.wait_for_function("() => location.hash === '#to=CHN'")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Destino China")).to_be_focused()
    page.get_by_role("tab", name="Línea de tiempo").click()
    years = facets(columns, CHINA)["years"]
    assert page.locator(".time text").all_inner_texts() != []
    page.get_by_text("Ver como tabla").click()
    cells = page.locator("#tab-time tbody tr").all_inner_texts()
    shown = dict(line.split() for line in cells if line.split()[0].isdigit())
    assert {year: int(n) for year, n in shown.items() if n != "0"} == years
    page.go_back()
    expect(page.locator("#kpis dd").first).to_have_text("19")
    page.go_forward()
    expect(page.locator("#kpis dd").first).to_have_text(str(totals(columns, CHINA).cases))
    page.get_by_role("button", name="Quitar filtros").click()
    expect(page.locator("#kpis dd").first).to_have_text("19")
    page.get_by_role("button", name="Deshacer").click()
    page.wait_for_function("() => location.hash === '#to=CHN'")


def test_a_link_opens_what_it_names_as_in_the_app(
    wide: Sight, page_file: Path, columns: Store
) -> None:
    """Names and values of the filters are those of the app's links; language and selection too."""
    query = RouteQuery(
        years=(2016, 2022), destination=("CHN", "DOM"), purpose=("sexual",), evidence=("stated",)
    )
    asked = "&".join(f"{name}={value}" for name, value in query.to_params().items())
    page = wide.open(page_file, f"#{asked}&level=department&sel=department:CO-ARA&lang=en")
    assert kpi(page) == str(totals(columns, query).cases)
    assert rows(page) == len(flows(columns, query, level="department").frame)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#panel h2")).to_have_text("Arauca")
    expect(page.locator("#notices")).to_be_hidden()
    again = page.evaluate(
        "(text) => { const read = Page.readHash(text); Page.state = read.state; "
        "return [Page.writeHash(), read.notices]; }",
        f"#{asked}&level=department",
    )
    written = dict(each.split("=") for each in again[0].split("&"))
    assert {name: written[name] for name in query.to_params()} == query.to_params()
    assert again[1] == []


def test_what_a_link_says_wrongly_is_left_out_with_a_notice(wide: Sight, page_file: Path) -> None:
    """Unknown filters, places and years: named, in text, and everything else holds."""
    asked = "#to=CHN,XX-<b>&years=2020:2010&rocket=%3Cimg%3E&level=street&evidence=stated"
    page = wide.open(page_file, asked)
    notices = page.locator("#notices p")
    expect(notices).to_have_count(4)
    expect(page.locator("#notices")).to_contain_text("XX-<b>")
    expect(page.locator("#notices")).to_contain_text("rocket")
    assert page.evaluate("Page.state.to") == ["CHN"]
    assert page.evaluate("Page.state.years") is None
    page.get_by_role("button", name="Entendido").click()
    expect(page.locator("#notices")).to_be_hidden()


def test_where_nothing_is_left_it_says_which_filter_to_loosen(
    wide: Sight, page_file: Path, columns: Store
) -> None:
    """With the number of cases that each would bring back; one press does it."""
    page = wide.open(page_file, "#to=CHN&evidence=mentioned")
    box = page.locator("#empty")
    back = totals(columns, CHINA).cases
    expect(box).to_contain_text("Ningún caso con estos filtros")
    box.get_by_role("button", name=f"Quitar «Evidencia»: {back} casos").click()
    expect(box).to_be_hidden()
    assert kpi(page) == str(back)


def test_views_are_presented_by_keys_alone(wide: Sight, briefing: Path) -> None:
    """P begins, arrows and page keys lead through, each is announced, Escape leaves."""
    page = wide.open(briefing)
    expect(page.locator("h1")).to_have_text("Informe de prueba")
    page.keyboard.press("p")
    slide, spoken = page.locator("#slide"), page.locator("#spoken")
    expect(slide).to_contain_text("Panorama")
    expect(spoken).to_have_text("1 de 3. Panorama. Todo lo documentado.")
    expect(page.locator("#filters")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(slide).to_contain_text("Hacia China")
    expect(slide).to_contain_text("Destino: China")
    expect(page.locator("#panel h2")).to_have_text("Antioquia → China")
    page.wait_for_function("() => location.hash === '#view=2&present=1'")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(spoken).to_have_text("3 de 3. Menores")
    expect(slide).to_contain_text("Menores de edad: sí")
    page.keyboard.press("PageUp")
    expect(slide).to_contain_text("Hacia China")
    page.evaluate("document.fullscreenElement && document.exitFullscreen()")
    page.keyboard.press("Escape")
    expect(slide).to_be_hidden()
    expect(page.locator("#filters")).to_be_visible()


def test_a_link_within_a_presentation_opens_its_view(
    wide: Sight, briefing: Path, columns: Store
) -> None:
    """#view=3 asks what the view asks, also what the file's own filters cannot."""
    page = wide.open(briefing, "#view=3")
    assert kpi(page) == str(totals(columns, VIEWS[2].query).cases)
    expect(page.locator("#within")).to_contain_text("Menores de edad: sí")
    page.get_by_role("link", name="2. Hacia China").click()
    expect(page.locator("#kpis dd").first).to_have_text(str(totals(columns, CHINA).cases))
    page.go_back()
    expect(page.locator("#within")).to_be_visible()
    page.get_by_role("button", name="Quitar los filtros de la vista").click()
    query = RouteQuery(years=(2016, 2020))
    expect(page.locator("#kpis dd").first).to_have_text(str(totals(columns, query).cases))


def test_without_views_the_file_is_its_own(wide: Sight, page_file: Path) -> None:
    """One view, of what is shown."""
    page = wide.open(page_file, "#to=CHN&present=1")
    expect(page.locator("#slide")).to_contain_text("1 de 1")
    expect(page.locator("#slide")).to_contain_text("Destino: China")
    page.get_by_role("button", name="Salir de la presentación").click()
    expect(page.locator("#slide")).to_be_hidden()
    assert page.evaluate("Page.state.to") == ["CHN"]


def test_an_internal_file_says_who_made_it_everywhere(
    wide: Sight, tables: Tables, page_file: Path, tmp_path: Path
) -> None:
    """On the screen, in a presentation and on paper; a public file says nothing of the kind."""
    path = tmp_path / "internal.html"
    release = released(tables, audience="internal", user=USER, register_version="ab" * 32)
    path.write_text(export_html(release, lang="es"))
    page = wide.open(path)
    mark = page.locator("#watermark")
    for words in (USER, "1 mar 2025", "abababababab", "Uso interno"):
        expect(mark).to_contain_text(words)
    expect(page.locator("#internal")).to_contain_text(f"USO INTERNO · {USER}")
    assert (
        page.evaluate("getComputedStyle(document.getElementById('watermark')).position") == "fixed"
    )
    page.evaluate("Page.present(1, true)")
    expect(mark).to_be_visible()
    page.evaluate("Page.leave()")
    page.emulate_media(media="print")
    expect(mark).to_be_visible()
    page.emulate_media(media="screen")
    page = wide.open(page_file)
    expect(page.locator("#watermark")).to_be_hidden()
    expect(page.locator("#internal")).to_be_hidden()


def test_protected_counts_stand_apart_from_the_cases(
    wide: Sight, tables: Tables, tmp_path: Path
) -> None:
    """A table of its own, which no filter touches; the map and the totals know nothing of it."""
    path = tmp_path / "lattice.html"
    path.write_text(export_html(with_lattice(released(tables)), lang="es"))
    page = wide.open(path, "#evidence=mentioned")
    page.get_by_role("tab", name="Cuentas protegidas").click()
    panel = page.locator("#tab-lattice")
    expect(panel).to_contain_text("no se muestran uno por uno")
    expect(panel.locator("tbody tr")).to_have_text(["Antioquia35–", "Todos los lugares–60"])
    panel.get_by_label("Según").select_option(label="Lugar de explotación")
    panel.get_by_label("Víctimas").select_option(label="menores de edad")
    expect(panel.locator("tbody td")).to_have_text(["menos de 11 o protegido"])
    page.evaluate("Page.clear()")
    assert kpi(page) == "19"
    assert page.evaluate("Page.scene.flows.length") == 44


def test_a_script_put_into_the_file_does_not_run(
    browser: Browser, page: str, tmp_path: Path
) -> None:
    """The policy blocks it, in the file or added later; the file still works."""
    path = tmp_path / "injected.html"
    bad = "<script>window.hacked=1</script><img src=x onerror='window.hacked=2'>"
    path.write_text(page.replace("<main>", bad + "<main>"))
    sight = look(browser, width=900, height=700)
    shown = sight.open(path)
    shown.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.hacked = 3';"
        " document.body.append(s); }"
    )
    assert shown.evaluate("window.hacked") is None
    assert sum("Content Security Policy" in each for each in sight.complaints) >= 3
    assert kpi(shown) == "19"
    sight.context.close()


def test_both_languages_tell_the_same_facts(wide: Sight, page_file: Path) -> None:
    """Every number, selection and address of every tab, in the same order."""
    page = wide.open(page_file)
    facts = """(lang) => {
      document.querySelector(`#languages [lang=${lang}]`).click();
      Page.fillAll();
      const words = document.getElementById("words");
      const all = (of, told) => Array.from(words.querySelectorAll(of), told);
      const digits = (e) => e.textContent.replace(/[.,](?=[0-9]{3})/g, "").replace(/[^0-9–]/g, "");
      return {
        kpis: Array.from(document.querySelectorAll("#kpis dd span"), digits),
        keys: all("#tab-flows tr[data-key], #tab-places tr[data-key]", (e) => e.dataset.key),
        numbers: all("#tab-flows td.number, #tab-matrix td.number, #tab-time td.number", digits),
        figures: all(".readings td.value", digits),
        cases: all("#tab-cases .case-name", (e) => e.textContent),
        links: all("a", (e) => e.href),
        shape: all(".tab-panel", (e) => [e.id, e.querySelectorAll("*").length]),
      };
    }"""
    spanish, english = (page.evaluate(facts, lang) for lang in ("es", "en"))
    assert len(spanish["numbers"]) > 200
    assert spanish == english


def test_on_a_phone_the_filters_come_up_as_a_sheet(
    narrow: Sight, page_file: Path, columns: Store
) -> None:
    """One button, all filters, each large enough for a finger; nothing is wider than the screen."""
    page = narrow.open(page_file)
    expect(page.locator("#filters")).to_be_hidden()
    page.get_by_role("button", name="Filtros", exact=True).tap()
    page.get_by_role("button", name="Destino", exact=True).tap()
    page.locator(".choice-option", has_text=re.compile("^China")).tap()
    assert kpi(page) == str(totals(columns, CHINA).cases)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#filters .close").tap()
    expect(page.get_by_role("button", name="Filtros · 1")).to_be_visible()
