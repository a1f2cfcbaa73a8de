"""The frame of every screen: style, navigation, language, and the view kept in the address."""

from pathlib import Path

import streamlit as st

from pages.parts import access, chrome, state
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
    st.Page(HERE / "map.py", title=t("pages.map"), icon=":material/map:", default=True),
    st.Page(
        HERE / "cases.py",
        title=t("pages.cases"),
        icon=":material/folder_open:",
        url_path="casos",
    ),
    st.Page(
        HERE / "data.py",
        title=t("pages.desk"),
        icon=":material/table_view:",
        url_path="datos",
    ),
    st.Page(
        HERE / "method.py",
        title=t("pages.method"),
        icon=":material/menu_book:",
        url_path="metodo",
    ),
]
if not person.scope.may("edit"):
    screens = [screen for screen in screens if screen.url_path != "datos"]
page = st.navigation(screens, position="hidden" if person.refusal else "top")
chrome.draw(t)
if person.refusal:
    access.draw_door(t, person)
    st.stop()
access.draw_account(t, person)
st.set_page_config(page_title=f"{page.title} · Rutas")
try:
    state.begin(page.url_path or "map")
    view = state.view()
except TablesError as error:
    chrome.draw_faults(t, state.folder(), error.faults)
else:
    chrome.draw_banner(view)
    page.run()
    state.write()
