"""The base map as the browser draws it: one compact JSON file.

Its form::

    {"v": 1, "q": 250,
     "countries":   [{"id": "CHN", "es": …, "en": …, "c": [lon, lat], "r": [ring, …]}, …],
     "departments": [{"id": "CO-ARA", "name": "Arauca", "c": [lon, lat], "r": [ring, …]}, …],
     "crossings":   [{"id": …, "n": name, "en": English name, "k": kind, "s": status,
                      "v": 1 verified or 0, "lon": …, "lat": …, "p": precision,
                      "from": date or null, "to": date or null, "d": ISO code of department}, …]}

``r`` are rings, outer and inner alike (fill them by the even-odd rule), in the text form of
`geo.encoding` with ``q`` steps per degree. ``c`` is where a label goes. The country with the
empty ``id`` and no name is land that the source gives no code; it has no label. Longitudes are
in [-180, 180].
"""

import json
from collections.abc import Mapping
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.encoding import decode, encode
from geo.simplify import label_point, polygons

QUANTUM = 250
"""Steps per degree: 0.004°, so that no vertex is moved by half a pixel at zoom 8."""

Row = dict[str, str]


def base_map_text(
    tables: Mapping[str, list[Row]],
    *,
    countries: Mapping[str, BaseGeometry],
    departments: Mapping[str, BaseGeometry],
) -> str:
    """Give the base map as JSON text.

    Parameters
    ----------
    tables : mapping
        The rows of ``countries``, ``departments`` and ``crossings``.
    countries : mapping
        Shapes by ISO 3166-1 alpha-3, in degrees.
    departments : mapping
        Shapes by ISO 3166-2, in degrees.

    Returns
    -------
    str
        ASCII, one feature a line.
    """
    names = {row["iso3"]: row for row in tables["countries"]}
    codes = {row["dept_code"]: row["iso"] for row in tables["departments"]}
    blank = {"name_es": "", "name_en": ""}
    sections = {
        "countries": [
            {
                "id": code,
                "es": names.get(code, blank)["name_es"],
                "en": names.get(code, blank)["name_en"],
                **_shape(shape),
            }
            for code, shape in sorted(countries.items())
        ],
        "departments": [
            {"id": row["iso"], "name": row["name"], **_shape(departments[row["iso"]])}
            for row in sorted(tables["departments"], key=lambda row: row["iso"])
        ],
        "crossings": [_crossing(row, codes) for row in tables["crossings"]],
    }
    body = ",\n".join(
        f'"{name}":[\n' + ",\n".join(map(_compact, rows)) + "\n]" for name, rows in sections.items()
    )
    return f'{{"v":1,"q":{QUANTUM},\n{body}}}\n'


def decoded(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give a base map with its rings as coordinates.

    Parameters
    ----------
    content : mapping
        What `geo.layers.base_map` returns. It is not changed.

    Returns
    -------
    dict
        The same, but each ring of ``r`` is a closed list of (lon, lat) in degrees.
    """
    q = content["q"]
    shapes = {
        section: [
            {**feature, "r": [decode(ring, q=q) for ring in feature["r"]]}
            for feature in content[section]
        ]
        for section in ("countries", "departments")
    }
    return {**content, **shapes}


def _shape(shape: BaseGeometry) -> dict[str, Any]:
    parts = sorted(polygons(shape), key=lambda part: (-part.area, part.bounds))
    rings = [
        encode(ring.coords, q=QUANTUM)
        for part in parts
        for ring in (part.exterior, *part.interiors)
    ]
    return {"c": list(label_point(shape)), "r": [ring for ring in rings if ring]}


def _crossing(row: Row, codes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row["crossing_id"],
        "n": row["name"],
        "en": row["name_en"],
        "k": row["kind"],
        "s": row["status"],
        "v": int(bool(row["source_title"])),
        "lon": float(row["lon"]),
        "lat": float(row["lat"]),
        "p": row["precision"],
        "from": row["valid_from"] or None,
        "to": row["valid_to"] or None,
        "d": codes[row["dept_code"]],
    }


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
