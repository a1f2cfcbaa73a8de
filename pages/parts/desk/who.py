"""Who is at work, asked once in a session, for the audit trail."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts import access
from pages.parts.markup import data, element, to_html
from routes.text import Text

LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 300


def draw_who(t: Text) -> str:
    """Draw the field for the name of the user; return the name, in one line.

    Who has signed in is not asked.
    """
    person = access.person()
    if person.email:
        st.session_state.user = st.session_state.desk_user = person.email
        st.html(to_html(element("p", data(t("access.signed_in.as", email=person.email)))))
        return "" if person.refusal else person.email
    st.text_input(
        t("desk.who.label"),
        value=st.session_state.get("user", ""),
        key="desk_user",
        max_chars=LONGEST_NAME,
        placeholder=t("desk.who.example"),
        live=True,
        autocomplete="name",
        on_change=_absorb,
    )
    return str(st.session_state.get("user", ""))


def _absorb() -> None:
    """Remember the name on every screen."""
    st.session_state.user = name_of(st.session_state.get("desk_user"))


def name_of(typed: str | None) -> str:
    """Return a name in one line, as it was typed."""
    return " ".join((typed or "").split())
