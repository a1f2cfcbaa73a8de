"""Charts of two periods compared: ratios with their intervals, and cases by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from routes.charts.marks import records
from routes.charts.palette import palette

_ROW_PX: Final = 34
"""Height of a name and the interval under it, so that a phone has room for both."""

_AROUND_PX: Final = 150
"""What legend and axis take."""

_BELOW_PX: Final = 6
_WIDEST: Final = 64.0
"""Ratios are drawn up to this many times as many, or as few; what lies beyond gets an arrow."""

_FRACTIONS: Final = (
    "datum.value < 1 ? '1/' + format(1 / datum.value, 'd') : format(datum.value, 'd')"
)
_TICKS: Final = (1 / 64, 1 / 16, 1 / 4, 1, 4, 16, 64)
_SHAPES: Final = ("triangle-up", "triangle-down", "square", "circle")
_COLOURS: Final = {
    False: ("#b35806", "#45217a", "#5b6773", "#9a9b97"),
    True: ("#f9a64a", "#c3b3f0", "#a3aeb8", "#6c7985"),
}
"""Of the verdicts as on the map, for light and for dark."""


@dataclass(frozen=True)
class RatioWords:
    """What a chart of ratios says, in the reader's language.

    Parameters
    ----------
    ratio, low, high : str
        What the axis and the ends of the interval are called.
    verdicts : sequence of str
        Emerging, fading, unchanged, too few: in this order.
    """

    ratio: str
    low: str
    high: str
    verdicts: Sequence[str]


def ratios(frame: pd.DataFrame, words: RatioWords, *, dark: bool = False) -> Any:
    """Return a point for each rate ratio and its interval, on a scale of halves and doubles.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``label``, ``value``, ``low``, ``high`` (0 and infinity allowed; NaN for no ratio)
        and ``group``, one of `words.verdicts`.
    words : RatioWords
        What the chart says.
    dark : bool
        The light of the screen.
    """
    own = palette(dark=dark)
    drawn = _drawn(frame)
    rows = records(drawn, [str(each) for each in drawn])
    base = alt.Chart(rows, height=len(frame) * _ROW_PX + _AROUND_PX).encode(
        y=alt.Y("order", type="ordinal", axis=None), tooltip=_tips(words)
    )
    used = [n for n, each in enumerate(words.verdicts) if each in set(frame["group"])]
    named = [words.verdicts[n] for n in used]
    scale = alt.Scale(domain=named, range=[_COLOURS[dark][n] for n in used])
    legend = alt.Legend(symbolOpacity=1, columns=1)
    colour = alt.Color("group", type="nominal", title=None, scale=scale, legend=legend)
    shapes = alt.Scale(domain=named, range=[_SHAPES[n] for n in used])
    shape = alt.Shape("group", type="nominal", title=None, scale=shapes)
    x = _ratio_axis(words.ratio)
    equal = alt.Chart(alt.InlineData(values=[{"start": 1}]))
    one = equal.mark_rule(color=own.ink, strokeDash=[3, 3]).encode(x=x)
    name = base.mark_text(align="left", baseline="bottom", dy=-1, color=own.ink, limit=330)
    rule = base.mark_rule(strokeWidth=2.5, opacity=0.6, yOffset=_BELOW_PX)
    point = base.mark_point(filled=True, size=95, opacity=1, yOffset=_BELOW_PX)
    return (
        one
        + name.encode(x=alt.value(2), text=alt.Text("label", type="nominal"))
        + rule.encode(x=x, x2="end", color=colour)
        + _arrow(base, "under", "left", colour)
        + _arrow(base, "over", "right", colour)
        + point.encode(x=alt.X("value", type="quantitative"), color=colour, shape=shape)
    )


def _drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what is drawn of the ratios: within the scale, and where an arrow goes on."""
    low, high = frame["low"].astype(float), frame["high"].astype(float)
    ratio = frame["value"].astype(float)
    return pd.DataFrame(
        {
            "label": frame["label"],
            "value": ratio.where(ratio.between(1 / _WIDEST, _WIDEST)),
            "low": low,
            "high": high.replace(np.inf, np.nan),
            "start": low.clip(1 / _WIDEST, _WIDEST),
            "end": high.clip(1 / _WIDEST, _WIDEST),
            "under": pd.Series(1 / _WIDEST, frame.index).where(low < 1 / _WIDEST),
            "over": pd.Series(_WIDEST, frame.index).where(high > _WIDEST),
            "group": frame["group"],
        }
    )


def _tips(words: RatioWords) -> list[alt.Tooltip]:
    numbers = {"value": words.ratio, "low": words.low, "high": words.high}
    return [
        alt.Tooltip("label", type="nominal", title=" "),
        *(
            alt.Tooltip(name, type="quantitative", title=title, format=",.2~f")
            for name, title in numbers.items()
        ),
        alt.Tooltip("group", type="nominal", title=" "),
    ]


def _ratio_axis(title: str) -> alt.X:
    return alt.X(
        "start",
        type="quantitative",
        title=title,
        scale=alt.Scale(type="log", base=2, domain=[1 / _WIDEST, _WIDEST]),
        axis=alt.Axis(values=list(_TICKS), format=".2~g", labelExpr=_FRACTIONS),
    )


def _arrow(base: Any, field: str, way: str, colour: alt.Color) -> Any:
    arrow = base.mark_point(
        shape=f"triangle-{way}", filled=True, size=60, opacity=0.8, yOffset=_BELOW_PX
    )
    return arrow.encode(x=alt.X(field, type="quantitative"), color=colour)


def years_with_intervals(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    groups: Sequence[str],
    dark: bool = False,
    height: int = 260,
) -> Any:
    """Return cases by year as points with their intervals, the years of each period apart.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``label`` (the year), ``value``, ``low``, ``high`` and ``group``.
    label, value, low, high : str
        What the columns are called.
    groups : sequence of str
        First period, second period, the other years.
    dark : bool
        The light of the screen.
    height : int
        In pixels.
    """
    own = palette(dark=dark)
    named = dict(zip(groups, (own.ink, own.main, own.quiet), strict=True))
    shapes = dict(zip(groups, ("circle", "diamond", "cross"), strict=True))
    used = [each for each in groups if each in set(frame["group"])]
    colour = alt.Color(
        "group",
        type="nominal",
        title=None,
        scale=alt.Scale(domain=used, range=[named[each] for each in used]),
        legend=alt.Legend(symbolOpacity=1),
    )
    shape = alt.Shape(
        "group",
        type="nominal",
        title=None,
        scale=alt.Scale(domain=used, range=[shapes[each] for each in used]),
    )
    names = ("label", "value", "low", "high", "group")
    base = alt.Chart(records(frame, names), height=height).encode(
        x=alt.X(
            "label",
            type="ordinal",
            title=label,
            sort=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True),
        ),
        color=colour,
        tooltip=[
            alt.Tooltip("label", type="nominal", title=label),
            alt.Tooltip("value", type="quantitative", title=value, format=",d"),
            alt.Tooltip("low", type="quantitative", title=low, format=",.1f"),
            alt.Tooltip("high", type="quantitative", title=high, format=",.1f"),
        ],
    )
    rule = base.mark_rule(strokeWidth=2.5, opacity=0.55).encode(
        y=alt.Y(
            "low",
            type="quantitative",
            title=value,
            axis=alt.Axis(format=",d", tickMinStep=1, tickCount=5),
        ),
        y2="high",
    )
    point = base.mark_point(filled=True, size=90, opacity=1).encode(
        y=alt.Y("value", type="quantitative"), shape=shape
    )
    return rule + point
