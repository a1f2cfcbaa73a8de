"""Corredores: pages that say what sources say, what is not known, and nothing besides."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from routes.analysis.corridors import (
    BORDER_ZONE,
    corridor,
    corridors,
    doubt,
    facts,
    loose_in,
    routes_in,
)
from routes.analysis.network import network
from routes.cases import bundled
from routes.columns import flags
from routes.evidence import CaseEvidence, evidence
from routes.flows import flows_among, store
from routes.query import RouteQuery
from routes.text import load
from tests.pages.conftest import MAP_FRAME, SCENE, Screen

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = RouteQuery()
DESTINATIONS = ("CHN", "PAN", BORDER_ZONE)
SINGLE = ("CO-NSA~~PAN", "CO-CAL~54001~TTO", "CO-ARA~~CO-CAS", "COL~GN3117735~CHN")


class Tree(HTMLParser):
    """The items and headings of a piece of HTML: their text, and where their links lead."""

    def __init__(self, markup: str, *, items: str) -> None:
        super().__init__()
        self.items: list[tuple[str, list[str]]] = []
        self.text = ""
        self._wanted, self._open = items, 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == self._wanted:
            self.items.append(("", []))
            self._open += 1
        if self._open and tag == "a" and given.get("href"):
            self.items[-1][1].append(str(given["href"]))

    def handle_endtag(self, tag: str) -> None:
        self._open -= tag == self._wanted

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open:
            text, links = self.items[-1]
            self.items[-1] = (text + data, links)


def page_of(
    lang: str, query: RouteQuery = EVERYTHING, *, selection: str = "", **chosen: str
) -> AppTest:
    """Run the screen without a browser."""
    page = AppTest.from_file(ROOT / "pages" / "corridors.py", default_timeout=90)
    state = {"lang": lang, "query": query, "level": "place", "selected": selection, "case": ""}
    state |= {f"chosen_{name}": value for name, value in chosen.items()}
    for name, value in {**state, "page": "corredores", "notices": ()}.items():
        page.session_state[name] = value
    page.run()
    assert not page.exception
    return page


def html_of(page: AppTest) -> list[str]:
    return [str(each.value) for each in page.get("html") if isinstance(each, Element)]


def card(page: AppTest, name: str) -> str:
    (found,) = (each for each in html_of(page) if f"corridor-{name}" in each and "<h2" in each)
    return found


def cases_of(ids: tuple[str, ...], lang: str) -> dict[str, CaseEvidence]:
    return {case.case_id: case for case in evidence(bundled(), ids, lang=lang)}


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", [*DESTINATIONS, *SINGLE])
def test_a_page_says_what_the_sources_say_and_no_more(name: str, lang: str) -> None:
    """Stated, inferred and mentioned stand apart; each way and place has its source beside it."""
    found = corridor(store(bundled()), EVERYTHING, name)
    assert found is not None
    page = page_of(lang, corridor=name)
    says = card(page, "says")
    kinds = dict(re.findall(r'<section class="says-(\w+)">(.*?)</section>', says, re.S))
    cases = cases_of((*found.case_ids, *(each.case_id for each in found.loose)), lang)
    drawn = {"stated": 0, "inferred": 0}
    for each in found.case_ids:
        for way in routes_in(found, cases[each]):
            inferred = any(leg.evidence == "inferred" for leg in way.legs)
            drawn["inferred" if inferred else "stated"] += 1
    for kind, count in drawn.items():
        blocks = kinds[kind].split('class="rutas-path"')[1:]
        assert len(blocks) == count
        for block in blocks:
            assert 'class="quiet">' in block.split("</ol>")[1], "a way without its source"
    named = Tree(kinds["mentioned"], items="li").items
    wanted = [
        stop
        for each in dict.fromkeys(loose.case_id for loose in found.loose)
        for stop in loose_in(found, cases[each])
    ]
    assert len(named) == len(wanted)
    for (text, _), stop in zip(named, wanted, strict=True):
        assert stop.place.name in text
        assert stop.source.publisher in text


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", [*DESTINATIONS, *SINGLE])
def test_everything_unknown_names_its_cases_and_sources(name: str, lang: str) -> None:
    """Each doubt with its count, each case with a link to its page and the sources read."""
    columns, t = store(bundled()), load(lang)
    found = corridor(columns, EVERYTHING, name)
    assert found is not None
    known = facts(columns, found)
    cases = cases_of(found.case_ids, lang)
    unknown = Tree(card(page_of(lang, corridor=name), "unknown"), items="li")
    wanted = [(share.code, each) for share in known.unknowns for each in share.case_ids]
    assert len(unknown.items) == len(wanted)
    for (text, links), (code, case_id) in zip(unknown.items, wanted, strict=True):
        why = doubt(code, found, cases[case_id])
        assert cases[case_id].name in text
        assert parse_qs(urlsplit(links[0]).query)["case"] == [case_id]
        assert why.sources
        assert all(source.publisher in text for source in why.sources)
        assert {source.url for source in why.sources} - {""} <= {*links}
        assert all(note in text for note in why.notes)
    for share in known.unknowns:
        assert t(f"corridors.unknown.{share.code}") in unknown.text


def test_the_page_of_china_says_that_nothing_joins_it_with_arauca() -> None:
    """Nor with Norte de Santander; a press release that names both is no route."""
    text = Tree(card(page_of("es", corridor="CHN"), "unknown"), items="li").text
    assert "recorrido desde Arauca ni desde Norte de Santander hasta China" in text
    assert "no es una ruta" in text
    assert "presumen inocentes" in card(page_of("es", corridor="CHN"), "says")


@pytest.mark.parametrize("name", DESTINATIONS)
def test_the_sums_of_a_corridor_lead_to_what_they_are_made_of(name: str) -> None:
    """The number of cases leads to the cases, each sum to the figures one by one."""
    page = page_of("es", corridor=name)
    (sums,) = (each for each in html_of(page) if "rutas-kpis" in each)
    addresses = re.findall(r'<b><a href="([^"]+)"', sums)
    assert addresses[0].startswith("casos?")
    assert set(addresses[1:]) == {"#cifras-del-corredor"}
    assert 'id="cifras-del-corredor"' in card(page, "figures")


def test_figures_that_disagree_stand_side_by_side() -> None:
    """The 17 and the 15 of Némesis, and that the sources do not agree."""
    figures = card(page_of("es", corridor="CO-ARA~~CO-CAS"), "figures")
    text = Tree(figures, items="tr").text
    assert "Las fuentes no coinciden en 1 caso" in text
    assert {"17", "15"} <= {*re.findall(r"\d+", text)}


def test_every_count_of_a_fact_leads_to_its_cases() -> None:
    """Purposes, recruitment and means name the cases behind their number."""
    columns = store(bundled())
    found = corridor(columns, EVERYTHING, "CHN")
    assert found is not None
    shares = [each for part in facts(columns, found).shares.values() for each in part]
    blocks = card(page_of("es", corridor="CHN"), "shares").split('class="corridor-share"')[1:]
    assert len(blocks) == len(shares)
    for block, share in zip(blocks, shares, strict=True):
        links = re.findall(r'href="([^"]*)"', block)
        ids = [parse_qs(urlsplit(each.replace("&amp;", "&")).query)["case"][0] for each in links]
        assert tuple(ids) == share.case_ids


@pytest.mark.parametrize("chosen", [{"corridor": "<b>CHN"}, {"corridor": "CO-ARA~~CHN"}])
def test_a_corridor_that_no_case_makes_is_left_out_with_a_notice(chosen: dict[str, str]) -> None:
    """Whatever the link says; the list stands."""
    page = page_of("es", **chosen)
    assert any("no es un valor de «corridor»" in re.sub("<.*?>", "", e) for e in html_of(page))
    assert any("37 corredores hacia 17 destinos" in each for each in html_of(page))


def test_filters_that_leave_nothing_say_so() -> None:
    """The corridor stays in the link; what is left under the filters is listed."""
    page = page_of("es", RouteQuery(destination=("PAN",)), corridor="CHN")
    assert any("este corredor no tiene recorridos" in each for each in html_of(page))
    assert any("2 corredores hacia 1 destino" in each for each in html_of(page))
    nothing = page_of("es", RouteQuery(text="no such case"))
    assert any("Ningún caso cumple" in each for each in html_of(nothing))
    places = page_of("es", RouteQuery(text="guainia"))
    assert any("un recorrido documentado" in each for each in html_of(places))


def test_a_hub_is_told_in_a_sentence_with_its_cases() -> None:
    """Of 17 cases 5 touch Bogotá; each of them is a link."""
    page = page_of("es", hub="11001")
    found = card(page, "hub")
    assert "Por aquí pasan, empiezan o terminan 5 de los 17 casos con recorrido." in found
    assert "11 tramos afirmados, 2 inferidos" in found
    assert found.count('href="casos?') == 5
    assert any("Son pocos casos (17)" in each for each in html_of(page))


def test_the_panel_tells_of_the_cases_of_the_corridor_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is selected on another screen and is no part of it opens nothing."""
    # Run on its own, a screen knows no other to link to.
    monkeypatch.setattr("streamlit.page_link", lambda *given, **more: None)

    def panel(selected: str) -> list[str]:
        page = page_of("es", corridor="CO-ANT~11001~CHN", selection=selected)
        return [each for each in html_of(page) if 'id="evidencia"' in each]

    (found,) = panel("flow:11001>GN1809858")
    assert "Guangzhou – Hong Kong 2017" in found
    assert panel("flow:54001>PAN") == []
    assert panel("") == []


