"""The plain way: a new map with all its lines on every run."""

import sys
from pathlib import Path

from streamlit_folium import st_folium

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.peers.drawing import add_lines, base_map

figure = base_map()
add_lines(figure)
st_folium(figure, key="map", height=620, use_container_width=True, returned_objects=[])
