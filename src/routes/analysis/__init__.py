"""What the cases add up to: totals, an origin × destination matrix, counts by filter option."""

from routes.analysis.facets import facets
from routes.analysis.matrix import matrix
from routes.analysis.totals import Conflict, Reading, Total, Totals, conflicts, totals

__all__ = [
    "Conflict",
    "Reading",
    "Total",
    "Totals",
    "conflicts",
    "facets",
    "matrix",
    "totals",
]