# In the browser


def keys_of(name: str) -> set[str]:
    columns = store(bundled())
    found = corridor(columns, EVERYTHING, name)
    assert found is not None
    frame = flows_among(columns, flags(len(columns.elements), found.elements)).frame
    return {f"{a}>{b}" for a, b in zip(frame["from"], frame["to"], strict=True)}


FOCUS = """() => {
  const active = document.activeElement;
  const held = active.closest("[class*=st-key-]");
  const key = held && [...held.classList].find((name) => name.startsWith("st-key-"));
  return (key || "").replace("st-key-", "") + (active.tagName === "CANVAS" ? " grid" : "");
}"""


def expect_heading(screen: Screen, text: str) -> None:
    """Wait until the screen has this heading and no other."""
    found = screen.page.locator(".corridor-lead h1")
    expect(found).to_have_text([text])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("CHN", "Corredores hacia China"),
        ("PAN", "Corredores hacia Panamá"),
        (BORDER_ZONE, "Corredores que terminan en la zona de frontera Colombia–Venezuela"),
    ],
)
def test_a_link_opens_the_page_of_a_destination(on_desk: Screen, name: str, title: str) -> None:
    """With its legs alone on the map, and the cards below it."""
    screen = on_desk.open_map(f"/corredores?corridor={name}&lang=es")
    expect_heading(screen, title)
    screen.expect_drawn(keys_of(name))
    expect(screen.page.locator(".corridor-unknown")).to_be_visible()
    screen.expect_asked(corridor=name)
    screen.assert_quiet()


