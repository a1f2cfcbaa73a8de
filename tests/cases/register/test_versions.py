"""Cases changed by hand, taken out, undone: nothing is erased and nothing is lost between two."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.cases.model import TABLE_NAMES
from routes.cases.register import Register, RegisterError
from tests.registers import add_cases, assert_same, case_frames


def names(register: Register) -> list[str]:
    return sorted(register.tables().cases["name"])


def refused(key: str, call: object, *args: object, **more: object) -> None:
    """The call is refused for this reason, in both languages."""
    with pytest.raises(RegisterError) as caught:
        call(*args, **more)  # type: ignore[operator]
    assert caught.value.key == f"register.{key}"


def edit(register: Register, case_id: str, name: str, **more: str) -> int:
    frames = case_frames(case_id, name=name, **more)
    expected = register.digest(case_id)
    return register.save_case(frames, user="Eva", reason="why", expected=expected).seq


def test_an_edit_is_a_new_version(register: Register) -> None:
    """The case is as edited, the others are as they were, and history knows both versions."""
    add_cases(register, "x", "y", sources="a")
    before = register.case_at("x", 1)
    entry = edit(register, "x", "new")
    assert names(register) == ["SYNTHETIC y", "new x"]
    assert [(each.entry.seq, each.entry.user, each.removed) for each in register.history("x")] == [
        (entry, "Eva", False),
        (1, "Ana", False),
    ]
    assert register.log()[0].action == "edit"
    assert register.case_at("x", 2)["cases"]["name"].tolist() == ["new x"]
    for name in TABLE_NAMES:
        pd.testing.assert_frame_equal(register.case_at("x", 1)[name], before[name])
    assert register.verify() == []


def test_a_case_can_be_made_by_hand(register: Register) -> None:
    """With its source; and the same one cannot be made twice."""
    frames = case_frames("x", sources="a")
    register.save_case(frames, user="Eva", reason="why", expected=None)
    assert_same(register.tables(), frames)
    refused("case_exists", register.save_case, frames, user="Eva", reason="", expected=None)


def test_of_two_edits_of_one_version_the_second_is_refused(register: Register) -> None:
    """Nobody's change is overwritten unseen, and the digest of what is there is needed."""
    add_cases(register, "x", sources="a")
    seen = register.digest("x")
    frames = case_frames("x", name="first")
    register.save_case(frames, user="Ana", reason="", expected=seen)
    late = case_frames("x", name="second")
    refused("case_changed", register.save_case, late, user="Eva", reason="", expected=seen)
    assert names(register) == ["first x"]
    register.save_case(late, user="Eva", reason="", expected=register.digest("x"))
    refused("no_case", register.save_case, case_frames("z"), user="E", reason="", expected=seen)


def test_an_edit_may_change_and_add_sources(register: Register) -> None:
    """A source that is as it was makes no version; one that is not there is refused."""
    add_cases(register, "x", "y", sources="a")
    frames = case_frames("x", sources="ab", cites="b")
    entry = register.save_case(frames, user="Eva", reason="", expected=register.digest("x"))
    assert entry.counts["sources"] == 1
    assert sorted(register.tables().sources["source_id"]) == ["a", "b"]
    changed = case_frames("y", sources="a")
    changed["sources"] = changed["sources"].assign(title="changed")
    register.save_case(changed, user="Eva", reason="", expected=register.digest("y"))
    assert sorted(register.tables().sources["title"]) == ["SYNTHETIC b", "changed"]
    assert register.case_at("y", 1)["sources"]["title"].tolist() == ["SYNTHETIC a"]
    assert register.case_at("y", 3)["sources"]["title"].tolist() == ["changed"]
    loose = case_frames("y", cites="c")
    expected = register.digest("y")
    refused("no_source", register.save_case, loose, user="E", reason="", expected=expected)
    assert register.verify() == []


def test_an_edit_is_of_one_case(register: Register) -> None:
    """No row of another case, and exactly one row of cases."""
    one, two = case_frames("x", sources="a"), case_frames("x", "y", sources="a")
    strange = {**one, "stops": two["stops"]}
    without = {name: frame for name, frame in one.items() if name != "cases"}
    for frames in (two, strange, without, {}):
        refused("one_case", register.save_case, frames, user="E", reason="", expected=None)


