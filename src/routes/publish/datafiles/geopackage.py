"""Flows, places and all tables of a release as a GeoPackage."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

import geopandas
import pandas as pd
import pyogrio  # type: ignore[import-untyped]
import shapely

from routes.publish.datafiles.dictionary import codes, dictionary
from routes.publish.datafiles.manifest import as_json, described, manifest_rows
from routes.publish.datafiles.model import Contents, Table

_GEOMETRY: Final = {"flows": "MultiLineString", "places": "Point"}
_writing: Final = Lock()


def geopackage(contents: Contents) -> bytes:
    """Return the layers ``flows`` and ``places`` and an attribute table for every other table.

    Names of tables begin with the notice, if there is one. The manifest stands in a table and in
    the metadata of the file.
    """
    rows = pd.DataFrame(manifest_rows(contents), columns=["name", "value"])
    manifest = Table("manifest", {"name": "text", "value": "text"}, rows)
    first = [contents.table("flows"), contents.table("places")]
    others = [each for each in contents.tables if each not in first]
    tables = [*first, *others, dictionary(contents), codes(contents), manifest]
    with tempfile.TemporaryDirectory(prefix="rutas-") as folder:
        path = Path(folder) / "release.gpkg"
        with _settings(contents.release.manifest.made_on.isoformat()):
            for table in contents.counted(tables):
                _write(path, contents, table)
        return _settled(path)


def _shapes(contents: Contents, table: Table) -> Any:
    if table.name == "flows":
        return contents.lines
    if table.name == "places":
        return shapely.points(table.frame[["lon", "lat"]].to_numpy(float))
    return None


def _write(path: Path, contents: Contents, table: Table) -> None:
    shapes, kind = _shapes(contents, table), _GEOMETRY.get(table.name)
    frame = table.flat()
    texts = [name for name, each in table.kinds.items() if each in ("text", "list")]
    frame = frame.assign(**{name: frame[name].map(_whole) for name in texts})
    if shapes is not None:
        frame = geopandas.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")
    name = contents.named(table.name).replace(" ", "_")
    about = {"manifest": as_json(described(contents)), "title": contents.title}
    pyogrio.write_dataframe(
        frame,
        path,
        layer=name,
        driver="GPKG",
        append=path.exists(),
        geometry_type=kind,
        promote_to_multi=kind == "MultiLineString",
        dataset_metadata=None if path.exists() else about,
        layer_options={
            "IDENTIFIER": contents.named(contents.t(f"datafiles.table.{table.name}")),
            "DESCRIPTION": contents.title,
        },
    )


def _whole(text: str) -> str:
    """Return text without NUL, at which a text of SQLite would end."""
    return text.replace("\x00", "\ufffd")


@contextmanager
def _settings(day: str) -> Iterator[None]:
    """Have GDAL write a date instead of now, and not wait for the disk: the file is only ours.

    GDAL's settings are those of the whole process, so they are put back.
    """
    wanted = {"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z", "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    with _writing:
        before = {name: pyogrio.get_gdal_config_option(name) for name in wanted}
        pyogrio.set_gdal_config_options(wanted)
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options(before)


def _settled(path: Path) -> bytes:
    """Return the database written anew, without pages and counters left over from its making."""
    settled = path.with_name("settled.gpkg")
    connection = sqlite3.connect(path)
    try:
        connection.execute("VACUUM INTO ?", (str(settled),))
    finally:
        connection.close()
    return settled.read_bytes()
