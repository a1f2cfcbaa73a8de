"""The screen Contexto: what is chosen, its layer, and where each number comes from."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts import state
from pages.parts.context import corridors, darien, police
from pages.parts.context.chosen import LAYERS, Chosen, Official, keep
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.cases.register import Entry
from routes.text import Text


def draw(view: View, found: Official | None, chosen: Chosen) -> None:
    """Draw the layer that is chosen, under the words that keep it apart from the cases."""
    _draw_head(view.t)
    _choose_layer(view, chosen)
    rows = None if found is None else {"police": found.police, "darien": found.transits}
    if chosen.layer == "corridors":
        corridors.draw(view)
    elif found is None or rows is None or rows[chosen.layer].empty:
        _draw_empty(view, found, chosen.layer)
    elif chosen.layer == "police":
        police.draw(view, found, chosen)
        _draw_sources(view.t, found, chosen.layer)
    else:
        darien.draw(view, found, chosen)
        _draw_sources(view.t, found, chosen.layer)


def _draw_head(t: Text) -> None:
    apart = element(
        "p",
        element("strong", t("context.apart")),
        f". {t('context.apart_text')}",
        class_="rutas-apart",
    )
    head = element(
        "div",
        element("h1", t("context.title")),
        element("p", t("context.lead"), class_="lead"),
        class_="rutas-prose",
    )
    st.html(to_html(element("div", head, apart)))


def _choose_layer(view: View, chosen: Chosen) -> None:
    st.session_state.context_layer = chosen.layer
    st.segmented_control(
        view.t("context.layer.title"),
        LAYERS,
        key="context_layer",
        format_func=lambda layer: view.t(f"context.layer.{layer}"),
        required=True,
        label_visibility="collapsed",
        on_change=keep,
        args=("layer", "context_layer"),
    )


def _draw_empty(view: View, found: Official | None, layer: str) -> None:
    """Say how to get the figures and where to import them; show the corridors meanwhile."""
    t = view.t
    if found is None:
        said = [element("p", t("context.empty.no_register"))]
    else:
        said = [
            element("h2", t(f"context.empty.{layer}_title")),
            element("p", t(f"context.empty.{layer}_how")),
        ]
        if not view.scope.may("edit"):
            said.append(element("p", t("context.empty.no_data_right")))
    st.html(to_html(element("div", *said, class_="rutas-empty", role="status")))
    if found is not None and view.scope.may("edit"):
        st.page_link(
            "data.py",
            label=t("context.empty.to_data"),
            icon=":material/upload_file:",
            query_params=state.shared_params(),
        )
    st.html(to_html(element("p", t("context.empty.meanwhile"), class_="rutas-foot")))
    corridors.draw(view)


def _draw_sources(t: Text, found: Official, layer: str) -> None:
    rows = found.police if layer == "police" else found.transits
    counts = rows.groupby("entry").size().to_dict()
    files = [_file(t, each, int(counts[each.seq])) for each in found.entries if each.seq in counts]
    st.html(
        to_html(
            element(
                "section",
                element("h3", t("context.source.title")),
                element("p", t("context.source.official")),
                element("ul", *files),
                class_="rutas-prose rutas-context-source",
            )
        )
    )


def _file(t: Text, entry: Entry, rows: int) -> ET.Element:
    said = t(
        "context.source.file",
        file=entry.file_name,
        seq=entry.seq,
        date=t.date(entry.at.date().isoformat()),
        rows=t.plural("context.source.rows", rows),
    )
    return element("li", data(said))
