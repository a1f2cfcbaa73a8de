"""What the map says when no case meets the filters: which filter to loosen."""

from __future__ import annotations

import streamlit as st

from pages.parts.filters import chips, use
from pages.parts.markup import element, plain, to_html
from pages.parts.state import View
from routes.analysis import Totals, totals

_MOST = 4


def draw(view: View, sums: Totals) -> None:
    """Offer the filters whose removal brings cases back, the most helpful first."""
    if sums.cases or sums.statements:
        return
    t, active = view.t, chips(view)
    gains = [(totals(view.store, chip.without).cases, chip) for chip in active]
    helpful = sorted((gain for gain in gains if gain[0]), key=lambda gain: -gain[0])[:_MOST]
    lead = t("pages.empty.loosen") if helpful else None
    st.html(
        to_html(
            element(
                "div",
                element("h2", t("pages.empty.title") if active else t("pages.empty.no_data")),
                element("p", lead) if lead else None,
                class_="rutas-empty",
                role="status",
            )
        )
    )
    with st.container(key="loosen", horizontal=True):
        for place, (cases, chip) in enumerate(helpful):
            text = t.plural("pages.empty.gain", cases, label=chip.text)
            st.button(plain(text), key=f"loosen_{place}", on_click=use, args=(chip.without,))
