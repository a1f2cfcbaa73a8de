"""Charts: told apart by everybody, the same bytes each time, and no text of the data is code."""

from __future__ import annotations

import io
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from shapely import Point, box

from geo.layers import departments
from routes.analysis import migration
from routes.analysis.context import names
from routes.charts import (
    DARK,
    LIGHT,
    Palette,
    as_csv,
    as_png,
    as_svg,
    bars,
    choropleth,
    columns,
    corridor_map,
    intervals,
    lines,
    themed,
)
from routes.charts.marks import plain_text

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = "{{7*7}} ${x} <img src=x onerror=alert(1)> \" ' + datum.value + \x00\n=1+1"

# Simulations of the three kinds of dichromacy on linear RGB, severity 1: Machado, Oliveira and
# Fernandes (2009), A physiologically-based model for simulation of color vision deficiency.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
LEAST_DIFFERENCE = 8.0
"""CIE76: a difference of 2.3 is just seen side by side; apart on a chart it takes more."""
LEAST_STEP = 6.5
"""Of lightness (L*, 0 to 100) between any two colours of a group: what greyscale leaves."""


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def groups(palette: Palette) -> dict[str, tuple[str, ...]]:
    ramp = palette.ramp
    return {
        "evidence": tuple(palette.evidence.values()),
        "ramp": ramp,
        "cool_ramp": (*palette.cool_ramp, palette.empty),
        "several": palette.several,
        "cool_several": palette.cool_several,
        "precision": (ramp[3], ramp[1], ramp[0]),
    }


GROUPS = [
    pytest.param(colours, id=f"{light}-{name}")
    for light, palette in (("light", LIGHT), ("dark", DARK))
    for name, colours in groups(palette).items()
]


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colours", GROUPS)
def test_colours_are_told_apart_by_everybody(colours: tuple[str, ...], sight: str) -> None:
    """No two colours that stand beside each other run into one for the colour-blind."""
    seen = [lab(np.array(SIGHTS[sight]) @ linear(each)) for each in colours]
    nearest = min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2))
    assert nearest >= LEAST_DIFFERENCE


@pytest.mark.parametrize("colours", GROUPS)
def test_colours_are_told_apart_in_greyscale(colours: tuple[str, ...]) -> None:
    """A black-and-white print keeps every group of colours apart by lightness alone."""
    lightness = sorted(float(lab(linear(each))[0]) for each in colours)
    assert min(np.diff(lightness)) >= LEAST_STEP


def test_the_check_of_colours_can_fail() -> None:
    """Red and green of one lightness are the same for a deuteranope, and one grey on paper."""
    pair = ("#b8442f", "#5f7a2e")
    seen = [lab(np.array(SIGHTS["deuteranopia"]) @ linear(each)) for each in pair]
    normal = [lab(linear(each)) for each in pair]
    assert np.linalg.norm(normal[0] - normal[1]) > 40
    assert np.linalg.norm(seen[0] - seen[1]) < 25
    assert abs(normal[0][0] - normal[1][0]) < LEAST_STEP


@pytest.mark.parametrize(("ramp", "ground"), [(LIGHT.cool_ramp, 1), (DARK.cool_ramp, -1)])
def test_a_ramp_runs_one_way(ramp: tuple[str, ...], ground: int) -> None:
    """More is always darker on a light screen, and lighter on a dark one."""
    lightness = [float(lab(linear(each))[0]) * ground for each in ramp]
    assert lightness == sorted(lightness, reverse=True)


def rows(**more: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"label": [HOSTILE, "Beta", "Alfa"], "value": [12_000, 3, 1]})
    return frame.assign(**more)


