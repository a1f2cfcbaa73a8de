"""Who is at work, asked once in a session, for the audit trail."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts import access
from pages.parts.markup import data, element, to_html
from routes.text import Text

LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 300
_FIELD: Final = "desk_user"


def user_name() -> str:
    """Return who is at work; empty until they have said so.

    What the field on the screen holds counts: a quick second input can stop the run that would
    have taken it.
    """
    person, state = access.person(), st.session_state
    if person.email:
        return "" if person.refusal else person.email
    if _FIELD in state:
        _absorb()
    return str(state.get("user", ""))


def draw_who(t: Text) -> str:
    """Draw the field for the name of the user; return the name, in one line.

    Who has signed in is not asked.
    """
    person = access.person()
    if person.email:
        st.html(to_html(element("p", data(t("access.signed_in.as", email=person.email)))))
        return user_name()
    st.text_input(
        t("desk.who.label"),
        value=st.session_state.get("user", ""),
        key=_FIELD,
        max_chars=LONGEST_NAME,
        placeholder=t("desk.who.example"),
        live=True,
        autocomplete="name",
        on_change=_absorb,
    )
    return user_name()


def _absorb() -> None:
    """Remember the name on every screen."""
    st.session_state.user = name_of(st.session_state.get(_FIELD))


def name_of(typed: str | None) -> str:
    """Return a name in one line, as it was typed."""
    return " ".join((typed or "").split())
