"""An attacker with nothing but what was published learns nothing that was suppressed.

Fifty registers are attacked. With ``make prove`` all have grown and left twice or more, and
everything that left of each is taken together. Otherwise every other one is attacked:
some of the smallest and one of 2,000 victims after they left twice or more; the rest, up to
50,000 victims, after they left once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from routes.cases.register.database import sqlite_url
from routes.query import RouteQuery
from routes.release import Ledger, build
from routes.release.attacker import Published
from routes.release.cells import WHOLE, Cell, count, frame, primary
from routes.release.contributions import secret
from routes.release.intervals import leaks
from tests import proofs
from tests.release.attack import Attacker
from tests.release.offices import office, part

VICTIMS = [*map(round, np.geomspace(300, 1_000, 44)), 1_500, 2_000, 3_000, 5_000, 10_000, 50_000]
REGISTERS = list(zip(VICTIMS, range(50), strict=True))
ONCE, TWICE, OFTEN = (1.0,), (0.6, 1.0), (0.55, 0.57, 0.8, 1.0)
"""Shares of its cases that a register has when it leaves. Between the first two of `OFTEN` so
little comes that the counts stay."""


def shares(place: int) -> tuple[float, ...]:
    """Return the shares with which a register leaves; empty for those not attacked."""
    many = OFTEN if place < 2 else TWICE
    if proofs.WHOLE:
        return many
    if place % 2 == (place > 12) or place == 45:
        return many if place < 12 or place == 45 else ONCE
    return ()


ATTACKED = [(*each, shares(n)) for n, each in enumerate(REGISTERS) if shares(n)]


def left(victims: int, seed: int, shares: Sequence[float], folder: Path) -> list[pd.DataFrame]:
    """Return the different counts that left, as the register grew."""
    tables = office(victims, seed)
    ledger = Ledger.open(sqlite_url(folder / "register.sqlite"))
    frames: list[pd.DataFrame] = []
    for share in shares:
        cases = part(tables, share)
        release = build(
            cases, RouteQuery(), audience="public", made_on=date(2026, 1, 1), ledger=ledger
        )
        ledger.append(release, cases, user="Ana")
        assert release.lattice is not None
        if not frames or not frames[-1].equals(release.lattice.frame):
            frames.append(release.lattice.frame)
    return frames


def attacked(frames: list[pd.DataFrame]) -> Attacker:
    attacker = Attacker(frames)
    for each in attacker.frames:
        assert len(each.shown) > 20
        assert len(each.suppressed) > 50
    return attacker


@pytest.mark.parametrize(("victims", "seed", "grown"), ATTACKED)
def test_no_victim_is_found_in_all_that_left(
    victims: int, seed: int, grown: tuple[float, ...], tmp_path: Path
) -> None:
    """No suppressed cell is known within five, by linear programming over every number of all
    releases; nor do two numbers, or one and all its parts that are shown, differ by a few victims
    who are known."""
    frames = left(victims, seed, grown, tmp_path)
    assert len(frames) == len(grown) - (grown is OFTEN)
    attacker = attacked(frames)
    assert attacker.too_narrow() == []
    assert attacker.isolated() == 0


@pytest.mark.parametrize("seed", range(4))
def test_the_attack_finds_what_secondary_suppression_prevents(seed: int) -> None:
    """Threshold and rounding alone leave suppressed cells open to it."""
    attacker = Attacker([frame(primary(count(secret(office(400, seed)).values())))])
    assert attacker.too_narrow()


def test_the_attack_finds_what_only_several_releases_tell() -> None:
    """A number shown before and after cannot be hidden between: victims are only added."""
    minors = WHOLE._replace(group="minors")
    shown, hidden = frame({WHOLE: 40, minors: 15}), frame({WHOLE: 40})
    for alone in (shown, hidden):
        assert Attacker([alone]).too_narrow() == []
    assert (("", "", "", "minors"), 1) in Attacker([shown, hidden, shown]).too_narrow()


def test_the_attack_finds_a_few_victims_between_two_numbers() -> None:
    """Four years of 20 make 70 only if each is 18; so 1 to 5 of the first year are no adults."""
    years = {WHOLE._replace(year=str(year)): 20 for year in range(2020, 2024)}
    adults = {WHOLE._replace(group="adults"): 40, Cell("", "", "2020", "adults"): 15}
    assert Attacker([frame({WHOLE: 70, **years, **adults})]).isolated() == 1
    assert Attacker([frame({WHOLE: 80, **years, **adults})]).isolated() == 0


def tight(whole: int) -> dict[Cell, int]:
    """Return counts of which, for a whole of 150, no other reading is left than 38 victims a year,
    of whom 18 are of one nationality and 13 of another: 7 others."""
    shown = {WHOLE: whole}
    for group, number, total in (("COL", 20, 70), ("VEN", 15, 50)):
        shown[WHOLE._replace(group=f"nationality:{group}")] = total
        for year in range(2020, 2024):
            shown[Cell("", "", str(year), f"nationality:{group}")] = number
    return shown | {WHOLE._replace(year=str(year)): 40 for year in range(2020, 2024)}


def test_the_attack_finds_a_few_victims_that_all_parts_leave() -> None:
    """No two numbers differ by few; a year and its two nationalities do."""
    assert Attacker([frame(tight(150))]).isolated() == 4
    assert Attacker([frame(tight(160))]).isolated() == 0
    found = leaks([Published(tight(150), {})])
    others = [each for _, each in found if len(each.target.less) == 2]
    assert [(each.least, each.most) for each in others] == [(7.0, 7.0)] * 4
