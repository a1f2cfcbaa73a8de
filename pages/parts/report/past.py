"""What has left so far: who, when, what; each in full, and what differs between two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.parts import state
from pages.parts.desk.moments import ago, moment
from pages.parts.markup import data, element, shown, to_html
from pages.parts.report import differing, preview
from pages.parts.report.said import about, kinds
from pages.parts.state import View
from routes.cases.register import RegisterError
from routes.release import Ledger, Past, history
from routes.text import Text

_HEIGHT_PX: Final = 560
_FEW: Final = 14
"""Releases up to which the table is as high as they need."""


@st.cache_resource(max_entries=2, show_spinner=False)
def _ledger(url: str) -> Ledger:
    return Ledger.open(url)


def releases(view: View) -> tuple[Past, ...]:
    """Return the releases that the reader may be told of, the newest first.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    office = state.register() if view.register else None
    if office is None:
        return ()
    return history(_ledger(office.secret_url), view.scope, user=view.user)


def draw(view: View) -> None:
    """Draw the releases, newest first, and the one that is chosen in full."""
    t = view.t
    try:
        found = releases(view)
    except RegisterError as error:
        st.html(to_html(preview.empty(t("report.past.closed"), error.told(t), role="alert")))
        return
    if not found:
        closed = t("report.past.no_register" if view.register is None else "report.past.none_text")
        st.html(to_html(preview.empty(t("report.past.none"), closed)))
        return
    if not view.scope.sees_all:
        st.html(to_html(element("p", t("report.past.limited"), class_="rutas-foot")))
    with st.container(key="report_past", horizontal=True):
        with st.container(key="report_log"):
            _draw_table(t, found)
        with st.container(key="report_entry"):
            _draw_one(view, _chosen(found), found)


def _chosen(found: Sequence[Past]) -> Past:
    """Return the release in view: the one picked, or else the newest."""
    seq = st.session_state.get("report_seq")
    return next((each for each in found if each.seq == seq), found[0])


def _draw_table(t: Text, found: Sequence[Past]) -> None:
    seqs = [each.seq for each in found]
    at = seqs.index(_chosen(found).seq)
    st.session_state.report_releases = {"selection": {"rows": [at], "columns": [], "cells": []}}
    st.dataframe(
        _table(t, found),
        hide_index=True,
        height=_HEIGHT_PX if len(found) > _FEW else "content",
        placeholder="",
        column_config={t("departing.seq"): st.column_config.Column(width=56)},
        key="report_releases",
        selection_mode="single-row",
        on_select=lambda: _pick(seqs),
        alt=t("report.past.alt"),
    )


def _pick(seqs: list[int]) -> None:
    rows = st.session_state.report_releases.selection.rows
    st.session_state.report_seq = seqs[rows[0]] if rows else None


def _table(t: Text, found: Sequence[Past]) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        t("departing.seq"): [each.seq for each in found],
        t("departing.at"): [moment(t, each.at) for each in found],
        t("departing.user"): [shown(each.user) for each in found],
        t("departing.audience.head"): [t(f"departing.audience.{each.audience}") for each in found],
        t("report.past.title"): [shown(each.title) or t("picture.title") for each in found],
        t("departing.formats"): [kinds(t, each.formats) for each in found],
        t("departing.id"): [each.release_id[:8] for each in found],
    }
    return pd.DataFrame(columns)


def _draw_one(view: View, chosen: Past, found: Sequence[Past]) -> None:
    """Draw a release in full, and beside which other one it can be put."""
    t = view.t
    title = chosen.title or t("picture.title")
    head = element("h2", data(title))
    when = f"{moment(t, chosen.at)} · {ago(t, chosen.at)}"
    sub = t("report.past.sub", seq=t.number(chosen.seq), at=when)
    st.html(
        to_html(
            element(
                "div",
                head,
                element("p", sub, " ", data(chosen.user), class_="sub"),
                about(view, chosen),
                class_="rutas-panel",
            )
        )
    )
    others = [each for each in found if each.seq != chosen.seq]
    if not others:
        st.html(to_html(element("p", t("report.compare.only_one"), class_="rutas-foot")))
        return
    by_seq = {each.seq: each for each in others}
    earlier = next((each.seq for each in others if each.seq < chosen.seq), others[-1].seq)
    if st.session_state.get("report_other") not in by_seq:
        st.session_state.report_other = earlier
    seq = st.selectbox(
        t("report.compare.with"),
        list(by_seq),
        key="report_other",
        format_func=lambda seq: _named(t, by_seq[seq]),
    )
    differing.draw(view, *sorted((chosen, by_seq[seq]), key=lambda each: each.seq))


def _named(t: Text, found: Past) -> str:
    title = shown(found.title) or t("picture.title")
    return f"{t.number(found.seq)} · {title} · {moment(t, found.at)}"
