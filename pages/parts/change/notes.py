"""What stands apart, how late cases are published, and how the comparison is made."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st

from pages.parts.change.finding import Found, behind_all, on_the_map
from pages.parts.change.side import case_groups, flow_name
from pages.parts.markup import data, element, link, to_html
from pages.parts.state import View

_MOST_FLOWS = 60
REFERENCES = (
    ("Garwood 1936", "https://doi.org/10.1093/biomet/28.3-4.437"),
    ("Przyborowski, Wilenski 1940", "https://doi.org/10.1093/biomet/31.3-4.313"),
    ("Clopper, Pearson 1934", "https://doi.org/10.1093/biomet/26.4.404"),
    ("Fay 2010", "https://doi.org/10.32614/RJ-2010-008"),
    ("Tarone 1990", "https://doi.org/10.2307/2531456"),
    ("Holm 1979", "https://www.jstor.org/stable/4615733"),
)


def draw(view: View, found: Found) -> None:
    """Draw what is not compared, and the method."""
    with st.container(key="change_notes"):
        _draw_apart(view, found)
        _draw_method(view)


def _draw_apart(view: View, found: Found) -> None:
    t, others = view.t, found.comparison.others
    groups = behind_all(view, found.periods)
    sections = case_groups(view, found, groups, ("both", "undated", "outside"))
    if len(others):
        sections.append(_other_flows(view, others))
    if not sections:
        return
    body = element(
        "div",
        element("h2", t("change.apart.title")),
        *sections,
        class_="rutas-card rutas-panel",
        id="cambios-aparte",
    )
    st.html(to_html(body))


def _other_flows(view: View, others: pd.DataFrame) -> ET.Element:
    """Return the flows that are not compared, each a link to its cases on the map."""
    t = view.t
    items = [
        element("li", element("a", data(flow_name(view, row)), href=on_the_map(view, row)))
        for _, row in others.head(_MOST_FLOWS).iterrows()
    ]
    rest = len(others) - _MOST_FLOWS
    more = element("li", t.plural("change.apart.more", rest)) if rest > 0 else None
    said = element("summary", t.plural("change.apart.flows", len(others)))
    return element("section", element("details", said, element("ul", *items, more)))


def draw_delay(view: View, found: Found) -> None:
    """Draw how late cases are published, and which years may be incomplete."""
    t, delay = view.t, found.delay
    lines = []
    if delay.cases and delay.median is not None and delay.usual is not None:
        months = {"median": t.number(delay.median), "usual": t.number(delay.usual)}
        name = "measured" if delay.median else "soon" if delay.usual else "at_once"
        lines.append(t.plural(f"change.delay.{name}", delay.cases, **months))
    else:
        lines.append(t("change.delay.unknown"))
    if delay.newest:
        lines.append(t("change.delay.newest", date=t.date(delay.newest)))
    if delay.incomplete_from is not None and delay.incomplete_from <= found.periods.after.last:
        lines.append(t("change.delay.incomplete", year=delay.incomplete_from))
    lines.append(t("change.delay.longer"))
    body = element(
        "div",
        element("h2", t("change.delay.title")),
        *(element("p", line) for line in lines),
        class_="rutas-card rutas-panel",
    )
    st.html(to_html(body))


def _draw_method(view: View) -> None:
    t = view.t
    sources = element("p", t("change.method.sources"), " ", class_="quiet")
    for place, (name, address) in enumerate(REFERENCES):
        if place:
            sources[-1].tail = "; "
        sources.append(link(address, name))
    names = ("means", "ratio", "interval", "many", "few", "independent")
    body = element(
        "div",
        element("h2", t("change.method.title")),
        *(element("p", t(f"change.method.{name}")) for name in names),
        sources,
        class_="rutas-card rutas-panel",
    )
    st.html(to_html(body))
