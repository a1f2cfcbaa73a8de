"""Part (c): from a filter change to the painted map, in the running app.

Each app shows the same flows and the same filter. A change is a click on an option of it. The
map is painted two animation frames after the one that finds the new number of lines on it, as in
part (a). What goes over the websocket is counted until it has been silent for a while.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page, WebSocket

from benchmarks.blanks import blank_seconds
from benchmarks.chromium import PATIENCE_MS, browser
from benchmarks.lines import Lines, lines, made_up
from benchmarks.serving import served
from benchmarks.web import Assets, Server
from geo.layers import countries, departments
from routes.cases import Tables
from routes.cases.codes import MODES as MODE_CODES
from routes.flows import flows, store
from routes.query import RouteQuery
from routes.text import load

WINDOW = {"width": 1440, "height": 900}
WARM_UP = 2
QUIET_MS = 700
OPTION = ".st-key-filter_mode button"
LANGUAGE = "es"
MODES = tuple(MODE_CODES)
EXPANDER = "[data-testid=stExpander] summary"

NOTES = """
(() => {
  if (window !== window.top) return;
  window.__notes = [];
  const now = () => performance.now();
  document.addEventListener("click", () => window.__notes.push(["click", now(), ""]), true);
  const count = (frame) => {
    const {map, L} = frame.contentWindow;
    if (!map || !map.eachLayer || frame.getBoundingClientRect().height < 50) return -1;
    let lines = 0;
    map.eachLayer((layer) => {
      if (layer.value && layer.value.flows) lines += layer.value.flows.length;
      else if (layer instanceof L.Polyline && !(layer instanceof L.Polygon)) lines++;
    });
    return lines;
  };
  let last = "";
  const look = () => {
    const lines = Array.from(document.querySelectorAll("iframe"), count).join(" ");
    if (lines !== last) {
      last = lines;
      const note = () => window.__notes.push(["painted", now(), lines]);
      requestAnimationFrame(() => requestAnimationFrame(note));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
PAINTED = """(lines) => {
  const {__notes: notes} = window;
  const click = notes.findLastIndex((each) => each[0] === "click");
  const painted = notes.findLastIndex((each) => each[0] === "painted");
  return painted > click && notes[painted][2] === String(lines);
}"""
SECONDS = """() => {
  const last = (kind) => window.__notes.filter((each) => each[0] === kind).pop()[1];
  return (last("painted") - last("click")) / 1000;
}"""


@dataclass
class Wire:
    """Bytes of the websocket's messages, before any compression."""

    received: int = 0
    sent: int = 0
    sockets: list[WebSocket] = field(default_factory=list)

    def attach(self, socket: WebSocket) -> None:
        """Count what goes over a socket from now on."""
        self.sockets.append(socket)
        socket.on("framereceived", lambda data: self._add("received", data))
        socket.on("framesent", lambda data: self._add("sent", data))

    def _add(self, way: str, data: str | bytes) -> None:
        size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8"))
        setattr(self, way, getattr(self, way) + size)

    def total(self) -> int:
        """Return the bytes of both ways."""
        return self.received + self.sent


@dataclass(frozen=True)
class Step:
    """One change of the filter: the option to click, and what is chosen after it."""

    option: str
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Rival:
    """An app: its name, its script, its settings, and how many lines each step leaves."""

    name: str
    script: str
    settings: Mapping[str, str]
    lines: Sequence[int]


def steps(count: int) -> list[Step]:
    """Return changes of the filter on transport that never come back to the same choice.

    A choice seen before would come from Streamlit's cache in the browser, and nearly nothing
    would go over the websocket.
    """
    found: list[Step] = []
    chosen: set[str] = set()
    for number in range(1, count + 1):
        option = MODES[(number & -number).bit_length() - 1]
        chosen ^= {option}
        found.append(Step(option, tuple(sorted(chosen))))
    return found


def measure(
    *, pairs: int, repetitions: int, work: Path, keep: Path | None, told: Callable[[str], None]
) -> dict[str, Any]:
    """Change the filter in every app.

    Parameters
    ----------
    pairs : int
        Number of distinct flows.
    repetitions : int
        Half the number of changes that are timed.
    work : pathlib.Path
        Folder for made-up tables and web assets.
    keep : pathlib.Path, optional
        Folder for pictures.
    told : callable
        Told what is done.

    Returns
    -------
    dict
        ``flows``, and by app: ``seconds``, ``received`` and ``sent`` (bytes of each change),
        ``blank_s``, ``base_kept`` and ``view_kept``.
    """
    folder = work / f"live-{pairs}"
    tables = made_up(folder, cases=5 * pairs, pairs=pairs)
    path = steps(WARM_UP + 2 * repetitions + 2)
    queries = [RouteQuery(), *(RouteQuery(mode=step.chosen) for step in path)]
    drawn = [lines(tables, query) for query in queries]
    _write(folder, path, drawn)
    server = Server(Assets(work / "web"))
    try:
        with browser() as window:
            found = {}
            for rival in _rivals(folder, tables, queries, drawn, server.url):
                told(f"changing the filter: {rival.name}")
                with served(rival.script, rival.settings, log=work / "app.log") as url:
                    found[rival.name] = _app(window, url, rival, path, keep)
        return {"flows": len(drawn[0]), "contenders": found}
    finally:
        server.close()


def _rivals(
    folder: Path,
    tables: Tables,
    queries: Sequence[RouteQuery],
    drawn: Sequence[Lines],
    assets: str,
) -> list[Rival]:
    peers = {"BENCH_ASSETS": assets, "BENCH_FOLDER": str(folder)}
    tiles = {**peers, "BENCH_BASE": "tiles"}
    own = [len(flows(store(tables), query).frame) for query in queries]
    theirs = [len(each) for each in drawn]
    plain, group = "benchmarks/peers/plain.py", "benchmarks/peers/feature_group.py"
    return [
        Rival("ours", "app.py", {"ROUTES_DATA": str(folder)}, own),
        Rival("plain st_folium", plain, peers, theirs),
        Rival("st_folium, feature_group_to_add", group, peers, theirs),
        Rival("plain st_folium, tiles", plain, tiles, theirs),
        Rival("st_folium, feature_group_to_add, tiles", group, tiles, theirs),
    ]


def _write(folder: Path, path: Sequence[Step], drawn: Sequence[Lines]) -> None:
    """Write what the peers draw: lines by the chosen options, the options, the base map."""
    choices = ["", *(",".join(step.chosen) for step in path)]
    content = {
        choice: list(zip(each.names(), each.frame.cases.tolist(), each.latlon, strict=True))
        for choice, each in zip(choices, drawn, strict=True)
    }
    (folder / "lines.json").write_text(json.dumps(content), encoding="utf-8")
    options = {mode: _label(mode) for mode in MODES}
    (folder / "options.json").write_text(json.dumps(options), encoding="utf-8")
    for name, layer in (("countries", countries()), ("departments", departments())):
        (folder / f"{name}.json").write_text(layer.to_json(), encoding="utf-8")


def _label(mode: str) -> str:
    return load(LANGUAGE).code("mode", mode)


def _app(
    window: Browser, url: str, rival: Rival, path: Sequence[Step], keep: Path | None
) -> dict[str, Any]:
    context = window.new_context(viewport=WINDOW, locale="es-CO")  # type: ignore[arg-type]
    try:
        context.add_init_script(NOTES)
        page, wire = context.new_page(), Wire()
        page.set_default_timeout(PATIENCE_MS)
        page.on("websocket", wire.attach)
        page.goto(url)
        page.wait_for_function(PAINTED, arg=rival.lines[0])
        _silence(page, wire)
        if page.locator(EXPANDER).count():
            page.locator(EXPANDER).first.click()
        goals = list(zip(path, rival.lines[1:], strict=True))
        changes = [_change(page, wire, *goal) for goal in goals[:-2]]
        kept = _kept(page, lambda: _change(page, wire, *goals[-2]))
        blank = blank_seconds(page, lambda: _change(page, wire, *goals[-1]), _map_box(page))
        if keep:
            page.screenshot(path=keep / f"live-{Path(rival.script).stem}.png")
        seconds, received, sent = zip(*changes[WARM_UP:], strict=True)
        return {"seconds": seconds, "received": received, "sent": sent, "blank_s": blank, **kept}
    finally:
        context.close()


def _change(page: Page, wire: Wire, step: Step, lines: int) -> tuple[float, int, int]:
    """Click the option and wait; return seconds, bytes received and bytes sent."""
    wire.received = wire.sent = 0
    page.locator(OPTION).filter(has_text=_label(step.option)).click()
    page.wait_for_function(PAINTED, arg=lines)
    seconds = float(page.evaluate(SECONDS))
    _silence(page, wire)
    return seconds, wire.received, wire.sent


def _silence(page: Page, wire: Wire) -> None:
    before = -1
    while wire.total() != before:
        before = wire.total()
        page.wait_for_timeout(QUIET_MS)


def _kept(page: Page, change: Callable[[], object]) -> dict[str, bool]:
    """Move the map, make a change, and see whether map and view are still there."""
    frame = _map_frame(page)
    frame.evaluate("map.setView([7, -71.5], 7, {animate: false}); map.marked = true")
    page.wait_for_timeout(QUIET_MS)
    view = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
    before = frame.evaluate(view)
    change()
    frame = _map_frame(page)
    return {
        "base_kept": bool(frame.evaluate("map.marked === true")),
        "view_kept": frame.evaluate(view) == before,
    }


def _map_frame(page: Page) -> Frame:
    """Return the frame that holds the map."""
    for frame in page.frames:
        if frame.evaluate("Boolean(window.map && window.map.eachLayer)"):
            return frame
    raise RuntimeError("The page shows no map.")


def _map_box(page: Page) -> Mapping[str, float]:
    """Return where the map stands on the page, in pixels."""
    box = _map_frame(page).frame_element().bounding_box()
    assert box is not None
    return dict(box)
