"""What a reader may not see leaves no trace in what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.cases import Tables, bundled
from routes.cases.model import LIST_SEPARATOR
from routes.scope import ALL_LEVELS, Scope
from tests.made_up import made_up, route, some_tables

some_scopes = st.lists(st.sampled_from(ALL_LEVELS), max_size=3).map(lambda each: Scope(tuple(each)))


def cited(tables: Tables) -> set[str]:
    rows = (tables.stops, tables.events, tables.figures)
    found = {source for table in rows for source in table["source_id"]}
    for cell in tables.cases["identity_inferred"]:
        found |= set(cell.split(LIST_SEPARATOR)) - {""}
    return found


def test_without_limits_all_is_seen() -> None:
    """The default scope gives the very same tables."""
    assert Scope().limit(bundled()) is bundled()


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_scopes)
def test_only_cases_within_the_scope_are_seen(tables: Tables, scope: Scope) -> None:
    """Cases of the other levels are gone with all their rows; those within keep all of theirs."""
    seen = scope.limit(tables)
    within = tables.cases.loc[tables.cases["handling"].isin(scope.handling), "case_id"]
    assert seen.cases["case_id"].tolist() == within.tolist()
    for name in ("stops", "events", "figures"):
        whole = tables.table(name)
        kept = whole[whole["case_id"].isin(within)].reset_index(drop=True)
        assert seen.table(name).equals(kept)


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_scopes)
def test_a_source_of_hidden_cases_alone_is_hidden(tables: Tables, scope: Scope) -> None:
    """The sources that stay are those that what is seen cites; nothing cites a missing one."""
    seen = scope.limit(tables)
    if scope != Scope():
        assert set(seen.sources["source_id"]) == cited(seen)


def test_a_source_that_joins_cases_stays() -> None:
    """A case whose identity rests on a source is seen with that source."""
    cases = [
        {"case_id": "x", "identity_inferred": "b; c"},
        {"case_id": "y", "handling": "reserved"},
    ]
    stops = [*route("x", "CO-ANT", "CHN", source_id="a"), *route("y", "CO-ANT", "CHN")]
    seen = Scope(("public",)).limit(made_up(cases, stops))
    assert sorted(seen.sources["source_id"]) == ["a", "b", "c"]


def test_each_scope_has_its_version() -> None:
    """Columns kept for one reader are never those of another."""
    tables = made_up([{"case_id": "x"}])
    scopes = [Scope(), Scope(("public",)), Scope(("public", "classified")), Scope(())]
    assert len({scope.limit(tables).version for scope in scopes}) == len(scopes)


def test_a_case_without_a_level_is_for_those_who_see_all() -> None:
    """What nobody has classed is not taken for public."""
    tables = made_up([{"case_id": "x", "handling": ""}])
    assert Scope(("public", "classified")).limit(tables).cases.empty


def test_a_scope_is_a_key() -> None:
    """Equal however it was written, and unknown levels are refused."""
    assert Scope(("reserved", "public", "public")) == Scope(("public", "reserved"))
    assert hash(Scope(("reserved", "public"))) == hash(Scope(("public", "reserved")))
    with pytest.raises(ValueError, match="Invalid handling \\['secret'\\]"):
        Scope(("secret",))
