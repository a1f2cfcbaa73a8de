"""What tells one version of a case or source from another."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.cases import bundled
from routes.cases.digests import CASE_TABLES, digests
from routes.cases.model import TABLE_NAMES, TEXT

FRAMES = {table: bundled().table(table) for table in TABLE_NAMES}


def test_every_case_and_source_has_a_digest() -> None:
    """SHA-256 in hexadecimal digits, by id in ascending order, no two alike."""
    cases, sources = digests(FRAMES)
    assert cases.index.to_list() == sorted(FRAMES["cases"]["case_id"])
    assert sources.index.to_list() == sorted(FRAMES["sources"]["source_id"])
    assert cases.is_unique
    assert cases.str.fullmatch("[0-9a-f]{64}").all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**31))
def test_order_and_place_play_no_part(seed: int) -> None:
    """Rows and columns in any order, with any sheet and row."""
    mixed = {
        table: frame.sample(frac=1, random_state=seed)
        .sample(frac=1, axis=1, random_state=seed)
        .assign(sheet="x", row=7)
        for table, frame in FRAMES.items()
    }
    for one, other in zip(digests(mixed), digests(FRAMES), strict=True):
        pd.testing.assert_series_equal(one, other)


def test_a_column_that_is_not_there_counts_as_empty() -> None:
    """So that a table with notes that say nothing is like one without notes."""
    events = FRAMES["events"].assign(note_es="", note_en="")
    whole, _ = digests({**FRAMES, "events": events})
    part, _ = digests({**FRAMES, "events": events.drop(columns=["note_es", "note_en"])})
    pd.testing.assert_series_equal(whole, part)


@pytest.mark.parametrize("table", CASE_TABLES)
def test_any_change_of_a_case_changes_its_digest_alone(table: str) -> None:
    """One cell of one row; the digests of all other cases and of the sources stay."""
    frame = FRAMES[table].copy()
    place = frame.index[frame["case_id"] == "nemesis"][0]
    frame.loc[place, "note_en"] = "SYNTHETIC"
    before, sources = digests(FRAMES)
    after, same = digests({**FRAMES, table: frame})
    assert after.index[after != before].to_list() == ["nemesis"]
    pd.testing.assert_series_equal(sources, same)


def test_a_row_more_or_less_changes_the_digest() -> None:
    """Also a second event that is like the first."""
    events = FRAMES["events"]
    before, _ = digests(FRAMES)
    more, _ = digests({**FRAMES, "events": pd.concat([events, events.iloc[[0]]])})
    less, _ = digests({**FRAMES, "events": events.iloc[1:]})
    case = events["case_id"].iloc[0]
    assert len({before[case], more[case], less[case]}) == 3


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
@settings(deadline=None)
def test_no_two_contents_look_the_same(a: str, b: str, c: str, d: str) -> None:
    """What stands in one cell cannot pass for the end of another."""

    def digest(title: str, note: str) -> str:
        rows = {"source_id": ["s"], "title": [title], "note": [note]}
        return str(digests({"sources": pd.DataFrame(rows, dtype=TEXT)})[1]["s"])

    assert (digest(a, b) == digest(c, d)) == ((a, b) == (c, d))


def test_nothing_has_no_digest() -> None:
    """No table, or none with rows."""
    assert [len(each) for each in digests({})] == [0, 0]
    empty = {table: frame.iloc[:0] for table, frame in FRAMES.items()}
    assert [len(each) for each in digests(empty)] == [0, 0]
