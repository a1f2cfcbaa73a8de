"""The one door through which anything leaves: no more than its maker may see, and written down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from routes.cases import Tables, bundled
from routes.cases.register import Register, RegisterError
from routes.handover import hand_over, leave, ledger_of
from routes.holdings import Holdings, holdings
from routes.query import RouteQuery
from routes.reach import NotAllowedError
from routes.release import Ledger, RefusedError, Release, history
from routes.release.cells import count, frame, primary
from routes.release.contributions import secret
from routes.release.model import Audience
from routes.scope import Scope
from routes.text import LANGUAGES, load
from tests.registers import checked_file, frames_of
from tests.release.offices import having, office

DAY = date(2026, 1, 1)
OFFICE = office(400, 1)
HERE = str(OFFICE.stops["place_id"][OFFICE.stops["place_id"].str.startswith("CO-")].mode()[0])
LIMITED = (
    Scope(handling=("public",), role="analyst"),
    Scope(handling=("public", "classified")),
    Scope(departments=(HERE,)),
)
AUDIENCES: tuple[Audience, ...] = ("public", "internal")


def fill(tables: Tables) -> None:
    """Write cases into the register that is opened where none is named."""
    content = f"SYNTHETIC {tables.version}".encode()
    Register.open().add(checked_file(frames_of(tables), content), content, user="Ana")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a register, where none is."""
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def filled(empty: Path) -> Path:
    """A register with 400 victims of cases that are not public, and some public cases."""
    empty.mkdir()
    fill(OFFICE)
    return empty


def seen(scope: Scope | None = None) -> Holdings:
    return holdings(Register.open(), "all", scope=scope)


def given(held: Holdings, audience: Audience = "public") -> Release:
    return hand_over(held, RouteQuery(), audience=audience, made_on=DAY, user="Ana")


def told(release: Release) -> str:
    """All that is said in the tables and the lattice of a release."""
    frames = [release.tables.table(name) for name in ("cases", "stops", "figures")]
    frames += [] if release.lattice is None else [release.lattice.frame]
    return "".join(each.to_csv() for each in frames)


def hidden_ids(scope: Scope) -> set[str]:
    return set(OFFICE.cases["case_id"]) - set(scope.limit(OFFICE).cases["case_id"])


def test_who_sees_all_gives_the_counts_of_all(filled: Path) -> None:
    """Audited and written down once for all files; the next one leaves with the same counts."""
    held = seen()
    first = given(held)
    assert first.lattice is not None
    ledger = ledger_of(held)
    assert ledger is not None
    assert ledger.log() == []
    row = leave(first, held, user="Ana", formats=("html", "pdf"))
    assert row is not None
    assert (row.seq, row.user, row.formats) == (1, "Ana", "html;pdf")
    second = given(held)
    leave(second, held, user="Eva", formats=("csv",))
    assert second.lattice is not None
    assert second.lattice.frame.equals(first.lattice.frame)
    assert [each.same_as for each in ledger.log()] == [1, None]
    assert second.manifest == first.manifest


@pytest.mark.parametrize("scope", LIMITED)
def test_who_sees_less_gives_public_cases_alone(filled: Path, scope: Scope) -> None:
    """As if there were no others: no counts, nothing suppressed; and it is written down too."""
    held = seen(scope)
    leave(given(seen()), seen(), user="Ana", formats=("html",))
    release = given(held)
    assert (release.lattice, dict(release.suppressed)) == (None, {})
    public = Scope(handling=("public",)).limit(held.tables)
    assert release.tables.cases["case_id"].tolist() == public.cases["case_id"].tolist()
    ids = set(OFFICE.cases["case_id"][OFFICE.cases["handling"] != "public"])
    assert ids.isdisjoint(release.tables.cases["case_id"])
    row = leave(release, held, user="", formats=("csv",))
    assert row is not None
    assert (row.seq, row.lattice, row.holds) == (2, "", "")
    assert row.user, "somebody is always named"


@pytest.mark.parametrize("scope", LIMITED[1:])
def test_an_internal_release_shows_what_its_maker_sees(filled: Path, scope: Scope) -> None:
    """Nothing of other cases, and no counts; it is written down."""
    held = seen(scope)
    release = given(held, "internal")
    assert release.lattice is None
    assert hidden_ids(scope).isdisjoint(release.tables.cases["case_id"])
    assert set(release.tables.cases["handling"]) - {"public"}
    leave(release, held, user="Ana", formats=("pdf",))
    assert [each.audience for each in Ledger.open().log()] == ["internal"]


@pytest.mark.parametrize(
    ("role", "audience", "may"),
    [
        ("viewer", "public", False),
        ("viewer", "internal", False),
        ("analyst", "public", True),
        ("analyst", "internal", False),
        ("officer", "internal", True),
    ],
)
def test_the_door_itself_asks_who_may(
    empty: Path, role: str, audience: Audience, may: bool
) -> None:
    """Whatever a screen or a command forgot to ask."""
    held = holdings(None, "all", scope=Scope(role=role))  # type: ignore[arg-type]
    if may:
        assert given(held, audience)
        return
    with pytest.raises(NotAllowedError):
        given(held, audience)


