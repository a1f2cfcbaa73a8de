"""The answer in words, and the counts that it rests on."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.change.finding import Found, cases_in
from pages.parts.markup import Child, element, to_html
from pages.parts.state import View
from routes.analysis.periods import Period
from routes.analysis.wording import interval_text, ratio_text, span
from routes.text import Text


def headline(t: Text, found: Found) -> str:
    """Say in one sentence what the table of flows supports."""
    comparison = found.comparison
    flows = t.plural("change.flows", len(comparison.frame))
    rising, falling = comparison.count("emerging"), comparison.count("fading")
    telling = rising + falling + comparison.count("unchanged")
    if comparison.frame.empty:
        return t("change.headline.none")
    if rising or falling:
        parts = [
            t.plural(f"change.headline.{name}", n)
            for name, n in (("emerging", rising), ("fading", falling))
            if n
        ]
        said = t("change.headline.and").join(parts)
        return t("change.headline.changed", flows=flows, changes=said)
    if telling:
        return t.plural("change.headline.unchanged", telling, flows=flows)
    return t("change.headline.too_few", flows=flows)


def draw(view: View, found: Found) -> None:
    """Draw the answer and the row of counts."""
    t, total = view.t, found.comparison.total
    before, after = found.periods.before, found.periods.after
    ratio = element(
        "div",
        element("b", ratio_text(total.ratio, t)),
        element("span", t("change.kpi.ratio", interval=interval_text(total.low, total.high, t))),
        element("span", t(f"change.total.{total.verdict}")),
        class_="rutas-kpi",
        role="listitem",
    )
    row = element(
        "div",
        _count(view, total.before, before),
        _count(view, total.after, after),
        ratio,
        _apart(t, total.both, "both"),
        _apart(t, total.undated, "undated"),
        class_="rutas-kpis rutas-num",
        role="list",
    )
    answer = element("h2", headline(t, found), class_="rutas-answer", role="status")
    st.html(to_html(element("div", answer, row, class_="rutas-change")))


def _count(view: View, cases: int, period: Period) -> ET.Element:
    t = view.t
    noun: Child = t.plural("change.kpi.cases", cases, span=span(period))
    link = element("a", t.number(cases), href=cases_in(view, period), title=t("change.kpi.lead"))
    rate = t("change.kpi.rate", rate=t.number(round(cases / period.years, 1)))
    return element(
        "div",
        element("b", link if cases else t.number(cases)),
        element("span", noun),
        element("span", rate),
        class_="rutas-kpi",
        role="listitem",
    )


def _apart(t: Text, cases: int, name: str) -> ET.Element:
    number: Child = t.number(cases)
    if cases:
        number = element("a", t.number(cases), href="#cambios-aparte")
    return element(
        "div",
        element("b", number),
        element("span", t.plural(f"change.kpi.{name}", cases)),
        element("span", t("change.kpi.apart")),
        class_="rutas-kpi",
        role="listitem",
    )
