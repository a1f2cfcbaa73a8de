"""What the cases add up to: totals, a matrix, counts by filter option; and how good they are."""

from routes.analysis.facets import facets
from routes.analysis.matrix import matrix
from routes.analysis.quality import Gap, Quality, Spread, quality
from routes.analysis.totals import Conflict, Reading, Total, Totals, conflicts, totals

__all__ = [
    "Conflict",
    "Gap",
    "Quality",
    "Reading",
    "Spread",
    "Total",
    "Totals",
    "conflicts",
    "facets",
    "matrix",
    "quality",
    "totals",
]
