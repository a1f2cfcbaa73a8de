"""An attacker who has nothing but the published frames, written without the product's own audit.

Nothing of the package `routes.release` is used here.

Every table is laid out in full: each year that is named and all others, each area that is named
and all others, each group. Years and areas add up; parts of a group never exceed it; victims are
only ever added from one release to the next; each number shown is off by at most 2. What the least
and the greatest value of a suppressed cell can be is then a matter of linear programming.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

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

    def __init__(self, frames: Sequence[pd.DataFrame], *, off: int = OFF) -> None:
        self.off = off
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
        """Return, as rows, all that is left between numbers shown and may be too few victims.

        Between two numbers, one within the other or of two releases; and between a number and all
        parts of it that are shown. Of other sums nothing small is left: every number is over 11.
        """
        left = [
            (self.vector(whole, at) - self.vector(part, at), frame.shown[whole] - less, 2)
            for at, frame in enumerate(self.frames)
            for part, less in frame.shown.items()
            for whole in wider(part)
            if whole in frame.shown
        ]
        left += [
            (
                self.vector(whole, at) - sum(self.vector(part, at) for part in parts),
                frame.shown[whole] - sum(frame.shown[part] for part in parts),
                1 + len(parts),
            )
            for at, frame in enumerate(self.frames)
            for whole, parts in divided(frame.shown)
            if len(parts) > 1
        ]
        left += [
            (self.vector(name, at) - self.vector(name, since), more - before.shown[name], 2)
            for at, frame in enumerate(self.frames)
            for since, before in enumerate(self.frames[:at])
            for name, more in frame.shown.items()
            if name in before.shown
        ]
        small = [row for row, number, several in left if number - several * self.off < 11]
        none = sparse.csr_matrix((0, self.size * len(self.frames)))
        return sparse.vstack([none, *small], format="csr")

    def too_narrow(self) -> list[tuple[Name, int]]:
        """Return the suppressed cells that are bounded within less than 5."""
        return self._found[0]

    def isolated(self) -> int:
        """Return how many differences must be of 1 to 10 victims, known within less than 5."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[list[tuple[Name, int]], int]:
        cells, differences = self.cells(), self.differences()
        is_cell = np.arange(cells.shape[0] + differences.shape[0]) < cells.shape[0]

        def harmless(low: Numbers, high: Numbers) -> Mask:
            apart = (low < 1 - NEAR) | (high > 10 + NEAR)
            return (high - low > 5 - NEAR) | (~is_cell & apart)

        least, most = self._narrow(sparse.vstack([cells, differences], format="csr"), harmless)
        known = ~harmless(least, most)
        narrow = [self.suppressed()[place] for place in np.flatnonzero(known & is_cell)]
        return narrow, int(np.count_nonzero(known & ~is_cell))

    def _narrow(
        self, matrix: sparse.csr_matrix, enough: Callable[[Numbers, Numbers], Mask]
    ) -> tuple[Numbers, Numbers]:
        """Return least and greatest of each row of `matrix`, as far as it takes to see that they
        are enough apart; exact where they are not."""
        least, most = np.full(matrix.shape[0], np.inf), np.full(matrix.shape[0], -np.inf)

        def look(objective: Numbers) -> Mask:
            seen = matrix @ self._solver.least(objective)
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
            for sign in (1.0, -1.0):
                if left[place]:
                    left = look(sign * alone)
        return least, most

    @cached_property
    def _solver(self) -> Solver:
        rows, values = self.windows()
        none = np.zeros(self._equal.shape[0])
        below = np.zeros(self._below.shape[0])
        return Solver(
            sparse.vstack([self._equal, self._below, rows], format="csr"),
            np.concatenate([none, below - np.inf, values - self.off]),
            np.concatenate([none, below, values + self.off]),
        )


