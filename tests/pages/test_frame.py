"""The frame around every screen: navigation, language, and the view kept in the address."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import App, Visit, faults_in, open_visit, start_app
from tests.pages.conftest import Screen

NAVIGATION = {
    "es": [
        "Mapa",
        "Cruces",
        "Corredores",
        "Cambios",
        "Casos",
        "Contexto",
        "Informe",
        "Datos",
        "Método",
    ],
    "en": [
        "Map",
        "Crossings",
        "Corridors",
        "Change",
        "Cases",
        "Context",
        "Briefing",
        "Data",
        "Method",
    ],
}
LINKS = {
    "/": ("es", ".rutas-kpis", "casos documentados"),
    "/casos?case=jade": ("es", ".rutas-card h2", "Jade"),
    "/metodo": ("es", "h1", "Método"),
    "/?from=CO-ARA&lang=en": ("en", ".st-key-chips", "Origin: Arauca"),
}


def expect_frame(screen: Screen, lang: str) -> None:
    """The page stands in its frame: navigation and language switch, in one language."""
    links = screen.page.get_by_test_id("stTopNavLink")
    expect(links).to_have_count(len(NAVIGATION[lang]))
    for link, name in zip(links.all(), NAVIGATION[lang], strict=True):
        expect(link).to_contain_text(name)
    expect(screen.language(lang.upper())).to_be_checked()


@pytest.mark.parametrize("link", LINKS)
def test_the_first_visit_after_a_start_may_be_a_deep_link(
    link: str, desk: Visit, tmp_path: Path
) -> None:
    """The very first request to a fresh app shows the page that its link names, in its frame."""
    lang, place, words = LINKS[link]
    fresh = start_app(tmp_path / "app.log")
    try:
        screen = Screen(desk, fresh).open(link)
        expect(desk.page.locator(place).first).to_contain_text(words)
        expect_frame(screen, lang)
        screen.assert_quiet()
    finally:
        fresh.process.terminate()
        fresh.process.wait(timeout=20)
    assert not faults_in((tmp_path / "app.log").read_text(errors="replace"))


@pytest.mark.parametrize(
    ("locale", "lang"), [("es-CO", "es"), ("en-US", "en"), ("fr-FR", "es"), ("pt-BR", "es")]
)
def test_the_first_language_is_the_browsers_or_else_spanish(
    locale: str, lang: str, browser: Browser, app: App
) -> None:
    """English for an English browser, Spanish for every other; the address says which."""
    visit = open_visit(browser, width=1440, height=900, locale=locale)
    screen = Screen(visit, app).open("/metodo")
    expect_frame(screen, lang)
    screen.expect_asked(lang=lang)
    visit.context.close()


def test_the_language_of_a_link_beats_that_of_the_browser(on_desk: Screen) -> None:
    """A link in English opens in English on a Spanish machine."""
    screen = on_desk.open("/metodo?lang=en")
    expect_frame(screen, "en")
    screen.expect_asked(lang="en")


def test_the_switch_changes_every_word_and_the_address_keeps_it(on_desk: Screen) -> None:
    """After the switch the page, the map's own words and the next page speak English."""
    screen = on_desk.open_map("/?from=CO-ARA")
    screen.language("EN").click()
    expect_frame(screen, "en")
    screen.expect_asked(lang="en", from_="CO-ARA")
    expect(screen.page.locator(".rutas-kpi").first).to_contain_text("documented case")
    legend = screen.page.frame_locator(".st-key-map_area iframe").locator(".rutas-legend")
    expect(legend).to_contain_text("not the path travelled")
    screen.page.get_by_test_id("stTopNavLink").filter(has_text="Method").click()
    expect(screen.page.locator("h1")).to_have_text("Method")
    screen.expect_asked(lang="en")
    screen.page.reload()
    expect_frame(screen, "en")
    screen.assert_quiet()


def test_back_undoes_the_switch_of_language(on_desk: Screen) -> None:
    """The browser's Back brings frame and page back to Spanish, both at once."""
    screen = on_desk.open("/metodo")
    screen.expect_asked(lang="es")
    screen.language("EN").click()
    expect(screen.page.locator("h1")).to_have_text("Method")
    screen.expect_asked(lang="en")
    screen.page.go_back()
    expect(screen.page.locator("h1")).to_have_text("Método")
    expect_frame(screen, "es")
    screen.expect_asked(lang="es")


def test_filters_follow_the_reader_from_screen_to_screen(on_desk: Screen) -> None:
    """The cases and the map show the same choice, and so does the address of each."""
    screen = on_desk.open_map("/?from=CO-ARA")
    screen.page.get_by_test_id("stTopNavLink").filter(has_text="Casos").click()
    expect(screen.page.locator(".rutas-card h2")).to_have_text("Némesis")
    expect(screen.chips.first).to_contain_text("Origen: Arauca")
    screen.expect_asked(from_="CO-ARA")
    screen.page.get_by_test_id("stTopNavLink").filter(has_text="Mapa").click()
    expect(screen.kpi()).to_have_text("1")
    screen.expect_asked(from_="CO-ARA")


UNKNOWN = (
    "from=XX-NOWHERE",
    "mode=rocket",
    "years=20x6",
    "colour=red",
    "level=galaxy",
    "lang=xx",
    "source=no-such-source",
    "credibility=9",
)


def test_an_old_link_with_unknown_values_still_opens(on_desk: Screen) -> None:
    """What a link asks for and nobody knows is left out by name, and the rest of it holds."""
    screen = on_desk.open(f"/?minors=yes&{'&'.join(UNKNOWN)}")
    for part in UNKNOWN:
        name, value = part.split("=")
        expect(screen.notice).to_contain_text(name if name == "colour" else value)
    expect(screen.chips.first).to_contain_text("menores de edad")
    expect_frame(screen, "es")
    screen.expect_asked(minors="yes", lang="es", from_=None, source=None, level=None, colour=None)
    screen.assert_quiet()


def test_a_name_of_several_places_is_not_guessed(on_desk: Screen) -> None:
    """'Arauca' in a link may be the department or the city: the reader is told both codes."""
    screen = on_desk.open("/?from=Arauca")
    expect(screen.notice).to_contain_text("CO-ARA")
    expect(screen.notice).to_contain_text("81001")
    expect(screen.chips).to_have_count(0)


def test_a_notice_is_said_once(on_desk: Screen) -> None:
    """The notice of an unknown value goes with the next choice of the reader."""
    screen = on_desk.open_map("/?mode=rocket")
    expect(screen.notice).to_contain_text("rocket")
    screen.page.get_by_text("Departamento", exact=True).click()
    screen.expect_asked(level="department")
    expect(screen.notice).to_have_count(0)


def test_a_phone_gets_the_same_frame(on_phone: Screen) -> None:
    """On a phone the language can be switched and the other screens can be reached."""
    screen = on_phone.open("/metodo")
    expect(screen.page.locator("h1")).to_have_text("Método")
    screen.language("EN").click()
    expect(screen.page.locator("h1")).to_have_text("Method")
    wide = screen.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
