"""The files that are measured hold the same flows, and what is slow is told."""

from __future__ import annotations

import io
import json
from typing import Any

import geopandas
import pandas as pd
import pytest

from benchmarks import exporting
from benchmarks.lines import Lines, lines
from routes.cases import bundled
from routes.flows import flows, store
from routes.publish import files
from routes.query import RouteQuery


@pytest.fixture(scope="module")
def drawn() -> Lines:
    return lines(bundled())


def test_the_peers_write_every_flow(drawn: Lines) -> None:
    """As many as ours, but for those that stay within a place, and with the same cases."""
    found = flows(store(bundled()), RouteQuery()).frame
    moving = found[found["from"] != found["to"]]
    written = {
        "csv": pd.read_csv(io.BytesIO(exporting.tabled(drawn, "csv"))),
        "geojson": pd.DataFrame(
            each["properties"] for each in json.loads(exporting.filed(drawn, "geojson"))["features"]
        ),
        "parquet": geopandas.read_parquet(io.BytesIO(exporting.filed(drawn, "parquet"))),
    }
    for kind, each in written.items():
        assert each["cases"].tolist() == moving["cases"].tolist(), kind


def test_every_kind_but_the_exchange_rows_has_a_peer() -> None:
    """Nothing is left out of the comparison."""
    assert set(files.KINDS) - set(exporting.PEERS) == {"htcds"}


def test_what_costs_too_much_is_told() -> None:
    """By processor time, so that a busy machine is not blamed on the product."""

    def measured(processor: float) -> dict[str, Any]:
        ours = {"seconds": [30.0], "processor": [processor], "bytes": [1e6]}
        return {"peer": "", "contenders": {exporting.OURS: ours}}

    found = {"png": measured(9.0), "pptx": measured(11.0)}
    assert exporting.slow(found) == ["pptx"]
    results = {"machine": "m", "packages": {}, "sets": {"Set": found}}
    assert "| png | 30.00 | 9.00 | 1.00 | – | – | – | – |" in exporting.markdown(results)
