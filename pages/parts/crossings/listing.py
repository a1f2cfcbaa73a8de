"""Every crossing and hub in a table: its status, its dates, its cases year by year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts import state
from pages.parts.crossings import naming
from pages.parts.crossings.finding import documented
from pages.parts.markup import element, shown, to_html
from pages.parts.state import View
from routes.analysis.crossings import Passed, listed

_HEIGHT_PX = 528
_MOST_ROWS = 14
_LEAST_SCALE = 4
"""Cases that the small columns have room for at least, so that one case is no block."""
_SHOWN = ("documented", "every")


def _open(ids: list[str]) -> None:
    rows = st.session_state.cross_table.selection.rows
    if rows:
        state.choose("pass", ids[rows[0]])
        st.session_state.selected = ""


def _ids(found: Mapping[str, Passed], every: bool) -> list[str]:
    """Return the places of the table, those with most cases first."""
    ids = {*found, *listed()} if every else {*found}
    return sorted(ids, key=lambda each: (-(found[each].cases if each in found else 0), each))


def draw(view: View) -> None:
    """Draw the table; a chosen row opens the page of the crossing or hub."""
    t, found = view.t, documented(view)
    st.html(
        to_html(
            element(
                "div",
                element("h2", t("coverage.all.title"), class_="cross-head"),
                element("p", t("coverage.all.lead"), class_="rutas-foot"),
            )
        )
    )
    if not found:
        st.html(to_html(element("p", t("coverage.all.none"), class_="rutas-foot", role="status")))
    first = _SHOWN[0] if found else _SHOWN[1]
    which = st.segmented_control(
        t("coverage.all.show"),
        _SHOWN,
        default=first,
        key=f"cross_shown_{first}",
        format_func=lambda each: t(f"coverage.all.{each}"),
        label_visibility="collapsed",
        required=True,
    )
    ids = _ids(found, which != "documented" or not found)
    frame = pd.DataFrame([_row(view, each, found.get(each, Passed(each))) for each in ids])
    years = t("coverage.column.years")
    # A row that was chosen before does not open its page again.
    st.session_state.cross_table = {"selection": {"rows": [], "columns": [], "cells": []}}
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if len(frame) <= _MOST_ROWS else _HEIGHT_PX,
        key="cross_table",
        column_config={
            t("coverage.column.crossing"): st.column_config.TextColumn(width=290),
            years: st.column_config.BarChartColumn(
                _span(found, years), y_min=0, y_max=_scale(found), width="medium"
            ),
        },
        selection_mode="single-row",
        on_select=lambda: _open(ids),
    )


def _years(found: Mapping[str, Passed]) -> range:
    every = [year for each in found.values() for year, _ in each.years]
    return range(min(every), max(every) + 1) if every else range(0)


def _undated(found: Mapping[str, Passed]) -> bool:
    return any(each.undated for each in found.values())


def _scale(found: Mapping[str, Passed]) -> int:
    """Return up to how many cases of a year the small columns go, the same in every row."""
    return max([_LEAST_SCALE, *(n for each in found.values() for _, n in each.years)])


def _span(found: Mapping[str, Passed], label: str) -> str:
    """Return the heading of the years, with the first and the last of the small columns."""
    years = _years(found)
    return f"{label} ({years[0]}–{years[-1]})" if len(years) > 1 else label


def _row(view: View, place_id: str, found: Passed) -> dict[str, object]:
    t, one = view.t, listed().get(place_id)
    by_year = dict(found.years)
    source = t("coverage.all.no_source")
    if one is not None and one.verified:
        source = shown(f"{one.source_title} ({t.date(one.source_date)})")
    roles = [name for name, n in (("crossing", found.crossing), ("hub", found.hub)) if n]
    said = ", ".join(t(f"coverage.pick.{each}") for each in roles)
    return {
        t("coverage.column.crossing"): naming.name(view, place_id),
        t("coverage.column.cases"): found.cases,
        t("coverage.column.years"): [by_year.get(n, 0) for n in _years(documented(view))],
        **({t("coverage.column.undated"): found.undated} if _undated(documented(view)) else {}),
        t("coverage.column.kind"): naming.kind(view, place_id) if one else said,
        t("coverage.column.status"): (
            t.code("crossing_status", one.status) if one else t("coverage.pick.unlisted")
        ),
        t("coverage.column.open"): naming.opened(view, one) if one else "–",
        t("coverage.column.source"): source if one else "–",
    }
