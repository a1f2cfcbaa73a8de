"""What the map says when no case meets the filters: which filter to loosen."""

from __future__ import annotations

import streamlit as st

from pages.parts import switches
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
    if not active and view.holdings.which == "own" and not view.holdings.own_ids:
        _draw_no_own(view)
        return
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


def _draw_no_own(view: View) -> None:
    """Say that the office has no cases of its own yet, and how they come in."""
    t, may_edit = view.t, view.scope.may("edit")
    how = t("pages.empty.own_how") if may_edit else t("pages.empty.own_right")
    said = (element("h2", t("pages.empty.own_title")), element("p", how))
    with st.container(key="empty_card"):
        st.html(to_html(element("div", *said, class_="rutas-empty", role="status")))
        with st.container(key="empty_next", horizontal=True):
            if may_edit:
                st.page_link(
                    "data.py",
                    label=t("pages.empty.own_bring"),
                    icon=":material/upload_file:",
                    query_params={"lang": view.lang},
                )
            st.button(t("pages.empty.own_public"), key="show_public", on_click=switches.show_public)
