"""The audit trail: every entry of the register, what it did, who made it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.parts.desk import entry_card, verification
from pages.parts.desk.moments import ago, moment
from pages.parts.markup import element, shown, to_html
from pages.parts.state import View
from routes.cases.register.model import Entry
from routes.text import Text

_HEIGHT_PX: Final = 560
_FEW: Final = 14
"""Entries up to which the table is as high as they need."""


def draw(view: View) -> None:
    """Draw the entries, newest first, and the one that is chosen in full."""
    if view.register is None:
        return
    t, log = view.t, view.register.log()
    if not log:
        _draw_empty(view)
        return
    if view.scope.sees_all:
        verification.draw(view)
    with st.container(key="desk_trail", horizontal=True):
        with st.container(key="desk_entries"):
            _draw_table(t, log)
        with st.container(key="desk_entry"):
            entry_card.draw(view, chosen(log), log)


def chosen(log: Sequence[Entry]) -> Entry:
    """Return the entry in view: the one picked, or else the newest."""
    seq = st.session_state.get("desk_seq")
    return next((entry for entry in log if entry.seq == seq), log[0])


def _draw_empty(view: View) -> None:
    t = view.t
    said = (element("h2", t("desk.trail.empty")), element("p", t("desk.trail.empty_text")))
    with st.container(key="empty_card"):
        st.html(to_html(element("div", *said, class_="rutas-empty", role="status")))
        st.button(
            t("desk.trail.begin"), key="desk_begin", icon=":material/upload_file:", on_click=_begin
        )


def _begin() -> None:
    st.session_state.desk_section = "import"


def _draw_table(t: Text, log: Sequence[Entry]) -> None:
    seqs = [entry.seq for entry in log]
    at = seqs.index(chosen(log).seq)
    st.session_state.desk_log = {"selection": {"rows": [at], "columns": [], "cells": []}}
    st.dataframe(
        _table(t, log),
        hide_index=True,
        height=_HEIGHT_PX if len(log) > _FEW else "content",
        placeholder="",
        column_config=_widths(t),
        key="desk_log",
        selection_mode="single-row",
        on_select=lambda: _pick(seqs),
        alt=t("desk.trail.alt"),
    )


def _pick(seqs: list[int]) -> None:
    rows = st.session_state.desk_log.selection.rows
    st.session_state.desk_seq = seqs[rows[0]] if rows else None


def action(t: Text, entry: Entry) -> str:
    """Return what an entry did: "importación", "deshacer la entrada 3"."""
    if entry.action == "undo":
        return t("office.action.undo", seq=t.number(entry.undoes or 0))
    said = t(f"office.action.{entry.action}")
    return said if entry.active else t("office.action.undone", action=said)


def _widths(t: Text) -> dict[str, Any]:
    """Return the widths of the columns in pixels; the others share the rest."""
    widths = {
        "office.log.seq": 64,
        "office.log.at": 260,
        "office.log.rows": 84,
        "desk.trail.hash": 96,
    }
    return {t(name): st.column_config.Column(width=width) for name, width in widths.items()}


def _table(t: Text, log: Sequence[Entry]) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        t("office.log.seq"): [entry.seq for entry in log],
        t("office.log.at"): [f"{moment(t, entry.at)} · {ago(t, entry.at)}" for entry in log],
        t("office.log.user"): [shown(entry.user) for entry in log],
        t("office.log.action"): [action(t, entry) for entry in log],
        t("office.log.file"): [shown(entry.file_name) for entry in log],
        t("office.log.rows"): [entry.counts.get("accepted") for entry in log],
        t("desk.trail.hash"): [entry.hash[:8] for entry in log],
    }
    table = pd.DataFrame(columns)
    return table.astype({t("office.log.rows"): "Int64"})
