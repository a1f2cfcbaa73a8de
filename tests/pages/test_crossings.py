"""The screen Cruces: which crossings and hubs cover most, and the page of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from routes.analysis.coverage import coverage, displacement
from routes.cases import bundled, read_tables
from routes.cases.synth import write_synthetic
from routes.query import RouteQuery
from routes.store import store
from routes.text import load
from tests.conftest import App, Visit, start_app
from tests.pages.conftest import Screen

ALL = RouteQuery()
CARD = "ol.cross-picks > li"
LIMITS = ("Documentado, no todo", "Los controles desplazan", "Uso interno")


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up cases, whose routes name crossings of the list."""
    folder = tmp_path_factory.mktemp("crossings") / "cases"
    write_synthetic(folder, cases=2_000, flows=2_000, seed=3)
    return folder


@pytest.fixture(scope="module")
def made_up_app(made_up: Path) -> Iterator[App]:
    """The app on made-up cases."""
    running = start_app(made_up.parent / "app.log", ROUTES_DATA=str(made_up))
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)


def test_the_public_cases_choose_hubs_and_say_their_limits(on_desk: Screen) -> None:
    """Three hubs, each with its gain and its cases; what the result does not say stays in view;
    a click on the number shows the cases."""
    on_desk.open_map("/cruces")
    page, found = on_desk.page, coverage(store(bundled()), ALL)
    expect(page.locator(CARD)).to_have_count(len(found.picks))
    expect(page.locator(".cross-said .said")).to_contain_text(f"{found.value} de {found.total}")
    for limit in LIMITS:
        expect(page.get_by_role("listitem").filter(has_text=limit).first).to_be_in_viewport()
    expect(page.locator(".cross-part > details")).to_have_count(len(found.gaps))
    whole = page.locator(".cross-said details")
    whole.locator("summary").click()
    expect(whole.locator("a")).to_have_count(len(found.whole_ids))
    nearest = page.locator("td details").nth(1)
    nearest.locator("summary").click()
    expect(nearest.locator("a")).to_have_count(found.near[1].value)
    assert on_desk.map.evaluate(
        "Object.values(window).find(e => e && e.rutas && e.rutas.map).rutas.value.ranks.length"
    ) == len(found.picks)
    page.locator(CARD).first.get_by_role("link", name="1 caso pasa aquí").click()
    on_desk.expect_asked(via=found.chosen[0])
    expect(page.locator("article h2, .rutas-card h2").first).to_contain_text("Guangzhou – Hong")


def test_the_trial_of_stability_can_be_stopped_and_run(made_up_app: App, desk: Visit) -> None:
    """It tells how far it is, stops when told to and keeps nothing, and else gives its shares."""
    screen = Screen(desk, made_up_app).open("/cruces?k=6")
    page = screen.page
    expect(page.locator(".rutas-synthetic")).to_be_visible()
    page.get_by_role("button", name="Probar estabilidad").click()
    expect(page.get_by_text(re.compile(r"Sorteo \d+ de 200"))).to_be_visible()
    page.get_by_role("button", name="Cancelar").click()
    expect(page.get_by_text("Cancelado; no se guardó nada.")).to_be_visible()
    expect(page.locator(".cross-shares")).to_have_count(0)
    page.get_by_role("radio", name="Pasos", exact=True).click()
    screen.expect_asked(offered="crossings")
    expect(page.get_by_text("Cancelado; no se guardó nada.")).to_have_count(0)
    page.get_by_role("button", name="Probar estabilidad").click()
    expect(page.locator(".cross-shares li").first).to_contain_text("de 200 sorteos", timeout=60_000)


def test_alternatives_lead_to_the_page_of_a_crossing(
    made_up_app: App, made_up: Path, desk: Visit
) -> None:
    """Where routes could go is told for each chosen crossing, with the cases behind each number;
    its page shows status and source, routes and the way back."""
    columns = store(read_tables(made_up))
    found = coverage(columns, ALL, k=6, offered="crossings")
    moved = [each for each in displacement(columns, ALL, found) if each.elsewhere]
    other = moved[0].elsewhere[0].crossing
    screen = Screen(desk, made_up_app).open("/cruces?k=6&offered=crossings")
    page = screen.page
    expect(page.locator(CARD)).to_have_count(len(found.picks))
    row = page.locator(".cross-part tr").filter(
        has=page.get_by_role("link", name=other.name, exact=True)
    )
    row.first.locator("summary").click()
    behind = moved[0].elsewhere[0].case_ids
    expect(row.first.locator("details a")).to_have_count(min(len(behind), 61))
    page.locator(".cross-part").get_by_role("link", name=other.name, exact=True).first.click()
    screen.expect_asked(**{"pass": other.id})
    side = page.locator(".st-key-cross_side")
    expect(side.get_by_role("heading", name=other.name)).to_be_visible()
    expect(side).to_contain_text(other.source_title)
    page.get_by_role("button", name="Volver a todos los pasos").click()
    screen.expect_asked(**{"pass": None})
    expect(page.locator(CARD)).to_have_count(len(found.picks))


