"""Signing in with a real provider: each sees what is theirs, and nobody finds a way around it."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Request, expect

from routes.cases.register import Register
from routes.cases.register.database import sqlite_url
from tests.conftest import Visit, faults_in, open_visit
from tests.marked import (
    ANALYST,
    LOCAL,
    LOCAL_MARK,
    MARK,
    OFFICER,
    OPEN_MARK,
    ROLES,
    STRANGER,
    VIEWER,
    fill,
)
from tests.pages.conftest import Screen
from tests.provider import House, house, sign_in


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    fill(folder / "var")
    copy_register(folder / "var", folder / "kept.sqlite")
    with house(folder, ROLES, OFFICER, ANALYST, LOCAL, VIEWER, STRANGER) as found:
        yield found
        assert not faults_in(found.log)


def copy_register(folder: Path, kept: Path, *, back: bool = False) -> None:
    """Keep the register of a folder, or bring back what was kept while the app has it open."""
    given, taken = folder / "register.sqlite", kept
    if back:
        given, taken = taken, given
    with closing(sqlite3.connect(given)) as source, closing(sqlite3.connect(taken)) as target:
        source.backup(target)


@pytest.fixture(autouse=True)
def as_at_first(home: House) -> None:
    """Every test begins with the same roles and the same register."""
    home.roles.write_text(ROLES)
    copy_register(home.folder / "var", home.folder / "kept.sqlite", back=True)


@dataclass
class Wire:
    """Everything that a window was sent, over HTTP and the web socket."""

    page: Page
    parts: list[bytes] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        def keep(request: Request) -> None:
            static = "/static/" in request.url or "/assets/" in request.url
            if not static and not request.is_navigation_request():
                self.requests.append(request)

        def received(frame: bytes | str) -> None:
            self.parts.append(frame.encode() if isinstance(frame, str) else frame)

        self.page.on("requestfinished", keep)
        self.page.on("websocket", lambda socket: socket.on("framereceived", received))

    def has(self, mark: str) -> bool:
        """Tell whether a mark was sent, as it is or in base64 at any offset."""
        self._fetch()
        whole = b"\n".join(self.parts)
        return any(form in whole for form in forms(mark))

    def clear(self) -> None:
        """Forget what was sent so far."""
        self.parts.clear()
        self.requests.clear()

    def _fetch(self) -> None:
        for request in self.requests:
            try:
                self.parts.append(request.response().body())
            except Error:  # the window has moved on since: the same is asked for once more
                self.parts.append(self.page.context.request.get(request.url).body())
        self.requests.clear()


def forms(mark: str) -> list[bytes]:
    """Return a mark as it may be written: plain, as UTF-16, and within base64.

    >>> [len(form) > 5 for form in forms("ZQXHIDDEN")]
    [True, True, True, True, True]
    """
    plain = mark.encode()
    shifted = (base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : -4] for shift in range(3))
    return [plain, mark.encode("utf-16-le"), *shifted]


@dataclass
class Session:
    """One person in a window of their own."""

    visit: Visit
    home: House
    wire: Wire

    @property
    def page(self) -> Page:
        return self.visit.page

    @property
    def screen(self) -> Screen:
        return Screen(self.visit, self.home.app)

    def open(self, address: str) -> None:
        """Follow a link, and wait until the screen has come to rest."""
        self.screen.open(address)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is running any more."""
        self.screen.rest()

    @property
    def cases(self) -> Locator:
        """The list of cases."""
        return self.page.locator(".st-key-case_list").get_by_role("radio")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)


@pytest.fixture
def enter(browser: Browser, home: House) -> Iterator[object]:
    """Sign somebody in, in a window of their own."""
    visits: list[Visit] = []

    def signed_in(account: str) -> Session:
        visit = open_visit(browser, width=1440, height=900, locale="es-CO")
        visits.append(visit)
        wire = Wire(visit.page)
        sign_in(visit.page, home, account)
        return Session(visit, home, wire)

    yield signed_in
    for visit in visits:
        visit.context.close()


