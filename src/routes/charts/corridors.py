"""Corridors as schematic curves over the outline of the country and its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final

import altair as alt
import pandas as pd
import shapely
from shapely.geometry import mapping

from geo.layers import countries
from geo.lines import curve, distance_km
from geo.places import Place
from routes.charts.maps import BORDER, flat
from routes.charts.marks import BAR_PX, plain_text, records
from routes.charts.palette import Palette, palette

Way = tuple[str, Sequence[Place], bool]
"""The mark of a corridor, its places from the first to the last, and whether it is by sea."""

_FRAME: Final = (-82.2, -4.4, -64.6, 12.9)
"""West, south, east, north of the map."""

_BENDS: Final = (-0.06, -0.2, -0.06, -0.06, 0.12, -0.12)
_BY_SEA: Final = 0.12
"""How corridors bend so that they stay apart: schematic, not the path travelled."""

_MARK: Final = 0.4
"""Where on its longest part a corridor has its mark, from the start."""

_LETTER: Final = 0.23
_LINE: Final = 0.3
"""Degrees that a letter of a name is wide, and half a name is high."""

_AT: Final[Mapping[str, Any]] = {"longitude": "lon:Q", "latitude": "lat:Q"}


def corridor_map(
    ways: Sequence[Way], *, label: str, dark: bool = False, height: int = 460, lang: str = "es"
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
    spots = {place.id: place for _, stops, _ in ways for place in stops}
    layers = alt.layer(
        _land(own, dark=dark),
        _lines(ways, label, own),
        *_places(list(spots.values()), _ways(ways), own, dark=dark, lang=lang),
        *_marks(ways, label, own),
    )
    return flat(layers).properties(height=max(height, BAR_PX))


def _land(own: Palette, *, dark: bool) -> Any:
    ground = [{"type": "Feature", "geometry": shape, "home": home} for shape, home in _ground()]
    return (
        alt.Chart(alt.InlineData(values=ground))
        .mark_geoshape(stroke=own.line if dark else BORDER, strokeWidth=0.6)
        .encode(
            color=alt.Color(
                "home",
                type="nominal",
                scale=alt.Scale(domain=[True, False], range=_grounds(dark)),
                legend=None,
            )
        )
    )


def _lines(ways: Sequence[Way], label: str, own: Palette) -> Any:
    lines = [
        {
            "type": "Feature",
            "geometry": mapping(shapely.set_precision(_curve(ends, bend), 0.001)),
            "label": plain_text(mark),
        }
        for (mark, stops, _), bend in zip(ways, _bends(ways), strict=True)
        for ends in pairwise(stops)
    ]
    return (
        alt.Chart(alt.InlineData(values=lines))
        .mark_geoshape(filled=False, stroke=own.cool, strokeWidth=2.6)
        .encode(tooltip=_tip(label))
    )


def _places(
    spots: Sequence[Place], lines: Any, own: Palette, *, dark: bool, lang: str
) -> list[Any]:
    """Return the places of the corridors as points, with their names in a halo."""
    named = pd.DataFrame(
        {
            "label": [each.name(lang) for each in spots],
            "side": _sides([(each, each.name(lang)) for each in spots], lines),
            "lon": [each.lon for each in spots],
            "lat": [each.lat for each in spots],
        }
    )
    point = alt.Chart(records(named, ("label", "lon", "lat"))).mark_circle(
        size=46, color=own.ink, opacity=1
    )
    parts = [point.encode(**_AT)]
    for side, dx in (("left", 7), ("right", -7)):
        there = alt.Chart(records(named[named["side"] == side], ("label", "lon", "lat")))
        word: dict[str, Any] = {"align": side, "dx": dx, "dy": 4, "fontSize": 12}
        halo = there.mark_text(**word, stroke=_grounds(dark)[0], strokeWidth=3, opacity=0.9)
        parts += [
            each.encode(**_AT, text=alt.Text("label", type="nominal"))
            for each in (halo, there.mark_text(**word, color=own.ink))
        ]
    return parts


def _marks(ways: Sequence[Way], label: str, own: Palette) -> list[Any]:
    marks = []
    for (mark, stops, _), bend in zip(ways, _bends(ways), strict=True):
        line = _curve(max(pairwise(stops), key=_length), bend)
        middle = line.interpolate(_MARK, normalized=True)
        marks.append({"lon": middle.x, "lat": middle.y, "label": plain_text(mark)})
    base = alt.Chart(alt.InlineData(values=marks)).encode(**_AT, tooltip=_tip(label))
    pill = base.mark_circle(size=430, color=own.cool, opacity=1)
    number = base.mark_text(color=own.card, fontSize=12, fontWeight=600)
    return [pill, number.encode(text=alt.Text("label", type="nominal"))]


def _bends(ways: Sequence[Way]) -> list[float]:
    return [
        _BY_SEA if by_sea else _BENDS[number % len(_BENDS)]
        for number, (_, _, by_sea) in enumerate(ways)
    ]


def _curve(ends: tuple[Place, Place], bend: float) -> Any:
    start, end = ends
    return curve((start.lon, start.lat), (end.lon, end.lat), bend=bend, points=24)


def _ways(ways: Sequence[Way]) -> Any:
    """Return all lines as one geometry, in degrees."""
    return shapely.union_all(
        [
            _curve(ends, bend)
            for (_, stops, _), bend in zip(ways, _bends(ways), strict=True)
            for ends in pairwise(stops)
        ]
    )


def _tip(label: str) -> list[alt.Tooltip]:
    return [alt.Tooltip("label", type="nominal", title=label)]


def _length(ends: tuple[Place, Place]) -> float:
    start, end = ends
    return distance_km(start.lon, start.lat, end.lon, end.lat)


def _sides(names: Sequence[tuple[Place, str]], lines: Any) -> list[str]:
    """Return how each name stands at its place: before it where behind it there is less room."""
    sides: list[str] = []
    taken: list[Any] = []
    for place, name in names:
        long = _LETTER * (len(name) + 1)
        # What touches a place itself is the end of its line, not a crossing.
        behind = _box(place, _LETTER, long)
        before = _box(place, -long, -_LETTER)
        is_before = _crossed(before, lines, taken) < _crossed(behind, lines, taken)
        sides.append("right" if is_before else "left")
        taken.append(before if is_before else behind)
    return sides


def _box(place: Place, west: float, east: float) -> Any:
    return shapely.box(place.lon + west, place.lat - _LINE, place.lon + east, place.lat + _LINE)


def _crossed(box: Any, lines: Any, taken: Sequence[Any]) -> float:
    """Return how much a name would be crossed, by lines, by other names or by the frame."""
    names = sum(box.intersection(each).area for each in taken)
    out = box.area - box.intersection(shapely.box(*_FRAME)).area
    return float(lines.intersection(box).length + 4 * (names + out))


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
