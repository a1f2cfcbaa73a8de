"""Every release is kept, and a new one is judged together with all before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import highspy
import pytest
from sqlalchemy import create_engine, text

from routes.cases import Tables
from routes.cases.register import Register, RegisterError
from routes.cases.register.database import sqlite_url
from routes.query import RouteQuery
from routes.release import Ledger, RefusedError, Release, attacker, audit, build
from routes.release.cells import WHOLE, count, frame, primary, shown_in
from routes.release.contributions import secret
from routes.text import LANGUAGES, load
from tests.databases import postgres_url
from tests.made_up import made_up, route
from tests.release.offices import having, office, part

__all__ = ["postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "register.sqlite")
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(sqlite_url(tmp_path / "register.sqlite"))


def public(tables: Tables, ledger: Ledger) -> Release:
    return build(tables, RouteQuery(), audience="public", made_on=date(2026, 1, 1), ledger=ledger)


def leave(tables: Tables, ledger: Ledger) -> Release:
    release = public(tables, ledger)
    ledger.append(release, tables, user="Ana", formats=("html", "csv"))
    return release


def few(*sizes: int, year: str = "2020", public_ones: tuple[int, ...] = ()) -> Tables:
    """Return classified cases from Arauca to Panama of so many victims each."""
    cases = [
        {
            "case_id": f"c{number}",
            "name": f"SYNTHETIC {number}",
            "period_start": year,
            "handling": "public" if number in public_ones else "classified",
        }
        for number in range(len(sizes))
    ]
    stops = [row for each in cases for row in route(str(each["case_id"]), "CO-ARA", "PAN")]
    figures = [
        {"case_id": f"c{number}", "measure": "victims", "value": size}
        for number, size in enumerate(sizes)
    ]
    return made_up(cases, stops, figures=figures)


def test_who_released_what_and_when_is_kept(url: str) -> None:
    """On either database, newest first, sealed in a chain that `verify` checks."""
    ledger, tables = Ledger.open(url), office(300, 1)
    one, two = leave(tables, ledger), leave(part(tables, 0.5), ledger)
    log = ledger.log()
    assert [each.seq for each in log] == [2, 1]
    assert [each.release_id for each in log] == [each.manifest.release_id for each in (two, one)]
    assert {(each.user, each.audience, each.formats) for each in log} == {
        ("Ana", "public", "html;csv")
    }
    assert ledger.head() == log[0].hash
    assert log[0].previous == log[1].hash
    assert Register.open(url).verify() == []


@pytest.mark.parametrize("change", ["user_name = 'Eva'", "lattice = ''", "seq = 7"])
def test_a_release_that_was_changed_is_found(tmp_path: Path, change: str) -> None:
    """Or one that is gone; whoever wrote into the database."""
    url = sqlite_url(tmp_path / "register.sqlite")
    ledger, tables = Ledger.open(url), office(300, 1)
    for share in (0.4, 1.0):
        leave(part(tables, share), ledger)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE releases SET {change} WHERE seq = 1"))
    engine.dispose()
    found = Register.open(url).verify()
    assert {each.what for each in found} == {"register.differs.release"}


def test_a_backup_holds_the_ledger(url: str, tmp_path: Path) -> None:
    """And what is restored from it goes on from there."""
    ledger = Ledger.open(url)
    leave(office(300, 1), ledger)
    copy = tmp_path / "backup.sqlite"
    Register.open(url).backup(copy)
    other = sqlite_url(tmp_path / "other.sqlite")
    Register.restore(copy, other)
    assert Ledger.open(other).log() == ledger.log()
    assert Ledger.open(other).earlier() == ledger.earlier()


def test_an_older_register_gets_a_ledger(url: str) -> None:
    """What it holds stays as it was."""
    register = Register.open(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE releases"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    version = register.version()
    assert Ledger.open(url).log() == []
    assert Register.open(url).version() == version
    assert Register.open(url).verify() == []


def test_the_same_register_gives_the_same_bytes_again(ledger: Ledger) -> None:
    """Whether it was released before or not; the counts are kept once."""
    tables = office(300, 2)
    first, second = leave(tables, ledger), leave(tables, ledger)
    assert first.manifest == second.manifest
    assert first.lattice is not None
    assert first.lattice.frame.equals(second.lattice.frame)
    assert [each.same_as for each in ledger.log()] == [1, None]
    assert len(ledger.earlier()) == 1


def test_counts_stay_until_enough_victims_have_come(ledger: Ledger) -> None:
    """Ten more cannot be told from none; eleven of a hundred give new counts."""
    numbers = {
        size: leave(few(30, 30, 40, size), ledger).lattice.frame["victims"].max()
        for size in (0, 10, 11)
    }
    assert numbers == {0: 100, 10: 100, 11: 110}


def test_a_case_that_was_counted_may_not_give_the_others_away(ledger: Ledger) -> None:
    """Of 20 victims 17 become public: three at most would be left, and everybody could tell."""
    assert shown_in(leave(few(17, 3), ledger).lattice.frame)[WHOLE] == 20
    with pytest.raises(RefusedError) as caught:
        public(few(17, 3, public_ones=(0,)), ledger)
    assert caught.value.rule == "release.known_since"
    for lang in LANGUAGES:
        assert caught.value.told(load(lang))
    assert len(ledger.log()) == 1
    found = audit(ledger, few(17, 3, public_ones=(0,)))
    assert WHOLE in {each.cell for each in found}
    assert all(each.most - each.least < 5 for each in found)


def test_without_an_answer_of_the_solver_nothing_leaves(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who cannot audit with all that left before does not audit with less of it, but refuses."""
    leave(office(300, 1), ledger)
    ready = attacker._solver

    def hurried(problem: highspy.HighsLp) -> highspy.Highs:
        solver = ready(problem)
        solver.setOptionValue("time_limit", 0.0)
        return solver

    monkeypatch.setattr(attacker, "_solver", hurried)
    for question in (lambda: public(office(420, 1), ledger), lambda: audit(ledger)):
        with pytest.raises(RefusedError) as caught:
            question()
        assert caught.value.rule == "release.not_audited"
        assert all(caught.value.told(load(lang)) for lang in LANGUAGES)
    assert len(ledger.log()) == 1


