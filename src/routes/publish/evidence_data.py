"""What supports each case, in both languages at once and without repetition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from routes.cases import Tables
from routes.evidence import (
    CaseEvidence,
    EventEvidence,
    FigureEvidence,
    LegEvidence,
    SourceRef,
    StopEvidence,
    evidence,
)

Both = str | list[str]

HEADLINE: Final = (
    "victims",
    "minors",
    "women",
    "girls",
    "arrests",
    "assets",
    "asset_value_cop",
)
"""The measures that the page shows. What it does not show, it does not hold."""


@dataclass
class EvidenceData:
    """Cases and their sources as JSON values; a case names a source by its position.

    A text that differs between the languages is a list of the Spanish and the English one.
    """

    cases: list[dict[str, Any]] = field(default_factory=list)
    sources: list[list[Any]] = field(default_factory=list)
    place_ids: set[str] = field(default_factory=set)


def evidence_data(tables: Tables, case_ids: Sequence[str]) -> EvidenceData:
    """Gather what supports some cases.

    Parameters
    ----------
    tables : Tables
        The case tables.
    case_ids : sequence of str
        The cases, in the order wanted.
    """
    return _Gathering().gather(
        evidence(tables, case_ids, lang="es"), evidence(tables, case_ids, lang="en")
    )


class _Gathering:
    def __init__(self) -> None:
        self.data = EvidenceData()
        self.position: dict[str, int] = {}

    def gather(
        self, spanish: Sequence[CaseEvidence], english: Sequence[CaseEvidence]
    ) -> EvidenceData:
        pairs = zip(spanish, english, strict=True)
        self.data.cases = [self._case(es, en) for es, en in pairs]
        return self.data

    def _case(self, es: CaseEvidence, en: CaseEvidence) -> dict[str, Any]:
        routes = zip(es.routes, en.routes, strict=True)
        return {
            "name": es.name,
            "status": es.status,
            "counted": int(es.counted),
            "authority": es.authority,
            "period": [es.period_start, es.period_end, es.date_precision],
            "purposes": list(es.purposes),
            "summary": _both(es.summary, en.summary),
            "note": _both(es.note, en.note),
            "identity": _both(es.identity_note, en.identity_note),
            "inferred": [self._source(ref) for ref in es.sources if ref.identity_inferred],
            "routes": [
                {
                    "stops": [
                        self._stop(one, two) for one, two in zip(r.stops, s.stops, strict=True)
                    ],
                    "legs": [self._leg(one, two) for one, two in zip(r.legs, s.legs, strict=True)],
                }
                for r, s in routes
            ],
            "figures": [
                self._figure(a, b)
                for a, b in zip(es.figures, en.figures, strict=True)
                if a.measure in HEADLINE
            ],
            "events": [self._event(a, b) for a, b in zip(es.events, en.events, strict=True)],
            "sources": [self._source(ref) for ref in es.sources],
        }

    def _stop(self, es: StopEvidence, en: StopEvidence) -> list[Any]:
        return [
            self._place(es.place.id),
            es.role,
            es.evidence,
            es.credibility,
            self._source(es.source),
            _both(es.note, en.note),
        ]

    def _leg(self, es: LegEvidence, en: LegEvidence) -> list[Any]:
        notes = [_both(a, b) for a, b in zip(es.notes, en.notes, strict=True)]
        sources = [self._source(ref) for ref in es.sources]
        return [
            self._place(es.origin.id),
            self._place(es.destination.id),
            es.evidence,
            es.mode,
            es.credibility,
            sources,
            notes,
        ]

    def _figure(self, es: FigureEvidence, en: FigureEvidence) -> list[Any]:
        readings = [
            [
                one.value,
                one.qualifier,
                list(one.nationality),
                int(one.preferred),
                self._source(one.source),
                _both(one.note, two.note),
            ]
            for one, two in zip(es.readings, en.readings, strict=True)
        ]
        for reading in es.readings:
            self.data.place_ids.update(reading.nationality)
        return [es.measure, int(es.conflict), readings]

    def _event(self, es: EventEvidence, en: EventEvidence) -> list[Any]:
        return [
            es.event,
            self._place(es.place.id),
            es.happened_on,
            es.date_precision,
            self._source(es.source),
            _both(es.note, en.note),
        ]

    def _place(self, place_id: str) -> str:
        self.data.place_ids.add(place_id)
        return place_id

    def _source(self, ref: SourceRef) -> int:
        if ref.id not in self.position:
            self.position[ref.id] = len(self.data.sources)
            row = [ref.publisher, ref.title, ref.url, ref.published_on]
            self.data.sources.append([*row, ref.date_precision, ref.reliability, ref.note])
        return self.position[ref.id]


def _both(es: str, en: str) -> Both:
    return es if es == en else [es, en]
