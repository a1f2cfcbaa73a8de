"""Part (e): a filter change inside the exported file, until its map stands anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page

from benchmarks.chromium import PATIENCE_MS, WINDOW, browser
from benchmarks.contenders import GENERATED_ON, RED
from benchmarks.lines import EVERYTHING, Lines, lines, made_up
from benchmarks.report import BUNDLED, CLOCKS
from routes.analysis.facets import facets
from routes.cases import Tables, bundled
from routes.flows import Store, flows, store
from routes.publish import export_html
from routes.publish.bundle import leaflet_script, leaflet_style
from routes.publish.literal import literal
from routes.query import RouteQuery
from routes.release import build

PEER: Final = "Leaflet GeoJson"
SEED: Final = 11

CLOCK: Final = """async (changes, change) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const idle = () => new Promise((done) => requestIdleCallback(done));
  const found = [];
  for (const each of changes) {
    await idle();
    await frame();
    const start = performance.now();
    const lines = change(each);
    document.body.getBoundingClientRect();
    const script = performance.now() - start;
    await frame();
    const painted = performance.now() - start;
    await idle();
    found.push([script, painted, performance.now() - start, lines]);
  }
  return found;
}"""
"""Times each change: until the script is done and the page laid out, until after the frame that
paints it, and until the browser has nothing left to do."""

OURS: Final = """(hash) => {
  Page.state = Page.readHash(hash).state;
  Page.refresh();
  return Page.value.flows.length;
}"""

THEIRS: Final = """(chosen) => {
  layer.clearLayers();
  layer.addData(chosen.map((n) => features[n]));
  return layer.getLayers().length;
}"""


def measure(
    sizes: list[int], *, repetitions: int, work: Path, told: Callable[[str], None]
) -> dict[str, Any]:
    """Change the filters of files of each size.

    Parameters
    ----------
    sizes : list of int
        Numbers of distinct flows.
    repetitions : int
        Times eight changes.

    Returns
    -------
    dict
        By size: ``flows``, and by contender ``script_ms``, ``frame_ms`` and ``settled_ms``, a list
        each.

    Raises
    ------
    ValueError
        If a file shows another number of flows than Python counts.
    """
    found = {}
    with browser() as window:
        for size in (BUNDLED, *sizes):
            tables = _tables(size, work)
            drawn, columns = lines(tables), store(tables)
            asked = changes(columns, 8 * repetitions)
            told(f"filtering {len(drawn)} flows")
            ours = _ours(window, tables, columns, asked, work)
            theirs = _theirs(window, drawn, columns, asked, work)
            found[str(size)] = {"flows": len(drawn), "contenders": {"ours": ours, PEER: theirs}}
    return found


def _tables(size: int, work: Path) -> Tables:
    if size == BUNDLED:
        return bundled()
    return made_up(work / f"flows-{size}", cases=size, pairs=size)


def changes(columns: Store, count: int) -> list[RouteQuery]:
    """Return filters as a reader sets them: years, a destination, evidence, a purpose, none."""
    chance = random.Random(SEED)
    options = {name: sorted(found) for name, found in facets(columns, EVERYTHING).items()}
    years = [int(each) for each in options["years"]]
    asked = []
    for n in range(count):
        first, last = sorted(chance.sample(years, 2))
        kinds = (
            RouteQuery(years=(first, last)),
            RouteQuery(destination=(chance.choice(options["to"]),)),
            EVERYTHING,
            RouteQuery(evidence=(chance.choice(options["evidence"]),), years=(first, None)),
            RouteQuery(purpose=(chance.choice(options["purpose"]),)),
        )
        asked.append(kinds[n % len(kinds)])
    return asked


def _ours(
    window: Browser, tables: Tables, columns: Store, asked: list[RouteQuery], work: Path
) -> dict[str, list[float]]:
    release = build(tables, EVERYTHING, audience="public", made_on=GENERATED_ON)
    page = export_html(release, lang="es", detail="counts")
    written = ["&".join(f"{name}={each}" for name, each in q.to_params().items()) for q in asked]
    expected = [len(flows(columns, query).frame) for query in asked]
    return _timed(window, page, OURS, written, expected, work)


def _theirs(
    window: Browser, drawn: Lines, columns: Store, asked: list[RouteQuery], work: Path
) -> dict[str, list[float]]:
    """Give the peer the flows ready-made; it only has to draw them, and no table and no sums."""
    place = {name: n for n, name in enumerate(drawn.names())}
    chosen = []
    for query in asked:
        names = lines_of(columns, query)
        chosen.append([place[each] for each in names])
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": [list(at) for at in curve.coords]},
        }
        for curve in drawn.curves
    ]
    script = (
        f"var features = {literal(features)};"
        "var map = L.map('map').setView([5.5, -73], 4);"
        f"var layer = L.geoJson(null, {{style: {{color: '{RED}', weight: 1}}}}).addTo(map);"
        "layer.addData(features);"
    )
    page = (
        f"<!doctype html><style>{leaflet_style()} html, body, #map {{ height: 100%; margin: 0 }}"
        f"</style><div id='map'></div><script>{leaflet_script()}</script><script>{script}</script>"
    )
    return _timed(window, page, THEIRS, chosen, [len(each) for each in chosen], work)


def lines_of(columns: Store, query: RouteQuery) -> list[str]:
    """Return what the lines of a query are called; flows within one place have none."""
    found = flows(columns, query, lang="es").frame
    found = found[found["from"] != found["to"]]
    pairs = zip(found["from_name"], found["to_name"], strict=True)
    return [f"{start} → {end}" for start, end in pairs]


def _timed(
    window: Browser, page: str, change: str, asked: list[Any], expected: list[int], work: Path
) -> dict[str, list[float]]:
    path = work / "filtering.html"
    path.write_text(page, encoding="utf-8")
    context = window.new_context(viewport=WINDOW, offline=True)  # type: ignore[arg-type]
    try:
        shown = context.new_page()
        shown.set_default_timeout(PATIENCE_MS)
        shown.goto(path.as_uri())
        rows = _run(shown, change, asked)
    finally:
        context.close()
    if [row[-1] for row in rows] != expected:
        raise ValueError(f"Invalid answer of {change!r}. It shows other flows than Python counts.")
    return {name: [row[n] for row in rows] for n, name in enumerate(CLOCKS)}


def _run(shown: Page, change: str, asked: list[Any]) -> list[list[float]]:
    answer: list[list[float]] = shown.evaluate(f"(asked) => ({CLOCK})(asked, {change})", asked)
    return answer
