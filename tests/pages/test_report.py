"""The screen Informe: a briefing from the saved view to the files, and what is noted of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, FrameLocator, Locator, expect

from routes.cases.register import Register
from routes.cases.register.database import sqlite_url
from routes.query import RouteQuery
from routes.release import Ledger, SavedView
from routes.release.shelf import Shelf
from routes.release.views import read_views
from tests.conftest import App, Visit, faults_in, start_app
from tests.hostile import HOSTILE
from tests.marked import LOCAL, LOCAL_MARK, MARK, ROLES
from tests.marked import fill as fill_marked
from tests.pages.conftest import Screen
from tests.provider import house, sign_in
from tests.registers import add, frames_of
from tests.release.offices import office

SLOW_MS = 90_000
"""Drawing takes a while where everything runs at once."""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office whose cases, made up, are mostly not public."""
    folder = tmp_path_factory.mktemp("office") / "var"
    folder.mkdir()
    add(Register.open(sqlite_url(folder / "register.sqlite")), frames_of(office(150, seed=1)))
    return folder


@pytest.fixture(scope="module")
def office_app(var: Path) -> Iterator[App]:
    log = var.parent / "app.log"
    running = start_app(log)
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)
    assert not faults_in(log.read_text(errors="replace"))


@pytest.fixture
def shelf(var: Path) -> Shelf:
    """The saved views of whoever uses the app: none."""
    found = Shelf("", folder=var / "views")
    found.change(lambda before: ())
    return found


@pytest.fixture
def ledger(var: Path) -> Ledger:
    return Ledger.open(sqlite_url(var / "register.sqlite"))


@pytest.fixture
def screen(desk: Visit, office_app: App, shelf: Shelf) -> Screen:
    return Screen(desk, office_app)


def titles(screen: Screen) -> Locator:
    return screen.page.locator(".report-view-title bdi")


def button(screen: Screen, key: str) -> Locator:
    """A button by its key; one with a tooltip stands twice in the page."""
    return screen.page.locator(f".st-key-{key} button").locator("visible=true")


def sign(screen: Screen, name: str) -> None:
    field = screen.page.get_by_role("textbox", name="Su nombre")
    field.fill(name)
    field.press("Enter")


def section(screen: Screen, name: str) -> None:
    screen.page.locator(".st-key-report_section").get_by_role("radio", name=name).click()
    screen.rest()


def expect_preview(screen: Screen) -> None:
    """Wait until the picture of what will be in the files stands."""
    picture = screen.page.locator(".st-key-report_preview img")
    expect(picture).to_be_visible(timeout=SLOW_MS)
    expect(screen.page.locator(".report-updating")).to_have_count(0, timeout=SLOW_MS)


def assert_quiet(screen: Screen) -> None:
    """As `Screen.assert_quiet`; a button that is put away may ask after its file once more."""
    failed = screen.visit.failed
    failed[:] = [url for url in failed if "/media/" not in url]
    screen.assert_quiet()


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_a_view_is_saved_on_the_map_taken_back_and_outlives_a_reload(
    screen: Screen, shelf: Shelf
) -> None:
    """One click keeps filters, level and selection; one takes it back; the briefing opens it."""
    screen.open_map("/?data=public&from=CO-ARA&level=department&sel=place:CO-ARA")
    said = screen.page.locator(".st-key-saved_view_said")
    button(screen, "keep_view").click()
    expect(said).to_contain_text("Vista 1 guardada: Arauca · Origen: Arauca")
    button(screen, "saved_view_undo").click()
    expect(said).to_have_count(0)
    assert shelf.views() == ()
    button(screen, "keep_view").click()
    expect(said).to_be_visible()
    kept = SavedView(
        RouteQuery(origin=("CO-ARA",)), "department", "place:CO-ARA", "Arauca · Origen: Arauca"
    )
    assert shelf.views() == (kept,)
    button(screen, "saved_view_close").click()
    button(screen, "keep_view").click()
    expect(said).to_contain_text("ya estaba guardada, es la 1: Arauca")
    expect(button(screen, "saved_view_undo")).to_have_count(0)
    assert shelf.views() == (kept,)
    said.get_by_role("link").click()
    expect(titles(screen)).to_have_text([kept.title])
    screen.page.reload()
    expect(titles(screen)).to_have_text([kept.title])
    section_link = screen.page.locator(".st-key-report_view_tools_0 a").locator("visible=true")
    section_link.click()
    screen.wait_for_map()
    screen.expect_asked(from_="CO-ARA", level="department", sel="place:CO-ARA")
    screen.assert_quiet()