class Solver:
    """Numbers that are not negative and meet linear rules.

    Asked for the least of a few, it goes on from where it was, by the simplex method; for many at
    once the interior point method is several times faster.
    """

    def __init__(self, matrix: sparse.csr_matrix, lower: Numbers, upper: Numbers) -> None:
        self._matrix, self._lower, self._upper = matrix, lower, upper
        self._steps = self._program()
        self._inner = self._program()
        self._steps.setOptionValue("simplex_strategy", 4)
        self._inner.setOptionValue("run_crossover", "off")

    def _program(self) -> highspy.Highs:
        found = highspy.Highs()
        found.setOptionValue("output_flag", False)
        found.setOptionValue("threads", 1)
        problem = highspy.HighsLp()
        problem.num_row_, problem.num_col_ = self._matrix.shape
        problem.col_cost_ = np.zeros(self._matrix.shape[1])
        problem.col_lower_ = np.zeros(self._matrix.shape[1])
        problem.col_upper_ = np.full(self._matrix.shape[1], np.inf)
        problem.row_lower_, problem.row_upper_ = self._lower, self._upper
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = self._matrix.indptr
        problem.a_matrix_.index_ = self._matrix.indices
        problem.a_matrix_.value_ = self._matrix.data
        assert found.passModel(problem) == highspy.HighsStatus.kOk
        return found

    def least(self, objective: Numbers) -> Numbers:
        """Return numbers for which an objective is least."""
        few = np.count_nonzero(objective) <= 150
        program = self._steps if few else self._inner
        program.changeColsCost(len(objective), np.arange(len(objective), dtype=np.int32), objective)
        if few and program.getBasis().valid:
            program.setOptionValue("solver", "simplex")
            program.setOptionValue("simplex_iteration_limit", 10_000)
            program.run()
        if not few or program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # The first of a few has no last numbers to go on from, and some lead nowhere.
            program.clearSolver()
            program.setOptionValue("solver", "ipm")
            program.setOptionValue("simplex_iteration_limit", 2**31 - 1)
            program.run()
        status = program.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, status
        found = np.asarray(program.getSolution().col_value)
        seen = self._matrix @ found
        off = max(-found.min(), (self._lower - seen).max(), (seen - self._upper).max())
        assert off < NEAR, off
        return found


def wider(name: Name) -> list[Name]:
    """Return all cells that a cell is part of, itself not."""
    kind, area, year, group = name
    groups = [group]
    while groups[-1] != "all":
        groups.append(WIDER.get(groups[-1], "all"))
    areas = [(kind, area), ("", "")] if area else [("", "")]
    years = [year, ""] if year else [""]
    return [(*a, y, g) for a in areas for y in years for g in groups][1:]


def divided(shown: dict[Name, int]) -> list[tuple[Name, list[Name]]]:
    """Return every number shown with its parts that are shown: years, areas, or groups."""
    found: dict[tuple[Name, str], list[Name]] = {}
    for kind, area, year, group in sorted(shown):
        if year:
            found.setdefault(((kind, area, "", group), "year"), []).append(
                (kind, area, year, group)
            )
        if area:
            found.setdefault((("", "", year, group), kind), []).append((kind, area, year, group))
        if group != "all":
            whole = (kind, area, year, WIDER.get(group, "all"))
            how = "group" if group in WIDER else "nationality"
            found.setdefault((whole, how), []).append((kind, area, year, group))
    for name in [each for each in shown if each[3] == "all"]:
        for young in (["minors"], ["girls", "boys"]):
            for old in (["adults"], ["women", "men"]):
                parts = [(*name[:3], group) for group in young + old]
                found[name, f"{young} {old}"] = [each for each in parts if each in shown]
    return [(whole, parts) for (whole, _), parts in found.items() if whole in shown]


def _one(place: int) -> tuple[int, int]:
    return place, place + 1


def _matrix(rules: list[tuple[Numbers, Numbers]], width: int) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for place, (plus, minus) in enumerate(rules):
        rows += [place] * (len(plus) + len(minus))
        columns += [*plus, *minus]
        values += [1.0] * len(plus) + [-1.0] * len(minus)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(rules), width))
