"""Offences per 100,000 people: a map, a ranking and the years, for the years that have a rate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts
from pages.parts.context.chosen import Chosen, Official
from pages.parts.context.figures import draw_figures, draw_ranking, files_of
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.analysis import context, official_rates
from routes.analysis.context import Offence
from routes.analysis.official_rates import Years
from routes.charts import choropleth, intervals
from routes.charts.palette import palette
from routes.text import Text

_LARGE = 10
"""From here on a rate has one decimal instead of two."""


def draw(view: View, found: Official, chosen: Chosen, offence: Offence, name: str) -> bool:
    """Draw the rates of an offence; without any for the year, say why and return False."""
    t = view.t
    years = official_rates.years(found.police, offence)
    asked = years.rated if chosen.year is None else (chosen.year,)
    if not asked or not set(asked) <= set(years.rated):
        _draw_none(t, chosen, years)
        return False
    table = official_rates.by_department(found.police, offence, asked)
    national = official_rates.national(found.police, offence, asked)
    whole = official_rates.whole(national)
    _draw_total(t, whole, asked)
    _draw_limits(t, whole, years)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _draw_map(view, table, asked, name)
    with right:
        _draw_ranking(view, table)
    _draw_years(view, official_rates.national(found.police, offence, years.rated), name)
    return True


def _draw_none(t: Text, chosen: Chosen, years: Years) -> None:
    if chosen.year is None or not years.rated:
        said = t("context.rates.none")
    else:
        reason = "unknown" if chosen.year in years.unknown else "partial"
        said = t(f"context.rates.none_{reason}", year=chosen.year, years=_spans(years.rated))
    counts = t("context.rates.counts_instead")
    st.html(to_html(element("p", f"{said} {counts}", class_="rutas-foot", role="status")))


def _draw_total(t: Text, whole: pd.Series, asked: tuple[int, ...]) -> None:
    counted = int(whole["count"])
    noun = t.plural("context.police.total", counted).replace(t.number(counted), "", 1).strip()
    draw_figures(
        [
            (_rate(t, whole["rate"]), t("context.rates.per")),
            (t.number(counted), f"{noun} · {_spans(asked)}"),
        ]
    )


def _draw_limits(t: Text, whole: pd.Series, years: Years) -> None:
    """Say how sure the rate is, and which years have none, and why."""
    low, high = _rate(t, whole["low"]), _rate(t, whole["high"])
    said = [t("context.rates.interval", low=low, high=high)]
    for reason, which in (("unknown", years.unknown), ("partial", years.partial)):
        if which:
            said.append(t(f"context.rates.without_{reason}", years=_spans(which)))
    said.append(t("context.rates.population"))
    st.html(to_html(element("p", " ".join(said), class_="rutas-foot")))


def _spans(years: Sequence[int]) -> str:
    """Return years in words: 2010–2012, 2014."""
    breaks_ = [0, *(n for n, (a, b) in enumerate(pairwise(years), 1) if b != a + 1), len(years)]
    runs = [years[start:end] for start, end in pairwise(breaks_)]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _rate(t: Text, rate: float) -> str:
    """Write a rate with the decimals that can be read."""
    return t.number(rate, decimals=2 if rate < _LARGE else 1)


def _said(t: Text, row: Any) -> str:
    """Return the rate of a department in words: with its interval, or that it cannot be told."""
    if not row.count:
        return t("context.police.none")
    counted = t.plural("context.police.total", row.count)
    if not row.telling:
        return t("context.rates.few_of", counted=counted)
    low, high = _rate(t, row.low), _rate(t, row.high)
    return t("context.rates.said", rate=_rate(t, row.rate), low=low, high=high, counted=counted)


def _labels(t: Text, ends: Sequence[float]) -> list[str]:
    """Return the classes in words: each begins where the one before ends."""
    if not ends:
        return []
    first = t("context.police.class_to", most=t.number(ends[0]))
    between = (
        t("context.police.class_range", least=t.number(least), most=t.number(most))
        for least, most in pairwise(ends)
    )
    return [first, *between]


def _draw_map(view: View, table: pd.DataFrame, asked: tuple[int, ...], name: str) -> None:
    t = view.t
    ends = official_rates.ends(table)
    labels, none, few = _labels(t, ends), t("context.police.none"), t("context.rates.few")
    rows = list(table.itertuples())
    names = context.names()
    frame = pd.DataFrame(
        {
            "id": list(table.index),
            "label": [names[each] for each in table.index],
            "said": [_said(t, row) for row in rows],
            "class": [
                labels[official_rates.class_of(row.rate, ends)]
                if row.telling
                else (few if row.count else none)
                for row in rows
            ],
        }
    )
    charts.draw(
        view,
        lambda dark: choropleth(
            frame,
            label=t("context.police.department"),
            value=t("context.rates.legend"),
            classes=labels,
            none=none,
            few=few,
            dark=dark,
        ),
        _table(t, table),
        key="departments",
        name=files_of(view.lang, "rates"),
        title=t("context.rates.map_title", offence=name, years=_spans(asked)),
        note=f"{t('context.rates.map_note')} {t('context.police.islands')}",
        of_cases=False,
    )


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Return the departments with a rate first, the highest before, then by their counts."""
    return table.assign(told=table["rate"].where(table["telling"])).sort_values(
        ["telling", "told", "count"], ascending=False, kind="stable"
    )


def _table(t: Text, table: pd.DataFrame) -> pd.DataFrame:
    """Return the departments with their rates; where these cannot be told, without."""
    ordered = _ordered(table)
    names = context.names()
    told = ordered[["rate", "low", "high"]].where(ordered["telling"]).round(3)
    return pd.DataFrame(
        {
            t("context.police.department"): [names[each] for each in ordered.index],
            t("context.police.count"): ordered["count"],
            t("context.rates.people"): ordered["people"],
            t("context.rates.unit"): told["rate"],
            t("context.rates.low"): told["low"],
            t("context.rates.high"): told["high"],
        }
    ).reset_index(drop=True)


def _draw_ranking(view: View, table: pd.DataFrame) -> None:
    t, names = view.t, context.names()
    heads = [
        t("context.police.department"),
        t("context.rates.short"),
        t("context.rates.between"),
        t("context.police.count"),
    ]
    rows = [
        (
            names[row.Index],
            _rate(t, row.rate) if row.telling else "–",
            f"{_rate(t, row.low)}–{_rate(t, row.high)}"
            if row.telling
            else (t("context.rates.few") if row.count else t("context.police.none")),
            t.number(row.count),
        )
        for row in _ordered(table).itertuples()
    ]
    draw_ranking(t, heads, rows)


def _draw_years(view: View, national: pd.DataFrame, name: str) -> None:
    t = view.t
    labels = [str(each) for each in national.index]
    frame = pd.DataFrame(
        {
            "label": labels,
            "value": national["rate"].to_numpy().round(3),
            "low": national["low"].to_numpy().round(3),
            "high": national["high"].to_numpy().round(3),
        }
    )
    words = {
        "label": t("context.police.year"),
        "value": t("context.rates.unit"),
        "low": t("context.rates.low"),
        "high": t("context.rates.high"),
    }
    table = frame.rename(columns=words)
    table.insert(1, t("context.police.count"), national["count"].to_numpy())
    charts.draw(
        view,
        lambda dark: intervals(
            frame, **words, colours=[palette(dark=dark).cool], dark=dark, decimals=True
        ),
        table,
        key="police_years",
        name=files_of(view.lang, "rate_years"),
        title=t("context.rates.years_title", offence=name),
        note=t("context.rates.years_note"),
        of_cases=False,
    )