def account_of(session: Session) -> Locator:
    return session.page.locator(".st-key-account_bar")


def test_who_has_not_signed_in_sees_one_button(desk: Visit, home: House) -> None:
    """On every address; and not one word of the cases is sent, not even of public ones."""
    wire = Wire(desk.page)
    for address in ("/", "/casos?case=nemesis", "/datos", "/metodo", "/?data=own&lang=en"):
        desk.page.goto(home.app.url + address)
        name = "Sign in" if "lang=en" in address else "Ingresar"
        expect(desk.page.get_by_role("button", name=name)).to_be_visible()
        expect(desk.page.locator("section[data-testid=stSidebar], .rutas-kpi")).to_have_count(0)
        expect(account_of(Session(desk, home, wire))).to_have_count(0)
    for mark in (MARK, OPEN_MARK, "emesis"):
        assert not wire.has(mark)
    assert not desk.outside


def test_an_officer_sees_all_and_signs_out(enter, home: House) -> None:
    """The address stands in the header; after signing out the door is shut again."""
    session = enter(OFFICER)
    session.open("/casos?data=own")
    expect(session.cases).to_have_count(4)
    session.open("/datos")
    expect(session.page.locator(".desk-title")).to_be_visible()
    assert session.wire.has(MARK)
    account_of(session).get_by_role("button", name=OFFICER).click()
    expect(session.page.locator(".access-account")).to_contain_text("Oficial")
    session.button("Salir").click()
    session.page.get_by_role("button", name="End session").click()
    expect(session.button("Ingresar")).to_be_visible()
    session.page.goto(home.app.url + "/casos?case=closed-one")
    expect(session.button("Ingresar")).to_be_visible()


def test_a_viewer_looks_and_no_more(enter) -> None:
    """There is no Datos, no provenance, and no file to take along."""
    session = enter(VIEWER)
    session.open("/casos?case=open-one")
    expect(session.page.locator(".rutas-card h2")).to_contain_text(OPEN_MARK)
    expect(session.page.locator(".st-key-origin")).to_have_count(0)
    expect(session.page.get_by_role("link", name="Datos")).to_have_count(0)
    session.open("/")
    session.screen.wait_for_map()
    expect(session.page.locator(".st-key-share")).to_be_visible()
    expect(session.page.locator(".st-key-download")).to_have_count(0)
    session.page.goto(session.home.app.url + "/datos")
    session.screen.wait_for_map()
    expect(session.page.locator(".desk-title")).to_have_count(0)
    assert not session.wire.has(MARK)


def test_an_analyst_writes_under_the_name_of_the_account(enter, home: House) -> None:
    """Nobody types who they are, and what is written is theirs."""
    session = enter(ANALYST)
    session.open("/datos")
    content = "ruta;caso;fuente;manejo\nSaravena > Yopal;SYNTHETIC new;x;public\n"
    drop(session, content)
    expect(session.page.locator(".st-key-desk_signature")).to_contain_text(ANALYST)
    expect(session.page.get_by_role("textbox", name="Su nombre")).to_have_count(0)
    session.page.locator(".st-key-desk_import button").click()
    expect(session.page.locator(".desk-done")).to_be_visible(timeout=60_000)
    register = Register.open(sqlite_url(home.folder / "var" / "register.sqlite"))
    entry = register.log()[0]
    assert (entry.user, entry.action) == (ANALYST, "import")


