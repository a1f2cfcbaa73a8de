"""Public and own cases are shown together or apart, and never mixed up."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from routes.analysis import totals
from routes.cases import Tables, bundled
from routes.cases.model import LIST_SEPARATOR, TABLE_NAMES
from routes.cases.register import Register
from routes.flows import flows, store
from routes.holdings import PUBLIC_PREFIX, flows_of, holdings, together
from routes.query import RouteQuery
from routes.scope import Scope
from tests.made_up import made_up, route, some_tables


class Office:
    """Tables that stand in for a register, and how often they were read."""

    def __init__(self, tables: Tables, folder: Path) -> None:
        self.now, self.read = tables, 0
        self.url = f"sqlite:///{folder}/register.sqlite"

    def version(self) -> str:
        return self.now.version

    def tables(self) -> Tables:
        self.read += 1
        return self.now


OWN = made_up(
    [{"case_id": "own"}, {"case_id": "closed", "handling": "reserved"}],
    [*route("own", "81001", "CHN"), *route("closed", "81001", "PAN", source_id="b")],
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(OWN, tmp_path)


def test_the_public_cases_need_no_register(office: Office) -> None:
    """They are the bundled ones as they are, and none of them is own."""
    for register in (None, office):
        held = holdings(register, "public")
        assert held.tables is bundled()
        assert not held.own_ids
    assert office.read == 0
    assert not holdings(None, "all").is_own("nemesis")


def test_own_cases_stand_alone_or_beside_the_public_ones(office: Office) -> None:
    """Both together are all cases of both, and each knows whose it is."""
    own, both = holdings(office, "own"), holdings(office, "all")
    public = bundled().cases["case_id"].tolist()
    assert own.tables.cases["case_id"].tolist() == ["own", "closed"]
    assert both.tables.cases["case_id"].tolist() == [*public, "own", "closed"]
    assert [each for each in both.tables.cases["case_id"] if both.is_own(each)] == ["own", "closed"]
    assert not both.is_own("unheard-of")


def test_an_office_without_cases_sees_the_public_ones(tmp_path: Path) -> None:
    """Of an empty register nothing is shown, and together with the public cases only these."""
    register = Register.open(f"sqlite:///{tmp_path}/register.sqlite")
    assert holdings(register, "all").tables is bundled()
    for held in (holdings(register, "own"), holdings(None, "own")):
        assert all(held.tables.table(name).empty for name in TABLE_NAMES)
        assert flows(store(held.tables), RouteQuery()).frame.empty


def test_the_bundled_cases_are_never_changed(office: Office) -> None:
    """Whatever an office holds, the public tables are as they were read."""
    before = bundled().version, bundled().cases.copy()
    own = replace(bundled(), name="register", version=hashlib.sha256(b"copy").hexdigest())
    together(bundled(), own)
    assert bundled().version == before[0]
    pd.testing.assert_frame_equal(bundled().cases, before[1])


def test_an_id_used_twice_stays_two_cases() -> None:
    """Where office and product use one id, the public case and source get another, everywhere."""
    own = replace(bundled(), name="register", version=hashlib.sha256(b"copy").hexdigest())
    both = together(bundled(), own)
    ids = bundled().cases["case_id"]
    assert both.cases["case_id"].tolist() == [*(PUBLIC_PREFIX + ids), *ids]
    sources = set(both.sources["source_id"])
    assert len(sources) == 2 * len(bundled().sources)
    for name in ("stops", "events", "figures"):
        table = both.table(name)
        assert set(table["case_id"]) <= set(both.cases["case_id"])
        assert set(table["source_id"]) <= sources
        half = len(bundled().table(name))
        assert table["case_id"].iloc[:half].str.startswith(PUBLIC_PREFIX).all()
        assert table["source_id"].iloc[:half].str.startswith(PUBLIC_PREFIX).all()
    for cell in both.cases["identity_inferred"]:
        assert set(cell.split(LIST_SEPARATOR)) <= sources | {""}


def test_a_new_id_is_free() -> None:
    """The prefix is put twice where the office uses that id as well."""
    ids = ["nemesis", "public:nemesis"]
    both = together(bundled(), made_up([{"case_id": each} for each in ids]))
    assert both.cases["case_id"].is_unique
    assert "public:public:nemesis" in set(both.cases["case_id"])


def test_ids_stay_short_enough_to_be_asked_for() -> None:
    """With the prefix every public source can still stand in a link."""
    sources = PUBLIC_PREFIX + bundled().sources["source_id"]
    assert RouteQuery(source=tuple(sources)).source == tuple(sorted(sources))


@settings(max_examples=40, deadline=None)
@given(some_tables())
def test_together_they_count_what_they_count_apart(own: Tables) -> None:
    """Totals and flows of both are the sums of each."""
    both = store(together(bundled(), own))
    parts = [totals(bundled(), RouteQuery()), totals(store(own), RouteQuery())]
    assert totals(both, RouteQuery()).cases == sum(part.cases for part in parts)
    keys = ["from", "to"]
    frames = [flows(store(each), RouteQuery()).frame for each in (bundled(), own)]
    apart = pd.concat(frames).groupby(keys)["cases"].sum()
    found = flows(both, RouteQuery()).frame.set_index(keys)["cases"].sort_index()
    assert found.to_dict() == apart.to_dict()


def test_text_keeps_its_type() -> None:
    """Columns of both are of the types that every part relies on."""
    both = together(bundled(), OWN)
    for name in TABLE_NAMES:
        assert both.table(name).dtypes.equals(bundled().table(name).dtypes)
        assert both.table(name).index.equals(pd.RangeIndex(len(both.table(name))))


def test_a_version_is_gathered_once(office: Office) -> None:
    """Asked again it is the same; a change of the register shows at once."""
    first = holdings(office, "all")
    assert holdings(office, "all") is first
    assert office.read == 1
    office.now = made_up([{"case_id": "new"}])
    assert holdings(office, "all").own_ids == {"new"}
    assert holdings(office, "all").tables.version != first.tables.version


def test_what_is_kept_was_limited_before(office: Office) -> None:
    """Readers of different scopes never get each other's cases, whoever asks first."""
    public = Scope(("public",))
    for _ in range(2):
        whole, limited = holdings(office, "all"), holdings(office, "all", scope=public)
        assert (whole.is_own("closed"), limited.is_own("closed")) == (True, False)
        assert "closed" not in set(limited.tables.cases["case_id"])
        assert limited.tables.version != whole.tables.version
        assert "b" not in set(limited.tables.sources["source_id"])
    assert limited.scope == public


def test_flows_are_found_once_for_each_question(office: Office) -> None:
    """Query, choice of cases, version, scope, level and language are the key."""
    held = holdings(office, "own")
    query = RouteQuery(destination=("CHN", "PAN"))
    first = flows_of(held, query, level="country", lang="en")
    assert flows_of(held, query, level="country", lang="en") is first
    limited = flows_of(
        holdings(office, "own", scope=Scope(("public",))), query, level="country", lang="en"
    )
    others = [
        flows_of(held, RouteQuery(), level="country", lang="en"),
        flows_of(held, query, level="place", lang="en"),
        flows_of(held, query, level="country", lang="es"),
        limited,
    ]
    assert all(each is not first for each in others)
    assert (len(first.frame), len(limited.frame)) == (2, 1)
    office.now = made_up([{"case_id": "new"}])
    assert flows_of(holdings(office, "own"), query, level="country", lang="en").frame.empty


def test_an_unknown_choice_is_refused() -> None:
    """The message holds what was given."""
    with pytest.raises(ValueError, match="'mine'"):
        holdings(None, "mine")  # type: ignore[arg-type]
