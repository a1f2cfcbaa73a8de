"""The audit: how narrowly the attacker can bound what was suppressed, and what follows from it.

For every suppressed cell the feasibility interval is sought, from the least to the greatest
number that fits all that was published. One solution of the attacker's problem is a witness for
many cells at once: where two witnesses are `PROTECTION` apart, the cell is protected. Only cells
that no witness settles are asked one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

from routes.columns import Mask
from routes.release.attacker import REST, Attack, Floats, Published, UnsolvedError
from routes.release.cells import PROTECTION, THRESHOLD, WHOLE, Cell, divisions, parents, suppressed

_NEAR: Final = 1e-6
_ROUNDS: Final = 60
_LEAST_GAIN: Final = 0.02


class Target(NamedTuple):
    """What the attacker is after: a suppressed cell, a difference of numbers, or a remainder.

    Parameters
    ----------
    release : int
        Position of the release.
    cell : Cell
        The suppressed cell, or the greater number.
    less : tuple of Cell
        Numbers of the same release that are taken off: one within it, or all its parts.
    since : int or None
        Release whose number of the same cell is taken off.
    left : bool
        Whether it is what is left of a number that was shown, once the cases that have become
        public are taken off.
    """

    release: int
    cell: Cell
    less: tuple[Cell, ...] = ()
    since: int | None = None
    left: bool = False

    @property
    def is_cell(self) -> bool:
        """Whether it is a suppressed cell."""
        return not self.less and self.since is None and not self.left


@dataclass(frozen=True)
class Leak:
    """Something that the attacker knows too well.

    Parameters
    ----------
    target : Target
        What.
    least, most : float
        Its feasibility interval.
    because : tuple of Cell
        Numbers of the last release without which it would be wider.
    """

    target: Target
    least: float
    most: float
    because: tuple[Cell, ...] = ()


class InfeasibleError(ValueError):
    """Raised when no register fits what was published, as when cases were taken out since."""


class Audit:
    """An audit that goes on while cells are suppressed: what was protected stays protected.

    Parameters
    ----------
    attack : Attack
        The attacker's problem.

    Raises
    ------
    UnsolvedError
        If the solver comes to no answer.
    """

    def __init__(self, attack: Attack) -> None:
        self.attack = attack
        self._lot = np.random.default_rng(0)
        self._seen: dict[Target, tuple[float, float]] = {}
        self._count = attack.width * len(attack.releases)

    def leaks(self, targets: Iterable[Target]) -> list[Leak]:
        """Return those targets that are not protected."""
        watch = _Watch(self, list(targets))
        if not watch.open.any():
            return []
        watch = _Watch(self, [watch.targets[each] for each in np.flatnonzero(watch.open)])
        wanted = watch.targets
        watch.look(-watch.matrix.T @ np.array([1.0 if t.is_cell else 0.1 for t in wanted]))
        rounds, gain = 0, 1.0
        while watch.open.any() and rounds < _ROUNDS and gain > _LEAST_GAIN:
            before = np.count_nonzero(watch.open)
            watch.look(watch.matrix.T @ self._some(watch.open))
            gain = 1 - np.count_nonzero(watch.open) / before
            rounds += 1
        found = [watch.alone(int(each)) for each in np.flatnonzero(watch.open)]
        for target, least, most in zip(wanted, watch.least, watch.most, strict=True):
            self._seen[target] = (least, most)
        return [each for each in found if each is not None]

    def _bounds(self, target: Target) -> tuple[float, float]:
        return self._seen.get(target, (np.inf, -np.inf))

    def _some(self, is_open: Mask) -> Floats:
        """Choose about half of the open targets, each with a weight: of those that compete for
        the same victims the one with the greatest gets them."""
        weight, coin = self._lot.random((2, len(is_open)))
        return np.asarray(np.where(is_open & (coin < 0.5), weight, 0.0))


class _Watch:
    """Targets that are still open, and what witnesses have shown of them."""

    def __init__(self, audit: Audit, targets: list[Target]) -> None:
        self.audit, self.targets = audit, targets
        self.matrix = _matrix(audit.attack, targets, audit._count)
        self.least = np.full(len(targets), np.inf)
        self.most = np.full(len(targets), -np.inf)
        for place, each in enumerate(targets):
            self.least[place], self.most[place] = audit._bounds(each)
        self.is_cell = np.array([each.is_cell for each in targets])
        self.is_rest = np.array([each.is_cell and REST in each.cell for each in targets])
        self.open = ~self._settled()

    def look(self, objective: Floats, *, stepwise: bool = False) -> None:
        """Ask for a witness, and see what it settles."""
        found = self.audit.attack.most(objective, stepwise=stepwise)
        if found is None:
            # Something fitted before, and numbers have only been taken back since.
            raise UnsolvedError
        values = self.matrix @ found
        np.minimum(self.least, values, out=self.least)
        np.maximum(self.most, values, out=self.most)
        self.open = ~self._settled()

    def _settled(self) -> Mask:
        """Tell which targets are protected, by what has been seen of them."""
        from_, to = np.ceil(self.least - _NEAR), np.floor(self.most + _NEAR)
        wide = to - from_ >= PROTECTION
        # The rest stands for more than one: each of them may be nought.
        cells = np.where(self.is_rest, to >= PROTECTION, wide)
        # A difference isolates nobody if it may be nought, or may be as large as what is shown.
        apart = wide | (from_ < 1) | (to >= THRESHOLD)
        return np.asarray(np.where(self.is_cell, cells, apart))

    def alone(self, place: int) -> Leak | None:
        """Ask for the greatest and the least of one target, unless it is settled meanwhile."""
        because: list[Cell] = []
        for sign in (1.0, -1.0):
            if not self.open[place]:
                return None
            self.look(sign * self.matrix[place].toarray().ravel(), stepwise=True)
            because += self.audit.attack.binding() if self.open[place] else []
        if not self.open[place]:
            return None
        least, most = float(self.least[place]), float(self.most[place])
        return Leak(self.targets[place], least, most, tuple(dict.fromkeys(because)))


def _matrix(attack: Attack, targets: list[Target], count: int) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for place, target in enumerate(targets):
        plus = attack.columns(target.release, target.cell)
        minus: list[int] = []
        if target.less:
            minus = [at for each in target.less for at in attack.columns(target.release, each)]
        elif target.since is not None:
            minus = attack.columns(target.since, target.cell)
        for part, value in ((plus, 1.0), (minus, -1.0)):
            rows += [place] * len(part)
            columns += part
            values += [value] * len(part)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(targets), count))


def targets(attack: Attack, number: int) -> list[Target]:
    """Return what must stay protected of one release: suppressed cells, and small differences."""
    release = attack.releases[number]
    found = [Target(number, cell) for cell in sorted(suppressed(release.shown))]
    if number == len(attack.releases) - 1:
        found += [Target(number, cell) for cell in sorted(attack.plan.column) if REST in cell]
    found += [Target(number, cell, less=parts) for cell, parts in _differences(release)]
    found += [
        Target(number, cell, left=True)
        for cell in sorted(release.shown)
        if release.known.get(cell) and release.window(cell)[0] < THRESHOLD
    ]
    for since in range(number):
        before = attack.releases[since].shown
        found += [
            Target(number, cell, since=since)
            for cell in sorted(attack.plan.column)
            if REST not in cell
            and (since == number - 1 or (cell in before and cell in release.shown))
        ]
    return found


def _differences(release: Published) -> list[tuple[Cell, tuple[Cell, ...]]]:
    """Return numbers shown that may differ by few victims from one within it, or from all parts."""
    pairs = [
        (whole, (part,))
        for part in sorted(release.shown)
        for whole in _above(part)
        if whole in release.shown
    ]
    several = [each for each in divisions(release.shown) if len(each[1]) > 1]
    return [
        (whole, parts)
        for whole, parts in pairs + several
        if release.window(whole)[0] - sum(release.window(each)[1] for each in parts) < THRESHOLD
    ]


def _above(cell: Cell) -> list[Cell]:
    """Return all cells that a cell is part of, itself not."""
    found: dict[Cell, None] = {}
    left = [cell]
    while left:
        ups = [each for each in parents(left.pop()) if each not in found]
        found.update(dict.fromkeys(ups))
        left += ups
    return list(found)


def linked(releases: Sequence[Published]) -> Audit:
    """Return an audit of the last release together with as many before it as fit.

    Where cases have been taken out or corrected since, the numbers before that say nothing of
    those after.

    Raises
    ------
    InfeasibleError
        If not even the last release fits by itself.
    """
    for first in range(len(releases)):
        attack = Attack(releases[first:])
        if attack.most(np.zeros(attack.width * len(attack.releases))) is not None:
            return Audit(attack)
    raise InfeasibleError("No register fits what was published.")


def leaks(releases: Sequence[Published]) -> list[tuple[int, Leak]]:
    """Return everything that the attacker knows too well, with the position of the release.

    Of a release that no register fits, the leak has the whole as its target, and `Leak.most` is
    less than `Leak.least`.
    """
    found: list[tuple[int, Leak]] = []
    left = list(releases)
    while left:
        try:
            audit = linked(left)
        except InfeasibleError:
            last = left.pop()
            if last.known:
                # Its cases have been corrected since: what is known of them does not fit.
                left.append(Published(last.shown, {}))
            else:
                found.append((len(left), Leak(Target(0, WHOLE), 0.0, -1.0)))
            continue
        first = len(left) - len(audit.attack.releases)
        for number in range(len(audit.attack.releases)):
            found += [(first + number, each) for each in audit.leaks(targets(audit.attack, number))]
        left = left[:first]
    return sorted(found, key=lambda each: (each[0], str(each[1].target)))
