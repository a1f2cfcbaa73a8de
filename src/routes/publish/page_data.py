"""What the exported page holds, as one JSON value in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, Final

from geo.places import Place, at_level, places, within
from routes.cases import Tables
from routes.cases.model import TABLE_NAMES
from routes.flows import LEVELS, flows, store
from routes.publish.evidence_data import EvidenceData, evidence_data
from routes.publish.flow_layer import LEVELS as PRECISIONS
from routes.publish.flow_layer import class_breaks
from routes.publish.page_columns import (
    UPPER_LEVELS,
    page_columns,
    page_levels,
    page_places,
    shown,
    surroundings,
)
from routes.publish.page_views import asked_in_words, asked_places, page_views
from routes.query import RouteQuery
from routes.release import Lattice, Release
from routes.release.building import POLICY
from routes.release.columns import allowed_only
from routes.store import QUALIFIER_CODES, Store
from routes.text import LANGUAGES, load

MOST_CASES: Final = 300
"""With more cases a page holds names and counts only, unless evidence is asked for."""

PERIODS: Final = ("year", "undated", "all")
"""Periods of protected counts; the page knows each by its position here."""

GROUPS: Final = ("all", "minors", "girls", "boys", "adults", "women", "men")
"""Groups of protected counts in the order of the page; nationalities follow."""

CODE_LISTS: Final = (
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

FILTER_LISTS: Final = ("purpose", "mode", "evidence", "handling")
"""Code lists that filters name."""


def page_data(release: Release, *, lang: str, level: str, detail: str) -> dict[str, Any]:
    """Gather columns, evidence, views, protected counts and words of the exported page.

    Parameters
    ----------
    release : Release
        What may leave the house.
    lang : {"es", "en"}
        The language in which the page opens; it holds both.
    level : {"place", "department", "country"}
        Level at which the page opens; it holds all.
    detail : {"auto", "full", "counts"}
        ``full`` adds what supports each case; ``auto`` does so for up to `MOST_CASES` cases.
    """
    tables, query = _allowed(release), release.query
    columns = store(tables)
    view = shown(columns, query)
    full = detail == "full" or (detail == "auto" and len(view.case) <= MOST_CASES)
    facts = evidence_data(tables, view.case_ids) if full else EvidenceData()
    ids = _listed(page_places(view) | facts.place_ids | _named(release))
    position = {each: n for n, each in enumerate(ids)}
    return {
        "v": 2,
        "lang": lang,
        "level": level,
        "full": full,
        "title": release.title,
        "synthetic": release.manifest.synthetic,
        "policy": POLICY,
        "madeUp": release.made_up,
        "years": list(query.years) if query.years else None,
        "places": _places(ids),
        "levels": page_levels(ids, position),
        "around": surroundings(columns, ids, position),
        "columns": page_columns(view, position),
        "qualifiers": QUALIFIER_CODES,
        "breaks": _breaks(columns, query),
        "cases": facts.cases,
        "sources": facts.sources,
        "filters": asked_in_words(tables, query),
        "views": page_views(release.views, view),
        "lattice": _lattice(release.lattice),
        "suppressed": dict(sorted(release.suppressed.items())),
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


def _allowed(release: Release) -> Tables:
    """Return the tables of a release without anything that is not on its list, whoever built it."""
    audience = release.manifest.audience
    limited: dict[str, Any] = {
        name: allowed_only(name, release.tables.table(name), audience=audience)
        for name in TABLE_NAMES
    }
    return replace(release.tables, **limited)


def _named(release: Release) -> set[str]:
    """Return the places that filters, views and protected counts name."""
    found = asked_places(release.query).union(*(asked_places(v.query) for v in release.views))
    if release.lattice is not None:
        frame = release.lattice.frame
        found |= {*frame["area"], *(each.rpartition(":")[2] for each in frame["group"])}
    return found & set(places())


def _listed(ids: Iterable[str]) -> list[str]:
    """Return places with all that holds them, in ascending order."""
    known, found = places(), set(ids)
    for each in tuple(found):
        if each in known:
            found |= within(each) | {at_level(each, up) for up in UPPER_LEVELS}
    return sorted(found)


def _places(ids: Iterable[str]) -> list[list[object]]:
    """Return places as ``[id, Spanish and English name, lon, lat, level, country, first-level
    unit, members]`` in degrees EPSG:4326, the last two only where there are any.
    """
    known = places()
    return [_place(each, known.get(each)) for each in ids]


def _place(place_id: str, place: Place | None) -> list[object]:
    if place is None:
        return [place_id, place_id, place_id, 0, 0, 0, ""]
    row: list[object] = [place.id, place.name_es, place.name_en]
    row += [round(place.lon, 4), round(place.lat, 4), PRECISIONS.index(place.level), place.country]
    parent = "" if place.parent == place.country else place.parent
    if place.members:
        return [*row, parent, list(place.members)]
    return [*row, parent] if parent else row


def _breaks(columns: Store, query: RouteQuery) -> list[list[int]]:
    """Return the classes of width at each level: of the whole page, so that a line keeps its own
    under every filter.
    """
    found = (flows(columns, query, level=level).frame["cases"] for level in LEVELS)
    return [class_breaks(each) for each in found]


def _lattice(lattice: Lattice | None) -> dict[str, Any] | None:
    """Return protected counts as ``[geography, area, year or 0, period, group, victims or -1 where
    suppressed]``, areas and groups by their numbers.
    """
    if lattice is None:
        return None
    frame = lattice.frame
    named = sorted(set(frame["group"]))
    groups = [*(each for each in GROUPS if each in named), *(n for n in named if n not in GROUPS)]
    areas = list(dict.fromkeys(frame["area"]))
    rows = [
        [
            int(row["geography"] == "destination"),
            areas.index(row["area"]),
            0 if row["period"] != "year" else int(row["year"]),
            PERIODS.index(row["period"]),
            groups.index(row["group"]),
            -1 if row["suppressed"] else int(row["victims"]),
        ]
        for row in frame.to_dict("records")
    ]
    return {
        "threshold": lattice.threshold,
        "rounding": lattice.rounding,
        "groups": groups,
        "areas": areas,
        "rows": rows,
    }


def _words(lang: str, *, full: bool) -> dict[str, object]:
    text = load(lang)
    lists = tuple(f"codes.{name}." for name in (CODE_LISTS if full else FILTER_LISTS))
    words: dict[str, object] = {
        key.removeprefix("export."): sentence
        for key, sentence in text.entries.items()
        if key.startswith("export.") or key.startswith(lists)
    }
    # Month names as Python writes them, so that page and app agree.
    months = [text.date(f"2000-{month:02d}", "month") for month in range(1, 13)]
    words["months"] = [month.removesuffix(" 2000") for month in months]
    return words
