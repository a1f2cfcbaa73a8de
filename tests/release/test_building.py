"""A release holds what its audience may see, and nothing else."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routes.cases import Tables, bundled
from routes.cases.model import BOOLEANS, INTEGERS, LIST_SEPARATOR, TABLE_NAMES, columns
from routes.flows import store
from routes.holdings import holdings
from routes.query import RouteQuery
from routes.release import ALLOWED, RefusedError, Release, SavedView, build, identity
from routes.scope import Scope
from routes.selection import select_cases, select_elements
from routes.text import LANGUAGES, load
from tests.made_up import made_up, route, some_queries, some_tables
from tests.release.offices import office

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 1, 1)
MARK = "MARKER-7f3a"


def public(tables: Tables, query: RouteQuery | None = None) -> Release:
    return build(tables, query or RouteQuery(), audience="public", made_on=DAY)


def everything(release: Release) -> str:
    """All that a release holds, as one text."""
    out = io.StringIO()
    for name in TABLE_NAMES:
        release.tables.table(name).to_csv(out)
    if release.lattice is not None:
        release.lattice.frame.to_csv(out)
    plain = [asdict(release.manifest), release.query, release.views, release.title]
    return out.getvalue() + repr([*plain, dict(release.suppressed), release.tables.name])


def citing(query: RouteQuery, seen: Tables) -> RouteQuery:
    """Return a query without the sources that are not to be named."""
    known = set(seen.sources["source_id"])
    return replace(query, source=tuple(each for each in query.source if each in known))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=some_tables(), query=some_queries)
def test_only_public_cases_of_the_query_are_shown(tables: Tables, query: RouteQuery) -> None:
    """Whole, with the sources they cite and no others."""
    seen = Scope(handling=("public",)).limit(tables)
    query = citing(query, seen)
    release = public(tables, query)
    found = store(seen)
    chosen = select_cases(found, query, select_elements(found, query))
    every = seen.cases["case_id"].tolist()
    ids = (
        every if chosen is None else [each for each, yes in zip(every, chosen, strict=True) if yes]
    )
    assert release.tables.cases["case_id"].tolist() == ids
    cited: set[str] = set()
    for name in ("stops", "events", "figures"):
        rows, whole = release.tables.table(name), tables.table(name)
        assert len(rows) == whole["case_id"].isin(ids).sum()
        assert set(rows["case_id"]) <= set(ids)
        cited |= set(rows["source_id"])
    for cell in release.tables.cases["identity_inferred"]:
        cited |= {each.strip() for each in cell.split(LIST_SEPARATOR)}
    assert set(release.tables.sources["source_id"]) == cited & set(tables.sources["source_id"])
    assert release.manifest.sources == tuple(sorted(release.tables.sources["source_id"]))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=some_tables(), query=some_queries)
def test_an_internal_release_shows_what_its_maker_may_see(
    tables: Tables, query: RouteQuery
) -> None:
    """Of every handling within the scope, without a lattice, and it says who made it."""
    scope = Scope(handling=("public", "classified"))
    query = citing(query, scope.limit(tables))
    release = build(tables, query, audience="internal", scope=scope, made_on=DAY, user="Ana")
    assert "reserved" not in set(release.tables.cases["handling"])
    whole = build(tables, query, audience="internal", made_on=DAY, user="Ana")
    ids = set(release.tables.cases["case_id"])
    seen = tables.cases[tables.cases["handling"] != "reserved"]["case_id"]
    assert ids == set(whole.tables.cases["case_id"]) & set(seen)
    assert (release.lattice, release.manifest.user) == (None, "Ana")


def marked(tables: Tables, ids: set[str] | None = None) -> Tables:
    """Plant the marker in every text column, of some cases only, and in what only they cite."""
    frames = {}
    for name in TABLE_NAMES:
        frame = tables.table(name).copy()
        if name == "sources":
            rows = frame["source_id"] == "b"
        else:
            rows = frame["case_id"].isin(ids or set())
        for column in columns(name):
            fixed = column in INTEGERS[name] + BOOLEANS[name] or column in (
                *("case_id", "source_id", "handling", "kind", "place_id", "measure", "role"),
                *("period_start", "period_end", "mode", "evidence", "reliability", "qualifier"),
            )
            if not fixed:
                frame.loc[rows, column] = f"{MARK}-{name}-{column}"
        frames[name] = frame
    return replace(tables, **frames, version="marked")


def two_cases() -> Tables:
    cases = [
        {"case_id": "open", "name": "SYNTHETIC open", "period_start": "2020"},
        {"case_id": f"{MARK}-shut", "handling": "classified", "period_start": "2020"},
    ]
    return made_up(
        cases,
        [
            *route("open", "CO-ARA", "PAN", source_id="a"),
            *route(f"{MARK}-shut", "CO-ARA", "PAN", source_id="b"),
        ],
        figures=[
            {"case_id": "open", "measure": "victims", "value": 40, "source_id": "a"},
            {"case_id": f"{MARK}-shut", "measure": "victims", "value": 40, "source_id": "b"},
        ],
        events=[{"case_id": f"{MARK}-shut", "place_id": "PAN", "source_id": "b"}],
    )


def test_nothing_of_a_case_that_is_not_public_is_in_a_release() -> None:
    """Neither its id nor any of its texts, nor a source that only it cites; only its count."""
    release = public(marked(two_cases(), {f"{MARK}-shut"}))
    assert MARK not in everything(release)
    assert release.tables.cases["case_id"].tolist() == ["open"]
    assert release.tables.sources["source_id"].tolist() == ["a"]
    assert release.lattice is not None


@pytest.mark.parametrize("where", ["query", "view"])
def test_no_filter_names_a_source_that_is_hidden(where: str) -> None:
    """The file says its filters; so such a one is refused, in words of both languages."""
    hidden, seen = RouteQuery(source=("b",)), RouteQuery(source=("a",))
    query, view = (hidden, seen) if where == "query" else (seen, hidden)
    asked = {"audience": "public", "made_on": DAY, "views": [SavedView(view)]}
    with pytest.raises(RefusedError) as caught:
        build(two_cases(), query, **asked)
    assert caught.value.rule == "release.hidden_source"
    assert len({caught.value.told(load(lang)) for lang in LANGUAGES}) == 2
    assert build(two_cases(), seen, **asked | {"views": [SavedView(seen)]})
    assert build(two_cases(), query, **asked | {"audience": "internal", "user": "Ana"})


INTERNAL = [
    (audience, table, column)
    for audience, tables in ALLOWED.items()
    for table in TABLE_NAMES
    for column in columns(table)
    if column not in tables[table]
]


@pytest.mark.parametrize(("audience", "table", "column"), INTERNAL)
def test_no_internal_column_is_in_a_release(audience: str, table: str, column: str) -> None:
    """What is not on the allow-list is empty, in shown cases too."""
    tables = two_cases()
    frame = tables.table(table).copy()
    frame[column] = MARK
    planted = replace(tables, **{table: frame}, version=column)
    release = build(planted, RouteQuery(), audience=audience, made_on=DAY, user="Ana")
    assert (release.tables.table(table)[column] == "").all()
    found = everything(release) if audience == "public" else release.tables.table(table).to_csv()
    assert f"{MARK}," not in found
    assert f",{MARK}\n" not in found


def test_the_working_remarks_of_an_office_are_internal() -> None:
    """Notes on a case or source as a whole, and when a source was looked up."""
    left_out = {(table, column) for audience, table, column in INTERNAL if audience == "public"}
    assert left_out == {
        ("sources", "accessed_on"),
        ("sources", "note"),
        ("cases", "note_es"),
        ("cases", "note_en"),
    }


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_an_allowed_column_is_kept_as_it_is(audience: str) -> None:
    """Nothing else of the bundled cases is changed."""
    tables = bundled()
    release = build(tables, RouteQuery(), audience=audience, made_on=DAY, user="Ana")
    for name, allowed in ALLOWED[audience].items():
        shown = release.tables.table(name)
        kept = tables.table(name)
        if name == "sources":
            kept = kept[kept["source_id"].isin(release.manifest.sources)].reset_index(drop=True)
        assert shown[list(allowed)].equals(kept[list(allowed)])


def test_the_same_input_gives_the_same_release() -> None:
    """In this process and in another one with another hash seed."""
    view = SavedView(RouteQuery(destination=("CHN",)), title="A")
    program = (
        "from datetime import date; from routes.release import *; from routes.query import *;"
        "from tests.release.offices import office;"
        "v = SavedView(RouteQuery(destination=('CHN',)), title='A');"
        "r = build(office(400, 1), RouteQuery(), audience='public', made_on=date(2026, 1, 1),"
        " views=[v], title='T'); print(r.manifest.release_id, identity(r))"
    )
    made = build(
        office(400, 1), RouteQuery(), audience="public", made_on=DAY, views=[view], title="T"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PYTHONHASHSEED": seed},
        )
        assert done.stdout.split() == [made.manifest.release_id, identity(made)]


def test_whatever_is_in_a_release_changes_its_id() -> None:
    """Query, date, title, views, lattice and the words of a case."""
    tables = two_cases()
    frame = tables.cases.assign(name=["SYNTHETIC open!", "x"])
    more = tables.figures.assign(value=[40, 60])
    view = SavedView(RouteQuery())
    made = [
        public(tables),
        public(tables, RouteQuery(purpose=("sexual",))),
        public(replace(tables, cases=frame, version="1")),
        public(replace(tables, figures=more, version="2")),
        *(
            build(tables, RouteQuery(), audience="public", **{"made_on": DAY, **changed})
            for changed in (
                {"made_on": date(2026, 1, 2)},
                {"title": "T"},
                {"views": [view]},
                {"views": [replace(view, note="N")]},
                {"views": [view, view]},
                {"register_version": "1" * 64},
            )
        ),
    ]
    assert len({each.manifest.release_id for each in made}) == len(made)


def test_the_lattice_does_not_depend_on_the_query() -> None:
    """Two filtered releases cannot be subtracted."""
    tables = office(400, 3)
    frames = [
        public(tables, query).lattice
        for query in (
            RouteQuery(),
            RouteQuery(years=(2020, 2020)),
            RouteQuery(handling=("public",)),
        )
    ]
    assert all(each is not None and each.frame.equals(frames[0].frame) for each in frames)


def test_a_public_release_never_says_who_made_it() -> None:
    """The name of an official is for inside the house."""
    release = build(two_cases(), RouteQuery(), audience="public", made_on=DAY, user=MARK)
    assert release.manifest.user == ""


@pytest.mark.parametrize("user", ["", "  "])
def test_an_internal_release_without_a_maker_is_refused(user: str) -> None:
    """In words of both languages."""
    with pytest.raises(RefusedError) as caught:
        build(two_cases(), RouteQuery(), audience="internal", made_on=DAY, user=user)
    assert {caught.value.told(load(lang)) for lang in LANGUAGES} == {
        "An internal release must say who made it. Give a name.",
        "Una entrega interna debe decir quién la hizo. Indique un nombre.",
    }


def test_a_public_release_of_part_of_the_register_is_refused() -> None:
    """Who may not see all cannot make the counts of all."""
    held = holdings(None, "all", scope=Scope(handling=("public",)))
    with pytest.raises(RefusedError) as caught:
        build(held, RouteQuery(), audience="public", made_on=DAY)
    assert caught.value.rule == "release.part_of_register"
    assert build(holdings(None, "all"), RouteQuery(), audience="public", made_on=DAY)


def test_the_public_cases_of_the_product_need_no_lattice() -> None:
    """All of them are public."""
    release = public(bundled())
    assert release.lattice is None
    assert len(release.tables.cases) == len(bundled().cases)


@given(audience=st.text(max_size=8).filter(lambda each: each not in ALLOWED))
def test_another_audience_is_refused(audience: str) -> None:
    """The message names those there are."""
    with pytest.raises(ValueError, match="public, internal"):
        build(two_cases(), RouteQuery(), audience=audience, made_on=DAY)
