"""How good the data in view are: how sure the legs, and what the cases lack."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts import case_sets
from pages.parts.filters import draw_chips
from pages.parts.markup import element, plain, to_html
from pages.parts.names import case_name
from pages.parts.state import View, shared_params
from routes.analysis.quality import GROUPS, Gap, Quality, Spread, quality
from routes.query import RouteQuery
from routes.scope import Scope
from routes.store import Store
from routes.text import Text

STYLE: Final = Path(__file__).parent / "quality.css"
_MOST: Final = 40
_LISTS: Final = {"evidence": "evidence", "credibility": "credibility", "precision": "level"}


@st.cache_data(max_entries=16, show_spinner=False)
def _measured(version: str, query: RouteQuery, scope: Scope, _store: Store) -> Quality:
    return quality(_store, query)


def draw(view: View) -> None:
    """Draw the quality of the cases that meet the filters."""
    t = view.t
    st.html(STYLE)
    found = _measured(view.store.version, view.query, view.scope, view.store)
    legs = found.spreads[0].total
    scope = t(
        "quality.scope",
        cases=t.plural("quality.cases", found.cases),
        legs=t.plural("quality.legs", legs),
    )
    lead = element("p", f"{t('quality.lead')} ", element("strong", scope))
    title = element("h2", t("quality.title"))
    st.html(to_html(element("div", title, lead, class_="rutas-prose quality-lead")))
    with st.container(key="chips", horizontal=True):
        draw_chips(view)
    if not found.cases:
        text = element("h2", t("quality.no_cases"))
        st.html(to_html(element("div", text, class_="rutas-empty", role="status")))
        return
    if legs:
        cards = [_card(t, spread) for spread in found.spreads]
        st.html(to_html(element("div", *cards, class_="quality-cards")))
    else:
        st.html(to_html(element("p", t("quality.no_legs"), class_="rutas-note")))
    _draw_gaps(view, found)


def _percent(t: Text, part: int, whole: int) -> str:
    """Return a share; what is there never rounds to nothing, nor what is not all to all."""
    share = 100 * part / whole if whole else 0.0
    rounded = round(share)
    if 0 < part < whole:
        rounded = min(max(rounded, 1), 99)
    return t("quality.share", percent=t.number(rounded))


def _bar(parts: list[tuple[str, int]], whole: int) -> ET.Element:
    """Return a bar of one row; what it says stands beside it in words."""
    pieces = [
        element("i", class_=name, style=f"width:{100 * count / whole:.2f}%")
        for name, count in parts
        if count and whole
    ]
    return element("div", *pieces, class_="quality-bar", aria_hidden="true")


def _card(t: Text, spread: Spread) -> ET.Element:
    """Return how the legs divide: a bar, and the same in numbers."""
    steps = [(f"step{place}", count) for place, (_, count) in enumerate(spread.counts)]
    rows = [
        element(
            "tr",
            element(
                "th",
                element("i", class_=f"key {spread.name} step{place}", aria_hidden="true"),
                t.code(_LISTS[spread.name], code).capitalize()
                if spread.name != "credibility"
                else t.code("credibility", code),
                scope="row",
            ),
            element("td", t.number(count), class_="n"),
            element("td", _percent(t, count, spread.total), class_="n quiet"),
        )
        for place, (code, count) in enumerate(spread.counts)
    ]
    noun = t.plural("quality.legs", spread.total)
    note = t("quality.spread.precision_note") if spread.name == "precision" else None
    bar = _bar(steps, spread.total)
    bar.set("class", f"quality-bar {spread.name}")
    return element(
        "section",
        element("h3", t(f"quality.spread.{spread.name}"), " ", element("small", noun)),
        bar,
        element("table", element("tbody", *rows), class_="quality-table"),
        element("p", note, class_="rutas-foot") if note else None,
        class_="quality-card",
    )


def _draw_gaps(view: View, found: Quality) -> None:
    """Draw what cases lack, each with its number, its share and the way to the cases."""
    for group, gaps in groupby(found.gaps, key=lambda gap: GROUPS[gap.name]):
        with st.container(key=f"quality_{group}", border=True):
            heading = element("h3", view.t(f"quality.group.{group}"), class_="quality-group")
            st.html(to_html(heading))
            for gap in gaps:
                with st.container(
                    key=f"quality_row_{gap.name}", horizontal=True, vertical_alignment="center"
                ):
                    _draw_gap(view, gap, found.cases)


def _draw_gap(view: View, gap: Gap, cases: int) -> None:
    t, count = view.t, len(gap.case_ids)
    line = element(
        "div",
        element("span", t(f"quality.gaps.{gap.name}"), class_="what"),
        _bar([("part", count)], cases),
        element(
            "span",
            element("b", t.number(count)),
            f" {t('quality.of', n=t.plural('quality.cases', cases))}",
            class_="count",
        ),
        element("span", _percent(t, count, cases), class_="share"),
        class_="quality-gap",
    )
    st.html(to_html(line))
    if not count:
        st.html(to_html(element("span", t("quality.none"), class_="quality-none")))
        return
    which = st.popover(
        t.plural("quality.see", count), key=f"quality_see_{gap.name}", on_change="rerun"
    )
    # The cases travel to the browser only when somebody asks which they are.
    if which.open:
        with which:
            _draw_cases(view, gap)


def _draw_cases(view: View, gap: Gap) -> None:
    for case_id in gap.case_ids[:_MOST]:
        st.page_link(
            "cases.py",
            label=plain(case_name(view.tables, case_id)),
            icon=":material/folder_open:",
            query_params={**shared_params(), "case": case_id},
        )
    rest = len(gap.case_ids) - _MOST
    if rest > 0:
        st.page_link(
            "cases.py",
            label=view.t.plural("quality.more", rest),
            icon=":material/list:",
            query_params=case_sets.params(gap.case_ids),
        )