def drop(session: Session, content: str) -> None:
    """Drop a file at the desk, and wait until it is read."""
    place = session.page.locator(".st-key-desk_drop input[type=file]")
    file = {"name": "rutas.csv", "mimeType": "text/csv", "buffer": content.encode()}
    place.set_input_files(file)
    expect(session.page.locator(".desk-sum").first).to_be_visible(timeout=60_000)
    progress = session.page.locator("[class*='st-key-desk_progress']")
    expect(progress).to_have_count(0, timeout=60_000)
    session.rest()


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (STRANGER, "no tiene acceso"),
        ("unverified", "no ha confirmado"),
        ("silent", "no ha confirmado"),
        ("nameless", "no indicó"),
        ("lookalike", "no tiene acceso"),
    ],
)
def test_whoever_cannot_be_relied_on_stays_outside(enter, account: str, said: str) -> None:
    """A stranger, and whoever's provider does not vouch for the address; they are told why."""
    session = enter(account)
    expect(session.page.get_by_role("alert")).to_contain_text(said)
    session.page.goto(session.home.app.url + "/casos?data=own")
    expect(session.page.get_by_role("alert")).to_contain_text(said)
    expect(session.page.locator(".st-key-case_list")).to_have_count(0)
    for mark in (MARK, OPEN_MARK, "emesis"):
        assert not session.wire.has(mark)


def test_without_a_usable_roles_file_nobody_is_let_in(enter, home: House) -> None:
    """The reason stands in the log, where addresses of others do no harm."""
    for content in (ROLES.replace('"viewer"', '"vewer"'), None):
        if content is None:
            home.roles.unlink()
        else:
            home.roles.write_text(content)
        session = enter(OFFICER)
        expect(session.page.get_by_role("alert")).to_contain_text("no entra nadie")
        assert not session.wire.has(VIEWER)
    assert f"entry \"{VIEWER}\": 'vewer' is no role" in home.log
    assert "There is no such file" in home.log


def change(home: House, email: str, role: str, *levels: str) -> None:
    """Give somebody another role, and other levels of handling."""
    entry = f'[people."{email}"]\nrole = "{role}"\nhandling = {json.dumps(levels)}\n'
    rest = re.sub(rf'\[people\."{email}"\][^[]+(\[[^[]+)*?(?=\[people|$)', "", ROLES)
    home.roles.write_text(rest + entry)


def test_a_change_of_role_counts_from_the_next_click(enter, home: House) -> None:
    """What was open before is gone, and what had been typed cannot be saved any more."""
    session = enter(OFFICER)
    edit_open_case(session, f"SYNTHETIC {OPEN_MARK} once")
    session.page.locator(".st-key-edit_save button").click()
    expect(session.page.locator(".st-key-edit_saved")).to_be_visible()
    register = Register.open(sqlite_url(home.folder / "var" / "register.sqlite"))
    entry = register.log()[0]
    assert (entry.action, entry.user) == ("edit", OFFICER)
    session = enter(OFFICER)
    edit_open_case(session, "SYNTHETIC twice")
    version = register.version()
    change(home, OFFICER, "viewer", "public")
    session.page.locator(".st-key-edit_save button").click()
    expect(session.page.locator(".desk-title")).to_have_count(0)
    expect(session.page.get_by_role("link", name="Datos")).to_have_count(0)
    assert register.version() == version
    session.page.get_by_role("link", name="Casos").click()
    listed = session.page.locator(".st-key-case_list")
    expect(listed).to_contain_text(OPEN_MARK)
    expect(listed).not_to_contain_text(LOCAL_MARK)
    change(home, OFFICER, "officer", "public", "reserved")
    session.screen.language("EN").click()
    expect(listed).to_contain_text(LOCAL_MARK)
    home.roles.write_text("")
    session.screen.language("ES").click()
    expect(session.page.get_by_role("alert")).to_contain_text("no tiene acceso")
    expect(session.cases).to_have_count(0)


def edit_open_case(session: Session, name: str) -> None:
    """Open the open case in the form, give it another name, and say why."""
    session.open("/datos?data=own")
    page = session.page
    page.locator(".st-key-desk_top").get_by_role("radio", name="Casos propios").click()
    page.locator(".st-key-edit_case").get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile(OPEN_MARK)).click()
    session.rest()
    field = page.locator(".st-key-edit_form").get_by_label("Nombre del caso", exact=True)
    expect(field).to_have_value(re.compile(OPEN_MARK))
    for label, text in (("Nombre del caso", name), ("Motivo del cambio", "r")):
        field = page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Tab")
    session.rest()


