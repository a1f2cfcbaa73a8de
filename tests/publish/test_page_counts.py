"""The exported file counts by itself, in the browser, what Python counts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geo.lines import distance_km
from geo.places import places
from routes.analysis.facets import facets
from routes.analysis.totals import MEASURES, totals
from routes.cases import Tables, read_tables
from routes.cases.synth import write_synthetic
from routes.flows import LEVELS, flows, store
from routes.publish import export_html
from routes.query import RouteQuery
from routes.release import SavedView
from routes.store import Store
from tests.publish.released import released

FACETS = ("from", "to", "years", "purpose", "evidence")

ANSWER = """(asked) => asked.map(([words, level]) => {
  const { state } = Page.readHash(words);
  state.level = level;
  Page.model.ask(Page.asked(state));
  const id = (n) => Page.data.places[n][0];
  const facets = {
    from: id, to: id, years: String, purpose: (n) => Page.model.codes[n],
    evidence: (n) => Page.EVIDENCE[n],
  };
  const names = Object.keys(facets);
  Object.entries(facets).forEach(([name, word]) => {
    facets[name] = Object.fromEntries(Array.from(Page.model.facet(name)).filter((each) => each[1])
      .map(([option, count]) => [word(option), count]));
  });
  return {
    totals: Page.model.totals(),
    flows: Page.flowRows(Page.model, level).map((row) =>
      [id(row[0]), id(row[1]), row[2], row[3], row[4], row[5], row[6], new Set(row[7]).size]),
    mentions: Page.mentionRows(Page.model, level).map((row) => [id(row[0]), ...row.slice(1)]),
    facets: facets,
    left: names.map((name) => Page.model.countWithout(name)),
  };
})"""


def expected(columns: Store, query: RouteQuery, level: str) -> dict[str, Any]:
    """What Python finds, in the shape of the page's answer."""
    found, sums, counts = (
        flows(columns, query, level=level),
        totals(columns, query),
        facets(columns, query),
    )
    frame, alone = found.frame, found.mentions
    codes = ("stated", "inferred", "mentioned")
    return {
        "totals": {
            "cases": sums.cases,
            "conflicts": len(sums.conflicts),
            **{name: vars(getattr(sums, name)) for name in MEASURES},
        },
        "flows": [
            [*row[:3], int(row[3] == "inferred"), *row[4:6], len(row[6]), row[2]]
            for row in frame[
                ["from", "to", "cases", "evidence", "first_year", "last_year", "sources"]
            ].itertuples(index=False, name=None)
        ],
        "mentions": [
            [row[0], row[1], codes.index(row[2]), row[3]]
            for row in alone[["place", "cases", "evidence", "statements"]].itertuples(
                index=False, name=None
            )
        ],
        "facets": {name: counts[name] for name in FACETS},
        "left": [totals(columns, query.without(name)).cases for name in FACETS],
    }


def hash_of(query: RouteQuery) -> str:
    """A query as the page's address has it."""
    return "#" + "&".join(f"{name}={value}" for name, value in query.to_params().items())


def some_queries(columns: Store, count: int, seed: int) -> list[tuple[RouteQuery, str]]:
    """Random filters of the file, most of which leave something."""
    chance = random.Random(seed)
    options = {name: sorted(counts) for name, counts in facets(columns, RouteQuery()).items()}
    found = []
    for _ in range(count):
        some = {
            name: tuple(chance.sample(options[name], min(len(options[name]), chance.randint(1, 2))))
            for name in ("from", "to", "purpose", "evidence")
            if options[name] and chance.random() < 0.35
        }
        years = None
        if options["years"] and chance.random() < 0.4:
            ends = sorted(int(chance.choice(options["years"])) for _ in range(2))
            years = chance.choice([(ends[0], ends[1]), (ends[0], None), (None, ends[1])])
        query = RouteQuery(
            origin=some.get("from", ()),
            destination=some.get("to", ()),
            purpose=some.get("purpose", ()),
            evidence=some.get("evidence", ()),
            years=years,
        )
        found.append((query, chance.choice(LEVELS)))
    return found


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def opened(window: Page, page: str, path: Path) -> Page:
    path.write_text(page, encoding="utf-8")
    window.goto(path.as_uri())
    window.wait_for_selector("html[data-ready]")
    return window


