"""What an import brought: the counts, the entry that it wrote, and where to go from here."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk import preview, undoing, upload
from pages.parts.desk.rejected import draw_rejected
from pages.parts.desk.upload import Upload
from pages.parts.markup import Child, data, element, to_html
from pages.parts.state import View
from routes.cases.model import TABLE_NAMES
from routes.cases.register.model import Entry
from routes.text import Text

_WRITTEN = (*TABLE_NAMES, "statistics")


def draw(view: View, given: Upload) -> None:
    """Draw the result of the import of this session's file."""
    t, entry, checked = view.t, given.entry, given.checked
    if entry is None or checked is None or view.register is None:
        return
    log = view.register.log()
    active = next((each.active for each in log if each.seq == entry.seq), True)
    st.html(to_html(_said(t, entry, active=active)))
    with st.container(key="desk_next", horizontal=True):
        if active and entry.form != "statistics":
            st.page_link(
                "map.py",
                label=t("desk.done.map"),
                icon=":material/map:",
                query_params={"lang": view.lang, "data": "own"},
            )
        draw_rejected(t, given, checked, key="desk_rejected_after")
        st.button(
            t("desk.done.another"),
            key="desk_another",
            icon=":material/upload_file:",
            on_click=upload.forget,
        )
        undoing.draw(view, replace(entry, active=active), log, key="result")
    if active:
        with st.container(key="desk_preview"):
            preview.draw(view, given, checked, title="added")


def _said(t: Text, entry: Entry, *, active: bool) -> ET.Element:
    """Return what was imported, as a sum that adds up, and the entry that says so."""
    counts = {name: t.number(n) for name, n in entry.counts.items()}
    tables = [
        t.plural(f"desk.rows.{name}", entry.counts[name])
        for name in _WRITTEN
        if entry.counts.get(name)
    ]
    lines: list[Child] = [
        element("p", ", ".join(tables) + "."),
        element("p", t("office.counts", **_rows(counts)), class_="quiet"),
        element(
            "p",
            t("desk.done.entry", seq=t.number(entry.seq)),
            " ",
            element("code", entry.hash[:12]),
            class_="quiet",
        ),
    ]
    key = "title" if active else "undone"
    title = element("h2", t(f"desk.done.{key}"), data(entry.file_name))
    return element("div", title, *lines, class_="desk-done", role="status")


def _rows(counts: dict[str, str]) -> dict[str, str]:
    names = ("input", "accepted", "rejected", "duplicate")
    return {name: counts.get(name, "0") for name in names}
