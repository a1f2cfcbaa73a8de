"""A query and its link say the same, and a bad link never fails."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import places
from routes.cases.codes import EVIDENCE, HANDLING, MODES, PURPOSES
from routes.query import NAMES, Notice, RouteQuery
from routes.text import LANGUAGES, load

_ids = st.from_regex(r"[A-Za-z0-9._:-]{1,64}", fullmatch=True)
_place_ids = st.lists(st.sampled_from(sorted(places())), max_size=4).map(tuple)
_countries = sorted(each.id for each in places().values() if each.level == "country")
_one_year = st.integers(1000, 9999)


def _codes(codes: dict[str, str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), max_size=3).map(tuple)


any_query = st.builds(
    RouteQuery,
    years=st.one_of(
        st.none(),
        st.tuples(_one_year, st.none()),
        st.tuples(st.none(), _one_year),
        st.tuples(_one_year, _one_year).map(lambda pair: (min(pair), max(pair))),
    ),
    origin=_place_ids,
    destination=_place_ids,
    via=_place_ids,
    crossing=_place_ids,
    purpose=_codes(PURPOSES),
    mode=_codes(MODES),
    nationality=st.lists(st.sampled_from(_countries), max_size=2).map(tuple),
    minors=st.sampled_from(["", "yes", "no", "unknown"]),
    evidence=_codes(EVIDENCE),
    credibility=st.one_of(st.none(), st.integers(1, 6)),
    source=st.lists(_ids, max_size=3).map(tuple),
    handling=_codes(HANDLING),
    text=st.text(max_size=300),
)
any_params = st.dictionaries(
    st.one_of(st.sampled_from(sorted(NAMES)), st.text(max_size=10)),
    st.one_of(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3)),
    max_size=6,
)


@settings(deadline=None)
@given(any_query)
def test_a_link_gives_back_the_query_it_was_made_from(query: RouteQuery) -> None:
    """from_params(to_params(q)) is q, and nothing is left out on the way."""
    assert RouteQuery.from_params(query.to_params()) == (query, ())


@settings(deadline=None)
@given(any_query)
def test_a_query_is_its_own_cache_key(query: RouteQuery) -> None:
    """Equal queries have equal hashes, and one form."""
    same, _ = RouteQuery.from_params(query.to_params())
    assert hash(same) == hash(query)
    assert same.to_params() == query.to_params()


@settings(deadline=None)
@given(any_params)
def test_any_link_opens(params: dict[str, str | list[str]]) -> None:
    """Whatever a link holds, it gives a query; what is not understood becomes a notice."""
    query, notices = RouteQuery.from_params(params)
    assert RouteQuery.from_params(query.to_params()) == (query, ())
    for lang in LANGUAGES:
        assert all(notice.text(load(lang)) for notice in notices)


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2020", (2020, 2020)),
        ("2016:2022", (2016, 2022)),
        ("2016:", (2016, None)),
        (":2022", (None, 2022)),
    ],
)
def test_years_are_written_in_four_ways(written: str, years: tuple[int | None, int | None]) -> None:
    """A year, a range, and a range open at one side."""
    query, notices = RouteQuery.from_params({"years": written})
    assert (query.years, notices) == (years, ())
    assert query.to_params() == {"years": written}


@pytest.mark.parametrize("written", ["20", "2016-2022", "x", "2016:2022:", "٢٠٢٠", "0999", ":"])
def test_other_years_are_left_out(written: str) -> None:
    """The notice shows how years are written."""
    query, (notice,) = RouteQuery.from_params({"years": written})
    assert query == RouteQuery()
    assert notice == Notice("years", written, "years")
    assert "2016:2022" in notice.text(load("en"))


def test_a_range_runs_forward() -> None:
    """A range whose end comes before its start is left out, not turned round."""
    query, (notice,) = RouteQuery.from_params({"years": "2022:2016"})
    assert not query
    assert notice.reason == "years_order"


def test_lists_are_repeated_or_separated_by_commas() -> None:
    """Both ways may be mixed; order and repetition do not matter."""
    query, _ = RouteQuery.from_params({"mode": ["sea,air", "land", "air"]})
    assert query.mode == ("air", "land", "sea")
    assert query == RouteQuery(mode=("land", "sea", "air", "air"))


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("norte santander", "CO-NSA"),
        ("Santander", "CO-SAN"),
        ("eje cafetero", "REG-EJE-CAFETERO"),
        ("Bogotá, D.C.", "CO-DC"),
        ("co-ara", "CO-ARA"),
        ("China", "CHN"),
    ],
)
def test_places_may_be_given_by_name(name: str, place_id: str) -> None:
    """By id in any case or by full name in either language; a name may hold a comma."""
    query, notices = RouteQuery.from_params({"from": name})
    if notices:  # Bogotá is a city and a department
        assert place_id in notices[0].candidates
    else:
        assert query.origin == (place_id,)


def test_an_ambiguous_place_is_never_guessed() -> None:
    """Arauca is a department and a city: both are offered, neither is taken."""
    query, (notice,) = RouteQuery.from_params({"from": "Arauca"})
    assert not query
    assert notice.candidates == ("CO-ARA", "81001")
    assert "Arauca (CO-ARA), Arauca (81001)" in notice.text(load("es"))


def test_what_is_unknown_is_left_out_and_the_rest_stays() -> None:
    """An old link still opens with the filters that are still understood."""
    query, notices = RouteQuery.from_params(
        {"mode": "air,rocket", "colour": "red", "evidence": "stated", "credibility": "7"}
    )
    assert query == RouteQuery(mode=("air",), evidence=("stated",))
    assert [(each.name, each.value, each.reason) for each in notices] == [
        ("mode", "rocket", "unknown_value"),
        ("colour", "red", "unknown_filter"),
        ("credibility", "7", "unknown_value"),
    ]


def test_sources_can_be_held_against_the_known_ones() -> None:
    """With the known sources at hand an unknown one is left out with a notice."""
    query, notices = RouteQuery.from_params({"source": "a,b"}, sources={"a"})
    assert query.source == ("a",)
    assert [each.value for each in notices] == ["b"]
    assert RouteQuery.from_params({"source": "b"})[0].source == ("b",)


def test_a_nationality_is_a_country() -> None:
    """A department is no nationality, though it is a place."""
    query, notices = RouteQuery.from_params({"nationality": "venezuela,CO-ARA"})
    assert query.nationality == ("VEN",)
    assert [each.value for each in notices] == ["CO-ARA"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": ("rocket",)},
        {"origin": ("a b",)},
        {"source": ("x" * 65,)},
        {"minors": "maybe"},
        {"credibility": 0},
        {"years": (2022, 2016)},
        {"years": (20, None)},
    ],
)
def test_a_query_made_in_code_is_checked(wrong: dict[str, object]) -> None:
    """The message holds what was given."""
    with pytest.raises(ValueError, match="Invalid "):
        RouteQuery(**wrong)  # type: ignore[arg-type]


def test_a_query_cannot_be_changed() -> None:
    """What is a cache key stays what it is; without() gives another."""
    query = RouteQuery(mode=("air",), text="x")
    with pytest.raises(FrozenInstanceError):
        query.text = "y"  # type: ignore[misc]
    assert query.without("mode") == RouteQuery(text="x")
    assert query.without("q") == RouteQuery(mode=("air",))
    assert query.mode == ("air",)


def test_a_long_value_is_shortened_in_its_notice() -> None:
    """A link of 100 kB does not fill the screen."""
    _, (notice,) = RouteQuery.from_params({"mode": "x" * 100_000})
    assert len(notice.text(load("es"))) < 200
