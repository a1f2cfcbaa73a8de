"""A Chromium without network, and the moment at which a page has painted its lines."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--enable-unsafe-swiftshader",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
WINDOW = {"width": 1280, "height": 800}
PATIENCE_MS = 90_000
INSIDE = ("data:", "blob:")

COUNTERS = """
window.__drawn = {curves: 0, instances: 0};
for (const kind of [window.CanvasRenderingContext2D, window.Path2D]) {
  const curve = kind.prototype.quadraticCurveTo;
  kind.prototype.quadraticCurveTo = function () {
    window.__drawn.curves++;
    return curve.apply(this, arguments);
  };
}
for (const [name, place] of [["drawArraysInstanced", 3], ["drawElementsInstanced", 4]]) {
  const draw = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function () {
    window.__drawn.instances = Math.max(window.__drawn.instances, arguments[place]);
    return draw.apply(this, arguments);
  };
}
"""

LEAFLET = """() => {
  const name = Object.keys(window).find((each) => /^map_[0-9a-f]{32}$/.test(each));
  const map = name && window[name];
  if (!map) return false;
  let lines = 0;
  map.eachLayer((layer) => { if (layer instanceof L.Polyline) lines++; });
  return lines >= LINES;
}"""
CURVES = "() => window.__drawn.curves > 0"
INSTANCES = "() => window.__drawn.instances >= LINES"

WATCH = """
(() => {
  const painted = PROBE;
  const look = () => {
    let done = false;
    try { done = painted(); } catch (error) { done = false; }
    if (!done) return requestAnimationFrame(look);
    const note = () => { window.__ready = performance.now(); };
    requestAnimationFrame(() => requestAnimationFrame(note));
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Opened:
    """What opening a page took: seconds until it was ready, and requests beyond the page."""

    seconds: float
    requests: int


def executable() -> str | None:
    """Return the installed Chromium, or None for the one that Playwright brings."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Open a Chromium that reaches nothing beyond this machine."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield opened
        opened.close()


def open_page(
    window: Browser, url: str, *, probe: str, lines: int, picture: Path | None = None
) -> Opened:
    """Open a page in a fresh context and wait until its lines are painted.

    A page is ready two animation frames after the one in which it has drawn its lines: the
    first paints them, the second begins after that. What "drawn" means is the probe: Leaflet's
    map has all line layers, our canvas has got curves, WebGL has drawn that many instances.

    Parameters
    ----------
    probe : str
        One of `LEAFLET`, `CURVES`, `INSTANCES`.
    lines : int
        How many lines the page draws.
    picture : pathlib.Path, optional
        Where to keep a screenshot of what was painted.

    Returns
    -------
    Opened
        Seconds count from the start of the navigation.
    """
    context = window.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(COUNTERS)
        page.add_init_script(WATCH.replace("PROBE", probe.replace("LINES", str(lines))))
        page.goto(url, wait_until="commit")
        page.wait_for_function("() => window.__ready !== undefined", polling=50)
        seconds = float(page.evaluate("window.__ready")) / 1000
        if picture:
            picture.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=picture)
        beyond = [each for each in asked if each != url and not each.startswith(INSIDE)]
        return Opened(seconds, len(beyond))
    finally:
        context.close()
