"""What the two apps have in common: their lines, their base map and their one filter."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import folium
import streamlit as st

ASSETS = os.environ["BENCH_ASSETS"]
FOLDER = Path(os.environ["BENCH_FOLDER"])
TILES = os.environ.get("BENCH_BASE") == "tiles"
RED = "#a83a41"

st.set_page_config(layout="wide")
for kind in (folium.Map, folium.GeoJson):
    for links in ("default_js", "default_css"):
        addresses = getattr(kind, links, [])
        local = [(name, url.replace("https://", f"{ASSETS}/cdn/")) for name, url in addresses]
        setattr(kind, links, local)


@st.cache_data
def read(name: str) -> Any:
    """Read a JSON file of the comparison once."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def chosen_lines() -> list[tuple[str, int, list[list[float]]]]:
    """Draw the filter and return the lines that it leaves."""
    options = read("options.json")
    chosen = st.sidebar.pills(
        "Transport",
        list(options),
        format_func=options.__getitem__,
        selection_mode="multi",
        key="filter_mode",
    )
    return read("lines.json")[",".join(sorted(chosen))]


def base_map() -> folium.Map:
    """Make a map with countries and departments, or with tiles."""
    if TILES:
        tiles = f"{ASSETS}/cdn/tile.openstreetmap.org/{{z}}/{{x}}/{{y}}.png"
        return folium.Map(location=(5.5, -73.0), zoom_start=5, tiles=tiles, attr="tiles")
    figure = folium.Map(location=(5.5, -73.0), zoom_start=5, tiles=None)
    for name in ("countries.json", "departments.json"):
        folium.GeoJson(
            read(name),
            style_function=lambda _: {"color": "#b3ab9a", "weight": 1, "fillColor": "#f1efe9"},
        ).add_to(figure)
    return figure


def add_lines(target: folium.Map | folium.FeatureGroup) -> None:
    """Add the chosen lines to a map or to a group."""
    for name, cases, points in chosen_lines():
        width = min(1 + cases // 5, 5)
        folium.PolyLine(points, color=RED, weight=width, tooltip=f"{name}: {cases}").add_to(target)
