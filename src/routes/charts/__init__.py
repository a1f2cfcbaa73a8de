"""Charts of counts, in the product's own colours and lettering, and the files made of them.

A chart is made of rows with fixed names (``label``, ``value``, ``group`` …), drawn by `themed` in
the language and the light of the screen, and saved by `as_svg` and `as_png` as on paper.
"""

from routes.charts.corridors import corridor_map
from routes.charts.maps import choropleth
from routes.charts.marks import bars, columns, intervals, lines
from routes.charts.palette import DARK, LIGHT, Palette
from routes.charts.saving import as_csv, as_png, as_svg
from routes.charts.theme import themed

__all__ = [
    "DARK",
    "LIGHT",
    "Palette",
    "as_csv",
    "as_png",
    "as_svg",
    "bars",
    "choropleth",
    "columns",
    "corridor_map",
    "intervals",
    "lines",
    "themed",
]
