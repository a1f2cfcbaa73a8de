"""The history of a case: who changed what and when, and the ways back."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk.moments import moment
from pages.parts.desk.who import LONGEST_REASON, user_name
from pages.parts.editor import words
from pages.parts.editor.session import NEW, Editing, desk
from pages.parts.editor.sources import source_name, source_names
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.cases.editing import CaseDraft, differences, draft_of
from routes.cases.register import CaseVersion, RegisterError
from routes.text import Text

_MOST: Final = 20


def draw(view: View, editing: Editing) -> None:
    """Draw the versions of the open case, newest first, and the way to take it out."""
    t, register = view.t, view.register
    if editing.is_new or register is None:
        st.html(to_html(element("p", t("editor.history.none"), class_="rutas-foot")))
        return
    case_id = editing.base.case_id
    versions = register.history(case_id)
    for version in versions[:_MOST]:
        with st.container(key=f"edit_version_{version.entry.seq}", border=True):
            _draw_version(view, editing, version)
    rest = len(versions) - _MOST
    if rest > 0:
        st.html(to_html(element("p", t.plural("editor.history.more", rest), class_="rutas-foot")))
    _draw_removal(view, editing)


def _held(view: View, case_id: str, seq: int) -> CaseDraft | None:
    """Return the case as it held after an entry; None if it was not there then."""
    assert view.register is not None
    try:
        return draft_of(view.register.case_at(case_id, seq))
    except RegisterError:
        return None


def _draw_version(view: View, editing: Editing, version: CaseVersion) -> None:
    """Draw who wrote a version, when and why, and what it changed."""
    t, seq, case_id = view.t, version.entry.seq, editing.base.case_id
    after = None if version.removed else _held(view, case_id, seq)
    before = _held(view, case_id, seq - 1)
    parts = [*_head(t, version), _changes(view, editing, before, after)]
    st.html(to_html(element("div", *parts, class_="rutas-panel edit-version")))
    if after is not None and differences(after, editing.base):
        st.button(
            t("editor.history.restore"),
            key=f"edit_restore_{seq}",
            icon=":material/history:",
            on_click=_restore,
            args=(view, editing, after, seq),
        )


def _head(t: Text, version: CaseVersion) -> list[ET.Element]:
    entry = version.entry
    what = t(f"editor.history.{'remove' if version.removed else entry.action}")
    said = element("small", f" · {what} · {moment(t, entry.at)} · ", data(entry.user))
    lines = [element("h4", t("editor.history.version", n=entry.seq), said)]
    for key, text in (("file", entry.file_name), ("reason", entry.reason)):
        if text:
            lines.append(element("p", t(f"editor.history.{key}"), " ", data(text)))
    if not entry.active:
        lines.append(element("p", t("editor.history.undone"), class_="rutas-note"))
    return lines


def _changes(
    view: View, editing: Editing, before: CaseDraft | None, after: CaseDraft | None
) -> ET.Element | None:
    """Return what a version changed, in words; None where it took the case out."""
    if after is None:
        return None
    if before is None:
        return element("p", view.t("editor.history.first"), class_="quiet")
    cited = {s.source_id: source_name(view, s) for s in (*before.sources, *after.sources)}
    names = {**source_names(view, editing), **cited}
    return words.lines(view.t, differences(before, after), names)


def _restore(view: View, editing: Editing, draft: CaseDraft, seq: int) -> None:
    """Bring an earlier version into the form, from where it is saved as a new one."""
    editing.change(draft)
    editing.reason = view.t("editor.history.restore_reason", n=seq)
    desk().section = "facts"


def _draw_removal(view: View, editing: Editing) -> None:
    """Draw the way to take the case out of the register; its versions stay."""
    t = view.t
    with st.expander(t("editor.remove.title"), icon=":material/delete:", key="edit_removal"):
        st.html(to_html(element("p", t("editor.remove.lead"), class_="rutas-foot")))
        # In a form the reason and the press travel together, however quick one follows the other.
        with st.form("edit_removal_form", border=False):
            st.text_area(
                t("editor.remove.reason"),
                key="edit_remove_reason",
                height=70,
                max_chars=LONGEST_REASON,
            )
            st.form_submit_button(
                t("editor.remove.yes"),
                key="edit_remove",
                on_click=_remove,
                args=(view, editing),
            )
        if editing.error is not None:
            said = element("p", data(editing.error.told(t)), class_="edit-fault error")
            st.html(to_html(said))
        elif st.session_state.get("edit_remove_lacks"):
            said = element("p", t("editor.remove.needs"), class_="edit-fault error", role="alert")
            st.html(to_html(said))


def _remove(view: View, editing: Editing) -> None:
    state, found = st.session_state, desk()
    user, reason = user_name(), " ".join((state.get("edit_remove_reason") or "").split())
    state.edit_remove_lacks = not (user and reason)
    if state.edit_remove_lacks or view.register is None:
        return
    try:
        entry = view.register.remove_case(editing.base.case_id, user=user, reason=reason)
    except RegisterError as error:
        editing.error = error
        return
    found.drafts.pop(editing.base.case_id, None)
    found.case_id = NEW
    found.saved = (NEW, entry)