def test_a_briefing_is_looked_at_made_noted_and_taken(
    screen: Screen, shelf: Shelf, ledger: Ledger
) -> None:
    """What the preview says is in the files; the ledger has them; nothing hidden is in any."""
    shelf.change(lambda before: (SavedView(RouteQuery(), title="SYNTHETIC one"),))
    noted = len(ledger.log())
    screen.open("/informe?data=own")
    expect(screen.page.locator(".rutas-synthetic")).to_contain_text("SYNTHETIC")
    expect_preview(screen)
    cases = int(screen.page.locator(".st-key-report_preview .rutas-kpi b").first.inner_text())
    held_back = screen.page.locator(".report-withheld li").first
    expect(held_back).to_contain_text("no son públicos")
    expect(button(screen, "report_make")).to_be_disabled()
    expect(screen.page.locator(".st-key-report_making")).to_contain_text("Escriba su nombre")
    sign(screen, "Ana")
    for kind in ("pptx", "pdf"):
        screen.page.locator(f".st-key-report_kind_{kind} label").click()
    screen.page.get_by_text("Datos", exact=True).last.click()
    screen.page.locator(".st-key-report_kind_csv label").click()
    expect(button(screen, "report_make")).to_have_text(re.compile("Hacer 2 archivos"))
    assert len(ledger.log()) == noted
    button(screen, "report_make").click()
    expect(button(screen, "report_zip")).to_be_visible(timeout=SLOW_MS)
    row = ledger.log()[0]
    assert (len(ledger.log()), row.user, row.formats) == (noted + 1, "Ana", "html;csv")
    taken = screen.download(button(screen, "report_zip"))
    assert_parcel(content(taken), row.release_id, cases=cases)
    section(screen, "Historial")
    entry = screen.page.locator(".st-key-report_entry")
    expect(entry).to_contain_text(row.release_id)
    expect(entry).to_contain_text("Página HTML, Tablas CSV")
    expect(entry).to_contain_text("SYNTHETIC: sí")
    assert_quiet(screen)