def test_a_number_with_many_cases_leads_to_all_of_them(
    made_up_app: App, made_up: Path, desk: Visit
) -> None:
    """What has no room where the number stands is in Casos: these cases and no others, in leaves,
    until the reader lets the list go."""
    found = coverage(store(read_tables(made_up)), ALL, k=6, offered="crossings")
    number, gap = max(enumerate(found.gaps), key=lambda each: len(each[1].case_ids))
    every, count = gap.case_ids, load("es").number(len(gap.case_ids))
    assert 100 < len(every) < 2_000
    screen = Screen(desk, made_up_app).open("/cruces?k=6&offered=crossings")
    page = screen.page
    behind = page.locator(".cross-part > details").nth(number)
    behind.locator("summary").click()
    expect(behind.locator("a")).to_have_count(61)
    behind.get_by_role(
        "link", name=load("es").plural("coverage.near.more", len(every) - 60)
    ).click()
    chip = page.locator(".st-key-chip_set button")
    expect(chip).to_contain_text(f"{count} casos detrás de una cifra")
    leaves = page.locator(".st-key-case_leaves")
    expect(leaves).to_contain_text(f"1–100 de {count}")
    expect(page.locator(".st-key-case_list").get_by_role("radio")).to_have_count(100)
    chip.click()
    expect(chip).to_have_count(0)
    screen.expect_asked(set=None)
    expect(leaves).to_contain_text("1–100 de 2.000")
    page.go_back()
    expect(chip).to_contain_text(count)
    expect(leaves).to_contain_text(f"1–100 de {count}")


def test_without_a_known_crossing_nothing_is_asserted(on_phone: Screen) -> None:
    """Among crossings alone the public cases offer none: the screen says so, and why; what the
    link says besides and is not known is told."""
    on_phone.open("/cruces?offered=crossings&k=99&pass=XX-NOWHERE")
    page = on_phone.page
    expect(on_phone.notice).to_contain_text("99")
    expect(on_phone.notice).to_contain_text("XX-NOWHERE")
    expect(page.locator(".rutas-empty")).to_contain_text("Ninguna fuente dice por dónde")
    expect(page.locator(CARD)).to_have_count(0)
    gap = page.locator(".cross-part > details").first
    gap.locator("summary").press("Enter")
    expect(gap.get_by_role("link", name="Jade")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_the_page_of_a_bridge_says_since_when_it_is_open(on_desk: Screen) -> None:
    """In English too: the Girardot bridge, open since 2023, with its source and no cases."""
    on_desk.open_map("/cruces?pass=VE-GIRARDOT&lang=en")
    side = on_desk.page.locator(".st-key-cross_side")
    expect(side).to_contain_text("since 1 Jan 2023")
    expect(side.get_by_role("link", name=re.compile("noticiasmrbalin"))).to_be_visible()
    expect(on_desk.page.get_by_text("No documented route names this place")).to_be_visible()


@pytest.mark.parametrize(
    "address", ["/cruces?q=xyzxyz", "/casos?q=xyzxyz&show=charts", "/corredores?q=xyzxyz"]
)
def test_without_cases_the_filter_to_loosen_is_offered(on_desk: Screen, address: str) -> None:
    """No analysis ends in a blank screen: one click brings the cases back."""
    on_desk.open(f"{address}&lang=es")
    on_desk.page.get_by_role("button", name=re.compile("Quitar .*19 casos")).click()
    on_desk.expect_asked(q=None)
    expect(on_desk.page.locator(".rutas-empty")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/cruces", "Cruces"),
        ("/cruces?pass=VE-BOLIVAR", "Puente Internacional Simón Bolívar"),
        ("/corredores", "Corredores"),
        ("/corredores?hub=11001", "Nodos"),
        ("/corredores?corridor=PAN", "Corredores hacia Panamá"),
        ("/cambios", "Cambios entre dos periodos"),
        ("/contexto", "Contexto"),
        ("/casos?show=charts", "Casos"),
    ],
)
def test_every_screen_of_analysis_has_one_title(on_desk: Screen, address: str, title: str) -> None:
    """Who does not see the screen hears where they are."""
    on_desk.open(address)
    expect(on_desk.page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_keyboard_shows_on_which_screen_it_is(on_desk: Screen) -> None:
    """A link of the navigation that has the focus is told from the present screen's."""
    on_desk.open("/cruces")
    link = on_desk.page.get_by_test_id("stTopNavLink").nth(3)
    for _ in range(30):
        on_desk.page.keyboard.press("Tab")
        if link.evaluate("each => each === document.activeElement"):
            break
    assert link.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