def every_chart() -> dict[str, Any]:
    grouped = rows(group=["a", HOSTILE, "c"])
    ranged = rows(low=[1, 2, 1], high=pd.array([20_000, None, 1], "Int64"))
    departments = pd.DataFrame({"id": list(names()), "label": HOSTILE, "value": 1, "class": "1–9"})
    rated = departments.assign(said="0,5 (0,4–0,6)")
    rated.loc[5:9, "class"] = "muy pocas"
    ways = [(each.id, each.stops, each.mode == "sea") for each in migration.corridors()]
    return {
        "bars": bars(rows(), label="Lugar", value="Casos"),
        "stacked": bars(grouped, label="Lugar", value="Casos", group="Clase"),
        "columns": columns(grouped, label="Año", value="Casos", group="Clase"),
        "lines": lines(grouped, label="Año", value="Casos", group="Clase"),
        "intervals": intervals(ranged, label="Caso", value="Casos", low="Desde", high="Hasta"),
        "choropleth": choropleth(
            departments, label="Departamento", value="Casos", classes=["1–9"], none="–"
        ),
        "rates": choropleth(
            rated, label="Departamento", value="Tasa", classes=["1–9"], none="–", few="muy pocas"
        ),
        "corridors": corridor_map(ways, label="Corredor"),
    }


CHARTS = every_chart()


def test_lines_are_told_apart_without_colour() -> None:
    """Each is broken in a way of its own, and the legend has room to show it."""
    frame = pd.DataFrame({"label": "2020", "value": range(5), "group": list("abcde")})
    drawn = lines(frame, label="Año", value="Casos", group="Clase").to_dict()["encoding"]
    dashes = drawn["strokeDash"]["scale"]["range"]
    assert len({tuple(each) for each in dashes}) == 5
    sample = drawn["color"]["legend"]["symbolSize"] ** 0.5
    assert sample >= 1.5 * max(sum(each) for each in dashes)


