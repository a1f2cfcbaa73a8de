"""What the comparison with other methods measures."""

from __future__ import annotations

import pytest

from benchmarks.privacy import ALONE, KEYS, OURS, alone, cell_keys, markdown, measure, persons
from routes.release.cells import WHOLE, count
from routes.release.contributions import secret
from tests.release.offices import office


def test_every_victim_is_a_row_of_what_the_peer_counts() -> None:
    """Its numbers are those of our cells, rounded: it is given the same registers."""
    tables = office(300, 7)
    truth = count(secret(tables).values())
    assert len(persons(tables)) == truth[WHOLE]
    shown = cell_keys(tables)
    assert set(shown) == {cell for cell, number in truth.items() if number >= 10}
    assert all(abs(number - truth[cell]) <= 2 for cell, number in shown.items())


def test_the_threshold_alone_shows_exact_numbers() -> None:
    """Every one from 11 on."""
    tables = office(300, 7)
    truth = count(secret(tables).values())
    assert alone(tables) == {cell: number for cell, number in truth.items() if number >= 11}


def test_only_ours_gives_nothing_away() -> None:
    """For fewer cells: both numbers stand side by side, for each contender of the same run."""
    found = measure({300: 1}, attacked=300, told=lambda step: None)[300]
    assert found[OURS]["given_away"] == [0]
    assert found[OURS]["isolated"] == [0]
    for name in (ALONE, KEYS):
        assert found[name]["given_away"][0] > 10
        assert 0 < found[OURS]["cells"][0] < found[name]["cells"][0] < 1
        assert 0 < found[OURS]["victims"][0] < found[name]["victims"][0] < 1
    text = markdown({300: found}, about=["SYNTHETIC"])
    share = found[OURS]["cells"][0] / found[KEYS]["cells"][0]
    assert f"| {share:.2f} |" in next(line for line in text.splitlines() if KEYS in line)


@pytest.mark.parametrize("victims", [300, 500])
def test_every_cell_that_is_shown_is_one_of_ours_to_show(victims: int) -> None:
    """Shares are of one and the same set of cells."""
    found = measure({victims: 1}, attacked=0, told=lambda step: None)[victims]
    assert all("given_away" not in each for each in found.values())
    assert all(0 < each["cells"][0] < 1 for each in found.values())
