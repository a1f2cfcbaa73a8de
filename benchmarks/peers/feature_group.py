"""The advised way: the map stays the same, the lines come as a feature group."""

import sys
from pathlib import Path

import folium
from streamlit_folium import st_folium

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.peers.drawing import add_lines, base_map

group = folium.FeatureGroup()
add_lines(group)
st_folium(
    base_map(),
    key="map",
    height=620,
    use_container_width=True,
    returned_objects=[],
    feature_group_to_add=group,
)
