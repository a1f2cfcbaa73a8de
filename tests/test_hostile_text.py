"""Text on its way to a script, on the map and in the exported file: escaped JSON and only that."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser

import folium
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Template
from streamlit_folium import _get_feature_group_string

from routes.cases import Tables, bundled
from routes.flows import flows, store
from routes.publish import FlowLayer, export_html, flow_value, live_map
from routes.query import RouteQuery
from routes.release import build
from tests.hostile import HOSTILE

DAY = date(2026, 11, 23)
ARAUCA = RouteQuery(origin=("CO-ARA",))
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | st.sampled_from(HOSTILE)
STRINGS = re.compile(r'"([^"]*)"')
ESCAPED = re.compile(r"(?:[A-Za-z0-9 ]|\\u[0-9a-f]{4})*")


def assert_escaped(text: str) -> None:
    """Between any two quotes stand letters, digits, spaces and escapes; outside, JSON's signs."""
    assert all(ESCAPED.fullmatch(found) for found in STRINGS.findall(text))
    outside = STRINGS.sub("", text)
    assert not re.search(r"[<>`'$%#&\\/;()]|\{\{|\{%|\{#|[^\x20-\x7e]", outside)


@given(ANY)
@settings(max_examples=50, deadline=None)
def test_a_selection_reaches_the_map_as_escaped_text(text: str) -> None:
    """What a link selects is any text; the layer's script holds it escaped and unchanged."""
    found = flows(store(bundled()), ARAUCA, level="place", lang="es")
    value = flow_value(found, lang="es", selected=text)
    layer = FlowLayer(value)
    assert_escaped(layer.value)
    assert json.loads(layer.value) == json.loads(json.dumps(value))
    figure = live_map()
    layer.add_to(figure)
    script = _get_feature_group_string(layer, figure)
    assert layer.value in script
    assert Template(script, keep_trailing_newline=True).render() == script


@given(ANY)
@settings(max_examples=25, deadline=None)
def test_a_place_name_reaches_the_map_as_escaped_text(text: str) -> None:
    """Were a place of the register called anything, its name would still be only a name."""
    found = flows(store(bundled()), ARAUCA, level="place", lang="es")
    frame = found.frame.assign(from_name=text)
    value = flow_value(dataclasses.replace(found, frame=frame), lang="es")
    layer = FlowLayer(value)
    assert_escaped(layer.value)
    assert text in [place[1] for place in json.loads(layer.value)["places"]]
    assert isinstance(layer, folium.FeatureGroup)


class Scripts(HTMLParser):
    """The elements of a page, and the text of its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.scripts: dict[str, str] = {}
        self.name = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        self.name = dict(attrs).get("id") or tag

    def handle_endtag(self, tag: str) -> None:
        self.name = ""

    def handle_data(self, data: str) -> None:
        self.scripts[self.name] = self.scripts.get(self.name, "") + data


def written_with(text: str) -> Tables:
    """The public cases with one text as every name, title, publisher and summary."""
    tables = bundled()
    words = {"name": text, "summary_es": text, "summary_en": text, "authority": text}
    return dataclasses.replace(
        tables,
        cases=tables.cases.assign(**words),
        sources=tables.sources.assign(title=text, publisher=text, url=text, note=text),
        stops=tables.stops.assign(note_es=text, note_en=text),
        version=hashlib.sha256(text.encode()).hexdigest(),
    )


def exported(text: str) -> str:
    """Those of Arauca, as an exported file."""
    release = build(written_with(text), ARAUCA, audience="public", made_on=DAY)
    return export_html(release, lang="es")


@given(ANY)
@settings(max_examples=20, deadline=None)
def test_the_exported_file_holds_text_only_as_escaped_json(text: str) -> None:
    """Whatever a table says, the file is the same but for the strings of its data."""
    page = exported(text)
    assert page.isascii()
    found = Scripts(page)
    plain = Scripts(exported("x"))
    assert found.elements == plain.elements
    for name, script in found.scripts.items():
        if name.startswith("rutas-"):
            assert_escaped(script)
        else:
            assert script == plain.scripts[name]
    (case,) = json.loads(found.scripts["rutas-data"])["cases"]
    assert case["name"] == (text if len(text) < 500 else case["name"])
    assert text.startswith(case["name"].removesuffix("…"))
