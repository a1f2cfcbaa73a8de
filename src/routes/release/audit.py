"""The audit: how narrowly the attacker can bound what was suppressed, and what follows from it.

For every suppressed cell the feasibility interval is sought, from the least to the greatest
number that fits all that was published. One solution of the attacker's problem is a witness for
many cells at once: where two witnesses are `PROTECTION` apart, the cell is protected. Only cells
that no witness settles are asked one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

from routes.release.attacker import REST, Attack, Floats
from routes.release.cells import PROTECTION, THRESHOLD, Cell, suppressed, within

_NEAR: Final = 1e-6
_ROUNDS: Final = 60
_LEAST_GAIN: Final = 0.02


class Target(NamedTuple):
    """What the attacker is after: a suppressed cell, or the difference of two numbers.

    Parameters
    ----------
    release : int
        Position of the release.
    cell : Cell
        The suppressed cell, or the greater number.
    less : Cell or None
        What is taken off, of the same release; None for nothing.
    since : int or None
        Release whose number of the same cell is taken off.
    """

    release: int
    cell: Cell
    less: Cell | None = None
    since: int | None = None

    @property
    def is_cell(self) -> bool:
        """Whether it is a suppressed cell."""
        return self.less is None and self.since is None


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
    InfeasibleError
        If no register fits.
    """

    def __init__(self, attack: Attack) -> None:
        self.attack = attack
        self._lot = np.random.default_rng(0)
        self._seen: dict[Target, tuple[float, float]] = {}
        self._count = attack.width * len(attack.releases)

    def leaks(self, targets: Iterable[Target]) -> list[Leak]:
        """Return those targets that are not protected."""
        wanted = [each for each in targets if not self._safe(each, *self._bounds(each))]
        if not wanted:
            return []
        watch = _Watch(self, wanted)
        watch.look(-watch.matrix.T @ np.array([1.0 if t.is_cell else 0.1 for t in wanted]))
        rounds, gain = 0, 1.0
        while watch.open.any() and rounds < _ROUNDS and gain > _LEAST_GAIN:
            before = np.count_nonzero(watch.open)
            chosen = self._spread(wanted, watch.open)
            watch.look(watch.matrix.T @ chosen)
            gain = 1 - np.count_nonzero(watch.open) / before
            rounds += 1
        found = [watch.alone(int(each)) for each in np.flatnonzero(watch.open)]
        for target, least, most in zip(wanted, watch.least, watch.most, strict=True):
            self._seen[target] = (least, most)
        return [each for each in found if each is not None]

    def _bounds(self, target: Target) -> tuple[float, float]:
        return self._seen.get(target, (np.inf, -np.inf))

    def _spread(self, wanted: list[Target], is_open: Floats) -> Floats:
        """Choose open targets that do not compete for the same victims."""
        taken: set[object] = set()
        chosen = np.zeros(len(wanted))
        for each in self._lot.permutation(np.flatnonzero(is_open)):
            target = wanted[each]
            cell = target.cell
            lines = [
                (target.release, *cell._replace(year="")),
                (target.release, *cell._replace(area="", geography="")),
            ]
            if not any(line in taken for line in lines):
                taken.update(lines)
                chosen[each] = 1.0 + self._lot.random()
        return chosen

    def _safe(self, target: Target, least: float, most: float) -> bool:
        return bool(protected(target, np.array([least]), np.array([most]))[0])


def protected(target: Target, least: Floats, most: Floats) -> Floats:
    """Tell whether what has been seen of a target is enough."""
    from_, to = np.ceil(least - _NEAR), np.floor(most + _NEAR)
    wide = to - from_ >= PROTECTION
    if target.is_cell:
        # The rest stands for more than one: each of them may be nought.
        return np.asarray(to >= PROTECTION) if REST in target.cell else np.asarray(wide)
    return np.asarray(wide | (from_ < 1) | (to >= THRESHOLD))


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
        self.open = np.ones(len(targets), dtype=bool)

    def look(self, objective: Floats) -> None:
        """Ask for a witness, and see what it settles."""
        found = self.audit.attack.most(objective)
        if found is None:
            raise InfeasibleError("No register fits what was published.")
        values = self.matrix @ found
        np.minimum(self.least, values, out=self.least)
        np.maximum(self.most, values, out=self.most)
        from_, to = np.ceil(self.least - _NEAR), np.floor(self.most + _NEAR)
        wide = to - from_ >= PROTECTION
        cells = np.where(self.is_rest, to >= PROTECTION, wide)
        self.open = ~np.where(self.is_cell, cells, wide | (from_ < 1) | (to >= THRESHOLD))

    def alone(self, place: int) -> Leak | None:
        """Ask for the greatest and the least of one target, unless it is settled meanwhile."""
        because: list[Cell] = []
        for sign in (1.0, -1.0):
            if not self.open[place]:
                return None
            self.look(sign * self.matrix[place].toarray().ravel())
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
        if target.less is not None:
            minus = attack.columns(target.release, target.less)
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
    found += [Target(number, cell, less=part) for cell, part in _nested(release)]
    if number:
        found += [
            Target(number, cell, since=number - 1)
            for cell in sorted(attack.plan.column)
            if REST not in cell
        ]
    return found


def _nested(release: object) -> list[tuple[Cell, Cell]]:
    """Return pairs of numbers shown, one within the other, that differ by few victims."""
    found = []
    for part in sorted(release.shown):  # type: ignore[attr-defined]
        for whole in above(part):
            if whole in release.shown:  # type: ignore[attr-defined]
                least = release.window(whole)[0] - release.window(part)[1]  # type: ignore[attr-defined]
                if least < THRESHOLD:
                    found.append((whole, part))
    return found


def above(cell: Cell) -> list[Cell]:
    """Return all cells that a cell is part of, itself not."""
    from routes.release.cells import parents

    found: list[Cell] = []
    left = [cell]
    while left:
        for each in parents(left.pop()):
            if each not in found:
                found.append(each)
                left.append(each)
    return [each for each in found if within(cell, each)]
