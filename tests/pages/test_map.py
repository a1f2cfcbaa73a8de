"""Mapa: filters, totals, map, tables and evidence of the public cases are one and the same view."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.parts import panel
from pages.parts.state import View
from routes.analysis import totals
from routes.cases import bundled
from routes.choice import choose
from routes.flows import flows, store
from routes.holdings import holdings
from routes.query import RouteQuery
from routes.scope import Scope
from routes.text import load
from tests.pages.conftest import SCENE, Screen

ARAUCA = RouteQuery(origin=("CO-ARA",))
ANTIOQUIA = RouteQuery(origin=("CO-ANT",))
BOTH = RouteQuery(origin=("CO-ARA", "CO-ANT"))
EVERYTHING = RouteQuery()


def keys(query: RouteQuery, level: str = "place") -> set[str]:
    frame = flows(store(bundled()), query, level=level, lang="es").frame
    return {f"{a}>{b}" for a, b in zip(frame["from"], frame["to"], strict=True)}


def count(query: RouteQuery) -> str:
    return str(totals(store(bundled()), query).cases)


def rows(page: Page, *, selected: bool) -> Locator:
    """Rows of the table of flows, as a screen reader finds them."""
    return page.locator(f".st-key-flow_table tbody tr[aria-selected={str(selected).lower()}]")


def expect_view(screen: Screen, query: RouteQuery) -> None:
    """Totals, map and table all show the same query."""
    expect(screen.kpi()).to_have_text(count(query))
    screen.expect_drawn(keys(query))
    grid = screen.page.locator(".st-key-flow_table table").first
    expect(grid).to_have_attribute("aria-rowcount", str(len(keys(query)) + 1))


def test_a_filter_changes_totals_map_table_and_address(on_desk: Screen) -> None:
    """Two values chosen one after the other widen the view; each step is in the address."""
    screen = on_desk.open_map()
    expect_view(screen, EVERYTHING)
    screen.choose("Origen", "Arauca")
    screen.expect_asked(from_="CO-ARA")
    expect_view(screen, ARAUCA)
    screen.choose("Origen", "Antioquia")
    screen.expect_asked(from_="CO-ANT,CO-ARA")
    expect_view(screen, BOTH)
    expect(screen.chips).to_have_count(3)
    screen.assert_quiet()


def test_chips_undo_one_filter_or_all(on_desk: Screen) -> None:
    """A chip removes its own value; 'Quitar todos' removes the rest."""
    screen = on_desk.open_map("/?from=CO-ARA,CO-ANT&minors=yes")
    expect(screen.chips).to_have_count(4)
    screen.chips.filter(has_text="Antioquia").click()
    screen.expect_asked(from_="CO-ARA", minors="yes")
    expect_view(screen, RouteQuery(origin=("CO-ARA",), minors="yes"))
    screen.chips.filter(has_text="Quitar todos").click()
    screen.expect_asked(from_=None, minors=None)
    expect(screen.chips).to_have_count(0)
    expect_view(screen, EVERYTHING)


def test_back_and_forward_walk_through_the_views(on_desk: Screen) -> None:
    """The browser's Back brings the view before, with its filters; Forward the one after."""
    screen = on_desk.open_map()
    screen.expect_asked(lang="es")
    screen.choose("Origen", "Arauca")
    screen.expect_asked(from_="CO-ARA")
    expect_view(screen, ARAUCA)
    screen.page.go_back()
    expect_view(screen, EVERYTHING)
    expect(screen.chips).to_have_count(0)
    screen.expect_asked(from_=None)
    screen.page.go_forward()
    expect_view(screen, ARAUCA)
    screen.expect_asked(from_="CO-ARA")


