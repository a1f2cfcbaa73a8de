"""The manifest of a release in words: what each field is called and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from xml.etree import ElementTree as ET

from pages.parts.filters import chips
from pages.parts.markup import Child, data, element
from pages.parts.names import source_name
from pages.parts.state import View
from routes.query import RouteQuery
from routes.release import Past
from routes.release.building import policy_text
from routes.text import Text

_NO_REGISTER: Final = "0" * 64
_SHORT: Final = 12
_FIELDS: Final = ("audience", "made_on", "register_version", "data_version", "policy")
_LAST: Final = ("code_version",)


def kinds(t: Text, formats: Sequence[str]) -> str:
    """Return kinds of files as they are called."""
    return ", ".join(_kind(t, each) for each in formats)


def _kind(t: Text, kind: str) -> str:
    return t(f"report.kind.{kind}") if t.has(f"report.kind.{kind}") else kind


def value(view: View, name: str, text: str) -> str:
    """Return what a field of the manifest says, in words."""
    t = view.t
    if name.startswith("query."):
        said = asked(view, {name.removeprefix("query."): text})
        return said.partition(": ")[2] or text
    if name == "policy":
        return policy_text(text, t)
    if name == "audience":
        return t(f"departing.audience.{text}")
    if name == "made_on":
        return t.date(text)
    if name == "formats":
        return kinds(t, text.split(", "))
    if name == "synthetic":
        return t(f"report.field.synthetic_{text}")
    if name == "register_version" and text == _NO_REGISTER:
        return t("report.field.no_register")
    return text[:_SHORT] if name.endswith("_version") and len(text) > 2 * _SHORT else text


def field(t: Text, name: str) -> str:
    """Return what a field is called."""
    if name.startswith("query."):
        filtered = name.removeprefix("query.")
        known = t.has(f"pages.filters.{filtered}")
        return t(f"pages.filters.{filtered}") if known else filtered
    return t(f"report.field.{name}") if t.has(f"report.field.{name}") else name


def asked(view: View, query: Mapping[str, str]) -> str:
    """Return the filters of a release in words."""
    found, _ = RouteQuery.from_params(query)
    said = " · ".join(chip.text for chip in chips(replace(view, query=found)))
    return said or view.t("departing.everything")


def sources(view: View, ids: Sequence[str]) -> list[str]:
    """Return the sources that the reader can see by name; the others are only counted."""
    known = set(view.tables.sources["source_id"])
    named = [source_name(view.tables, each, view.t) for each in ids if each in known]
    if rest := sum(each not in known for each in ids):
        named.append(view.t.plural("report.field.other_sources", rest))
    return named


def about(view: View, found: Past) -> ET.Element:
    """Return everything that the manifest of a release says."""
    t, manifest = view.t, found.manifest
    pairs: list[Child] = []

    def add(name: str, said: Child) -> None:
        pairs.extend((element("dt", name), element("dd", said)))

    add(t("departing.formats"), data(kinds(t, found.formats)))
    for name in _FIELDS[:2]:
        add(field(t, name), value(view, name, str(manifest[name])))
    add(t("report.field.query"), data(asked(view, manifest["query"])))
    if manifest["synthetic"]:
        add(t("report.field.synthetic"), t("report.field.synthetic_true"))
    add(t("report.field.counts"), _counts(t, found))
    for name in (*_FIELDS[2:], *_LAST):
        add(field(t, name), data(value(view, name, str(manifest[name]))))
    add(t("departing.id"), data(found.release_id))
    heading = t.plural("report.field.sources", len(manifest["sources"]))
    folded = folded_sources(view, heading, manifest["sources"])
    return element("div", element("dl", *pairs, class_="rutas-defs"), folded)


def folded_sources(view: View, heading: str, ids: Sequence[str]) -> ET.Element:
    """Return sources by name, folded under how many they are."""
    items = element("ul", *(element("li", data(each)) for each in sources(view, ids)))
    return element("details", element("summary", heading), items, class_="report-fold")


def _counts(t: Text, found: Past) -> str:
    if not found.counts:
        return t("report.field.no_counts")
    said = t.plural("report.field.some_counts", len(found.counts))
    if found.same_as:
        said = f"{said} {t('report.field.same_as', seq=t.number(found.same_as))}"
    return said
