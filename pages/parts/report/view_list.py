"""The saved views of a briefing: in which order, under which title, with which note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from pages.parts import state
from pages.parts.markup import data, element, plain, shown, to_html
from pages.parts.report import view_files
from pages.parts.report.building import Built
from pages.parts.report.wish import Wish
from pages.parts.saved_view import named
from pages.parts.state import View
from routes.release import SavedView
from routes.release.shelf import Shelf, Views
from routes.release.views import LONGEST_NOTE, LONGEST_TITLE, ViewsError, tidy


def draw(
    view: View, views: Sequence[SavedView], failed: str, wanted: Wish, built: Built | None
) -> None:
    """Draw the views in their order, and what can be done with each and with all."""
    t = view.t
    head = t.plural("report.views.count", len(views)) if views else t("report.views.title")
    st.html(to_html(element("h2", head, class_="report-h2")))
    said = st.session_state.pop("report_views_failed", "") or failed
    if said:
        st.html(to_html(element("p", data(said), class_="rutas-note", role="alert")))
    if not views:
        st.html(to_html(element("p", t("report.views.none"), class_="rutas-foot")))
        st.page_link(
            "map.py",
            label=t("report.views.to_map"),
            icon=":material/map:",
            query_params=state.shared_params(),
        )
    for place, each in enumerate(views):
        _draw_view(view, views, place, _warning(view, each, wanted, built))
    _draw_removed(view)
    view_files.draw(view, views)


def _warning(view: View, saved: SavedView, wanted: Wish, built: Built | None) -> str:
    """Return why a view will not be seen as it was saved; empty if it will."""
    if saved not in wanted.views:
        return view.t("report.views.hidden")
    if built is None or saved not in built.wish.views:
        return ""
    if built.in_view[built.wish.views.index(saved)]:
        return ""
    return view.t("report.views.empty")


def _draw_view(view: View, views: Sequence[SavedView], place: int, warning: str) -> None:
    t, saved, n = view.t, views[place], place + 1
    title = saved.title or t("report.views.untitled", n=t.number(n))
    with st.container(key=f"report_view_{place}"):
        about = [t(f"pages.map_tools.{saved.level}")]
        if title != named(view, saved):
            about = [named(view, saved), *about]
        said = element(
            "div",
            element("p", element("b", t.number(n)), " ", data(title), class_="report-view-title"),
            element("p", data(saved.note), class_="report-view-note") if saved.note else None,
            element("p", data(" · ".join(about)), class_="quiet"),
            element("p", warning, class_="rutas-note") if warning else None,
            class_="report-view",
        )
        st.html(to_html(said))
        with st.container(key=f"report_view_tools_{place}", horizontal=True):
            _tool(view, "up", place, _swap(place, place - 1), disabled=not place)
            _tool(view, "down", place, _swap(place, n), disabled=n == len(views))
            _draw_edit(view, saved, place)
            params = {**saved.query.to_params(), "level": saved.level, "lang": view.lang}
            if saved.selected:
                params["sel"] = saved.selected
            st.page_link(
                "map.py",
                label=t("report.views.open"),
                icon=":material/map:",
                query_params=params,
                help=t("report.views.open_help", title=plain(title)),
            )
            _tool(view, "remove", place, _without(place), saved=saved)


_ICONS = {"up": "arrow_upward", "down": "arrow_downward", "remove": "delete"}
Change = Callable[[Views], Sequence[SavedView]]


def _tool(
    view: View,
    name: str,
    place: int,
    change: Change,
    *,
    disabled: bool = False,
    saved: SavedView | None = None,
) -> None:
    st.button(
        view.t(f"report.views.{name}"),
        key=f"report_{name}_{place}",
        icon=f":material/{_ICONS[name]}:",
        type="tertiary",
        disabled=disabled,
        on_click=_apply,
        args=(view, change),
        kwargs={"removed": (place, saved) if saved else None},
    )


def _draw_edit(view: View, saved: SavedView, place: int) -> None:
    """Draw the fields for title and note, behind a button."""
    t = view.t
    # The key changes with what is edited: another view in this place has fields of its own.
    key = abs(hash((place, saved)))
    with st.popover(
        t("report.views.edit"), icon=":material/edit:", type="tertiary", key=f"report_edit_{place}"
    ):
        st.text_input(
            t("report.views.edit_title"),
            value=saved.title,
            key=f"report_edit_title_{key}",
            max_chars=LONGEST_TITLE,
            placeholder=shown(named(view, saved)),
            on_change=_edit,
            args=(view, place, saved, "title", f"report_edit_title_{key}"),
        )
        st.text_area(
            t("report.views.edit_note"),
            value=saved.note,
            key=f"report_edit_note_{key}",
            max_chars=LONGEST_NOTE,
            height=120,
            on_change=_edit,
            args=(view, place, saved, "note", f"report_edit_note_{key}"),
        )
        st.html(to_html(element("p", t("report.views.edit_help"), class_="rutas-foot")))


def _edit(view: View, place: int, saved: SavedView, field: str, key: str) -> None:
    typed = str(st.session_state.get(key) or "")
    most = LONGEST_TITLE if field == "title" else LONGEST_NOTE
    text = tidy(typed if field == "note" else typed.replace("\n", " "), most=most)
    changed = replace(saved, **{field: text})

    def change(before: Views) -> Sequence[SavedView]:
        at = place if before[place : place + 1] == (saved,) else _index(before, saved)
        return [changed if n == at else each for n, each in enumerate(before)]

    _apply(view, change)


def _index(views: Views, saved: SavedView) -> int:
    return views.index(saved) if saved in views else -1


def _swap(one: int, other: int) -> Change:
    def change(before: Views) -> Sequence[SavedView]:
        after = list(before)
        if max(one, other) < len(after) and min(one, other) >= 0:
            after[one], after[other] = after[other], after[one]
        return after

    return change


def _without(place: int) -> Change:
    return lambda before: [each for n, each in enumerate(before) if n != place]


def _apply(view: View, change: Change, *, removed: tuple[int, SavedView] | None = None) -> None:
    """Change what is kept; what is taken out can be put back until the next change."""
    st.session_state.report_removed = None
    try:
        Shelf(view.user).change(change)
    except ViewsError as error:
        st.session_state.report_views_failed = error.told(view.t)
    except OSError as error:
        said = error.strerror or str(error)
        st.session_state.report_views_failed = view.t("report.views.disk", said=said)
    else:
        st.session_state.report_removed = removed


def _draw_removed(view: View) -> None:
    removed: tuple[int, SavedView] | None = st.session_state.get("report_removed")
    if removed is None:
        return
    place, saved = removed
    title = saved.title or view.t("report.views.untitled", n=view.t.number(place + 1))
    with st.container(key="report_removed", horizontal=True, vertical_alignment="center"):
        said = element("p", view.t("report.views.removed"), " ", data(title), role="status")
        st.html(to_html(said))
        st.button(
            view.t("report.views.undo"),
            key="report_undo",
            icon=":material/undo:",
            on_click=_apply,
            args=(view, lambda before: [*before[:place], saved, *before[place:]]),
        )
