"""The screen shown when something unexpected failed: a number for the log, and what to do next."""

import streamlit as st

from pages.parts.markup import element, to_html
from routes.text import LANGUAGES, load


def show(number: str) -> None:
    """Show that something failed, and under which number the log has it."""
    t = load(st.session_state.get("lang", LANGUAGES[0]))
    st.html(
        to_html(
            element(
                "div",
                element("h2", t("pages.failure.title")),
                element("p", t("pages.failure.text")),
                element("code", number),
                class_="rutas-failure",
                role="alert",
            )
        )
    )
