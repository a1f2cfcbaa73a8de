"""Places by code and by name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.layers import countries, crossings, departments
from geo.names import fold
from geo.places import LEVELS, at_level, extract, find, places, within

ids = st.sampled_from(sorted(places()))


def found(text: str, **options: str) -> list[str]:
    return [place.id for place in find(text, **options)]


@given(place_id=ids, lang=st.sampled_from(["es", "en"]), data=st.data())
def test_accents_and_case_do_not_matter(place_id, lang, data):
    """However a full name is cased, and with its accents or without, it is found."""
    name = places()[place_id].name(lang)
    if data.draw(st.booleans()):
        plain = unicodedata.normalize("NFKD", name)
        name = "".join(letter for letter in plain if not unicodedata.combining(letter))
    upper = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    mixed = "".join(
        c.upper() if up and len(c.upper()) == 1 else c for c, up in zip(name, upper, strict=True)
    )
    assert place_id in found(mixed)
    assert place_id in found(mixed, lang=lang)


@given(place_id=ids)
def test_a_code_finds_its_place_alone(place_id):
    assert found(f" {place_id} ") == [place_id]


@given(text=st.text())
def test_find_and_extract_take_any_text(text):
    """Whatever the text, matches stand in order and apart, and say what the text says."""
    find(text)
    end = 0
    for match in extract(text):
        assert end <= match.start < match.end
        assert text[match.start : match.end] == match.text
        end = match.end


@given(text=st.text())
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Arauca", ["CO-ARA", "81001"]),
        ("Santander", ["CO-SAN"]),
        ("Norte de Santander", ["CO-NSA"]),
        ("norte santander", ["CO-NSA"]),
        ("eje cafetero", ["REG-EJE-CAFETERO"]),
        ("coffee-growing area", ["REG-EJE-CAFETERO"]),
        ("Sucre", ["CO-SUC", "VE-R", "70771", "19785", "68773", "GN3903987"]),
        ("Sucre, Venezuela", ["VE-R"]),
        ("La Dorada (Caldas)", ["17380"]),
        ("Madrid", ["25430", "GN3117735"]),
        ("Madrid, España", ["GN3117735"]),
        ("Bogotá D.C.", ["CO-DC"]),
        ("Bogota", ["11001"]),
        ("corea del sur", ["KOR"]),
        ("South Korea", ["KOR"]),
        ("Tienditas", ["VE-GIRARDOT"]),
        ("Constituciones", []),
        ("de Norte", []),
        ("", []),
    ],
)
def test_names_are_found_whole_and_never_guessed(name, expected):
    assert found(name) == expected


def test_a_language_can_be_asked_for():
    assert found("Spain", lang="es") == []
    assert found("Spain", lang="en") == found("España", lang="es") == ["ESP"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_decomposed_letters_are_the_same_letters(form):
    """An accent may be part of its letter or follow it."""
    text = unicodedata.normalize(form, "San José de Cúcuta")
    assert found(text) == ["54001"]
    assert [match.text for match in extract(f"En {text}.")] == [text]


def test_the_longest_name_comes_first_in_running_text():
    text = "De Santander, Norte Santander y Arauca, y de la zona cafetera; hacia China."
    assert [(m.text, [p.id for p in m.places]) for m in extract(text)] == [
        ("Santander", ["CO-SAN"]),
        ("Norte Santander", ["CO-NSA"]),
        ("Arauca", ["CO-ARA", "81001"]),
        ("zona cafetera", ["REG-EJE-CAFETERO"]),
        ("China", ["CHN"]),
    ]


def test_a_name_goes_with_that_of_its_department():
    matches = extract("Víctimas en Yopal (Casanare).")
    assert [(m.text, [p.id for p in m.places]) for m in matches] == [
        ("Yopal (Casanare)", ["85001"]),
    ]


def test_common_words_are_no_places():
    assert extract("La red, honda y bella, vendía chile y toro.") == []
    assert [match.text for match in extract("casos en yopal")] == ["yopal"]


def test_the_eje_cafetero_is_three_departments():
    assert places()["REG-EJE-CAFETERO"].members == ("CO-CAL", "CO-QUI", "CO-RIS")


def test_a_region_is_within_its_members_but_not_the_reverse():
    assert {"CO-CAL", "CO-QUI", "CO-RIS", "COL"} < within("REG-EJE-CAFETERO")
    assert within("CO-CAL") == {"CO-CAL", "COL"}
    assert within("85001") == {"85001", "CO-CAS", "COL"}
    assert within("GN1809858") == {"GN1809858", "CN-GD", "CHN"}


@given(place_id=ids)
def test_a_place_lies_in_itself_and_its_country(place_id):
    place = places()[place_id]
    assert {place_id, place.country} - {""} <= within(place_id) <= set(places())


@pytest.mark.parametrize(
    ("place_id", "department", "country"),
    [
        ("VE-PAEZ", "CO-ARA", "COL"),
        ("85001", "CO-CAS", "COL"),
        ("CO-ARA", "CO-ARA", "COL"),
        ("REG-EJE-CAFETERO", "REG-EJE-CAFETERO", "COL"),
        ("REG-SURAMERICA", "REG-SURAMERICA", "REG-SURAMERICA"),
        ("VE-R", "VEN", "VEN"),
        ("GN1809858", "CHN", "CHN"),
        ("GN1819729", "HKG", "HKG"),
        ("COL", "COL", "COL"),
    ],
)
def test_coarser_levels(place_id, department, country):
    assert at_level(place_id, "place") == place_id
    assert at_level(place_id, "department") == department
    assert at_level(place_id, "country") == country


@given(place_id=ids, level=st.sampled_from(["place", "department", "country"]))
def test_at_level_is_idempotent(place_id, level):
    once = at_level(place_id, level)
    assert at_level(once, level) == once


def test_an_unknown_level_or_place_is_refused():
    with pytest.raises(ValueError, match="place, department or country"):
        at_level("COL", "continent")
    with pytest.raises(KeyError):
        within("XX")


def test_the_registry_holds_every_layer():
    known = set(places())
    assert set(departments()["iso"]) <= known
    assert set(countries()["iso3"]) <= known
    assert set(crossings()["crossing_id"]) <= known


def test_the_registry_is_consistent():
    """Every parent, country and member is a place; coordinates are on Earth; levels are known."""
    for place in places().values():
        assert {place.parent, place.country, *place.members} - {""} <= set(places())
        assert -180 <= place.lon <= 180
        assert -90 <= place.lat <= 90
        assert place.level in LEVELS
        assert place.name_es
        assert place.name_en


def test_a_municipality_carries_the_code_of_its_department():
    codes = dict(zip(departments()["dept_code"], departments()["iso"], strict=True))
    colombian = [p for p in places().values() if p.kind == "settlement" and p.country == "COL"]
    assert len(colombian) == 1122
    assert all(codes[place.id[:2]] == place.parent for place in colombian)


def test_the_registry_cannot_be_changed():
    with pytest.raises(TypeError):
        places()["COL"] = places()["CHN"]  # type: ignore[index]
