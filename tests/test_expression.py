"""One expression finds in any database the flows that the screen shows."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from routes.cases import Tables, bundled
from routes.expression import compiled
from routes.flows import LEVELS, flows, store
from routes.query import RouteQuery
from routes.scope import ALL_LEVELS, Scope
from routes.snapshot.asking import LegsDatabase
from routes.snapshot.legs_table import legs_table
from tests.made_up import made_up, route, some_queries, some_tables

some_levels = st.sampled_from(LEVELS)
some_scopes = st.one_of(
    st.just(Scope()), st.sets(st.sampled_from(ALL_LEVELS)).map(lambda each: Scope(tuple(each)))
)


def expected(tables: Tables, query: RouteQuery, level: str, scope: Scope) -> pd.DataFrame:
    frame = flows(store(scope.limit(tables)), query, level=level, lang="en").frame
    return frame.drop(columns=["modes", "sources"])


@settings(max_examples=150, deadline=None)
@given(some_tables(), some_queries, some_levels, some_scopes)
@example(bundled(), RouteQuery(), "place", Scope())
@example(bundled(), RouteQuery(text="arauca china"), "country", Scope())
def test_duckdb_finds_the_same_flows(
    tables: Tables, query: RouteQuery, level: str, scope: Scope
) -> None:
    """Ends, distinct cases, evidence and years of every flow, in the same order."""
    with LegsDatabase(legs_table(store(tables))) as database:
        found = database.flows(query, level=level, lang="en", scope=scope)
    pd.testing.assert_frame_equal(found, expected(tables, query, level, scope))


WORDS = ("50%", "a_b", "it's", 'say "no"', "back\\slash", "';--", "$1", "{{7*7}}", "ñandú", "x\0y")


@pytest.mark.parametrize("word", WORDS)
def test_words_are_only_words(word: str) -> None:
    """No sign of a search term means anything to the database."""
    name = word.replace("\0", "")
    cases = [{"case_id": "x", "name": name}, {"case_id": "y", "name": "50 a b its say no"}]
    stops = [*route("x", "81001", "CHN"), *route("y", "81001", "PAN")]
    tables = made_up(cases, stops)
    with LegsDatabase(legs_table(store(tables))) as database:
        found = database.flows(RouteQuery(text=word), lang="en")
    pd.testing.assert_frame_equal(found, expected(tables, RouteQuery(text=word), "place", Scope()))
    assert found["to"].tolist() == ([] if "\0" in word else ["CHN"])


def test_an_unknown_level_is_refused() -> None:
    """The message holds what was given."""
    with pytest.raises(ValueError, match="'street'"):
        compiled(RouteQuery(), level="street", scope=Scope(), dialect="duckdb")


def test_a_question_is_compiled_once() -> None:
    """The SQL is kept by what is asked."""
    query = RouteQuery(text="compiled once")
    first = compiled(query, level="place", scope=Scope(), dialect="duckdb")
    again = RouteQuery.from_params(query.to_params())[0]
    assert compiled(again, level="place", scope=Scope(), dialect="duckdb") is first
    assert compiled(query, level="place", scope=Scope(()), dialect="duckdb") != first
