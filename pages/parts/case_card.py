"""A case in words: its routes step by step, its figures side by side, its events and sources."""

from __future__ import annotations

from collections.abc import Collection
from xml.etree import ElementTree as ET

from pages.parts.markup import Child, data, element, link
from routes.evidence import (
    CaseEvidence,
    FigureEvidence,
    Reading,
    RouteEvidence,
    SourceRef,
    StopEvidence,
)
from routes.text import Text

HEADLINE = ("victims", "minors", "women", "girls", "arrests", "assets", "asset_value_cop")
"""Measures that the evidence panel shows; the case page shows all."""


def badge(text: str, kind: str = "") -> ET.Element:
    """Return a small label."""
    return element("span", text, class_=f"rutas-badge {kind}".strip())


def handling(t: Text, case: CaseEvidence) -> ET.Element:
    """Return how a case must be handled, as a small label."""
    label = badge(t.code("handling", case.handling), f"handling {case.handling}")
    label.set("title", t(f"pages.handling.{case.handling}"))
    return label


def period(t: Text, case: CaseEvidence) -> str:
    """Return when the case was, no more precisely than its source says."""
    if not case.period_start:
        return t("pages.case.undated")
    first = t.date(case.period_start, case.date_precision)
    last = t.date(case.period_end or case.period_start, case.date_precision)
    return first if first == last else f"{first} – {last}"


def heading(t: Text, case: CaseEvidence) -> ET.Element:
    """Return the name of a case with its status and period."""
    status = t.code("status", case.status).lower() if case.counted else ""
    parts = ["", *filter(None, (status, period(t, case)))]
    small = element("small", " · ".join(parts), " ", handling(t, case))
    return element("h3", data(case.name), small)


def source_line(t: Text, title: str, published: str, url: str) -> ET.Element:
    """Return a source in one line, as a link where its address is known."""
    text = f"{title}, {published}" if published else title
    if url:
        return element("p", link(url, f"{text} ↗"), class_="quiet")
    return element("p", data(text), f" ({t('pages.panel.no_address')})", class_="quiet")


def source(t: Text, ref: SourceRef) -> ET.Element:
    """Return publisher, title and date of a source."""
    when = t.date(ref.published_on, ref.date_precision) if ref.published_on else ""
    return source_line(t, f"{ref.publisher}: {ref.title}", when, ref.url)


def _grades(t: Text, stop: StopEvidence) -> list[ET.Element]:
    reliability = badge(t("pages.panel.reliability", grade=stop.source.reliability))
    reliability.set("title", t.code("reliability", stop.source.reliability))
    credibility = badge(t("pages.panel.credibility", grade=stop.credibility))
    credibility.set("title", t.code("credibility", str(stop.credibility)))
    return [reliability, credibility]


def _step(t: Text, stop: StopEvidence) -> ET.Element:
    known = [t.code("role", stop.role).lower()] if stop.role else []
    if stop.mode not in {"", "unknown"}:
        known.append(t.code("mode", stop.mode).lower())
    tail = element("span", f" · {' · '.join(known)}", class_="quiet") if known else None
    note = element("p", data(stop.note), class_="quiet") if stop.note else None
    return element("li", element("span", data(stop.place.name), class_="here"), tail, note)


def _certainty(route: RouteEvidence) -> str:
    order = ("mentioned", "inferred", "stated")
    kinds = {leg.evidence for leg in route.legs} or {stop.evidence for stop in route.stops}
    return next(kind for kind in order if kind in kinds)


def route(t: Text, found: RouteEvidence) -> ET.Element:
    """Return a route: its steps, how sure it is, and each of its sources with grades."""
    certainty = _certainty(found)
    last = found.stops[-1]
    sources = {stop.source.id: stop.source for stop in found.stops}
    kind = certainty if found.legs else "single"
    steps = element("ol", *(_step(t, stop) for stop in found.stops), class_=f"rutas-steps {kind}")
    only = None
    if not found.legs:
        key = "mentioned_note" if certainty == "mentioned" else "only_place"
        only = element("p", t(f"pages.panel.{key}"), class_="quiet")
    return element(
        "div",
        steps,
        only,
        element("div", badge(t.code("evidence", certainty), certainty), *_grades(t, last)),
        *(source(t, ref) for ref in sources.values()),
        class_="rutas-path",
    )


def identity(t: Text, case: CaseEvidence) -> ET.Element | None:
    """Return the warning that a source may be of another case, with the reason."""
    if not case.identity_note:
        return None
    return element(
        "p",
        element("strong", t("pages.panel.identity", case=case.name) + ". "),
        data(case.identity_note),
        class_="rutas-note",
    )


def value(t: Text, reading: Reading) -> str:
    """Return a number as its source says it: "al menos 30", "cerca de 150", "17"."""
    number = t.number(reading.value)
    if reading.qualifier == "exact":
        return number
    return f"{t.code('qualifier', reading.qualifier)} {number}"


def _reading(t: Text, figure: FigureEvidence, reading: Reading, *, first: bool) -> ET.Element:
    ref = reading.source
    when = t.date(ref.published_on, ref.date_precision) if ref.published_on else ""
    said = f"{ref.publisher}, {when}" if when else ref.publisher
    used = None
    if figure.conflict:
        key = "preferred" if reading.preferred else "not_preferred"
        used = element("div", t(f"pages.panel.{key}"), class_="quiet")
    note = element("div", data(reading.note), class_="quiet") if reading.note else None
    label: Child = t.code("measure", figure.measure) if first else ""
    return element(
        "tr",
        element("th", label, scope="row"),
        element("td", value(t, reading), class_="value"),
        element("td", data(said), used, note),
        class_="conflict" if figure.conflict else None,
    )


def figures(
    t: Text, case: CaseEvidence, *, measures: Collection[str] | None = None
) -> list[ET.Element]:
    """Return the figures of a case; readings that disagree stand side by side."""
    chosen = [f for f in case.figures if measures is None or f.measure in measures]
    parts = [element("h4", t("pages.panel.figures"))]
    if not any(figure.measure == "victims" for figure in chosen):
        parts.append(element("p", t("pages.panel.figures_none"), class_="quiet"))
    if any(figure.conflict for figure in chosen):
        parts.append(element("p", t("pages.panel.conflict"), class_="rutas-note"))
    rows = [
        _reading(t, figure, reading, first=place == 0)
        for figure in chosen
        for place, reading in enumerate(figure.readings)
    ]
    if rows:
        parts.append(element("table", element("tbody", *rows), class_="rutas-figures"))
    return parts
