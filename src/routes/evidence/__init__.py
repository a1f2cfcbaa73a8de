"""What supports each case: its routes, figures and events with their sources.

Data only, for the evidence panel, the case pages and the exported file. Text comes out as it
stands in the tables: whoever shows it must show it as text.
"""

from routes.evidence.gathering import evidence
from routes.evidence.model import (
    CaseEvidence,
    EventEvidence,
    FigureEvidence,
    LegEvidence,
    PlaceRef,
    Reading,
    RouteEvidence,
    SourceRef,
    StopEvidence,
)

__all__ = [
    "CaseEvidence",
    "EventEvidence",
    "FigureEvidence",
    "LegEvidence",
    "PlaceRef",
    "Reading",
    "RouteEvidence",
    "SourceRef",
    "StopEvidence",
    "evidence",
]
