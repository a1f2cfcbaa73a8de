"""Flows as GeoParquet 1.1."""

from __future__ import annotations

import io
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from routes.publish.datafiles.manifest import as_json, described
from routes.publish.datafiles.model import Contents, Kind, beside

_TYPES: Final[dict[Kind, Any]] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "list": pa.list_(pa.string()),
}
_SHAPE: Final = "geometry"


def geoparquet(contents: Contents) -> bytes:
    """Return a row for each flow, its curve as well-known binary.

    The metadata of the file hold, besides ``geo``, the ``title``, the ``manifest``, the
    ``sources`` and the protected counts (``lattice``), the last three as JSON.
    """
    flows = contents.table("flows")
    fields = [pa.field(name, _TYPES[kind]) for name, kind in flows.kinds.items()]
    metadata = {
        "geo": as_json(_about_shapes(contents.lines)),
        "title": contents.title,
        "manifest": as_json(described(contents)),
        **{name: as_json(rows) for name, rows in beside(contents).items()},
    }
    schema = pa.schema([*fields, pa.field(_SHAPE, pa.binary())], metadata=metadata)
    columns = {
        name: pa.array(
            [None if value is None else value for value in flows.frame[name].tolist()],
            _TYPES[kind],
            from_pandas=True,
        )
        for name, kind in flows.kinds.items()
    }
    columns[_SHAPE] = pa.array(shapely.to_wkb(contents.lines).tolist(), pa.binary())
    made = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), made, compression="zstd")
    return made.getvalue()


def _about_shapes(lines: Any) -> dict[str, Any]:
    """Return the metadata that GeoParquet asks for: geoparquet.org, version 1.1.0."""
    about: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({each.geom_type for each in lines.tolist()}),
        "crs": CRS.from_epsg(4326).to_json_dict(),
        "edges": "planar",
    }
    if len(lines):
        about["bbox"] = [float(each) for each in shapely.total_bounds(lines)]
    return {"version": "1.1.0", "primary_column": _SHAPE, "columns": {_SHAPE: about}}
