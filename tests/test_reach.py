"""Nobody reaches further into the register than their scope: not to see, and not to write."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from routes.cases.desk import Job
from routes.cases.register import Entry, Register, RegisterError
from routes.cases.register.database import sqlite_url
from routes.reach import NotAllowedError, Reach
from routes.scope import Scope
from tests.made_up import Row, made_up, route
from tests.registers import Frames, add, checked_file, frames_of

OPEN = Scope(("public",), role="analyst")
LOCAL = Scope(departments=("CO-ARA",), role="analyst")
VIEWER = Scope(role="viewer")
SECRET = "SYNTHETIC hidden"


def frames(
    case_id: str, *, handling: str = "public", where: str = "CO-ARA", source: str = "", **more: str
) -> Frames:
    """Return one case, with the source that it cites; one of its own where none is named."""
    cites = source or f"{case_id}-source"
    case: Row = {"case_id": case_id, "name": f"SYNTHETIC {case_id}", "handling": handling, **more}
    tables = made_up(
        [case],
        route(case_id, where, "PAN", source_id=cites),
        sources=[] if source else [{"source_id": cites, "title": f"SYNTHETIC {cites}"}],
    )
    return frames_of(tables)


def both(*parts: Frames) -> Frames:
    return {name: pd.concat([each[name] for each in parts], ignore_index=True) for name in parts[0]}


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """1: a public case of Arauca. 2: a reserved one. 3: a public one elsewhere. 4: of both."""
    made = Register.open(sqlite_url(tmp_path / "register.sqlite"))
    add(made, frames("seen"))
    add(made, frames("closed", handling="reserved", name=SECRET), user="Eva")
    add(made, frames("far", where="CO-CAL"))
    add(made, both(frames("mixed"), frames("closed-too", handling="reserved")))
    return made


def reach(register: Register, scope: Scope, **more: str) -> Reach:
    return Reach(register, lambda: scope, **more)


def seqs(entries: list[Entry]) -> list[int]:
    return [entry.seq for entry in entries]


def done(job: Job[Entry]) -> Entry:
    """Wait for a job, and return what it brought."""
    deadline = time.monotonic() + 60
    while not job.done:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    if job.error is not None:
        raise job.error
    assert job.result is not None
    return job.result


def refused(what: Callable[[], object]) -> str:
    """Return the key with which something is refused; that nothing hidden is named is checked."""
    with pytest.raises(RegisterError) as caught:
        what()
    assert SECRET not in str(caught.value)
    return caught.value.key


def test_who_sees_all_reaches_all(register: Register) -> None:
    """As alone on a laptop: nothing is taken from what the register says."""
    whole = reach(register, Scope())
    assert whole.log() == register.log()
    assert whole.known().cases.equals(register.known().cases)
    assert whole.history("closed") == register.history("closed")
    assert whole.verify() == []
    entry = register.log()[0]
    assert whole.upload(entry.file_sha256) == register.upload(entry.file_sha256)


def test_entries_are_seen_that_tell_of_nothing_hidden(register: Register) -> None:
    """An import of which one case is hidden is hidden as a whole; no file's hash is told."""
    assert seqs(reach(register, OPEN).log()) == [3, 1]
    assert seqs(reach(register, LOCAL).log()) == [4, 2, 1]
    assert {entry.file_sha256 for entry in reach(register, OPEN).log()} == {""}


def test_a_file_is_only_for_who_sees_all(register: Register) -> None:
    """Even one all of whose cases are seen: it may hold more than became of it."""
    for scope in (OPEN, LOCAL):
        for entry in register.log():
            key = refused(partial(reach(register, scope).upload, entry.file_sha256))
            assert key == "register.no_upload"


def test_a_new_file_is_compared_with_what_is_seen(register: Register) -> None:
    """So no warning can tell what somebody else's case is called."""
    known = reach(register, OPEN).known()
    assert known.cases["case_id"].tolist() == ["seen", "far", "mixed"]
    assert sorted(known.sources["source_id"]) == ["far-source", "mixed-source", "seen-source"]
    assert reach(register, LOCAL).known().cases["case_id"].tolist() == [
        "seen",
        "closed",
        "mixed",
        "closed-too",
    ]


