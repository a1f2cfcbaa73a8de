"""Official statistics in the register: each row with the entry that brought it, undone with it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from routes.cases.checking import check
from routes.cases.forms import understand
from routes.cases.intake.model import Checked, Options
from routes.cases.intake.reading import read_book
from routes.cases.model import STATISTICS, TRANSIT
from routes.cases.register import Register
from routes.reach import NOBODY, NotAllowedError, Reach
from routes.scope import Scope

DATA = Path(__file__).parents[1] / "forms" / "data"
DARIEN, POLICE = DATA / "darien_synthetic.csv", DATA / "police_synthetic.csv"


def checked(register: Register, path: Path) -> Checked:
    book = read_book(path.read_bytes(), path.name, Options())
    return check(understand(book), known=register.known(), options=Options())


def add(register: Register, path: Path) -> int:
    return register.add(checked(register, path), path.read_bytes(), user="ana").seq


def test_both_kinds_stand_side_by_side(register: Register) -> None:
    """Transits and offences are kept whole, each row under its own entry, and verify is content."""
    first, second = add(register, POLICE), add(register, DARIEN)
    held = register.statistics(entries=True)
    transit = held["offence"].str.startswith(TRANSIT)
    assert set(held.loc[transit, "entry"]) == {second}
    assert set(held.loc[~transit, "entry"]) == {first}
    assert int(held.loc[transit, "count"].sum()) == 105
    assert int(held.loc[~transit, "count"].sum()) == 12
    assert register.verify() == []
    pd.testing.assert_frame_equal(register.statistics(), held[list(STATISTICS)])


def test_the_same_file_again_adds_nothing(register: Register) -> None:
    """Every row that the register has already is a duplicate."""
    add(register, DARIEN)
    again = checked(register, DARIEN)
    assert again.counts == {"input": 5, "accepted": 0, "rejected": 0, "duplicate": 5}


def test_undoing_takes_the_rows_back(register: Register) -> None:
    """An undone entry leaves no row behind, and undoing that brings them back."""
    seq = add(register, DARIEN)
    undone = register.undo(seq, user="ana").seq
    assert register.statistics(entries=True).empty
    register.undo(undone, user="ana")
    assert len(register.statistics()) == 5
    assert register.verify() == []


def test_all_who_may_look_see_the_statistics(register: Register) -> None:
    """They tell of no case: a reader of one department sees all of them, nobody sees none."""
    seq = add(register, DARIEN)
    little = Scope(handling=("public",), departments=("CO-ARA",), role="viewer")
    rows, entries = Reach(register, lambda: little).statistics()
    assert len(rows) == 5
    assert [(each.seq, each.file_name) for each in entries] == [(seq, "darien_synthetic.csv")]
    with pytest.raises(NotAllowedError):
        Reach(register, lambda: NOBODY).statistics()


def test_an_undone_file_is_not_named(register: Register) -> None:
    """Only files whose rows hold are named as a source."""
    register.undo(add(register, DARIEN), user="ana")
    assert Reach(register, lambda: Scope()).statistics()[1] == ()