ENDS = """({value, map}) => value.flows.flatMap((flow) => [flow[0], flow[1]]).map((at) => {
  const place = value.places[at];
  // China lies west of America on this map.
  const lon = place[2] > 106 ? place[2] - 360 : place[2];
  const point = map.latLngToContainerPoint([place[3], lon]);
  return [point.x, point.y];
})"""


@pytest.mark.parametrize("name", DESTINATIONS)
def test_the_map_of_a_corridor_shows_it_whole(on_desk: Screen, name: str) -> None:
    """Both ends of every leg are in view, on either side of the border far enough apart to see
    the line, and the legend covers none of them."""
    on_desk.open_map(f"/corredores?corridor={name}")
    ends = on_desk.map.evaluate(f"({ENDS})({SCENE})")
    box = on_desk.page.locator(MAP_FRAME).bounding_box()
    legend = on_desk.map.locator(".rutas-legend").bounding_box()
    assert box is not None
    assert legend is not None
    across, down = legend["x"] + legend["width"] - box["x"], legend["y"] - box["y"]
    assert all(0 < x < box["width"] and 0 < y < box["height"] for x, y in ends)
    assert not any(x < across and y > down for x, y in ends)
    xs, ys = zip(*ends, strict=True)
    assert max(max(xs) - min(xs), max(ys) - min(ys)) > 40


@pytest.mark.parametrize("name", [*DESTINATIONS, *SINGLE])
def test_the_years_of_a_corridor_are_those_of_its_cases(name: str) -> None:
    """No column stands for a year before the first case or after the last."""
    columns = store(bundled())
    found = corridor(columns, EVERYTHING, name)
    assert found is not None
    known = facts(columns, found).years
    charts = page_of("es", corridor=name).get("vega_lite_chart")
    assert len(charts) == bool(known)
    for chart in charts:
        (rows,) = chart.proto.datasets
        drawn = pa.ipc.open_stream(rows.data.data).read_pandas()["label"]
        ends = drawn.min(), drawn.max()
        assert ends == (str(known[0].year), str(known[-1].year))


def test_a_row_opens_a_corridor_and_back_closes_it(on_desk: Screen) -> None:
    """By keyboard alone: Tab walks to the table; the browser's Back leads to it again."""
    screen = on_desk.open("/corredores?lang=es")
    expect_heading(screen, "Corredores")
    table = screen.page.locator(".st-key-corridor_ends")
    expect(table.locator("table").first).to_have_attribute(
        "aria-rowcount", str(len(corridors(store(bundled()), EVERYTHING).ends) + 1)
    )
    met: list[str] = []
    while "corridor_ends grid" not in met and len(met) < 120:
        screen.page.keyboard.press("Tab")
        met.append(screen.page.evaluate(FOCUS))
    assert {"corridor_part", "corridor_ends grid"} <= {*met}
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Shift+Space")
    expect_heading(screen, "Corredores hacia República Dominicana")
    screen.expect_asked(corridor="DOM")
    screen.page.go_back()
    expect_heading(screen, "Corredores")
    screen.expect_asked(corridor=None)


def test_hubs_on_a_phone_in_english(on_phone: Screen) -> None:
    """The chosen place with its sentence and its legs; nothing wider than the screen."""
    screen = on_phone.open_map("/corredores?hub=54001&lang=en")
    expect_heading(screen, "Hubs")
    frame = network(store(bundled()), EVERYTHING).frame.set_index("place")
    text = f"{frame.loc['54001', 'cases']} of the 17 cases"
    expect(screen.page.locator(".corridor-hub")).to_contain_text(text)
    width = screen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    screen.assert_quiet()
