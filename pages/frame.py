"""The frame of every screen: style, navigation, language, and the view kept in the address."""

from pathlib import Path

import streamlit as st

from pages.parts import chrome, state
from routes.cases import TablesError

HERE = Path(__file__).parent

st.set_page_config(
    page_title="Rutas",
    page_icon=str(HERE / "parts" / "icon.svg"),
    layout="wide",
    initial_sidebar_state="auto",
)
t = state.texts()
page = st.navigation(
    [
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
    ],
    position="top",
)
chrome.draw(t)
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
