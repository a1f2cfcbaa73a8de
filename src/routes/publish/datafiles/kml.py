"""Flows and places as KML, which Google Earth and every geographic program read."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any, Final
from xml.etree import ElementTree as ET

import shapely

from routes.cases.model import LIST_SEPARATOR
from routes.publish.datafiles.manifest import as_json, described
from routes.publish.datafiles.model import Contents, Kind, Table, beside, plain_rows
from routes.publish.flow_layer import class_breaks

_KML: Final = "http://www.opengis.net/kml/2.2"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES: Final[dict[Kind, str]] = {
    "text": "string",
    "integer": "int",
    "number": "double",
    "boolean": "bool",
    "list": "string",
}

# Alpha, blue, green, red; apart for the colour-blind, and by width and symbol besides.
_LINES: Final = {"stated": "ffa35c1f", "inferred": "ff2a7de0"}
_MARKS: Final = {
    "": "ff594d44",
    "stated": "ffa35c1f",
    "inferred": "ff2a7de0",
    "mentioned": "ff8f6fb0",
}
_WIDTHS: Final = (1.5, 3, 4.5, 6)
_AREAS: Final = ("department", "region", "country")
_SIZES: Final = {"spot": "0.9", "area": "1.3"}


def kml(contents: Contents) -> bytes:
    """Return a folder of flows and a folder of places, styled by what they rest on.

    No description is HTML and nothing is loaded from anywhere. Free text stands in JSON without
    ``< > &``; what XML cannot hold is replaced.
    """
    ET.register_namespace("", _KML)
    root = ET.Element(_tag("kml"))
    document = _add(root, "Document", id="rutas")
    _say(document, "name", contents.title)
    _say(document, "open", "1")
    notes = [*described(contents)["notes"], contents.t("datafiles.note.colours")]
    _say(document, "description", " ".join([contents.notice, *notes]).strip())
    _styles(document)
    for name in ("flows", "places"):
        _schema(document, contents.table(name))
    about = _add(document, "ExtendedData")
    _data(about, "manifest", as_json(described(contents)))
    for name, rows in beside(contents).items():
        _data(about, name, as_json(rows))
    _flows(document, contents)
    _places(document, contents)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _flows(document: ET.Element, contents: Contents) -> None:
    table = contents.table("flows")
    rows = plain_rows(table)
    breaks = class_breaks(row["cases"] for row in rows)
    folder = _folder(document, contents, "flows")
    for row, line in zip(rows, contents.lines.tolist(), strict=True):
        mark = _add(folder, "Placemark")
        _say(mark, "name", f"{row['from_name']} → {row['to_name']}")
        _say(mark, "styleUrl", f"#{row['evidence']}-{bisect_right(breaks, row['cases'])}")
        _facts(mark, table, row)
        parts = shapely.get_parts(line).tolist()
        into = mark if len(parts) == 1 else _add(mark, "MultiGeometry")
        for part in parts:
            drawn = _add(into, "LineString")
            _say(drawn, "tessellate", "1")
            _say(drawn, "coordinates", " ".join(f"{lon},{lat}" for lon, lat in part.coords))


def _places(document: ET.Element, contents: Contents) -> None:
    table = contents.table("places")
    folder = _folder(document, contents, "places")
    for row in plain_rows(table):
        mark = _add(folder, "Placemark")
        _say(mark, "name", row["name"])
        shape = "area" if row["level"] in _AREAS else "spot"
        _say(mark, "styleUrl", f"#{shape}-{row['mention_evidence'] or 'none'}")
        _facts(mark, table, row)
        _say(_add(mark, "Point"), "coordinates", f"{row['lon']},{row['lat']}")


def _styles(document: ET.Element) -> None:
    for evidence, colour in _LINES.items():
        for number, width in enumerate(_WIDTHS):
            look = _add(_add(document, "Style", id=f"{evidence}-{number}"), "LineStyle")
            _say(look, "color", colour)
            _say(look, "width", str(width))
    for evidence, colour in _MARKS.items():
        for shape, size in _SIZES.items():
            look = _add(_add(document, "Style", id=f"{shape}-{evidence or 'none'}"), "IconStyle")
            _say(look, "color", colour)
            _say(look, "scale", size)


def _schema(document: ET.Element, table: Table) -> None:
    schema = _add(document, "Schema", id=f"schema-{table.name}", name=table.name)
    for name, kind in _facts_of(table).items():
        _add(schema, "SimpleField", name=name, type=_TYPES[kind])


def _folder(document: ET.Element, contents: Contents, name: str) -> ET.Element:
    folder = _add(document, "Folder")
    _say(folder, "name", contents.named(contents.t(f"datafiles.table.{name}")))
    return folder


def _facts(mark: ET.Element, table: Table, row: dict[str, Any]) -> None:
    data = _add(_add(mark, "ExtendedData"), "SchemaData", schemaUrl=f"#schema-{table.name}")
    for name, kind in _facts_of(table).items():
        value = row[name]
        if value is None or value == "":
            continue
        text = LIST_SEPARATOR.join(value) if kind == "list" else str(value)
        fact = _add(data, "SimpleData", name=name)
        fact.text = _clean(text)


def _facts_of(table: Table) -> dict[str, Kind]:
    """Return the columns that KML has no element of its own for."""
    return {name: kind for name, kind in table.kinds.items() if name != "name"}


def _data(about: ET.Element, name: str, text: str) -> None:
    _say(_add(about, "Data", name=name), "value", text)


def _add(parent: ET.Element, name: str, /, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, _tag(name), attributes)


def _say(parent: ET.Element, name: str, text: str) -> None:
    _add(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Return text that XML can hold."""
    return _NOT_XML.sub("\ufffd", text)


def _tag(name: str) -> str:
    return f"{{{_KML}}}{name}"
