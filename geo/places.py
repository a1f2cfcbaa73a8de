"""Places by code and by name.

The registry is ``data/places/places.csv``; other names that people write are in ``aliases.csv``.
What the registry lacks is looked up among the settlements of GeoNames (see `geo.gazetteer`).
"""

from geo.atlas import (
    LEVELS,
    Language,
    Level,
    Place,
    at_level,
    known,
    place,
    places,
    within,
)
from geo.finding import Match, extract, find
from geo.searching import search

__all__ = [
    "LEVELS",
    "Language",
    "Level",
    "Match",
    "Place",
    "at_level",
    "extract",
    "find",
    "known",
    "place",
    "places",
    "search",
    "within",
]
