"""The button that hands over the present view as one HTML file."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.parts.state import View
from routes import publish


def draw(view: View) -> None:
    """Draw the download button; the file is made when it is pressed."""
    today = date.today()
    st.download_button(
        view.t("pages.map_tools.export"),
        data=lambda: publish.export_html(
            view.tables, view.query, lang=view.lang, generated_on=today
        ),
        file_name=f"rutas-{today.isoformat()}.html",
        mime="text/html",
        help=view.t("pages.map_tools.export_help"),
        icon=":material/download:",
        on_click="ignore",
        key="download",
    )
