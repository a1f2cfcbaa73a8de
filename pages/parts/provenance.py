"""Where each row of an own case comes from: the file and its row, or the edit that wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st

from geo.places import places
from pages.parts.desk.moments import moment
from pages.parts.markup import Child, data, element, to_html
from pages.parts.state import View
from routes.cases.editing import case_rows
from routes.cases.register import Entry, RegisterError
from routes.text import Text

_ORDER: Final = ("cases", "stops", "figures", "events", "sources")
_HEAD: Final = ("table", "what", "entry", "file", "sheet", "row", "who", "when")
_MOST: Final = 200


def draw(view: View, case_id: str) -> None:
    """Draw where each row of one of the office's own cases comes from; nothing for others."""
    register = view.register
    if not view.holdings.is_own(case_id) or register is None or not view.scope.may("edit"):
        return
    t = view.t
    with st.expander(t("editor.origin.title"), icon=":material/account_tree:", key="origin"):
        try:
            origin, log = register.origin(case_id), register.log()
        except RegisterError as error:
            st.html(to_html(element("p", data(error.told(t)), class_="rutas-note")))
            return
        st.html(to_html(_table(view, case_id, origin, {entry.seq: entry for entry in log})))


def _table(
    view: View, case_id: str, origin: Mapping[str, pd.DataFrame], entries: Mapping[int, Entry]
) -> ET.Element:
    t = view.t
    rows = case_rows(view.own, case_id)
    lines = [
        _line(t, name, made, came, entries)
        for name in _ORDER
        for made, came in zip(
            rows[name].to_dict("records"), origin[name].to_dict("records"), strict=True
        )
    ]
    head = element(
        "tr", *(element("th", t(f"editor.origin.{each}"), scope="col") for each in _HEAD)
    )
    body = element("tbody", *lines[:_MOST])
    rest = len(lines) - _MOST
    return element(
        "div",
        element("p", t("editor.origin.lead"), class_="rutas-foot"),
        element(
            "div",
            element("table", element("thead", head), body, class_="rutas-table"),
            class_="rutas-scroll",
        ),
        element("p", t.plural("editor.origin.more", rest)) if rest > 0 else None,
    )


def _line(
    t: Text,
    name: str,
    made: Mapping[object, object],
    came: Mapping[object, object],
    entries: Mapping[int, Entry],
) -> ET.Element:
    seq = int(str(came["entry"]))
    entry, row = entries.get(seq), came["row"]
    by_hand = not came["file_name"]
    file = t("editor.origin.by_hand") if by_hand else data(str(came["file_name"]))
    if entry is None:
        file = t("access.entry_hidden")
    when = moment(t, entry.at) if entry else ""
    cells: list[Child] = [
        t(f"editor.table.{name}"),
        data(_label(t, name, {str(key): value for key, value in made.items()})),
        str(seq),
        file,
        data("" if by_hand else str(came["sheet"])),
        "" if pd.isna(row) else str(row),  # type: ignore[call-overload]
        data(entry.user if entry else ""),
        when,
    ]
    return element("tr", *(element("td", cell) for cell in cells))


def _label(t: Text, name: str, row: Mapping[str, object]) -> str:
    """Return a row in a few words, so that it can be told from the others."""
    place = places().get(str(row.get("place_id", "")))
    where = place.name(t.lang) if place else ""
    if name == "cases":
        return str(row["name"])
    if name == "stops":
        return f"{t('editor.routes.route', n=row['route_no'])} · {row['stop_no']}: {where}"
    if name == "events":
        return f"{t.code('event', str(row['event']))}, {where}"
    if name == "figures":
        value = row["value"]
        number = "" if pd.isna(value) else t.number(int(str(value)))  # type: ignore[call-overload]
        return f"{t.code('measure', str(row['measure']))}: {number}"
    return f"{row['publisher']}: {row['title']}"
