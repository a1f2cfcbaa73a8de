"""One entry of the audit trail in full, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk import undoing
from pages.parts.desk.moments import ago, moment
from pages.parts.desk.rejected import file_name
from pages.parts.markup import Child, data, element, to_html
from pages.parts.state import View
from routes.cases.model import TABLE_NAMES
from routes.cases.register.model import Entry
from routes.text import Text

_COUNTS = ("input", "accepted", "rejected", "duplicate")


def draw(view: View, entry: Entry, log: Sequence[Entry]) -> None:
    """Draw an entry with its file, its counts, its hashes, and its buttons."""
    st.html(to_html(_card(view.t, entry, log)))
    with st.container(key="desk_entry_tools", horizontal=True):
        _draw_upload(view, entry)
        undoing.draw(view, entry, log, key="trail")
        if entry.undoes:
            st.button(
                view.t("desk.entry.see", seq=view.t.number(entry.undoes)),
                key="desk_see_undone",
                on_click=_go,
                args=(entry.undoes,),
            )
    _draw_steps(view, entry, log)


def _card(t: Text, entry: Entry, log: Sequence[Entry]) -> ET.Element:
    when = f"{moment(t, entry.at)} ({ago(t, entry.at)})"
    facts: list[tuple[str, Child]] = [
        ("when", when),
        ("who", data(entry.user)),
        ("file", data(entry.file_name) if entry.file_name else None),
        ("reason", data(entry.reason) if entry.reason else None),
        ("rows", t("desk.entry.sum", **_rows(t, entry)) if "input" in entry.counts else None),
        ("written", _written(t, entry)),
    ]
    pairs: list[Child] = []
    for name, value in facts:
        if value is not None and value != "":
            pairs += [element("dt", t(f"desk.entry.{name}")), element("dd", value)]
    return element(
        "article",
        element("h2", t("desk.entry.title", seq=t.number(entry.seq))),
        element("p", _state(t, entry, log), class_="sub"),
        element("dl", *pairs, class_="rutas-defs"),
        _hashes(t, entry),
        class_="rutas-panel",
        aria_live="polite",
    )


def _state(t: Text, entry: Entry, log: Sequence[Entry]) -> str:
    """Return what the entry did, and whether it holds."""
    said = (
        t("office.action.undo", seq=t.number(entry.undoes or 0))
        if entry.action == "undo"
        else t(f"office.action.{entry.action}")
    )
    if entry.form:
        said = f"{said} · {t(f'desk.tables.{entry.form}').lower()}"
    if entry.active:
        return f"{said} · {t('desk.entry.holds')}"
    by = next((each.seq for each in log if each.undoes == entry.seq and each.active), None)
    return f"{said} · {t('desk.entry.undone', seq=t.number(by))}" if by else said


def _rows(t: Text, entry: Entry) -> dict[str, str]:
    return {name: t.number(entry.counts.get(name, 0)) for name in _COUNTS}


def _written(t: Text, entry: Entry) -> str:
    counts = entry.counts
    names = [name for name in (*TABLE_NAMES, "statistics") if counts.get(name)]
    return ", ".join(t.plural(f"desk.rows.{name}", counts[name]) for name in names)


def _hashes(t: Text, entry: Entry) -> ET.Element:
    """Return the hashes, short, and in full for who opens them."""
    parts = (
        ("hash", entry.hash),
        ("previous", entry.previous),
        ("content", entry.content_sha256),
        ("upload", entry.file_sha256),
    )
    pairs: list[Child] = []
    for name, value in parts:
        if value:
            pairs += [
                element("dt", t(f"desk.entry.{name}")),
                element("dd", element("code", value)),
            ]
    summary = element(
        "summary", t("desk.entry.hashes"), " ", element("code", entry.hash[:12], class_="short")
    )
    return element("details", summary, element("dl", *pairs), class_="desk-hashes")


def _draw_steps(view: View, entry: Entry, log: Sequence[Entry]) -> None:
    """Draw the buttons to the entries before and after, for whom the table is out of reach."""
    seqs = [each.seq for each in log]
    at, t = seqs.index(entry.seq), view.t
    with st.container(key="desk_steps", horizontal=True):
        for name, to in (("older", at + 1), ("newer", at - 1)):
            st.button(
                t(f"desk.entry.{name}"),
                key=f"desk_{name}",
                type="tertiary",
                on_click=_go,
                args=(seqs[to] if 0 <= to < len(seqs) else entry.seq,),
                disabled=not 0 <= to < len(seqs),
            )


def _go(seq: int) -> None:
    st.session_state.desk_seq = seq


def _draw_upload(view: View, entry: Entry) -> None:
    register = view.register
    if not entry.file_sha256 or register is None:
        return
    st.download_button(
        view.t("desk.entry.download"),
        data=lambda: register.upload(entry.file_sha256),
        file_name=file_name(entry.file_name),
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key=f"desk_original_{entry.seq}",
    )
