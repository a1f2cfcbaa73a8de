"""What will be in the files, to be looked at before they leave: the picture, then every list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.filters import use
from pages.parts.markup import data, element, to_html
from pages.parts.report import building, content, withheld
from pages.parts.report.building import Building, Built
from pages.parts.report.wish import Wish
from pages.parts.state import View
from routes.query import RouteQuery
from routes.release.cells import shown_in
from routes.text import Text

_EVERY_SECONDS: Final = 0.4


def draw(view: View, wanted: Wish, found: Building) -> None:
    """Draw what is built, what is being built, or why nothing is."""
    t = view.t
    if found.refusal is not None:
        _draw_refusal(view, found)
    elif found.built is None:
        st.html(to_html(empty(t("report.preview.building"), t("report.preview.building_text"))))
    elif not (found.built.cases or found.built.statements):
        _draw_nothing(view, wanted, found.built)
    else:
        _draw_built(view, found.built)
    if found.job is not None:
        watch(t)


def empty(title: str, text: str, *, role: str = "status") -> ET.Element:
    """Return what stands in the place of a preview."""
    body = (element("h2", title), element("p", data(text)))
    return element("div", *body, class_="rutas-empty", role=role)


@st.fragment(run_every=_EVERY_SECONDS)
def watch(t: Text) -> None:
    """Say that the preview is being built; when it is there, draw the screen anew."""
    job = building.under().job
    if job is None or job.done:
        st.rerun()
    line = element("p", t("report.preview.updating"), class_="report-updating", role="status")
    st.html(to_html(line))


def _draw_refusal(view: View, found: Building) -> None:
    t = view.t
    said = found.refusal.told(t) if found.refusal else ""
    st.html(to_html(empty(t("report.preview.refused"), said, role="alert")))
    st.button(
        t("report.preview.again"),
        key="report_again",
        icon=":material/refresh:",
        on_click=building.forget,
    )


def _draw_nothing(view: View, wanted: Wish, built: Built) -> None:
    """Say that nothing would be in the files, why, and what to do."""
    t = view.t
    why = t("report.preview.none_text")
    if built.held_back:
        why = t.plural("report.preview.none_public", built.held_back)
    st.html(to_html(empty(t("report.preview.none"), why)))
    if wanted.query:
        st.button(
            t("pages.filters.clear"),
            key="report_clear",
            icon=":material/filter_alt_off:",
            on_click=use,
            args=(RouteQuery(),),
        )


def _draw_built(view: View, built: Built) -> None:
    t = view.t
    st.html(to_html(_sums(t, built)))
    # The sum of the picture is in the figures beside it and in the lists under it.
    st.image(built.picture, width="stretch", alt=t("report.preview.alt"))
    lists: dict[str, Callable[[View, Built], None]] = {
        "withheld": withheld.draw,
        "cases": content.draw_cases,
        "sources": content.draw_sources,
        "columns": content.draw_columns,
    }
    if built.release.lattice is not None:
        lists = {"withheld": lists.pop("withheld"), "counts": withheld.draw_counts, **lists}
    tabs = st.tabs(
        [t(f"report.list.{name}") for name in lists], key="report_lists", on_change="rerun"
    )
    for tab, draw_tab in zip(tabs, lists.values(), strict=True):
        if tab.open:
            with tab:
                draw_tab(view, built)


def _sums(t: Text, built: Built) -> ET.Element:
    """Return how much will be in the files, as a row of figures."""
    release = built.release
    counts = {
        "cases": built.cases,
        "flows": built.flows,
        "sources": len(release.manifest.sources),
        "views": len(release.views),
    }
    if release.lattice is not None:
        counts["cells"] = len(shown_in(release.lattice.frame))
    cards = []
    for name, n in counts.items():
        noun = element("span", t.plural(f"report.sum.{name}", n))
        cards.append(
            element("div", element("b", t.number(n)), noun, class_="rutas-kpi", role="listitem")
        )
    return element("div", *cards, class_="rutas-kpis", role="list")
