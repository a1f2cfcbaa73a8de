"""The earth of the product: layers, places and lines. It knows nothing of trafficking.

Coordinates are degrees in EPSG:4326, axis order (longitude, latitude), unless a docstring says
otherwise.
"""

from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
"""The folder of the facts."""
