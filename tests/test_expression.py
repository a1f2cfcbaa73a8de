"""One expression finds in any database the flows that the screen shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import psycopg
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from routes.analysis import facets
from routes.cases import Tables, bundled, read_tables
from routes.cases.codes import HANDLING
from routes.cases.model import TEXT
from routes.cases.synth import write_synthetic
from routes.expression import RESULT, compiled
from routes.flows import LEVELS, flows, store
from routes.query import NAMES, RouteQuery
from routes.scope import ALL_LEVELS, Scope
from routes.snapshot.asking import LegsDatabase
from routes.snapshot.legs_table import SCHEMA, legs_table
from tests.databases import server
from tests.made_up import made_up, route, some_queries, some_tables

Rows = list[tuple[object, ...]]

some_levels = st.sampled_from(LEVELS)
some_scopes = st.one_of(
    st.just(Scope()), st.sets(st.sampled_from(ALL_LEVELS)).map(lambda each: Scope(tuple(each)))
)

TYPES = {
    "int8": "smallint",
    "int16": "smallint",
    "int32": "integer",
    "string": "text",
    "boolean": "boolean",
}


@pytest.fixture(scope="module")
def postgres() -> Iterator[psycopg.Connection]:
    """A real server with an empty table of legs."""
    running = server()
    name = running.create()
    columns = ", ".join(f'"{column}" {TYPES[kind.strip("!")]}' for column, kind in SCHEMA.items())
    with psycopg.connect(running.url(name).replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE TABLE legs ({columns})")
        yield connection
    running.drop(name)


def fill(connection: psycopg.Connection, legs: pa.Table) -> None:
    """Put other legs into the table."""
    connection.execute("TRUNCATE legs")
    columns = [legs[column].to_pylist() for column in SCHEMA]
    with connection.cursor().copy("COPY legs FROM STDIN") as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)


def answer(connection: psycopg.Connection, query: RouteQuery, level: str, scope: Scope) -> Rows:
    sql = compiled(query, level=level, scope=scope, dialect="postgres")
    return sorted(tuple(row) for row in connection.execute(sql.encode()))


def expected(tables: Tables, query: RouteQuery, level: str, scope: Scope) -> pd.DataFrame:
    frame = flows(store(scope.limit(tables)), query, level=level, lang="en").frame
    return frame.drop(columns=["modes", "sources"])


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Made-up cases of every handling, some without a date."""
    folder = tmp_path_factory.mktemp("varied")
    write_synthetic(folder, cases=400, seed=3)
    tables = read_tables(folder)
    cases, number = tables.cases, pd.Series(range(len(tables.cases)))
    dated = number % 5 > 0
    changed = {
        "handling": number.map(lambda n: (*HANDLING, "public")[n % 4]).astype(TEXT),
        "period_start": cases["period_start"].where(dated, ""),
        "period_end": cases["period_end"].where(dated, ""),
    }
    version = hashlib.sha256(b"varied").hexdigest()
    return replace(tables, cases=cases.assign(**changed), version=version)


def single(name: str, option: str) -> RouteQuery:
    return RouteQuery.from_params({name: option})[0]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "q"])
def test_each_option_alone_gives_the_same_flows(varied: Tables, name: str) -> None:
    """Every option of every filter, and years that are open at one side."""
    options = sorted(facets(store(varied), RouteQuery())[name])[:12]
    ranges = ["2018:", ":2018", "2017:2019"] if name == "years" else []
    legs, whole = legs_table(store(varied)), len(flows(store(varied), RouteQuery()).frame)
    sizes = set()
    with LegsDatabase(legs) as database:
        for option in (*options, *ranges):
            query = single(name, option)
            frame = expected(varied, query, "place", Scope())
            pd.testing.assert_frame_equal(database.flows(query, lang="en"), frame)
            sizes.add(len(frame))
    assert min(sizes) < whole


@pytest.mark.parametrize("scope", [Scope((level,)) for level in ALL_LEVELS], ids=str)
def test_what_is_out_of_scope_is_not_counted(varied: Tables, scope: Scope) -> None:
    """The expression hides what the tables of that reader do not hold."""
    with LegsDatabase(legs_table(store(varied))) as database:
        found = database.flows(RouteQuery(), lang="en", scope=scope)
        assert found["cases"].sum() < database.flows(RouteQuery())["cases"].sum()
    pd.testing.assert_frame_equal(found, expected(varied, RouteQuery(), "place", scope))


@settings(max_examples=80, deadline=None)
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


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries, some_levels, some_scopes)
@example(bundled(), RouteQuery(), "place", Scope())
@example(bundled(), RouteQuery(text="arauca china"), "country", Scope())
def test_postgresql_finds_the_same_flows(
    postgres: psycopg.Connection, tables: Tables, query: RouteQuery, level: str, scope: Scope
) -> None:
    """The same expression, compiled for another database and run on a real server."""
    fill(postgres, legs_table(store(tables)))
    frame = expected(tables, query, level, scope)[list(RESULT)]
    rows = sorted(tuple(row) for row in frame.itertuples(index=False))
    assert answer(postgres, query, level, scope) == rows


WORDS = ("50%", "a_b", "it's", 'say "no"', "back\\slash", "';--", "$1", "{{7*7}}", "ñandú", "x\0y")


@pytest.mark.parametrize("word", WORDS)
def test_words_are_only_words(postgres: psycopg.Connection, word: str) -> None:
    """No sign of a search term means anything to a database."""
    name = word.replace("\0", "")
    cases = [{"case_id": "x", "name": name}, {"case_id": "y", "name": "50 a b its say no"}]
    stops = [*route("x", "81001", "CHN"), *route("y", "81001", "PAN")]
    tables = made_up(cases, stops)
    with LegsDatabase(legs_table(store(tables))) as database:
        found = database.flows(RouteQuery(text=word), lang="en")
    pd.testing.assert_frame_equal(found, expected(tables, RouteQuery(text=word), "place", Scope()))
    ends = [] if "\0" in word else ["CHN"]
    assert found["to"].tolist() == ends
    fill(postgres, legs_table(store(tables)))
    found_there = answer(postgres, RouteQuery(text=word), "place", Scope())
    assert [row[1] for row in found_there] == ends


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
