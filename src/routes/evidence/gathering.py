"""Gathering what the tables hold of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any

import pandas as pd

from geo.places import places
from routes.cases.model import LIST_SEPARATOR, Tables
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

Row = Mapping[str, Any]


def evidence(tables: Tables, case_ids: Iterable[str], *, lang: str) -> list[CaseEvidence]:
    """Gather what supports some cases.

    Parameters
    ----------
    tables : Tables
        The case tables.
    case_ids : iterable of str
        The cases wanted; unknown ones are left out, repeated ones given once.
    lang : {"es", "en"}
        Language of summaries, notes and place names; where a text stands in the other
        language only, that is given.

    Returns
    -------
    list of CaseEvidence
        In the order of `case_ids`.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> (case,) = evidence(bundled(), ["nemesis"], lang="en")
    >>> [(r.value, r.source.publisher) for r in case.figures[0].readings]
    [(10, 'Fiscalía General de la Nación (Colombia)'), (10, 'El Heraldo')]
    """
    wanted = list(dict.fromkeys(case_ids))
    cases = {row["case_id"]: row for row in _rows(tables.cases, wanted)}
    parts = {
        name: _by_case(_rows(tables.table(name), wanted)) for name in ("stops", "events", "figures")
    }
    used = {row["source_id"] for rows in parts.values() for part in rows.values() for row in part}
    sources = {row["source_id"]: row for row in _rows(tables.sources, list(used), "source_id")}
    return [
        _case(
            cases[case_id],
            {name: rows.get(case_id, []) for name, rows in parts.items()},
            sources,
            lang,
        )
        for case_id in wanted
        if case_id in cases
    ]


def _rows(frame: pd.DataFrame, wanted: list[str], key: str = "case_id") -> list[Row]:
    chosen: list[Row] = frame[frame[key].isin(wanted)].to_dict("records")  # type: ignore[assignment]
    return chosen


def _by_case(rows: list[Row]) -> dict[str, list[Row]]:
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row["case_id"], []).append(row)
    return parts


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())


def _text(row: Row, name: str, lang: str) -> str:
    other = "en" if lang == "es" else "es"
    return str(row[f"{name}_{lang}"] or row[f"{name}_{other}"])


def _place(place_id: str, lang: str) -> PlaceRef:
    place = places()[place_id]
    return PlaceRef(place.id, place.name(lang), place.level, place.country)


def _source(row: Row, case: Row) -> SourceRef:
    url = str(row["url"])
    return SourceRef(
        id=row["source_id"],
        publisher=row["publisher"],
        title=row["title"],
        url=url if url.lower().startswith(("http://", "https://")) else "",
        published_on=row["published_on"],
        date_precision=row["date_precision"],
        language=row["language"],
        reliability=row["reliability"],
        note=row["note"],
        identity_inferred=row["source_id"] in _codes(case["identity_inferred"]),
    )


def _case(
    case: Row, parts: Mapping[str, list[Row]], sources: Mapping[str, Row], lang: str
) -> CaseEvidence:
    used = [row["source_id"] for rows in parts.values() for row in rows]
    refs = {source_id: _source(sources[source_id], case) for source_id in dict.fromkeys(used)}
    return CaseEvidence(
        case_id=case["case_id"],
        name=case["name"],
        kind=case["kind"],
        status=case["status"],
        authority=case["authority"],
        counted=case["kind"] != "statement",
        period_start=case["period_start"],
        period_end=case["period_end"],
        date_precision=case["date_precision"],
        purposes=_codes(case["purposes"]),
        means=_codes(case["means"]),
        recruitment=_codes(case["recruitment"]),
        handling=case["handling"],
        summary=_text(case, "summary", lang),
        note=_text(case, "note", lang),
        identity_note=_text(case, "identity_note", lang),
        routes=tuple(_routes(parts["stops"], refs, lang)),
        figures=tuple(_figures(parts["figures"], refs, lang)),
        events=tuple(_event(row, refs, lang) for row in parts["events"]),
        sources=tuple(refs.values()),
    )


def _routes(rows: list[Row], refs: Mapping[str, SourceRef], lang: str) -> Iterator[RouteEvidence]:
    ordered = sorted(rows, key=lambda row: (row["route_no"], row["stop_no"]))
    for route_no, group in groupby(ordered, key=lambda row: row["route_no"]):
        stops = tuple(_stop(row, refs, lang) for row in group)
        legs = tuple(
            _leg(one, two)
            for one, two in pairwise(stops)
            if "mentioned" not in (one.evidence, two.evidence)
        )
        yield RouteEvidence(int(route_no), stops, legs)


def _stop(row: Row, refs: Mapping[str, SourceRef], lang: str) -> StopEvidence:
    return StopEvidence(
        stop_no=int(row["stop_no"]),
        place=_place(row["place_id"], lang),
        role=row["role"],
        mode=row["mode"],
        evidence=row["evidence"],
        credibility=int(row["credibility"]),
        note=_text(row, "note", lang),
        source=refs[row["source_id"]],
    )


def _leg(one: StopEvidence, two: StopEvidence) -> LegEvidence:
    return LegEvidence(
        origin=one.place,
        destination=two.place,
        evidence="inferred" if "inferred" in (one.evidence, two.evidence) else "stated",
        mode=two.mode,
        credibility=max(one.credibility, two.credibility),
        notes=tuple(dict.fromkeys(note for note in (one.note, two.note) if note)),
        sources=tuple(dict.fromkeys((one.source, two.source))),
    )


def _figures(rows: list[Row], refs: Mapping[str, SourceRef], lang: str) -> Iterator[FigureEvidence]:
    for measure in dict.fromkeys(row["measure"] for row in rows):
        readings = [
            Reading(
                value=int(row["value"]),
                qualifier=row["qualifier"],
                nationality=_codes(row["nationality"]),
                preferred=bool(row["preferred"]),
                note=_text(row, "note", lang),
                source=refs[row["source_id"]],
            )
            for row in rows
            if row["measure"] == measure
        ]
        readings.sort(key=lambda reading: not reading.preferred)
        yield FigureEvidence(measure, tuple(readings), _conflict(readings))


def _conflict(readings: list[Reading]) -> bool:
    """Tell whether sources disagree; parts of one source's number are no disagreement."""
    given: dict[str, list[tuple[int, str]]] = {}
    for reading in readings:
        given.setdefault(reading.source.id, []).append((reading.value, reading.qualifier))
    return len({tuple(sorted(numbers)) for numbers in given.values()}) > 1


def _event(row: Row, refs: Mapping[str, SourceRef], lang: str) -> EventEvidence:
    return EventEvidence(
        event=row["event"],
        place=_place(row["place_id"], lang),
        happened_on=row["happened_on"],
        date_precision=row["date_precision"],
        note=_text(row, "note", lang),
        source=refs[row["source_id"]],
    )
