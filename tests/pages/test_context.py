"""Contexto: official figures beside the cases, and the charts of the cases themselves."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect
from streamlit.testing.v1 import AppTest

from routes.cases import desk
from routes.cases.register import Register
from tests.conftest import App, Visit, faults_in, start_app
from tests.pages.conftest import Screen

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "cases" / "forms" / "data"
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} **b**"
MORE = (
    f"\n03/02/2024 12:00:00 AM,81,ARAUCA,81001,ARAUCA,{HOSTILE},4"
    "\n03/02/2024 12:00:00 AM,,,,,SYNTHETIC ARTICULO 188 A.- TRATA DE PERSONAS,5\n"
)
"""Rows of an offence that is not text to be trusted, and of no department."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app of an office that has imported both files of official figures."""
    folder = tmp_path_factory.mktemp("context")
    (folder / "var").mkdir()
    register = Register.open(f"sqlite:///{folder / 'var' / 'register.sqlite'}")
    police = (DATA / "police_synthetic.csv").read_text(encoding="utf-8").rstrip() + MORE
    files = {
        "SYNTHETIC police.csv": police.encode(),
        "SYNTHETIC darien.csv": (DATA / "darien_synthetic.csv").read_bytes(),
    }
    for name, content in files.items():
        desk.import_file(register, content, name, user="ana")
    running = start_app(folder / "app.log")
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)
    assert not faults_in((folder / "app.log").read_text(errors="replace"))


@pytest.fixture
def there(desk: Visit, office: App) -> Screen:
    return Screen(desk, office)


@pytest.fixture
def there_on_phone(phone: Visit, office: App) -> Screen:
    return Screen(phone, office)


def chart(screen: Screen, key: str) -> Locator:
    """A chart, once it is drawn."""
    found = screen.page.locator(f".st-key-chart_{key} svg.marks").first
    expect(found).to_be_visible()
    return found


def fetched(screen: Screen, key: str, ending: str, *, unfolded: bool = False) -> bytes:
    """Unfold the table of a chart, unless it is unfolded at first, and fetch one of its files."""
    table = screen.page.locator(f".st-key-chart_table_{key}")
    button = table.get_by_role("button", name=ending.upper(), exact=True)
    if not unfolded:
        table.locator("summary").click()
    expect(button).to_be_visible()
    # While the screen is still being drawn, what a button hands over may be replaced.
    expect(screen.page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )
    download = screen.download(button)
    assert download.suggested_filename.endswith(f".{ending}")
    return Path(download.path()).read_bytes()


def test_an_office_without_figures_is_told_how_to_get_them(on_desk: Screen) -> None:
    """It leads to Datos, and shows the corridors of migration meanwhile, apart from the cases."""
    on_desk.open("/contexto?lang=es")
    page = on_desk.page
    expect(page.locator(".rutas-apart")).to_contain_text("No se une con los casos")
    expect(page.locator(".rutas-empty")).to_contain_text("188A y 188B")
    expect(page.get_by_role("link", name="Ir a Datos")).to_have_attribute(
        "href", re.compile("datos")
    )
    chart(on_desk, "migration")
    expect(page.locator(".rutas-table tbody tr")).to_have_count(6)
    svg = fetched(on_desk, "migration", "svg", unfolded=True).decode()
    assert "Paraguachón" in svg
    on_desk.assert_quiet()


def test_the_figures_are_those_of_the_file(there: Screen) -> None:
    """Total, ranking, years and small maps; what has no department is told; the source is named."""
    there.open("/contexto?lang=es")
    page = there.page
    expect(page.locator(".rutas-kpi b")).to_have_text("14")
    for key in ("departments", "police_years", "each_year"):
        chart(there, key)
    expect(page.locator(".st-key-chart_each_year svg.marks")).to_have_count(21)
    expect(page.get_by_test_id("stElementToolbar").first).to_be_hidden()
    expect(page.locator(".rutas-foot").first).to_contain_text("5 víctimas sin un departamento")
    first = page.locator(".rutas-ranking tbody tr").first
    expect(first).to_contain_text("Bogotá")
    source = page.locator(".rutas-context-source")
    expect(source).to_contain_text("no llevan a casos")
    expect(source).to_contain_text("SYNTHETIC police.csv · asiento 1")
    rows = list(csv.reader(io.StringIO(fetched(there, "departments", "csv").decode("utf-8-sig"))))
    assert len(rows) == 34
    assert {row[1]: row[2] for row in rows}["Norte de Santander"] == "2"
    assert sum(int(row[2]) for row in rows[1:]) == 9
    there.assert_quiet()


