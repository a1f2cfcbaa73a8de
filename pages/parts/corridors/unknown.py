"""What is not known of a corridor: how many cases it concerns, which, why, and on what sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree as ET

from pages.parts.charts import cases_address
from pages.parts.corridors.naming import case_link, case_links, corridor_place, source_links
from pages.parts.markup import Child, data, element
from pages.parts.state import View
from routes.analysis.corridors import Corridor, Facts, Share, area_name, doubt
from routes.evidence import CaseEvidence
from routes.query import RouteQuery

_SILENT = ("undated", "no_victims", "no_purpose", "no_recruitment")
"""What rests on the silence of all sources that were read."""


def unknown_card(
    view: View, found: Corridor, facts: Facts, cases: Mapping[str, CaseEvidence]
) -> ET.Element:
    """Return the card."""
    t = view.t
    parts: list[Child] = []
    if facts.unsupported:
        parts.append(_unsupported(view, found, facts.unsupported))
    parts += [_item(view, found, share, cases) for share in facts.unknowns]
    if not parts:
        parts = [element("p", t("corridors.unknown.nothing"), class_="quiet")]
    return element(
        "section",
        element("h2", t("corridors.unknown.title")),
        *parts,
        class_="rutas-panel rutas-card corridor-unknown",
    )


def _item(
    view: View, found: Corridor, share: Share, cases: Mapping[str, CaseEvidence]
) -> ET.Element:
    t = view.t
    whole = t.plural("corridors.cases", len(found.case_ids))
    count = t("corridors.unknown.of", n=t.number(len(share.case_ids)), cases=whole)
    told = [each for each in share.case_ids if each in cases]
    items = [_case(view, found, share.code, cases[each]) for each in told]
    rest = [each for each in share.case_ids if each not in cases]
    more = element("li", *case_links(view, rest)) if rest else None
    return element(
        "details",
        element(
            "summary",
            element("span", t(f"corridors.unknown.{share.code}")),
            " ",
            element("small", count),
        ),
        element("ul", *items, more),
        open="open" if share.code in ("crossing", "inferred", "identity") else None,
    )


def _case(view: View, found: Corridor, name: str, case: CaseEvidence) -> ET.Element:
    t, why = view.t, doubt(name, found, case)
    read = t("corridors.unknown.read" if name in _SILENT else "corridors.unknown.source")
    return element(
        "li",
        case_link(view, case.case_id, case.name),
        *(element("div", data(note), class_="quiet") for note in why.notes),
        element("div", f"{read}: ", *source_links(t, why.sources), class_="quiet"),
    )


def _unsupported(view: View, found: Corridor, origins: tuple[str, ...]) -> ET.Element:
    """Return that no case joins a department with the destination, and where that was looked up."""
    t, place = view.t, corridor_place(view.t, found)
    first, *others = (area_name(each, t) for each in origins)
    if others:
        other = ", ".join(others)
        text = t("corridors.unknown.unsupported_both", origin=first, other=other, place=place)
    else:
        text = t("corridors.unknown.unsupported", origin=first, place=place)
    searched = cases_address(view, replace(RouteQuery(), destination=(found.destination,)))
    return element(
        "p",
        element("strong", f"{text}. "),
        t("corridors.unknown.unsupported_note"),
        " ",
        element("a", t("corridors.facts.filtered"), href=searched, target="_self"),
        class_="rutas-note corridor-unsupported",
    )