def assert_parcel(archive: bytes, release_id: str, *, cases: int) -> None:
    """The archive holds its manifest and both files, and of the cases only the public ones."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        about = json.loads(found.read("manifest.json"))
        assert about["release_id"] == release_id
        names = [each["name"] for each in about["files"]]
        assert found.namelist() == ["manifest.json", *names]
        page, tables = (found.read(name) for name in names)
    assert release_id.encode() in page
    with zipfile.ZipFile(io.BytesIO(tables)) as found:
        name = next(each for each in found.namelist() if each.endswith("cases.csv"))
        rows = found.read(name).decode().splitlines()[1:]
    assert len(rows) == cases
    everything = office(150, seed=1).cases
    hidden = everything["name"][everything["handling"] != "public"]
    for each in hidden:
        assert not re.search(rf"{each}\b", page.decode()), each
        assert not any(re.search(rf"{each}\b", row) for row in rows), each


def test_views_are_put_in_order_renamed_removed_and_exchanged(screen: Screen, shelf: Shelf) -> None:
    """All by the author's hand, kept at once; a wrong file says which view is wrong."""
    given = [SavedView(RouteQuery(), title=name) for name in ("one", "two", "three")]
    shelf.change(lambda before: given)
    screen.open("/informe?data=public")
    expect(titles(screen)).to_have_text(["one", "two", "three"])
    button(screen, "report_down_0").click()
    expect(titles(screen)).to_have_text(["two", "one", "three"])
    button(screen, "report_up_2").click()
    expect(titles(screen)).to_have_text(["two", "three", "one"])
    button(screen, "report_remove_1").click()
    expect(titles(screen)).to_have_text(["two", "one"])
    button(screen, "report_undo").click()
    expect(titles(screen)).to_have_text(["two", "three", "one"])
    button(screen, "report_edit_0").click()
    field = screen.page.get_by_role("textbox", name="Título de la vista")
    field.fill("TWO")
    field.press("Enter")
    expect(titles(screen)).to_have_text(["TWO", "three", "one"])
    screen.page.keyboard.press("Escape")
    taken = screen.download(button(screen, "report_views_save"))
    assert read_views(content(taken)) == shelf.views()
    assert [each.title for each in shelf.views()] == ["TWO", "three", "one"]
    button(screen, "report_views_load").click()
    bring(screen, [{"title": "good"}, {"level": "galaxy"}])
    expect(screen.page.get_by_role("alert")).to_contain_text("Vista 2, level=galaxy")
    bring(screen, [{"title": "four", "query": {"from": "CO-ARA"}}])
    button(screen, "report_views_add").click()
    expect(titles(screen)).to_have_text(["TWO", "three", "one", "four"])
    assert_quiet(screen)


def bring(screen: Screen, views: object) -> None:
    """Give a file of views."""
    file = {"name": "v.json", "mimeType": "application/json", "buffer": json.dumps(views).encode()}
    screen.page.locator("[class*=st-key-report_views_given] input").set_input_files(file)


def test_hostile_titles_and_notes_stay_text_up_to_the_presentation(
    screen: Screen, shelf: Shelf, ledger: Ledger
) -> None:
    """Nothing of them runs, in the list or in the page; the page reaches nothing of the app."""
    texts = [each for each in HOSTILE if each.isprintable() and len(each) < 110][:16]
    shelf.change(lambda before: [SavedView(RouteQuery(), title=e, note=e) for e in texts])
    screen.open("/informe?data=public")
    expect(titles(screen)).to_have_count(len(texts))
    found = [" ".join(each.split()) for each in titles(screen).all_text_contents()]
    assert found == [" ".join(each.split()) for each in texts]
    title = screen.page.get_by_role("textbox", name="Título del informe")
    title.fill(texts[0] + "<script>window.pwned=1</script>")
    title.press("Enter")
    section(screen, "Presentar")
    sign(screen, "Ana")
    button(screen, "report_begin").click(timeout=SLOW_MS)
    frame = screen.page.frame_locator(".st-key-report_page iframe")
    expect(frame.locator(".slide-number")).to_have_text("1 de 16", timeout=SLOW_MS)
    expect(frame.locator(".slide h2")).to_have_text(texts[0])
    page = next(each for each in screen.page.frames if each.url.startswith("data:"))
    assert page.evaluate("window.origin") == "null"
    frame.locator("body").press("ArrowRight")
    expect(frame.locator(".slide h2")).to_have_text(texts[1])
    fill_the_screen(frame)
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert screen.page.evaluate("typeof window.pwned") == "undefined"
    row = ledger.log()[0]
    assert (row.formats, row.user) == ("presentation", "Ana")
    screen.assert_quiet()


def fill_the_screen(frame: FrameLocator) -> None:
    frame.get_by_role("button", name="Pantalla completa").click()
    expect(frame.get_by_role("button", name="Pantalla completa")).to_have_count(0)
    frame.locator("html").evaluate("() => document.exitFullscreen()")


