"""What surrounds every screen: the style sheet, the name of the product and the language switch."""

from pathlib import Path

import streamlit as st

from routes.text import LANGUAGES, Text

HERE = Path(__file__).parent


def _speak() -> None:
    if st.session_state.language:
        st.session_state.lang = st.session_state.language


def draw(t: Text) -> None:
    """Draw the style sheet, the logo and the language switch."""
    st.html(HERE / "style.css")
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
