"""All flows compared, as a table that can be sorted; a row chosen shows its cases."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts.change.finding import Found
from pages.parts.change.side import flow_key, flow_name, select
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.analysis.wording import interval_text, ratio_text, span

_HEIGHT_PX = 360
_FEW_ROWS = 9


def keys_of(found: Found) -> list[str]:
    """Return the key of each flow, in the order of the table."""
    return [flow_key(row) for _, row in found.comparison.frame.iterrows()]


def _table(view: View, found: Found) -> pd.DataFrame:
    t, frame = view.t, found.comparison.frame
    spans = {"before": span(found.periods.before), "after": span(found.periods.after)}
    head = {
        name: t(f"change.column.{name}", **spans)
        for name in ("flow", "before", "after", "ratio", "interval", "verdict")
    }
    bounds = zip(frame["low"].tolist(), frame["high"].tolist(), strict=True)
    return pd.DataFrame(
        {
            head["flow"]: [flow_name(view, row) for _, row in frame.iterrows()],
            head["before"]: frame["before"].astype("int32"),
            head["after"]: frame["after"].astype("int32"),
            head["ratio"]: frame["ratio"].replace([np.inf, -np.inf], np.nan),
            head["interval"]: [interval_text(low, high, t) for low, high in bounds],
            head["verdict"]: [t(f"change.verdict.{each}") for each in frame["verdict"]],
        }
    )


def _pick_row(keys: list[str]) -> None:
    rows = st.session_state.change_table.selection.rows
    select(keys[rows[0]] if rows else "")


def draw(view: View, found: Found, keys: list[str], selected: str) -> None:
    """Draw the table of flows."""
    t = view.t
    hint = element("a", t("change.table.chosen"), href="#casos-del-flujo")
    head = element(
        "div",
        element("h2", t("change.table.title")),
        element("p", hint if selected else t("change.table.hint"), class_="quiet"),
        class_="rutas-chart-head",
    )
    st.html(to_html(head))
    rows = [keys.index(selected)] if selected in keys else []
    st.session_state.change_table = {"selection": {"rows": rows, "columns": [], "cells": []}}
    table = _table(view, found)
    ratio = table.columns[3]
    st.dataframe(
        # Written as the language writes it, and still sorted as a number.
        table.style.format({ratio: lambda each: ratio_text(each, t)}),
        hide_index=True,
        height="content" if len(table) <= _FEW_ROWS else _HEIGHT_PX,
        key="change_table",
        selection_mode="single-row",
        on_select=lambda: _pick_row(keys),
        placeholder="–",
        column_config={
            table.columns[0]: st.column_config.TextColumn(width="large"),
        },
    )
