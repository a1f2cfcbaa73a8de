"""The frame of every screen: style, navigation, language, and the view kept in the address."""

from pathlib import Path

import streamlit as st

from pages.parts import access, chrome, state, turns
from routes.cases import TablesError

HERE = Path(__file__).parent

st.set_page_config(
    page_title="Rutas",
    page_icon=str(HERE / "parts" / "icon.svg"),
    layout="wide",
    initial_sidebar_state="auto",
)
t, person = state.texts(), access.person()
state.belong(person)
screens = [
    st.Page(HERE / file, title=t(f"pages.{key}"), icon=f":material/{icon}:", url_path=path)
    for file, key, path, icon, needed in (
        ("map.py", "map", None, "map", "look"),
        ("crossings.py", "crossings", "cruces", "fence", "look"),
        ("corridors.py", "corridors", "corredores", "conversion_path", "look"),
        ("change.py", "change", "cambios", "trending_up", "look"),
        ("cases.py", "cases", "casos", "folder_open", "look"),
        ("context.py", "context", "contexto", "public", "look"),
        ("report.py", "report", "informe", "slideshow", "release_public"),
        ("data.py", "desk", "datos", "table_view", "edit"),
        ("method.py", "method", "metodo", "menu_book", "look"),
    )
    if person.scope.may(needed)
]
page = st.navigation(screens, position="hidden" if person.refusal else "top")
chrome.draw(t)
if person.refusal:
    access.draw_door(t, person)
    st.stop()
access.draw_account(t, person)
st.set_page_config(page_title=f"{page.title} · Rutas")
try:
    turns.at(0, page.url_path)
    state.begin(page.url_path or "map")
    view = state.view()
except TablesError as error:
    chrome.draw_faults(t, state.folder(), error.faults)
else:
    state.write()
    chrome.draw_banner(view)
    page.run()
    state.write()
