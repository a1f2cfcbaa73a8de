"""The button that hands over the present view as one HTML file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from pages.parts.state import View
from routes import handover, publish
from routes.analysis import totals
from routes.publish import files


def draw(view: View) -> None:
    """Draw the download button; the file is made when it is pressed, of public cases alone."""
    if not view.scope.may("release_public"):
        return
    t, today, query = view.t, date.today(), view.query
    held_back = 0
    if view.holdings.own_ids:
        query = replace(query, handling=("public",))
        held_back = totals(view.store, view.query).cases - totals(view.store, query).cases
    nothing_public = bool(view.query.handling) and "public" not in view.query.handling
    help_text = t("pages.map_tools.export_help")
    if held_back:
        help_text += " " + t.plural("pages.map_tools.export_held_back", held_back)

    def page() -> str:
        release = handover.hand_over(
            view.holdings, query, audience="public", made_on=today, user=view.user
        )
        content = publish.export_html(release, lang=view.lang, level=view.level)
        handover.leave(release, view.holdings, user=view.user, formats=(files.HTML,))
        return content

    st.download_button(
        t("pages.map_tools.export_public" if held_back else "pages.map_tools.export"),
        data=page,
        file_name=f"rutas-{today.isoformat()}.html",
        mime="text/html",
        help=help_text,
        icon=":material/download:",
        on_click="ignore",
        disabled=nothing_public,
        key="download",
    )