def test_an_empty_view_offers_the_filter_to_loosen(on_desk: Screen) -> None:
    """Where no case meets all filters, the screen names the filter that hides most, as a button."""
    screen = on_desk.open_map("/?from=CO-ARA&to=KOR")
    expect(screen.kpi()).to_have_text("0")
    expect(screen.page.locator(".rutas-empty")).to_contain_text("Ningún caso cumple")
    offers = screen.page.locator(".st-key-loosen button")
    expect(offers).to_have_count(2)
    offers.filter(has_text="Destino").click()
    screen.expect_asked(from_="CO-ARA", to=None)
    expect_view(screen, ARAUCA)
    expect(screen.page.locator(".rutas-empty")).to_have_count(0)


def test_search_ignores_accents_and_case(on_desk: Screen) -> None:
    """'NEMESIS' finds Némesis, and the address keeps what was typed."""
    screen = on_desk.open_map()
    field = screen.page.get_by_role("textbox", name="Buscar")
    field.fill("NEMESIS")
    field.press("Enter")
    screen.expect_asked(q="NEMESIS")
    expect_view(screen, RouteQuery(text="nemesis"))
    expect(screen.kpi()).to_have_text("1")


POINT_ON = """([key]) => {
  const scene = %s;
  const seen = scene.sheets.flows.view(1, L.point(0, 0)).window;
  const item = scene.items.find((each) => each.flow.key === key);
  for (let n = 1; item && n < 40; n++) {
    const [x, y] = Rutas.quadratic(item.q, n / 40);
    const point = [x - seen[0], y - seen[1]];
    const top = document.elementFromPoint(...point);
    const free = top && !top.closest("button, .rutas-legend");
    const alone = !Rutas.markAt(scene.marks, x, y, 8);
    if (free && alone && Rutas.flowAt(scene.items, x, y, 7) === item) return point;
  }
  return null;
}"""
"""Finds a point of a line on which nothing else lies."""


def click_flow(screen: Screen, key: str) -> None:
    point = screen.map.evaluate(POINT_ON % SCENE, [key])
    assert point is not None, f"No point of {key} can be clicked in this view."
    screen.press(*point)


def test_a_click_on_a_line_opens_its_evidence(on_desk: Screen) -> None:
    """The panel names the flow, its case and at least one source with a link; Close ends it."""
    screen = on_desk.open_map()
    click_flow(screen, "flow:CO-ARA>85001")
    expect(screen.panel.locator("h2")).to_have_text("Arauca → Yopal")
    expect(screen.panel).to_contain_text("Némesis")
    link = screen.panel.locator(".rutas-path a").first
    expect(link).to_have_attribute("href", re.compile("^https://"))
    screen.expect_asked(sel="flow:CO-ARA>85001")
    screen.panel.get_by_role("button").first.click()
    expect(screen.panel).to_have_count(0)
    screen.expect_asked(sel=None)
    assert screen.map.evaluate(f"{SCENE}.selected") == ""
    screen.assert_quiet()


def click_row(screen: Screen, row: int) -> None:
    """Press the box at the beginning of a row of the table of flows."""
    table = screen.page.locator(".st-key-flow_table canvas").first
    table.scroll_into_view_if_needed()
    place = table.bounding_box()
    assert place is not None
    screen.page.mouse.click(place["x"] + 16, place["y"] + 52 + 35 * row)


def test_a_row_of_the_table_opens_the_same_evidence(on_desk: Screen) -> None:
    """A row chosen in the table opens the panel, is emphasised on the map, and opens again."""
    screen = on_desk.open_map("/?from=CO-ARA")
    (key,) = keys(ARAUCA)
    for _ in range(2):
        click_row(screen, 0)
        screen.expect_asked(sel=f"flow:{key}")
        expect(screen.panel.locator("h2")).to_have_text("Arauca → Yopal")
        expect(rows(screen.page, selected=True)).to_have_count(1)
        screen.map.wait_for_function(f"{SCENE}.selected === 'flow:{key}'")
        screen.panel.get_by_role("button").first.click()
        expect(screen.panel).to_have_count(0)
        expect(rows(screen.page, selected=True)).to_have_count(0)


