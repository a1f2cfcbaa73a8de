"""What the reader is looking at: language, filters, level and selection, kept in the URL.

The query in the session is the truth; the address and the widgets are views of it.
Streamlit's own binding of widgets to the address drops what it does not know without
a word and writes a range as two parameters, so the address is written here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.parts import access
from pages.parts.markup import data, element, to_html
from routes.cases import Tables, read_tables
from routes.cases.register import Register, RegisterError
from routes.flows import Store, store
from routes.holdings import WHICH, Holdings, holdings
from routes.query import Notice, RouteQuery
from routes.reach import Reach
from routes.scope import Scope
from routes.text import LANGUAGES, Text, load

LEVELS = ("place", "department", "country")
_VIEW_KEYS = ("lang", "level", "sel", "case", "data")
_SCREEN_KEYS = {
    "cruces": ("k", "weight", "offered", "pass"),
    "corredores": ("corridor", "hub"),
    "cambios": ("before", "after"),
    "contexto": ("layer", "offence", "measure", "year"),
    "casos": ("show", "set"),
}
"""What a link to a screen says beyond the filters, by the address of the screen."""


@dataclass(frozen=True)
class View:
    """One screen's circumstances: the texts, the cases, what is asked of them, and who asks.

    `register` reaches no further than `scope`; `user` is the address that somebody signed in
    with, empty where nobody signs in.
    """

    t: Text
    holdings: Holdings
    store: Store
    query: RouteQuery
    level: str
    selected: str
    scope: Scope
    register: Reach | None = None
    user: str = ""

    @property
    def tables(self) -> Tables:
        """The cases in view."""
        return self.holdings.tables

    @property
    def own(self) -> Tables:
        """The office's own cases, whatever is in view; gathered once for each version of them."""
        return holdings(register(), "own", scope=self.scope).tables

    @property
    def lang(self) -> str:
        """The language of the screen."""
        return self.t.lang


@st.cache_resource(max_entries=1, show_spinner=False)
def _opened() -> Register:
    return Register.open()


def register() -> Register | None:
    """Return the office's register; None, with the reason in the session, if it cannot be read."""
    try:
        found = _opened()
        found.version()
    except RegisterError as error:
        st.session_state.register_error = error
        return None
    st.session_state.pop("register_error", None)
    return found


@st.cache_resource(max_entries=6, show_spinner=False)
def _held(
    folder: str, which: str, version: str, scope: Scope, _register: Register | None
) -> tuple[Holdings, Store]:
    if folder:
        tables = scope.limit(read_tables(Path(folder)))
        found = Holdings(tables, "public", frozenset(), tables.version, scope, from_folder=True)
    else:
        found = holdings(_register, which, scope=scope)
    return found, store(found.tables)


def which() -> str:
    """Return whose cases are in view: one of `routes.holdings.WHICH`."""
    return str(st.session_state.get("which", WHICH[0]))


def _now() -> tuple[Holdings, Store]:
    """Return the cases in view as they are now; held until the register or the choice changes."""
    office = None if folder() else register()
    version = office.version() if office else ""
    held = which() if office else "public"
    return _held(folder(), held, version, access.person().scope, office)


def _browser_language() -> str:
    spoken = (st.context.locale or "").split("-")[0].lower()
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def texts() -> Text:
    """Return the sentences of the reader's language: the link's, the session's or the browser's."""
    state, asked = st.session_state, st.query_params.get("lang")
    followed = _address() != state.get("written")
    if asked in LANGUAGES and followed:
        state.lang = asked
    elif "lang" not in state:
        state.lang = _browser_language()
    return load(state.lang)


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _one(address: Mapping[str, list[str]], name: str) -> str:
    return (address.get(name) or [""])[-1]


def _take_address(address: Mapping[str, list[str]]) -> None:
    """Read the whole view from the address, as on a first visit or after Back."""
    state = st.session_state
    own = {name for names in _SCREEN_KEYS.values() for name in names}
    filters = {name: values for name, values in address.items() if name not in {*_VIEW_KEYS, *own}}
    # Back to a link that says less forgets what was chosen since.
    for name in own & {*address, *_SCREEN_KEYS.get(state.get("page", ""), ()), "set"}:
        state[_chosen(name)] = _one(address, name)
    state.which = _one(address, "data") or WHICH[0]
    unknown = state.which not in WHICH
    if unknown:
        state.which = WHICH[0]
    held, columns = _now()
    sources = set(held.tables.sources["source_id"])
    state.query, notices = RouteQuery.from_params(filters, sources=sources)
    lang, level = _one(address, "lang"), _one(address, "level")
    state.level = level if level in LEVELS else LEVELS[0]
    if level and level not in LEVELS:
        notices = (*notices, Notice("level", level, ""))
    if unknown:
        notices = (*notices, Notice("data", _one(address, "data"), "unknown_value"))
    if lang and lang not in LANGUAGES:
        notices = (*notices, Notice("lang", lang, "unknown_value"))
    state.selected, state.case = _one(address, "sel"), _one(address, "case")
    if state.case and state.case not in columns.case_ids:
        notices = (*notices, Notice("case", state.case, "unknown_value"))
        state.case = ""
    state.notices = notices


