"""Layers of the earth as checked GeoDataFrames in EPSG:4326."""

import json
from datetime import date
from functools import cache
from typing import Any

import geopandas as gpd
import pandas as pd

from geo import DATA

CRS = "EPSG:4326"

DEPARTMENT_COLUMNS = ("dept_code", "iso", "name")
COUNTRY_COLUMNS = ("iso3", "name_es", "name_en")
CROSSING_COLUMNS = (
    *("crossing_id", "name", "name_en", "alt_name", "kind", "status", "verified"),
    *("dept_code", "municipality", "neighbour", "neighbour_place", "precision"),
    *("valid_from", "valid_to", "source_title", "source_url", "source_date", "note", "note_en"),
)


class LayerError(ValueError):
    """A layer's file does not hold what it must. The message lists every fault."""


def departments() -> gpd.GeoDataFrame:
    """Give the 33 departments of Colombia.

    Returns
    -------
    GeoDataFrame
        ``dept_code`` (DANE, two digits), ``iso`` (ISO 3166-2), ``name`` and ``geometry``
        (polygons in EPSG:4326, sharing their borders with each other and with `countries`),
        ordered by ``dept_code``. A copy: it may be changed.
    """
    return _departments().copy()


def countries() -> gpd.GeoDataFrame:
    """Give the countries and territories of the world, without Antarctica.

    Returns
    -------
    GeoDataFrame
        ``iso3`` (ISO 3166-1 alpha-3; ``XKX`` for Kosovo, which has none), ``name_es``,
        ``name_en`` and ``geometry`` (polygons in EPSG:4326, sharing their borders), ordered by
        ``iso3``. A copy: it may be changed.
    """
    return _countries().copy()


def crossings(*, open_on: date | None = None, verified_only: bool = False) -> gpd.GeoDataFrame:
    """Give the border crossings, ports, airports and informal areas of Colombia.

    Parameters
    ----------
    open_on : date, optional
        Leave out crossings that were not open on that day. A crossing without dates counts as
        open.
    verified_only : bool
        Leave out crossings without a source.

    Returns
    -------
    GeoDataFrame
        The columns of `CROSSING_COLUMNS` and ``geometry`` (points in EPSG:4326, as precise as
        ``precision`` says). ``name`` and ``note`` are in Spanish, ``name_en`` and ``note_en`` in
        English; ``valid_from`` and ``valid_to`` are dates or None; ``dept_code`` is a stored code
        and never derived from the point. A copy: it may be changed.
    """
    frame = _crossings()
    if verified_only:
        frame = frame[frame["verified"]]
    if open_on is not None:
        opened = [day is None or day <= open_on for day in frame["valid_from"]]
        closed = [day is not None and day < open_on for day in frame["valid_to"]]
        frame = frame[[a and not b for a, b in zip(opened, closed, strict=True)]]
    return frame.reset_index(drop=True)


def airports() -> gpd.GeoDataFrame:
    """Give the airports among the crossings, with their IATA code in the column ``iata``."""
    frame = crossings()
    frame = frame[frame["kind"] == "airport"].reset_index(drop=True)
    return frame.assign(iata=frame["crossing_id"].str.removeprefix("AIR-"))


def base_map() -> dict[str, Any]:
    """Give the base map that the browser draws, as `geo.base_map` describes it.

    Returns
    -------
    dict
        What ``data/base_map/base.json`` holds, its rings as text; `geo.base_map.decoded` gives
        their coordinates. A copy: it may be changed.
    """
    content: dict[str, Any] = json.loads(_base_map_text())
    return content


@cache
def _base_map_text() -> str:
    return (DATA / "base_map/base.json").read_text(encoding="utf-8")


@cache
def _departments() -> gpd.GeoDataFrame:
    frame = _polygons("departments", DEPARTMENT_COLUMNS)
    return _checked(frame, "departments", key="dept_code", rows=33)


@cache
def _countries() -> gpd.GeoDataFrame:
    return _checked(_polygons("countries", COUNTRY_COLUMNS), "countries", key="iso3")


@cache
def _crossings() -> gpd.GeoDataFrame:
    path = DATA / "crossings/crossings.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    points = gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float))
    table["verified"] = table["source_title"] != ""
    for column in ("valid_from", "valid_to"):
        days = [date.fromisoformat(day) if day else None for day in table[column]]
        table[column] = pd.Series(days, index=table.index, dtype=object)
    frame = gpd.GeoDataFrame(table[list(CROSSING_COLUMNS)], geometry=points, crs=CRS)
    return _checked(frame, "crossings", key="crossing_id")


def _polygons(name: str, columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    content = json.loads((DATA / name / f"{name}.geojson").read_text(encoding="utf-8"))
    frame = gpd.GeoDataFrame.from_features(content["features"], crs=CRS)
    return frame[[*columns, "geometry"]]


def _checked(
    frame: gpd.GeoDataFrame, name: str, *, key: str, rows: int | None = None
) -> gpd.GeoDataFrame:
    faults = []
    if rows is not None and len(frame) != rows:
        faults.append(f"{len(frame)} rows instead of {rows}")
    if frame[key].duplicated().any() or (frame[key] == "").any():
        faults.append(f"{key} is not a key")
    if not frame.geometry.is_valid.all() or frame.geometry.is_empty.any():
        faults.append("an invalid or empty geometry")
    west, south, east, north = frame.total_bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        faults.append(f"coordinates beyond the world: {west}, {south}, {east}, {north}")
    if faults:
        raise LayerError(f"Invalid layer {name!r}: {'; '.join(faults)}. Run `python -m geo.build`.")
    return frame