def test_rates_say_how_sure_they_are_and_which_years_have_none(there: Screen) -> None:
    """Per 100,000 people of the year, with its interval; four records are too few for a rate."""
    there.open("/contexto?lang=es&measure=rate&year=2024")
    page = there.page
    # 12 victims among DANE's 52,695,952 people of 2024, 5 of them without a department.
    expect(page.locator(".rutas-kpi b")).to_have_text(["0,02", "12"])
    expect(page.locator(".rutas-foot").first).to_contain_text("0,01–0,04")
    expect(page.locator(".rutas-foot").first).to_contain_text("Sin tasa en 2004–2009")
    chart(there, "departments")
    first = page.locator(".rutas-ranking tbody tr").first
    expect(first).to_contain_text("Bogotá")
    expect(first).to_contain_text("Muy pocas para decir")
    rows = list(csv.reader(io.StringIO(fetched(there, "departments", "csv").decode("utf-8-sig"))))
    told = {row[0]: row[1:] for row in rows[1:]}
    assert len(told) == 33
    assert told["Norte de Santander"] == ["2", "1709570", "", "", ""]
    there.assert_quiet()


def test_a_year_without_a_rate_shows_its_counts(there: Screen) -> None:
    """Where the population is not known the screen says so, and shows what was counted."""
    there.open("/contexto?lang=en&measure=rate&year=2006")
    expect(there.page.locator(".rutas-foot").first).to_contain_text("2006 has no rate")
    expect(there.page.locator(".rutas-kpi b")).to_have_text("0")
    chart(there, "departments")
    there.page.get_by_role("radio", name="Victims", exact=True).click()
    there.expect_asked(measure="victims", year="2006")
    expect(there.page.get_by_text("has no rate")).to_have_count(0)
    there.assert_quiet()


def test_the_slider_is_moved_by_keyboard_and_kept_in_the_link(there: Screen) -> None:
    """The year goes into the address, and the address brings it back."""
    there.open("/contexto?lang=en&offence=trafficking")
    slider = there.page.get_by_role("slider")
    chart(there, "departments")
    slider.focus()
    slider.press("End")
    there.expect_asked(year="2024", offence="trafficking", layer=None)
    expect(there.page.locator(".rutas-kpi b")).to_have_text("12")
    there.page.reload()
    expect(there.page.locator(".rutas-kpi b")).to_have_text("12")
    there.assert_quiet()


def test_what_a_link_says_wrong_is_told_and_left_out(there: Screen) -> None:
    """Unknown layer, offence, measure or year: a notice each, and the usual view."""
    there.open("/contexto?lang=es&offence=%3Cb%3E&measure=median&year=1812")
    for said in ("<b>", "median", "1812"):
        expect(there.notice).to_contain_text(said)
    expect(there.page.locator(".rutas-kpi b")).to_have_text("14")
    there.expect_asked(offence=None, measure=None, year=None)
    there.assert_quiet()


def test_an_offence_is_text_whatever_it_says(there_on_phone: Screen) -> None:
    """A name with markup is drawn letter by letter; nothing is wider than the phone."""
    there_on_phone.open("/contexto?lang=es&offence=img-src-x-onerror-alert-1-7-7-b")
    page = there_on_phone.page
    expect(page.locator(".rutas-chart-head h3").first).to_contain_text(HOSTILE)
    expect(page.locator(".rutas-kpi b")).to_have_text("4")
    chart(there_on_phone, "departments")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.locator("img[src='x']").count() == 0
    there_on_phone.assert_quiet()


