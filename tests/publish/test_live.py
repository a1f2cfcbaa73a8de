"""The live map in a real Streamlit app: only the flows change, and the map is never blank."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.conftest import Visit, free_port

ROOT = Path(__file__).resolve().parents[2]
ASSETS = """
import sys
sys.path[:0] = [{root!r}, {src!r}]
import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from routes.publish import asset_dir

app = st.App({page!r}, routes=[Mount("/assets", routes=[
    Mount("/rutas", StaticFiles(directory=asset_dir())),
    Mount("/", StaticFiles(packages=[("xstatic.pkg.leaflet", "data")])),
])])
"""
SCREEN = """
import streamlit as st
from streamlit_folium import st_folium
from routes.cases import bundled
from routes.flows import flows, store
from routes.publish import FlowLayer, case_lists, flow_value, live_map
from routes.query import RouteQuery

st.set_page_config(layout="wide")
only = st.toggle("China")
level = st.selectbox("level", ["place", "country"])
query = RouteQuery(destination=("CHN",)) if only else RouteQuery()
columns = store(bundled())
picked = st.session_state.get("map") or {}
value = flow_value(
    flows(columns, query, level=level),
    lang="es",
    behind=case_lists(columns, query, level=level),
    selected=picked.get("select"),
)
st_folium(live_map(), key="map", height=600, use_container_width=True, returned_objects=[],
          feature_group_to_add=FlowLayer(value))
st.text(f"picked {picked.get('select')}")
"""
WATCH = """() => {
  window.kept = true; window.blank = 0; window.frames_seen = 0;
  const watch = () => {
    window.frames_seen += 1;
    const sheet = map_div.rutas.sheets.flows; const canvas = sheet._container;
    const data = sheet._ctx.getImageData(0, 0, canvas.width, canvas.height).data;
    if (!data.some((v) => v)) window.blank += 1;
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small app with one map, served as the product serves it."""
    folder = tmp_path_factory.mktemp("live")
    screen = folder / "screen.py"
    screen.write_text(SCREEN, encoding="utf-8")
    code = ASSETS.format(root=str(ROOT), src=str(ROOT / "src"), page=str(screen))
    (folder / "small.py").write_text(code, encoding="utf-8")
    port = free_port()
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "small.py", "--server.port", str(port),
         "--server.headless", "true", "--server.fileWatcherType", "none",
         "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"],
        cwd=folder, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                break
        except OSError:
            time.sleep(0.2)
    yield url
    process.terminate()
    process.wait(timeout=20)
    log.close()


@pytest.fixture
def live(address: str, desk: Visit) -> Iterator[Page]:
    desk.page.goto(address)
    frame(desk.page).locator("#map_div[data-painted]").wait_for(timeout=60_000)
    yield desk.page
    assert desk.outside == []
    assert desk.failed == []
    assert desk.console == []


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def inside(page: Page, script: str) -> object:
    return frame(page).locator("#map_div").evaluate(script)


def painted(page: Page) -> int:
    return int(str(inside(page, "(e) => e.dataset.painted")))


def wait_for_paint(page: Page, before: int) -> None:
    for _ in range(100):
        if painted(page) > before:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The map was not painted again.")


def test_the_map_is_complete_without_a_network(live: Page) -> None:
    """Base, flows and names are on their canvases; the words are there."""
    flows = inside(live, "() => map_div.rutas.flows.length")
    assert flows == 44
    expect(frame(live).get_by_role("button", name="China · 4 casos")).to_be_visible()
    expect(frame(live).get_by_text("Rutas documentadas")).to_be_visible()


def test_a_filter_changes_the_flows_and_nothing_else(live: Page) -> None:
    """The same map in the same view, without one blank frame."""
    inside(live, WATCH)
    inside(live, "() => { map_div.setView([8, -74], 6, { animate: false }); }")
    before = painted(live)
    live.get_by_text("China", exact=True).first.click()
    wait_for_paint(live, before)
    live.wait_for_timeout(300)
    assert inside(live, "() => map_div.rutas.flows.length") < 44  # type: ignore[operator]
    assert inside(live, "() => window.kept")
    assert inside(live, "() => map_div.getZoom()") == 6
    assert inside(live, "() => window.frames_seen > 5")
    assert inside(live, "() => window.blank") == 0


def test_a_click_on_a_line_becomes_the_app_s_selection(live: Page) -> None:
    """The key reaches Python and comes back as the selected line."""
    at = inside(
        live,
        """() => { const scene = map_div.rutas;
        const i = scene.items.find((each) => each.flow.key === "flow:CO-ARA>85001");
        const view = scene.sheets.flows.view(1, L.point(0, 0));
        const p = Rutas.quadratic(i.q, 0.5);
        return { x: p[0] - view.window[0], y: p[1] - view.window[1] }; }""",
    )
    frame(live).locator("#map_div").click(position=at)  # type: ignore[arg-type]
    expect(live.get_by_text("picked flow:CO-ARA>85001")).to_be_visible(timeout=20_000)
    assert inside(live, "() => map_div.rutas.selected") == "flow:CO-ARA>85001"
    frame(live).locator("#map_div").press("Escape")
    expect(live.get_by_text("picked", exact=True)).to_be_visible(timeout=20_000)


def test_the_map_keeps_its_hands_off_the_way_of_the_reader(live: Page) -> None:
    """Arrow keys and plus work on the focused map; no line takes the focus."""
    host = frame(live).locator("#map_div")
    host.focus()
    before = inside(live, "() => map_div.getZoom()")
    host.press("+")
    live.wait_for_timeout(600)
    assert float(str(inside(live, "() => map_div.getZoom()"))) > float(str(before))
    focusable = inside(live, "(e) => e.querySelectorAll('canvas[tabindex], path[tabindex]').length")
    assert focusable == 0
