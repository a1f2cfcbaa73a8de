"""An attacker who has nothing but the published frames, written without the product's own audit.

Every table is laid out in full: each year that is named and all others, each area that is named
and all others, each group. Years and areas add up; parts of a group never exceed it; victims are
only ever added from one release to the next; each number shown is off by at most 2. What the least
and the greatest value of a suppressed cell can be is then a matter of linear programming.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

Name = tuple[str, str, str, str]
"""Geography, area, year and group; ``""`` for all areas or all years."""

WIDER = {
    "minors": "all",
    "adults": "all",
    **dict.fromkeys(("girls", "boys"), "minors"),
    **dict.fromkeys(("women", "men"), "adults"),
}
OFF = 2
NEAR = 1e-6
KINDS = ("origin", "destination")
Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Frame:
    """What one frame says: numbers shown, and names of suppressed cells."""

    shown: dict[Name, int]
    suppressed: list[Name]


def read(frame: pd.DataFrame) -> Frame:
    """Read a published frame."""
    shown: dict[Name, int] = {}
    hidden: dict[Name, None] = {}
    for row in frame.itertuples():
        year = str(row.year) if row.period == "year" else "undated" * (row.period == "undated")
        name = (str(row.geography) if row.area else "", str(row.area), year, str(row.group))
        if row.suppressed:
            hidden[name] = None
        else:
            shown[name] = int(row.victims)
    return Frame(shown, list(hidden))


class Attacker:
    """Bounds what the frames of one office's releases leave open."""

    def __init__(self, frames: Sequence[pd.DataFrame]) -> None:
        self.frames = [read(each) for each in frames]
        names = {name for each in self.frames for name in (*each.shown, *each.suppressed)}
        self.years = sorted({year for _, _, year, _ in names} - {""})
        self.areas = {
            kind: sorted({area for k, area, _, _ in names if k == kind}) for kind in KINDS
        }
        self.groups = sorted({group for *_, group in names})
        self._place()
        self._lot = np.random.default_rng(1)
        self._equal, self._below = self._rules()
        self._problem: dict[str, object] | None = None

    def _place(self) -> None:
        years, groups, at = len(self.years) + 1, len(self.groups), 0
        self.table = {}
        for kind in KINDS:
            shape = (years, len(self.areas[kind]) + 1, groups)
            size = int(np.prod(shape))
            self.table[kind] = np.arange(at, at + size).reshape(shape)
            at += size
        self.size = at

    def columns(self, name: Name) -> Numbers:
        """Return the variables that add up to a cell, in the first release."""
        kind, area, year, group = name
        table = self.table[kind or "origin"]
        when = slice(None) if not year else slice(*_one(self.years.index(year)))
        where = slice(None) if not area else slice(*_one(self.areas[kind].index(area)))
        return table[when, where, self.groups.index(group)].ravel()

    def vector(self, name: Name, release: int) -> sparse.csr_matrix:
        """Return a cell of a release as a row: what there was first, and what was added since."""
        columns = self.columns(name)
        every = np.concatenate([columns + self.size * each for each in range(release + 1)])
        row = np.zeros(len(every), dtype=int)
        shape = (1, self.size * len(self.frames))
        return sparse.csr_matrix((np.ones(len(every)), (row, every)), shape=shape)

    def _rules(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        equal, below = [], []
        for number in range(len(self.frames)):
            shift = number * self.size
            for place in range(len(self.groups)):
                for when in range(len(self.years) + 1):
                    one, other = (self.table[kind][when, :, place] + shift for kind in KINDS)
                    equal.append((one, other))
            for whole, parts in self._divisions():
                for kind in KINDS:
                    table = self.table[kind].reshape(-1, len(self.groups)) + shift
                    below += [(row[parts], row[[whole]]) for row in table]
        width = self.size * len(self.frames)
        return _matrix(equal, width), _matrix(below, width)

    def _divisions(self) -> list[tuple[int, list[int]]]:
        found: dict[tuple[str, bool], list[int]] = {}
        for place, group in enumerate(self.groups):
            if group != "all":
                whole = WIDER.get(group, "all")
                found.setdefault((whole, group in WIDER), []).append(place)
        return [(self.groups.index(whole), parts) for (whole, _), parts in found.items()]

    def windows(self) -> tuple[sparse.csr_matrix, Numbers]:
        """Return each number shown as a row, and the number."""
        told = [
            (self.vector(name, number), value)
            for number, frame in enumerate(self.frames)
            for name, value in sorted(frame.shown.items())
        ]
        rows = sparse.vstack([row for row, _ in told], format="csr")
        return rows, np.array([value for _, value in told], dtype=float)

    def suppressed(self) -> list[tuple[Name, int]]:
        """Return every suppressed cell, with its release."""
        return [(name, at) for at, frame in enumerate(self.frames) for name in frame.suppressed]

    def cells(self) -> sparse.csr_matrix:
        """Return every suppressed cell as a row, in the order of `suppressed`."""
        return sparse.vstack([self.vector(*each) for each in self.suppressed()], format="csr")

    def differences(self) -> sparse.csr_matrix:
        """Return all differences of two numbers shown, one within the other or of two releases,
        that may be as small as a number that is never shown."""
        small = [
            self.vector(whole, at) - self.vector(part, at)
            for at, frame in enumerate(self.frames)
            for part, less in frame.shown.items()
            for whole in wider(part)
            if whole in frame.shown and frame.shown[whole] - less - 2 * OFF < 11
        ]
        small += [
            self.vector(name, at) - self.vector(name, since)
            for at, frame in enumerate(self.frames)
            for since, before in enumerate(self.frames[:at])
            for name, more in frame.shown.items()
            if name in before.shown and more - before.shown[name] - 2 * OFF < 11
        ]
        none = sparse.csr_matrix((0, self.size * len(self.frames)))
        return sparse.vstack([none, *small], format="csr")

    def too_narrow(self) -> list[tuple[Name, int]]:
        """Return the suppressed cells that are bounded within less than 5."""
        least, most = self._narrow(self.cells(), lambda low, high: high - low > 5 - NEAR)
        cells = zip(self.suppressed(), most - least, strict=True)
        return [cell for cell, width in cells if width < 5 - NEAR]

    def isolated(self) -> int:
        """Return how many differences must be of 1 to 10 victims, known within less than 5."""

        def harmless(low: Numbers, high: Numbers) -> Mask:
            return (high - low > 5 - NEAR) | (low < 1 - NEAR) | (high > 10 + NEAR)

        return int(np.count_nonzero(~harmless(*self._narrow(self.differences(), harmless))))

    def _narrow(
        self, matrix: sparse.csr_matrix, enough: Callable[[Numbers, Numbers], Mask]
    ) -> tuple[Numbers, Numbers]:
        """Return least and greatest of each row of `matrix`, as far as it takes to see that they
        are enough apart; exact where they are not."""
        least, most = np.full(matrix.shape[0], np.inf), np.full(matrix.shape[0], -np.inf)

        def look(objective: Numbers) -> Mask:
            seen = matrix @ self._solve(objective)
            np.minimum(least, seen, out=least)
            np.maximum(most, seen, out=most)
            return ~enough(least, most)

        left = look(matrix.T @ np.ones(matrix.shape[0]))
        gain = 1.0
        while left.any() and gain > 0.02:
            before = left.sum()
            some = self._lot.random(len(left)) * (self._lot.random(len(left)) < 0.5)
            left = look(-(matrix.T @ (some * left)))
            gain = 1 - left.sum() / before
        for place in np.flatnonzero(left):
            alone = matrix[int(place)].toarray().ravel()
            for sign in (-1.0, 1.0):
                if left[place]:
                    left = look(sign * alone)
        return least, most

    def _solve(self, objective: Numbers) -> Numbers:
        if self._problem is None:
            rows, values = self.windows()
            self._problem = {
                "A_ub": sparse.vstack([self._below, rows, -rows], format="csr"),
                "b_ub": np.concatenate(
                    [np.zeros(self._below.shape[0]), values + OFF, OFF - values]
                ),
                "A_eq": self._equal,
                "b_eq": np.zeros(self._equal.shape[0]),
            }
        found = linprog(objective, method="highs", **self._problem)
        assert found.status == 0, found.message
        return np.asarray(found.x)


def wider(name: Name) -> list[Name]:
    """Return all cells that a cell is part of, itself not."""
    kind, area, year, group = name
    groups = [group]
    while groups[-1] != "all":
        groups.append(WIDER.get(groups[-1], "all"))
    areas = [(kind, area), ("", "")] if area else [("", "")]
    years = [year, ""] if year else [""]
    return [(*a, y, g) for a in areas for y in years for g in groups][1:]


def _one(place: int) -> tuple[int, int]:
    return place, place + 1


def _matrix(rules: list[tuple[Numbers, Numbers]], width: int) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for place, (plus, minus) in enumerate(rules):
        rows += [place] * (len(plus) + len(minus))
        columns += [*plus, *minus]
        values += [1.0] * len(plus) + [-1.0] * len(minus)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(rules), width))
