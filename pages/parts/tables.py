"""The flows in words: a table, an origin × destination matrix, and places without a route."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts.markup import element, shown, to_html
from pages.parts.names import source_name
from pages.parts.state import View
from routes.analysis import matrix
from routes.flows import Flows

_HEIGHT_PX = 318
_MOST_NAMED = 100
"""Rows up to which the table of flows names the sources."""


def _years(view: View, row: pd.Series) -> str:
    first, last = row["first_year"], row["last_year"]
    if pd.isna(first):
        return view.t("pages.table.undated")
    return str(first) if first == last else f"{first}–{last}"


def _sources(view: View, ids: list[str]) -> str:
    """Name the first source and count the others; the evidence panel names them all."""
    first = shown(source_name(view.tables, ids[0], view.t))
    if len(ids) == 1:
        return first
    return view.t("pages.table.and_more", source=first, n=len(ids) - 1)


def _source_column(view: View, sources: pd.Series) -> pd.Series:
    """Name the sources of a table that can be read through; count those of a longer one."""
    if len(sources) > _MOST_NAMED:
        return sources.map(len).astype("int16")
    return _repeated(sources.map(lambda ids: _sources(view, ids)))


def _repeated(column: pd.Series) -> pd.Series:
    """Return a column of few different texts so that each travels to the browser once."""
    return column.astype("category")


def _table(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    t = view.t
    years = frame.apply(lambda row: _years(view, row), axis=1)
    columns = {
        t("pages.table.from"): _repeated(frame["from_name"].map(shown)),
        t("pages.table.to"): _repeated(frame["to_name"].map(shown)),
        t("pages.table.cases"): frame["cases"].astype("int32"),
        t("pages.table.evidence"): _repeated(
            frame["evidence"].map(lambda e: t.code("evidence", e))
        ),
        t("pages.table.years"): _repeated(years),
        t("pages.table.sources"): _source_column(view, frame["sources"]),
    }
    return pd.DataFrame({}, columns=list(columns)) if frame.empty else pd.DataFrame(columns)


def _pick_row(keys: list[str], table: str) -> None:
    rows = st.session_state[table].selection.rows
    st.session_state.selected = keys[rows[0]] if rows else ""


def _show_choice(view: View, keys: list[str], table: str) -> None:
    """Mark the row of what is selected, wherever it was selected, and no other."""
    rows = [keys.index(view.selected)] if view.selected in keys else []
    st.session_state[table] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def _hint(view: View) -> None:
    """Say what choosing a row does; once one is chosen, lead to its evidence."""
    if view.selected:
        text = element("a", view.t("pages.table.to_evidence"), href="#evidencia")
    else:
        text = element("span", view.t("pages.table.hint"))
    st.html(to_html(element("p", text, class_="rutas-foot")))


def _flows(view: View, found: Flows) -> None:
    frame = found.frame
    keys = [f"flow:{a}>{b}" for a, b in zip(frame["from"], frame["to"], strict=True)]
    _hint(view)
    _show_choice(view, keys, "flow_table")
    st.dataframe(
        _table(view, frame),
        hide_index=True,
        height=_HEIGHT_PX,
        key="flow_table",
        selection_mode="single-row",
        on_select=lambda: _pick_row(keys, "flow_table"),
    )


def _matrix(view: View, found: Flows) -> None:
    table = matrix(found)
    st.caption(view.t("pages.table.matrix_hint"))
    named = table.rename(index=shown, columns=shown).rename_axis(index="", columns="")
    documented = named.astype("Int32").where(named > 0)
    st.dataframe(documented, height=_HEIGHT_PX, key="matrix", placeholder="·")


def _mentions(view: View, found: Flows) -> None:
    frame, t = found.mentions, view.t
    if frame.empty:
        st.caption(t("pages.table.places_none"))
        return
    keys = [f"place:{place}" for place in frame["place"]]
    table = pd.DataFrame(
        {
            t("pages.table.place"): frame["name"].map(shown),
            t("pages.table.cases"): frame["cases"],
            t("pages.table.why"): frame["evidence"].map(
                lambda e: t(
                    "pages.panel.mentioned_note" if e == "mentioned" else "pages.panel.only_place"
                )
            ),
            t("pages.table.sources"): frame["sources"].map(lambda ids: _sources(view, ids)),
        }
    )
    _show_choice(view, keys, "place_table")
    st.dataframe(
        table,
        hide_index=True,
        height=_HEIGHT_PX,
        key="place_table",
        selection_mode="single-row",
        on_select=lambda: _pick_row(keys, "place_table"),
    )


def draw(view: View, found: Flows) -> None:
    """Draw the three tables under the map's filters, reachable by keyboard."""
    t = view.t
    titles = [t("pages.table.flows"), t("pages.table.matrix"), t("pages.table.mentions")]
    tabs = st.tabs(titles, key="tables", on_change="rerun")
    for tab, draw_tab in zip(tabs, (_flows, _matrix, _mentions), strict=True):
        # Only the open table travels to the browser.
        if tab.open:
            with tab:
                draw_tab(view, found)
