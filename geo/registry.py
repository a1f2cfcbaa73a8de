"""The rows of the one registry of places, gathered from the tables and shapes."""

from collections.abc import Mapping

from shapely.geometry.base import BaseGeometry

from geo.simplify import label_point

Row = dict[str, str]

POINT_KINDS = {"airport", "seaport", "informal_area"}
"""Kinds of crossing that are a kind of place too; every other kind is a ``crossing``."""

POLYGON = "point inside the polygon farthest from its border"
"""What the coordinates of a department or country are."""

NATURAL_EARTH = "Natural Earth"
DANE = "DANE (DIVIPOLA)"


def place_rows(
    tables: Mapping[str, list[Row]],
    *,
    countries: Mapping[str, BaseGeometry],
    departments: Mapping[str, BaseGeometry],
    units: Mapping[str, BaseGeometry],
) -> list[Row]:
    """Give every place: countries, units, regions, municipalities, settlements, then crossings.

    Parameters
    ----------
    tables : mapping
        The rows of ``countries``, ``departments``, ``units``, ``regions``,
        ``municipalities``, ``settlements`` and ``crossings``.
    countries, departments, units : mapping
        Shapes by code, in degrees. Their points are labels, not locations.

    Returns
    -------
    list of dict
        Unique by ``place_id``; latitude and longitude in degrees as text.

    Raises
    ------
    ValueError
        If two rows have the same ``place_id``.
    """
    codes = {row["dept_code"]: row["iso"] for row in tables["departments"]}
    rows = [
        *(_country(row, countries[row["iso3"]]) for row in tables["countries"]),
        *(_department(row, departments[row["iso"]]) for row in tables["departments"]),
        *(_unit(row, units[row["place_id"]]) for row in tables["units"]),
        *(_region(row) for row in tables["regions"]),
        *(_municipality(row, codes) for row in tables["municipalities"]),
        *(_settlement(row) for row in tables["settlements"]),
        *(_crossing(row, codes) for row in tables["crossings"]),
    ]
    ids = [row["place_id"] for row in rows]
    twice = sorted({place_id for place_id in ids if ids.count(place_id) > 1})
    if twice:
        raise ValueError(f"Duplicate place_id {twice}. Each place has one row.")
    return rows


def _point(shape: BaseGeometry) -> Row:
    lon, lat = label_point(shape)
    return {"lat": f"{lat:g}", "lon": f"{lon:g}", "source": NATURAL_EARTH}


def _country(row: Row, shape: BaseGeometry) -> Row:
    return {
        "place_id": row["iso3"],
        "level": "country",
        "kind": "country",
        "name_es": row["name_es"],
        "name_en": row["name_en"],
        "parent_id": "",
        "country": row["iso3"],
        "members": "",
        "precision_note": POLYGON,
        **_point(shape),
    }


def _department(row: Row, shape: BaseGeometry) -> Row:
    unit = {
        "place_id": row["iso"],
        "name_es": row["name"],
        "name_en": row["name"],
        "country": "COL",
    }
    return _unit(unit, shape)


def _unit(row: Row, shape: BaseGeometry) -> Row:
    return {
        **row,
        "level": "department",
        "kind": "department",
        "parent_id": row["country"],
        "members": "",
        "precision_note": POLYGON,
        **_point(shape),
    }


def _region(row: Row) -> Row:
    return {
        **row,
        "level": "region",
        "kind": "region",
        "parent_id": row["country"],
        "source": "",
    }


def _municipality(row: Row, codes: Mapping[str, str]) -> Row:
    """Give a municipality; the first two digits of its code say the department."""
    return {
        **row,
        "level": "settlement",
        "kind": "settlement",
        "name_es": row["name"],
        "name_en": row["name"],
        "parent_id": codes[row["place_id"][:2]],
        "country": "COL",
        "members": "",
        "source": DANE,
    }


def _settlement(row: Row) -> Row:
    return {
        **row,
        "level": "settlement",
        "kind": "settlement",
        "parent_id": row["unit"] or row["country"],
        "members": "",
        "source": f"GeoNames {row['geonames_id']}",
    }


def _crossing(row: Row, codes: Mapping[str, str]) -> Row:
    return {
        "place_id": row["crossing_id"],
        "level": "point",
        "kind": row["kind"] if row["kind"] in POINT_KINDS else "crossing",
        "name_es": row["name"],
        "name_en": row["name_en"],
        "lat": row["lat"],
        "lon": row["lon"],
        "parent_id": codes[row["dept_code"]],
        "country": "COL",
        "members": "",
        "source": row["coordinate_source"],
        "precision_note": row["precision"],
    }
