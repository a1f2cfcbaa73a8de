"""The screen Datos: its heading, its sections, and what it says when there is no register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from pages.parts import editor, quality, turns
from pages.parts.desk import importing, templates, trail
from pages.parts.markup import element, to_html
from pages.parts.state import View

STYLE: Final = Path(__file__).parent.parent / "desk.css"
SECTIONS: Final[dict[str, Callable[[View], None]]] = {
    "import": importing.draw,
    "editor": editor.draw,
    "trail": trail.draw,
    "quality": quality.draw,
    "templates": templates.draw,
}
_WITHOUT_REGISTER: Final = ("quality", "templates")


def draw(view: View) -> None:
    """Draw the heading, the switch between the sections, and the open one."""
    t = view.t
    st.html(STYLE)
    if st.session_state.get("desk_section") not in SECTIONS:
        st.session_state.desk_section = next(iter(SECTIONS))
    with st.container(key="desk_top", horizontal=True, vertical_alignment="bottom"):
        title = element("h1", t("desk.title"))
        st.html(to_html(element("div", title, class_="rutas-prose desk-title")))
        section = st.segmented_control(
            t("desk.sections"),
            list(SECTIONS),
            key="desk_section",
            format_func=lambda name: t(f"desk.section.{name}"),
            label_visibility="collapsed",
            required=True,
            persist_state="session",
            wrap=True,
        )
    turns.at(1, section)
    if view.register is None and section not in _WITHOUT_REGISTER:
        _draw_closed(view)
    else:
        SECTIONS[section](view)


def _draw_closed(view: View) -> None:
    """Say why the register cannot be used, and what to do."""
    t, error = view.t, st.session_state.get("register_error")
    said = error.told(t) if error is not None else t("desk.closed.folder")
    st.html(
        to_html(
            element(
                "div",
                element("h2", t("desk.closed.title")),
                element("p", said),
                class_="rutas-empty",
                role="status",
            )
        )
    )
