"""What a reader may not see leaves no trace in what is shown."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.cases import Tables, bundled
from routes.cases.model import LIST_SEPARATOR, Fault
from routes.scope import ALL_LEVELS, MAY, Scope
from tests.made_up import made_up, route, some_tables

some_levels = st.lists(st.sampled_from(ALL_LEVELS), max_size=3).map(tuple)
some_units = st.lists(st.sampled_from(["CO-ANT", "CO-ARA", "CO-CAL"]), max_size=2).map(tuple)
some_scopes = st.builds(Scope, some_levels, st.none() | some_units)
LOCAL = {"05001": "CO-ANT", "81001": "CO-ARA", "VE-PAEZ": "CO-ARA", "REG-EJE-CAFETERO": "CO-CAL"}
"""What places of `some_tables` lie in, besides the departments themselves."""


def cited(tables: Tables) -> set[str]:
    rows = (tables.stops, tables.events, tables.figures)
    found = {source for table in rows for source in table["source_id"]}
    for cell in tables.cases["identity_inferred"]:
        found |= set(cell.split(LIST_SEPARATOR)) - {""}
    return found


def is_within(tables: Tables, case_id: str, scope: Scope) -> bool:
    """Tell whether a case is within a scope, asked of each of its stops."""
    case = tables.cases.set_index("case_id").loc[case_id]
    places = tables.stops.loc[tables.stops["case_id"] == case_id, "place_id"]
    if scope == Scope():
        return True
    if case["handling"] not in scope.handling:
        return False
    if scope.departments is None or case["kind"] == "statement":
        return True
    return any(LOCAL.get(each, each) in scope.departments for each in places)


def test_without_limits_all_is_seen() -> None:
    """The default scope gives the very same tables."""
    assert Scope().limit(bundled()) is bundled()


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_scopes)
def test_only_cases_within_the_scope_are_seen(tables: Tables, scope: Scope) -> None:
    """Cases of the other levels are gone with all their rows; those within keep all of theirs."""
    seen = scope.limit(tables)
    within = pd.Series([case for case in tables.cases["case_id"] if is_within(tables, case, scope)])
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
    scopes += [Scope(departments=each) for each in ((), ("CO-ARA",), ("CO-ARA", "CO-ANT"))]
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
    one, other = Scope(departments=("CO-NSA", "CO-ARA")), Scope(departments=("CO-ARA", "CO-NSA"))
    assert hash(one) == hash(other)
    assert one == other
    for strange in ("54001", "COL", "CO-XXX", ""):
        with pytest.raises(ValueError, match="Invalid departments"):
            Scope(departments=(strange,))
    with pytest.raises(ValueError, match="Invalid role 'admin'"):
        Scope(role="admin")


def test_a_role_is_part_of_the_key() -> None:
    """What is kept for one role is never taken for another; each may do what those below may."""
    viewer, analyst, officer = (Scope(role=each) for each in ("viewer", "analyst", "officer"))
    assert len({viewer, analyst, officer}) == 3
    deeds = [{deed for deed in MAY["officer"] if each.may(deed)} for each in (viewer, analyst)]
    assert deeds == [{"look"}, {"look", "edit", "release_public"}]
    assert officer.may("release_internal")


def test_what_is_hidden_is_not_warned_of() -> None:
    """A warning quotes the row that it warns of."""
    warning = Fault("cases.csv", 2, "name", "hidden", "checks.empty", "warning")
    tables = replace(made_up([{"case_id": "x", "handling": "reserved"}]), warnings=(warning,))
    assert Scope(("public",)).limit(tables).warnings == ()
