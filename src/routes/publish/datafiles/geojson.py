"""Flows and places as GeoJSON (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import shapely

from routes.publish.datafiles.manifest import as_json, described
from routes.publish.datafiles.model import Contents, Table, beside, plain_rows


def geojson(contents: Contents) -> bytes:
    """Return one collection: a line for each flow, then a point for each place.

    ``feature`` tells them apart. The manifest, the sources and the protected counts (``lattice``)
    stand beside the features as foreign members; parsers that do not know them pass over them.
    It is ASCII throughout.
    """
    value = {
        "type": "FeatureCollection",
        "name": contents.title,
        "manifest": described(contents),
        **beside(contents),
        "features": [*_flows(contents), *_places(contents.table("places"))],
    }
    return f"{as_json(value)}\n".encode("ascii")


def _flows(contents: Contents) -> Iterator[dict[str, Any]]:
    rows = plain_rows(contents.table("flows"))
    for row, line in zip(rows, contents.lines.tolist(), strict=True):
        yield _feature("flow", row, shapely.geometry.mapping(line))


def _places(table: Table) -> Iterator[dict[str, Any]]:
    for row in plain_rows(table):
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        yield _feature("place", row, point)


def _feature(
    what: str, row: Mapping[str, object], geometry: Mapping[str, object]
) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"feature": what, **row}}
