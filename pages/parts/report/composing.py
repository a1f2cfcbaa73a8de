"""Composing a briefing: what is asked for on one side, what will be in the files on the other."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk.who import user_name
from pages.parts.filters import draw_chips
from pages.parts.markup import element, to_html
from pages.parts.report import building, making, preview, settings, view_list
from pages.parts.report.wish import Wish, asks_for_hidden, shelf, wish
from pages.parts.state import View


def draw(view: View) -> None:
    """Draw the settings and the preview beside them."""
    views, failed = shelf(view)
    wanted = wish(view, views, user=user_name())
    found = None if obstacle(view, wanted) else building.ask(view, wanted)
    built = found.built if found else None
    with st.container(key="report_compose", horizontal=True):
        with st.container(key="report_settings"):
            with st.container(key="report_for"):
                settings.draw_audience(view)
            with st.container(key="report_views"):
                view_list.draw(view, views, failed, wanted, built)
            with st.container(key="report_files"):
                settings.draw_files(view)
            with st.container(key="report_making"):
                # Only what can be looked at now may be made.
                looked_at = built if built and built.wish == wanted else None
                making.draw(view, wanted, looked_at, user=user_name())
        with st.container(key="report_preview"):
            st.html(to_html(_lead(view)))
            with st.container(key="chips", horizontal=True):
                draw_chips(view)
            why = obstacle(view, wanted)
            if found is None:
                st.html(
                    to_html(
                        preview.empty(view.t(f"report.preview.{why}_title"), why_text(view, why))
                    )
                )
            else:
                preview.draw(view, wanted, found)


def obstacle(view: View, wanted: Wish) -> str:
    """Return what keeps a release from being built at all; empty when nothing does."""
    if wanted.audience == "internal" and not wanted.user:
        return "no_name"
    return "only_hidden" if asks_for_hidden(view, wanted) else ""


def why_text(view: View, why: str) -> str:
    """Return what to do about an obstacle."""
    return view.t(f"report.preview.{why}_text")


def _lead(view: View) -> ET.Element:
    t = view.t
    return element(
        "div",
        element("h2", t("report.preview.title")),
        element("p", t("report.preview.lead"), class_="quiet"),
        class_="report-head",
    )