def test_a_window_that_asks_is_no_way_around_a_change_of_role(enter, home: House) -> None:
    """Streamlit runs such a window by itself, without the frame of the screen."""
    session = enter(OFFICER)
    session.open("/datos")
    session.page.locator(".st-key-desk_top").get_by_role("radio", name="Registro").click()
    session.page.locator("[class*='st-key-desk_trail_undo'] button").click()
    window = session.page.get_by_role("dialog")
    window.get_by_role("textbox", name="Razón").fill("r")
    press = window.locator(".st-key-desk_undo_confirm button")
    expect(press).to_be_enabled()
    register = Register.open(sqlite_url(home.folder / "var" / "register.sqlite"))
    version = register.version()
    change(home, OFFICER, "viewer", "public")
    press.click()
    session.rest()
    assert register.version() == version


def test_an_open_case_is_shut_when_the_right_to_it_ends(enter, home: House) -> None:
    """Nothing of it is sent again from then on, not even what a button held ready."""
    session = enter(OFFICER)
    session.open("/casos?case=closed-one&data=own")
    expect(session.page.locator(".rutas-card h2")).to_contain_text(MARK)
    change(home, OFFICER, "analyst", "public")
    session.wire.clear()
    session.screen.language("EN").click()
    expect(session.screen.notice).to_contain_text("closed-one")
    expect(session.page.locator(".rutas-card h2")).not_to_contain_text(MARK)
    session.rest()
    assert not session.wire.has(MARK)


@pytest.fixture(scope="module")
def warm(browser: Browser, home: House) -> None:
    """The officer has looked at everything before, so whatever is kept is there to be given."""
    home.roles.write_text(ROLES)
    visit = open_visit(browser, width=1440, height=900, locale="es-CO")
    wire = Wire(visit.page)
    sign_in(visit.page, home, OFFICER)
    session = Session(visit, home, wire)
    for address in ADDRESSES:
        session.open(address)
    for section in sections(session):
        section.click()
        session.rest()
    assert wire.has(MARK)
    visit.context.close()


ADDRESSES = (
    "/?data=own",
    "/?handling=classified,reserved&data=own&level=department",
    "/?sel=flow:CO-ARA>PAN&data=own&lang=en",
    "/?sel=place:CO-CAL&q=synthetic&level=country",
    "/casos?data=own",
    "/casos?case=closed-one",
    "/casos?case=closed-two&data=own&lang=en",
    "/casos?show=charts&data=own",
    "/cruces?data=own&offered=every",
    "/corredores?data=own",
    "/corredores?corridor=PAN&data=own",
    "/corredores?hub=CO-CAL&data=own",
    "/cambios?data=own&before=2020&after=2021",
    "/contexto?data=own",
    "/metodo?data=own",
    "/datos?data=own",
)
"""Ways in by address; the last one leads to the sections of Datos."""


def sections(session: Session) -> list[Locator]:
    found = session.page.locator(".st-key-desk_top").get_by_role("radio")
    expect(found.first).to_be_visible()
    return found.all()


@pytest.mark.parametrize("account", [VIEWER, LOCAL])
def test_no_address_leads_to_what_is_hidden(enter, warm: None, account: str) -> None:
    """Whatever case, selection, source, level, choice of data or word is asked for."""
    session = enter(account)
    for address in ADDRESSES:
        session.open(address)
        assert not session.wire.has(MARK), address
    assert session.wire.has(LOCAL_MARK) is (account == LOCAL)


@pytest.mark.parametrize("account", [VIEWER, ANALYST])
def test_an_id_that_is_hidden_is_one_that_is_not(enter, warm: None, account: str) -> None:
    """A hidden source or case is answered with the same words as one that was made up."""
    session = enter(account)
    answers = []
    for name in ("source", "case"):
        hidden = f"{MARK}-closed-one-source" if name == "source" else "closed-one"
        for value in (hidden, "no-such-thing"):
            session.open(f"/casos?{name}={value}")
            answers.append(session.screen.notice.inner_text().replace(value, "…"))
    assert answers[0] == answers[1]
    assert answers[2] == answers[3]


