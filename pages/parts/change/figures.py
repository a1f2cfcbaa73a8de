"""The charts: ratios with their intervals, and cases by year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pages.parts import charts
from pages.parts.change.finding import Found, cases_in, on_the_map
from pages.parts.change.side import flow_name
from pages.parts.state import View
from routes.analysis.rates import VERDICTS
from routes.analysis.wording import span
from routes.charts.change import RatioWords, ratios, years_with_intervals

_MOST_FLOWS = 14


def draw_ratios(view: View, found: Found) -> None:
    """Draw the ratio of all cases and those of the flows, the surest first."""
    t, comparison = view.t, found.comparison
    total = comparison.total
    flows = comparison.frame.head(_MOST_FLOWS)
    columns = ["before", "after", "ratio", "low", "high", "verdict"]
    rows = [(t("change.all_cases"), *(getattr(total, name) for name in columns))]
    rows += [
        (flow_name(view, row), *(row[name] for name in columns)) for _, row in flows.iterrows()
    ]
    shown = ["label", "before", "after", "value", "low", "high", "group"]
    frame = pd.DataFrame(rows, columns=shown)
    frame["group"] = [t(f"change.verdict.{each}") for each in frame["group"]]
    words = RatioWords(
        ratio=t("change.chart.ratio"),
        low=t("change.chart.low"),
        high=t("change.chart.high"),
        verdicts=[t(f"change.verdict.{each}") for each in VERDICTS],
    )
    spans = {"before": span(found.periods.before), "after": span(found.periods.after)}
    head = [t("change.column.flow")]
    head += [t(f"change.column.{name}", **spans) for name in ("before", "after", "ratio")]
    head += [words.low, words.high, t("change.column.verdict")]
    table = frame.replace([float("inf")], float("nan"))
    rest = len(comparison.frame) - len(flows)
    note = t("change.chart.ratios_note", **spans)
    if rest:
        note = f"{note} {t.plural('change.chart.rest', rest)}"
    charts.draw(
        view,
        lambda dark: ratios(frame, words, dark=dark),
        table.set_axis(head, axis=1),
        key="ratios",
        name=t("change.chart.ratios_file"),
        title=t("change.chart.ratios"),
        note=note,
        links=[
            cases_in(view, found.periods.whole),
            *(on_the_map(view, row) for _, row in flows.iterrows()),
        ],
    )


def draw_years(view: View, found: Found) -> None:
    """Draw the cases of each year with their intervals, and say whether there is a trend."""
    t, years = view.t, found.trend.frame
    if years.empty:
        return
    before, after = found.periods.before, found.periods.after
    groups = (span(before), span(after), t("change.chart.other_years"))
    inside = [
        groups[0]
        if before.first <= year <= before.last
        else groups[1]
        if after.first <= year <= after.last
        else groups[2]
        for year in years["year"].tolist()
    ]
    frame = pd.DataFrame(
        {
            "label": years["year"].astype(str),
            "value": years["cases"],
            "low": years["low"],
            "high": years["high"],
            "group": inside,
        }
    )
    words = {
        "label": t("change.chart.year"),
        "value": t("change.chart.cases"),
        "low": t("change.chart.low"),
        "high": t("change.chart.high"),
    }
    links = [
        charts.cases_address(view, replace(view.query, years=(year, year))) if cases else ""
        for year, cases in zip(years["year"].tolist(), years["cases"].tolist(), strict=True)
    ]
    charts.draw(
        view,
        lambda dark: years_with_intervals(frame, groups=groups, dark=dark, **words),
        frame[["label", "value", "low", "high"]].set_axis(list(words.values()), axis=1),
        key="years",
        name=t("change.chart.years_file"),
        title=t("change.chart.years"),
        note=_trend_note(view, found),
        links=links,
    )


def _trend_note(view: View, found: Found) -> str:
    t, test = view.t, found.trend.test
    parts = [t(f"change.trend.{test.direction}", span=span(test.window))]
    if found.trend.several_years:
        parts.append(t.plural("change.trend.several", found.trend.several_years))
    if found.trend.undated:
        parts.append(t.plural("change.trend.undated", found.trend.undated))
    return " ".join(parts)
