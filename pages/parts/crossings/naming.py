"""Names, dates and links of crossings and hubs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from geo.places import places
from pages.parts import case_sets, state
from pages.parts.charts import cases_address
from pages.parts.markup import Child, data, element, shown
from pages.parts.names import case_name
from pages.parts.state import View
from routes.analysis.crossings import Crossing, Passed, listed

_ASKED: Final = ("k", "weight", "offered")
_MOST_CASES: Final = 60


def name(view: View, place_id: str) -> str:
    """Return what a place is called."""
    place = places().get(place_id)
    return shown(place.name(view.lang) if place else place_id)


def names(view: View, place_ids: tuple[str, ...]) -> str:
    """Return what several places are called, in one line."""
    return ", ".join(name(view, each) for each in place_ids)


def kind(view: View, place_id: str) -> str:
    """Return what sort of place it is, in small letters."""
    one = listed().get(place_id)
    if one is not None:
        return view.t.code("crossing_kind", one.kind)
    place = places().get(place_id)
    return view.t.code("level", place.level).lower() if place else ""


def opened(view: View, one: Crossing) -> str:
    """Return when a crossing was open, as far as a source says."""
    t = view.t
    first = t.date(one.valid_from.isoformat()) if one.valid_from else ""
    last = t.date(one.valid_to.isoformat()) if one.valid_to else ""
    if first and last:
        return t("coverage.all.between", **{"from": first, "to": last})
    if first:
        return t("coverage.all.from", date=first)
    return t("coverage.all.until", date=last) if last else t("coverage.all.no_dates")


def cases_link(view: View, place_id: str, *, role: str, year: int | None = None) -> str:
    """Return the address of the cases that cross at a place, or pass it."""
    query = replace(view.query, **{role: (place_id,)})
    if year is not None:
        query = replace(query, years=(year, year))
    return cases_address(view, query)


def counted(view: View, found: Passed) -> list[ET.Element]:
    """Return how many cases cross at a place and how many pass it, each a link to them."""
    t = view.t
    return [
        element(
            "a",
            t.plural(f"coverage.pick.cases_{role}", count),
            href=cases_link(view, found.id, role=role),
            target="_self",
        )
        for role, count in (("crossing", found.crossing), ("via", found.hub))
        if count
    ]


def page_link(view: View, place_id: str, label: Child) -> ET.Element:
    """Return a link to the page of a crossing or hub."""
    asked = {each: state.chosen(each) for each in _ASKED if state.chosen(each)}
    given = {**state.shared_params(), **asked, "pass": place_id}
    return element("a", label, href=f"cruces?{urlencode(given)}", target="_self")


def case_link(view: View, case_id: str, label: str) -> ET.Element:
    """Return a link to the page of a case."""
    return element("a", data(label), href=cases_address(view, case=case_id), target="_self")


def cases_behind(view: View, summary: Child, case_ids: Sequence[str]) -> ET.Element:
    """Return a number in words that unfolds to its cases, each a link to its page."""
    links = [
        element("li", case_link(view, each, case_name(view.tables, each)))
        for each in case_ids[:_MOST_CASES]
    ]
    rest = len(case_ids) - _MOST_CASES
    if rest > 0:
        text = view.t.plural("coverage.near.more", rest)
        links.append(element("li", case_sets.more(view, text, case_ids)))
    return element(
        "details",
        element("summary", summary),
        element("ul", *links),
        class_="cross-behind",
    )


def distance(view: View, km: float) -> str:
    """Return a distance in whole kilometres, as far as it has any."""
    if km < 1:
        return view.t("coverage.move.km_less")
    return view.t("coverage.move.km", km=view.t.number(round(km)))
