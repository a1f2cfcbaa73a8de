"""Differences between versions of a case, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as ET

from pages.parts.editor.place_field import place_name
from pages.parts.markup import Child, data, element
from routes.cases.codes import CODE_LISTS
from routes.cases.editing import Change, EventDraft, FigureDraft, SourceDraft, StopDraft
from routes.text import Text

_LISTS: Final = {
    "purposes": "purpose",
    "means": "means",
    "recruitment": "recruitment",
    **{name: name for name in CODE_LISTS},
}
"""Columns that hold codes, and the list of each."""


def said(t: Text, column: str, value: Any, sources: Mapping[str, str]) -> str:
    """Return the value of a field as a reader knows it: names for codes, places and sources."""
    if isinstance(value, bool):
        return t("editor.yes" if value else "editor.no")
    if isinstance(value, tuple):
        arrow = " → " if column == "place_id" else ", "
        return arrow.join(said(t, column, each, sources) for each in value) or t("editor.empty")
    if not value:
        return t("editor.empty")
    if column in ("place_id", "nationality"):
        return place_name(value, t.lang)
    if column in ("source_id", "identity_inferred"):
        return sources.get(value, value)
    if column in _LISTS:
        return t.code(_LISTS[column], value)
    if column == "value" and value.isascii() and value.isdigit():
        return t.number(int(value))
    return str(value)


def subject(t: Text, change: Change, sources: Mapping[str, str]) -> list[Child]:
    """Return what a change is about: the case, a route, a stop, a figure …"""
    item = change.item
    if item is None:
        if change.route is None:
            return [t("editor.change.case")]
        return [t("editor.routes.route", n=change.route)]
    if isinstance(item, StopDraft):
        route = t("editor.routes.route", n=change.route)
        return [f"{route}, ", data(place_name(item.place_id, t.lang) or t("editor.empty"))]
    if isinstance(item, EventDraft):
        where = place_name(item.place_id, t.lang)
        return [t.code("event", item.event), ", ", data(where or t("editor.empty"))]
    if isinstance(item, FigureDraft):
        named = sources.get(item.source_id, item.source_id)
        return [t.code("measure", item.measure), ", ", data(named or t("editor.empty"))]
    assert isinstance(item, SourceDraft)
    return [t("editor.column.source_id"), " ", data(sources.get(item.source_id, item.source_id))]


def _row(t: Text, change: Change, item: Any, sources: Mapping[str, str]) -> str:
    """Return the cells of a row that came or went, empty ones left out."""
    shown = {
        "stops": ("role", "mode", "evidence", "credibility", "source_id", "note_es", "note_en"),
        "events": ("happened_on", "source_id", "note_es", "note_en"),
        "figures": ("qualifier", "value", "nationality", "preferred", "note_es", "note_en"),
        "sources": ("title", "published_on", "url", "reliability"),
    }[change.table]
    cells = [(name, getattr(item, name)) for name in shown]
    return " · ".join(said(t, name, value, sources) for name, value in cells if value)


def line(t: Text, change: Change, sources: Mapping[str, str]) -> ET.Element:
    """Return one difference as an item of a list."""
    about = element("strong", *subject(t, change, sources))
    if not change.column:
        verb = t(f"editor.change.{change.kind}")
        cells = _row(t, change, change.item, sources)
        return element("li", about, f" {verb}", ": " if cells else "", data(cells))
    name = t("editor.change.way" if change.item is None and change.route else _column(change))
    before = said(t, change.column, change.before, sources)
    after = said(t, change.column, change.after, sources)
    return element(
        "li",
        about,
        f" · {name}: ",
        element("del", data(before)),
        " → ",
        element("ins", data(after)),
    )


def _column(change: Change) -> str:
    return f"editor.column.{change.column}"


def lines(t: Text, changes: Sequence[Change], sources: Mapping[str, str]) -> ET.Element:
    """Return differences as a list; that nothing differs is said too."""
    if not changes:
        return element("p", t("editor.change.none"), class_="quiet")
    return element("ul", *(line(t, each, sources) for each in changes), class_="edit-changes")
