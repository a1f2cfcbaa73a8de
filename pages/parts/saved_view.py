"""The button that keeps the present view for a briefing, and what it says afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from geo.places import places
from pages.parts import state
from pages.parts.filters import chips
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.release import SavedView
from routes.release.shelf import Shelf, Views
from routes.release.views import LONGEST_TITLE, ViewsError, tidy

STYLE = Path(__file__).parent / "saved_view.css"


def named(view: View, query_view: SavedView) -> str:
    """Return what a view is about, in words: what is selected, then the filters."""
    there = replace(view, query=query_view.query)
    parts = [_selected(view, query_view.selected), *(chip.text for chip in chips(there))]
    said = " · ".join(part for part in parts if part)
    text = said or view.t("report.views.everything")
    title = tidy(text.replace("\n", " "), most=LONGEST_TITLE + 1)
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _selected(view: View, selected: str) -> str:
    ends = selected.partition(":")[2].split(">")
    if not all(end in places() for end in ends):
        return ""
    return " → ".join(places()[end].name(view.lang) for end in ends)


def _present(view: View) -> SavedView:
    found = SavedView(query=view.query, level=view.level, selected=view.selected)
    if not _selected(view, view.selected):
        found = replace(found, selected="")
    return replace(found, title=named(view, found))


def _same(one: SavedView, other: SavedView) -> bool:
    """Return whether two views show the same, whatever their author calls them."""
    return replace(one, title="", note="") == replace(other, title="", note="")


def _keep(view: View) -> None:
    """Keep the view, as it was drawn, behind the others; one that is kept already stays alone."""
    kept = _present(view)
    said = {"title": kept.title, "at": state.params(), "kept": kept, "error": "", "again": False}

    def with_it(before: Views) -> Views:
        alike = [n for n, each in enumerate(before, 1) if _same(each, kept)]
        said["again"], said["n"] = bool(alike), alike[0] if alike else len(before) + 1
        return before if alike else (*before, kept)

    try:
        Shelf(view.user).change(with_it)
    except ViewsError as error:
        said["error"] = error.told(view.t)
    except OSError as error:
        said["error"] = view.t("report.views.disk", said=error.strerror or str(error))
    st.session_state.saved_view = said


def _undo(view: View) -> None:
    """Take back the view that was kept last, wherever it is by now."""
    said = st.session_state.pop("saved_view", None)
    if said is None:
        return

    def without(before: Views) -> Views:
        at = len(before) - 1 - before[::-1].index(said["kept"]) if said["kept"] in before else -1
        return tuple(each for place, each in enumerate(before) if place != at)

    try:
        Shelf(view.user).change(without)
    except (ViewsError, OSError):
        st.session_state.saved_view = said


def _close() -> None:
    st.session_state.pop("saved_view", None)


def draw(view: View) -> None:
    """Draw the button; only those have it who may make a briefing."""
    if not view.scope.may("release_public"):
        return
    st.html(STYLE)
    st.button(
        view.t("report.views.keep"),
        key="keep_view",
        icon=":material/bookmark_add:",
        help=view.t("report.views.keep_help"),
        on_click=_keep,
        args=(view,),
    )


def draw_said(view: View) -> None:
    """Say over the map that the view was kept, with the way back and the way on."""
    said = st.session_state.get("saved_view")
    if said is None or said["at"] != state.params():
        _close()
        return
    t = view.t
    with st.container(key="saved_view_said", horizontal=True, vertical_alignment="center"):
        if said["error"]:
            st.html(to_html(element("p", data(said["error"]), role="alert")))
        else:
            lead = t("report.views.already" if said["again"] else "report.views.kept", n=said["n"])
            text = element("p", f"{lead} ", element("strong", data(said["title"])), role="status")
            st.html(to_html(text))
            if not said["again"]:
                st.button(
                    t("report.views.undo"), key="saved_view_undo", on_click=_undo, args=(view,)
                )
            st.page_link(
                "report.py",
                label=t("report.views.to_report"),
                icon=":material/slideshow:",
                query_params=state.shared_params(),
            )
        st.button(
            t("pages.panel.close"),
            key="saved_view_close",
            icon=":material/close:",
            type="tertiary",
            on_click=_close,
        )
