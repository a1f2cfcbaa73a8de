"""A first look at what a file would add: its routes on a small map, or its figures in a table."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from pages.parts.desk.upload import Upload
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.analysis.context import nationality_name
from routes.cases.intake.model import Checked
from routes.cases.model import TRANSIT
from routes.flows import flows
from routes.publish import FlowLayer, flow_value, live_map
from routes.query import RouteQuery
from routes.text import Text

HEIGHT_PX: Final = 400
_MOST_CASES: Final = 5_000
"""Cases up to which the preview shows places; more are gathered by department."""
_HIGHEST: Final = 12


def draw(view: View, given: Upload, checked: Checked, *, title: str = "title") -> None:
    """Draw the accepted rows of a checked file, under a title of the preview's sentences."""
    t = view.t
    st.html(to_html(element("h2", t(f"desk.preview.{title}"), class_="desk-h2")))
    if checked.form == "statistics":
        _draw_statistics(view, checked)
    else:
        _draw_map(view, given)


def _draw_map(view: View, given: Upload) -> None:
    t, store = view.t, given.store
    if store is None or not store.case_ids:
        note = element("p", t("desk.preview.none"), class_="rutas-empty", role="status")
        st.html(to_html(note))
        return
    level = "place" if len(store.case_ids) <= _MOST_CASES else "department"
    found = flows(store, RouteQuery(), level=level, lang=view.lang)
    cases = len(store.case_ids)
    value = flow_value(
        found,
        lang=view.lang,
        total_cases=cases,
        selected="",
        theme=st.context.theme.type or "light",
    )
    with st.container(key="desk_map_area"):
        st_folium(
            live_map(),
            key="desk_map",
            height=HEIGHT_PX,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=FlowLayer(value),
        )
    said = [t.plural("desk.preview.cases", cases), t.plural("desk.preview.flows", len(found.frame))]
    if level != "place":
        said.append(t("desk.preview.gathered"))
    st.html(to_html(element("p", " · ".join(said), class_="rutas-foot")))


def _draw_statistics(view: View, checked: Checked) -> None:
    """Draw the victims by department and by offence, the highest first."""
    t, rows = view.t, checked.frames.get("statistics", pd.DataFrame())
    if rows.empty:
        st.html(to_html(element("p", t("desk.preview.none"), class_="rutas-empty")))
        return
    transit = rows["offence"].str.startswith(TRANSIT)
    crimes, transits = rows[~transit], rows[transit]
    tables = []
    for part, kind in ((crimes, "statistics"), (transits, "transits")):
        if len(part):
            said = t.plural(f"desk.preview.{kind}", int(part["count"].sum()))
            st.html(to_html(element("p", said, class_="desk-lead")))
    if len(crimes):
        tables += [_sums(t, crimes, column, "count") for column in ("offence", "department")]
    if len(transits):
        who = (
            transits["offence"]
            .str.removeprefix(TRANSIT)
            .map(lambda code: nationality_name(code, t))
        )
        tables.append(_sums(t, transits.assign(nationality=who), "nationality", "transit_count"))
    st.html(to_html(element("div", *tables, class_="desk-sums")))


def _sums(t: Text, rows: pd.DataFrame, column: str, counted: str) -> ET.Element:
    """Return the counts by the values of a column, the highest first."""
    sums = rows.groupby(column, observed=True)["count"].sum().sort_values(ascending=False)
    lines = [
        element("tr", element("td", data(str(name))), element("td", t.number(int(n)), class_="num"))
        for name, n in sums.iloc[:_HIGHEST].items()
    ]
    head = element(
        "tr",
        element("th", t(f"desk.preview.{column}"), scope="col"),
        element("th", t(f"desk.preview.{counted}"), scope="col", class_="num"),
    )
    return element("table", element("thead", head), element("tbody", *lines), class_="rutas-table")
