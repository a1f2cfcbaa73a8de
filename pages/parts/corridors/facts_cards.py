"""Time, purposes, figures and sources of the cases of a corridor."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st

from pages.parts import case_card as card
from pages.parts import charts
from pages.parts.corridors.naming import MOST_NAMES, case_link, case_links
from pages.parts.corridors.says import filtered_address
from pages.parts.markup import Child, data, element, link, shown, to_html
from pages.parts.names import case_name
from pages.parts.state import View
from routes.analysis.corridors import LISTS, Corridor, Facts, Share
from routes.cases.codes import DATE_PRECISIONS
from routes.charts import columns
from routes.charts.palette import palette
from routes.evidence import CaseEvidence
from routes.text import Text

FIGURES_ID = "cifras-del-corredor"
_MOST_SOURCES = 40
_COLUMN_PX = 56
_FEW_YEARS = 8
"""Years below which columns would grow broad if they filled the width."""


def draw_years(view: View, found: Corridor, facts: Facts) -> None:
    """Draw the cases by year and precision, and name those without a date."""
    t = view.t
    with st.container(key="corridor_when"):
        if facts.years:
            _draw_chart(view, found, facts)
        else:
            st.html(to_html(element("h3", t("corridors.facts.when"))))
        if facts.undated_ids:
            lead = t.plural("corridors.facts.undated", len(facts.undated_ids))
            names = case_links(view, facts.undated_ids)
            st.html(to_html(element("p", f"{lead} ", *names, class_="rutas-foot")))


def _draw_chart(view: View, found: Corridor, facts: Facts) -> None:
    t = view.t
    label, group = t("corridors.facts.year"), t("corridors.facts.precision")
    value, names = t("corridors.column.cases"), t("corridors.facts.names")
    first, last = facts.years[0].year, facts.years[-1].year
    rows = [
        (str(each.year), t.code("date_precision", each.precision), len(each.case_ids))
        for each in facts.years
    ]
    # A year without a case keeps its place on the axis.
    empty = {str(year) for year in range(first, last + 1)} - {row[0] for row in rows}
    rows = sorted([*rows, *((year, rows[0][1], 0) for year in empty)], key=lambda row: row[0])
    frame = pd.DataFrame(rows, columns=["label", "group", "value"])
    called = [_called(view, year.case_ids) for year in facts.years]
    table = pd.DataFrame(
        {
            label: [str(each.year) for each in facts.years],
            group: [t.code("date_precision", each.precision) for each in facts.years],
            value: [len(each.case_ids) for each in facts.years],
            names: called,
        }
    )
    links = [
        charts.cases_address(view, case=each.case_ids[0])
        if len(each.case_ids) == 1
        else filtered_address(view, found, year=each.year)
        for each in facts.years
    ]
    charts.draw(
        view,
        lambda dark: columns(
            frame,
            label=label,
            value=value,
            group=group,
            colours=_colours(t, dark=dark),
            dark=dark,
            height=170,
        ),
        table,
        key="corridor_years",
        name="corredor",
        title=t("corridors.facts.when"),
        note=t("corridors.facts.when_note"),
        links=links,
        width=max(260, _COLUMN_PX * (last - first + 1) + 90)
        if last - first < _FEW_YEARS
        else "stretch",
    )


def _colours(t: Text, *, dark: bool) -> dict[str, str]:
    """Return a colour for each precision, the strongest for the most precise."""
    names = (t.code("date_precision", code) for code in DATE_PRECISIONS)
    return dict(zip(names, reversed(palette(dark=dark).ramp), strict=True))


def _bar(share: Share, whole: int) -> ET.Element:
    width = f"width:{100 * len(share.case_ids) / max(whole, 1):.2f}%"
    return element("div", element("i", style=width), class_="corridor-bar", aria_hidden="true")


def shares_card(view: View, found: Corridor, facts: Facts) -> ET.Element:
    """Return purposes, recruitment and means: how many cases each, and which."""
    t, whole = view.t, len(found.case_ids)
    codes = {"purposes": "purpose", "recruitment": "recruitment", "means": "means"}
    parts: list[Child] = []
    for name in LISTS:
        parts.append(element("h3", t(f"corridors.facts.{name}")))
        if not facts.shares[name]:
            parts.append(element("p", t("corridors.facts.none"), class_="quiet"))
        parts += [_share(view, share, codes[name], whole) for share in facts.shares[name]]
    return element(
        "section",
        element("h2", t("corridors.facts.what")),
        element("p", t("corridors.facts.what_note"), class_="quiet"),
        *parts,
        class_="rutas-panel rutas-card corridor-shares",
    )


def _share(view: View, share: Share, code_list: str, whole: int) -> ET.Element:
    t = view.t
    count = t(
        "corridors.facts.of",
        n=t.number(len(share.case_ids)),
        cases=t.plural("corridors.cases", whole),
    )
    label = t.code(code_list, share.code)
    return element(
        "div",
        element("div", element("span", label[:1].upper() + label[1:]), element("small", count)),
        _bar(share, whole),
        element("div", *case_links(view, share.case_ids), class_="quiet"),
        class_="corridor-share",
    )


def figures_card(view: View, facts: Facts, cases: Sequence[CaseEvidence]) -> ET.Element:
    """Return every source's figures of the cases, side by side where they disagree."""
    t = view.t
    disputed = len(facts.totals.conflicts)
    key = "corridors.facts.agree"
    said = t.plural("corridors.facts.disagree", disputed) if disputed else t(key)
    parts = [
        element(
            "section",
            element("h3", case_link(view, case.case_id, case.name)),
            *card.figures(t, case, measures=card.HEADLINE)[1:],
        )
        for case in cases
    ]
    return element(
        "section",
        element("h2", t("corridors.facts.figures")),
        element("p", said, class_="rutas-note" if disputed else "quiet"),
        *parts,
        class_="rutas-panel rutas-card corridor-figures",
        id=FIGURES_ID,
    )


