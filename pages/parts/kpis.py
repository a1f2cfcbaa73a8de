"""The row of totals above the map."""

from __future__ import annotations

from functools import partial
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.markup import Child, element, shown, to_html
from pages.parts.names import case_name
from pages.parts.state import View
from routes.analysis import Total, Totals
from routes.text import Text

_MOST_NAMES = 4


def _amount(t: Text, total: Total) -> str:
    """Return a total as its sources say it: "al menos 30", "17", or that there is no figure."""
    number = t.number(total.value or 0)
    if total.qualifier == "exact":
        return number
    return f"{t.code('qualifier', total.qualifier)} {number}"


def _card(
    t: Text, total: Total, noun: str, *, cases: int, extra: str | None = None, to: str = ""
) -> ET.Element:
    if total.value is None:
        said = t("pages.kpi.no_data") if cases else "–"
        head = element("b", said, class_="none")
    else:
        head = element("b", _led(_amount(t, total), to))
    lacking = t.plural("pages.kpi.missing", total.missing) if total.missing else None
    return element(
        "div",
        head,
        element("span", " · ".join(part for part in (noun, extra) if part)),
        class_="rutas-kpi",
        role="listitem",
        title=lacking,
    )


def _money(t: Text, total: Total) -> str | None:
    if total.value is None:
        return None
    millions = total.value / 1_000_000
    return t("pages.kpi.asset_value", value=t.number(round(millions, 1)))


def _cases_noun(t: Text, totals: Totals) -> str:
    """Return the noun after the number of cases, with the statements where these are all."""
    noun = t.plural("pages.kpi.cases", totals.cases)
    if totals.cases or not totals.statements:
        return noun
    return f"{noun} {t.plural('pages.filters.statements', totals.statements)}"


def missing(t: Text, totals: Totals) -> str:
    """Say how many cases give no number of victims or arrests, for these are no zeros."""
    said = [
        f"{t(f'pages.kpi.{name}')}, {t.plural('pages.kpi.missing', total.missing)}"
        for name, total in (("victims", totals.victims), ("arrests", totals.arrests))
        if total.missing
    ]
    return f"{t('pages.kpi.no_figure')} {'; '.join(said)}." if said else ""


def _led(text: str, to: str) -> Child:
    return element("a", text, href=to, target="_self") if to else text


def draw(view: View, totals: Totals, *, cases_at: str = "", figures_at: str = "") -> None:
    """Draw cases, arrests, victims, minors and assets, with the qualifiers of their sources.

    The number of cases leads to one address and the figures to another, where there are any.
    """
    t = view.t
    cases = element(
        "div",
        element("b", _led(t.number(totals.cases), cases_at)),
        element("span", _cases_noun(t, totals)),
        class_="rutas-kpi",
        role="listitem",
    )
    card = partial(_card, t, cases=totals.cases, to=figures_at)
    row = element(
        "div",
        cases,
        card(totals.arrests, t("pages.kpi.arrests")),
        card(totals.victims, t("pages.kpi.victims")),
        card(totals.minors, t("pages.kpi.minors")),
        card(totals.assets, t("pages.kpi.assets"), extra=_money(t, totals.asset_value_cop)),
        class_="rutas-kpis",
        role="list",
    )
    st.html(to_html(row))


def draw_notes(view: View, totals: Totals) -> None:
    """Say under the map what the totals are, and where the sources disagree."""
    t = view.t
    lines = [t("pages.kpi.note")]
    if totals.cases and (lacking := missing(t, totals)):
        lines.append(lacking)
    if totals.conflicts:
        few = totals.conflicts[:_MOST_NAMES]
        names = ", ".join(shown(case_name(view.tables, case))[:60] for case in few)
        if rest := len(totals.conflicts) - len(few):
            names = t("pages.kpi.and_more", cases=names, n=t.number(rest))
        lines.append(t("pages.kpi.conflict_cases", cases=names))
    st.html(to_html(element("p", " ".join(lines), class_="rutas-foot")))
