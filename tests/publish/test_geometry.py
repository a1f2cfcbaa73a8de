"""The map's script draws the curves of geo.lines, and reads its base map."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from geo.encoding import decode
from geo.layers import base_map
from geo.lines import curve, unwrap, unwrap_next

random.seed(20201215)
LONS = [random.uniform(-180, 180) for _ in range(40)]
PAIRS = [
    ((-75.6, 6.2), (113.25, 23.1)),
    ((4.9, 52.4), (116.4, 39.9)),
    ((-74.0, 4.6), (-74.0, 4.6)),
    ((0.0, 0.0), (180.0, 10.0)),
    ((10.0, 80.0), (-170.0, -80.0)),
    *(((a, random.uniform(-80, 80)), (b, random.uniform(-80, 80))) for a, b in pairwise(LONS)),
]


@pytest.mark.parametrize("bend", [None, 0.0, -0.2, 0.1])
def test_curves_are_those_of_the_formula(script: Page, bend: float | None) -> None:
    """Same ends, same control point, same vertices, to a millionth of a degree."""
    drawn = script.evaluate(
        """([pairs, bend]) => pairs.map((p) =>
        Rutas.curve(p[0], p[1], bend === null ? undefined : bend, 9))""",
        [PAIRS, bend],
    )
    for (start, end), line in zip(PAIRS, drawn, strict=True):
        expected = [list(at) for at in curve(start, end, bend=bend, points=9).coords]
        assert [x for at in line for x in at] == pytest.approx(
            [x for at in expected for x in at], abs=1e-6
        )


def test_longitudes_unwrap_alike(script: Page) -> None:
    """China lies west of Colombia for both."""
    lons = [*LONS, 180.0, -180.0, 106.0, 105.999, -254.0, 466.0]
    assert script.evaluate("(l) => l.map(Rutas.unwrap)", lons) == pytest.approx(
        [unwrap(each) for each in lons], abs=1e-9
    )
    pairs = [(a, b) for a in lons for b in lons]
    assert script.evaluate(
        "(p) => p.map((x) => Rutas.unwrapNext(x[0], x[1]))", pairs
    ) == pytest.approx([unwrap_next(*each) for each in pairs], abs=1e-9)


def test_rings_decode_alike(script: Page) -> None:
    """Every ring of the base map comes out as geo.encoding writes it."""
    base = base_map()
    rings = [ring for each in base["departments"] for ring in each["r"]]
    decoded = script.evaluate("([r, q]) => r.map((t) => Rutas.decode(t, q))", [rings, base["q"]])
    for text, flat in zip(rings, decoded, strict=True):
        expected = [x for at in decode(text, q=base["q"])[:-1] for x in at]
        assert flat == pytest.approx(expected, abs=1e-9)


def test_a_place_is_found_in_its_department(script: Page) -> None:
    """A click on Yopal is a click on Casanare, one on the sea on nothing."""
    found = script.evaluate(
        """() => [[-72.39, 5.34], [-90, 2], [-78.5, -0.2]].map((at) =>
        (Rutas.featureAt(...at) || {}).id)"""
    )
    assert found == ["CO-CAS", None, "ECU"]


def test_every_sentence_the_scripts_ask_for_exists(script: Page) -> None:
    """The same keys in both languages."""
    words = json.loads(script.evaluate("() => JSON.stringify(Rutas.words)"))
    assert set(words["es"]) == set(words["en"])
    assert all(words["es"].values())
