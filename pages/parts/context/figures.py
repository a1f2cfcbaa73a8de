"""The figures over a layer, and what its files are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.parts.markup import Child, element, to_html
from routes.text import Text

_FILES: Final = {
    "departments": ("estadistica-por-departamento", "statistics-by-department"),
    "years": ("estadistica-por-ano", "statistics-by-year"),
    "rates": ("tasa-por-departamento", "rate-by-department"),
    "rate_years": ("tasa-por-ano", "rate-by-year"),
    "multiples": ("estadistica-departamento-y-ano", "statistics-department-and-year"),
    "darien_years": ("darien-por-ano", "darien-by-year"),
    "darien_months": ("darien-por-mes", "darien-by-month"),
    "darien_nationalities": ("darien-por-nacionalidad", "darien-by-nationality"),
}


def files_of(lang: str, name: str) -> str:
    """Return what the files of a chart are called."""
    return _FILES[name][lang == "en"]


def draw_figures(figures: Sequence[tuple[str, str]]) -> None:
    """Draw numbers with their nouns, as the totals above the map."""
    cards = [
        element("div", element("b", number), element("span", noun), class_="rutas-kpi rutas-cool")
        for number, noun in figures
    ]
    st.html(to_html(element("div", *cards, class_="rutas-kpis rutas-few")))


def draw_ranking(t: Text, heads: Sequence[str], rows: Sequence[Sequence[Child]]) -> None:
    """Draw the departments as a table, in the order of its rows."""
    head = [element("th", text, scope="col") for text in heads]
    lines = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    body = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *lines),
        class_="rutas-table rutas-num",
    )
    scroll = element("div", body, class_="rutas-scroll rutas-ranking", tabindex="0", role="region")
    scroll.set("aria-label", t("context.police.department"))
    st.html(to_html(scroll))
