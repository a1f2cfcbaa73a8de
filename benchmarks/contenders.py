"""Who draws the HTML file: our export, and five other ways that people take.

All show the same flows with their two names and their number of cases. The Leaflet peers get the
curves that our map draws, made beforehand and outside the measured time; deck.gl's peers draw
arcs of their own. All peers keep the base map that they have by default.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import folium
import pandas as pd
import pydeck
from branca.colormap import LinearColormap
from keplergl import KeplerGl

from benchmarks.chromium import CURVES, INSTANCES, LEAFLET
from benchmarks.lines import Lines
from routes.cases import Tables
from routes.publish import export_html
from routes.query import RouteQuery
from routes.release import build

CENTRE = (5.5, -73.0)
ZOOM = 4
RED = "#a83a41"
RAMP = ("#d98c7a", "#c2604f", "#a83a41", "#8c1d2f")
GENERATED_ON = date(2026, 1, 1)


@dataclass(frozen=True)
class Contender:
    """A way to make the file: its name, how it is built, how a painted page is recognised."""

    name: str
    build: Callable[[Tables, Lines], str]
    probe: str


def ours(tables: Tables, _: Lines) -> str:
    """Export the names and counts of all flows, base map included."""
    release = build(tables, RouteQuery(), audience="public", made_on=GENERATED_ON)
    return export_html(release, lang="es", detail="counts")


def polyline(_: Tables, lines: Lines) -> str:
    """Draw one folium object a flow."""
    return _polylines(lines, lines.latlon)


def polyline_straight(_: Tables, lines: Lines) -> str:
    """Draw one folium object a flow, of two points only: the least that folium can do."""
    return _polylines(lines, [[each[0], each[-1]] for each in lines.latlon])


def geojson(_: Tables, lines: Lines) -> str:
    """Draw all flows as one folium GeoJson."""
    figure = _folium_map()
    folium.GeoJson(
        lines.geometries,
        style_function=lambda feature: {
            "color": RED,
            "weight": _width(feature["properties"]["cases"]),
        },
        tooltip=folium.GeoJsonTooltip(["from_name", "to_name", "cases"]),
    ).add_to(figure)
    return _rendered(figure)


def explore(_: Tables, lines: Lines) -> str:
    """Let GeoPandas draw its frame."""
    figure = lines.geometries.explore(
        column="cases",
        cmap=LinearColormap(RAMP, vmin=1, vmax=int(lines.frame.cases.max())),
        tooltip=["from_name", "to_name", "cases"],
        location=CENTRE,
        zoom_start=ZOOM,
    )
    return _rendered(figure)


def pydeck_arcs(_: Tables, lines: Lines) -> str:
    """Draw all flows as one ArcLayer of pydeck."""
    layer = pydeck.Layer(
        "ArcLayer",
        lines.frame,
        get_source_position=["from_lon", "from_lat"],
        get_target_position=["to_lon", "to_lat"],
        get_source_color=[217, 140, 122],
        get_target_color=[140, 29, 47],
        get_width=2,
        pickable=True,
    )
    view = pydeck.ViewState(latitude=CENTRE[0], longitude=CENTRE[1], zoom=ZOOM - 1)
    tooltip: Any = {"text": "{from_name} → {to_name}: {cases}"}
    deck = pydeck.Deck(layers=[layer], initial_view_state=view, tooltip=tooltip)
    return str(deck.to_html(as_string=True))


def kepler(_: Tables, lines: Lines) -> str:
    """Draw all flows as an arc layer of kepler.gl."""
    frame = pd.DataFrame(lines.frame)
    config = {
        "version": "v1",
        "config": {
            "visState": {"layers": [_KEPLER_LAYER]},
            "mapState": {"latitude": CENTRE[0], "longitude": CENTRE[1], "zoom": ZOOM - 1},
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "kepler.html"
        with contextlib.redirect_stdout(io.StringIO()):
            KeplerGl(data={"flows": frame}, config=config).save_to_html(
                str(target), center_map=False
            )
        return target.read_text(encoding="utf-8")


_KEPLER_LAYER = {
    "id": "arcs",
    "type": "arc",
    "config": {
        "dataId": "flows",
        "label": "flows",
        "columns": {"lat0": "from_lat", "lng0": "from_lon", "lat1": "to_lat", "lng1": "to_lon"},
        "isVisible": True,
        "color": [168, 58, 65],
        "visConfig": {"thickness": 2, "opacity": 0.8},
    },
}

CONTENDERS = (
    Contender("ours", ours, CURVES),
    Contender("folium PolyLine", polyline, LEAFLET),
    Contender("folium PolyLine, two points", polyline_straight, LEAFLET),
    Contender("folium GeoJson", geojson, LEAFLET),
    Contender("GeoDataFrame.explore", explore, LEAFLET),
    Contender("pydeck ArcLayer", pydeck_arcs, INSTANCES),
    Contender("kepler.gl", kepler, INSTANCES),
)


def _polylines(lines: Lines, points: list[list[tuple[float, float]]]) -> str:
    figure = _folium_map()
    for each, name, cases in zip(points, lines.names(), lines.frame.cases, strict=True):
        folium.PolyLine(each, color=RED, weight=_width(cases), tooltip=f"{name}: {cases}").add_to(
            figure
        )
    return _rendered(figure)


def _folium_map() -> folium.Map:
    return folium.Map(location=CENTRE, zoom_start=ZOOM)


def _rendered(figure: folium.Map) -> str:
    return str(figure.get_root().render())


def _width(cases: int) -> int:
    return min(1 + int(cases) // 5, 5)