def test_a_removed_case_is_gone_but_not_forgotten(register: Register) -> None:
    """Its versions stay in its history; undoing brings it back; its id may be used again."""
    add_cases(register, "x", "y", sources="a")
    entry = register.remove_case("x", user="Eva", reason="twice")
    assert names(register) == ["SYNTHETIC y"]
    assert [each.removed for each in register.history("x")] == [True, False]
    refused("no_case", register.case_at, "x", 2)
    refused("no_case", register.origin, "x")
    refused("no_case", register.remove_case, "x", user="Eva", reason="")
    register.undo(entry.seq, user="Ana")
    assert names(register) == ["SYNTHETIC x", "SYNTHETIC y"]
    register.remove_case("x", user="Eva", reason="again")
    add_cases(register, "x", name="other")
    assert names(register) == ["SYNTHETIC y", "other x"]
    assert register.verify() == []


def test_undoing_an_import_takes_it_all_out(register: Register) -> None:
    """As if it had never been, except in the audit trail; undoing that brings it back."""
    add_cases(register, "x", sources="a")
    before = register.tables()
    second = add_cases(register, "y", sources="b", cites="b")
    both = register.tables()
    undo = register.undo(second.seq, user="Eva", reason="wrong file")
    assert (undo.action, undo.undoes, undo.reason) == ("undo", second.seq, "wrong file")
    assert_same(register.tables(), {name: before.table(name) for name in TABLE_NAMES})
    assert [entry.active for entry in register.log()] == [True, False, True]
    register.undo(undo.seq, user="Ana")
    assert_same(register.tables(), {name: both.table(name) for name in TABLE_NAMES})
    assert [entry.active for entry in register.log()] == [True, False, True, True]
    assert register.verify() == []


def test_what_cannot_be_undone_says_why(register: Register) -> None:
    """No such entry, undone already, changed or cited by a later entry."""
    first = add_cases(register, "x", sources="a")
    refused("no_entry", register.undo, 7, user="Ana")
    second = edit(register, "x", "new")
    refused("rests_on", register.undo, first.seq, user="Ana")
    register.undo(second, user="Ana")
    refused("already_undone", register.undo, second, user="Ana")
    third = add_cases(register, "y")
    refused("source_used", register.undo, first.seq, user="Ana")
    register.undo(third.seq, user="Ana")
    fourth = register.undo(first.seq, user="Ana")
    refused("no_source", register.undo, fourth.seq - 1, user="Ana")  # would bring back y
    refused("rests_on", register.undo, fourth.seq - 3, user="Ana")  # would bring back the edit
    assert len(register.tables().cases) == 0
    register.undo(fourth.seq, user="Ana")
    assert names(register) == ["SYNTHETIC x"]
    assert register.verify() == []


def test_a_source_named_only_as_an_identity_is_kept(register: Register) -> None:
    """`identity_inferred` names sources as rows do."""
    first = add_cases(register, "x", sources="ab")
    frames = case_frames("y", sources="c", cites="c")
    frames["cases"] = frames["cases"].assign(identity_inferred="c; b")
    second = register.save_case(frames, user="Eva", reason="", expected=None)
    refused("source_used", register.undo, first.seq, user="Ana")
    register.undo(second.seq, user="Ana")
    register.undo(first.seq, user="Ana")
    refused("no_source", register.undo, 3, user="Ana")
    frames["cases"] = frames["cases"].assign(identity_inferred="nothing")
    refused("no_source", register.save_case, frames, user="E", reason="", expected=None)


def test_a_strange_id_is_no_case(register: Register) -> None:
    """Such as stands in a link that someone has made up."""
    for case_id in ("", "\x00", "\ud800", "' OR 1=1 --", "x" * 100_000):
        assert register.history(case_id) == []
        assert register.digest(case_id) is None
        refused("no_case", register.case_at, case_id, 1)
        refused("no_case", register.remove_case, case_id, user="Ana", reason="")
