"""Charts on the outline of the country: departments by classes of counts, and corridors.

Shapes are drawn as they are in degrees, which near the equator looks right: north is up and
nothing is projected. A department is coloured by its code; no position is ever asked which
department it lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final

import altair as alt
import pandas as pd
import shapely
from shapely.geometry import mapping

from geo.layers import countries, departments
from geo.lines import curve, distance_km
from geo.places import Place
from routes.charts.marks import BAR_PX, amount_format, plain_text, records
from routes.charts.palette import palette

_FINE: Final = 0.02
_COARSE: Final = 0.14
"""Degrees by which borders are simplified, together, for a large map and for a small one."""

_SMALLEST: Final = 0.002
"""Square degrees that an island must have to be drawn, about 25 km²: Malpelo has less."""

_FRAME: Final = (-82.2, -4.4, -64.6, 12.9)
"""West, south, east, north of the map of corridors."""

_ISLANDS: Final = "CO-SAP"
_ISLAND: Final = "San Andrés"
_INSET: Final = (-78.2, 11.9)
"""San Andrés is too small and too far out to be seen: it is a dot, drawn nearer, with its name."""

_BENDS: Final = (-0.06, -0.2, -0.06, -0.06, 0.12, -0.12)
_BY_SEA: Final = 0.12
"""How corridors bend so that they stay apart: schematic, not the path travelled."""

_MARK: Final = 0.4
"""Where on its longest part a corridor has its mark, from the start."""

_EAST: Final = -68.0
"""East of here a name has no room behind its place."""

_CLOSE: Final = 1.2
"""Degrees within which the names of two places would run into each other."""


def choropleth(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    classes: Sequence[str],
    none: str,
    dark: bool = False,
    decimals: bool = False,
    width: int | None = None,
    height: int = 460,
    title: str = "",
    small: bool = False,
) -> Any:
    """Return the departments coloured by their class.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``id`` (ISO 3166-2), ``label`` (str), ``value`` (number) and ``class`` (one of `classes`,
        or `none`), a row for each department.
    label, value : str
        What these are called, with the unit.
    classes : sequence of str
        From few to many; none of them twice.
    none : str
        What is said of departments without a count.
    dark : bool
        The light of the screen.
    decimals : bool
        Whether the values are more than whole numbers.
    width, height : int
        In pixels; as wide as there is room where `width` is left out.
    title : str
        Written over the map.
    small : bool
        Whether borders may be coarse, and the legend is left to a larger map.
    """
    own = palette(dark=dark)
    shapes = _departments(_COARSE if small else _FINE)
    rows, dots = [], []
    for row in frame.to_dict("records"):
        said = {"label": plain_text(row["label"]), "value": float(row["value"])}
        said["class"] = row["class"]
        if row["id"] == _ISLANDS:
            dots.append({"lon": _INSET[0], "lat": _INSET[1], "name": _ISLAND, **said})
        else:
            rows.append({"type": "Feature", "geometry": shapes[row["id"]], **said})
    few = len(classes)
    ramp = [own.cool_ramp[_step(place, few)] for place in range(few)]
    colour = alt.Color(
        "class",
        type="nominal",
        title=value,
        scale=alt.Scale(domain=[none, *classes], range=[own.empty, *ramp]),
        legend=None if small else alt.Legend(columns=3),
    )
    tips = [
        alt.Tooltip("label", type="nominal", title=label),
        alt.Tooltip("value", type="quantitative", title=value, format=amount_format(decimals)),
    ]
    size = {"height": height} | ({"width": width} if width else {})
    map_ = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_geoshape(stroke=own.card if dark else "#b3ab9a", strokeWidth=0.4 if small else 0.7)
        .encode(color=colour, tooltip=tips)
    )
    inset = alt.Chart(alt.InlineData(values=dots)).encode(longitude="lon:Q", latitude="lat:Q")
    spot = inset.mark_circle(
        size=26 if small else 130, stroke=own.quiet, strokeWidth=0.7, opacity=1
    ).encode(color=colour, tooltip=tips)
    parts = [map_, spot]
    if not small:
        name = inset.mark_text(dy=15, color=own.quiet, fontSize=11)
        parts.append(name.encode(text=alt.Text("name", type="nominal")))
    layers = _flat(alt.layer(*parts)).properties(**size)
    if not title:
        return layers
    return layers.properties(title=alt.Title(title, fontSize=12, anchor="middle"))


def _step(place: int, count: int) -> int:
    """Return which of the five colours a class has: the largest always the strongest."""
    return 4 if count == 1 else round(place * 4 / (count - 1))


@cache
def _departments(tolerance: float) -> Mapping[str, Any]:
    layer = departments()
    simple = layer.geometry.simplify_coverage(tolerance)
    return {
        iso: mapping(shapely.set_precision(_mainland(shape), 0.001))
        for iso, shape in zip(layer["iso"], simple, strict=True)
    }


def _mainland(shape: Any) -> Any:
    """Return a shape without its smallest islands, which would make the map wide and empty."""
    parts = [each for each in getattr(shape, "geoms", [shape]) if each.area > _SMALLEST]
    return shapely.MultiPolygon(parts) if parts else shape


def corridor_map(
    ways: Sequence[tuple[str, Sequence[Place], bool]],
    *,
    label: str,
    dark: bool = False,
    height: int = 520,
    lang: str = "es",
) -> Any:
    """Return corridors as schematic curves over the outline of the country and its neighbours.

    Parameters
    ----------
    ways : sequence of (str, sequence of Place, bool)
        The mark of each corridor, its places from the first to the last, and whether it is by
        sea, which here lies to the west.
    label : str
        What a corridor is called.
    dark : bool
        The light of the screen.
    height : int
        In pixels.
    lang : {"es", "en"}
        Of the names of places.
    """
    own = palette(dark=dark)
    lines, marks = [], []
    spots: dict[str, Place] = {}
    for number, (mark, stops, by_sea) in enumerate(ways):
        bend = _BY_SEA if by_sea else _BENDS[number % len(_BENDS)]
        for start, end in pairwise(stops):
            line = curve((start.lon, start.lat), (end.lon, end.lat), bend=bend, points=24)
            shape = mapping(shapely.set_precision(line, 0.001))
            lines.append({"type": "Feature", "geometry": shape, "label": plain_text(mark)})
        start, end = max(pairwise(stops), key=_length)
        line = curve((start.lon, start.lat), (end.lon, end.lat), bend=bend, points=24)
        middle = line.interpolate(_MARK, normalized=True)
        marks.append({"lon": middle.x, "lat": middle.y, "label": plain_text(mark)})
        spots |= {each.id: each for each in stops}
    tip = [alt.Tooltip("label", type="nominal", title=label)]
    named = pd.DataFrame(
        {
            "label": [each.name(lang) for each in spots.values()],
            "side": [_side(each, spots.values()) for each in spots.values()],
            "lon": [each.lon for each in spots.values()],
            "lat": [each.lat for each in spots.values()],
        }
    )
    ground = [{"type": "Feature", "geometry": shape, "home": home} for shape, home in _ground()]
    land = (
        alt.Chart(alt.InlineData(values=ground))
        .mark_geoshape(stroke=own.line if dark else "#b3ab9a", strokeWidth=0.6)
        .encode(
            color=alt.Color(
                "home",
                type="nominal",
                scale=alt.Scale(domain=[True, False], range=_grounds(dark)),
                legend=None,
            )
        )
    )
    ways_ = (
        alt.Chart(alt.InlineData(values=lines))
        .mark_geoshape(filled=False, stroke=own.cool, strokeWidth=2.6)
        .encode(tooltip=tip)
    )
    place = alt.Chart(records(named, ("label", "lon", "lat")))
    point = place.mark_circle(size=46, color=own.ink, opacity=1).encode(
        longitude="lon:Q", latitude="lat:Q"
    )
    name = []
    for side, dx in (("left", 7), ("right", -7)):
        there = alt.Chart(records(named[named["side"] == side], ("label", "lon", "lat")))
        word: dict[str, Any] = {"align": side, "dx": dx, "dy": 4, "fontSize": 12}
        halo = there.mark_text(**word, stroke=_grounds(dark)[0], strokeWidth=3, opacity=0.9)
        name += [
            each.encode(longitude="lon:Q", latitude="lat:Q", text=alt.Text("label", type="nominal"))
            for each in (halo, there.mark_text(**word, color=own.ink))
        ]
    mark_ = alt.Chart(alt.InlineData(values=marks))
    pill = mark_.mark_circle(size=430, color=own.cool, opacity=1).encode(
        longitude="lon:Q", latitude="lat:Q", tooltip=tip
    )
    number_ = mark_.mark_text(color=own.card, fontSize=12, fontWeight=600).encode(
        longitude="lon:Q", latitude="lat:Q", text=alt.Text("label", type="nominal"), tooltip=tip
    )
    layers = alt.layer(land, ways_, point, *name, pill, number_)
    return _flat(layers).properties(height=max(height, BAR_PX))


def _flat(chart: Any) -> Any:
    """Return a map as it is in degrees, with the north up."""
    return chart.project(type="identity", reflectY=True)


def _length(ends: tuple[Place, Place]) -> float:
    start, end = ends
    return distance_km(start.lon, start.lat, end.lon, end.lat)


def _side(place: Place, others: Iterable[Place]) -> str:
    """Return how a name stands at its place: before it where another follows close by."""
    crowded = any(
        0 < other.lon - place.lon < _CLOSE and abs(other.lat - place.lat) < _CLOSE
        for other in others
    )
    return "right" if crowded or place.lon > _EAST else "left"


def _grounds(dark: bool) -> list[str]:
    return ["#26313b", "#1c262f"] if dark else ["#e7e3d8", "#f1efe9"]


@cache
def _ground() -> tuple[tuple[Any, bool], ...]:
    """Return the land in the frame: the country (True) and what lies around it."""
    frame = shapely.box(*_FRAME)
    layer = countries()
    near = layer[layer.intersects(frame)]
    return tuple(
        (mapping(shapely.set_precision(shape.intersection(frame), 0.01)), iso == "COL")
        for iso, shape in zip(near["iso3"], near.geometry, strict=True)
    )
