"""The layers hold what they say."""

from datetime import date

import numpy as np
import pytest
import shapely

from geo.base_map import QUANTUM, decoded
from geo.encoding import ALPHABET
from geo.layers import airports, base_map, countries, crossings, departments
from geo.places import places
from geo.simplify import polygons


def coverage() -> np.ndarray:
    """The departments, and every country but Colombia."""
    foreign = countries().query("iso3 != 'COL'")
    return np.concatenate([departments().geometry.values, foreign.geometry.values])


def test_there_are_33_departments_with_their_codes():
    frame = departments()
    assert len(frame) == 33
    assert frame["dept_code"].str.fullmatch(r"\d\d").all()
    assert frame["iso"].str.fullmatch(r"CO-[A-Z]{2,3}").all()
    assert frame["iso"].is_unique
    assert frame.crs == "EPSG:4326"


def test_malpelo_belongs_to_valle_del_cauca():
    valle = departments().set_index("iso").geometry["CO-VAC"]
    assert min(part.bounds[0] for part in polygons(valle)) == pytest.approx(-81.6, abs=0.1)


def test_shared_borders_are_still_shared():
    """Departments and countries leave no gap and no overlap along any border."""
    shapes = coverage()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.coverage_is_valid(countries().geometry.values)


def test_neighbours_meet_in_a_line():
    shapes = {**departments().set_index("iso").geometry, **countries().set_index("iso3").geometry}
    for one, other in [
        ("CO-ARA", "VEN"),
        ("CO-NSA", "VEN"),
        ("CO-ARA", "CO-BOY"),
        ("CO-AMA", "PER"),
        ("CO-NAR", "ECU"),
        ("CO-CHO", "PAN"),
        ("CHN", "HKG"),
        ("ZAF", "LSO"),
    ]:
        border = shapely.intersection(shapes[one], shapes[other])
        assert shapely.length(border) > 0, (one, other)
        assert shapely.area(border) == 0, (one, other)


def test_colombia_is_the_union_of_its_departments():
    colombia = countries().set_index("iso3").geometry["COL"]
    assert shapely.coverage_union_all(departments().geometry.values).equals(colombia)


def test_detail_is_finer_near_colombia():
    frame = countries().set_index("iso3").geometry
    near, far = (
        np.median([shapely.length(part.exterior) / len(part.exterior.coords) for part in parts])
        for parts in (polygons(frame["PAN"])[:1], polygons(frame["CHN"])[:1])
    )
    assert far > 4 * near


def test_countries_have_codes_and_names_in_both_languages():
    frame = countries()
    assert frame["iso3"].str.fullmatch("[A-Z]{3}").all()
    assert frame["iso3"].is_unique
    assert (frame[["name_es", "name_en"]] != "").all(axis=None)
    names = frame.set_index("iso3")
    assert names.loc["ESP", ["name_es", "name_en"]].tolist() == ["España", "Spain"]
    assert {"FRA", "NOR", "XKX", "HKG", "TKL"} <= set(frame["iso3"])
    assert "ATA" not in set(frame["iso3"])


def test_all_68_crossings_are_there_and_unverified_ones_flagged():
    frame = crossings()
    assert len(frame) == 68
    assert (frame["verified"] == (frame["source_title"] != "")).all()
    assert 0 < len(crossings(verified_only=True)) < 68
    assert crossings(verified_only=True)["verified"].all()


def test_the_girardot_bridge_opened_on_1_january_2023():
    def shown(day: date) -> bool:
        return "VE-GIRARDOT" in set(crossings(open_on=day)["crossing_id"])

    assert not shown(date(2020, 12, 15))
    assert not shown(date(2022, 12, 31))
    assert shown(date(2023, 1, 1))
    assert len(crossings(open_on=date(2020, 12, 15))) == 67


def test_informal_crossings_are_areas():
    areas = crossings().query("kind == 'informal_area'")
    assert len(areas) > 0
    assert set(areas["precision"]) <= {"area_3km", "area_10km", "settlement"}


def test_the_department_of_a_crossing_is_its_stored_code():
    """Polygons put some crossings abroad; the stored code says where they belong."""
    frame = crossings()
    assert set(frame["dept_code"]) <= set(departments()["dept_code"])
    venezuela = countries().set_index("iso3").geometry["VEN"]
    abroad = frame[frame.geometry.within(venezuela)]
    assert len(abroad) > 0
    assert abroad["dept_code"].isin(["54", "81", "44", "99", "94", "15"]).all()


def test_airports_have_iata_codes():
    frame = airports()
    assert len(frame) == 16
    assert frame["iata"].str.fullmatch("[A-Z]{3}").all()
    assert "BOG" in set(frame["iata"])


@pytest.mark.parametrize("layer", [departments, countries, crossings])
def test_callers_get_a_copy(layer):
    first = layer()
    first.iloc[0, 0] = "changed"
    assert layer().iloc[0, 0] != "changed"


def test_settlements_lie_in_or_near_their_department():
    """A wrong match of a name would be many kilometres off; polygons are off by a few."""
    shapes = departments().set_index("iso").geometry
    far = [
        place.id
        for place in places().values()
        if place.kind == "settlement"
        and place.country == "COL"
        and shapely.distance(shapes[place.parent], shapely.Point(place.lon, place.lat)) > 0.1
    ]
    assert far == []


def test_the_base_map_is_small_and_plain():
    content = base_map()
    texts = [
        ring for part in ("countries", "departments") for f in content[part] for ring in f["r"]
    ]
    assert set("".join(texts)) <= set(ALPHABET)
    assert content["v"] == 1
    assert content["q"] == QUANTUM


def test_the_base_map_is_the_layers_rounded():
    """Decoded rings are the layers' vertices, rounded to a step, in every shape."""
    content = decoded(base_map())
    layers = {**departments().set_index("iso").geometry, **countries().set_index("iso3").geometry}
    for feature in [*content["countries"], *content["departments"]]:
        if not feature["id"]:
            continue
        drawn = {tuple(vertex) for ring in feature["r"] for vertex in ring}
        whole = shapely.get_coordinates(layers[feature["id"]]).tolist()
        known = {(round(x * QUANTUM) / QUANTUM, round(y * QUANTUM) / QUANTUM) for x, y in whole}
        assert drawn <= known
        assert len(drawn) > 0.9 * len(known) or len(known) < 60


def test_the_base_map_names_every_country_and_crossing():
    content = base_map()
    assert len(content["departments"]) == 33
    assert {f["id"] for f in content["countries"]} - {""} == set(countries()["iso3"])
    assert [f["id"] for f in content["crossings"]] == crossings()["crossing_id"].tolist()
    girardot = next(f for f in content["crossings"] if f["id"] == "VE-GIRARDOT")
    assert (girardot["from"], girardot["to"], girardot["d"]) == ("2023-01-01", None, "CO-NSA")
