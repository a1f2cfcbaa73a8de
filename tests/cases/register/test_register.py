"""What is put into the register, and what comes back out of it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from routes.cases import bundled
from routes.cases.digests import digests
from routes.cases.model import STATISTICS, TABLE_NAMES
from routes.cases.reading import read_tables
from routes.cases.register import Register, RegisterError
from routes.cases.register.chain import FIRST
from tests.hostile import HOSTILE, write_hostile
from tests.registers import (
    add,
    add_cases,
    assert_same,
    case_frames,
    checked_file,
    frames_of,
    statistics_frame,
)

LARGE = 10**15


def test_an_empty_register_holds_nothing(register: Register) -> None:
    """Its tables have all their columns, and their types, all the same."""
    assert register.version() == FIRST
    assert register.log() == []
    assert register.verify() == []
    empty = {name: bundled().table(name).head(0) for name in TABLE_NAMES}
    assert_same(register.tables(), empty)
    assert list(register.statistics()) == list(STATISTICS)


def test_cases_come_back_as_they_were(register: Register) -> None:
    """Every cell, every type and the order of the rows."""
    entry = add(register, frames_of(bundled()))
    found = register.tables()
    for name in TABLE_NAMES:
        pd.testing.assert_frame_equal(found.table(name), bundled().table(name))
    assert (found.name, found.version, found.synthetic) == ("register", entry.hash, False)
    assert register.verify() == []


def test_a_made_up_case_makes_the_register_synthetic(register: Register) -> None:
    """The mark is found in what holds now, so undoing takes it away."""
    entry = add_cases(register, "x", sources="a")
    assert register.tables().synthetic
    register.undo(entry.seq, user="Ana")
    assert not register.tables().synthetic


def test_hostile_text_stays_what_it_is(register: Register, tmp_path: Path) -> None:
    """In cells, in names of files, users and reasons, on either database."""
    write_hostile(tmp_path)
    tables = read_tables(tmp_path)
    content = b"hostile"
    for number, text in enumerate(HOSTILE):
        frames = (
            frames_of(tables)
            if number == 0
            else case_frames(f"c{number}", cites="elheraldo-2020-12-10")
        )
        upload = content + str(number).encode()
        checked = checked_file(frames, upload, file=text)
        register.add(checked, upload, user=text, reason=text)
    found = register.tables()
    for name in TABLE_NAMES:
        pd.testing.assert_frame_equal(
            found.table(name).head(len(tables.table(name))), tables.table(name)
        )
    said = [(entry.user, entry.reason, entry.file_name) for entry in reversed(register.log())]
    assert said == [(text, text, text) for text in HOSTILE]
    assert register.verify() == []


def test_numbers_keep_their_value(register: Register) -> None:
    """The largest that a cell may hold, zero, and a number that is missing."""
    frames = case_frames("x", "y", "z", sources="a")
    values = pd.Series([LARGE, 0, None], dtype="Int64")
    frames["figures"] = frames["figures"].assign(value=values, preferred=[True, False, True])
    add(register, frames)
    found = register.tables().figures
    pd.testing.assert_series_equal(found["value"], values, check_names=False)
    assert found["preferred"].tolist() == [True, False, True]


def test_an_entry_says_what_was_done(register: Register) -> None:
    """Who, when, with which file, and how many rows."""
    before = datetime.now(UTC) - timedelta(seconds=1)
    frames, content = case_frames("x", "y", sources="ab"), b"the file"
    entry = register.add(checked_file(frames, content), content, user="Ana", reason="why")
    assert (entry.seq, entry.user, entry.action, entry.form) == (1, "Ana", "import", "tables")
    assert (entry.reason, entry.undoes, entry.previous) == ("why", None, FIRST)
    assert entry.file_sha256 == hashlib.sha256(content).hexdigest()
    assert before <= entry.at <= datetime.now(UTC)
    rows = {"sources": 2, "cases": 2, "stops": 4, "events": 2, "figures": 2}
    total = {"input": 12, "accepted": 12, "rejected": 0, "duplicate": 0}
    assert dict(entry.counts) == total | rows
    assert register.log() == [entry]


def test_the_content_hash_is_the_same_everywhere(register: Register) -> None:
    """On either database, today and in years to come: a known content has a known hash."""
    entry = add_cases(register, "x", "y", sources="ab")
    assert entry.content_sha256 == (
        "6856719c5031e27b2df0568c2ed19e6630718c3bfa5c288759e944f813bb6319"
    )


def test_the_version_changes_with_every_entry(register: Register) -> None:
    """It is the hash of the last entry, and each entry names the one before."""
    versions = [register.version()]
    for number in range(3):
        add_cases(register, f"c{number}", sources=[f"s{number}"], cites=f"s{number}")
        versions.append(register.version())
    entries = register.log()
    assert [entry.hash for entry in entries] == versions[:0:-1]
    assert [entry.previous for entry in entries] == versions[-2::-1]


def test_an_upload_is_kept_unchanged(register: Register) -> None:
    """Bytes of any kind, once, however often the same file is imported."""
    content = bytes(range(256)) * 1000
    for case in ("x", "y"):
        checked = checked_file(case_frames(case, sources=case, cites=case), content)
        register.add(checked, content, user="Ana")
    assert register.upload(hashlib.sha256(content).hexdigest()) == content
    with pytest.raises(RegisterError, match="No imported file"):
        register.upload("0" * 64)


def test_known_is_what_a_file_is_compared_with(register: Register) -> None:
    """Names and digests of the cases and sources that hold, counted statistics, the version."""
    frames = case_frames("x", "y", sources="ab")
    add(register, frames)
    rows = statistics_frame([("2020-01-01", 1), ("2020-01-01", 1), ("2020-01-02", 1)])
    add(register, {"statistics": rows})
    register.remove_case("y", user="Ana", reason="gone")
    known = register.known()
    cases, sources = digests(frames)
    assert known.cases.to_dict("list") == {
        "case_id": ["x"],
        "name": ["SYNTHETIC x"],
        "digest": [cases["x"]],
        "entry": [1],
    }
    assert dict(zip(known.sources["source_id"], known.sources["digest"], strict=True)) == dict(
        sources
    )
    assert known.statistics[["happened_on", "n"]].to_numpy().tolist() == [
        ["2020-01-01", 2],
        ["2020-01-02", 1],
    ]
    assert known.version == register.version()


def test_statistics_come_back_as_they_were(register: Register) -> None:
    """Identical rows are kept, as police files have them; what is undone is not there."""
    one = statistics_frame([("2020-01-01", 1), ("2020-01-01", 1)])
    two = statistics_frame([("2021-01-01", 7)])
    add(register, {"statistics": one})
    later = add(register, {"statistics": two})
    both = pd.concat([one, two], ignore_index=True)[list(STATISTICS)]
    pd.testing.assert_frame_equal(register.statistics(), both)
    register.undo(later.seq, user="Ana")
    pd.testing.assert_frame_equal(register.statistics(), one[list(STATISTICS)])


def test_every_row_knows_its_file_and_row(register: Register) -> None:
    """Also after others were imported; of a row made by hand there is no file."""
    add_cases(register, "w", "x", sources="a")
    add_cases(register, "y")
    origin = register.origin("x")
    assert origin["stops"].to_dict("list") == {
        "entry": [1, 1],
        "file_name": ["made up.zip"] * 2,
        "sheet": ["stops"] * 2,
        "row": [4, 5],
    }
    assert origin["sources"]["row"].tolist() == [2]
    register.save_case(
        case_frames("x", name="new"), user="Eva", reason="r", expected=register.digest("x")
    )
    edited = register.origin("x")["cases"]
    assert edited["entry"].tolist() == [3]
    assert edited["file_name"].tolist() == edited["sheet"].tolist() == [""]
    assert edited["row"].isna().all()


@pytest.mark.parametrize("text", ["a\x00b", "\x00"])
def test_nul_is_refused(register: Register, text: str) -> None:
    """One database could not keep it, so neither is asked to; nothing is written."""
    frames = case_frames("x", sources="a")
    frames["cases"] = frames["cases"].assign(summary_es=text)
    with pytest.raises(RegisterError, match="summary_es"):
        add(register, frames)
    for user, reason in ((text, "r"), ("u", text)):
        with pytest.raises(RegisterError, match="NUL"):
            register.remove_case("x", user=user, reason=reason)
        with pytest.raises(RegisterError, match="NUL"):
            register.save_case(
                case_frames("x", sources="a"), user=user, reason=reason, expected=None
            )
    assert register.version() == FIRST


def test_half_a_character_is_refused(register: Register) -> None:
    """A lone surrogate is no text in either database."""
    frames = case_frames("x", sources="a")
    frames["cases"] = frames["cases"].assign(name=pd.Series(["\ud800"], dtype=object))
    with pytest.raises(RegisterError, match="name"):
        register.save_case(frames, user="Ana", reason="r", expected=None)
    with pytest.raises(RegisterError, match="half"):
        register.save_case(case_frames("x", sources="a"), user="\udcff", reason="r", expected=None)
    assert register.version() == FIRST


def test_any_file_name_can_be_imported(register: Register) -> None:
    """What a database cannot keep of it is replaced: it is there for people only."""
    content = b"x"
    checked = checked_file(case_frames("x", sources="a"), content, file="a\x00b\udcff.csv")
    assert register.add(checked, content, user="Ana").file_name == "a\ufffdb?.csv"
    assert register.verify() == []


@pytest.mark.parametrize("case_id", ["", "x" * 65])
def test_an_identifier_has_its_length(register: Register, case_id: str) -> None:
    """From 1 to 64 characters."""
    with pytest.raises(RegisterError, match="case_id"):
        add_cases(register, case_id, sources="a")


def test_what_is_not_fit_is_refused(register: Register) -> None:
    """Another file than the one checked, open questions, nothing accepted, nobody to blame."""
    frames, content = case_frames("x", sources="a"), b"x"
    empty = {name: frame.head(0) for name, frame in frames.items()}
    for checked, user, key in (
        (checked_file(frames, b"y"), "Ana", "other_file"),
        (checked_file(frames, content, asks=True), "Ana", "asks"),
        (checked_file(empty, content), "Ana", "nothing"),
        (checked_file({}, content), "Ana", "nothing")
        if False
        else (checked_file(empty, content), "Ana", "nothing"),
        (checked_file(frames, content), " ", "no_user"),
    ):
        with pytest.raises(RegisterError) as caught:
            register.add(checked, content, user=user)
        assert caught.value.key == f"register.{key}"
    assert register.version() == FIRST


def test_a_file_checked_against_another_state_is_refused(register: Register) -> None:
    """When its ids are taken meanwhile, its sources are gone, or its statistics may be there."""
    first = add_cases(register, "x", sources="a")
    version = register.version()
    for frames in (case_frames("x"), case_frames("y", sources="a"), case_frames("y", cites="b")):
        with pytest.raises(RegisterError, match="Check it again"):
            add(register, frames)
    register.undo(first.seq, user="Ana")
    with pytest.raises(RegisterError, match="Check it again"):
        add_cases(register, "y")
    rows, content = {"statistics": statistics_frame([("2020-01-01", 1)])}, b"x"
    with pytest.raises(RegisterError, match="Check it again"):
        register.add(checked_file(rows, content, version=version), content, user="Ana")
    register.add(checked_file(rows, content, version=register.version()), content, user="Ana")
    add_cases(register, "x", sources="a")


def test_progress_is_told(register: Register) -> None:
    """First writing, then sealing, each from nothing to all."""
    told: list[tuple[str, float]] = []
    content = b"x"
    checked = checked_file(case_frames("x", sources="a"), content)
    register.add(checked, content, user="Ana", told=lambda *step: told.append(step))
    assert told[0] == ("writing", 0.0)
    assert ("writing", 1.0) in told
    assert told[-1] == ("sealing", 1.0)
    assert told == sorted(told, key=lambda step: (step[0] != "writing", step[1]))