def test_a_hidden_case_is_none(register: Register) -> None:
    """Its history, its versions and where its rows come from are those of a case never heard of."""
    mine = reach(register, OPEN)
    for case_id in ("closed", "closed-too", "nothing"):
        assert mine.history(case_id) == []
        assert refused(partial(mine.case_at, case_id, 4)) == "register.no_case"
        assert refused(partial(mine.origin, case_id)) == "register.no_case"
        remove = partial(mine.remove_case, case_id, user="Ana", reason="r")
        assert refused(remove) == "register.no_case"
    assert seqs(register.log()) == [4, 3, 2, 1]


def test_of_a_mixed_import_only_the_number_is_told(register: Register) -> None:
    """Its file, its reason and who made it may tell of the case that is hidden."""
    mine = reach(register, OPEN)
    (version,) = mine.history("mixed")
    entry = version.entry
    assert (entry.seq, entry.file_name, entry.reason, entry.user) == (4, "", "", "")
    assert not entry.counts
    assert not entry.file_sha256
    for frame in mine.origin("mixed").values():
        assert set(frame["entry"]) <= {4}
        assert set(frame["file_name"]) | set(frame["sheet"]) <= {""}
        assert frame["row"].isna().all()


def test_what_a_case_was_while_it_was_closed_stays_hidden(register: Register) -> None:
    """Opened later, it is seen from then on; closed later, it is hidden from its beginning."""
    opened = frames("closed", source="closed-source")
    digest = register.digest("closed")
    register.save_case(opened, user="Eva", reason="opened", expected=digest)
    mine = reach(register, OPEN)
    assert seqs([each.entry for each in mine.history("closed")]) == [5]
    assert refused(lambda: mine.case_at("closed", 2)) == "register.no_case"
    assert mine.case_at("closed", 5)["cases"]["name"].tolist() == ["SYNTHETIC closed"]
    assert seqs(mine.log()) == [5, 3, 1]
    closed = frames("seen", source="seen-source", handling="reserved", name=SECRET)
    register.save_case(closed, user="Eva", reason="closed", expected=register.digest("seen"))
    assert mine.history("seen") == []
    assert refused(lambda: mine.case_at("seen", 1)) == "register.no_case"
    assert seqs(mine.log()) == [5, 3]


def test_what_was_taken_out_is_seen_if_it_ever_was(register: Register) -> None:
    """The removal of a hidden case is hidden, and so is what undoes it."""
    register.remove_case("closed", user="Eva", reason=SECRET)
    register.undo(5, user="Eva", reason=SECRET)
    register.undo(6, user="Eva", reason=SECRET)
    register.remove_case("seen", user="Eva", reason="double")
    mine = reach(register, OPEN)
    assert seqs(mine.log()) == [8, 3, 1]
    assert [each.removed for each in mine.history("seen")] == [True, False]
    assert refused(lambda: mine.undo(5, user="Ana")) == "register.no_entry"
    assert mine.undo(8, user="Ana").undoes == 8


@pytest.mark.parametrize("scope", [OPEN, LOCAL])
def test_nothing_is_written_that_would_not_be_seen(register: Register, scope: Scope) -> None:
    """Neither by hand nor from a file, whose other cases do not come in either."""
    hidden = frames("new", handling="reserved", where="CO-CAL")
    mine, version = reach(register, scope), register.version()
    save = partial(mine.save_case, hidden, user="Ana", reason="r", expected=None)
    assert refused(save) == "access.out_of_reach"
    file = checked_file(both(frames("good"), hidden), b"file")
    assert (
        refused(lambda: mine.adding(file, b"file", user="Ana", reason="")) == "access.out_of_reach"
    )
    assert register.version() == version


