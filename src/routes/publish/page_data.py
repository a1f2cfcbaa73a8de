"""What the exported page holds, as one JSON value in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from geo.lines import distance_km
from geo.places import places
from routes.analysis.totals import MEASURES, Totals, totals
from routes.cases import Tables
from routes.flows import flows, store
from routes.publish.case_lists import case_lists
from routes.publish.evidence_data import EvidenceData, evidence_data
from routes.publish.flow_layer import LEVELS, flow_value
from routes.query import RouteQuery
from routes.release import Release
from routes.selection import select
from routes.store import Store
from routes.text import LANGUAGES, load

MOST_CASES = 300
"""With more cases a page holds names and counts only, unless evidence is asked for."""

CODE_LISTS = (
    "kind",
    "status",
    "role",
    "mode",
    "evidence",
    "event",
    "measure",
    "qualifier",
    "purpose",
    "reliability",
    "credibility",
    "handling",
)


def page_data(release: Release, *, lang: str, level: str, detail: str) -> dict[str, Any]:
    """Gather map, totals, evidence and words of the exported page.

    Parameters
    ----------
    release : Release
        What may leave the house.
    lang : {"es", "en"}
        The language in which the page opens; it holds both.
    level : {"place", "department", "country"}
        Level of the flows.
    detail : {"auto", "full", "counts"}
        ``full`` adds what supports each case; ``auto`` does so for up to `MOST_CASES` cases.
    """
    tables, query = release.tables, release.query
    columns = store(tables)
    case_ids = _cases(columns, query)
    full = detail == "full" or (detail == "auto" and len(case_ids) <= MOST_CASES)
    found = flows(columns, query, level=level, lang=lang)
    behind = case_lists(columns, query, level=level, order=case_ids) if full else None
    sums = totals(columns, query)
    value = flow_value(
        found, lang=lang, total_cases=sums.cases, selected="", behind=behind, years=query.years
    )
    facts = evidence_data(tables, case_ids, level=level) if full else EvidenceData()
    used = {row[0] for row in value["places"]} | facts.place_ids | _place_filters(query)
    return {
        "v": 1,
        "lang": lang,
        "full": full,
        "synthetic": tables.synthetic,
        "value": value
        | {
            "places": [[row[0], "", *row[2:]] for row in value["places"]],
            "flows": value["flows"] if full else _columns(value["flows"]),
        },
        "km": _lengths(value) if full else None,
        "places": _places(used),
        "totals": _totals(sums),
        "cases": facts.cases,
        "sources": facts.sources,
        "filters": _filters(tables, query),
        "words": {each: _words(each, full=full) for each in LANGUAGES},
    }


def page_manifest(release: Release, *, full: bool) -> dict[str, Any]:
    """Return where a release comes from, for the reader and for machines."""
    about = asdict(release.manifest)
    return about | {
        "product": "Rutas",
        "made_on": release.manifest.made_on.isoformat(),
        "query": dict(release.manifest.query),
        "detail": "full" if full else "counts",
    }


def _cases(columns: Store, query: RouteQuery) -> list[str]:
    chosen = select(columns, query).cases
    return [case for n, case in enumerate(columns.case_ids) if chosen is None or bool(chosen[n])]


def _totals(sums: Totals) -> dict[str, Any]:
    numbers = {measure: asdict(getattr(sums, measure)) for measure in MEASURES}
    return {"cases": sums.cases, "conflicts": len(sums.conflicts), **numbers}


def _columns(rows: list[list[Any]]) -> dict[str, list[list[int | None]]]:
    """Turn rows of flows into columns: origins as steps from the one before, periods as lengths.

    Thousands of flows weigh a third less this way.
    """
    start, *middle, first, last, sources = (list(column) for column in zip(*rows, strict=True))
    steps = [here - before for before, here in pairwise([0, *start])]
    spans = [b if a is None or b is None else b - a for a, b in zip(first, last, strict=True)]
    return {"columns": [steps, *middle, first, spans, sources]}


def _lengths(value: Mapping[str, Any]) -> list[int]:
    spots = [(row[2], row[3]) for row in value["places"]]
    # To ten kilometres: most ends are reference points of an area.
    return [round(distance_km(*spots[row[0]], *spots[row[1]]) / 10) * 10 for row in value["flows"]]


def _places(ids: Iterable[str]) -> dict[str, list[object]]:
    known = places()
    rows: dict[str, list[object]] = {}
    for place_id in sorted(ids):
        place = known.get(place_id)
        if place is None:
            continue
        row: list[object] = [place.name_es, place.name_en, LEVELS.index(place.level)]
        row += [place.country, place.parent]
        rows[place_id] = [*row, list(place.members)] if place.members else row
    return rows


def _place_filters(query: RouteQuery) -> set[str]:
    return {*query.origin, *query.destination, *query.via, *query.crossing, *query.nationality}


def _filters(tables: Tables, query: RouteQuery) -> list[list[object]]:
    titles = dict(zip(tables.sources["source_id"], tables.sources["publisher"], strict=True))
    rows: list[list[object]] = []
    for name, written in query.to_params().items():
        values = [written] if name == "q" else written.split(",")
        if name == "source":
            values = [titles.get(each, each) for each in values]
        rows.append([name, values])
    return rows


def _words(lang: str, *, full: bool) -> dict[str, object]:
    text = load(lang)
    lists = tuple(f"codes.{name}." for name in CODE_LISTS)
    words: dict[str, object] = {
        key.removeprefix("export."): sentence
        for key, sentence in text.entries.items()
        if key.startswith("export.") or (key.startswith(lists) and (full or "evidence" in key))
    }
    # Month names as Python writes them, so that page and app agree.
    months = [text.date(f"2000-{month:02d}", "month") for month in range(1, 13)]
    words["months"] = [month.removesuffix(" 2000") for month in months]
    return words