def test_the_table_marks_what_was_selected_elsewhere(on_desk: Screen) -> None:
    """The row of a selected line is marked, whether a link or a click on the map selected it."""
    screen = on_desk.open_map("/?from=CO-ARA&sel=flow%3ACO-ARA%3E85001")
    row = rows(screen.page, selected=True)
    expect(row).to_contain_text("Yopal")
    screen.panel.get_by_role("button").first.click()
    expect(row).to_have_count(0)
    click_flow(screen, "flow:CO-ARA>85001")
    expect(row).to_contain_text("Yopal")


def test_a_click_on_a_department_says_what_is_known_of_it(on_desk: Screen) -> None:
    """A department that no route touches opens a panel that says so."""
    screen = on_desk.open_map()
    point = screen.map.evaluate(
        f"""() => {{
          const point = {SCENE}.map.latLngToContainerPoint([4.6, -69.2]);
          return [point.x, point.y];
        }}"""
    )
    screen.press(*point)
    expect(screen.panel.locator("h2")).to_have_text("Vichada")
    screen.expect_asked(sel="department:CO-VID")


VIEW_OF = "() => {{ const m = {0}.map, c = m.getCenter(); return [c.lat, c.lng, m.getZoom()]; }}"


def test_a_filter_keeps_the_map_and_its_view(on_desk: Screen) -> None:
    """Filters and selections send flows only: the frame of the map lives on where it was moved."""
    screen = on_desk.open_map()
    screen.map.evaluate("window.mark = 'kept'")
    screen.map.evaluate(f"{SCENE}.map.setView([6.2, -71.4], 7.25, {{animate: false}})")
    before = screen.map.evaluate(VIEW_OF.format(SCENE))
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    screen.choose("Origen", "Arauca")
    expect_view(screen, ARAUCA)
    screen.chips.filter(has_text="Quitar todos").click()
    expect_view(screen, EVERYTHING)
    screen.page.get_by_role("radio", name="Departamento").click()
    screen.expect_drawn(keys(EVERYTHING, "department"))
    assert screen.map.evaluate("window.mark") == "kept"
    assert screen.map.evaluate(VIEW_OF.format(SCENE)) == pytest.approx(before)
    assert not [url for url in asked if "/assets/" in url or "st_folium" in url]


@pytest.mark.parametrize("level", ["place", "department", "country"])
def test_each_level_draws_its_flows(level: str, on_desk: Screen) -> None:
    """Lines at the level of a link are those that the analysis finds, and the land is painted."""
    screen = on_desk.open_map(f"/?level={level}")
    screen.expect_drawn(keys(EVERYTHING, level))
    screen.assert_painted()
    screen.assert_quiet()


def view_of(lang: str, level: str = "place", query: RouteQuery = EVERYTHING) -> View:
    shown = holdings(None, "public")
    return View(load(lang), shown, store(bundled()), query, level, "", Scope())


def by_class(node: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in node.iter() if name in (each.get("class") or "").split()]


