"""Whatever is done in whatever order, the register is what a few lines of Python say it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from routes.cases.register import Register, RegisterError
from routes.cases.register.database import sqlite_url
from tests.databases import server
from tests.registers import add, case_frames

IDS = ("p", "q", "r")
SOURCES = ("a", "b")
Written = tuple[dict[str, tuple[str, str] | None], dict[str, str], int | None]
"""What an entry wrote: versions of cases, sources, and the entry that it undoes."""

State = tuple[dict[str, tuple[str, str]], dict[str, str]]
"""Name and cited source by case, and title by source."""


class Plain:
    """The register as a list of what was written and what undoes what."""

    def __init__(self) -> None:
        self.entries: list[
            tuple[dict[str, tuple[str, str] | None], dict[str, str], int | None]
        ] = []

    def active(self, upto: int | None = None) -> list[int]:
        gone: set[int] = set()
        for number in range((upto or len(self.entries)), 0, -1):
            target = self.entries[number - 1][2]
            if target is not None and number not in gone:
                gone.add(target)
        return [n for n in range(1, (upto or len(self.entries)) + 1) if n not in gone]

    def state(self, upto: int | None = None) -> State:
        cases: dict[str, tuple[str, str]] = {}
        sources: dict[str, str] = {}
        if upto == 0:
            return cases, sources
        for number in self.active(upto):
            wrote, cited, _ = self.entries[number - 1]
            for case_id, version in wrote.items():
                cases.pop(case_id, None)
                if version is not None:
                    cases[case_id] = version
            sources |= cited
        return cases, sources

    def whole(self) -> bool:
        cases, sources = self.state()
        return all(source in sources for _, source in cases.values())


class Same(RuleBasedStateMachine):
    """Does the same to a register and to `Plain`."""

    fresh: Callable[[], str]

    def __init__(self) -> None:
        super().__init__()
        self.register = Register.open(type(self).fresh())
        self.plain = Plain()
        self.turn = 0

    def tried(self, act: Callable[[], Any]) -> bool:
        before = self.register.version()
        try:
            act()
        except RegisterError:
            assert self.register.version() == before
            return False
        assert self.register.version() != before
        return True

    @rule(
        ids=st.sets(st.sampled_from(IDS), min_size=1),
        cites=st.sampled_from(SOURCES),
        new=st.sets(st.sampled_from(SOURCES)),
    )
    def imports(self, ids: set[str], cites: str, new: set[str]) -> None:
        """A file is taken exactly when its ids are free and its sources known."""
        self.turn += 1
        name = f"v{self.turn}"
        cases, sources = self.plain.state()
        fits = not ids & cases.keys() and not new & sources.keys() and cites in new | sources.keys()
        frames = case_frames(*sorted(ids), name=name, cites=cites, sources=sorted(new))
        assert self.tried(lambda: add(self.register, frames)) == fits
        if fits:
            wrote = {each: (f"{name} {each}", cites) for each in ids}
            self.plain.entries.append((wrote, {each: f"SYNTHETIC {each}" for each in new}, None))

    @rule(case_id=st.sampled_from(IDS), cites=st.sampled_from(SOURCES))
    def edits(self, case_id: str, cites: str) -> None:
        """An edit is taken exactly when its source is known."""
        self.turn += 1
        name = f"v{self.turn}"
        fits = cites in self.plain.state()[1]
        frames = case_frames(case_id, name=name, cites=cites)
        expected = self.register.digest(case_id)
        assert (expected is not None) == (case_id in self.plain.state()[0])
        assert fits == self.tried(
            lambda: self.register.save_case(frames, user="E", reason="", expected=expected)
        )
        if fits:
            self.plain.entries.append(({case_id: (f"{name} {case_id}", cites)}, {}, None))

    @rule(case_id=st.sampled_from(IDS))
    def removes(self, case_id: str) -> None:
        """A case is removed exactly when it is there."""
        fits = case_id in self.plain.state()[0]
        assert fits == self.tried(lambda: self.register.remove_case(case_id, user="E", reason=""))
        if fits:
            self.plain.entries.append(({case_id: None}, {}, None))

    @precondition(lambda self: self.plain.entries)
    @rule(data=st.data())
    def undoes(self, data: st.DataObject) -> None:
        """An undo that is taken gives what the plain list gives; one of the last always is."""
        last = len(self.plain.entries)
        seq = data.draw(st.integers(1, last))
        done = self.tried(lambda: self.register.undo(seq, user="E"))
        assert not (done and seq not in self.plain.active())
        assert done or seq != last
        if done:
            self.plain.entries.append(({}, {}, seq))
            if seq == last:
                assert self.plain.state() == self.plain.state(last - 1)

    @invariant()
    def same(self) -> None:
        """Cases, their names and what they cite, sources, and who is active."""
        tables = self.register.tables()
        cites = dict(zip(tables.stops["case_id"], tables.stops["source_id"], strict=True))
        found = {
            case_id: (name, cites[case_id])
            for case_id, name in zip(tables.cases["case_id"], tables.cases["name"], strict=True)
        }
        titles = dict(zip(tables.sources["source_id"], tables.sources["title"], strict=True))
        assert (found, titles) == self.plain.state()
        assert self.plain.whole()
        active = [entry.seq for entry in reversed(self.register.log()) if entry.active]
        assert active == self.plain.active()

    @invariant()
    def past(self) -> None:
        """Each case as it was after any entry is still there."""
        last = len(self.plain.entries)
        cases = self.plain.state(last // 2)[0] if last else {}
        for case_id, (name, _) in cases.items():
            assert self.register.case_at(case_id, last // 2)["cases"]["name"].tolist() == [name]

    def teardown(self) -> None:
        assert self.register.verify() == []


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_register_is_what_was_done_to_it(engine: str, tmp_path: Path) -> None:
    """Imports, edits, removals and undoings in any order, right or refused, leave both the same."""

    if engine == "sqlite":
        empty = tmp_path / "empty.sqlite"
        Register.open(sqlite_url(empty))
        copies = (tmp_path / f"{number}.sqlite" for number in count())
        fresh = lambda: sqlite_url(Path(shutil.copy(empty, next(copies))))  # noqa: E731
    else:
        name = server().create()
        Register.open(server().url(name))
        fresh = lambda: server().url(server().create(name))  # noqa: E731
    machine = type("SameOn", (Same,), {"fresh": staticmethod(fresh)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