def test_a_case_may_become_public_where_enough_others_are_left(ledger: Ledger) -> None:
    """Sixty stay, and the audit takes the public ones off."""
    leave(few(20, 30, 30), ledger)
    release = leave(few(20, 30, 30, public_ones=(0,)), ledger)
    assert shown_in(release.lattice.frame)[WHOLE] == 60
    assert release.tables.cases["case_id"].tolist() == ["c0"]
    assert audit(ledger, few(20, 30, 30, public_ones=(0,))) == []


def test_cases_that_were_taken_out_do_not_stop_a_release(ledger: Ledger) -> None:
    """The counts before say nothing of those after; each is still audited."""
    tables = office(400, 5)
    leave(tables, ledger)
    fewer = having(tables, tables.cases["case_id"].tolist()[::2])
    assert leave(fewer, ledger).lattice is not None
    assert len(ledger.earlier()) == 2
    assert audit(ledger, fewer) == []


def test_the_audit_of_a_ledger_finds_what_it_was_not_made_by(ledger: Ledger) -> None:
    """Counts that someone released without secondary suppression, or that fit no register."""
    tables = office(300, 3)
    release = public(tables, ledger)
    for shown in (
        primary(count(secret(tables).values())),
        {WHOLE: 20, WHOLE._replace(year="2020"): 40},
    ):
        loose = replace(release, lattice=replace(release.lattice, frame=frame(shown)))
        ledger.append(replace(loose, after=ledger.head()), tables, user="Ana")
    found = audit(ledger)
    assert {each.seq for each in found} == {1, 2}
    assert [(each.least, each.most) for each in found if each.seq == 2] == [(0, -1)]


def test_a_release_that_was_audited_with_less_may_not_leave(ledger: Ledger) -> None:
    """Two are made side by side; the second must be made again after the first has left."""
    tables = office(300, 3)
    one, two = public(tables, ledger), public(part(tables, 0.5), ledger)
    ledger.append(one, tables, user="Ana")
    with pytest.raises(RefusedError) as caught:
        ledger.append(two, tables, user="Eva")
    assert caught.value.rule == "release.ledger_moved"
    assert len(ledger.log()) == 1


def test_an_internal_release_is_kept_without_counts(ledger: Ledger) -> None:
    """It never was before the public's eyes."""
    tables = office(300, 3)
    release = build(
        tables,
        RouteQuery(),
        audience="internal",
        made_on=date(2026, 1, 1),
        user="Ana",
        ledger=ledger,
    )
    ledger.append(release, tables, user="Ana")
    assert [each.audience for each in ledger.log()] == ["internal"]
    assert ledger.earlier() == []


def test_nobody_releases_without_a_name(ledger: Ledger) -> None:
    """The ledger says who it was."""
    tables = office(300, 3)
    with pytest.raises(RegisterError):
        ledger.append(public(tables, ledger), tables, user=" ")


def test_what_cases_add_stays_in_the_register(ledger: Ledger) -> None:
    """The ledger knows it, for later audits; no release does."""
    tables = office(300, 4)
    release = leave(tables, ledger)
    held = ledger.earlier()[0].holds
    assert sum(sum(each.victims) for each in held.values()) >= 300
    for name in ("cases", "stops", "figures"):
        assert not set(held) & set(release.tables.table(name)["case_id"])
    assert "syn" not in release.lattice.frame.to_csv()