def test_transits_by_nationality_and_month(there: Screen) -> None:
    """Totals with those of Colombians; a code of the file's own stays a code."""
    there.open("/contexto?lang=en&layer=darien")
    numbers = there.page.locator(".rutas-kpi b")
    expect(numbers).to_have_text(["105", "19"])
    for key in ("darien_years", "darien_nationalities", "darien_months"):
        chart(there, key)
    rows = list(
        csv.reader(io.StringIO(fetched(there, "darien_nationalities", "csv").decode("utf-8-sig")))
    )
    assert rows[1:] == [["Cuba", "84"], ["Colombia", "19"], ["OOO (code of the file)", "2"]]
    there.assert_quiet()


def test_a_number_on_a_chart_of_cases_leads_to_as_many_cases(on_desk: Screen) -> None:
    """The table under a chart has a link in each row, and the list it opens has that many cases."""
    on_desk.open("/casos?lang=es&show=charts")
    page = on_desk.page
    chart(on_desk, "timeline")
    for key in ("purposes", "evidence", "victims", "arrests"):
        chart(on_desk, key)
    table = page.locator(".st-key-chart_table_timeline")
    table.locator("summary").click()
    row = table.locator("tbody tr").filter(has_text=re.compile("^2020"))
    expect(row.locator("td").nth(1)).to_have_text("6")
    row.get_by_role("link").click()
    on_desk.expect_asked(years="2020", show=None)
    expect(page.locator(".rutas-prose").first).to_contain_text(" 6 casos.")
    assert parse_qs(urlsplit(page.url).query)["lang"] == ["es"]
    on_desk.assert_quiet()


def test_the_list_and_the_charts_are_one_switch_apart(on_phone: Screen) -> None:
    """The switch is kept in the link; the charts fit a phone."""
    on_phone.open("/casos?lang=en")
    on_phone.page.get_by_role("radio", name="Charts").click()
    on_phone.expect_asked(show="charts")
    chart(on_phone, "timeline")
    width = "document.querySelector('[data-testid=stMain]').scrollWidth"
    assert on_phone.page.evaluate(width) <= 390
    on_phone.assert_quiet()


def drawn_for(role: str, handling: str, asked: str) -> AppTest:
    """Draw a chart of made-up cases for a role, without a browser."""

    def script(role: str, handling: str, asked: str) -> None:
        import pandas as pd

        from pages.parts import charts
        from pages.parts.state import View
        from routes.charts import bars
        from routes.flows import store
        from routes.holdings import Holdings
        from routes.query import RouteQuery
        from routes.scope import Scope
        from routes.text import load
        from tests.made_up import made_up

        tables = made_up([{"case_id": "x", "handling": handling}])
        held = Holdings(tables, "own", frozenset({"x"}), "v")
        query = RouteQuery(handling=(asked,) if asked else ())
        scope = Scope(role=role)  # type: ignore[arg-type]
        view = View(load("en"), held, store(tables), query, "place", "", scope=scope)
        frame = pd.DataFrame({"label": ["a"], "value": [1]})
        charts.draw(
            view,
            lambda dark: bars(frame, label="Label", value="Cases", dark=dark),
            frame,
            key="k",
            name="name",
            title="Title",
        )

    app = AppTest.from_function(
        script, default_timeout=60, kwargs={"role": role, "handling": handling, "asked": asked}
    )
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("role", "handling", "asked", "files", "held_back"),
    [
        ("viewer", "public", "", 0, False),
        ("analyst", "public", "", 3, False),
        ("analyst", "reserved", "", 0, True),
        ("analyst", "reserved", "public", 3, False),
        ("officer", "reserved", "", 0, True),
    ],
)
def test_who_may_take_a_chart_along(
    role: str, handling: str, asked: str, files: int, held_back: bool
) -> None:
    """A chart of cases that are not public leaves the house as a release alone, whoever asks."""
    app = drawn_for(role, handling, asked)
    assert len(app.get("download_button")) == files
    said = " ".join(str(each.value) for each in app.caption)
    assert ("not public" in said) == held_back