def belong(person: access.Person) -> None:
    """Forget what somebody else, or the same person with other rights, had open in the session.

    Before anything is drawn: of what is drawn already nothing may be forgotten.
    """
    state = st.session_state
    if state.get("person", person) != person:
        for name in [name for name in state if name != "lang"]:
            del state[name]
    state.person = person


def begin(page: str) -> None:
    """Bring the session in line with the address before anything of the page is drawn.

    Raises
    ------
    TablesError
        If the folder of tables cannot be read.
    """
    state, address = st.session_state, _address()
    first = "query" not in state
    turned = not first and state.page != page
    if first or (address and turned) or (not turned and address != state.written):
        _take_address(address)
    state.page = page


def _chosen(name: str) -> str:
    return f"chosen_{name}"


def chosen(name: str) -> str:
    """Return what the link or the reader chose on this screen, as text; empty for nothing."""
    return str(st.session_state.get(_chosen(name), ""))


def choose(name: str, value: str) -> None:
    """Keep what the reader chose on this screen, for the session and the link; empty forgets it."""
    st.session_state[_chosen(name)] = value


def notice(name: str, value: str) -> None:
    """Say, with the other notices, that the link asked this screen for something unknown."""
    given: tuple[Notice, ...] = st.session_state.get("notices", ())
    st.session_state.notices = (*given, Notice(name, value, "unknown_value"))


def shared_params() -> dict[str, str]:
    """Return the parameters that hold on every screen: filters, level and language."""
    state = st.session_state
    found: dict[str, str] = dict(state.query.to_params())
    if state.level != LEVELS[0]:
        found["level"] = state.level
    if which() != WHICH[0]:
        found["data"] = which()
    return {**found, "lang": state.lang}


def params() -> dict[str, str]:
    """Return the parameters of the address that shows the present view."""
    state, found = st.session_state, shared_params()
    if state.page == "map" and state.selected:
        found["sel"] = state.selected
    if state.page == "casos" and state.case:
        found["case"] = state.case
    names = _SCREEN_KEYS.get(state.page, ())
    return found | {name: chosen(name) for name in names if chosen(name)}


def write() -> None:
    """Write the view into the address, so that the link is the view.

    Before a screen is drawn, so that a click on what is new already comes from its address, and
    after it, for what the screen itself has changed.
    """
    now = params()
    wanted = {name: [value] for name, value in now.items()}
    if _address() != wanted:
        st.query_params.from_dict(now)
    st.session_state.written = wanted


def folder() -> str:
    """Return the folder of tables shown in place of the public cases; empty for these."""
    return os.environ.get("ROUTES_DATA", "")


def view() -> View:
    """Return what the reader is looking at now.

    Raises
    ------
    TablesError
        If the folder of tables cannot be read.
    """
    state = st.session_state
    held, columns = _now()
    office, person = None if folder() else register(), access.person()
    reach = Reach(office, access.scope_now(person), user=person.email) if office else None
    t, query = load(state.lang), state.query
    return View(
        *(t, held, columns, query, state.level, state.selected),
        scope=person.scope,
        register=reach,
        user=person.email,
    )


def draw_notices(view: View) -> None:
    """Say what the link asked for that could not be understood; once, and it can be dismissed."""
    notices: tuple[Notice, ...] = st.session_state.get("notices", ())
    if not notices:
        return
    lead = view.t.plural("pages.notice.ignored", len(notices))
    said = " ".join(_notice_text(view.t, notice) for notice in notices)
    st.html(to_html(element("p", f"{lead} ", data(said), class_="rutas-note", role="status")))
    st.session_state.notices = ()


def _notice_text(t: Text, notice: Notice) -> str:
    if notice.name == "level":
        return t("pages.notice.level", value=notice.value)
    return notice.text(t)
