"""Undoing an entry, and taking that back: asked for with a reason, and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages.parts.desk.who import LONGEST_REASON, draw_who
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.cases.register import RegisterError
from routes.cases.register.model import Entry


@dataclass(frozen=True)
class Step:
    """What can be done about an entry: undo it, or undo what undid it.

    Parameters
    ----------
    kind : {"undo", "redo"}
        Which of the two.
    seq : int
        The entry that people speak of.
    target : int
        The entry that the register is to undo.
    """

    kind: Literal["undo", "redo"]
    seq: int
    target: int


def step(entry: Entry, log: Sequence[Entry]) -> Step | None:
    """Return what can be done about an entry; None for one that undoes another."""
    if entry.action == "undo":
        return None
    if entry.active:
        return Step("undo", entry.seq, entry.seq)
    undone_by = (each for each in log if each.undoes == entry.seq and each.active)
    found = next(undone_by, None)
    return Step("redo", entry.seq, found.seq) if found else None


def draw(view: View, entry: Entry, log: Sequence[Entry], *, key: str) -> None:
    """Draw the button that opens the question about an entry, and the question once asked."""
    found = step(entry, log)
    if found is None:
        return
    st.button(
        view.t(f"desk.undo.{found.kind}"),
        key=f"desk_{key}_{found.kind}",
        icon=f":material/{found.kind}:",
        on_click=_ask,
        args=(found,),
    )
    if st.session_state.get("desk_undoing") == found:
        _question(view, found)


def _ask(found: Step) -> None:
    st.session_state.desk_undoing = found
    st.session_state.desk_undo_error = None


def _close() -> None:
    st.session_state.desk_undoing = None


def _question(view: View, found: Step) -> None:
    """Open the window that asks who and why, and confirms."""
    t = view.t
    title = t(f"desk.undo.{found.kind}_title", seq=t.number(found.seq))
    st.dialog(title, on_dismiss=_close)(_draw_question)(view, found)


def _draw_question(view: View, found: Step) -> None:
    t, state = view.t, st.session_state
    st.html(to_html(element("p", t(f"desk.undo.{found.kind}_text"))))
    who = draw_who(t)
    reason = st.text_input(
        t("desk.undo.reason"), key="desk_undo_reason", max_chars=LONGEST_REASON, live=True
    )
    why = (reason or "").strip()
    if st.button(
        t(f"desk.undo.{found.kind}_confirm"),
        key="desk_undo_confirm",
        type="primary",
        disabled=not (who and why),
    ):
        _undo(view, found, who, why)
    if state.desk_undo_error is not None:
        note = element("p", data(state.desk_undo_error.told(t)), class_="rutas-note", role="alert")
        st.html(to_html(note))


def _undo(view: View, found: Step, who: str, why: str) -> None:
    if view.register is None:
        return
    try:
        view.register.undo(found.target, user=who, reason=why)
    except RegisterError as error:
        st.session_state.desk_undo_error = error
        return
    _close()
    st.rerun()
