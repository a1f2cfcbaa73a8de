"""Corridors: documented ways with the same origin, gate and destination, and what is known of them.

See `corridors` for what exactly a corridor is.
"""

from routes.analysis.corridors.areas import BORDER_ZONE, area, area_name, in_zone
from routes.analysis.corridors.facts import (
    DOUBTFUL_GRADE,
    LISTS,
    UNKNOWNS,
    Facts,
    Share,
    SourceUse,
    Year,
    facts,
)
from routes.analysis.corridors.grouping import corridors
from routes.analysis.corridors.model import MARK, Corridor, Corridors, Loose, Way
from routes.analysis.corridors.single import corridor
from routes.analysis.corridors.statements import Doubt, doubt, loose_in, routes_in

__all__ = [
    "BORDER_ZONE",
    "DOUBTFUL_GRADE",
    "LISTS",
    "MARK",
    "UNKNOWNS",
    "Corridor",
    "Corridors",
    "Doubt",
    "Facts",
    "Loose",
    "Share",
    "SourceUse",
    "Way",
    "Year",
    "area",
    "area_name",
    "corridor",
    "corridors",
    "doubt",
    "facts",
    "in_zone",
    "loose_in",
    "routes_in",
]
