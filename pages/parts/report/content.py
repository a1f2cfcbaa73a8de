"""What a release holds, list by list: its cases by name, its sources, its columns."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.parts import state
from pages.parts.markup import element, shown, to_html
from pages.parts.report.building import Built
from pages.parts.state import View
from routes.cases.model import TABLE_NAMES
from routes.publish.datafiles.contents import gather
from routes.publish.datafiles.dictionary import explained
from routes.release import Release
from routes.release.columns import ALLOWED
from routes.text import Text

_HEIGHT_PX = 318
_FEW = 8
"""Rows up to which a table is as high as they need."""


def _table(frame: pd.DataFrame, *, key: str, alt: str) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        height=_HEIGHT_PX if len(frame) > _FEW else "content",
        placeholder="",
        key=key,
        alt=alt,
    )


def _period(t: Text, row: pd.Series) -> str:
    ends = [each for each in (row["period_start"], row["period_end"]) if each]
    said = [t.date(each, row["date_precision"]) for each in dict.fromkeys(ends)]
    return "–".join(said) or t("pages.table.undated")


def draw_cases(view: View, built: Built) -> None:
    """Draw the cases by name, and the way to them."""
    t, cases = view.t, built.release.tables.cases
    columns = {
        t("report.case.name"): cases["name"].map(shown),
        t("report.case.period"): cases.apply(lambda row: _period(t, row), axis=1),
        t("report.case.status"): cases["status"].map(lambda code: t.code("status", code)),
        t("report.case.handling"): cases["handling"].map(lambda code: t.code("handling", code)),
    }
    _table(pd.DataFrame(columns), key="report_cases", alt=t("report.list.cases"))
    params = state.shared_params()
    if built.wish.audience == "public":
        params["handling"] = "public"
    st.page_link(
        "cases.py",
        label=t("report.case.open"),
        icon=":material/folder_open:",
        query_params=params,
    )


def draw_sources(view: View, built: Built) -> None:
    """Draw the sources that the files name."""
    t, sources = view.t, built.release.tables.sources
    dates = [
        t.date(day, precision) if day else ""
        for day, precision in zip(sources["published_on"], sources["date_precision"], strict=True)
    ]
    columns = {
        t("report.source.publisher"): sources["publisher"].map(shown),
        t("report.source.title"): sources["title"].map(shown),
        t("report.source.date"): dates,
        t("report.source.reliability"): sources["reliability"],
    }
    _table(pd.DataFrame(columns), key="report_sources", alt=t("report.list.sources"))


def draw_columns(view: View, built: Built) -> None:
    """Draw every column that the data files have, and which leave empty."""
    t, release = view.t, built.release
    st.html(to_html(element("p", t("report.column.lead"), class_="rutas-foot")))
    found = explained(gather(_emptied(release), lang=t.lang).tables, t)
    allowed = ALLOWED[release.manifest.audience]
    emptied = {
        (name, column)
        for name in TABLE_NAMES
        for column in release.tables.table(name).columns
        if column not in allowed[name]
    }
    leaves = [
        t("report.column.emptied" if pair in emptied else "report.column.leaves")
        for pair in zip(found["table"], found["column"], strict=True)
    ]
    columns = {
        t("report.column.table"): found["table"].map(lambda name: t(f"datafiles.table.{name}")),
        t("report.column.column"): found["column"],
        t("report.column.meaning"): found["meaning"],
        t("report.column.state"): leaves,
    }
    _table(pd.DataFrame(columns), key="report_columns", alt=t("report.list.columns"))


def _emptied(release: Release) -> Release:
    """Return a release without rows: its columns are those of any."""
    frames = {name: release.tables.table(name).iloc[:0] for name in TABLE_NAMES}
    return replace(release, tables=replace(release.tables, **frames))
