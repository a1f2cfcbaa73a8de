"""Datos › Casos propios and Calidad: one case made by hand, its history, and what data lack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Error, Locator, Page, expect

from pages.parts.markup import shown
from routes.analysis.quality import quality
from routes.cases import bundled
from routes.cases.digests import digests
from routes.cases.editing import case_rows, changed, draft_of, review
from routes.cases.register import Register
from routes.flows import store
from routes.query import RouteQuery
from routes.text import load
from tests.conftest import App, Visit, faults_in, start_app
from tests.hostile import HOSTILE
from tests.pages.conftest import Screen
from tests.registers import Frames, add, case_frames

USER = "Ana Pérez"


@dataclass
class Editor:
    """The case editor in one window, over a register that several tests share."""

    screen: Screen
    folder: Path

    @property
    def page(self) -> Page:
        return self.screen.page

    @property
    def register(self) -> Register:
        return Register.open(f"sqlite:///{self.folder / 'register.sqlite'}")

    def open(self, part: str = "Casos propios", *, lang: str = "es") -> Editor:
        self.screen.open(f"/datos?lang={lang}")
        self.page.locator(".st-key-desk_top").get_by_role("radio", name=part, exact=True).click()
        return self

    def open_new(self) -> Editor:
        self.open()
        expect(self.field("Nombre del caso")).to_be_visible()
        return self

    def open_case(self, name: str) -> Editor:
        self.open()
        self.pick(self.page.locator(".st-key-edit_case"), name)
        expect(self.side.locator("h3")).to_have_text(name)
        self.rest()
        return self

    @property
    def side(self) -> Locator:
        return self.page.locator(".st-key-edit_side")

    @property
    def form(self) -> Locator:
        return self.page.locator(".st-key-edit_form")

    @property
    def todo(self) -> Locator:
        return self.page.locator("[class*='st-key-edit_todo_']")

    def section(self, name: str) -> None:
        place = self.page.locator(".st-key-edit_section")
        radio = place.get_by_role("radio", name=re.compile(rf"^{name}"))
        self.rest()
        radio.click()
        expect(radio).to_be_checked()
        self.settle()

    def rest(self) -> None:
        """Wait until the screen has followed what was done."""
        self.screen.rest()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing of the screen before is left."""
        expect(self.form.locator("[data-stale='true']")).to_have_count(0)

    def field(self, label: str, nth: int = 0) -> Locator:
        return self.form.get_by_label(label, exact=True).nth(nth)

    def write(self, label: str, text: str, nth: int = 0) -> None:
        """Type into a field and leave it."""
        field = self.field(label, nth)
        field.fill(text)
        field.press("Tab")
        expect(field).to_have_value(text)

    def pick(self, place: Locator, option: str) -> None:
        place.get_by_role("combobox").click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def choose(self, label: str, option: str, nth: int = 0) -> None:
        """Choose an option of a list; it closes when the screen follows what was typed before."""
        box = self.form.get_by_role("combobox", name=re.compile(label)).nth(nth)
        wanted = self.page.get_by_role("option", name=re.compile(re.escape(option))).first
        for _ in range(3):
            box.click()
            with suppress(Error):
                wanted.click(timeout=8_000)
                return
            self.page.keyboard.press("Escape")
        raise AssertionError(f"{label}: no option {option}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect_place(self, said: str, nth: int = 0) -> None:
        expect(self.form.locator(".edit-place").nth(nth)).to_have_text(said)

    def wait_for_map(self) -> None:
        """Wait until the routes are painted."""
        painted = self.page.frame_locator(".st-key-edit_map iframe").locator("[data-painted]")
        painted.wait_for()

    def sign(self, reason: str = "") -> None:
        name = self.side.get_by_label("Su nombre", exact=True)
        name.fill(USER)
        name.press("Tab")
        if reason:
            why = self.side.get_by_label("Motivo del cambio", exact=True)
            why.fill(reason)

    def save(self) -> None:
        """Save, and wait until the register has it."""
        self.rest()
        self.press("Guardar")
        self.rest()
        expect(self.page.locator(".st-key-edit_saved")).to_be_visible()
        expect(self.side).to_contain_text("Como está en el registro")

    def fill_in(self, name: str) -> None:
        """Describe a case of one route, as far as it must be described."""
        self.write("Nombre del caso", name)
        expect(self.form).to_contain_text("Identificador")
        self.section("Recorridos")
        self.write("Lugar", "Tibú")
        self.expect_place("población · Norte de Santander, Colombia")
        self.write("Lugar", "Caracas", 1)
        self.expect_place("población · Venezuela", 1)
        self.choose("Fuente", "Fuente nueva")
        expect(self.form).to_contain_text("Describa esta fuente")
        self.section("Fuentes")
        self.write("Quién publica", "SYNTHETIC Diario")
        self.write("Título", "SYNTHETIC nota")
        expect(self.todo).to_have_count(0)


@dataclass
class Office:
    """An app of its own, and the folder of its register."""

    app: App
    folder: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    running = start_app(folder / "app.log")
    yield Office(running, folder / "var")
    running.process.terminate()
    running.process.wait(timeout=20)
    assert not faults_in((folder / "app.log").read_text(errors="replace"))


@pytest.fixture
def editor(desk: Visit, office: Office) -> Editor:
    return Editor(Screen(desk, office.app), office.folder)


@pytest.fixture
def small(phone: Visit, office: Office) -> Editor:
    return Editor(Screen(phone, office.app), office.folder)


def held(register: Register, name: str) -> pd.Series:
    cases = register.tables().cases
    return cases[cases["name"] == name].iloc[0]


def own_case(case_id: str, name: str) -> Frames:
    """Return a faultless case called ``name case_id``, with a source of its own."""
    source = f"{case_id}-source"
    frames = case_frames(case_id, name=name, sources=(source,), cites=source)
    for table in ("cases", "events"):
        frames[table] = frames[table].assign(date_precision="unknown")
    return frames


def bring(register: Register, case_id: str, name: str) -> None:
    """Import such a case as a file of its own, unless a first try of the test has."""
    if case_id not in set(register.tables().cases["case_id"]):
        add(register, own_case(case_id, name))


def test_a_case_is_added_by_hand(editor: Editor) -> None:
    """From a blank form to the register: facts, a route with a reasoned inference, a figure."""
    bring(editor.register, "first", "SYNTHETIC")  # the banner over made-up cases is there already
    editor.open_new().fill_in("SYNTHETIC Río")
    editor.section("Datos")
    editor.choose("Finalidad", "explotación sexual")
    editor.page.keyboard.press("Escape")
    editor.write("Desde", "2021-03")
    period = editor.page.locator(".st-key-edit_card_period")
    expect(period.get_by_role("combobox")).to_have_value("mes")
    editor.form.get_by_text("Pública clasificada", exact=True).click()
    editor.section("Recorridos")
    editor.choose("Evidencia", "inferido", 1)
    expect(editor.todo).to_contain_text("Lo inferido necesita su motivo")
    editor.press("Guardar")
    expect(editor.form.locator(".edit-fault")).to_contain_text("Lo inferido necesita su motivo")
    editor.write("Por qué se infiere (español)", "El informe lo da a entender.")
    expect(editor.form.locator(".edit-fault")).to_have_count(0)
    editor.section("Cifras")
    editor.press("Añadir una cifra")
    editor.field("Número").fill("1.500")
    editor.field("Número").press("Tab")
    expect(editor.field("Número")).to_have_value("1500")
    editor.sign()
    editor.wait_for_map()
    editor.save()
    case = held(editor.register, "SYNTHETIC Río")
    assert case["case_id"] == "synthetic-rio"
    assert (case["handling"], case["purposes"]) == ("classified", "sexual")
    assert (case["period_start"], case["date_precision"]) == ("2021-03", "month")
    tables = editor.register.tables()
    stops = tables.stops[tables.stops["case_id"] == "synthetic-rio"]
    assert stops["evidence"].tolist() == ["stated", "inferred"]
    assert stops["credibility"].tolist() == [2, 3]
    figure = tables.figures[tables.figures["case_id"] == "synthetic-rio"].iloc[0]
    assert (figure["value"], figure["preferred"]) == (1500, True)
    (version,) = editor.register.history("synthetic-rio")
    assert (version.entry.action, version.entry.user) == ("edit", USER)
    editor.wait_for_map()
    editor.page.get_by_role("link", name=re.compile("Abrir la ficha")).click()
    expect(editor.page.locator(".rutas-card h2")).to_have_text("SYNTHETIC Río")
    editor.screen.assert_quiet()


def test_what_is_typed_outlives_language_section_and_screen(editor: Editor) -> None:
    """Unsaved words and choices are still there in English, and after a look at the map."""
    editor.open_new()
    editor.write("Nombre del caso", "SYNTHETIC sin guardar")
    editor.choose("Situación", "con condena")
    editor.screen.language("EN").click()
    expect(editor.field("Name of the case")).to_have_value("SYNTHETIC sin guardar")
    status = editor.form.get_by_role("combobox", name=re.compile("Status"))
    expect(status).to_have_value("convicted")
    editor.section("Sources")
    editor.page.get_by_test_id("stTopNavLink").filter(has_text="Method").click()
    expect(editor.page.locator("h1")).to_have_text("Method")
    editor.page.get_by_test_id("stTopNavLink").filter(has_text="Data").click()
    expect(editor.side).to_contain_text("SYNTHETIC sin guardar")
    expect(editor.side).to_contain_text("not saved")
    editor.section("Facts")
    expect(editor.field("Name of the case")).to_have_value("SYNTHETIC sin guardar")
    expect(status).to_have_value("convicted")


def test_quick_hands_lose_nothing(editor: Editor) -> None:
    """Whoever types faster than the screen follows finds every field as it was typed."""
    editor.open_new()
    editor.section("Fuentes")
    typed = {
        "Quién publica": "SYNTHETIC a",
        "Título": "SYNTHETIC b",
        "Fecha de publicación": "2020",
    }
    for place in range(3):
        editor.press("Añadir una fuente")
        expect(editor.form.get_by_label("Título", exact=True)).to_have_count(place + 1)
        for label, text in typed.items():
            editor.field(label, place).fill(f"{text}{place}" if label != "Título" else text)
            editor.field(label, place).press("Tab")
    editor.section("Datos")
    editor.section("Fuentes")
    for place in range(3):
        for label, text in typed.items():
            wanted = f"{text}{place}" if label != "Título" else text
            expect(editor.field(label, place)).to_have_value(wanted)


def test_a_section_is_turned_to_however_quick_the_next_input(editor: Editor) -> None:
    """Typing that begins while the screen still turns does not turn it back."""
    editor.open_new()
    name = editor.side.get_by_label("Su nombre", exact=True)
    for n, (section, label) in enumerate((("Fuentes", "Añadir una fuente"), ("Datos", ""))):
        editor.page.locator(".st-key-edit_section").get_by_role(
            "radio", name=re.compile(f"^{section}")
        ).click()
        name.fill(f"Ana {n}")
        name.press("Tab")
        if label:
            expect(editor.page.get_by_role("button", name=label)).to_be_visible()
        else:
            expect(editor.field("Nombre del caso")).to_be_visible()
        expect(name).to_have_value(f"Ana {n}")


def test_the_last_change_can_be_undone(editor: Editor) -> None:
    """Undo brings back what was there before, change by change, a removed stop too."""
    editor.open_new()
    editor.section("Recorridos")
    editor.write("Lugar", "Tibú")
    editor.expect_place("población · Norte de Santander, Colombia")
    editor.press("Quitar: Parada 1")
    expect(editor.form.get_by_label("Lugar", exact=True)).to_have_count(1)
    editor.press("Deshacer")
    expect(editor.field("Lugar")).to_have_value("Tibú")
    editor.press("Deshacer")
    expect(editor.field("Lugar")).to_have_value("")
    expect(editor.page.locator(".st-key-edit_undo button")).to_be_disabled()


def test_stops_are_put_in_order_from_the_keyboard(editor: Editor) -> None:
    """Buttons that can be reached and pressed without a mouse add and move stops."""
    editor.open_new()
    editor.section("Recorridos")
    editor.write("Lugar", "Tibú")
    editor.expect_place("población · Norte de Santander, Colombia")
    down = editor.page.get_by_role("button", name="Mover después: Parada 1")
    down.focus()
    editor.page.keyboard.press("Enter")
    expect(editor.field("Lugar", 1)).to_have_value("Tibú")
    expect(editor.field("Lugar", 0)).to_have_value("")
    editor.page.get_by_role("button", name="Añadir una parada").focus()
    editor.page.keyboard.press("Enter")
    expect(editor.form.get_by_label("Lugar", exact=True)).to_have_count(3)


def test_a_name_of_several_places_is_asked_about(editor: Editor) -> None:
    """Arauca is a department and a town: nothing is guessed, and nobody's place is made up."""
    editor.open_new()
    editor.section("Recorridos")
    editor.write("Lugar", "Arauca")
    which = editor.form.get_by_text("Arauca · departamento · Colombia")
    expect(which).to_be_visible()
    which.click()
    editor.expect_place("departamento · Colombia")
    editor.write("Lugar", "San Antonio", 1)
    expect(editor.form.get_by_text("San Antonio · población · Tolima, Colombia")).to_be_visible()
    expect(editor.form.get_by_text("San Antonio del Táchira · población")).to_be_visible()
    editor.write("Lugar", "Xyzzyqqq", 1)
    expect(editor.form.locator(".edit-fault")).to_contain_text("«Xyzzyqqq»")


def test_a_crossing_is_offered_once_it_is_open(editor: Editor) -> None:
    """The Girardot bridge, open since 2023, is no stop of a case of 2020, but one of 2024."""
    bridge = "Puente Internacional Atanasio Girardot"
    editor.open_new()
    editor.write("Desde", "2020")
    editor.section("Recorridos")
    editor.write("Lugar", bridge)
    expect(editor.form.locator(".edit-fault")).to_contain_text("no estaba abierto en el periodo")
    editor.section("Datos")
    editor.write("Desde", "2024")
    editor.section("Recorridos")
    editor.write("Lugar", "")
    editor.write("Lugar", bridge)
    editor.expect_place("punto · Norte de Santander, Colombia")
    expect(editor.form.get_by_text("no estaba abierto")).to_have_count(0)


def test_nothing_is_called_wrong_before_it_could_be_written(editor: Editor) -> None:
    """A figure just added and a stop just called inferred wait for their number and reason."""
    editor.open_new()
    editor.section("Recorridos")
    editor.choose("Evidencia", "inferido")
    expect(editor.form.get_by_text("Por qué se infiere (español)")).to_be_visible()
    editor.section("Cifras")
    editor.press("Añadir una cifra")
    expect(editor.field("Número")).to_be_visible()
    editor.rest()
    expect(editor.todo.first).to_be_visible()
    expect(editor.form.locator(".edit-fault")).to_have_count(0)
    editor.write("Número", "muchas")
    expect(editor.form.locator(".edit-fault")).to_contain_text("solo con cifras")


def test_a_tab_with_unsaved_changes_asks_before_it_is_closed(editor: Editor) -> None:
    """The browser warns as long as something is not saved, and no longer."""
    editor.open_new()
    asks = "Boolean(window.onbeforeunload)"
    editor.page.wait_for_function(f"!{asks}")
    editor.write("Autoridad", "SYNTHETIC")
    editor.page.wait_for_function(asks)
    editor.press("Deshacer")
    editor.page.wait_for_function(f"!{asks}")
    editor.write("Autoridad", "SYNTHETIC otra")
    editor.page.wait_for_function(asks)
    with editor.page.expect_event("dialog") as asked:
        editor.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"


def test_nothing_is_saved_before_it_is_right(editor: Editor) -> None:
    """Saving an unfinished case says what is missing, at each field and beside the form."""
    entries = len(editor.register.log())
    editor.open_new()
    editor.write("Autoridad", "SYNTHETIC")
    expect(editor.todo.first).to_be_visible()
    expect(editor.form.locator(".edit-fault")).to_have_count(0)
    editor.press("Guardar")
    expect(editor.form.locator(".edit-fault").first).to_contain_text("Falta este dato")
    expect(editor.side.get_by_role("alert")).to_contain_text("quién edita")
    editor.todo.filter(has_text="Falta el lugar").first.get_by_role("button").click()
    expect(editor.field("Lugar")).to_be_visible()
    assert len(editor.register.log()) == entries


def test_saving_follows_typing_at_once(editor: Editor) -> None:
    """Save is pressed out of the field last typed into, and takes it along; twice saves once."""
    bring(editor.register, "quick", "SYNTHETIC rápida")
    editor.open_case("SYNTHETIC rápida quick")
    editor.press("Guardar")
    expect(editor.side.get_by_role("alert")).to_contain_text("No hay cambios que guardar")
    editor.sign("SYNTHETIC motivo")
    editor.field("Autoridad").fill("SYNTHETIC de prisa")
    editor.save()
    assert held(editor.register, "SYNTHETIC rápida quick")["authority"] == "SYNTHETIC de prisa"
    editor.press("Guardar")
    expect(editor.side.get_by_role("alert")).to_contain_text("No hay cambios que guardar")
    assert len(editor.register.history("quick")) == 2


def test_who_comes_second_sees_what_changed_and_decides(editor: Editor) -> None:
    """Somebody else saves meanwhile: nothing is overwritten unasked, and nothing typed is lost."""
    bring(editor.register, "rival", "SYNTHETIC pareja")
    editor.open_case("SYNTHETIC pareja rival")
    editor.write("Autoridad", "SYNTHETIC mía")
    register = editor.register
    rows = case_rows(register.tables(), "rival")
    theirs = draft_of(rows)
    theirs = changed(theirs, theirs.key, status="convicted")
    found = review(theirs, known=register.known(), edits=True, names_checked=True)
    register.save_case(
        found.frames, user="Luis", reason="SYNTHETIC", expected=digests(rows)[0]["rival"]
    )
    editor.sign("SYNTHETIC motivo")
    editor.press("Guardar")
    expect(editor.side).to_contain_text("Lo que cambió mientras usted editaba")
    expect(editor.side.locator("ul.edit-changes").first).to_contain_text("con condena")
    editor.press("Seguir con lo mío")
    expect(editor.side).not_to_contain_text("Lo que cambió mientras usted editaba")
    expect(editor.field("Autoridad")).to_have_value("SYNTHETIC mía")
    editor.save()
    case = held(editor.register, "SYNTHETIC pareja rival")
    assert case["authority"] == "SYNTHETIC mía"
    assert len(editor.register.history("rival")) == 3


def test_the_history_says_who_changed_what_and_leads_back(editor: Editor) -> None:
    """Each version names its user, reason and differences; an earlier one becomes a new one."""
    bring(editor.register, "old", "SYNTHETIC vieja")
    editor.open_case("SYNTHETIC vieja old")
    editor.write("Nombre del caso", "SYNTHETIC nueva")
    editor.sign("SYNTHETIC mejor nombre")
    editor.save()
    editor.section("Historia")
    newest = editor.page.locator("[class*='st-key-edit_version_']").first
    for words in ("editado a mano", USER, "SYNTHETIC mejor nombre", "SYNTHETIC nueva"):
        expect(newest).to_contain_text(words)
    expect(newest.locator("del")).to_have_text("SYNTHETIC vieja old")
    expect(editor.form).to_contain_text("Primera versión del caso")
    expect(editor.form).to_contain_text("made up.zip")
    editor.press("Volver a esta versión")
    expect(editor.field("Nombre del caso")).to_have_value("SYNTHETIC vieja old")
    editor.save()
    assert held(editor.register, "SYNTHETIC vieja old")["case_id"] == "old"
    newest_entry = editor.register.history("old")[0].entry
    assert newest_entry.reason.startswith("Se vuelve a la versión")


def test_a_case_is_taken_out_with_a_reason(editor: Editor) -> None:
    """Without a reason nothing happens; with one the case is gone, and its versions stay."""
    bring(editor.register, "gone", "SYNTHETIC fuera")
    editor.open_case("SYNTHETIC fuera gone")
    editor.section("Historia")
    editor.sign()
    editor.page.get_by_text("Retirar el caso del registro").click()
    editor.press("Retirar el caso")
    expect(editor.form.get_by_role("alert")).to_contain_text("por qué")
    why = editor.form.get_by_label("Motivo del retiro", exact=True)
    why.fill("SYNTHETIC repetido")
    why.press("Tab")
    editor.press("Retirar el caso")
    expect(editor.page.locator(".st-key-edit_saved")).to_contain_text("Caso retirado")
    assert "gone" not in set(editor.register.tables().cases["case_id"])
    assert editor.register.history("gone")[0].removed


def test_several_cases_stay_open_side_by_side(editor: Editor) -> None:
    """Turning to another case loses nothing: the first is marked as not saved, and waits."""
    bring(editor.register, "aside", "SYNTHETIC lado")
    editor.open_case("SYNTHETIC lado aside")
    editor.write("Autoridad", "SYNTHETIC pendiente")
    expect(editor.side).to_contain_text("sin guardar")
    editor.press("Añadir un caso")
    expect(editor.field("Nombre del caso")).to_have_value("")
    editor.pick(editor.page.locator(".st-key-edit_case"), "SYNTHETIC lado aside · sin guardar")
    expect(editor.field("Autoridad")).to_have_value("SYNTHETIC pendiente")
    editor.press("Descartar")
    editor.press("Descartar los cambios")
    expect(editor.field("Autoridad")).to_have_value("")


def test_hostile_text_stays_text_in_form_and_history(editor: Editor) -> None:
    """A case full of markup and templates is shown, edited and told of as it is written."""
    frames = own_case("hostile", "SYNTHETIC")
    texts = [text for text in HOSTILE if len(text) < 300]
    name = f"SYNTHETIC {HOSTILE[6]} {HOSTILE[0]}"
    frames["cases"] = frames["cases"].assign(
        name=name, summary_es="\n".join(texts), note_es=texts[7], authority=texts[11]
    )
    frames["sources"] = frames["sources"].assign(publisher=texts[1], title=texts[6])
    frames["stops"] = frames["stops"].assign(note_es=texts[14])
    add(editor.register, frames)
    editor.open_case(shown(name))
    expect(editor.field("Nombre del caso")).to_have_value(name)
    for section in ("Recorridos", "Cifras", "Hechos", "Fuentes", "Datos"):
        editor.section(section)
    editor.write("Autoridad", texts[8])
    editor.page.get_by_text("Ver los cambios").click()
    expect(editor.side.locator("ins")).to_have_text(texts[8])
    editor.sign(texts[7])
    editor.page.get_by_text("Lo revisé").click()
    editor.save()
    case = held(editor.register, name)
    assert case["summary_es"] == "\n".join(texts)
    assert (case["authority"], case["note_es"]) == (texts[8], texts[7])
    editor.section("Historia")
    expect(editor.form.locator("ins").first).to_have_text(texts[8])
    assert editor.page.evaluate("window.pwned") is None
    editor.screen.assert_quiet()


def test_the_form_fits_a_phone(small: Editor) -> None:
    """Nothing in any part of the form is wider than the phone."""
    small.open_new()
    added = {"Cifras": "una cifra", "Hechos": "un hecho", "Fuentes": "una fuente"}
    for section in ("Datos", "Recorridos", *added):
        small.section(section)
        if section in added:
            small.press(f"Añadir {added[section]}")
            expect(small.form.locator("h4").first).to_be_visible()
            small.settle()
        assert small.page.evaluate("document.documentElement.scrollWidth") <= 390
        sides = small.form.locator("input, textarea").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect()).map(box => [box.left, box.right])"
        )
        assert sides
        assert all(0 <= left <= right <= 390 for left, right in sides), section


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_quality_of_the_cases_is_told_in_numbers(lang: str, on_desk: Screen) -> None:
    """The screen shows the numbers of the analysis, each with its noun and the way to its cases."""
    t = load(lang)
    found = quality(store(bundled()), RouteQuery())
    on_desk.open(f"/datos?lang={lang}&data=public")
    on_desk.page.locator(".st-key-desk_top").get_by_role(
        "radio", name=t("desk.section.quality"), exact=True
    ).click()
    cards = on_desk.page.locator(".quality-card")
    expect(cards).to_have_count(3)
    for card, spread in zip(cards.all(), found.spreads, strict=True):
        numbers = card.locator("td.n:not(.quiet)").all_text_contents()
        assert numbers == [t.number(count) for _, count in spread.counts]
    shares = on_desk.page.locator(".quality-gap .count b")
    expect(shares).to_have_count(len(found.gaps))
    assert shares.all_text_contents() == [t.number(len(gap.case_ids)) for gap in found.gaps]
    undated = next(gap for gap in found.gaps if gap.name == "undated")
    on_desk.page.locator(".st-key-quality_see_undated button").click()
    links = on_desk.page.get_by_test_id("stPopoverBody").get_by_test_id("stPageLink-NavLink")
    expect(links).to_have_count(len(undated.case_ids))
    links.first.click()
    on_desk.expect_asked(case=undated.case_ids[0], lang=lang)
    expect(on_desk.page.locator(".rutas-card h2")).to_be_visible()


def test_the_quality_follows_the_filters(on_desk: Screen) -> None:
    """Under a filter only the selected cases are measured, and the filter can be taken off."""
    query = RouteQuery(destination=("CHN",))
    found = quality(store(bundled()), query)
    on_desk.open("/datos?to=CHN&data=public")
    on_desk.page.locator(".st-key-desk_top").get_by_role("radio", name="Calidad").click()
    lead = on_desk.page.locator(".quality-lead strong")
    expect(lead).to_contain_text(f"{found.cases} casos")
    on_desk.chips.first.click()
    expect(lead).to_contain_text("19 casos")


def test_an_own_case_says_where_each_row_comes_from(editor: Editor) -> None:
    """File, sheet and row of what was imported stand on the page of the case, with who and when."""
    bring(editor.register, "origin", "SYNTHETIC origen")
    editor.screen.open("/casos?case=origin&data=own")
    editor.page.get_by_text("De dónde viene cada dato").click()
    table = editor.page.locator(".st-key-origin table")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(6)
    stop = rows.nth(2)
    for words in ("Recorrido 1 · 2: Panamá", "made up.zip", "stops", "3", "Ana"):
        expect(stop).to_contain_text(words)
