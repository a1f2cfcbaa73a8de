"""Saved views as a file: taken along, and brought in from a colleague."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.release import SavedView
from routes.release.shelf import Shelf
from routes.release.views import ViewsError, read_views, write_views
from routes.text import Text

_WORDS = {"button": "button", "failed": "too_large"}


def draw(view: View, views: Sequence[SavedView]) -> None:
    """Draw the way out and the way in."""
    t = view.t
    with st.container(key="report_views_file", horizontal=True, vertical_alignment="center"):
        if views:
            st.download_button(
                t("report.views.save"),
                # Written when it is pressed: what was changed a moment ago is in it.
                data=lambda: write_views(Shelf(view.user).views()).encode("ascii"),
                file_name="rutas-vistas.json" if t.lang == "es" else "rutas-views.json",
                mime="application/json",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                key="report_views_save",
            )
        with st.popover(
            t("report.views.load"),
            icon=":material/upload_file:",
            type="tertiary",
            key="report_views_load",
        ):
            _draw_load(view)


def _draw_load(view: View) -> None:
    t = view.t
    st.html(f"<style>:root{{{_words(t)}}}</style>")
    st.html(to_html(element("p", t("report.views.load_help"), class_="rutas-foot")))
    key = f"report_views_given_{st.session_state.get('report_views_files', 0)}"
    given = st.file_uploader(
        t("report.views.load"), key=key, label_visibility="collapsed", max_upload_size=1
    )
    if given is None:
        return
    try:
        found = read_views(given.getvalue(), sources=set(view.tables.sources["source_id"]))
    except ViewsError as error:
        note = element("p", data(error.told(t)), class_="rutas-note", role="alert")
        st.html(to_html(note))
        return
    names = [element("li", data(each.title or t("report.views.no_title"))) for each in found]
    st.html(to_html(element("p", t.plural("report.views.found", len(found)))))
    st.html(to_html(element("ol", *names, class_="report-found")))
    with st.container(horizontal=True):
        for name in ("add", "replace"):
            st.button(
                t(f"report.views.{name}"),
                key=f"report_views_{name}",
                type="primary" if name == "add" else "secondary",
                disabled=not found,
                on_click=_take,
                args=(view, found),
                kwargs={"instead": name == "replace"},
            )


def _take(view: View, found: tuple[SavedView, ...], *, instead: bool) -> None:
    state = st.session_state
    try:
        Shelf(view.user).change(lambda before: found if instead else (*before, *found))
    except ViewsError as error:
        state.report_views_failed = error.told(view.t)
    except OSError as error:
        said = error.strerror or str(error)
        state.report_views_failed = view.t("report.views.disk", said=said)
    else:
        state.report_removed = None
    state.report_views_files = state.get("report_views_files", 0) + 1


def _words(t: Text) -> str:
    """Return the uploader's own words as custom properties, for Streamlit only knows English."""
    return "".join(f"--report-{name}:'{t(f'report.views.{key}')}';" for name, key in _WORDS.items())
