"""An attacker with nothing but what was published learns nothing that was suppressed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from routes.cases.register.database import sqlite_url
from routes.query import RouteQuery
from routes.release import Ledger, build
from routes.release.cells import WHOLE, Cell, count, frame, primary
from routes.release.contributions import secret
from tests.release.attack import Attacker
from tests.release.offices import office, part

SMALL = [(300 + 40 * (seed % 6), seed) for seed in range(10)]
LARGE = [(1_000, 100), (2_500, 102)]
GROWING = [(300 + 60 * (seed % 5), 200 + seed) for seed in range(3)]


@pytest.mark.parametrize(("victims", "seed"), [*SMALL, *LARGE])
def test_no_suppressed_cell_is_known_within_five(victims: int, seed: int) -> None:
    """Of the lattice of one release, by linear programming over every number in it; and no two
    numbers differ by a few victims who are known."""
    release = build(
        office(victims, seed), RouteQuery(), audience="public", made_on=date(2026, 1, 1)
    )
    assert release.lattice is not None
    attacker = Attacker([release.lattice.frame])
    assert len(attacker.frames[0].shown) > 20
    assert len(attacker.suppressed()) > 50
    assert attacker.too_narrow() == []
    assert attacker.isolated() == 0


@pytest.mark.parametrize(("victims", "seed"), GROWING)
def test_no_victim_is_found_by_comparing_releases(victims: int, seed: int, tmp_path: Path) -> None:
    """A register grows and is released four times; all that left is taken together."""
    tables = office(victims, seed)
    ledger = Ledger.open(sqlite_url(tmp_path / "register.sqlite"))
    frames = []
    for share in (0.55, 0.57, 0.8, 1.0):
        cases = part(tables, share)
        release = build(
            cases, RouteQuery(), audience="public", made_on=date(2026, 1, 1), ledger=ledger
        )
        ledger.append(release, cases, user="Ana")
        assert release.lattice is not None
        if not frames or not frames[-1].equals(release.lattice.frame):
            frames.append(release.lattice.frame)
    assert len(frames) == 3, "so little came between the first two that the counts stayed"
    attacker = Attacker(frames)
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
