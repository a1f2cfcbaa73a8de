"""Many flows as counted hairlines: the same ink as a canvas gives, only sooner."""

from __future__ import annotations

import random
from itertools import islice, product
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page

from routes.publish import export_html
from tests.made_up import Row, made_up, route
from tests.publish.released import released
from tests.publish.sight import Sight

PLACES = Path(__file__).resolve().parents[2] / "data" / "places" / "places.csv"
WIDE, HIGH = 400, 300
CLEAR = [0, 0, WIDE, HIGH]

INK = """([lines, alpha, box, again]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [400, 300];
  const ctx = canvas.getContext("2d");
  const ink = { colour: "#8c1d2f", alpha: alpha };
  if (again) Rutas.inkHairlines(ctx, again, ink, box, 1);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  Rutas.inkHairlines(ctx, lines, ink, box, 1);
  return Array.from(ctx.getImageData(0, 0, 400, 300).data).filter((_, n) => n % 4 === 3);
}"""

STROKE = """([lines, alpha]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [400, 300];
  const ctx = canvas.getContext("2d");
  ctx.strokeStyle = "#8c1d2f";
  ctx.globalAlpha = alpha;
  lines.forEach(({ q, dash }) => {
    ctx.setLineDash(dash || []);
    ctx.beginPath();
    ctx.moveTo(q[0], q[1]);
    ctx.quadraticCurveTo(q[2], q[3], q[4], q[5]);
    ctx.stroke();
  });
  return Array.from(ctx.getImageData(0, 0, 400, 300).data).filter((_, n) => n % 4 === 3);
}"""

Line = dict[str, list[float] | None]


def ink(
    script: Page,
    lines: list[Line],
    *,
    alpha: float = 0.3,
    box: list[int] = CLEAR,
    again: list[Line] | None = None,
) -> list[int]:
    """Return the opacity, 0 to 255, of each pixel of a canvas, row by row."""
    found: list[int] = script.evaluate(INK, [lines, alpha, box, again])
    return found


def curve(*q: float, dash: list[float] | None = None) -> Line:
    return {"q": list(q), "dash": dash}


