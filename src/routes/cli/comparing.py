"""The command that compares two periods, flow by flow."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Annotated, Any

import typer

from routes.analysis.compare import Change, Comparison, compare
from routes.analysis.periods import Period, Periods, read_period, suggested
from routes.analysis.rates import LEVEL
from routes.analysis.trends import Delay, Trend, reporting_delay, trend
from routes.analysis.wording import interval_text, ratio_text, span
from routes.cli import console
from routes.cli.request import ByLevel, Json, LevelName, Request, reporting
from routes.flows import store
from routes.text import Text

Row = dict[str, Any]


def add_to(app: typer.Typer) -> None:
    """Add the command to the ``routes`` command."""
    app.command("compare")(reporting(compare_periods))


def compare_periods(
    request: Request,
    *,
    before: Annotated[
        str, typer.Option("--before", help="First period: 2016:2018. From the cases if left out.")
    ] = "",
    after: Annotated[
        str, typer.Option("--after", help="Second period: 2019:2021. From the cases if left out.")
    ] = "",
    level: ByLevel = LevelName.place,
    as_json: Json = False,
) -> None:
    """Compare two periods flow by flow: rate ratios, exact intervals, what changed for sure."""
    columns = store(request.tables)
    periods = _periods(request, before, after)
    if request.query.years is not None:
        raise ValueError(request.t("change.no_years"))
    found = compare(columns, request.query, periods, level=level.value, lang=request.t.lang)
    years = trend(columns, request.query, periods.whole)
    delay = reporting_delay(columns, request.query)
    if as_json:
        console.write_json(value(found, years, delay, synthetic=request.tables.synthetic))
        return
    request.announce()
    _write(found, delay, request.t)


def value(found: Comparison, years: Trend, delay: Delay, *, synthetic: bool) -> Row:
    """Return a comparison as one JSON value; what is infinite or unknown is None."""
    return {
        "before": _period(found.periods.before),
        "after": _period(found.periods.after),
        "level": found.level,
        "confidence": LEVEL,
        "total": _row(asdict(found.total)),
        "outside": found.outside,
        "other_flows": len(found.others),
        "flows": [
            _row({str(k): v for k, v in each.items()}) for each in found.frame.to_dict("records")
        ],
        "years": years.frame.to_dict("records"),
        "trend": {**asdict(years.test), "window": str(years.test.window)},
        "delay_months": asdict(delay),
        "synthetic": synthetic,
    }


def _periods(request: Request, before: str, after: str) -> Periods:
    if before and after:
        return Periods(read_period(before, name="before"), read_period(after, name="after"))
    if before or after:
        raise ValueError(request.t("change.both_periods"))
    found = suggested(store(request.tables), request.query)
    if not found:
        raise ValueError(request.t("change.undated"))
    return found[0]


def _period(period: Period) -> Row:
    return {"first": period.first, "last": period.last, "years": period.years}


def _row(row: Row) -> Row:
    return {
        name: None if isinstance(each, float) and not math.isfinite(each) else each
        for name, each in row.items()
    }


def _write(found: Comparison, delay: Delay, t: Text) -> None:
    before, after = (span(each) for each in (found.periods.before, found.periods.after))
    names = ("flow", "before", "after", "ratio", "interval", "verdict")
    head = [t(f"change.column.{name}", before=before, after=after) for name in names]
    everything = _cells(t("change.all_cases"), found.total, t)
    rows = [everything]
    for each in found.frame.to_dict("records"):
        pair = Change(**{name: each[name] for name in asdict(found.total)})
        rows.append(_cells(f"{each['from_name']} → {each['to_name']}", pair, t))
    console.write_table(t("change.title"), head, rows, right=(1, 2, 3))
    console.write_line(t("change.method.short"))
    if delay.incomplete_from is not None and delay.incomplete_from <= found.periods.after.last:
        console.write_line(t("change.delay.incomplete", year=delay.incomplete_from))


def _cells(name: str, pair: Change, t: Text) -> tuple[str, ...]:
    return (
        name,
        t.number(pair.before),
        t.number(pair.after),
        ratio_text(pair.ratio, t),
        interval_text(pair.low, pair.high, t),
        t(f"change.verdict.{pair.verdict}"),
    )
