"""Flows: what makes a line, what does not, and how many cases it stands for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from geo.places import places
from routes.cases import Tables, bundled
from routes.flows import LEVELS, cases_behind, flows, legs, store
from routes.grouping import group
from routes.query import RouteQuery
from tests import oracle
from tests.made_up import made_up, route, some_queries, some_tables

PRESS_RELEASE = RouteQuery(source=("fiscalia-2020-12-15",))


def pairs(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["from"], frame["to"], strict=True))


def found(query: RouteQuery, level: str = "place") -> pd.DataFrame:
    return flows(store(bundled()), query, level=level).frame


# The public cases


def test_the_press_release_has_no_leg_from_arauca_or_norte_de_santander_to_china() -> None:
    """Both are named as border zones only: a line from them to China would be invented."""
    for level in LEVELS[:2]:
        starts = {start for start, _ in pairs(found(PRESS_RELEASE, level))}
        assert not starts & {"CO-ARA", "CO-NSA", "81001", "54001"}
    ends = found(RouteQuery(origin=("CO-ARA", "CO-NSA"), destination=("CHN",)))
    assert ends.empty


def test_partners_of_the_press_release_are_no_places_of_any_route() -> None:
    """Mexico and Argentina cooperate; nobody was taken there."""
    all_flows = flows(store(bundled()), RouteQuery(), level="country")
    named = {*all_flows.frame["from"], *all_flows.frame["to"], *all_flows.mentions["place"]}
    assert not named & {"MEX", "ARG"}


def test_countries_named_for_the_group_are_mentioned_without_a_line() -> None:
    """Ecuador, Panama, the Dominican Republic, Peru and the border with Venezuela."""
    result = flows(store(bundled()), PRESS_RELEASE)
    mentions = result.mentions.set_index("place")
    group_of_four = ["ECU", "PAN", "DOM", "PER", "REG-FRONTERA-VEN"]
    assert mentions.loc[group_of_four, "evidence"].unique().tolist() == ["mentioned"]
    assert mentions.loc[group_of_four, "statements"].tolist() == [1] * 5
    assert mentions.loc[group_of_four, "cases"].tolist() == [0] * 5
    assert not set(group_of_four) & {*result.frame["from"], *result.frame["to"]}


def test_the_second_source_of_jade_gives_its_way_by_air() -> None:
    """Madrid, Amsterdam and Beijing in that order, reached by air."""
    frame = found(RouteQuery(source=("trust-2020-09-08",))).set_index(["from_name", "to_name"])
    by_air = [("Colombia", "Madrid"), ("Madrid", "Ámsterdam"), ("Ámsterdam", "Pekín")]
    assert frame.loc[by_air, "modes"].tolist() == [["air"]] * 3
    assert ("Pekín", "Guangdong") in frame.index


@pytest.mark.parametrize(
    ("start", "end", "source"),
    [
        ("CO-ARA", "85001", "elheraldo-2020-12-10"),
        ("54001", "PAN", "interpol-2021-08-23"),
    ],
)
def test_documented_flows_are_there_with_their_source(start: str, end: str, source: str) -> None:
    """Arauca → Yopal and Cúcuta → Panama rest on reports other than the press release."""
    frame = found(RouteQuery()).set_index(["from", "to"])
    assert frame.at[(start, end), "sources"] == [source]


@pytest.mark.parametrize("level", LEVELS)
def test_every_line_and_every_ring_has_a_source(level: str) -> None:
    """Nothing is drawn that no source supports."""
    result = flows(store(bundled()), RouteQuery(), level=level)
    known = set(bundled().sources["source_id"])
    for sources in [*result.frame["sources"], *result.mentions["sources"]]:
        assert sources
        assert set(sources) <= known


def test_names_come_in_the_language_asked_for() -> None:
    """The same flow reads Panamá or Panama."""
    for lang, name in (("es", "Panamá"), ("en", "Panama")):
        frame = flows(store(bundled()), RouteQuery(destination=("PAN",)), lang=lang).frame
        assert name in set(frame["to_name"])


def test_an_unknown_level_is_refused() -> None:
    """The message names the levels there are."""
    with pytest.raises(ValueError, match=r"'street'.*place, department, country"):
        flows(store(bundled()), RouteQuery(), level="street")


# What a leg is


def test_a_case_with_three_lines_to_one_place_is_one_case_at_a_coarser_level() -> None:
    """Flows count distinct cases, never legs."""
    stops = [
        *route("x", "CO-ANT", "CHN", no=1),
        *route("x", "05001", "CHN", no=2),
        *route("x", "CO-CAL", "CHN", no=3),
        *route("y", "05001", "GN1809858"),
    ]
    columns = store(made_up([{"case_id": "x"}, {"case_id": "y"}], stops))
    assert flows(columns, RouteQuery()).frame["cases"].tolist() == [1, 1, 1, 1]
    countries = flows(columns, RouteQuery(), level="country").frame
    assert countries[["from", "to", "cases"]].values.tolist() == [["COL", "CHN", 2]]


def test_a_mentioned_stop_cuts_a_route() -> None:
    """No leg leads to or from a place that is only mentioned; it stands on its own."""
    stops = route(
        "x", "CO-ANT", "CO-CAL", "PAN", "CHN", evidence=("stated", "stated", "mentioned", "stated")
    )
    result = flows(store(made_up([{"case_id": "x"}], stops)), RouteQuery())
    assert pairs(result.frame) == {("CO-ANT", "CO-CAL")}
    assert result.mentions[["place", "evidence"]].values.tolist() == [
        ["CHN", "stated"],
        ["PAN", "mentioned"],
    ]


def test_a_statement_makes_no_line() -> None:
    """What is said of several cases together is a ring, whatever evidence it claims."""
    tables = made_up([{"case_id": "x", "kind": "statement"}], route("x", "CO-ANT", "CHN"))
    result = flows(store(tables), RouteQuery())
    assert result.frame.empty
    assert result.mentions[["cases", "statements"]].values.tolist() == [[0, 1], [0, 1]]


def test_a_leg_is_as_sure_as_its_weaker_end() -> None:
    """Evidence and credibility are those of the weaker stop, the mode that of the arrival."""
    stops = route(
        "x",
        "CO-ANT",
        "CHN",
        evidence=("inferred", "stated"),
        credibility=(1, 4),
        mode=("land", "air"),
    )
    columns = store(made_up([{"case_id": "x"}], stops))
    row = flows(columns, RouteQuery()).frame.iloc[0]
    assert (row["evidence"], row["modes"]) == ("inferred", ["air"])
    assert (row["stated_cases"], row["inferred_cases"]) == (0, 1)
    assert flows(columns, RouteQuery(credibility=3)).frame.empty
    assert len(flows(columns, RouteQuery(credibility=4)).frame) == 1
    assert flows(columns, RouteQuery(mode=("land",))).frame.empty


def test_a_flow_is_stated_as_soon_as_one_case_states_it() -> None:
    """Cases that only infer it are counted apart."""
    stops = [
        *route("x", "CO-ANT", "CHN", evidence="inferred"),
        *route("y", "CO-ANT", "CHN"),
        *route("y", "CO-ANT", "CHN", no=2, evidence="inferred", source_id="b"),
    ]
    row = flows(store(made_up([{"case_id": "x"}, {"case_id": "y"}], stops)), RouteQuery()).frame
    columns = ["cases", "evidence", "stated_cases", "inferred_cases"]
    assert row[columns].values.tolist() == [[2, "stated", 1, 1]]
    assert row["sources"].tolist() == [["a", "b"]]


def test_a_leg_needs_both_ends_from_the_sources_asked_for() -> None:
    """A leg whose ends two sources give is in neither source alone; it lists both."""
    tables = made_up([{"case_id": "x"}], route("x", "CO-ANT", "CHN", source_id=("a", "b")))
    assert flows(store(tables), RouteQuery(source=("a",))).frame.empty
    assert flows(store(tables), RouteQuery(source=("a", "b"))).frame["sources"][0] == ["a", "b"]


def test_a_place_is_found_through_what_it_lies_in() -> None:
    """Medellín answers to Antioquia and Colombia, the coffee region to Caldas, not the reverse."""
    stops = [
        *route("x", "05001", "CHN"),
        *route("y", "REG-EJE-CAFETERO", "CHN"),
        *route("z", "CO-CAL", "PAN"),
    ]
    columns = store(made_up([{"case_id": each} for each in "xyz"], stops))

    def cases(**asked: tuple[str, ...]) -> set[str]:
        return set(legs(columns, RouteQuery(**asked))["case_id"])  # type: ignore[arg-type]

    assert cases(origin=("CO-ANT",)) == {"x"}
    assert cases(origin=("COL",)) == {"x", "y", "z"}
    assert cases(origin=("CO-CAL",)) == {"y", "z"}
    assert cases(origin=("REG-EJE-CAFETERO",)) == {"y"}
    assert cases(destination=("CHN",)) == {"x", "y"}


def test_a_place_alone_is_the_end_that_its_role_makes_it() -> None:
    """Yopal, where people were exploited, is a destination; where they came from is not known."""
    columns = store(made_up([{"case_id": "x"}], route("x", "85001")))
    assert len(flows(columns, RouteQuery(destination=("85001",))).mentions) == 1
    assert flows(columns, RouteQuery(origin=("85001",))).mentions.empty


def test_a_stop_on_the_way_is_no_destination() -> None:
    """Nor is it an origin: it is a place of transit."""
    columns = store(made_up([{"case_id": "x"}], route("x", "CO-ANT", "PAN", "CHN")))
    assert flows(columns, RouteQuery(destination=("PAN",))).frame.empty
    assert flows(columns, RouteQuery(origin=("PAN",))).frame.empty
    assert len(flows(columns, RouteQuery(via=("PAN",))).frame) == 2


def test_a_route_begins_and_ends_where_its_stops_do_whatever_their_roles() -> None:
    """A route that a source tells only from a crossing on begins at that crossing."""
    stops = route("x", "VE-PAEZ", "CO-ARA", role=("crossing", "transit"))
    columns = store(made_up([{"case_id": "x"}], stops))
    for asked in ({"origin": ("VE-PAEZ",)}, {"destination": ("CO-ARA",)}, {"crossing": ("COL",)}):
        assert len(flows(columns, RouteQuery(**asked)).frame) == 1  # type: ignore[arg-type]


def test_a_filter_on_a_route_keeps_the_whole_route() -> None:
    """Who asks for routes to China sees how they got there."""
    tables = made_up([{"case_id": "x"}], route("x", "CO-ANT", "PAN", "CHN"))
    result = flows(store(tables), RouteQuery(destination=("CHN",)))
    assert pairs(result.frame) == {("CO-ANT", "PAN"), ("PAN", "CHN")}


def test_cases_without_a_date_are_left_out_when_years_are_asked_for() -> None:
    """They are counted, so that the screen can say so."""
    cases = [{"case_id": "x"}, {"case_id": "y", "period_start": "2018", "period_end": "2021-08-06"}]
    columns = store(made_up(cases, [*route("x", "CO-ANT", "CHN"), *route("y", "CO-ANT", "PAN")]))
    assert columns.undated_cases == 1
    for years, count in (
        ((2019, 2019), 1),
        ((2021, None), 1),
        ((2022, None), 0),
        ((None, 2017), 0),
    ):
        assert len(flows(columns, RouteQuery(years=years)).frame) == count
    everything = flows(columns, RouteQuery()).frame.set_index("to")
    assert everything.at["CHN", "first_year"] is None
    assert tuple(everything.loc["PAN", ["first_year", "last_year"]]) == (2018, 2021)


def test_a_leg_within_one_department_stays_as_its_own_end() -> None:
    """At a coarse level it begins and ends at the same place."""
    tables = made_up([{"case_id": "x"}], route("x", "05001", "CO-ANT"))
    assert pairs(flows(store(tables), RouteQuery(), level="department").frame) == {
        ("CO-ANT", "CO-ANT")
    }


def test_no_cases_at_all_give_no_flows() -> None:
    """Empty tables are legal."""
    for level in LEVELS:
        result = flows(store(made_up([])), RouteQuery(origin=("CHN",)), level=level)
        assert result.frame.empty
        assert result.mentions.empty


def test_hostile_names_are_only_names() -> None:
    """Text that looks like code is neither run nor lost."""
    tables = made_up([{"case_id": "x", "name": "{{7*7}} <script>"}], route("x", "CO-ANT", "CHN"))
    assert len(flows(store(tables), RouteQuery(text="{{7*7}} <SCRIPT>")).frame) == 1
    assert flows(store(tables), RouteQuery(text="49")).frame.empty


# Laws


@settings(max_examples=100, deadline=None)
@given(some_tables(), some_queries)
def test_flows_are_what_one_works_out_by_hand(tables: Tables, query: RouteQuery) -> None:
    """At every level: the same pairs, distinct cases, evidence, years, modes and sources."""
    elements = oracle.chosen(tables, query)
    for level in LEVELS:
        result = flows(store(tables), query, level=level)
        by_pair: dict[tuple[str | None, str], list[oracle.Found]] = {}
        for each in elements:
            by_pair.setdefault(each.ends(level), []).append(each)
        lines = {pair: each for pair, each in by_pair.items() if pair[0] is not None}
        assert pairs(result.frame) == set(lines)
        for row in result.frame.to_dict("records"):
            behind = lines[row["from"], row["to"]]
            stated = {each.case_id for each in behind if each.evidence == "stated"}
            assert row["cases"] == len({each.case_id for each in behind})
            assert row["stated_cases"] == len(stated)
            assert row["inferred_cases"] == row["cases"] - len(stated)
            assert row["evidence"] == ("stated" if stated else "inferred")
            assert set(row["modes"]) == {each.mode for each in behind}
            assert row["sources"] == sorted({s for each in behind for s in each.sources})
        places_alone = {pair[1]: each for pair, each in by_pair.items() if pair[0] is None}
        assert set(result.mentions["place"]) == set(places_alone)
        for row in result.mentions.to_dict("records"):
            behind = places_alone[row["place"]]
            assert row["cases"] + row["statements"] == len({each.case_id for each in behind})
            assert row["evidence"] == min(
                (each.evidence for each in behind), key=("stated", "inferred", "mentioned").index
            )
            assert row["sources"] == sorted({s for each in behind for s in each.sources})


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries)
def test_what_lies_behind_a_flow_adds_up_to_it(tables: Tables, query: RouteQuery) -> None:
    """cases_behind and legs tell the same cases as the flow counts."""
    for level in LEVELS:
        result = flows(store(tables), query, level=level)
        behind = legs(store(tables), query, level=level)
        assert len(behind) == len(oracle.chosen(tables, query))
        for row in result.frame.to_dict("records"):
            ids = cases_behind(store(tables), query, row["from"], row["to"], level=level)
            same = behind[(behind["from"] == row["from"]) & (behind["to"] == row["to"])]
            assert len(ids) == row["cases"]
            assert set(ids) == set(same["case_id"])
        for row in result.mentions.to_dict("records"):
            ids = cases_behind(store(tables), query, None, row["place"], level=level)
            assert len(ids) == row["cases"] + row["statements"]


@settings(max_examples=40, deadline=None)
@given(some_tables(), some_queries)
def test_the_same_question_has_the_same_answer(tables: Tables, query: RouteQuery) -> None:
    """The order is defined: most cases first, then by id; asking changes nothing."""
    before = {name: tables.table(name).copy() for name in ("cases", "stops", "figures")}
    first, second = (flows(store(tables), query) for _ in range(2))
    pd.testing.assert_frame_equal(first.frame, second.frame)
    pd.testing.assert_frame_equal(first.mentions, second.mentions)
    order = [(-row["cases"], row["from"], row["to"]) for row in first.frame.to_dict("records")]
    assert order == sorted(order)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, tables.table(name))


def test_counting_is_what_pandas_counts() -> None:
    """Distinct cases by group, against groupby().nunique(), on rows with many repetitions."""
    lot = np.random.default_rng(7)
    case = np.sort(lot.integers(0, 400, size=5_000))
    key = lot.integers(0, 60, size=5_000)
    grouping, keys = group(key, case)
    for share in (0.0, 0.02, 0.5, 1.0):
        chosen = lot.random(5_000) < share
        expected = (
            pd.Series(case[chosen]).groupby(key[chosen]).nunique().reindex(keys, fill_value=0)
        )
        assert grouping.cases(chosen[grouping.order]).tolist() == expected.tolist()


def test_every_place_of_the_public_cases_has_a_name() -> None:
    """No id is shown where a name should be."""
    result = flows(store(bundled()), RouteQuery())
    ids = [*result.frame["from"], *result.frame["to"], *result.mentions["place"]]
    names = [*result.frame["from_name"], *result.frame["to_name"], *result.mentions["name"]]
    assert names == [places()[each].name_es for each in ids]
