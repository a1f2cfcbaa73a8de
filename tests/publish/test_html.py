"""The exported file: complete, small, closed, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from routes.cases import Tables, read_tables
from routes.cases.synth import write_synthetic
from routes.flows import flows, store
from routes.holdings import together
from routes.publish import export_html
from routes.publish.bundle import asset
from routes.publish.html import PAGE_SCRIPTS
from routes.query import RouteQuery
from routes.text import load
from tests.made_up import made_up, route
from tests.publish.released import DAY, USER, released, with_marks


class Parts(HTMLParser):
    """Scripts, styles, data and addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kind = ""
        self.texts: dict[str, list[str]] = {}
        self.policy = ""
        self.addresses: list[str] = []
        self.lang = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.kind = given.get("id") or tag if tag in {"script", "style"} else ""
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if tag == "html":
            self.lang = given["lang"]
        self.addresses += [given[name] for name in ("src", "href") if name in given]

    def handle_data(self, data: str) -> None:
        if self.kind:
            self.texts.setdefault(self.kind, []).append(data)

    def handle_endtag(self, tag: str) -> None:
        self.kind = ""

    def data(self, name: str) -> dict[str, object]:
        return json.loads("".join(self.texts[name]))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def parts(page: str) -> Parts:
    return Parts(page)


def test_the_bundled_cases_fit_well_under_a_megabyte(page: str) -> None:
    """Map, evidence and both languages included; ASCII, so no encoding can spoil it."""
    assert len(page) < 1_000_000
    assert page.isascii()


def test_the_same_input_gives_the_same_bytes(tables: Tables, page: str) -> None:
    """A file can be checked by making it again."""
    assert export_html(released(tables), lang="es") == page


def test_nothing_is_loaded_from_anywhere(parts: Parts) -> None:
    """The only address in the page's elements is its own skip link."""
    assert parts.addresses == ["#words"]
    assert "url(" not in "".join(parts.texts["style"])


def test_the_policy_allows_only_what_the_file_holds(parts: Parts) -> None:
    """Every script and style is there by its hash; nothing else may run or load."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert parts.policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in parts.policy
    allowed = set(re.findall(r"'sha256-([^']+)'", parts.policy))
    texts = [*parts.texts["script"], "".join(parts.texts["style"])]
    assert {digest(text) for text in texts} == allowed


def test_the_manifest_tells_what_the_file_was_made_from(tables: Tables) -> None:
    """Data version, query, date, sources."""
    query = RouteQuery(destination=("CHN",))
    page = export_html(released(tables, query), lang="en")
    parts = Parts(page)
    assert parts.lang == "en"
    manifest = parts.data("rutas-manifest")
    assert manifest["release_id"] == released(tables, query).manifest.release_id
    assert manifest["query"] == {"to": "CHN"}
    assert manifest["made_on"] == DAY.isoformat()
    assert "fiscalia-2020-12-15" in manifest["sources"]  # type: ignore[operator]


def test_every_leg_has_a_case_and_a_source_behind_it(parts: Parts) -> None:
    """No line without evidence in the file itself."""
    data: Any = parts.data("rutas-data")
    ids = [row[0] for row in data["places"]]
    routes, legs = (data["columns"][name] for name in ("routes", "legs"))
    case_of = list(accumulate(routes["case"]))
    ends = zip(accumulate(legs["route"]), legs["start"], legs["end"], strict=True)
    moves = [(case_of[route], ids[start - 1], ids[end]) for route, start, end in ends if start]
    assert len(moves) > 40
    for case, start, end in moves:
        told = [leg for route in data["cases"][case]["routes"] for leg in route["legs"]]
        assert any(leg[:2] == [start, end] and leg[5] for leg in told)


def test_ten_thousand_flows_are_small(tmp_path: Path) -> None:
    """Cases and legs as columns of numbers: half of the three megabytes that are allowed."""
    write_synthetic(tmp_path, cases=12_000, flows=10_000, seed=3)
    tables = read_tables(tmp_path)
    assert len(flows(store(tables), RouteQuery()).frame) == 10_000
    page = export_html(released(tables), lang="es")
    assert len(page) <= 1_500_000
    assert Parts(page).data("rutas-data")["synthetic"] is True
    assert Parts(page).data("rutas-manifest")["synthetic"] is True


def test_a_file_tells_nothing_of_cases_that_stay(tables: Tables) -> None:
    """Beside a reserved case the public ones leave without its name, text, place or source."""
    own = made_up(
        [{"case_id": "secret-case", "name": "secret", "handling": "reserved"}],
        route("secret-case", "GN3688689", "GN1809858", source_id="secret-source"),
        sources=[{"source_id": "secret-source", "title": "secret", "publisher": "secret"}],
    )
    page = export_html(released(together(tables, own)), lang="es")
    assert "secret" not in page
    assert "GN3688689" not in page
    assert "fiscalia-2020-12-15" in Parts(page).data("rutas-manifest")["sources"]  # type: ignore[operator]


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_no_column_that_must_stay_is_in_the_file(tables: Tables, audience: str) -> None:
    """A mark in every column that is not on the list, of all five tables, is nowhere in it."""
    more = {"user": USER} if audience == "internal" else {}
    marked = with_marks(released(tables, audience=audience, **more), "PLANTEDMARK")
    assert "PLANTEDMARK" in marked.tables.sources["accessed_on"].tolist()
    assert "PLANTEDMARK" not in export_html(marked, lang="es", detail="full")


def test_what_the_page_does_not_show_it_does_not_hold(tables: Tables) -> None:
    """No ids and kinds of cases; and in a file of counts no name and no text of a case."""
    full = export_html(released(tables), lang="es", detail="full")
    data: Any = Parts(full).data("rutas-data")
    assert all("id" not in case and "kind" not in case for case in data["cases"])
    counts = export_html(released(tables), lang="es", detail="counts")
    data = Parts(counts).data("rutas-data")
    assert (data["cases"], data["sources"]) == ([], [])
    assert "Thomson" in full
    assert "Thomson" not in counts


@pytest.mark.parametrize(
    "given", [{"lang": "fr"}, {"lang": "es", "detail": "all"}, {"lang": "es", "level": "street"}]
)
def test_unknown_options_are_refused(tables: Tables, given: dict[str, str]) -> None:
    """The message names the value and the choices."""
    with pytest.raises(ValueError, match=r"Invalid .* Must be one of"):
        export_html(released(tables), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_sentence_of_the_page_exists(lang: str) -> None:
    """Keys written in the page's scripts are keys of its text."""
    text = load(lang)
    for script in map(asset, PAGE_SCRIPTS):
        for key in re.findall(r'Page\.say\("([a-z_.]+)"[,)]', script):
            assert text.has(f"export.{key}"), key
        for key in re.findall(r'Page\.count\("([a-z_.]+)"', script):
            assert text.has(f"export.{key}.one"), key
            assert text.has(f"export.{key}.other"), key
