"""One data file of a release, by its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from routes.publish.datafiles.contents import gather
from routes.publish.datafiles.delimited import csv_archive
from routes.publish.datafiles.exchange import exchange_archive
from routes.publish.datafiles.geojson import geojson
from routes.publish.datafiles.geopackage import geopackage
from routes.publish.datafiles.geoparquet import geoparquet
from routes.publish.datafiles.kml import kml
from routes.publish.datafiles.model import Contents
from routes.publish.datafiles.workbook import workbook
from routes.publish.telling import Told, silent
from routes.release import Release
from routes.text import LANGUAGES

_WRITERS: Final[dict[str, Callable[[Contents], bytes]]] = {
    "csv": csv_archive,
    "xlsx": workbook,
    "geojson": geojson,
    "gpkg": geopackage,
    "kml": kml,
    "parquet": geoparquet,
    "htcds": exchange_archive,
}

KINDS: Final = tuple(_WRITERS)
"""What `data_file` can make."""

SUFFIXES: Final[dict[str, str]] = {
    "csv": ".csv.zip",
    "xlsx": ".xlsx",
    "geojson": ".geojson",
    "gpkg": ".gpkg",
    "kml": ".kml",
    "parquet": ".parquet",
    "htcds": ".htcds.zip",
}
"""How the name of a file of each kind ends."""

MEDIA_TYPES: Final[dict[str, str]] = {
    "csv": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "kml": "application/vnd.google-earth.kml+xml",
    "parquet": "application/vnd.apache.parquet",
    "htcds": "application/zip",
}
"""Media type of a file of each kind."""


def data_file(release: Release, *, kind: str, lang: str, told: Told = silent) -> bytes:
    """Write a release as a data file.

    Coordinates are numbers: degrees, longitude before latitude, EPSG:4326. Every file carries the
    manifest of the release, and where anything in it is made up, says SYNTHETIC on its face.

    Parameters
    ----------
    release : Release
        What may leave the house.
    kind : str
        ``csv``: all tables in a ZIP archive, with a data dictionary. ``xlsx``: the same as a
        spreadsheet. ``geojson``, ``kml``: flows and places. ``gpkg``: these and all tables.
        ``parquet``: flows as GeoParquet. ``htcds``: one row a case, in the fields of the Human
        Trafficking Case Data Standard, in a ZIP archive.
    lang : {"es", "en"}
        Language of names, explanations and labels; columns and codes are the same in both.
    told : callable, optional
        Told the stages ``gathering`` and ``writing``, each with its share that is done, 0 to 1.

    Returns
    -------
    bytes
        The same for the same release, kind and language.

    Raises
    ------
    ValueError
        If there is no such kind or language.
    """
    if kind not in _WRITERS:
        raise ValueError(f"Invalid kind '{kind}'. Must be one of {', '.join(KINDS)}.")
    if lang not in LANGUAGES:
        raise ValueError(f"Invalid language '{lang}'. Must be one of {', '.join(LANGUAGES)}.")
    told("gathering", 0.0)
    contents = gather(release, lang=lang)
    told("gathering", 1.0)
    told("writing", 0.0)
    made = _WRITERS[kind](replace(contents, told=told))
    told("writing", 1.0)
    return made
