"""A screen of the running app as its reader meets it, and the waits that a test of it needs."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Download, Frame, Locator, Page, TimeoutError, expect

from tests.conftest import App, Visit

HERE = Path(__file__).parent
WAIT_MS = 20_000
expect.set_options(timeout=WAIT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test of a screen try once more when the browser ran out of time, and only then.

    On a busy machine a press can fall between two drawings of the screen, and a reader presses
    again; what the screen shows wrongly is wrong the second time too.
    """
    late = r"Locator expected|Timeout \d+ms exceeded|no file came"
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=late))


@dataclass
class Screen:
    """One window with one screen of the app."""

    visit: Visit
    app: App

    @property
    def page(self) -> Page:
        return self.visit.page

    def open(self, address: str = "/") -> Screen:
        """Follow a link, and wait until the frame around the screen stands."""
        self.page.goto(self.app.url + address)
        expect(self.language("ES")).to_be_visible()
        return self

    def open_map(self, address: str = "/") -> Screen:
        """Follow a link to the map, and wait until the flows are painted."""
        self.open(address)
        self.wait_for_map()
        return self

    def wait_for_map(self) -> None:
        painted = self.page.frame_locator(MAP_FRAME).locator("[data-painted]")
        painted.wait_for(timeout=WAIT_MS)

    def rest(self) -> None:
        """Wait until the screen has been drawn to its end."""
        settled = self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
        settled.wait_for(timeout=WAIT_MS)
        # What was pressed a moment ago may not have begun to run yet.
        self.page.wait_for_timeout(150)
        settled.wait_for(timeout=WAIT_MS)

    @property
    def map(self) -> Frame:
        handle = self.page.locator(MAP_FRAME).element_handle(timeout=WAIT_MS)
        frame = handle.content_frame()
        assert frame is not None
        return frame

    def drawn(self) -> set[str]:
        """Return the flows that the map was given, as ``from>to``."""
        return set(self.map.evaluate(FLOW_KEYS))

    def expect_drawn(self, keys: set[str]) -> None:
        """Wait until the map draws these flows and no others."""
        self.map.wait_for_function(
            f"wanted => String(({FLOW_KEYS}).sort()) === wanted",
            arg=",".join(sorted(keys)),
            timeout=WAIT_MS,
        )

    def press(self, x: float, y: float) -> None:
        """Click a point of the map, in pixels of the map."""
        frame = self.page.locator(MAP_FRAME).bounding_box()
        assert frame is not None
        self.page.mouse.click(frame["x"] + x, frame["y"] + y)

    def assert_painted(self, *sheets: str) -> None:
        """Land, lines and symbols are on the map's three canvases, or on those named."""
        for sheet in sheets or ("base", "flows", "top"):
            assert self.map.evaluate(COLOURS % SCENE, sheet) >= 5, sheet

    def language(self, code: str) -> Locator:
        return self.page.locator(".st-key-language_bar").get_by_role("radio", name=code)

    def kpi(self, place: int = 0) -> Locator:
        """The number of a card above the map; the first counts the cases."""
        return self.page.locator(".rutas-kpi b").nth(place)

    @property
    def panel(self) -> Locator:
        return self.page.locator(".st-key-panel")

    @property
    def notice(self) -> Locator:
        return self.page.locator(".st-key-notices .rutas-note")

    @property
    def chips(self) -> Locator:
        return self.page.locator(".st-key-chips button")

    def box(self, label: str) -> Locator:
        """A filter in which options are searched."""
        return self.page.get_by_role("combobox", name=re.compile(rf"\b{label}\b"))

    def choose(self, label: str, typed: str) -> None:
        """Choose an option of a filter by typing the beginning of its name."""
        self.box(label).click()
        self.box(label).fill(typed)
        self.page.get_by_role("option", name=re.compile("^" + re.escape(typed))).first.click()

    def expect_asked(self, **wanted: str | None) -> None:
        """Wait until the address has these values; None for a name that must be gone."""

        def right(url: str) -> bool:
            values = parse_qs(urlsplit(url).query)
            return all(values.get(name.rstrip("_"), [None])[-1] == wanted[name] for name in wanted)

        self.page.wait_for_url(right, timeout=WAIT_MS, wait_until="commit")

    def download(self, button: Locator) -> Download:
        """Press a button that hands over a file; again where the press fell between drawings."""
        for patience in (WAIT_MS / 2, WAIT_MS / 2, 2 * WAIT_MS):
            self.rest()
            with suppress(TimeoutError), self.page.expect_download(timeout=patience) as waited:
                button.click()
                return waited.value
        raise AssertionError("no file came")

    def assert_quiet(self) -> None:
        """Nothing failed, nothing left this machine, nothing asked the reader a question."""
        visit = self.visit
        probes = [url for url in visit.failed if PROBE.search(url)]
        console = [text for text in visit.console if not (probes and "404" in text)]
        assert not console
        assert not visit.outside
        assert len(visit.failed) == len(probes), visit.failed
        assert not visit.dialogs


PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")
"""On a deep link Streamlit's client first asks whether the app lives in a folder of that name."""
MAP_FRAME = ".st-key-map_area iframe"
SCENE = "Object.values(window).find(each => each && each.rutas && each.rutas.map).rutas"
"""The map's own scene, which hangs on the Leaflet map."""
FLOW_KEYS = f"""(({{value}}) => value ? value.flows.map(
  (flow) => [flow[0], flow[1]].map((at) => value.places[at][0]).join(">")
) : [])({SCENE})"""
COLOURS = """(sheet) => {
  const canvas = (%s).sheets[sheet]._container;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let n = 0; n < data.length; n += 44) {
    if (data[n + 3]) seen.add(data.slice(n, n + 4).join());
  }
  return seen.size;
}"""


@pytest.fixture
def on_desk(desk: Visit, app: App) -> Screen:
    """The app on a laptop."""
    return Screen(desk, app)


@pytest.fixture
def on_phone(phone: Visit, app: App) -> Screen:
    """The app on a phone."""
    return Screen(phone, app)
