"""Rebuild every derived file of ``data/``, byte for byte: ``python -m geo.build``.

What is derived, and from what:

=============================== ==============================================================
``departments/…geojson``        ``natural_earth/departments.jsonl``, ``departments/…csv``
``countries/…geojson``          ``natural_earth/countries.jsonl``, ``countries/names.csv``
``places/places.csv``           the two above, ``crossings/``, and the other tables in ``places/``
``base_map/base.json``          all of these (see `geo.base_map` for its encoding)
``*/card.toml``                 the SHA-256 of every file beside it
=============================== ==============================================================

``python -m geo.build --extract PATH.gpkg`` first remakes ``natural_earth/`` itself, and
``places/admin1.csv``, from the world map that comes with QGIS (Debian: the package
``qgis-common``).
"""

import argparse
import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo import DATA
from geo.base_map import base_map_text
from geo.cards import seal
from geo.extract import extract, read
from geo.registry import place_rows
from geo.simplify import simplify, without_specks
from geo.units import COLUMNS as UNIT_COLUMNS
from geo.units import unit_rows

TOLERANCE = 0.01
"""Degrees near Colombia, see `geo.simplify.simplify`: about 1 km."""

SMALLEST = 0.0006
"""Square degrees near Colombia: smaller islands of other countries are left out, about 7 km²."""

LEFT_OUT = {"ATA"}
"""Countries without polygons here: Antarctica, which the map never shows."""

PLACE_COLUMNS = [
    *("place_id", "level", "kind", "name_es", "name_en", "lat", "lon"),
    *("parent_id", "country", "members", "geonames_id", "population"),
    *("source", "precision_note"),
]

Row = dict[str, str]
Shapes = dict[str, BaseGeometry]


def build(folder: Path = DATA, *, source: Path | None = None) -> None:
    """Write every derived file.

    Parameters
    ----------
    folder : Path
        The ``data`` folder.
    source : Path, optional
        The GeoPackage of the world map, to remake the extract first.
    """
    tables = read_tables(folder)
    if source is not None:
        extract(source, folder / "natural_earth")
        _write(folder / "places/admin1.csv", csv_text(UNIT_COLUMNS, unit_rows(source, tables)))
    countries, departments = polygons_of(folder, tables)
    rest = countries.pop("")
    _write(folder / "departments/departments.geojson", department_text(departments, tables))
    _write(folder / "countries/countries.geojson", country_text(countries, tables))
    units = {row["iso"]: shape for row, shape in read(folder / "natural_earth/units.jsonl")}
    rows = place_rows(tables, countries=countries, departments=departments, units=units)
    _write(folder / "places/places.csv", csv_text(PLACE_COLUMNS, rows))
    text = base_map_text(tables, countries={**countries, "": rest}, departments=departments)
    _write(folder / "base_map/base.json", text)
    for card in sorted(folder.glob("*/card.toml")):
        seal(card.parent)


def read_tables(folder: Path) -> dict[str, list[Row]]:
    """Read the tables that are kept by hand, by name."""
    return {
        "departments": read_csv(folder / "departments/departments.csv"),
        "countries": read_csv(folder / "countries/names.csv"),
        "crossings": read_csv(folder / "crossings/crossings.csv"),
        "municipalities": read_csv(folder / "places/municipalities.csv"),
        "settlements": read_csv(folder / "places/settlements.csv"),
        "units": read_csv(folder / "places/units.csv"),
        "regions": read_csv(folder / "places/regions.csv"),
    }


def polygons_of(folder: Path, tables: Mapping[str, list[Row]]) -> tuple[Shapes, Shapes]:
    """Simplify countries and departments together, so that all their borders stay shared.

    Returns
    -------
    (dict, dict)
        Shapes of the countries by ISO 3166-1 alpha-3 (``""``: areas that the source gives no
        code), Colombia being the union of its departments, and of the departments by ISO 3166-2.
    """
    names = {row["natural_earth_name"]: row["iso"] for row in tables["departments"]}
    names["Malpelo"] = "CO-VAC"
    raw = [
        (row["iso3"], shape)
        for row, shape in read(folder / "natural_earth/countries.jsonl")
        if row["iso3"] not in LEFT_OUT | {"COL"}
    ]
    raw += [
        (names[row["name"]], shape)
        for row, shape in read(folder / "natural_earth/departments.jsonl")
    ]
    simple = simplify([shape for _, shape in raw], tolerance=TOLERANCE)
    merged = [(code, shape) for (code, _), shape in zip(raw, simple, strict=True)]
    codes = list(dict.fromkeys(code for code, _ in merged))
    whole = [shapely.union_all([s for code, s in merged if code == key]) for key in codes]
    shapes = dict(zip(codes, without_specks(whole, smallest=SMALLEST), strict=True))
    complete = dict(zip(codes, whole, strict=True))
    for row in tables["departments"]:
        del shapes[row["iso"]]
    departments = {row["iso"]: complete[row["iso"]] for row in tables["departments"]}
    shapes["COL"] = shapely.coverage_union_all(list(departments.values()))
    for code, shape in {**shapes, **departments}.items():
        if not shape.is_valid:
            raise ValueError(f"Invalid shape of {code!r}: {shapely.is_valid_reason(shape)}.")
    return dict(sorted(shapes.items())), departments


def department_text(shapes: Shapes, tables: Mapping[str, list[Row]]) -> str:
    """Give the departments as GeoJSON, one a line, by DANE code."""
    rows = sorted(tables["departments"], key=lambda row: row["dept_code"])
    return _collection(
        ({key: row[key] for key in ("dept_code", "iso", "name")}, shapes[row["iso"]])
        for row in rows
    )


def country_text(shapes: Shapes, tables: Mapping[str, list[Row]]) -> str:
    """Give the countries as GeoJSON, one a line, by code."""
    rows = sorted(tables["countries"], key=lambda row: row["iso3"])
    return _collection(
        ({key: row[key] for key in ("iso3", "name_es", "name_en")}, shapes[row["iso3"]])
        for row in rows
    )


def read_csv(path: Path) -> list[Row]:
    """Read a table of text cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def csv_text(columns: list[str], rows: Iterable[Row]) -> str:
    """Give a table as CSV with line feeds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _collection(features: Iterable[tuple[dict[str, str], BaseGeometry]]) -> str:
    lines = (
        _compact(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": json.loads(shapely.to_geojson(shapely.normalize(shape))),
            }
        )
        for properties, shape in features
    )
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> None:
    """Run the command ``python -m geo.build``."""
    parser = argparse.ArgumentParser(prog="python -m geo.build", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--extract", type=Path, metavar="PATH.gpkg", help="remake the extract too")
    parser.add_argument("--data", type=Path, default=DATA, help="the data folder")
    options = parser.parse_args(arguments)
    build(options.data, source=options.extract)


if __name__ == "__main__":
    main()
