"""What surrounds every screen: the style sheet, the name of the product and the language switch."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.cases import Fault
from routes.text import LANGUAGES, Text

HERE = Path(__file__).parent
_MOST_FAULTS = 200


def _speak() -> None:
    if chosen := st.session_state.get("language"):
        st.session_state.lang = chosen


def draw_banner(view: View) -> None:
    """Say on every screen that the cases are made up, when they are."""
    if view.tables.synthetic:
        mixed = view.holdings.which == "all" and bool(view.holdings.own_ids)
        text = f"SYNTHETIC · {view.t('pages.synthetic_some' if mixed else 'pages.synthetic')}"
        st.html(to_html(element("p", text, class_="rutas-synthetic", role="status")))


def draw_faults(t: Text, folder: str, faults: Sequence[Fault]) -> None:
    """Say what keeps a folder of tables from being shown, every fault in a row of its own."""
    head = ("file", "row", "column", "value", "rule", "fix")
    rows = [
        (each.file, each.row, each.column, each.value, each.rule_text(t), each.fix_text(t))
        for each in faults[:_MOST_FAULTS]
    ]
    body = [
        element("tr", *(element("td", data("" if cell is None else str(cell))) for cell in row))
        for row in rows
    ]
    top = element("tr", *(element("th", t(f"pages.faults.{name}"), scope="col") for name in head))
    table = element("table", element("thead", top), element("tbody", *body), class_="rutas-table")
    st.html(
        to_html(
            element(
                "div",
                element("h2", t("pages.faults.title")),
                element("p", t("pages.faults.text", n=t.number(len(faults)), folder=folder)),
                element("div", table, class_="rutas-scroll"),
                class_="rutas-failure",
                role="alert",
            )
        )
    )


def draw(t: Text) -> None:
    """Draw the style sheet, the logo and the language switch."""
    st.html(HERE / "style.css")
    st.html(f"<style>:root {{ --r-filters: '{t('pages.open_filters')}'; }}</style>")
    st.logo(str(HERE / "logo.svg"), size="medium")
    st.session_state.language = t.lang
    with st.container(key="language_bar"):
        st.segmented_control(
            t("pages.language"),
            LANGUAGES,
            key="language",
            format_func=str.upper,
            label_visibility="collapsed",
            required=True,
            on_change=_speak,
        )