@pytest.mark.parametrize("level", ["place", "department", "country"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_line_has_a_source_in_its_panel(lang: str, level: str) -> None:
    """No line without a publication: each route in the panel of each flow names its sources."""
    view = view_of(lang, level)
    publishers = set(view.tables.sources["publisher"])
    for key in sorted(keys(EVERYTHING, level)):
        choice = choose(view.store, view.query, f"flow:{key}", level=level)
        assert choice is not None, key
        paths = by_class(panel.body(view, choice), "rutas-path")
        assert len(paths) >= len(choice.case_ids), key
        for path in paths:
            said = ["".join(line.itertext()) for line in path.findall("p")]
            assert any(line.startswith(name) for line in said for name in publishers), key


def test_every_place_that_is_only_named_has_a_source_in_its_panel() -> None:
    """The rings on the map are documented like the lines."""
    view = view_of("es")
    for place in flows(view.store, EVERYTHING, level="place", lang="es").mentions["place"]:
        choice = choose(view.store, view.query, f"place:{place}", level="place")
        assert choice is not None
        assert by_class(panel.body(view, choice), "rutas-path"), place


def test_conflicting_figures_stand_side_by_side(on_desk: Screen) -> None:
    """Némesis: 17 victims of whom 6 minors, and 15 of whom 4, each with its source."""
    screen = on_desk.open_map("/?sel=flow%3ACO-ARA%3E85001")
    said = screen.panel.locator("tr.conflict").all_inner_texts()
    found = {re.sub(r"\s+", " ", row) for row in said}
    for number, source in (
        ("17", "Fiscalía"),
        ("15", "El Heraldo"),
        ("6", "Fiscalía"),
        ("4", "El Heraldo"),
    ):
        assert [row for row in found if re.search(rf"\b{number} {source}", row)], (number, found)


def test_a_selection_that_is_not_in_the_view_is_said(on_desk: Screen) -> None:
    """A link to a flow that the filters hide opens, and the panel says that it is not here."""
    screen = on_desk.open_map("/?from=CO-ARA&sel=flow%3ACO-ANT%3ECHN")
    expect(screen.panel).to_contain_text("no está en esta vista")
    screen.panel.get_by_role("button").first.click()
    screen.expect_asked(sel=None, from_="CO-ARA")


def test_a_phone_keeps_half_of_its_height_for_the_map(on_phone: Screen) -> None:
    """The map takes half of a phone; evidence comes up as a sheet that can be closed."""
    screen = on_phone.open_map()
    frame = screen.page.locator(".st-key-map_area iframe").bounding_box()
    assert frame is not None
    assert frame["height"] >= 844 * 0.5
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 390
    screen.page.mouse.wheel(0, 200)
    click_flow(screen, "flow:CO-ARA>85001")
    expect(screen.panel.locator("h2")).to_have_text("Arauca → Yopal")
    sheet = screen.panel.bounding_box()
    assert sheet is not None
    assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=2)
    assert sheet["height"] <= 844 * 0.5
    screen.panel.get_by_role("button").first.click()
    expect(screen.panel).to_have_count(0)
    screen.assert_quiet()


def test_a_phone_opens_the_filters_as_a_sheet(on_phone: Screen) -> None:
    """Filters are closed at first, can be opened, used and closed again."""
    screen = on_phone.open_map()
    sidebar = screen.page.get_by_test_id("stSidebar")
    expect(screen.box("Origen")).not_to_be_in_viewport()
    screen.page.get_by_test_id("stExpandSidebarButton").click()
    expect(screen.box("Origen")).to_be_in_viewport()
    screen.choose("Origen", "Arauca")
    screen.expect_asked(from_="CO-ARA")
    screen.page.keyboard.press("Escape")
    sidebar.hover()
    sidebar.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(screen.box("Origen")).not_to_be_in_viewport()
    expect(screen.kpi()).to_have_text("1")


FOCUS = """() => {
  const active = document.activeElement;
  const held = active.closest("[class*=st-key-]");
  const key = held && [...held.classList].find((name) => name.startsWith("st-key-"));
  return (key || "").replace("st-key-", "") + (active.tagName === "CANVAS" ? " grid" : "");
}"""


def test_the_keyboard_reaches_filters_panel_and_table(on_desk: Screen) -> None:
    """Tab walks from the filters over the panel to the table; keys choose a row and close."""
    screen = on_desk.open_map("/?from=CO-ARA&sel=crossing%3AVE-PAEZ")
    expect(screen.panel).to_be_visible()
    screen.rest()
    met: list[str] = []
    while "flow_table grid" not in met and len(met) < 120:
        screen.page.keyboard.press("Tab")
        met.append(screen.page.evaluate(FOCUS))
    wanted = ("filter_from", "language", "level_choice", "panel_close", "flow_table grid")
    assert [key for key in wanted if key not in met] == []
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Shift+Space")
    expect(screen.panel.locator("h2")).to_have_text("Arauca → Yopal")
    screen.page.locator(".st-key-panel_close button").focus()
    screen.page.keyboard.press("Enter")
    expect(screen.panel).to_have_count(0)
