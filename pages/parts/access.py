"""Signing in, who is signed in, and what is shown to those who have no access.

Without ``[auth]`` in Streamlit's secrets whoever opens the app has it all, and nothing of this is
seen. With it, what a person may see is looked up anew each time it is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.config import is_manually_set

from geo.places import places
from pages.parts.markup import Child, data, element, plain, to_html
from routes.access import RolesError, people_now, scope_of
from routes.cases.codes import HANDLING
from routes.reach import NOBODY
from routes.scope import Scope
from routes.text import Text

HERE: Final = Path(__file__).parent
_log = logging.getLogger("rutas")


@dataclass(frozen=True)
class Person:
    """Who looks, and what is shown to them.

    Parameters
    ----------
    email : str
        The address that they signed in with, in small letters; empty where nobody signs in.
    scope : Scope
        What they may see and do.
    refusal : str
        Why they are not let in, a key of the texts; empty if they are.
    cause : str
        What is wrong with the settings, for the administrator alone.
    """

    email: str = ""
    scope: Scope = NOBODY
    refusal: str = ""
    cause: str = ""


def asked() -> bool:
    """Tell whether people have to sign in.

    Raises
    ------
    OSError
        If there are secrets that cannot be read: they may ask for it.
    """
    if st.secrets.load_if_toml_exists():
        return "auth" in st.secrets
    files = [Path(each) for each in st.get_option("secrets.files")]
    if is_manually_set("secrets.files") or any(each.exists() for each in files):
        raise OSError("The secrets cannot be read.")
    return False


def person() -> Person:
    """Return who looks at the screen that is being drawn, and what they may see now."""
    try:
        if not asked():
            return Person(scope=Scope())
    except OSError as error:
        return Person(refusal="broken", cause=str(error))
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        return Person(refusal="sign_in")
    email = claims.get("email")
    if not isinstance(email, str) or not email:
        return Person(refusal="no_email")
    if claims.get("email_verified") is not True:
        return Person(email, refusal="unverified")
    return _looked_up(email.lower())


def _looked_up(email: str) -> Person:
    try:
        scope = scope_of(people_now(), email)
    except RolesError as error:
        return Person(email, refusal="roles", cause=str(error))
    return Person(email, scope) if scope else Person(email, refusal="unknown")


def scope_now(found: Person) -> Callable[[], Scope]:
    """Return what looks up the scope of a person anew each time, from any thread."""
    return (lambda: _looked_up(found.email).scope) if found.email else (lambda: found.scope)


def draw_account(t: Text, found: Person) -> None:
    """Draw who is signed in and the way out, beside the language switch; nothing for others."""
    if not found.email or found.refusal:
        return
    st.html(HERE / "access.css")
    scope = found.scope
    with (
        st.container(key="account_bar"),
        st.popover(plain(found.email), icon=":material/account_circle:", key="account"),
    ):
        levels = [t.code("handling", each) for each in HANDLING if each in scope.handling]
        facts = {
            "account": data(found.email),
            "role": t(f"access.role.{scope.role}"),
            "handling": ", ".join(levels),
            "departments": _departments(t, scope),
        }
        pairs: list[Child] = []
        for name, value in facts.items():
            pairs += [element("dt", t(f"access.signed_in.{name}")), element("dd", value)]
        st.html(to_html(element("dl", *pairs, class_="access-account")))
        _draw_sign_out(t("access.signed_in.out"))


def _departments(t: Text, scope: Scope) -> str:
    if scope.departments is None:
        return t("access.signed_in.everywhere")
    return ", ".join(places()[each].name(t.lang) for each in scope.departments)


def _draw_sign_out(label: str) -> None:
    st.button(label, key="sign_out", icon=":material/logout:", on_click=st.logout)


def draw_door(t: Text, found: Person) -> None:
    """Draw what stands in place of every screen for who is not let in."""
    if found.cause:
        _log.error("%s", found.cause)
    st.html(HERE / "access.css")
    with st.container(key="access_door"), st.container(key="access_card"):
        if found.refusal == "sign_in":
            _draw_sign_in(t)
        else:
            _draw_refusal(t, found)


def _draw_sign_in(t: Text) -> None:
    st.image(str(HERE / "icon.svg"), width=56)
    st.html(
        to_html(
            element(
                "div",
                element("h1", "Rutas"),
                element("p", t("access.sign_in.title"), class_="lead"),
                element("p", t("access.sign_in.lead")),
                class_="access-text",
            )
        )
    )
    auth: Mapping[str, Any] = st.secrets["auth"]
    names = [name for name, value in auth.items() if isinstance(value, Mapping)]
    if "client_id" in auth or not names:
        _draw_button(t("access.sign_in.button"), None)
    for name in names:
        if name != "client_kwargs":
            shown = plain(name.capitalize())
            _draw_button(t("access.sign_in.button_with", provider=shown), name)
    st.html(to_html(element("p", t("access.sign_in.note"), class_="access-note")))


def _draw_button(label: str, provider: str | None) -> None:
    st.button(
        label,
        key=f"sign_in_{provider or ''}",
        type="primary",
        icon=":material/login:",
        width="stretch",
        on_click=st.login,
        args=(provider,),
    )


def _draw_refusal(t: Text, found: Person) -> None:
    why = t(f"access.refused.{found.refusal}", email=found.email or "?")
    st.html(
        to_html(
            element(
                "div",
                element("h1", t("access.refused.title")),
                element("p", data(why), class_="lead"),
                element("p", t("access.refused.what_now")),
                class_="access-text",
                role="alert",
            )
        )
    )
    if found.refusal != "broken":
        _draw_sign_out(t("access.refused.other"))
