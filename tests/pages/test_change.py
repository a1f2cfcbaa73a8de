"""The screen Cambios says what changed, what did not, and what the counts cannot tell."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Locator, expect

from pages.parts.change.answer import headline
from pages.parts.change.finding import Found
from routes.analysis.compare import compare
from routes.analysis.periods import Period, Periods
from routes.analysis.trends import reporting_delay, trend
from routes.flows import store
from routes.query import RouteQuery
from routes.text import load
from tests.made_up import made_up, route
from tests.pages.conftest import SCENE, WAIT_MS, Screen

PERIODS = Periods(Period(2016, 2018), Period(2019, 2021))


def answer(screen: Screen) -> Locator:
    return screen.page.locator(".rutas-answer")


def side(screen: Screen) -> Locator:
    return screen.page.locator(".st-key-change_side")


def map_frame(screen: Screen) -> Frame:
    frame = screen.page.frame_locator(".st-key-change_map iframe")
    frame.locator("[data-painted]").wait_for(timeout=WAIT_MS)
    handle = screen.page.locator(".st-key-change_map iframe").element_handle()
    assert handle is not None
    found = handle.content_frame()
    assert found is not None
    return found


def made(flows: dict[tuple[str, str], tuple[int, int]]) -> Found:
    """Return what the screen shows of so many cases of each flow before and after."""
    cases, stops = [], []
    for (start, end), counts in flows.items():
        for year, count in zip(("2017", "2020"), counts, strict=True):
            for n in range(count):
                name = f"{start}-{end}-{year}-{n}"
                cases.append({"case_id": name, "period_start": year, "period_end": year})
                stops += route(name, start, end)
    columns, query = store(made_up(cases, stops)), RouteQuery()
    return Found(
        compare(columns, query, PERIODS),
        trend(columns, query, PERIODS.whole),
        reporting_delay(columns, query),
    )


TO_CHINA, TO_PANAMA, INSIDE = ("05001", "CHN"), ("05001", "PAN"), ("81001", "CO-CAL")


@pytest.mark.parametrize(
    ("flows", "es", "en"),
    [
        ({TO_CHINA: (1, 2)}, "1 flujo comparado: en ninguno", "1 flow compared: none has"),
        ({TO_CHINA: (9, 12)}, "De 1 flujo comparado, solo en 1", "Of 1 flow compared, only 1"),
        (
            {TO_CHINA: (2, 25), TO_PANAMA: (30, 3), INSIDE: (1, 0)},
            "De 3 flujos comparados, 1 emerge y 1 desciende: más de lo que el azar explica.",
            "Of 3 flows compared, 1 emerges and 1 fades: more than chance explains.",
        ),
        ({}, "Ningún flujo tiene casos", "No flow has cases"),
    ],
)
def test_the_answer_stands_in_one_sentence(
    flows: dict[tuple[str, str], tuple[int, int]], es: str, en: str
) -> None:
    """It claims no more than the verdicts of the flows do."""
    found = made(flows)
    assert headline(load("es"), found).startswith(es)
    assert headline(load("en"), found).startswith(en)


def test_few_cases_are_said_to_be_few(on_desk: Screen) -> None:
    """The public cases tell of no change; their numbers lead to the cases, flow by flow."""
    screen = on_desk.open("/cambios?level=department&lang=es")
    expect(answer(screen)).to_contain_text("en ninguno hay casos suficientes")
    expect(side(screen)).to_contain_text("Ningún flujo aumenta")
    changes = map_frame(screen).evaluate(f"({SCENE}).value.change")
    assert changes
    assert {verdict for verdict, _, _ in changes} == {"too_few"}
    side(screen).get_by_role("button", name=re.compile("^Antioquia → China")).click()
    expect(side(screen).get_by_role("heading", level=2)).to_contain_text("Antioquia → China")
    links = side(screen).get_by_role("link")
    expect(links).to_have_count(2)
    asked = parse_qs(urlsplit(links.first.get_attribute("href") or "").query)
    assert asked["case"][0] in {"guangzhou-2020", "alzate", "nemesis", "jade"}
    side(screen).get_by_role("button", name="Cerrar").click()
    expect(side(screen)).to_contain_text("Emergentes")
    screen.assert_quiet()


def test_the_periods_are_kept_in_the_link(on_desk: Screen) -> None:
    """A link opens its periods; a suggestion replaces them, and the address follows."""
    screen = on_desk.open("/cambios?before=2017:2019&after=2020&lang=en")
    said = "2017–2019 (3 years) and 2020 (1 year) are compared"
    expect(screen.page.get_by_text(said)).to_be_visible()
    expect(answer(screen)).to_contain_text("enough cases to tell")
    first = screen.kpi(0).get_by_role("link")
    asked = parse_qs(urlsplit(first.get_attribute("href") or "").query)
    assert asked["years"] == ["2017:2019"]
    screen.page.get_by_role("radio", name="3 years").click()
    screen.expect_asked(before="2020:2022", after="2023:2025")
    expect(screen.page.get_by_text("2020–2022 (3 years) and 2023–2025")).to_be_visible()
    screen.assert_quiet()


@pytest.mark.parametrize("asked", ["before=2019:2021&after=2020", "before=%3Cb%3E&after=2020"])
def test_periods_that_make_no_sense_are_left_out_with_a_word(on_desk: Screen, asked: str) -> None:
    """The suggested ones take their place, and the address forgets the others."""
    screen = on_desk.open(f"/cambios?{asked}&lang=es")
    expect(screen.notice).to_be_visible()
    expect(screen.page.get_by_text("Se comparan 2016–2020 (5 años)")).to_be_visible()
    screen.expect_asked(before=None, after=None)


def test_without_dated_cases_there_is_nothing_to_compare(on_desk: Screen) -> None:
    """The screen says so, and what to do."""
    screen = on_desk.open("/cambios?q=manoguayabo&lang=es")
    expect(screen.page.locator(".rutas-empty")).to_contain_text("No hay periodos que comparar")
    screen.assert_quiet()


def test_what_is_not_compared_is_named(on_desk: Screen) -> None:
    """Cases outside the periods lead to their pages, and flows left out to the map."""
    screen = on_desk.open("/cambios?before=2016:2018&after=2019:2021&level=country&lang=es")
    apart = screen.page.locator("#cambios-aparte")
    outside = apart.locator("section").filter(has_text="Fuera de los dos periodos: 5")
    expect(outside.get_by_role("link")).to_have_count(5)
    flows = apart.locator("section").filter(has_text="flujos no aparecen")
    flows.locator("summary").click()
    flows.get_by_role("link", name="Colombia → Corea del Sur").click()
    screen.expect_asked(sel="flow:COL>KOR", level="country")
    expect(screen.panel).to_contain_text("Medellín y Bogotá – Corea del Sur 2024")
    screen.assert_quiet()


def test_without_cases_the_filter_to_loosen_is_offered(on_desk: Screen) -> None:
    """One click brings the cases back."""
    screen = on_desk.open("/cambios?q=xyzxyz&lang=es")
    screen.page.get_by_role("button", name=re.compile("Quitar .*19 casos")).click()
    expect(answer(screen)).to_contain_text("34 flujos comparados")


def test_it_fits_a_phone(on_phone: Screen) -> None:
    """Nothing is wider than the screen, and the map, the table and both charts are there."""
    screen = on_phone.open("/cambios?lang=es")
    map_frame(screen)
    for name in ("ratios", "years"):
        drawn = screen.page.locator(
            f".st-key-change_{name} canvas, .st-key-change_{name} svg.marks"
        ).first
        expect(drawn).to_be_visible()
    wide = screen.page.locator("[data-testid=stMain]").evaluate("each => each.scrollWidth")
    assert wide <= 390
    screen.assert_quiet()
