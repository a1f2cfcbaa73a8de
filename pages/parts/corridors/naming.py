"""What corridors, cases and sources are called on the screen, and where their links lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from pages.parts import case_sets
from pages.parts.charts import cases_address
from pages.parts.markup import Child, data, element, link, shown
from pages.parts.names import case_name
from pages.parts.state import View
from routes.analysis.corridors import BORDER_ZONE, MARK, Corridor, area_name
from routes.evidence import SourceRef
from routes.text import Text

MOST_NAMES = 8


def corridor_name(t: Text, corridor_id: str) -> str:
    """Return what a corridor, or all that lead to one destination, is called."""
    if MARK not in corridor_id:
        if corridor_id == BORDER_ZONE:
            return t("corridors.page_zone")
        return t("corridors.page_to", place=area_name(corridor_id, t))
    origin, gate, destination = corridor_id.split(MARK)
    via = t("corridors.via", place=area_name(gate, t)) if gate else ""
    if origin == destination:
        zone = origin == BORDER_ZONE
        place = area_name(origin, t)
        inside = t("corridors.inside_zone") if zone else t("corridors.inside", place=place)
        return f"{inside}, {via}" if via else inside
    ends = f"{area_name(origin, t)} → {area_name(destination, t)}"
    return f"{ends}, {via}" if via else ends


def case_link(view: View, case_id: str, text: str = "") -> ET.Element:
    """Return a link to the page of a case."""
    name = text or shown(case_name(view.tables, case_id))
    return element("a", data(name), href=cases_address(view, case=case_id), target="_self")


def case_links(view: View, ids: Sequence[str], *, most: int = MOST_NAMES) -> list[Child]:
    """Return links to cases, and how many more there are."""
    parts: list[Child] = []
    for each in ids[:most]:
        parts += [", " if parts else None, case_link(view, each)]
    if len(ids) > most:
        rest = view.t("corridors.and_more", n=view.t.number(len(ids) - most))
        parts += [" ", case_sets.more(view, rest, ids)]
    return parts


def source_link(t: Text, ref: SourceRef) -> ET.Element:
    """Return publisher and date of a source with its grade, as a link where it has an address."""
    when = t.date(ref.published_on, ref.date_precision) if ref.published_on else ""
    said = f"{ref.publisher}, {when}" if when else ref.publisher
    named = link(ref.url, f"{shown(said)} ↗") if ref.url else element("span", data(said))
    named.set("title", shown(ref.title))
    grade = element("span", f" ({ref.reliability})", title=t.code("reliability", ref.reliability))
    return element("span", named, grade, class_="corridor-source")


def source_links(t: Text, refs: Iterable[SourceRef]) -> list[Child]:
    """Return sources one after the other."""
    parts: list[Child] = []
    for ref in refs:
        parts += ["; " if parts else None, source_link(t, ref)]
    return parts


def years(t: Text, first: object, last: object) -> str:
    """Return a span of years as far as known."""
    if first is None:
        return t("corridors.undated")
    return str(first) if first == last else t("corridors.span", first=first, last=last)


def corridor_place(t: Text, found: Corridor) -> str:
    """Return what the destination of a corridor is called."""
    return area_name(found.destination, t)