def test_two_releases_are_compared_and_an_internal_one_names_its_maker(
    screen: Screen, ledger: Ledger
) -> None:
    """Without a name nothing is built; what differs between the two stands in words."""
    screen.open("/informe?data=own&from=CO-CUN")
    screen.page.locator(".st-key-report_audience").get_by_text("Uso interno").click()
    expect(screen.page.locator(".st-key-report_preview")).to_contain_text("Falta su nombre")
    sign(screen, "Eva")
    expect_preview(screen)
    for kind in ("pptx", "pdf"):
        screen.page.locator(f".st-key-report_kind_{kind} label").click()
    expect(button(screen, "report_make")).to_contain_text("Hacer 1 archivo")
    for n in range(2):
        if n:
            screen.page.locator(".st-key-chips_clear button").click()
            expect(screen.page.locator(".st-key-report_made")).to_contain_text("Después cambió")
            expect_preview(screen)
        before = len(ledger.log())
        expect(button(screen, "report_make")).to_be_enabled(timeout=SLOW_MS)
        button(screen, "report_make").click()
        number = f"número {before + 1}."
        made = screen.page.locator(".st-key-report_made")
        expect(made).to_contain_text(number, timeout=SLOW_MS)
    taken = screen.download(button(screen, "report_file_html"))
    assert "interno" in taken.suggested_filename
    assert b"Eva" in content(taken)
    section(screen, "Historial")
    compared = screen.page.locator(".report-compare")
    row = compared.get_by_role("row").filter(has_text="Origen")
    expect(row).to_contain_text("Cundinamarca")
    expect(compared).to_contain_text("Versión de los datos")
    assert_quiet(screen)


def test_a_phone_has_it_all_in_one_column(phone: Visit, office_app: App, shelf: Shelf) -> None:
    """Nothing is wider than the screen, and every step can be reached."""
    shelf.change(lambda before: (SavedView(RouteQuery(), title="w" * 120, note="n" * 900),))
    screen = Screen(phone, office_app).open("/informe?data=public")
    expect_preview(screen)
    for name in ("Preparar", "Presentar", "Historial"):
        section(screen, name)
        expect(screen.page.locator(".st-key-report_top")).to_be_visible()
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= 390
    screen.assert_quiet()


def test_an_analyst_of_one_department_gives_public_cases_and_sees_nothing_else(
    desk: Visit, tmp_path: Path
) -> None:
    """No internal briefing, no counts of others, nothing hidden in file, preview or history."""
    fill_marked(tmp_path / "var")
    with house(tmp_path, ROLES, LOCAL) as home:
        received: list[bytes] = []

        def keep(frame: bytes | str) -> None:
            received.append(frame.encode() if isinstance(frame, str) else frame)

        desk.page.on("websocket", lambda socket: socket.on("framereceived", keep))
        sign_in(desk.page, home, LOCAL)
        screen = Screen(desk, home.app).open("/informe")
        expect_preview(screen)
        expect(screen.page.locator(".st-key-report_for")).to_contain_text("rol de oficial")
        expect(screen.page.locator(".st-key-report_audience")).to_have_count(0)
        expect(screen.page.locator(".report-withheld")).to_contain_text("ni contados")
        for kind in ("pptx", "pdf"):
            screen.page.locator(f".st-key-report_kind_{kind} label").click()
        expect(button(screen, "report_make")).to_contain_text("Hacer 1 archivo")
        button(screen, "report_make").click(timeout=SLOW_MS)
        made = button(screen, "report_file_html")
        expect(made).to_be_visible(timeout=SLOW_MS)
        taken = screen.download(made)
        section(screen, "Historial")
        expect(screen.page.locator(".st-key-report_entry")).to_contain_text(LOCAL)
        whole = b"".join(received)
        for mark in (MARK, LOCAL_MARK):
            assert mark.encode() not in content(taken)
        assert MARK.encode() not in whole
        row = Ledger.open(sqlite_url(tmp_path / "var" / "register.sqlite")).log()[0]
        assert (row.user, row.lattice, row.holds) == (LOCAL, "", "")
        assert not faults_in(home.log)