def test_without_a_register_public_cases_leave_and_none_is_made(empty: Path) -> None:
    """There is nothing to protect, and nowhere to write it down."""
    held = holdings(None, "all")
    for audience in AUDIENCES:
        release = given(held, audience)
        assert len(release.tables.cases) == len(bundled().cases)
        assert release.lattice is None
        assert leave(release, held, user="Ana", formats=("html",)) is None
    assert not empty.exists()


def test_a_folder_of_tables_gives_no_counts(filled: Path) -> None:
    """Nobody knows what of it left before; and it is no business of the office's ledger."""
    held = Holdings(OFFICE, "public", frozenset(), OFFICE.version, from_folder=True)
    release = given(held)
    assert release.lattice is None
    assert set(release.tables.cases["handling"]) == {"public"}
    assert leave(release, held, user="Ana", formats=("html",)) is None
    assert Ledger.open().log() == []


def test_the_public_cases_of_the_product_leave_alone_too(filled: Path) -> None:
    """Though the register holds others, and counts of them have left."""
    leave(given(seen()), seen(), user="Ana", formats=("html",))
    held = holdings(Register.open(), "public")
    release = given(held)
    assert release.lattice is None
    assert "syn-" not in told(release)
    leave(release, held, user="Ana", formats=("html",))
    assert len(Ledger.open().earlier()) == 1


def test_the_oldest_of_two_must_be_made_again(filled: Path) -> None:
    """Somebody else's release left after it was audited: nothing of it may leave."""
    held = seen()
    one, two = given(held), given(held, "internal")
    leave(two, held, user="Eva", formats=("csv",))
    with pytest.raises(RefusedError) as caught:
        leave(one, held, user="Ana", formats=("csv",))
    assert caught.value.rule == "release.ledger_moved"
    leave(given(held), held, user="Ana", formats=("csv",))
    assert len(Ledger.open().log()) == 2


def test_a_planted_lattice_stops_what_comes_after_it(filled: Path) -> None:
    """Somebody let counts leave without secondary suppression: the next release is refused, with
    the reason in both languages, and nothing is written; public cases alone still leave."""
    held, ledger = seen(), Ledger.open()
    release = given(held)
    assert release.lattice is not None
    loose = frame(primary(count(secret(held.tables).values())))
    assert not loose.equals(release.lattice.frame)
    planted = replace(release, lattice=replace(release.lattice, frame=loose))
    ledger.append(planted, held, user="Ana")
    with pytest.raises(RefusedError) as caught:
        given(held)
    assert caught.value.rule == "release.audit_failed"
    assert len({caught.value.told(load(lang)) for lang in LANGUAGES}) == 2
    assert "1" in dict(caught.value.details)["releases"]
    assert len(ledger.log()) == 1
    assert given(seen(LIMITED[0])).lattice is None
    assert given(held, "internal")


def test_who_sees_less_cannot_publish_what_gives_others_away(empty: Path) -> None:
    """Cases that were counted are public now: for the others that is refused to everybody."""
    empty.mkdir()
    ids = OFFICE.cases["case_id"][OFFICE.cases["handling"] == "classified"].tolist()
    fill(OFFICE)
    leave(given(seen()), seen(), user="Ana", formats=("html",))
    open_now = having(OFFICE, ids[:-1], **dict.fromkeys(ids[:-1], "public"))
    register = Register.open()
    for case_id in ids[:-1]:
        rows = {
            name: open_now.table(name)[open_now.table(name)["case_id"] == case_id]
            for name in ("cases", "stops", "figures")
        }
        register.save_case(rows, user="Ana", reason="", expected=register.digest(case_id))
    for scope in (None, LIMITED[0]):
        with pytest.raises(RefusedError) as caught:
            given(seen(scope))
        assert caught.value.rule == "release.known_since"


def test_what_cases_add_is_told_to_nobody(filled: Path) -> None:
    """Not even to who sees all: the history has no place for it."""
    held = seen()
    leave(given(held), held, user="Ana", formats=("html",))
    assert json.loads(Ledger.open().log()[0].holds)
    (past,) = history(Ledger.open(), Scope())
    assert "syn-" not in repr(past)
    assert past.counts


def test_the_history_names_no_one_elses_internal_release(filled: Path) -> None:
    """Its title and query may say what is hidden; one's own is told, and every public one."""
    held = seen()
    for user, audience in (("ana@x", "internal"), ("eva@x", "internal"), ("ana@x", "public")):
        release = hand_over(
            held,
            RouteQuery(text="MARKER" if audience == "internal" else ""),
            audience="public" if audience == "public" else "internal",
            made_on=DAY,
            user=user,
            title=f"MARKER {user}" if audience == "internal" else "",
        )
        leave(release, held, user=user, formats=("html",))
    ledger, limited = Ledger.open(), LIMITED[2]
    assert [each.seq for each in history(ledger, Scope())] == [3, 2, 1]
    assert [each.seq for each in history(ledger, limited)] == [3]
    assert [each.seq for each in history(ledger, limited, user="eva@x")] == [3, 2]
    assert "MARKER" not in repr(history(ledger, limited))
    assert history(ledger, Scope(role="viewer")) == ()


def test_nothing_leaves_that_cannot_be_written_down(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A register that cannot be opened keeps its office from releasing."""
    held = seen()
    release = given(held)
    (filled / "register.sqlite").write_bytes(b"SYNTHETIC no database")
    with pytest.raises(RegisterError):
        leave(release, held, user="Ana", formats=("html",))