def strings(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every text of a specification, with where it stands."""
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in strings(each, f"{path}.{key}")]
    if isinstance(value, list):
        return [found for each in value for found in strings(each, path)]
    return [(path, value)] if isinstance(value, str) else []


@pytest.mark.parametrize("kind", CHARTS)
def test_no_text_of_the_data_is_read_as_code(kind: str) -> None:
    """Texts of rows stand among values and in the lists of a scale, and nowhere else."""
    spec = themed(CHARTS[kind], lang="es").to_dict()
    where = {path for path, text in strings(spec) if "datum.value" in text or "onerror" in text}
    assert where or kind == "corridors"
    assert all(
        re.search(r"\.(values|datasets\.[^.]+)\.(label|group)$", path)
        or re.search(r"\.scale\.domain$", path)
        for path in where
    ), where
    text = json.dumps(spec)
    assert '"expr"' not in text
    assert '"signal"' not in text
    assert '"calculate"' not in text
    assert '"url"' not in text
    assert '"href"' not in text


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_becomes_a_picture_without_the_network(kind: str) -> None:
    """Both pictures are made of the specification alone, and hold no live content."""
    svg = as_svg(CHARTS[kind], lang="es", title="Título", note="Nota").decode()
    assert svg.startswith("<svg")
    assert "Título" in svg
    assert "<img" not in svg
    assert "<script" not in svg
    assert "http://" not in svg.replace("http://www.w3.org", "")
    image = Image.open(io.BytesIO(as_png(CHARTS[kind], lang="es")))
    assert image.width > 700
    assert len(image.convert("L").getcolors(256) or []) > 5


def drawn(chart: Any, **mark: Any) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The layers whose mark is like `mark`: the mark, and the values that it draws."""
    spec = chart.to_dict()
    return [
        (layer["mark"], spec["datasets"][layer["data"]["name"]])
        for layer in spec["layer"]
        if mark.items() <= layer["mark"].items()
    ]


def test_too_few_to_tell_is_marked_by_more_than_a_colour() -> None:
    """Each department that has too few has a ring inside it, and no other department has one."""
    shapes = departments().set_index("iso").geometry
    ((_, rings),) = drawn(CHARTS["rates"], type="point", shape="circle")
    spots = [Point(each["lon"], each["lat"]) for each in rings]
    ringed = [iso for iso in names() if any(shapes[iso].contains(spot) for spot in spots)]
    assert ringed == list(names())[5:10]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_names_of_corridors_keep_clear_of_each_other(lang: str) -> None:
    """Each name stands on that side of its place where none is written over another."""
    ways = [(each.id, each.stops, each.mode == "sea") for each in migration.corridors()]
    boxes = []
    chart = corridor_map(ways, label="Corredor", lang=lang)
    for mark, places in [*drawn(chart, type="text", dx=7), *drawn(chart, type="text", dx=-7)]:
        boxes += [name_box(each, mark) for each in places]
    # Halo and letters: each name is drawn twice.
    named = list(dict.fromkeys(boxes))
    assert len(named) == len({stop.id for _, stops, _ in ways for stop in stops})
    assert not any(a.intersects(b) for a, b in itertools.combinations(named, 2))


def name_box(place: dict[str, Any], mark: dict[str, Any]) -> Any:
    """Where a name is written, in degrees."""
    away = 1 if mark["align"] == "left" else -1
    west, east = sorted(place["lon"] + away * each for each in (0.2, 0.2 * len(place["label"])))
    return box(west, place["lat"] - 0.25, east, place["lat"] + 0.25)


def test_hostile_text_is_drawn_as_it_is() -> None:
    """Markup and templates are letters; controls are blanks; endless text is cut."""
    svg = as_svg(CHARTS["bars"], lang="es").decode()
    assert "{{7*7}} ${x} &lt;img" in svg
    assert "49 " not in svg
    assert plain_text("a\x00b\nc") == "a b c"
    assert len(plain_text("x" * 10_000)) == 120


@pytest.mark.parametrize(("lang", "written"), [("es", "12.000"), ("en", "12,000")])
def test_numbers_are_those_of_the_language(lang: str, written: str) -> None:
    """The picture writes thousands as the rest of the product does."""
    assert f">{written}<" in as_svg(CHARTS["bars"], lang=lang).decode()


def test_order_is_that_of_the_rows() -> None:
    """Labels are not sorted by their letters, and a label drawn twice keeps its place."""
    svg = as_svg(CHARTS["bars"], lang="es").decode()
    assert svg.index("{{7*7}}") < svg.index("Beta") < svg.index("Alfa")


def test_a_missing_end_is_no_number() -> None:
    """What is open above says so: null in the values, an arrow on the chart, no invented end."""
    spec = CHARTS["intervals"].to_dict()
    (values,) = spec["datasets"].values()
    assert [row["high"] for row in values] == [20_000, None, 1]
    assert [row["open"] for row in values] == [None, 20_000, None]
    closed = rows(low=[1, 2, 1], high=pd.array([20_000, 4, 1], "Int64"))
    chart = intervals(closed, label="Caso", value="Casos", low="Desde", high="Hasta")
    assert "triangle" in json.dumps(spec)
    assert "triangle" not in json.dumps(chart.to_dict())


def test_files_are_the_same_in_another_process() -> None:
    """The same chart gives the same bytes, whoever makes it."""
    code = (
        "import hashlib; from tests.test_charts import CHARTS, as_png, as_svg;"
        "c = CHARTS['choropleth'];"
        "print(hashlib.sha256(as_svg(c, lang='es', title='t') + as_png(c, lang='es')).hexdigest())"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert len(made[0].strip()) == 64


def test_a_table_evaluates_nothing() -> None:
    """Cells and headings that a spreadsheet would evaluate are made harmless; numbers stay."""
    table = pd.DataFrame({"=A1": ["=1+1", "@x", None], "Casos": pd.array([1, None, -3], "Int64")})
    text = as_csv(table).decode("utf-8-sig")
    assert text == "'=A1,Casos\r\n'=1+1,1\r\n'@x,\r\n,-3\r\n"
