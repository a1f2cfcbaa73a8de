"""What sources say of a corridor: stated, inferred, and only mentioned, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from pages.parts import case_card as card
from pages.parts.charts import cases_address
from pages.parts.corridors.naming import case_link, source_links
from pages.parts.markup import Child, data, element
from pages.parts.state import View
from routes.analysis.corridors import BORDER_ZONE, Corridor, loose_in, routes_in
from routes.evidence import CaseEvidence, RouteEvidence
from routes.query import RouteQuery


def says_card(
    view: View, found: Corridor, cases: Mapping[str, CaseEvidence], told: Sequence[str]
) -> ET.Element:
    """Return the card; `told` are the cases of the corridor that it tells of."""
    t = view.t
    ways: dict[str, list[tuple[bool, RouteEvidence]]] = {}
    for case_id in told:
        inferred = [way.inferred for way in found.ways if way.case_id == case_id]
        ways[case_id] = [*zip(inferred, routes_in(found, cases[case_id]), strict=True)]
    sections = [
        _block(
            view,
            name,
            [
                part
                for case_id in told
                if (routes := [route for kind, route in ways[case_id] if kind is wanted])
                for part in _case(view, cases[case_id], routes)
            ],
        )
        for name, wanted in (("stated", False), ("inferred", True))
    ]
    named = [*dict.fromkeys(each.case_id for each in found.loose if each.case_id in cases)]
    mentioned = [part for case_id in named for part in _loose(view, found, cases[case_id])]
    return element(
        "section",
        element("h2", t("corridors.says.title")),
        *sections,
        _more(view, found, len(told)),
        _block(view, "mentioned", mentioned),
        element("p", t("pages.panel.innocent"), class_="quiet corridor-innocent"),
        class_="rutas-panel rutas-card corridor-says",
    )


def _block(view: View, name: str, parts: Sequence[Child]) -> ET.Element:
    t = view.t
    title = element("h3", card.badge(t(f"corridors.says.{name}"), name))
    if not parts:
        none = element("p", t(f"corridors.says.none_{name}"), class_="quiet")
        return element("section", title, none, class_=f"says-{name}")
    lead = element("p", t(f"corridors.says.{name}_lead"), class_="quiet")
    return element("section", title, lead, *parts, class_=f"says-{name}")


def _heading(view: View, case: CaseEvidence) -> ET.Element:
    t = view.t
    status = t.code("status", case.status).lower() if case.counted else ""
    said = " · ".join(["", *filter(None, (status, card.period(t, case)))])
    return element(
        "h4",
        case_link(view, case.case_id, case.name),
        element("small", said, " ", card.handling(t, case)),
    )


def _case(view: View, case: CaseEvidence, routes: Sequence[RouteEvidence]) -> list[Child]:
    t = view.t
    identity = card.identity(t, case) if _rests_on_inference(case, routes) else None
    ways = element("div", *(card.route(t, route) for route in routes), class_="corridor-ways")
    return [_heading(view, case), ways, identity]


def _rests_on_inference(case: CaseEvidence, routes: Sequence[RouteEvidence]) -> bool:
    return any(stop.source.identity_inferred for route in routes for stop in route.stops)


def _loose(view: View, found: Corridor, case: CaseEvidence) -> list[Child]:
    t, stops = view.t, loose_in(found, case)
    items = [
        element(
            "li",
            element("strong", data(stop.place.name)),
            element("span", f" · {t.code('evidence', stop.evidence)}", class_="quiet"),
            element("div", data(stop.note), class_="quiet") if stop.note else None,
            element("div", *source_links(t, [stop.source]), class_="quiet"),
        )
        for stop in stops
    ]
    group = None
    if not case.counted:
        group = element("p", t("corridors.says.group"), class_="quiet")
    return [_heading(view, case), group, element("ul", *items, class_="corridor-loose")]


def _more(view: View, found: Corridor, told: int) -> ET.Element | None:
    """Return the way to the cases that are too many for the page."""
    rest = len(found.case_ids) - told
    if rest <= 0:
        return None
    text = view.t.plural("corridors.says.more", rest)
    return element("p", element("a", text, href=filtered_address(view, found), target="_self"))


def filtered_address(view: View, found: Corridor, *, year: int | None = None) -> str:
    """Return the address of the cases whose routes have the corridor's ends, in a year or at all.

    Some of them may take another way between these ends; none of the corridor is missing.
    """
    ends: dict[str, tuple[str, ...]] = {}
    for name, area in (("origin", found.origin), ("destination", found.destination)):
        if area and area != BORDER_ZONE and not getattr(view.query, name):
            ends[name] = (area,)
    query: RouteQuery = replace(view.query, **ends)
    if year is not None:
        query = replace(query, years=(year, year))
    return cases_address(view, query)
