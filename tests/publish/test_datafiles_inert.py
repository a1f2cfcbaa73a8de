"""Data files with hostile text, and without today's date."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import defusedxml.ElementTree
import geopandas
import pyarrow.parquet as pq
import pyogrio
import pytest
from openpyxl import load_workbook

from routes.cases import Tables, read_tables
from routes.cases.forms.neutral import plain, unescaped
from routes.publish.datafiles import KINDS, data_file
from routes.release import Release
from tests.hostile import write_hostile
from tests.publish.opened import converted, laid_open
from tests.publish.released import members, released, rows

ROOT = Path(__file__).resolve().parents[2]
FORMULA = tuple("=+-@＝＋－＠\t\r\n")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The public cases three times over with a hostile text in every free cell."""
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder)
    return released(
        read_tables(folder),
        audience="internal",
        user="=HYPERLINK(1)<script>",
        title="<script>alert(1)</script> =1+1 ]]> {{7*7}} \x00\x1b",
    )


def texts(release: Release) -> set[str]:
    """Return the titles of the sources of a release."""
    return set(release.tables.sources["title"])


def harmless(cell: str) -> bool:
    """Tell whether a spreadsheet takes a cell for text."""
    return not cell.lstrip(" \u200b\u200e\u200f\ufeff\xa0").startswith(FORMULA)


@pytest.mark.parametrize("kind", ["csv", "htcds"])
def test_no_cell_of_a_csv_file_is_a_formula(hostile: Release, kind: str) -> None:
    """What would be one has an apostrophe before it, and comes back as it was."""
    held = members(data_file(hostile, kind=kind, lang="es"))
    numbers = {"lon", "lat", "from_lon", "from_lat", "to_lon", "to_lat"}
    tables = [content for name, content in held.items() if name.endswith(".csv")]
    cells = [
        cell
        for each in tables
        for row in rows(each)
        for key, cell in row.items()
        if key not in numbers
    ]
    assert [cell for cell in cells if not harmless(cell)] == []
    assert {plain(row["title"]) for row in rows(held["sources.csv"])} == texts(hostile)


def test_no_cell_of_the_spreadsheet_is_a_formula(hostile: Release) -> None:
    """All text, cut only where a cell holds no more, and then the first sheet says so."""
    book = load_workbook(io.BytesIO(data_file(hostile, kind="xlsx", lang="en")))
    cells = [
        cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(harmless(cell.value) for cell in cells if isinstance(cell.value, str))
    head, *others = book["INTERNAL USE Sources"].iter_rows(values_only=True)
    at = head.index("title")
    read = {plain(unescaped(row[at])) for row in others if row[at]}
    assert {each for each in texts(hostile) if len(each) < 32_000} <= read | {""}
    said = [cell.value for cell in book.worksheets[0]["B"]]
    assert any("32,767 characters are cut" in str(each) for each in said)


def test_libreoffice_finds_text_and_no_formula(hostile: Release, tmp_path: Path) -> None:
    """Opened as an official would open it, and written out again as it was understood."""
    path = tmp_path / "release.xlsx"
    path.write_bytes(data_file(hostile, kind="xlsx", lang="es"))
    (read,) = converted([path], "fods", tmp_path)
    root: ET.Element = defusedxml.ElementTree.parse(read).getroot()
    sheets = [each.get(f"{TABLE}name") for each in root.iter(f"{TABLE}table")]
    assert sheets[:2] == ["USO INTERNO Ficha", "USO INTERNO Flujos"]
    cells = list(root.iter(f"{TABLE}table-cell"))
    assert len(cells) > 1_000
    assert [cell for cell in cells if f"{TABLE}formula" in cell.attrib] == []
    assert "HYPERLINK" in "".join(root.itertext())


def test_hostile_text_is_text_in_geojson(hostile: Release) -> None:
    """ASCII without a sign that HTML knows; read, it is what it was."""
    content = data_file(hostile, kind="geojson", lang="es")
    assert content.isascii()
    assert not {*"<>&"} & set(content.decode())
    value = json.loads(content)
    assert {each["title"] for each in value["sources"]} == texts(hostile)
    assert hostile.title in value["name"]


def test_hostile_text_is_text_in_kml(hostile: Release) -> None:
    """No markup but KML's own, nothing to be rendered in a description or fact."""
    content = data_file(hostile, kind="kml", lang="es")
    assert b"<script" not in content
    root: ET.Element = defusedxml.ElementTree.fromstring(content)
    assert all(each.tag.startswith("{http://www.opengis.net/kml/2.2}") for each in root.iter())
    shown = [each for each in root.iter() if not each.tag.endswith("}name")]
    assert not [each for each in shown if set(each.text or "") & {*"<>&"}]
    values = {each.get("name"): each[0].text for each in root.iter() if each.tag.endswith("}Data")}
    assert {each["title"] for each in json.loads(values["sources"] or "")} == texts(hostile)


def test_hostile_text_is_text_in_a_geopackage(hostile: Release, tmp_path: Path) -> None:
    """Cells hold what they were given, and the tables are those that belong there."""
    path = tmp_path / "release.gpkg"
    path.write_bytes(data_file(hostile, kind="gpkg", lang="es"))
    layers = [name for name, _ in pyogrio.list_layers(path).tolist()]
    assert "USO_INTERNO_sources" in layers
    assert len(layers) == 11
    read = pyogrio.read_dataframe(path, layer="USO_INTERNO_sources")
    assert set(read["title"]) == texts(hostile)


def test_hostile_text_is_text_in_geoparquet(hostile: Release) -> None:
    """It stands in the metadata only, as ASCII."""
    content = data_file(hostile, kind="parquet", lang="es")
    assert len(geopandas.read_parquet(io.BytesIO(content))) > 0
    about = pq.read_schema(io.BytesIO(content)).metadata
    assert about[b"sources"].isascii()
    assert {each["title"] for each in json.loads(about[b"sources"])} == texts(hostile)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_carries_the_date_of_its_release_only(tables: Tables, kind: str) -> None:
    """Today is nowhere in it."""
    held = laid_open(data_file(released(tables), kind=kind, lang="es"))
    today = date.today()
    assert today.isoformat().encode() not in held
    assert str((today.year, today.month, today.day)).encode()[:-1] not in held
