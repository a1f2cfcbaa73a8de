"""Datos: from a file to the register and back, as the analyst of an office meets it."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from pages.parts.markup import shown
from routes.cases.register import Register
from tests.conftest import App, Visit, faults_in, open_visit, start_app
from tests.hostile import HOSTILE
from tests.pages.conftest import Screen

USER = "Ana Pérez"
ROUTES = (
    ("ruta", "caso", "fuente", "víctimas"),
    ("Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá (aéreo)", "SYNTHETIC uno", "x", "3"),
    ("Saravena > Yopal", "SYNTHETIC dos", "x", "al menos 2"),
)
"""A quick form with two cases, all of it right."""
FAULTY = (
    *ROUTES,
    ("Inírida > Villavicencio", "SYNTHETIC tres", "x", "muchas"),
)
"""The same with a third case that has a fault."""
READING_MS = 60_000
"""The first file of a fresh app waits until what reads it is loaded."""
MULTIPLIED = re.compile(r"(?<![\d.,])49(?![\d.,])")


def as_csv(rows: tuple[tuple[str, ...], ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


@dataclass
class Desk:
    """The screen Datos in one window, over one register."""

    screen: Screen
    folder: Path

    @property
    def page(self) -> Page:
        return self.screen.page

    def open(self, lang: str = "es") -> Desk:
        self.screen.open(f"/datos?lang={lang}")
        expect(self.page.locator(".desk-title")).to_be_visible()
        return self

    def section(self, name: str) -> None:
        self.page.locator(".st-key-desk_top").get_by_role("radio", name=name, exact=True).click()

    def bring(self, rows: tuple[tuple[str, ...], ...] | bytes, name: str = "rutas.csv") -> None:
        """Drop a file, and wait until it is read."""
        content = rows if isinstance(rows, bytes) else as_csv(rows)
        self.drop(content, name)
        self.expect_checked()

    def drop(self, content: bytes, name: str) -> None:
        """Drop a file, once the whole section stands; again where it fell between two drawings."""
        expect(self.page.locator(".st-key-desk_form_statistics")).to_be_visible()
        self.screen.rest()
        place = self.page.locator(".st-key-desk_drop input[type=file]")
        taken = self.page.locator(
            "[class*='st-key-desk_progress'], .desk-sum, [data-testid=stFileUploaderFile], "
            "[role=alert]"
        )
        for _ in range(3):
            place.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
            with suppress(AssertionError):
                expect(taken.first).to_be_visible(timeout=10_000)
                return

    def expect_checked(self) -> None:
        expect(self.page.locator(".desk-sum").first).to_be_visible(timeout=READING_MS)
        progress = self.page.locator("[class*='st-key-desk_progress']")
        expect(progress).to_have_count(0, timeout=READING_MS)
        self.screen.rest()

    def wait_for_map(self) -> None:
        """Wait until the small map is painted."""
        map = self.page.frame_locator(".st-key-desk_map_area iframe")
        map.locator("[data-painted]").wait_for(timeout=READING_MS)

    def counts(self) -> list[int]:
        """Return rows read, ready, with errors and repeated."""
        numbers = self.page.locator(".desk-sum b").all_text_contents()
        return [int(number) for number in numbers]

    def field(self, name: str) -> Locator:
        return self.page.get_by_role("textbox", name=name)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(name))

    def sign(self) -> None:
        self.field("Su nombre").fill(USER)

    def write(self) -> None:
        """Import what is ready, and wait until the register has it."""
        self.page.locator(".st-key-desk_import button").click()
        expect(self.page.locator(".desk-done")).to_be_visible(timeout=READING_MS)

    def confirm(self, reason: str) -> None:
        """Give a reason in the window that asks for one, and go on."""
        window = self.page.get_by_role("dialog")
        window.get_by_role("textbox", name="Razón").fill(reason)
        press = window.locator(".st-key-desk_undo_confirm button")
        expect(press).to_be_enabled()
        press.click()
        expect(window).to_have_count(0)

    def register(self) -> Register:
        return Register.open(f"sqlite:///{self.folder / 'register.sqlite'}")

    def faults(self) -> list[str]:
        expect(self.page.locator(".desk-faults")).to_be_visible()
        rows = self.page.locator(".desk-faults tbody tr").all_text_contents()
        return [" ".join(row.split()) for row in rows]


@dataclass
class Office:
    """An app of its own, and the folder of its register."""

    app: App
    folder: Path


def office_in(folder: Path) -> Iterator[Office]:
    running = start_app(folder / "app.log")
    yield Office(running, folder / "var")
    running.process.terminate()
    running.process.wait(timeout=20)
    log = (folder / "app.log").read_text(errors="replace")
    assert not faults_in(log)
    assert "Session State API" not in log


@pytest.fixture
def empty(desk: Visit, tmp_path: Path) -> Iterator[Desk]:
    """The desk over a register without an entry."""
    for office in office_in(tmp_path):
        yield Desk(Screen(desk, office.app), office.folder)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    yield from office_in(tmp_path_factory.mktemp("office"))


@pytest.fixture
def at_desk(desk: Visit, office: Office) -> Desk:
    """The desk over a register that several tests share; each brings cases of its own."""
    return Desk(Screen(desk, office.app), office.folder)


def named(rows: tuple[tuple[str, ...], ...], word: str) -> tuple[tuple[str, ...], ...]:
    """Return a form whose cases and sources bear a word, so that it clashes with no other."""
    head, *rest = rows
    return (
        head,
        *((route, f"{case} {word}", f"{word} x", *more) for route, case, _, *more in rest),
    )


def assert_inert(screen: Screen) -> None:
    for frame in screen.page.frames:
        assert frame.evaluate("typeof window.pwned") == "undefined"
    assert not MULTIPLIED.search(screen.page.locator("body").inner_text())
    screen.assert_quiet()


def test_from_an_empty_register_to_own_routes_on_the_map(empty: Desk) -> None:
    """A new user brings a quick form, sees its routes, imports it, and finds them on the map."""
    empty.open()
    empty.section("Registro")
    expect(empty.page.get_by_text("El registro está vacío")).to_be_visible()
    empty.button("Importar un archivo").click()
    empty.bring(ROUTES)
    assert empty.counts() == [2, 2, 0, 0]
    empty.wait_for_map()
    expect(empty.page.locator(".st-key-desk_preview")).to_contain_text("2 casos")
    expect(empty.button(r"Importar 2 filas")).to_be_disabled()
    empty.sign()
    empty.write()
    expect(empty.page.locator(".desk-done")).to_contain_text("2 casos")
    empty.wait_for_map()
    empty.page.get_by_role("link", name="Verlo en el mapa").click()
    empty.screen.wait_for_map()
    empty.screen.expect_asked(data="own")
    expect(empty.screen.kpi()).to_have_text("2")
    assert len(empty.screen.drawn()) == 5
    entries = empty.register().log()
    assert [(entry.user, entry.action, entry.file_name) for entry in entries] == [
        (USER, "import", "rutas.csv")
    ]
    empty.screen.assert_quiet()


def test_an_office_without_cases_is_led_to_them(empty: Desk) -> None:
    """The map of the own cases says that there are none yet, and leads to the desk, or back."""
    empty.screen.open_map("/?data=own")
    card = empty.page.locator(".st-key-empty_card")
    expect(card).to_contain_text("La oficina aún no tiene casos propios")
    card.get_by_role("link", name="Traer casos").click()
    expect(empty.page.locator(".st-key-desk_drop")).to_be_visible()
    empty.screen.open_map("/?data=own")
    card.get_by_role("button", name="Ver los casos públicos").click()
    empty.screen.expect_asked(data="public")
    expect(empty.screen.kpi()).not_to_have_text("0")
    expect(card).to_have_count(0)
    empty.screen.assert_quiet()


def test_every_fault_says_where_what_and_how_to_correct_it(at_desk: Desk) -> None:
    """Row, column and value of a fault stand beside the rule and what to do."""
    at_desk.open().bring(named(FAULTY, "faulty"))
    assert at_desk.counts() == [3, 2, 1, 0]
    at_desk.page.locator(".st-key-desk_severity").get_by_role("radio", name="Errores").click()
    expect(at_desk.page.locator(".desk-faults tbody tr")).to_have_count(1)
    (said,) = at_desk.faults()
    assert "Fila 4" in said
    assert "víctimas" in said
    assert "muchas" in said


def test_all_or_nothing_is_the_careful_choice(at_desk: Desk) -> None:
    """While a row has an error nothing can be imported, unless the good rows are asked for."""
    at_desk.open().bring(named(FAULTY, "careful"))
    at_desk.sign()
    expect(at_desk.page.get_by_role("radio", name="Todo o nada")).to_be_checked()
    expect(at_desk.button(r"Importar 2 filas")).to_be_disabled()
    at_desk.page.get_by_text("Solo las filas buenas").click()
    expect(at_desk.button(r"Importar 2 filas")).to_be_enabled()


def test_rejected_rows_come_back_and_are_welcome_once_corrected(at_desk: Desk) -> None:
    """The spreadsheet has the rejected row with its reason; corrected, it is imported."""
    at_desk.open().bring(named(FAULTY, "rejected"))
    at_desk.page.get_by_text("Solo las filas buenas").click()
    at_desk.sign()
    at_desk.write()
    taken = at_desk.screen.download(at_desk.button("Descargar 1 fila rechazada"))
    path = at_desk.folder / "rejected.xlsx"
    taken.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    reason, *row = cells[1]
    assert row[:4] == ["Inírida > Villavicencio", "SYNTHETIC tres rejected", "rejected x", "muchas"]
    assert "'muchas'" in str(reason)
    sheet["E2"] = "7"
    book.save(path)
    at_desk.button("Importar otro archivo").click()
    at_desk.bring(path.read_bytes(), "rejected.xlsx")
    assert at_desk.counts() == [1, 1, 0, 0]
    expect(at_desk.field("Su nombre")).to_have_value(USER)
    at_desk.write()
    names = set(at_desk.register().tables().cases["name"])
    assert {f"SYNTHETIC {each} rejected" for each in ("uno", "dos", "tres")} <= names


def test_an_import_can_be_undone_and_restored(at_desk: Desk) -> None:
    """Undone with a reason the cases are gone, restored they are back, and nothing is erased."""

    def held() -> int:
        return int(at_desk.register().tables().cases["name"].str.endswith(" undone").sum())

    at_desk.open().bring(named(ROUTES, "undone"))
    at_desk.sign()
    at_desk.write()
    assert held() == 2
    at_desk.button("Deshacer").click()
    at_desk.confirm("prueba")
    expect(at_desk.page.locator(".desk-done h2")).to_contain_text("deshecho")
    assert held() == 0
    at_desk.section("Registro")
    newest = at_desk.register().log()[0]
    card = at_desk.page.locator(".st-key-desk_entry")
    expect(card).to_contain_text(f"Asiento n.º {newest.seq}")
    expect(card).to_contain_text("prueba")
    at_desk.button(f"Ver el n.º {newest.undoes}").click()
    expect(card).to_contain_text(f"deshecho por el n.º {newest.seq}")
    at_desk.button("Restaurar").click()
    at_desk.confirm("era correcto")
    expect(card).to_contain_text("vigente")
    assert held() == 2
    assert [entry.action for entry in at_desk.register().log()[:3]] == ["undo", "undo", "import"]


def test_an_unclear_place_is_picked(at_desk: Desk) -> None:
    """A name that several places bear is asked for once, and its row goes in with the answer."""
    route = "Yopal > Sucre"
    at_desk.open().bring(named((ROUTES[0], (route, "SYNTHETIC lugar", "x", "1")), "place"))
    assert at_desk.counts() == [1, 0, 1, 0]
    question = at_desk.page.locator("[class*='st-key-desk_place_']")
    expect(question).to_have_count(1)
    question.get_by_test_id("stRadioOption").first.click()
    at_desk.button("Aplicar 1 respuesta").click()
    expect(question).to_have_count(0)
    at_desk.expect_checked()
    assert at_desk.counts() == [1, 1, 0, 0]
    expect(at_desk.page.locator(".st-key-desk_answered")).to_contain_text("Sucre")


def test_what_tells_two_places_apart_can_be_clicked(at_desk: Desk) -> None:
    """Two places of one name differ in the line below it, which answers to a click as well."""
    route = "Saravena > Arauca"
    at_desk.open().bring(named((ROUTES[0], (route, "SYNTHETIC igual", "x", "1")), "caption"))
    question = at_desk.page.locator("[class*='st-key-desk_place_']")
    town = question.get_by_text("población · Arauca, Colombia")
    box = town.bounding_box()
    assert box is not None
    at_desk.page.mouse.click(box["x"] + 30, box["y"] + box["height"] / 2)
    expect(question.get_by_role("radio").nth(1)).to_be_checked()
    at_desk.button("Aplicar 1 respuesta").click()
    expect(question).to_have_count(0)
    expect(at_desk.page.locator(".st-key-desk_answered")).to_contain_text("Arauca → Arauca")


def test_an_unknown_place_is_searched(at_desk: Desk) -> None:
    """A name that no place bears is replaced by one found by searching."""
    route = "Yopal > Qwertyuiop"
    at_desk.open().bring(named((ROUTES[0], (route, "SYNTHETIC busca", "x", "1")), "search"))
    question = at_desk.page.locator("[class*='st-key-desk_place_']")
    question.get_by_text("Es otro lugar: buscar").click()
    at_desk.field("Buscar un lugar").fill("Cúcuta")
    question.get_by_role("button", name=re.compile("^Cúcuta")).first.click()
    expect(question.get_by_role("radio", name="Cúcuta")).to_be_checked()
    at_desk.button("Aplicar 1 respuesta").click()
    expect(question).to_have_count(0)
    at_desk.expect_checked()
    assert at_desk.counts() == [1, 1, 0, 0]


def test_what_was_understood_can_be_overruled(at_desk: Desk) -> None:
    """A header that is not known gets its column by one control, and the file is read again."""
    head = ("ruta", "caso", "fuente", "zzz")
    at_desk.open().bring(named((head, *ROUTES[1:]), "overruled"))
    control = at_desk.page.locator(".st-key-desk_columns").get_by_role("combobox").nth(3)
    control.click()
    at_desk.page.get_by_role("option", name="víctimas", exact=True).click()
    expect(at_desk.page.locator(".st-key-desk_headers")).to_contain_text("4 de 4")
    at_desk.expect_checked()
    at_desk.sign()
    at_desk.write()
    expect(at_desk.page.locator(".desk-done")).to_contain_text("2 cifras")


@pytest.mark.parametrize(
    ("control", "wrong"), [("encoding", "UTF-8"), ("delimiter", "barra vertical")]
)
def test_a_wrong_choice_can_be_taken_back(at_desk: Desk, control: str, wrong: str) -> None:
    """A file that cannot be read as the reader said it is keeps the control that says so."""
    content = as_csv(named(ROUTES, control)).decode().encode("cp1252")
    at_desk.open().bring(content)
    assert at_desk.counts() == [2, 2, 0, 0]
    box = at_desk.page.locator(f".st-key-desk_choice_{control}").get_by_role("combobox")
    box.click()
    at_desk.page.get_by_role("option", name=wrong, exact=True).click()
    expect(at_desk.page.locator(".desk-accepted b")).to_have_text("0")
    expect(box).to_have_value(wrong)
    box.click()
    at_desk.page.get_by_role("option", name=re.compile("reconocid[oa]|reconocer")).first.click()
    expect(at_desk.page.locator(".desk-accepted b")).to_have_text("2")


def test_the_same_file_again_is_a_repetition(at_desk: Desk) -> None:
    """Every row of a file that the register has already counts as repeated."""
    at_desk.open().bring(named(ROUTES, "again"))
    at_desk.sign()
    at_desk.write()
    at_desk.button("Importar otro archivo").click()
    at_desk.bring(named(ROUTES, "again"))
    assert at_desk.counts() == [2, 0, 0, 2]
    expect(at_desk.page.get_by_text("Ninguna fila está lista")).to_be_visible()


def test_official_figures_are_shown_in_words_and_kept_apart(at_desk: Desk) -> None:
    """The form of the police is summed by offence and department, and brings no case."""
    head = "FECHA HECHO,COD_DEPTO,DEPARTAMENTO,COD_MUNI,MUNICIPIO,DESCRIPCION CONDUCTA,CANTIDAD"
    row = "12/31/2020 12:00:00 AM,54,NORTE DE SANTANDER,54001,CUCUTA,SYNTHETIC DELITO,{n}"
    content = "\n".join([head, row.format(n=3), row.format(n=1200)]).encode()
    at_desk.open().bring(content, "figures.csv")
    assert at_desk.counts() == [2, 2, 0, 0]
    sums = at_desk.page.locator(".desk-sums")
    expect(sums).to_contain_text("SYNTHETIC DELITO1.203")
    expect(sums).to_contain_text("NORTE DE SANTANDER1.203")
    cases = len(at_desk.register().tables().cases)
    at_desk.sign()
    at_desk.write()
    expect(at_desk.page.locator(".desk-done")).to_contain_text("2 filas de cifras oficiales")
    register = at_desk.register()
    assert len(register.tables().cases) == cases
    assert register.statistics()["count"].sum() == 1203


def test_nothing_typed_is_lost_by_turning_to_another_part(at_desk: Desk) -> None:
    """File, name and note are still there after a look at the templates and at the map."""
    at_desk.open().bring(named(ROUTES, "kept"))
    at_desk.sign()
    at_desk.field("Nota para el registro").fill("del archivo de 2020")
    at_desk.section("Plantillas")
    expect(at_desk.page.locator(".desk-meaning")).to_be_visible()
    at_desk.section("Importar")
    expect(at_desk.field("Su nombre")).to_have_value(USER)
    expect(at_desk.field("Nota para el registro")).to_have_value("del archivo de 2020")
    at_desk.page.get_by_test_id("stTopNavLink").filter(has_text="Método").click()
    expect(at_desk.page.locator("h1")).to_have_text("Método")
    at_desk.page.get_by_test_id("stTopNavLink").filter(has_text="Datos").click()
    at_desk.expect_checked()
    expect(at_desk.field("Su nombre")).to_have_value(USER)


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\xff", b"%PDF-1.7 \x00 not a table", b"PK\x03\x04 broken"]
)
def test_a_file_that_is_no_table_says_so(at_desk: Desk, content: bytes) -> None:
    """What cannot be read is one clear fault, and nothing can be imported."""
    at_desk.open().bring(content, "x.xlsx")
    assert at_desk.counts()[1] == 0
    assert at_desk.faults()
    at_desk.sign()
    expect(at_desk.page.locator(".st-key-desk_import button")).to_be_disabled()


def test_hostile_text_is_inert_from_the_file_to_the_trail(empty: Desk, desk: Visit) -> None:
    """Names of file, headers, cells, user and reason are shown as text wherever they appear."""
    texts = [text for text in HOSTILE if "\x00" not in text and len(text) < 5_000]
    rows = [("ruta", "caso", "fuente", "título", "víctimas", texts[6])]
    for n, text in enumerate(texts):
        wrong = text if n % 4 == 0 else "3"
        rows.append(("Tibú > Cúcuta", f"{n} {text}", f"{n} {text}", text, wrong, text))
    rows.append((f"Yopal > {texts[7]}", "lugar", "fuente", "", "1", ""))
    name = "{{7*7}}<img src=x onerror=window.pwned=1>.csv"
    empty.open().bring(tuple(rows), name)
    expect(empty.page.locator(".desk-file")).to_contain_text(name)
    assert any("<img src=x" in fault for fault in empty.faults())
    empty.wait_for_map()
    assert_inert(empty.screen)
    empty.page.get_by_text("Los miré").click()
    empty.page.get_by_text("Solo las filas buenas").click()
    empty.field("Su nombre").fill(texts[7])
    empty.field("Nota para el registro").fill(texts[6])
    empty.write()
    expect(empty.page.locator(".desk-done h2")).to_contain_text(name)
    empty.wait_for_map()
    assert_inert(empty.screen)
    empty.section("Registro")
    card = empty.page.locator(".st-key-desk_entry")
    expect(card).to_contain_text(name)
    expect(card).to_contain_text(shown(texts[7]))
    expect(card).to_contain_text(texts[6])
    assert card.locator("img, script, iframe, svg[onload]").count() == 0
    assert_inert(empty.screen)
    empty.screen.open_map("/?data=own")
    assert_inert(empty.screen)


def test_the_rejected_rows_hold_no_formula(at_desk: Desk) -> None:
    """A cell that begins like a formula comes back as text."""
    formula = '=HYPERLINK("https://evil.example","x")'
    rows = (ROUTES[0], ("Saravena > Yopal", "SYNTHETIC formula", "formula x", formula))
    at_desk.open().bring(rows)
    taken = at_desk.screen.download(at_desk.button("Descargar 1 fila rechazada"))
    path = at_desk.folder / "formula.xlsx"
    taken.save_as(path)
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any("HYPERLINK" in str(cell.value) for cell in cells)


def test_an_entry_hands_back_the_file_as_it_came(at_desk: Desk) -> None:
    """The original upload is downloaded byte for byte, and the hashes can be read in full."""
    rows = named(ROUTES, "original")
    at_desk.open().bring(rows)
    at_desk.sign()
    at_desk.write()
    at_desk.section("Registro")
    entry = at_desk.register().log()[0]
    taken = at_desk.screen.download(at_desk.button("Descargar el archivo original"))
    assert taken.suggested_filename == "rutas.csv"
    assert Path(taken.path()).read_bytes() == as_csv(rows)
    at_desk.page.get_by_text("Huellas SHA-256").click()
    for value in (entry.hash, entry.previous, entry.content_sha256, entry.file_sha256):
        expect(at_desk.page.locator(".desk-hashes")).to_contain_text(value)


def test_verifying_finds_what_was_changed_behind_the_register(empty: Desk) -> None:
    """A sound register is said to be so; after a change in its file the entry is named."""
    empty.open().bring(ROUTES)
    empty.sign()
    empty.write()
    empty.section("Registro")
    empty.button("Verificar ahora").click()
    expect(empty.page.locator(".desk-good")).to_contain_text("Registro íntegro: 1 asiento")
    with sqlite3.connect(empty.folder / "register.sqlite") as connection:
        connection.execute("UPDATE cases SET name = 'otro'")
    empty.button("Verificar ahora").click()
    expect(empty.page.locator(".desk-differs")).to_contain_text("no coincide")


def test_a_closed_page_harms_nothing(empty: Desk, browser: Browser) -> None:
    """A window closed while its file is written leaves a whole entry or none, and a sound chain."""
    second = open_visit(browser, width=1440, height=900, locale="es-CO")
    other = Desk(Screen(second, empty.screen.app), empty.folder)
    other.open().bring(ROUTES)
    other.sign()
    other.button(r"Importar 2 filas").click()
    second.context.close()
    empty.open().bring(named(ROUTES, "after"))
    empty.sign()
    empty.write()
    register = empty.register()
    assert not register.verify()
    assert len(register.tables().cases) in (2, 4)
    assert len(register.log()) in (1, 2)


def test_reading_can_be_cancelled(at_desk: Desk) -> None:
    """A file whose reading was cancelled leaves no trace, and can be tried again."""
    version = at_desk.register().version()
    many = [("Saravena > Yopal", f"SYNTHETIC {n}", f"fuente {n}", "1") for n in range(60_000)]
    content = as_csv((ROUTES[0], *many))
    at_desk.open().drop(content, "many.csv")
    at_desk.page.locator(".st-key-desk_cancel button").click()
    expect(at_desk.page.get_by_role("alert")).to_contain_text("Se canceló")
    expect(at_desk.button("Intentar de nuevo")).to_be_visible()
    assert at_desk.register().version() == version


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_template_can_be_downloaded(at_desk: Desk, lang: str) -> None:
    """Both templates are there in both languages, and are spreadsheets."""
    at_desk.open(lang)
    at_desk.section({"es": "Plantillas", "en": "Templates"}[lang])
    buttons = at_desk.page.locator(".st-key-desk_templates").get_by_role("button")
    expect(buttons).to_have_count(4)
    for button in buttons.all():
        taken = at_desk.screen.download(button)
        path = at_desk.folder / taken.suggested_filename
        taken.save_as(path)
        assert load_workbook(path).worksheets


def test_the_desk_fits_a_phone(phone: Visit, office: Office) -> None:
    """No step of the way is wider than the phone."""
    at_desk = Desk(Screen(phone, office.app), office.folder)
    at_desk.open()
    sections = at_desk.page.locator(".st-key-desk_section").get_by_role("radio")
    assert len({round((each.bounding_box() or {})["y"]) for each in sections.all()}) == 1
    for section in ("Registro", "Plantillas", "Importar"):
        at_desk.section(section)
        assert at_desk.page.evaluate("document.documentElement.scrollWidth") <= 390
    at_desk.bring(named(FAULTY, "phone"))
    assert at_desk.page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = at_desk.page.locator(".desk-faults").evaluate(
        "each => each.getBoundingClientRect().width"
    )
    assert wide <= 390


def test_everything_can_be_done_by_keyboard(at_desk: Desk) -> None:
    """The way from the file to the entry needs no mouse: every control takes the focus."""
    at_desk.open().bring(named(ROUTES, "keyboard"))
    at_desk.field("Su nombre").focus()
    at_desk.page.keyboard.type(USER)
    button = at_desk.button(r"Importar 2 filas")
    expect(button).to_be_enabled()
    for _ in range(6):
        at_desk.page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    at_desk.page.keyboard.press("Enter")
    expect(at_desk.page.locator(".desk-done")).to_be_visible()
