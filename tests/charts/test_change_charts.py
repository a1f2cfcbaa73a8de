"""The charts of a comparison draw what is endless within the scale, and no text as code."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from routes.charts import as_svg
from routes.charts.change import RatioWords, ratios, years_with_intervals
from tests.hostile import HOSTILE

WORDS = RatioWords("Ratio", "Low", "High", ("Emerging", "Fading", "Unchanged", "Too few"))


def frame(*rows: tuple[str, float, float, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", "value", "low", "high", "group"])


def values(chart: object) -> list[dict[str, object]]:
    """Return the rows of flows that a chart carries."""
    sets = chart.to_dict()["datasets"].values()  # type: ignore[attr-defined]
    return max(sets, key=len)


def test_what_is_endless_is_drawn_to_the_edge() -> None:
    """An arrow stands where the interval goes on, and no point where there is no ratio."""
    chart = ratios(
        frame(
            ("new", math.inf, 0.03, math.inf, "Too few"),
            ("gone", 0.0, 0.0, 39.0, "Too few"),
            ("even", 1.0, 0.5, 2.0, "Unchanged"),
        ),
        WORDS,
    )
    new, gone, even = values(chart)
    assert (new["value"], new["end"], new["over"], new["under"]) == (None, 64, 64, None)
    assert (gone["value"], gone["start"], gone["over"]) == (None, 1 / 64, None)
    assert gone["under"] == 1 / 64
    assert (even["value"], even["start"], even["end"]) == (1, 0.5, 2)
    assert even["over"] is even["under"] is None


def test_text_is_only_data() -> None:
    """Names of places are rows, never part of an expression, a field or a title."""
    rows = [(text, 1.0, 0.5, 2.0, "Unchanged") for text in HOSTILE]
    chart = ratios(frame(*rows), WORDS)
    spec = chart.to_dict()
    for layer in [spec, *spec["layer"]]:
        layer.pop("data", None)
    spec.pop("datasets", None)
    said = json.dumps(spec, ensure_ascii=False)
    assert not [text for text in HOSTILE if text.strip() and len(text) > 8 and text in said]
    assert as_svg(chart, lang="es").startswith(b"<svg")


def lightness(colour: str) -> int:
    return Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))  # type: ignore[return-value]


@pytest.mark.parametrize("dark", [False, True])
def test_verdicts_are_told_apart_without_colour(dark: bool) -> None:
    """By shape, all four; and the two changes by their lightness too."""
    rows = [(word, 1.0, 0.5, 2.0, word) for word in WORDS.verdicts]
    spec = ratios(frame(*rows), WORDS, dark=dark).to_dict()
    point = spec["layer"][-1]["encoding"]
    assert len(set(point["shape"]["scale"]["range"])) == 4
    emerging, fading, *_ = point["color"]["scale"]["range"]
    assert abs(lightness(emerging) - lightness(fading)) >= 8


def test_years_of_each_period_have_their_own_sign() -> None:
    """Shapes differ, and every year keeps its interval."""
    rows = pd.DataFrame(
        {
            "label": ["2016", "2017", "2018"],
            "value": [1, 2, 3],
            "low": np.array([0.0, 0.2, 0.6]),
            "high": np.array([5.6, 7.2, 8.8]),
            "group": ["before", "after", "other"],
        }
    )
    words = {"label": "Year", "value": "Cases", "low": "Low", "high": "High"}
    chart = years_with_intervals(rows, groups=("before", "after", "other"), **words)
    assert [row["high"] for row in values(chart)] == [5.6, 7.2, 8.8]
    shapes = chart.to_dict()["layer"][-1]["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == 3
    assert as_svg(chart, lang="en").startswith(b"<svg")
