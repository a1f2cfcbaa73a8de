"""Remake the raw extracts that the rest of ``data/`` is built from. Needed seldom.

``python -m geo.build --extract PATH.gpkg`` calls this module with the world map that comes with
QGIS (Debian: the package ``qgis-common``), which is Natural Earth 1:10m, generalised.
"""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.encoding import decode, encode
from geo.simplify import polygons

QUANTUM = 10_000
"""Steps per degree of the extract: 0.0001°, about 11 m."""

CODES_BY_NAME = {"Kosovo": ("XK", "XKX"), "France": ("FR", "FRA"), "Norway": ("NO", "NOR")}
"""Codes the source may leave as ``-99``. Kosovo has none in ISO 3166: XK and XKX are the
user-assigned codes that the European Commission and the World Bank use."""

OTHER_UNITS = {("CHN", "Guangdong"): "CN-GD", ("VEN", "Sucre"): "VE-R"}
"""First-level units outside Colombia that cases name, with their ISO 3166-2 codes."""

MALPELO_BOUNDS = (-82.0, 3.5, -81.0, 4.5)
"""Where the one Colombian unit without a name lies: west, south, east, north in degrees."""


def extract(source: Path, folder: Path) -> None:
    """Write ``countries.jsonl``, ``departments.jsonl`` and ``units.jsonl`` from the world map.

    Parameters
    ----------
    source : Path
        The GeoPackage ``world_map.gpkg`` with the layers ``countries`` and ``states_provinces``.
    folder : Path
        Where the three files go. One line is one feature: its codes, its name as in the source,
        and its polygons, each a list of rings in the text form of `geo.encoding`.
    """
    countries = gpd.read_file(source, layer="countries").sort_values(["iso_a2", "NAME"])
    units = gpd.read_file(source, layer="states_provinces").sort_values(["adm0_a3", "name"])
    colombian = units[units["adm0_a3"] == "COL"]
    other = [
        {"iso": code, "name": name, **_shape(_only(units, country, name))}
        for (country, name), code in sorted(OTHER_UNITS.items())
    ]
    _write(folder / "countries.jsonl", [_country(row) for _, row in countries.iterrows()])
    _write(folder / "departments.jsonl", [_department(row) for _, row in colombian.iterrows()])
    _write(folder / "units.jsonl", other)


def read(path: Path) -> list[tuple[dict[str, str], BaseGeometry]]:
    """Read one file of the extract.

    Returns
    -------
    list of (dict, Polygon or MultiPolygon)
        The codes and names of each feature, and its shape in degrees (EPSG:4326).
    """
    features: list[tuple[dict[str, str], BaseGeometry]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        parts = [[decode(ring, q=QUANTUM) for ring in part] for part in row.pop("polygons")]
        shapes = [Polygon(rings[0], rings[1:]) for rings in parts]
        features.append((row, shapes[0] if len(shapes) == 1 else MultiPolygon(shapes)))
    return features


def _country(row: Any) -> dict[str, Any]:
    name = row["NAME"] if isinstance(row["NAME"], str) else ""
    iso2, iso3 = str(row["iso_a2"]), str(row["ISO_A3"])
    if iso3 in ("-99", "nan", "None") or iso2 == "-99":
        iso2, iso3 = CODES_BY_NAME.get(name, (iso2, ""))
    if iso2 == "TK" and not name:
        iso3, name = "TKL", "Tokelau"
    return {"iso2": iso2 if iso3 else "", "iso3": iso3, "name": name, **_shape(row["geometry"])}


def _department(row: Any) -> dict[str, Any]:
    name = row["name"]
    if not isinstance(name, str):
        west, south, east, north = row["geometry"].bounds
        bounds = MALPELO_BOUNDS
        if not (bounds[0] < west and bounds[1] < south and east < bounds[2] and north < bounds[3]):
            raise ValueError(f"Unexpected unit without a name at {west}, {south}.")
        name = "Malpelo"
    return {"name": name, **_shape(row["geometry"])}


def _only(units: Any, country: str, name: str) -> BaseGeometry:
    found = units[(units["adm0_a3"] == country) & (units["name"] == name)]
    if len(found) != 1:
        raise ValueError(f"Expected one unit {name!r} in {country}, found {len(found)}.")
    shape: BaseGeometry = found.geometry.iloc[0]
    return shape


def _shape(shape: BaseGeometry) -> dict[str, list[list[str]]]:
    parts = [
        [encode(ring.coords, q=QUANTUM) for ring in (part.exterior, *part.interiors)]
        for part in polygons(shape)
    ]
    return {"polygons": [[ring for ring in part if ring] for part in parts if part[0]]}


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
