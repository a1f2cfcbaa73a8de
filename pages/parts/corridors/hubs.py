"""Nodos: which places the cases pass, in a table, on the map and in a sentence of each place."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import streamlit as st

from geo.places import places
from pages.parts import charts, state, switches
from pages.parts.corridors.naming import case_links
from pages.parts.corridors.single import draw_map
from pages.parts.markup import Child, data, element, shown, to_html
from pages.parts.state import View
from routes.analysis.network import FEW_CASES, Network, hub_elements
from routes.charts import bars
from routes.charts.palette import palette
from routes.flows import LEVELS, flows_among

_MOST_BARS: Final = 12
_HEIGHT_PX: Final = 430
_LARGE: Final = ("department", "region", "country")


def check(view: View, network: Network) -> None:
    """Say so, once, when the link asks for a place that no leg touches at this level."""
    asked = state.chosen("hub")
    if asked and asked not in set(network.frame["place"]):
        first = "" if network.frame.empty else str(network.frame["place"].iloc[0])
        if asked not in places():
            state.notice("hub", asked)
        state.choose("hub", first)


def _pick(ids: list[str]) -> None:
    rows = st.session_state.hub_table.selection.rows
    if rows:
        state.choose("hub", ids[rows[0]])
        st.session_state.selected = ""


def draw(view: View, network: Network) -> None:
    """Draw the hubs in view, and the chosen one with its legs and cases."""
    t, frame = view.t, network.frame
    few = network.cases < FEW_CASES
    st.html(
        to_html(
            element(
                "div",
                element("h1", t("corridors.part_hubs")),
                element("p", t("corridors.hubs.lead")),
                element(
                    "p", t("corridors.hubs.few", n=t.number(network.cases)), class_="rutas-note"
                )
                if few
                else None,
                class_="rutas-prose corridor-lead",
            )
        )
    )
    with st.container(key="hub_level", horizontal=True, vertical_alignment="center"):
        switches.choose_level(view)
        st.html(to_html(element("p", t("corridors.hubs.pick"), class_="rutas-foot")))
    _draw_table(view, frame)
    chosen = frame[frame["place"] == state.chosen("hub")]
    if len(chosen):
        _draw_hub(view, network, chosen.iloc[0])
    with st.container(key="corridor_chart"):
        _draw_chart(view, frame.sort_values(["cases", "place"], ascending=[False, True]))
    st.html(to_html(element("p", t("corridors.hubs.between_note"), class_="rutas-foot")))


def _draw_table(view: View, frame: pd.DataFrame) -> None:
    t, ids, known = view.t, frame["place"].tolist(), places()
    name = lambda column: t(f"corridors.hubs.{column}")  # noqa: E731
    levels = [t.code("level", known[each].level) if each in known else "" for each in ids]
    table: dict[str, object] = {
        name("place"): frame["name"].map(shown).tolist(),
        name("level"): levels,
        name("through"): frame["through"].tolist(),
        name("touching"): frame["cases"].tolist(),
        name("begins"): frame["begins"].tolist(),
        name("ends"): frame["ends"].tolist(),
        name("stated"): frame["stated_cases"].tolist(),
        name("inferred"): frame["inferred_cases"].tolist(),
        name("stated_legs"): frame["stated_legs"].tolist(),
        name("inferred_legs"): frame["inferred_legs"].tolist(),
        name("betweenness"): frame["betweenness"].tolist(),
    }
    row = ids.index(state.chosen("hub")) if state.chosen("hub") in ids else None
    rows = [] if row is None else [row]
    st.session_state.hub_table = {"selection": {"rows": rows, "columns": [], "cells": []}}
    st.dataframe(
        pd.DataFrame(table),
        hide_index=True,
        height=min(35 * (len(frame) + 1) + 3, 353),
        key="hub_table",
        selection_mode="single-row",
        on_select=lambda: _pick(ids),
        column_config={name("betweenness"): st.column_config.NumberColumn(format="localized")},
    )


def _draw_hub(view: View, network: Network, row: pd.Series) -> None:
    place_id = str(row["place"])
    chosen = hub_elements(view.store, view.query, place_id, level=network.level)
    flows = flows_among(view.store, chosen, level=network.level, lang=view.lang)
    elements = np.flatnonzero(chosen)
    case = np.unique(view.store.elements.case[elements])
    ids = tuple(view.store.case_ids[each] for each in case)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.html(to_html(_card(view, network, row, ids)))
    with right, st.container(key="corridor_page"):
        draw_map(view, flows, elements, cases=len(ids), among=ids, of=place_id)


def _card(view: View, network: Network, row: pd.Series, ids: tuple[str, ...]) -> ET.Element:
    t, count = view.t, int(row["cases"])
    here = places().get(str(row["place"]))
    number = lambda name: t.number(int(row[name]))  # noqa: E731
    said: list[Child] = [
        element(
            "p",
            element(
                "strong",
                t.plural("corridors.hubs.touch", count, cases=t.number(network.cases)),
            ),
        ),
        element(
            "p",
            t(
                "corridors.hubs.split",
                through=number("through"),
                begins=number("begins"),
                ends=number("ends"),
            ),
            " ",
            element("span", t("corridors.hubs.split_note"), class_="quiet"),
        ),
        element(
            "p",
            t(
                "corridors.hubs.evidence",
                stated=t.plural("corridors.stated_legs", int(row["stated_legs"])),
                inferred=t.plural("corridors.inferred_legs", int(row["inferred_legs"])),
                sure=number("stated_cases"),
                n=t.number(count),
            ),
        ),
        element(
            "p",
            t(
                "corridors.hubs.around",
                arriving=t.plural("corridors.hubs.places", int(row["arriving"])),
                leaving=t.plural("corridors.hubs.places", int(row["leaving"])),
            ),
            " ",
            t("corridors.hubs.between", value=t.number(round(float(row["betweenness"]), 3))),
        ),
    ]
    if network.level == LEVELS[0] and here is not None and here.level in _LARGE:
        level = t.code("level", here.level)
        said.append(element("p", t("corridors.hubs.vague", level=level), class_="rutas-note"))
    return element(
        "section",
        element("h2", data(str(row["name"]))),
        *said,
        element("h3", t("corridors.hubs.cases")),
        element("p", *case_links(view, ids, most=40)),
        element("p", t("pages.panel.innocent"), class_="quiet"),
        class_="rutas-panel rutas-card corridor-hub",
    )


def _draw_chart(view: View, frame: pd.DataFrame) -> None:
    t, first = view.t, frame.head(_MOST_BARS)
    kinds = {code: t(f"corridors.hubs.{code}") for code in ("stated", "inferred")}
    rows = [
        (shown(str(row["name"])), kinds[code], int(row[f"{code}_cases"]))
        for _, row in first.iterrows()
        for code in kinds
    ]
    bars_frame = pd.DataFrame(rows, columns=["label", "group", "value"])
    label, value = t("corridors.hubs.place"), t("corridors.hubs.touching")
    group = t("corridors.column.cases")
    table = pd.DataFrame(
        {
            label: first["name"].map(shown).tolist(),
            kinds["stated"]: first["stated_cases"].tolist(),
            kinds["inferred"]: first["inferred_cases"].tolist(),
            value: first["cases"].tolist(),
        }
    )
    charts.draw(
        view,
        lambda dark: bars(
            bars_frame,
            label=label,
            value=value,
            group=group,
            colours={kinds[code]: palette(dark=dark).evidence[code] for code in kinds},
            dark=dark,
        ),
        table,
        key="hubs",
        name="nodos",
        title=t("corridors.hubs.chart"),
        note=t("corridors.hubs.chart_note", n=t.number(len(first))),
    )
