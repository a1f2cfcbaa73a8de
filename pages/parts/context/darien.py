"""Transits through the Darién: by year, by month and by nationality."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import charts
from pages.parts.context.chosen import Chosen, Official
from pages.parts.context.figures import draw_figures, files_of
from pages.parts.context.police import draw_year, span
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.analysis import context
from routes.charts import bars, columns, lines
from routes.charts.palette import palette

_LINES = 5
_BARS = 15
_HOME = "COL"


def draw(view: View, found: Official, chosen: Chosen) -> None:
    """Draw how many people crossed, when and of which nationalities."""
    rows = found.transits
    years = [str(each) for each in context.years(rows)]
    st.session_state.context_year = str(chosen.year or "")
    with st.container(key="context_choices", horizontal=True, vertical_alignment="bottom"):
        draw_year(view.t, years)
    shown = rows if chosen.year is None else rows[rows["year"] == chosen.year]
    _draw_totals(view, rows, shown, chosen)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_years(view, rows)
    with right:
        _draw_nationalities(view, rows, shown, chosen)
    _draw_months(view, rows)


def _draw_totals(view: View, rows: pd.DataFrame, shown: pd.DataFrame, chosen: Chosen) -> None:
    t = view.t
    when = span(t, rows, chosen.year)
    total = int(shown["count"].sum())
    home = int(shown.loc[shown["nationality"] == _HOME, "count"].sum())
    figures = []
    for kind, n in (("total", total), ("colombians", home)):
        noun = t.plural(f"context.darien.{kind}", n).replace(t.number(n), "", 1).strip()
        figures.append((t.number(n), f"{noun} · {when}"))
    draw_figures(figures)
    st.html(to_html(element("p", t("context.darien.note"), class_="rutas-foot")))


def _draw_years(view: View, rows: pd.DataFrame) -> None:
    t = view.t
    sums = rows.groupby("year")["count"].sum().reindex(context.years(rows), fill_value=0)
    years = [str(each) for each in sums.index]
    frame = pd.DataFrame({"label": years, "value": sums.to_numpy()})
    year, count = t("context.darien.year"), t("context.darien.count")
    charts.draw(
        view,
        lambda dark: columns(
            frame, label=year, value=count, colours=[palette(dark=dark).cool], dark=dark, height=300
        ),
        pd.DataFrame({year: years, count: sums.to_numpy()}),
        key="darien_years",
        name=files_of(view.lang, "darien_years"),
        title=t("context.darien.years_title"),
        of_cases=False,
    )


def _draw_nationalities(
    view: View, rows: pd.DataFrame, shown: pd.DataFrame, chosen: Chosen
) -> None:
    t = view.t
    sums = shown.groupby("nationality")["count"].sum()
    order = context.leading(shown, most=len(sums))
    names = [context.nationality_name(each, t) for each in order]
    values = sums.reindex(order).to_numpy()
    frame = pd.DataFrame({"label": names, "value": values}).head(_BARS)
    who, count = t("context.darien.nationality"), t("context.darien.count")
    charts.draw(
        view,
        lambda dark: bars(
            frame, label=who, value=count, colours=[palette(dark=dark).cool], dark=dark
        ),
        pd.DataFrame({who: names, count: values}),
        key="darien_nationalities",
        name=files_of(view.lang, "darien_nationalities"),
        title=t("context.darien.ranking_title", years=span(t, rows, chosen.year)),
        of_cases=False,
    )


def _draw_months(view: View, rows: pd.DataFrame) -> None:
    t = view.t
    monthly = context.monthly_years(rows)
    if not monthly:
        return
    inside = rows[rows["year"].isin(monthly)]
    chosen = context.leading(inside, most=_LINES, always=(_HOME,))
    kept = inside[inside["nationality"].isin(chosen)]
    table = context.monthly(kept)[chosen]
    names = {each: context.nationality_name(each, t) for each in chosen}
    long = table.rename(columns=names).melt(
        ignore_index=False, var_name="group", value_name="value"
    )
    frame = long.reset_index(names="label").assign(
        label=lambda each: each["label"] + "-01T12:00:00"
    )
    others = sorted(set(rows["year"]) - set(monthly))
    note = t("context.darien.months_note", years=_spoken(others)) if others else ""
    month, count = t("context.darien.month"), t("context.darien.count")
    charts.draw(
        view,
        lambda dark: lines(
            frame,
            label=month,
            value=count,
            group=t("context.darien.nationality"),
            colours=palette(dark=dark).cool_several,
            dark=dark,
            months=True,
        ),
        table.rename(columns=names).rename_axis(month).reset_index(),
        key="darien_months",
        name=files_of(view.lang, "darien_months"),
        title=t("context.darien.months_title"),
        note=note,
        of_cases=False,
    )


def _spoken(years: list[int]) -> str:
    """Return years in words: a range where they follow each other."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(str(each) for each in years)
