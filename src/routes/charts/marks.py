"""The kinds of charts: bars, columns over the years, lines, and values with their intervals.

Rows travel as plain values under fixed names. Their texts are never part of a field name, of an
expression or of a sort: an expression of Vega is code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from routes.charts.palette import palette

BAR_PX: Final = 24
"""Height of one bar with its gap."""

_LONGEST: Final = 120
_DASHED_SAMPLE: Final = 1_000
_LONG_NAME: Final = 14
"""Letters from which a name of a legend leaves room for one other beside it, on a phone."""
_DASHES: Final = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4])


def records(frame: pd.DataFrame, names: Sequence[str]) -> alt.InlineData:
    """Return the columns of a frame as rows of plain values, in their order.

    Raises
    ------
    KeyError
        If the frame lacks a column.
    """
    rows = [
        {"order": order, **dict(zip(names, map(_plain, row), strict=True))}
        for order, row in enumerate(zip(*(frame[name] for name in names), strict=True))
    ]
    return alt.InlineData(values=rows)


def plain_text(text: str) -> str:
    """Return a text as a chart may show it: on one line, and never endlessly long."""
    clean = "".join(each if each.isprintable() else " " for each in text[:_LONGEST])
    return clean if len(text) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if value is None or pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _by_order(field: str) -> alt.EncodingSortField:
    return alt.EncodingSortField(field=field, op="min", order="ascending")


def amount_format(decimals: bool) -> str:
    """Return how a number is written, as D3 is told."""
    return ",.2~f" if decimals else ",d"


def _amounts(decimals: bool) -> alt.Axis:
    return alt.Axis(
        format=amount_format(decimals), tickCount=5, tickMinStep=0.01 if decimals else 1
    )


def _tips(names: Mapping[str, str], decimals: bool) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(name, type="quantitative", title=title, format=amount_format(decimals))
        if name in ("value", "low", "high")
        else alt.Tooltip(name, type="nominal", title=title)
        for name, title in names.items()
    ]


def _colour(
    frame: pd.DataFrame,
    colours: Mapping[str, str] | Sequence[str],
    title: str,
    symbol: str = "square",
) -> alt.Color:
    groups = [str(_plain(each)) for each in frame["group"].drop_duplicates()]
    named = (
        [colours[each] for each in groups]
        if isinstance(colours, Mapping)
        else [colours[place % len(colours)] for place in range(len(groups))]
    )
    return alt.Color(
        "group",
        type="nominal",
        title=title or None,
        scale=alt.Scale(domain=groups, range=named),
        legend=alt.Legend(
            symbolType=symbol,
            # Long enough to show how a line is broken.
            symbolSize=_DASHED_SAMPLE if symbol == "stroke" else alt.Undefined,
            columns=_legend_columns(groups),
        ),
    )


def _legend_columns(groups: Sequence[str]) -> int:
    return 2 if any(len(each) > _LONG_NAME for each in groups) else 3


def bars(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    group: str = "",
    colours: Mapping[str, str] | Sequence[str] = (),
    dark: bool = False,
    decimals: bool = False,
) -> Any:
    """Return horizontal bars, one for each label, in the order of the rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``label`` (str) and ``value`` (number); with `group`, also ``group`` (str), whose
        parts stand one after the other in a bar.
    label, value, group : str
        What the columns are called, with the unit.
    colours : mapping of str to str, or sequence of str
        By group or in the groups' order; for one group, its colour comes first.
    dark : bool
        The light of the screen.
    decimals : bool
        Whether the values are more than whole numbers.
    """
    own = palette(dark=dark)
    names = ("label", "value", "group") if group else ("label", "value")
    tips = {"label": label, **({"group": group} if group else {}), "value": value}
    base = alt.Chart(records(frame, names), height=alt.Step(BAR_PX)).encode(
        x=alt.X(
            "value",
            type="quantitative",
            title=value,
            axis=_amounts(decimals),
        ),
        y=alt.Y("label", type="nominal", title=None, sort=_by_order("order")),
        tooltip=_tips(tips, decimals),
    )
    if group:
        return base.mark_bar(size=15, stroke=own.card, strokeWidth=1).encode(
            color=_colour(frame, colours or own.several, group), order=alt.Order("order:Q")
        )
    colour = next(iter(colours.values() if isinstance(colours, Mapping) else colours), own.main)
    text = base.mark_text(align="left", dx=5, color=own.ink).encode(
        text=alt.Text("value", type="quantitative", format=amount_format(decimals))
    )
    return base.mark_bar(size=15, color=colour) + text


def columns(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    group: str = "",
    colours: Mapping[str, str] | Sequence[str] = (),
    dark: bool = False,
    decimals: bool = False,
    height: int = 240,
) -> Any:
    """Return columns side by side, as over the years; see `bars`."""
    own = palette(dark=dark)
    names = ("label", "value", "group") if group else ("label", "value")
    tips = {"label": label, **({"group": group} if group else {}), "value": value}
    chart = alt.Chart(records(frame, names), height=height).encode(
        x=alt.X(
            "label",
            type="ordinal",
            title=label,
            sort=_by_order("order"),
            axis=alt.Axis(labelAngle=0, labelOverlap=True),
        ),
        y=alt.Y(
            "value",
            type="quantitative",
            title=value,
            axis=_amounts(decimals),
        ),
        tooltip=_tips(tips, decimals),
    )
    if group:
        return chart.mark_bar(stroke=own.card, strokeWidth=1).encode(
            color=_colour(frame, colours or own.several, group), order=alt.Order("order:Q")
        )
    colour = next(iter(colours.values() if isinstance(colours, Mapping) else colours), own.main)
    return chart.mark_bar(color=colour)


def lines(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    group: str,
    colours: Mapping[str, str] | Sequence[str] = (),
    dark: bool = False,
    decimals: bool = False,
    months: bool = False,
    height: int = 280,
) -> Any:
    """Return a line for each group; told apart by colour and by dashes; see `bars`.

    With `months` the labels are ISO dates, and time runs evenly.
    """
    own = palette(dark=dark)
    groups = [str(_plain(each)) for each in frame["group"].drop_duplicates()]
    dashes = [_DASHES[place % len(_DASHES)] for place in range(len(groups))]
    x = (
        alt.X("label", type="temporal", title=label, axis=alt.Axis(format="%Y", tickCount="year"))
        if months
        else alt.X(
            "label",
            type="ordinal",
            title=label,
            sort=_by_order("order"),
            axis=alt.Axis(labelAngle=0, labelOverlap=True),
        )
    )
    shown = alt.Tooltip("label", type="temporal", title=label, format="%Y-%m")
    tips = _tips({"label": label, "group": group, "value": value}, decimals)
    return (
        alt.Chart(records(frame, ("label", "value", "group")), height=height)
        .mark_line(strokeWidth=2, point=not months)
        .encode(
            x=x,
            y=alt.Y(
                "value",
                type="quantitative",
                title=value,
                axis=_amounts(decimals),
            ),
            color=_colour(frame, colours or own.several, "", "stroke"),
            strokeDash=alt.StrokeDash(
                "group",
                type="nominal",
                title=None,
                scale=alt.Scale(domain=groups, range=dashes),
            ),
            tooltip=[shown, *tips[1:]] if months else tips,
        )
    )


def intervals(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    colours: Sequence[str] = (),
    dark: bool = False,
    decimals: bool = False,
    zero: bool = True,
) -> Any:
    """Return a point for each label and the interval around it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``label``, ``value``, ``low`` and ``high``; an interval without an end (``high``
        missing) is drawn to the largest number there is, with an arrowhead.
    label, value, low, high : str
        What the columns are called; the kind of the interval belongs into them.
    colours : sequence of str
        The first is used.
    dark : bool
        The light of the screen.
    decimals : bool
        Whether the values are more than whole numbers.
    zero : bool
        Whether the scale begins at 0.
    """
    own = palette(dark=dark)
    colour = next(iter(colours), own.main)
    most = float(np.nanmax(frame[["value", "low", "high"]].to_numpy(float, na_value=np.nan)))
    drawn = frame.assign(
        till=frame["high"].astype("Float64").fillna(most),
        open=frame["high"].isna().map({True: most, False: None}),
    )
    names = ("label", "value", "low", "high", "till", "open")
    base = alt.Chart(records(drawn, names), height=alt.Step(BAR_PX)).encode(
        y=alt.Y("label", type="nominal", title=None, sort=_by_order("order")),
        tooltip=_tips({"label": label, "value": value, "low": low, "high": high}, decimals),
    )
    axis = _amounts(decimals)
    scale = alt.Scale(zero=zero)
    rule = base.mark_rule(color=colour, strokeWidth=3, opacity=0.55).encode(
        x=alt.X("low", type="quantitative", title=value, axis=axis, scale=scale), x2="till"
    )
    point = base.mark_point(filled=True, size=80, color=colour, opacity=1).encode(
        x=alt.X("value", type="quantitative")
    )
    if drawn["open"].isna().all():
        return rule + point
    arrow = base.mark_point(shape="triangle-right", filled=True, size=70, color=colour).encode(
        x=alt.X("open", type="quantitative")
    )
    return rule + arrow + point