def by_chance(count: int, *, margin: float, dash: list[float] | None = None) -> list[Line]:
    chance = random.Random(20201215)
    return [
        curve(
            *(chance.uniform(-margin, end + margin) for end in (WIDE, HIGH) * 3),
            dash=dash,
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("margin", [0.0, 3_000.0])
def test_curves_are_inked_as_a_canvas_strokes_them(script: Page, margin: float) -> None:
    """Pixel by pixel as good as the same, also where curves come from far outside."""
    lines = by_chance(150, margin=margin)
    ours = ink(script, lines)
    theirs: list[int] = script.evaluate(STROKE, [lines, 0.3])
    assert sum(theirs) > 255 * 1_000
    assert sum(ours) == pytest.approx(sum(theirs), rel=0.06)
    off = [abs(a - b) for a, b in zip(ours, theirs, strict=True)]
    assert sum(off) / len(off) < 5
    assert sum(each > 80 for each in off) < len(off) / 200


def test_curves_over_each_other_are_darker_as_layers_are(script: Page) -> None:
    """Ten curves through the same pixels let through what ten panes would."""
    line = curve(10, 50.5, 200, 50.5, 390, 50.5)
    for many in (1, 2, 10, 400):
        row = ink(script, [line] * many, alpha=0.2)[50 * WIDE + 20 : 50 * WIDE + 380]
        assert set(row) <= {round(255 * (1 - 0.8**many)) + off for off in (-1, 0, 1)}


def test_inferred_curves_are_broken(script: Page) -> None:
    """Of nine pixels five are inked, in one direction and the other, across chords too."""
    flat = curve(0, 20.5, 200, 20.5, 400, 20.5)
    whole = sum(ink(script, [flat]))
    for q in ((0, 20.5, 200, 20.5, 400, 20.5), (400, 20.5, 200, 20.5, 0, 20.5)):
        broken = ink(script, [curve(*q, dash=[5, 4])])
        assert sum(broken) / whole == pytest.approx(5 / 9, abs=0.02)
    bent = by_chance(60, margin=0)
    share = sum(ink(script, [{**each, "dash": [5, 4]} for each in bent])) / sum(ink(script, bent))
    assert share == pytest.approx(5 / 9, abs=0.06)


def test_nothing_is_inked_beyond_the_box_or_left_from_before(script: Page) -> None:
    """Each picture starts blank, and ends where it was asked to."""
    lines = by_chance(80, margin=500)
    found = ink(script, lines, box=[100, 50, 300, 200])
    inked = [(n % WIDE, n // WIDE) for n, each in enumerate(found) if each]
    assert min(x for x, _ in inked) >= 100
    assert max(x for x, _ in inked) < 300
    assert min(y for _, y in inked) >= 50
    assert max(y for _, y in inked) < 200
    short = [curve(110, 60, 120, 65, 130, 60)]
    assert ink(script, short, again=lines) == ink(script, short)


def test_curves_without_length_or_sight_do_no_harm(script: Page) -> None:
    """A point, a curve outside, and one along the very edge."""
    lines = [
        curve(5, 5, 5, 5, 5, 5),
        curve(-900, -900, -800, -800, -700, -900),
        curve(0, 0, 200, 0, 400, 0),
        curve(0, 300, 200, 300, 400, 300),
        curve(400, 0, 400, 150, 400, 300),
    ]
    assert len(ink(script, lines)) == WIDE * HIGH
    assert not any(ink(script, lines[:2]))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 1,200 made-up flows."""
    places = pd.read_csv(PLACES, keep_default_na=False)
    homes = places.loc[places["place_id"].str.startswith("CO-"), "place_id"]
    abroad = places.loc[(places["kind"] == "country") & (places["place_id"] != "COL"), "place_id"]
    pairs = list(islice(product(homes, abroad), 1_200))
    cases: list[Row] = [
        {"case_id": f"c{n}", "period_start": str(2010 + n % 12)} for n in range(len(pairs))
    ]
    stops = [row for n, pair in enumerate(pairs) for row in route(f"c{n}", *pair)]
    path = tmp_path_factory.mktemp("many") / "many.html"
    path.write_text(export_html(released(made_up(cases, stops)), lang="es"), encoding="utf-8")
    return path


INKED = """(margin) => {
  const { flows } = Page.scene.sheets;
  const { width, height } = flows._container;
  const [left, , right] = flows.view(1, flows._bounds.getSize()).window;
  const box = margin ? [0, left] : [left, right - left];
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(flows._container, 0, 0);
  const data = copy.getImageData(box[0], 0, box[1], height).data;
  return data.reduce((sum, each, n) => sum + (n % 4 === 3 && each > 0), 0);
}"""


def test_what_is_seen_is_painted_first_and_all_of_it_in_the_end(wide: Sight, many: Path) -> None:
    """A filter change paints the window at once; its margin and the table beneath follow."""
    page = wide.open(many)
    page.wait_for_function(f"() => ({INKED})(true) > 0")
    rows = page.locator("#tab-flows tbody tr")
    assert rows.count() == 100
    at_once = page.evaluate(
        f"""() => {{
          Page.change({{ years: [2015, 2015] }});
          Page.change({{ years: [2010, 2019] }});
          return [({INKED})(false), ({INKED})(true), Page.value.flows.length];
        }}"""
    )
    assert at_once[0] > 1_000
    assert at_once[1] == 0
    assert at_once[2] == 1_000
    page.wait_for_function(f"() => ({INKED})(true) > 0")
    page.get_by_text("100 de 1.000", exact=True).wait_for()
    assert not wide.complaints


def test_a_table_in_view_follows_at_once(wide: Sight, many: Path) -> None:
    """Who reads the table sees no row that the filters no longer leave."""
    page = wide.open(many)
    page.locator("#tab-flows").evaluate("(each) => each.scrollIntoView()")
    page.wait_for_timeout(200)
    left = page.evaluate(
        """() => {
          Page.change({ years: [2010, 2010], from: ["CO-ANT"] });
          return [Page.value.flows.length, document.querySelectorAll("#tab-flows tbody tr").length];
        }"""
    )
    assert left[0] == left[1] > 0


def test_a_tab_opened_before_the_tables_are_written_is_up_to_date(wide: Sight, many: Path) -> None:
    """Opening a tab, and printing, do not wait."""
    page = wide.open(many)
    shown = page.evaluate(
        """() => {
          Page.change({ years: [2011, 2011] });
          document.getElementById("tab-of-matrix").click();
          return [
            Page.value.flows.length,
            document.querySelectorAll("#tab-matrix .cell").length,
          ];
        }"""
    )
    assert shown[0] == 100
    assert 0 < shown[1] <= 100
    page.get_by_role("tab", name="Flujos").click()
    assert page.locator("#tab-flows tbody tr").count() == 100
