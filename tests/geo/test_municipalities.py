"""The municipalities of Colombia, held against what others say of them."""

import csv
from collections import Counter
from pathlib import Path

import pytest
import shapely
from pyproj import Geod

from geo.build import DATA, read_csv
from geo.gazetteer import settlement
from geo.layers import departments
from geo.names import fold
from geo.places import find, places

ROWS = read_csv(DATA / "places/municipalities.csv")
POLICE = Path(__file__).parents[3] / "shared/inputs/police_trafficking_2004_2025.csv"
EARTH = Geod(ellps="WGS84")


def test_there_are_as_many_as_dane_counts():
    """1,103 municipalities, 18 areas without one and the island of San Andrés; one row each."""
    notes = Counter(row["precision_note"] for row in ROWS)
    assert notes == {
        "municipal seat": 1103,
        "seat of an area without municipality": 18,
        "seat of the island": 1,
    }
    codes = [row["place_id"] for row in ROWS]
    assert codes == sorted(set(codes))
    assert all(len(code) == 5 and code.isdigit() for code in codes)


def test_every_department_has_its_capital_and_as_many_as_it_should():
    """Counts by department are those of DANE's table."""
    counts = Counter(row["place_id"][:2] for row in ROWS)
    assert set(counts) == set(departments()["dept_code"])
    expected = {"05": 125, "15": 123, "25": 116, "54": 40, "68": 87, "81": 7, "88": 2, "11": 1}
    assert {code: counts[code] for code in expected} == expected
    capitals = {row["capital_code"] for row in read_csv(DATA / "departments/departments.csv")}
    assert capitals <= {row["place_id"] for row in ROWS}


def test_seats_lie_in_the_department_of_their_code():
    """Polygons are generalised, so a seat at a river or on an islet may lie just outside."""
    shapes = dict(zip(departments()["dept_code"], departments().geometry, strict=True))
    away = [
        (row["place_id"], shapes[row["place_id"][:2]].distance(shapely.Point(_lonlat(row))))
        for row in ROWS
    ]
    assert sum(distance > 0 for _, distance in away) <= 25
    assert [code for code, distance in away if distance > 0.025] == []


def test_seats_lie_where_geonames_has_them():
    """Of 1,098 matched by name or seat, three are more than 5 km apart and none more than 8."""
    matched = [row for row in ROWS if row["geonames_id"]]
    assert len(matched) == 1098
    assert len({row["geonames_id"] for row in matched}) == 1098
    far = []
    for row in matched:
        other = settlement(f"GN{row['geonames_id']}")
        assert other is not None
        assert other.country == "CO"
        metres = EARTH.inv(*_lonlat(row), other.lon, other.lat)[2]
        assert metres < 8_000, row["place_id"]
        if metres > 5_000:
            far.append(row["place_id"])
    assert far == ["08573", "11001", "15232"]


@pytest.mark.parametrize("path", [path for path in [POLICE] if path.exists()])
def test_the_codes_and_names_of_the_police_are_known(path):
    """Each of their codes is a municipality, which its name and department find."""
    for code, name, department in sorted(_police(path)):
        assert code in places()
        found = find(f"{name.removesuffix(' (CT)')}, {department}", beyond=False)
        assert code in [place.id for place in found] or code == "11001", (code, name)


@pytest.mark.parametrize(
    ("code", "name", "department"),
    [
        ("54810", "TIBU", "NORTE DE SANTANDER"),
        ("68081", "BARRANCABERMEJA", "SANTANDER"),
        ("05042", "SANTAFE DE ANTIOQUIA", "ANTIOQUIA"),
        ("13468", "MOMPOS", "BOLÍVAR"),
        ("76111", "BUGA", "VALLE DEL CAUCA"),
        ("88001", "SAN ANDRES", "SAN ANDRES ISLAS"),
    ],
)
def test_names_as_authorities_write_them_find_the_code(code, name, department):
    """In capitals, without accents, or by the shorter name."""
    assert [place.id for place in find(f"{name}, {department}")] == [code]


def test_names_are_written_as_names():
    """No name is in capitals, and each says something when folded."""
    for row in ROWS:
        assert row["name"] != row["name"].upper()
        assert fold(row["name"])


def _lonlat(row: dict[str, str]) -> tuple[float, float]:
    return float(row["lon"]), float(row["lat"])


def _police(path: Path) -> set[tuple[str, str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    plain = [x[1:-1].replace('""', '"') if x.startswith('"') else x for x in lines]
    return {(row[3], row[4], row[2]) for row in csv.reader(plain)}