def test_no_part_of_the_desk_leads_to_what_is_hidden(enter, warm: None, home: House) -> None:
    """Neither its lists of cases and sources, nor the trail, the quality, nor a file that clashes.

    That an identifier is taken must be told; whose it is must not.
    """
    session = enter(ANALYST)
    page = session.page
    session.open("/datos?data=own")
    names = [each.inner_text() for each in sections(session)]
    assert len(names) == 5
    for place in range(len(names)):
        sections(session)[place].click()
        session.rest()
        assert not session.wire.has(MARK), names[place]
        assert not session.wire.has(LOCAL_MARK), names[place]
    sections(session)[names.index("Registro")].click()
    expect(page.locator(".st-key-desk_entry h2")).to_contain_text(re.compile(r"\d"))
    expect(page.locator("[class*='st-key-desk_original'], .st-key-desk_verify")).to_have_count(0)
    sections(session)[names.index("Casos propios")].click()
    page.locator(".st-key-edit_case").get_by_role("combobox").click()
    expect(page.get_by_role("option")).to_have_count(2)
    page.get_by_role("option", name=re.compile(OPEN_MARK)).click()
    for section in page.locator(".st-key-edit_section").get_by_role("radio").all():
        section.click()
        session.rest()
    sections(session)[names.index("Importar")].click()
    register = Register.open(sqlite_url(home.folder / "var" / "register.sqlite"))
    version = register.version()
    drop(session, "ruta;caso;fuente;manejo\nSaravena > Yopal;closed one;x;public\n")
    page.locator(".st-key-desk_import button").click()
    expect(page.get_by_role("alert")).to_contain_text("'closed-one' ya está en uso")
    assert register.version() == version
    assert session.wire.has(OPEN_MARK)
    assert not session.wire.has(MARK)
    assert not session.wire.has(LOCAL_MARK)


def test_nobody_writes_what_they_would_not_see(enter, home: House) -> None:
    """A reserved case does not come in from an analyst who may only see public ones."""
    session = enter(ANALYST)
    session.open("/datos")
    drop(session, "ruta;caso;fuente;manejo\nSaravena > Yopal;SYNTHETIC new;x;reserved\n")
    register = Register.open(sqlite_url(home.folder / "var" / "register.sqlite"))
    version = register.version()
    session.page.locator(".st-key-desk_import button").click()
    expect(session.page.get_by_role("alert")).to_contain_text("que usted no vería después")
    assert register.version() == version


def test_a_file_that_is_taken_along_holds_no_more(enter, warm: None) -> None:
    """The map as a file has the open case, and nothing of the hidden ones."""
    session = enter(ANALYST)
    session.open("/?data=own")
    with session.page.expect_download() as download:
        session.page.get_by_role("button", name="Descargar mapa").click()
    content = Path(download.value.path()).read_bytes()
    assert OPEN_MARK.encode() in content
    for mark in (MARK, LOCAL_MARK):
        assert not any(form in content for form in forms(mark))


def test_the_account_stands_apart(enter) -> None:
    """From the switch of language, the screens and the filters, in both languages."""
    session = enter(OFFICER)
    for lang, width in product(("es", "en"), (1440, 1150, 768, 390)):
        session.page.set_viewport_size({"width": width, "height": 900})
        session.open(f"/?lang={lang}")
        places = (".st-key-account_bar button", ".st-key-language_bar [role=radiogroup]")
        others = session.page.locator(
            ".rc-overflow-item:not([aria-hidden=true]) [data-testid=stTopNavLink], "
            ".rc-overflow-item-rest:not([aria-hidden=true]), "
            "[data-testid=stExpandSidebarButton], "
            "[data-testid=stHeaderLogo]"
        )
        boxes = [session.page.locator(place).bounding_box() for place in places]
        boxes += [each.bounding_box() for each in others.all() if each.is_visible()]
        spans = sorted((box["x"], box["x"] + box["width"]) for box in boxes if box)
        assert len(spans) >= 3
        assert spans[-1][1] <= width
        for (_, end), (start, _) in pairwise(spans):
            assert end <= start
