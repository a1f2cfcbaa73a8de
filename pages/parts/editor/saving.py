"""Beside the form: what is still to be done, what differs, and the button that saves."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts.desk.who import LONGEST_REASON, draw_who, user_name
from pages.parts.editor import words
from pages.parts.editor.fields import tie
from pages.parts.editor.rules import rule_text
from pages.parts.editor.session import Desk, Editing, desk, opened, throw_away
from pages.parts.editor.sources import source_names
from pages.parts.markup import data, element, plain, to_html
from pages.parts.state import View
from routes.cases.editing import Mark, Review, differences
from routes.cases.register import RegisterError
from routes.text import Text

_MOST_SAID: Final = 6
_SECTION: Final = {
    "cases": "facts",
    "stops": "routes",
    "figures": "figures",
    "events": "events",
    "sources": "sources",
}


def draw(view: View, editing: Editing) -> None:
    """Draw the state of the draft, who edits and why, and the buttons that save and undo.

    What comes and goes with each input stands beneath the buttons, which keep their place: a
    field that is left by pressing one of them would otherwise move it away under the press.
    """
    review = editing.review
    with st.container(key="edit_side", border=True):
        _draw_state(view, editing)
        if review.asks or editing.names_checked:
            _draw_names(view, editing, review)
        _draw_why(view, editing)
        if editing.error is not None:
            _draw_refusal(view, editing, editing.error)
        _draw_buttons(view, editing)
        _draw_todo(view, editing, review)
        _draw_differences(view, editing)


def _draw_state(view: View, editing: Editing) -> None:
    t = view.t
    name = editing.draft.name or t("editor.new_case")
    if not editing.unsaved:
        key = "editor.state.blank" if editing.is_new else "editor.state.saved"
        said = element("p", t(key), class_="quiet")
    elif editing.is_new:
        said = element("p", t("editor.state.new"), class_="edit-unsaved", role="status")
    else:
        changes = len(differences(editing.base, editing.draft))
        text = t.plural("editor.state.unsaved", max(changes, 1))
        said = element("p", text, class_="edit-unsaved", role="status")
    st.html(to_html(element("div", element("h3", data(name)), said, class_="rutas-panel")))


def _draw_differences(view: View, editing: Editing) -> None:
    t = view.t
    if not editing.unsaved or editing.is_new:
        return
    with st.expander(t("editor.state.what")):
        lines = words.lines(
            t, differences(editing.base, editing.draft), source_names(view, editing)
        )
        st.html(to_html(element("div", lines, class_="rutas-panel")))


def _place_of(t: Text, editing: Editing, mark: Mark) -> str:
    """Return where in the form a fault stands: the route and the stop, the figure …"""
    draft = editing.draft
    for route in draft.routes:
        keys = [stop.key for stop in route.stops]
        if mark.key in keys:
            stop = t("editor.routes.stop", n=keys.index(mark.key) + 1)
            return f"{t('editor.routes.route', n=route.number)}, {stop.lower()}"
    for rows, key in ((draft.figures, "figures"), (draft.events, "events")):
        numbers = [row.key for row in rows]
        if mark.key in numbers:
            return t(f"editor.{key}.one", n=numbers.index(mark.key) + 1)
    return t(f"editor.section.{_SECTION.get(mark.table, 'facts')}")


def _go(section: str) -> None:
    desk().section = section


def _told(t: Text, mark: Mark) -> str:
    known = mark.column and t.has(f"editor.column.{mark.column}")
    column = t(f"editor.column.{mark.column}") if known else ""
    rule = rule_text(t, mark)
    return f"{column}: {rule}" if column else rule


def _draw_todo(view: View, editing: Editing, review: Review) -> None:
    """List what keeps the case from being saved, each line a way to its section."""
    t = view.t
    if not editing.unsaved:
        return
    if review.errors:
        head = t.plural("editor.todo.title", len(review.errors))
        st.html(to_html(element("p", head, class_="edit-todo", role="status")))
    for place, mark in enumerate(review.errors[:_MOST_SAID]):
        st.button(
            plain(f"{_place_of(t, editing, mark)} · {_told(t, mark)}"),
            key=f"edit_todo_{place}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=_go,
            args=(_SECTION.get(mark.table, "facts"),),
        )
    rest = len(review.errors) - _MOST_SAID
    if rest > 0:
        st.html(to_html(element("p", t.plural("editor.todo.more", rest), class_="rutas-foot")))
    warnings = [
        element("li", f"{_place_of(t, editing, mark)} · ", data(_told(t, mark)))
        for mark in review.warnings[:_MOST_SAID]
    ]
    if warnings:
        with st.expander(t.plural("editor.todo.warnings", len(review.warnings))):
            st.html(to_html(element("ul", *warnings, class_="edit-changes")))


def _draw_names(view: View, editing: Editing, review: Review) -> None:
    t = view.t
    if review.asks:
        note = element("p", t("editor.names.ask"), class_="rutas-note", role="status")
        st.html(to_html(note))

    def take(held: bool) -> None:
        editing.names_checked = bool(held)

    key = f"edit_names_{editing.base.key}"
    st.checkbox(t("editor.names.checked"), **tie(editing, key, editing.names_checked, take))


def _draw_why(view: View, editing: Editing) -> None:
    """Ask who edits, and why: both are kept in the audit trail."""
    t = view.t
    draw_who(t)

    def take(held: str) -> None:
        editing.reason = _one_line(held)

    tied = tie(editing, _reason_key(editing), editing.reason, take)
    st.text_area(
        t("editor.reason_new" if editing.is_new else "editor.reason"),
        placeholder=t("editor.reason_hint"),
        height=70,
        max_chars=LONGEST_REASON,
        key=tied["key"],
        # Nothing on the screen depends on it, and so it travels with what is pressed next.
        on_change="ignore",
    )


def _reason_key(editing: Editing) -> str:
    return f"edit_reason_{editing.base.key}"


def _one_line(held: str | None) -> str:
    return " ".join((held or "").split())


def _draw_buttons(view: View, editing: Editing) -> None:
    t = view.t
    with st.container(key="edit_buttons", horizontal=True):
        st.button(
            t("editor.save"),
            key="edit_save",
            type="primary",
            icon=":material/save:",
            on_click=save,
            args=(view, editing),
        )
        st.button(
            t("editor.undo"),
            key="edit_undo",
            icon=":material/undo:",
            disabled=not editing.past,
            on_click=editing.undo,
        )
        with st.popover(
            t("editor.throw_away"), type="tertiary", disabled=not editing.unsaved, key="edit_throw"
        ):
            st.html(to_html(element("p", t("editor.throw_away_ask"))))
            st.button(t("editor.throw_away_yes"), key="edit_throw_yes", on_click=throw_away)
    missing = _missing(t, editing)
    if editing.tried and missing:
        note = element("p", missing, class_="edit-fault error", role="alert")
        st.html(to_html(note))


def _missing(t: Text, editing: Editing) -> str:
    """Say what saving still needs besides a faultless draft."""
    if not editing.unsaved:
        return t("editor.needs.change")
    if not user_name():
        return t("editor.needs.user")
    if not editing.is_new and not editing.reason:
        return t("editor.needs.reason")
    return ""


def save(view: View, editing: Editing) -> None:
    """Write a draft as a version of its own, if nothing stands against it; for callbacks."""
    found = desk()
    review = editing.ask(view)
    editing.reason = _one_line(st.session_state.get(_reason_key(editing)))
    editing.tried = True
    if not review.ready or _missing(view.t, editing) or view.register is None:
        return
    try:
        entry = view.register.save_case(
            review.frames,
            user=user_name(),
            reason=editing.reason,
            expected=editing.digest,
        )
    except RegisterError as error:
        editing.error = error
        return
    _keep_only(found, editing)
    found.saved = (editing.draft.case_id, entry)


def _keep_only(found: Desk, editing: Editing) -> None:
    """Let go of a draft that is saved; the case stays open, read anew from the register."""
    found.drafts = {name: each for name, each in found.drafts.items() if each is not editing}
    found.case_id = editing.draft.case_id


def _draw_refusal(view: View, editing: Editing, error: RegisterError) -> None:
    """Say why the register refused, and where somebody else was faster, what can be done."""
    t = view.t
    st.html(to_html(element("p", data(error.told(t)), class_="edit-fault error", role="alert")))
    if editing.is_new or view.register is None:
        return
    theirs = opened(view, editing.draft.case_id)
    if theirs.digest == editing.digest:
        return
    changes = differences(editing.base, theirs.draft)
    names = source_names(view, editing)
    head = element("p", t("editor.conflict.meanwhile"))
    st.html(to_html(element("div", head, words.lines(t, changes, names), class_="rutas-panel")))
    with st.container(horizontal=True):
        st.button(
            t("editor.conflict.theirs"),
            key="edit_theirs",
            on_click=_settle,
            args=(view, editing, True),
        )
        st.button(
            t("editor.conflict.mine"),
            key="edit_mine",
            on_click=_settle,
            args=(view, editing, False),
        )


def _settle(view: View, editing: Editing, theirs: bool) -> None:
    """Go on from what the register holds now, with its content or with one's own."""
    newest = opened(view, editing.draft.case_id)
    editing.base, editing.digest, editing.error = newest.draft, newest.digest, None
    if theirs:
        editing.change(newest.draft)
