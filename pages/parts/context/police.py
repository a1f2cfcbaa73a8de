"""Offences by department and year: a map, a ranking, the years, and a small map for each."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from pages.parts import charts
from pages.parts.context import rates
from pages.parts.context.chosen import Chosen, Official, keep
from pages.parts.context.figures import draw_figures, draw_ranking, files_of
from pages.parts.markup import Child, data, element, shown, to_html
from pages.parts.state import View
from routes.analysis import context
from routes.analysis.context import Offence
from routes.charts import choropleth, columns
from routes.charts.palette import palette
from routes.text import Text

_SMALL = {"width": 150, "height": 165}
_IN_A_ROW = 6


def draw(view: View, found: Official, chosen: Chosen) -> None:
    """Draw what the police recorded of one offence."""
    offence = chosen.offence
    assert offence is not None
    _choose(view, found, chosen, offence)
    rated = chosen.measure == "rate"
    if not rated or not rates.draw(view, found, chosen, offence, name(view.t, offence)):
        _draw_counts(view, found, chosen, offence)
    _draw_multiples(view, found, offence)


def _draw_counts(view: View, found: Official, chosen: Chosen, offence: Offence) -> None:
    _draw_totals(view, found, chosen, offence)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _draw_map(view, found, chosen, offence)
    with right:
        _draw_ranking(view, found, chosen, offence)
    _draw_years(view, found, chosen, offence)


def name(t: Text, offence: Offence) -> str:
    """Return what an offence is called: as the file writes it, but for trafficking."""
    is_group = offence.code == context.TRAFFICKING
    return t("context.police.trafficking") if is_group else offence.names[0]


def _choose(view: View, found: Official, chosen: Chosen, offence: Offence) -> None:
    t, state = view.t, st.session_state
    codes = {each.code: each for each in found.offences}
    years = [str(each) for each in context.years(found.police)]
    state.context_offence, state.context_measure = offence.code, chosen.measure
    state.context_year = str(chosen.year or "")
    with st.container(key="context_choices", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("context.police.offence"),
            list(codes),
            key="context_offence",
            format_func=lambda code: shown(name(t, codes[code])),
            on_change=keep,
            args=("offence", "context_offence"),
        )
        st.segmented_control(
            t("context.police.measure"),
            context.MEASURES,
            key="context_measure",
            format_func=lambda measure: t(f"context.police.{measure}"),
            required=True,
            on_change=keep,
            args=("measure", "context_measure"),
        )
        draw_year(t, years)


def draw_year(t: Text, years: list[str]) -> None:
    """Draw the slider over the years, whose first place is all of them."""
    st.select_slider(
        t("context.police.year"),
        ["", *years],
        key="context_year",
        format_func=lambda year: year or t("context.police.all_years"),
        on_change=keep,
        args=("year", "context_year"),
    )


def span(t: Text, found: pd.DataFrame, year: int | None) -> str:
    """Return the years that are looked at, in words."""
    if year is not None:
        return str(year)
    years = context.years(found)
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _draw_totals(view: View, found: Official, chosen: Chosen, offence: Offence) -> None:
    t, rows = view.t, found.police
    apart = context.elsewhere(rows, offence, year=chosen.year)
    total = int(context.by_department(rows, offence, year=chosen.year).sum()) + apart
    noun = t.plural("context.police.total", total).replace(t.number(total), "", 1).strip()
    draw_figures([(t.number(total), f"{noun} · {span(t, rows, chosen.year)}")])
    dates = t(
        "context.police.dates",
        first=t.date(rows["happened_on"].min()),
        last=t.date(rows["happened_on"].max()),
    )
    said = [dates]
    if apart:
        said.insert(0, t.plural("context.police.elsewhere", apart))
    st.html(to_html(element("p", " ".join(said), class_="rutas-foot")))


def _table(t: Text, sums: pd.Series, total: int) -> pd.DataFrame:
    """Return the departments, the highest count first."""
    ranked = sums.sort_values(ascending=False, kind="stable")
    names = context.names()
    return pd.DataFrame(
        {
            t("context.police.rank"): ranked.rank(method="min", ascending=False).astype(int),
            t("context.police.department"): [names[each] for each in ranked.index],
            t("context.police.count"): ranked,
            t("context.police.share_long"): (100 * ranked / max(total, 1)).round(1),
        }
    ).reset_index(drop=True)


def _sums(found: Official, chosen: Chosen, offence: Offence) -> tuple[pd.Series, int]:
    sums = context.by_department(found.police, offence, year=chosen.year)
    apart = context.elsewhere(found.police, offence, year=chosen.year)
    return sums, int(sums.sum()) + apart


def _frame(
    t: Text, values: pd.Series, classes: list[tuple[int, int]], labels: list[str]
) -> pd.DataFrame:
    names = context.names()
    each_class = [context.class_of(int(value), classes) for value in values]
    return pd.DataFrame(
        {
            "id": list(values.index),
            "label": [names[each] for each in values.index],
            "value": values.to_numpy(),
            "class": [
                t("context.police.none") if each is None else labels[each] for each in each_class
            ],
        }
    )


def _labels(t: Text, classes: list[tuple[int, int]]) -> list[str]:
    return [
        t.number(least)
        if least == most
        else t("context.police.class_range", least=t.number(least), most=t.number(most))
        for least, most in classes
    ]


def _share_labels(t: Text, classes: list[tuple[int, int]]) -> list[str]:
    """Return the classes of shares: each begins where the one before ends."""
    return [
        t("context.police.class_to", most=t.number(most))
        if least == 1
        else t("context.police.class_range", least=t.number(least - 1), most=t.number(most))
        for least, most in classes
    ]


def _draw_map(view: View, found: Official, chosen: Chosen, offence: Offence) -> None:
    t = view.t
    sums, total = _sums(found, chosen, offence)
    is_share = chosen.measure == "share"
    unit = t("context.police.share_long" if is_share else "context.police.count")
    # Of shares the next whole number decides the class, so that its borders are whole numbers.
    sorted_by = -(-100 * sums // max(total, 1)) if is_share else sums
    classes = context.breaks(sorted_by.tolist())
    labels = _share_labels(t, classes) if is_share else _labels(t, classes)
    frame = _frame(t, sorted_by, classes, labels)
    if is_share:
        shares = (100 * sums / max(total, 1)).round(1)
        frame = frame.assign(said=[f"{t.number(float(each))} %" for each in shares])
    charts.draw(
        view,
        lambda dark: choropleth(
            frame,
            label=t("context.police.department"),
            value=unit,
            classes=labels,
            none=t("context.police.none"),
            dark=dark,
        ),
        _table(t, sums, total),
        key="departments",
        name=files_of(view.lang, "departments"),
        title=t(
            "context.police.map_title",
            offence=name(t, offence),
            years=span(t, found.police, chosen.year),
        ),
        note=f"{t('context.police.map_note')} {t('context.police.islands')}",
        of_cases=False,
    )


def _draw_ranking(view: View, found: Official, chosen: Chosen, offence: Offence) -> None:
    t = view.t
    sums, total = _sums(found, chosen, offence)
    table = _table(t, sums, total)
    rows = [[_cell(t, cell) for cell in row] for row in table.itertuples(index=False)]
    draw_ranking(t, list(table.columns), rows)


def _cell(t: Text, cell: Any) -> Child:
    return data(cell) if isinstance(cell, str) else t.number(float(cell))


def _draw_years(view: View, found: Official, chosen: Chosen, offence: Offence) -> None:
    t = view.t
    rows = found.police[found.police["offence"].isin(offence.names)]
    sums = rows.groupby("year")["count"].sum().reindex(context.years(found.police), fill_value=0)
    years = [str(each) for each in sums.index]
    frame = pd.DataFrame({"label": years, "value": sums.to_numpy()})
    year, count = t("context.police.year"), t("context.police.count")
    charts.draw(
        view,
        lambda dark: columns(
            frame, label=year, value=count, colours=[palette(dark=dark).cool], dark=dark, height=200
        ),
        pd.DataFrame({year: years, count: sums.to_numpy()}),
        key="police_years",
        name=files_of(view.lang, "years"),
        title=t("context.police.years_title", offence=name(t, offence)),
        of_cases=False,
    )


def _draw_multiples(view: View, found: Official, offence: Offence) -> None:
    """Draw a small map for each year, all with the same classes."""
    t = view.t
    table = context.by_year(found.police, offence)
    classes = context.breaks(table.to_numpy().ravel().tolist())
    if not classes:
        return
    note = t("context.police.multiples_note", classes=", ".join(_labels(t, classes)))

    def one(year: int, dark: bool) -> Any:
        return choropleth(
            _frame(t, table.loc[year], classes, _labels(t, classes)),
            label=t("context.police.department"),
            value=t("context.police.count"),
            classes=_labels(t, classes),
            none=t("context.police.none"),
            dark=dark,
            title=str(year),
            small=True,
            **_SMALL,
        )

    charts.draw_head(t("context.police.multiples_title"), note)
    with st.container(key="chart_each_year", horizontal=True):
        for year in table.index:
            charts.draw_bare(
                view, partial(one, year), name=f"{name(t, offence)}, {year}", width="content"
            )
    names = context.names()
    whole = table.rename(columns=names).T.rename_axis(t("context.police.department"))
    charts.draw_below(
        view,
        lambda dark: alt.concat(*(one(year, dark) for year in table.index), columns=_IN_A_ROW),
        whole.rename(columns=str).reset_index(),
        key="multiples",
        name=files_of(view.lang, "multiples"),
        title=f"{name(t, offence)}. {t('context.police.multiples_title')}",
        note=note,
        of_cases=False,
    )