def _called(view: View, ids: Sequence[str]) -> str:
    few = ", ".join(shown(case_name(view.tables, each)) for each in ids[:MOST_NAMES])
    rest = len(ids) - MOST_NAMES
    return f"{few} {view.t('corridors.and_more', n=view.t.number(rest))}" if rest > 0 else few


def sources_card(view: View, found: Corridor, facts: Facts) -> ET.Element:
    """Return the sources of the cases: their grade, and how many legs each supports."""
    t = view.t
    table = view.tables.sources.set_index("source_id")
    rows = []
    for use in facts.sources:
        row = table.loc[use.source_id]
        when = t.date(row["published_on"], row["date_precision"]) if row["published_on"] else ""
        title = f"{row['publisher']}: {row['title']}"
        text = f"{title}, {when}" if when else title
        legs = (
            t.plural("corridors.facts.supports", use.legs)
            if use.legs
            else t("corridors.facts.supports_none")
        )
        grade = card.badge(t("pages.panel.reliability", grade=use.reliability))
        grade.set("title", t.code("reliability", use.reliability))
        rows.append(
            element(
                "li",
                link(row["url"], f"{shown(text)} ↗") if row["url"] else data(text),
                element("div", grade, f"{legs} · ", *case_links(view, use.case_ids)),
            )
        )
    first, rest = rows[:_MOST_SOURCES], rows[_MOST_SOURCES:]
    more = element("summary", t("corridors.and_more", n=t.number(len(rest))))
    return element(
        "section",
        element("h2", t("corridors.facts.sources")),
        element("ul", *first, class_="corridor-sources"),
        element("details", more, element("ul", *rest, class_="corridor-sources")) if rest else None,
        element(
            "p",
            element(
                "a",
                t("corridors.facts.filtered"),
                href=filtered_address(view, found),
                target="_self",
            ),
        ),
        class_="rutas-panel rutas-card",
    )
