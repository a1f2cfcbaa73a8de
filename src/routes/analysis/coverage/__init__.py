"""Which crossings and hubs cover most documented routes, and how sure that is.

Documented, not all: what is counted are routes that became known. And controls displace: whoever
is stopped at one crossing may take the next.
"""

from routes.analysis.coverage.answering import MOST, behind, coverage
from routes.analysis.coverage.displacement import (
    REACH_KM,
    Displacement,
    Elsewhere,
    displacement,
)
from routes.analysis.coverage.model import (
    NEAR,
    OFFERED,
    REASONS,
    WEIGHTS,
    Choice,
    Coverage,
    Gap,
    Offered,
    Pick,
    Site,
    Weight,
)
from routes.analysis.coverage.stability import (
    CancelledError,
    Share,
    Stability,
    Weaker,
    stability,
    weaker,
)

__all__ = [
    "MOST",
    "NEAR",
    "OFFERED",
    "REACH_KM",
    "REASONS",
    "WEIGHTS",
    "CancelledError",
    "Choice",
    "Coverage",
    "Displacement",
    "Elsewhere",
    "Gap",
    "Offered",
    "Pick",
    "Share",
    "Site",
    "Stability",
    "Weaker",
    "Weight",
    "behind",
    "coverage",
    "displacement",
    "stability",
    "weaker",
]
