"""The departments of the country coloured by classes of counts or of rates.

Shapes are drawn as they are in degrees, which near the equator looks right: north is up and
nothing is projected. A department is coloured by its code; no position is ever asked which
department it lies in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape

from geo.layers import departments
from routes.charts.marks import amount_format, plain_text
from routes.charts.palette import Palette, palette

_FINE: Final = 0.02
_COARSE: Final = 0.14
"""Degrees by which borders are simplified, together, for a large map and for a small one."""

_SMALLEST: Final = 0.002
"""Square degrees that an island must have to be drawn, about 25 km²: Malpelo has less."""

_ISLANDS: Final = "CO-SAP"
_ISLAND: Final = "San Andrés"
_INSET: Final = (-78.2, 11.9)
"""San Andrés is too small and too far out to be seen: it is a dot, drawn nearer, with its name."""

BORDER: Final = "#b3ab9a"
"""Of land on a light ground."""

_FEW: Final = {False: "#dcd5c4", True: "#4b4a44"}
"""By the light: warm, so that it is no class of the cool ramp; a ring marks it besides."""


def choropleth(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    classes: Sequence[str],
    none: str,
    few: str = "",
    dark: bool = False,
    width: int | None = None,
    height: int = 460,
    title: str = "",
    small: bool = False,
) -> Any:
    """Return the departments coloured by their class.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``id`` (ISO 3166-2), ``label`` (str), ``class`` (one of `classes`, `none` or `few`), and
        ``value`` (whole number) or ``said`` (the value in words), a row for each department.
    label, value : str
        What these are called, with the unit.
    classes : sequence of str
        From few to many; none of them twice.
    none, few : str
        What is said of departments without a count, and of those with too few to tell, which
        have a ring; no department is the latter where it is left out.
    dark : bool
        The light of the screen.
    width, height : int
        In pixels; as wide as there is room where `width` is left out.
    title : str
        Written over the map.
    small : bool
        Whether borders may be coarse, and the legend is left to a larger map.
    """
    own = palette(dark=dark)
    rows, dots = _rows(frame, small=small)
    colours = {none: own.empty, **({few: _FEW[dark]} if few else {})} | _ramp(classes, own)
    colour = _colour(colours, value, small=small)
    tips = _tips(frame, label, value)
    land = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_geoshape(stroke=own.card if dark else BORDER, strokeWidth=0.4 if small else 0.7)
        .encode(color=colour, tooltip=tips)
    )
    inset = _at(dots)
    spot = inset.mark_circle(
        size=26 if small else 130, stroke=own.quiet, strokeWidth=0.7, opacity=1
    ).encode(color=colour, tooltip=tips)
    parts = [land, spot]
    if few:
        parts.append(_rings(frame[frame["class"] == few], own, small=small))
    if not small:
        name = inset.mark_text(dy=15, color=own.quiet, fontSize=11)
        parts.append(name.encode(text=alt.Text("name", type="nominal")))
    size = {"height": height} | ({"width": width} if width else {})
    layers = flat(alt.layer(*parts)).properties(**size)
    if not title:
        return layers
    return layers.properties(title=alt.Title(title, fontSize=12, anchor="middle"))


def flat(chart: Any) -> Any:
    """Return a map as it is in degrees, with the north up."""
    return chart.project(type="identity", reflectY=True)


def _rows(frame: pd.DataFrame, *, small: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the shapes with what is said of them, and the islands as a dot."""
    shapes = _departments(_COARSE if small else _FINE)
    rows, dots = [], []
    for row in frame.to_dict("records"):
        said = {"label": plain_text(row["label"]), "class": row["class"]}
        said |= {"said": row["said"]} if "said" in row else {"value": int(row["value"])}
        if row["id"] == _ISLANDS:
            dots.append({"lon": _INSET[0], "lat": _INSET[1], "name": _ISLAND, **said})
        else:
            rows.append({"type": "Feature", "geometry": shapes[row["id"]], **said})
    return rows, dots


def _at(points: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Chart(alt.InlineData(values=list(points))).encode(
        longitude="lon:Q", latitude="lat:Q"
    )


def _rings(few: pd.DataFrame, own: Palette, *, small: bool) -> Any:
    """Mark the departments with too few to tell, for those who do not see their colour."""
    places = _middles()
    points = [dict(zip(("lon", "lat"), places[each], strict=True)) for each in few["id"]]
    return _at(points).mark_point(
        shape="circle",
        size=7 if small else 42,
        stroke=own.quiet,
        strokeWidth=0.7 if small else 1.3,
        opacity=1,
    )


def _ramp(classes: Sequence[str], own: Palette) -> dict[str, str]:
    count = len(classes)
    return {each: own.cool_ramp[_step(place, count)] for place, each in enumerate(classes)}


def _step(place: int, count: int) -> int:
    """Return which of the five colours a class has: the largest always the strongest."""
    return 4 if count == 1 else round(place * 4 / (count - 1))


def _colour(colours: Mapping[str, str], title: str, *, small: bool) -> alt.Color:
    return alt.Color(
        "class",
        type="nominal",
        title=title,
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=None if small else alt.Legend(columns=3),
    )


def _tips(frame: pd.DataFrame, label: str, value: str) -> list[alt.Tooltip]:
    named = alt.Tooltip("label", type="nominal", title=label)
    if "said" in frame:
        return [named, alt.Tooltip("said", type="nominal", title=value)]
    number = amount_format(decimals=False)
    return [named, alt.Tooltip("value", type="quantitative", title=value, format=number)]


@cache
def _departments(tolerance: float) -> Mapping[str, Any]:
    layer = departments()
    simple = layer.geometry.simplify_coverage(tolerance)
    return {
        iso: mapping(shapely.set_precision(_mainland(each), 0.001))
        for iso, each in zip(layer["iso"], simple, strict=True)
    }


@cache
def _middles() -> Mapping[str, tuple[float, float]]:
    """Return a point well inside each department, as it is drawn."""
    found = {}
    for iso, outline in _departments(_COARSE).items():
        inside = shape(outline)
        if isinstance(inside, Polygon | MultiPolygon) and not inside.is_empty:
            middle = shapely.maximum_inscribed_circle(inside, tolerance=0.05).coords[0]
            found[iso] = (round(middle[0], 2), round(middle[1], 2))
    return found | {_ISLANDS: _INSET}


def _mainland(whole: Any) -> Any:
    """Return a shape without its smallest islands, which would make the map wide and empty."""
    parts = [each for each in getattr(whole, "geoms", [whole]) if each.area > _SMALLEST]
    return MultiPolygon(parts) if parts else whole
