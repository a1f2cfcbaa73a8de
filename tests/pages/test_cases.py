"""Casos: each case with all that its sources say, and nothing that they do not."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from geo.places import places
from routes.cases import bundled
from routes.choice import selected_cases
from routes.evidence import CaseEvidence, evidence
from routes.flows import store
from routes.query import RouteQuery
from routes.text import load
from tests.pages.conftest import Screen

ROOT = Path(__file__).resolve().parents[2]
CASES = tuple(bundled().cases["case_id"])


class Words(HTMLParser):
    """The text of a piece of HTML, and where its links lead."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[str] = []
        self.feed(markup)
        self.close()
        self.text = "".join(self.parts)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name == "href" and value]


def page_of(case_id: str, lang: str, query: RouteQuery | None = None) -> AppTest:
    """Run the page of a case without a browser."""
    page = AppTest.from_file(ROOT / "pages" / "cases.py", default_timeout=60)
    state = {"lang": lang, "query": query or RouteQuery(), "level": "place", "selected": ""}
    for name, value in {**state, "case": case_id, "page": "casos", "notices": ()}.items():
        page.session_state[name] = value
    page.run()
    assert not page.exception
    return page


def html_of(page: AppTest) -> list[str]:
    return [str(each.value) for each in page.get("html") if isinstance(each, Element)]


def card_of(page: AppTest) -> Words:
    return Words(next(each for each in html_of(page) if "rutas-card" in each))


def case_of(case_id: str, lang: str) -> CaseEvidence:
    return evidence(bundled(), [case_id], lang=lang)[0]


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("case_id", CASES)
def test_a_case_shows_all_that_its_sources_say(case_id: str, lang: str) -> None:
    """Name, summary, every stop, figure, event and source stand on the page of the case."""
    case, card, t = case_of(case_id, lang), card_of(page_of(case_id, lang)), load(lang)
    wanted = {case.name, case.summary, case.authority, case.note, case.identity_note}
    wanted |= {stop.place.name for route in case.routes for stop in route.stops}
    wanted |= {stop.note for route in case.routes for stop in route.stops}
    wanted |= {event.place.name for event in case.events}
    wanted |= {source.title for source in case.sources}
    wanted |= {source.publisher for source in case.sources}
    readings = [reading for figure in case.figures for reading in figure.readings]
    wanted |= {t.number(reading.value) for reading in readings}
    wanted |= {reading.note for reading in readings}
    assert {words for words in wanted if words not in card.text} == set()
    assert set(card.links) == {source.url for source in case.sources if source.url}


@pytest.mark.parametrize("case_id", CASES)
def test_a_case_speaks_one_language(case_id: str) -> None:
    """No place name and no summary of the other language is on the page."""
    spanish, english = (card_of(page_of(case_id, lang)).text for lang in ("es", "en"))
    assert case_of(case_id, "en").summary not in spanish
    assert case_of(case_id, "es").summary not in english
    stops = {stop.place.id for route in case_of(case_id, "es").routes for stop in route.stops}
    for place in (places()[each] for each in stops):
        if place.name("es") != place.name("en"):
            assert place.name("es") in spanish
            assert place.name("en") in english


def test_the_list_holds_the_cases_that_meet_the_filters() -> None:
    """The list follows the filters of the map; statements on a group are not counted."""
    query = RouteQuery(destination=("CHN",))
    page = page_of("", "es", query)
    names = bundled().cases.set_index("case_id")["name"]
    wanted = [names[case] for case in selected_cases(store(bundled()), query)]
    assert [option.replace("\\", "") for option in page.radio[0].options] == wanted
    everything = page_of("", "es")
    assert len(everything.radio[0].options) == len(CASES)
    lead = next(each for each in html_of(everything) if "<h1>" in each)
    assert "19 casos." in lead


def test_no_case_says_so_and_offers_all() -> None:
    """Filters that no case meets leave a sentence and a way back."""
    page = page_of("", "es", RouteQuery(text="no such case"))
    assert any("Ningún caso cumple" in each for each in html_of(page))
    (button,) = (each for each in page.button if each.label == "Ver todos los casos")
    button.click().run()
    assert len(page.radio[0].options) == len(CASES)


def test_a_figure_in_conflict_shows_both_readings() -> None:
    """Némesis: which of the two numbers the totals use is said beside each."""
    text = card_of(page_of("nemesis", "es")).text
    assert re.search(r"17Fiscalía.*?usada en los totales.*?15El Heraldo.*?no usada", text)


def test_choosing_a_case_changes_page_and_address(on_desk: Screen) -> None:
    """The chosen case is in the address, and Back returns to the one before."""
    screen = on_desk.open("/casos?case=jade")
    title = screen.page.locator(".rutas-card h2")
    expect(title).to_have_text("Jade")
    expect(screen.page.get_by_role("radio", name="Jade")).to_be_checked()
    screen.page.locator(".st-key-case_list label", has_text="Némesis").click()
    expect(title).to_have_text("Némesis")
    screen.expect_asked(case="nemesis")
    screen.page.go_back()
    expect(title).to_have_text("Jade")
    screen.expect_asked(case="jade")
    screen.assert_quiet()


def test_the_panel_of_the_map_leads_to_the_case(on_desk: Screen) -> None:
    """From the evidence of a line one click opens the page of its case, in the same language."""
    screen = on_desk.open_map("/?lang=en&from=CO-ARA&sel=flow%3ACO-ARA%3E85001")
    screen.panel.get_by_role("link", name=re.compile("Némesis")).click()
    expect(screen.page.locator(".rutas-card h2")).to_have_text("Némesis")
    screen.expect_asked(case="nemesis", lang="en")
    expect(screen.chips.first).to_contain_text("Origin: Arauca")


def test_an_unknown_case_in_a_link_still_opens_the_list(on_desk: Screen) -> None:
    """A link to a case that is gone shows the cases, and says that this one is not known."""
    screen = on_desk.open("/casos?case=no-such-case")
    expect(screen.page.locator(".rutas-card h2")).to_be_visible()
    expect(screen.notice).to_contain_text("no-such-case")


def test_a_case_can_be_read_on_a_phone(on_phone: Screen) -> None:
    """Nothing on the page of a case is wider than the phone."""
    screen = on_phone.open("/casos?case=nemesis")
    expect(screen.page.locator(".rutas-card h2")).to_have_text("Némesis")
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 390
    card = screen.page.locator(".rutas-card").bounding_box()
    assert card is not None
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= 390
