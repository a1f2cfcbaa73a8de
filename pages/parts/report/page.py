"""The screen Informe: its heading, and the switch between composing, presenting and history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from pages.parts.markup import element, to_html
from pages.parts.report import composing, past, presenting
from pages.parts.state import View

STYLE: Final = Path(__file__).parent.parent / "report.css"
SECTIONS: Final[dict[str, Callable[[View], None]]] = {
    "compose": composing.draw,
    "present": presenting.draw,
    "past": past.draw,
}


def draw(view: View) -> None:
    """Draw the heading, the switch between the sections, and the open one."""
    t = view.t
    st.html(STYLE)
    if st.session_state.get("report_section") not in SECTIONS:
        st.session_state.report_section = next(iter(SECTIONS))
    with st.container(key="report_top", horizontal=True, vertical_alignment="bottom"):
        title = element("h1", t("report.title"))
        st.html(to_html(element("div", title, class_="rutas-prose report-title")))
        section = st.segmented_control(
            t("report.sections"),
            list(SECTIONS),
            key="report_section",
            format_func=lambda name: t(f"report.section.{name}"),
            label_visibility="collapsed",
            required=True,
            persist_state="session",
            wrap=True,
        )
    SECTIONS[section](view)
