"""What the map says and does not say, its words, its sources and its data's licences."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st

from geo.cards import cards
from pages.parts.markup import Child, data, element, link, to_html
from pages.parts.names import case_name
from pages.parts.state import View
from routes.text import Text

_TERMS = ("case", "leg", "flow", "crossing", "stated", "inferred", "mentioned", "credibility")


def _table(head: Sequence[str], rows: Sequence[Sequence[Child]]) -> ET.Element:
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    top = element("tr", *(element("th", text, scope="col") for text in head))
    table = element("table", element("thead", top), element("tbody", *body), class_="rutas-table")
    return element("div", table, class_="rutas-scroll")


def _prose(t: Text, name: str) -> list[ET.Element]:
    return [
        element("h2", t(f"pages.method_page.{name}_title")),
        element("p", t(f"pages.method_page.{name}")),
    ]


def _terms(t: Text) -> ET.Element:
    pairs: list[Child] = []
    for term in _TERMS:
        pairs.append(element("dt", t(f"pages.terms.{term}.name")))
        pairs.append(element("dd", t(f"pages.terms.{term}.text")))
    return element("dl", *pairs, class_="rutas-defs")


def _grades(t: Text, code_list: str, codes: Sequence[str]) -> ET.Element:
    rows = [(t.code(code_list, code),) for code in codes]
    return _table((t(f"pages.method_page.{code_list}"),), rows)


def _sources(view: View) -> ET.Element:
    t, tables = view.t, view.tables
    parts = (tables.stops, tables.events, tables.figures)
    pairs = pd.concat([part[["source_id", "case_id"]] for part in parts])
    used = pairs.groupby("source_id")["case_id"].unique().to_dict()
    rows = []
    for source in tables.sources.sort_values(["published_on", "source_id"]).itertuples():
        cases = ", ".join(
            sorted(case_name(tables, case) for case in used.get(source.source_id, ()))
        )
        when = t.date(source.published_on, source.date_precision) if source.published_on else None
        rows.append(
            (
                data(source.publisher),
                link(source.url, source.title) if source.url else data(source.title),
                element("span", when or t("pages.case.undated"), style="white-space:nowrap"),
                source.reliability,
                data(cases),
            )
        )
    names = ("publisher", "publication", "published", "grade", "used_by")
    return _table([t(f"pages.method_page.{name}") for name in names], rows)


def _data_sets(t: Text) -> ET.Element:
    rows = [
        (
            t(f"pages.sets.{name}.title"),
            t(f"pages.sets.{name}.source"),
            t(f"pages.sets.{name}.licence"),
            t.date(card.retrieved),
            t(f"pages.sets.{name}.changes"),
        )
        for name, card in cards().items()
    ]
    names = ("publication", "data_source", "data_licence", "data_retrieved", "data_changes")
    return _table([t(f"pages.method_page.{name}") for name in names], rows)


def draw(view: View) -> None:
    """Draw the method page."""
    t = view.t
    prose = element(
        "article",
        element("h1", t("pages.method_page.title")),
        element("p", t("pages.method_page.lead"), class_="lead"),
        *_prose(t, "line"),
        *_prose(t, "count"),
        *_prose(t, "limits"),
        element("h2", t("pages.method_page.terms_title")),
        _terms(t),
        class_="rutas-prose",
    )
    grades = element(
        "article",
        *_prose(t, "grades"),
        _grades(t, "reliability", "ABCDEF"),
        _grades(t, "credibility", "123456"),
        class_="rutas-prose",
    )
    wide = element(
        "article",
        element("h2", t("pages.method_page.sources_title")),
        element("p", t("pages.method_page.sources_lead"), class_="quiet"),
        _sources(view),
        element("h2", t("pages.method_page.data_title")),
        _data_sets(t),
        class_="rutas-wide rutas-prose",
        style="max-width:none",
    )
    st.html(to_html(element("div", prose, grades, class_="rutas-method")))
    st.html(to_html(wide))