def assert_same(page: Page, columns: Store, asked: list[tuple[RouteQuery, str]]) -> None:
    answers = page.evaluate(ANSWER, [[hash_of(query), level] for query, level in asked])
    for (query, level), answer in zip(asked, answers, strict=True):
        for name, wanted in expected(columns, query, level).items():
            assert answer[name] == wanted, (query, level, name)


def test_every_number_is_the_one_python_counts(
    window: Page, page: str, tables: Tables, tmp_path: Path
) -> None:
    """Totals, flows, lone places and facets, at every level, under 300 random sets of filters."""
    columns = store(tables)
    asked = [(RouteQuery(), level) for level in LEVELS] + some_queries(columns, 300, 1)
    assert_same(opened(window, page, tmp_path / "page.html"), columns, asked)
    left = [totals(columns, query).cases for query, _ in asked]
    assert sum(0 < each < left[0] for each in left) > 100


def test_a_file_of_thousands_counts_as_well(window: Page, tmp_path: Path) -> None:
    """Names and counts alone: the lists of cases behind the legs are enough for all filters."""
    write_synthetic(tmp_path, cases=1_500, flows=900, seed=5)
    release = released(read_tables(tmp_path))
    columns = store(release.tables)
    page = opened(window, export_html(release, lang="en"), tmp_path / "page.html")
    assert page.evaluate("Page.data.full") is False
    assert_same(page, columns, some_queries(columns, 40, 2))


def test_what_a_release_asks_holds_under_every_filter(
    window: Page, tables: Tables, tmp_path: Path
) -> None:
    """A file of one source: figures of that source, and filters only narrow it further."""
    base = RouteQuery(source=("fiscalia-2020-12-15",))
    page = opened(window, export_html(released(tables, base), lang="es"), tmp_path / "page.html")
    columns = store(released(tables, base).tables)
    asked = [
        (replace(query, source=base.source), level) for query, level in some_queries(columns, 60, 3)
    ]
    answers = page.evaluate(
        ANSWER, [[hash_of(replace(query, source=())), level] for query, level in asked]
    )
    for (query, level), answer in zip(asked, answers, strict=True):
        for name, wanted in expected(columns, query, level).items():
            assert answer[name] == wanted, (query, level, name)


def test_a_view_may_ask_what_the_filters_of_the_file_cannot(
    window: Page, tables: Tables, tmp_path: Path
) -> None:
    """Minors, mode, words, sources: such a view is counted in the file as Python counts it."""
    columns = store(tables)
    some = [
        RouteQuery(minors="yes", years=(2016, 2022)),
        RouteQuery(mode=("air",), destination=("CHN",)),
        RouteQuery(text="arauca"),
        RouteQuery(source=("fiscalia-2020-12-15",), evidence=("stated",)),
        RouteQuery(credibility=2, purpose=("sexual",)),
        RouteQuery(crossing=("VE-PAEZ",)),
    ]
    views = tuple(SavedView(query, level=LEVELS[n % 3]) for n, query in enumerate(some))
    release = released(tables, views=views)
    page = opened(window, export_html(release, lang="es"), tmp_path / "page.html")
    asked = [[f"#view={n + 1}", view.level] for n, view in enumerate(views)]
    for view, answer in zip(views, page.evaluate(ANSWER, asked), strict=True):
        wanted = expected(columns, view.query, view.level)
        for name in ("totals", "flows", "mentions"):
            assert answer[name] == wanted[name], (view.query, name)


def test_distances_are_those_over_the_ellipsoid(window: Page, page: str, tmp_path: Path) -> None:
    """Lambert's formula in the page gives what geo.lines gives, to ten kilometres."""
    shown = opened(window, page, tmp_path / "page.html")
    pairs = shown.evaluate(
        """() => Page.value.flows.map((row) => {
        const ends = [Page.data.places[row[0]], Page.data.places[row[1]]];
        return [ends[0][0], ends[1][0], Page.kilometres(ends[0], ends[1])]; })"""
    )
    assert len(pairs) > 40
    known = places()
    for start, end, kilometres in pairs:
        a, b = known[start], known[end]
        assert abs(distance_km(a.lon, a.lat, b.lon, b.lat) - kilometres) <= 5.2