def test_nothing_hidden_is_written_over_or_cited(register: Register) -> None:
    """Only that its identifier is taken is told of it."""
    mine, version = reach(register, OPEN), register.version()
    over, cites = frames("closed", source="seen-source"), frames("new", source="closed-source")
    source = both(frames("new"), made_up_source("closed-source"))

    def save(made: Frames, expected: str | None = None) -> str:
        return refused(lambda: mine.save_case(made, user="Ana", reason="r", expected=expected))

    assert save(over) == "access.taken"
    assert save(over, register.digest("closed")) == "register.no_case"
    assert save(source) == "access.taken"
    assert save(cites) == "register.no_source"
    for made in (over, cites, source):
        file = checked_file(made, b"file")
        refused(partial(mine.adding, file, b"file", user="Ana", reason=""))
    assert register.version() == version


def made_up_source(source_id: str) -> Frames:
    return frames_of(made_up([], sources=[{"source_id": source_id}]))


def test_what_hidden_cases_rest_on_is_not_named(register: Register) -> None:
    """That something does is told, and no more."""
    add(register, frames("closed-three", handling="reserved", source="seen-source"))
    assert refused(lambda: reach(register, OPEN).undo(1, user="Ana")) == "access.rested_on"
    assert refused(lambda: reach(register, Scope()).undo(1, user="Ana")) == "register.source_used"


def test_who_signed_in_is_who_writes(register: Register) -> None:
    """Whatever name is given along."""
    mine = reach(register, OPEN, user="ana@example.org")
    entry = mine.save_case(frames("new"), user="Eva", reason="r", expected=None)
    assert entry.user == "ana@example.org"
    assert mine.undo(entry.seq, user="Eva").user == "ana@example.org"
    file = checked_file(frames("other"), b"file")
    entry = done(mine.adding(file, b"file", user="Eva", reason=""))
    assert entry.user == "ana@example.org"
    assert mine.remove_case("other", user="Eva", reason="r").user == "ana@example.org"
    assert {each.user for each in register.log()[:4]} == {"ana@example.org"}


def test_a_viewer_has_nothing_of_the_register(register: Register) -> None:
    """All verbs but the version are for those who work on it, however much a viewer sees."""
    mine, version = reach(register, VIEWER), register.version()
    (sha256,) = {entry.file_sha256 for entry in register.log()[:1]}
    file = checked_file(frames("new"), b"file")
    verbs: list[Callable[[], object]] = [
        mine.log,
        mine.known,
        mine.verify,
        lambda: mine.history("seen"),
        lambda: mine.case_at("seen", 1),
        lambda: mine.origin("seen"),
        lambda: mine.upload(sha256),
        lambda: mine.undo(1, user="Ana"),
        lambda: mine.remove_case("seen", user="Ana", reason="r"),
        lambda: mine.save_case(frames("new"), user="Ana", reason="r", expected=None),
        lambda: mine.adding(file, b"file", user="Ana", reason=""),
    ]
    assert [refused(verb) for verb in verbs] == ["access.not_allowed"] * len(verbs)
    assert mine.version() == version == register.version()


def test_a_scope_is_asked_each_time(register: Register) -> None:
    """What was allowed a moment ago is not any more, though nothing else has changed."""
    scopes = [Scope(), OPEN, VIEWER]
    mine = Reach(register, lambda: scopes[0])
    assert len(mine.log()) == 4
    scopes.pop(0)
    assert len(mine.log()) == 2
    scopes.pop(0)
    assert refused(mine.log) == "access.not_allowed"


def test_what_is_kept_for_one_is_not_given_to_another(register: Register) -> None:
    """Whoever asks first."""
    scopes = [Scope(), OPEN, LOCAL, replace(OPEN, role="officer")]
    for order in (scopes, scopes[::-1]):
        for scope in order:
            hidden = "closed" in set(reach(register, scope).known().cases["case_id"])
            assert hidden is ("reserved" in scope.handling)
    with pytest.raises(NotAllowedError):
        reach(register, VIEWER).known()
