"""The link to the present view, to be copied."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages.parts import state
from pages.parts.state import View


def draw(view: View) -> None:
    """Draw the button that shows the address of this view."""
    with st.popover(view.t("pages.map_tools.share"), icon=":material/link:", key="share"):
        st.caption(view.t("pages.map_tools.share_help"))
        base = (st.context.url or "").split("?")[0]
        st.code(f"{base}?{urlencode(state.params())}", language=None, wrap_lines=True)
