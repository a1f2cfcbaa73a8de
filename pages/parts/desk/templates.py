"""The templates to download, what each of their columns means, and a route as an example."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk.rejected import XLSX
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.cases import forms
from routes.cases.forms.headers import NEEDED, columns_of
from routes.cases.model import POSITION, TABLE_NAMES
from routes.text import LANGUAGES, Text

KINDS: Final = ("quick", "tables")
_TABLES: Final = ("quick", *TABLE_NAMES)


def draw(view: View) -> None:
    """Draw both templates, the example and the columns."""
    t = view.t
    st.html(to_html(element("p", t("desk.templates.lead"), class_="desk-lead")))
    with st.container(key="desk_templates"):
        for kind in KINDS:
            with st.container(key=f"desk_template_{kind}"):
                st.html(to_html(_about(t, kind)))
                with st.container(horizontal=True):
                    for lang in LANGUAGES:
                        draw_download(t, kind, lang, key=f"template_{kind}_{lang}", named=True)
    st.html(to_html(_example(t)))
    _draw_columns(t)


def draw_download(t: Text, kind: str, lang: str, *, key: str, named: bool = False) -> None:
    """Draw the button that hands over a template; it is made when it is pressed."""
    write = forms.quick_template if kind == "quick" else forms.template
    st.download_button(
        t(f"desk.templates.download_{lang}" if named else "desk.templates.here"),
        data=lambda: write(lang),
        file_name=f"{t(f'desk.templates.file_{kind}')}-{lang}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key=f"desk_{key}",
    )


def _about(t: Text, kind: str) -> ET.Element:
    return element(
        "div",
        element("h2", t(f"desk.forms.{kind}")),
        element("p", t(f"desk.forms.{kind}_text")),
        class_="desk-form",
    )


def _example(t: Text) -> ET.Element:
    """Return a route as it is written in the quick form, and how it is read."""
    return element(
        "section",
        element("h2", t("desk.templates.example"), class_="desk-h2"),
        element("p", element("code", t("desk.templates.example_route")), class_="desk-route"),
        element("p", t("desk.templates.example_text"), class_="desk-lead"),
    )


def _draw_columns(t: Text) -> None:
    """Draw the columns of one form or table, each with what it holds."""
    st.html(to_html(element("h2", t("desk.templates.columns"), class_="desk-h2")))
    table = st.segmented_control(
        t("desk.templates.columns"),
        _TABLES,
        key="desk_columns_of",
        default=_TABLES[0],
        format_func=lambda each: t(f"desk.tables.{each}"),
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    rows = [
        element(
            "tr",
            element("th", t(f"forms.heading.{table}.{column}"), scope="row"),
            element("td", t(f"forms.about.{table}.{column}")),
            element("td", t("forms.guide.yes") if column in NEEDED[table] else ""),
        )
        for column in columns_of(table)
        if column not in POSITION
    ]
    names = ("desk.templates.column", "desk.templates.meaning", "forms.guide.needed")
    head = (element("th", t(name), scope="col") for name in names)
    body = element("tbody", *rows)
    whole = element(
        "table", element("thead", element("tr", *head)), body, class_="rutas-table desk-meaning"
    )
    st.html(to_html(element("div", whole, class_="rutas-scroll")))
