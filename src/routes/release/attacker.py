"""The attacker's problem: everything that follows from what was published, as a linear program.

For each release there is a table of true numbers. Each group is a table of years and areas with
all its margins; years and areas of which nothing is shown are one row and one column, the rest.
Parts of a whole never exceed it. From one release to the next victims were only added. Whatever
is shown lies within the reach of rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from routes.release.cells import GEOGRAPHIES, REACH, Cell, parent_group, suppressed
from routes.release.model import RefusedError

REST: Final = "*"
"""Stands for the years or the areas of which nothing is shown, all together."""

Floats = npt.NDArray[np.float64]
_INFINITE: Final = highspy.kHighsInf
_NEAR: Final = 1e-6
_PRIMAL: Final = 4
_MOST_STEPS: Final = 10_000
_NO_LIMIT: Final = 2**31 - 1


@dataclass(frozen=True)
class Published:
    """What the public knows of one release.

    Parameters
    ----------
    shown : mapping of Cell to int
        The numbers.
    known : mapping of Cell to int
        Victims of cases that were counted then and have been published one by one since: the
        attacker takes them off.
    """

    shown: Mapping[Cell, int]
    known: Mapping[Cell, int]

    def window(self, cell: Cell) -> tuple[float, float]:
        """Return between what numbers the attacker knows a shown cell to be."""
        middle = self.shown[cell] - self.known.get(cell, 0)
        return max(0.0, middle - REACH), max(0.0, middle + REACH)


class Rows:
    """Rows of a sparse matrix, gathered one by one."""

    def __init__(self) -> None:
        self.starts, self.columns, self.values = [0], [], []  # type: ignore[var-annotated]
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, plus: Sequence[int], minus: Sequence[int], lower: float, upper: float) -> int:
        """Add the row `sum(plus) - sum(minus)` and return its number."""
        self.columns += [*plus, *minus]
        self.values += [1.0] * len(plus) + [-1.0] * len(minus)
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def matrix(self, width: int) -> sparse.csr_matrix:
        """Return all rows."""
        cells = (self.values, self.columns, self.starts)
        return sparse.csr_matrix(cells, shape=(len(self.lower), width), dtype=float)


class Plan:
    """Which cells the attacker calculates with, and how they add up.

    Parameters
    ----------
    releases : sequence of Published
        In the order in which they left.
    """

    def __init__(self, releases: Sequence[Published]) -> None:
        cells = {cell for each in releases for cell in each.shown}
        listed = cells.union(*(suppressed(each.shown) for each in releases))
        self.column: dict[Cell, int] = {}
        self.groups = sorted({each.group for each in cells}, key=lambda g: (g != "all", g))
        self._shown, self._listed = cells, listed
        self.rows = Rows()
        self.years = {g: self._of(g, lambda c: c.year if not c.area else "") for g in self.groups}
        self.areas = {
            (g, kind): self._of(
                g, lambda c, k=kind: c.area if (c.geography, c.year) == (k, "") else ""
            )
            for g in self.groups
            for kind in GEOGRAPHIES
        }
        for group in self.groups:
            self._table(group)
        for cell in sorted(listed):
            # Suppressed parts of what is shown in a group that is not shown anywhere.
            self._at(cell)
        self._parts()

    def _of(self, group: str, name: Any) -> tuple[list[str], list[str]]:
        """Return the names of which a margin is shown, and those of which one is suppressed."""
        shown = {name(each) for each in self._shown if each.group == group} - {""}
        named = {name(each) for each in self._listed if each.group == group} - {""}
        return sorted(shown), sorted(named - shown)

    def _at(self, cell: Cell) -> int:
        return self.column.setdefault(cell, len(self.column))

    def _table(self, group: str) -> None:
        """Lay out the years and areas of a group, with their sums."""
        whole = self._at(Cell("", "", "", group))
        years, few_years = self.years[group]
        of_year = {year: self._at(Cell("", "", year, group)) for year in [*years, *few_years, REST]}
        self.rows.add(list(of_year.values()), [whole], 0, 0)
        for kind in GEOGRAPHIES:
            areas, few_areas = self.areas[group, kind]
            of_area = {
                area: self._at(Cell(kind, area, "", group)) for area in [*areas, *few_areas, REST]
            }
            self.rows.add(list(of_area.values()), [whole], 0, 0)
            grid = {
                (year, area): self._at(Cell(kind, area, year, group))
                for year in [*years, REST]
                for area in [*areas, REST]
            }
            for year in [*years, REST]:
                margin = (
                    [of_year[year]] if year != REST else [of_year[y] for y in [*few_years, REST]]
                )
                self.rows.add([grid[year, area] for area in [*areas, REST]], margin, 0, 0)
            for area in [*areas, REST]:
                margin = (
                    [of_area[area]] if area != REST else [of_area[a] for a in [*few_areas, REST]]
                )
                self.rows.add([grid[year, area] for year in [*years, REST]], margin, 0, 0)

    def _parts(self) -> None:
        """Say that the parts of a whole by age and sex, or by nationality, do not exceed it."""
        together: dict[tuple[Cell, bool], list[int]] = {}
        for cell, column in list(self.column.items()):
            if cell.group == "all":
                continue
            up = cell._replace(group=parent_group(cell.group))
            kind = ":" in cell.group
            if REST in cell and up.group in self.groups:
                wider = self._wider(cell, up.group)
                self.rows.add([column], wider, -_INFINITE, 0)
            elif up in self.column:
                together.setdefault((up, kind), []).append(column)
        for (up, _), columns in together.items():
            self.rows.add(columns, [self.column[up]], -_INFINITE, 0)

    def _wider(self, cell: Cell, group: str) -> list[int]:
        """Return the cells of the wider group that make up what is the rest for a cell."""
        margin = not (cell.area and cell.year)
        years = self._names(group, "", margin=margin)
        own_years = self._names(cell.group, "", margin=margin)
        areas = self._names(group, cell.geography, margin=margin)
        own_areas = self._names(cell.group, cell.geography, margin=margin)
        when, where = [cell.year], [cell.area]
        if cell.year == REST:
            when = [each for each in [*years, REST] if each not in own_years]
        if cell.area == REST:
            where = [each for each in [*areas, REST] if each not in own_areas]
        wanted = [Cell(cell.geography, area, year, group) for year in when for area in where]
        return [self.column[each] for each in wanted if each in self.column]

    def _names(self, group: str, kind: str, *, margin: bool) -> list[str]:
        """Return the years or areas that stand by themselves in a margin, or in the table."""
        if not kind:
            shown, few = self.years[group]
        else:
            shown, few = self.areas[group, kind]
        return [*shown, *few] if margin else shown


class _Solver(highspy.Highs):
    """HiGHS without the banner that it prints when it is made."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class UnsolvedError(RefusedError):
    """Raised when the solver came to no answer: what was not audited does not leave."""

    def __init__(self) -> None:
        super().__init__("release.not_audited")


def _solver(problem: highspy.HighsLp) -> _Solver:
    found = _Solver()  # type: ignore[no-untyped-call]
    found.setOptionValue("threads", 1)
    found.passModel(problem)
    return found


def _solved(solver: _Solver) -> bool:
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return False
    return bool(solver.getInfo().max_primal_infeasibility <= _NEAR)


class Attack:
    """The attacker's problem of some releases, to be asked again and again.

    Parameters
    ----------
    releases : sequence of Published
        In the order in which they left; at least one.
    """

    def __init__(self, releases: Sequence[Published]) -> None:
        self.releases = releases
        self.plan = Plan(releases)
        self.width = len(self.plan.column)
        self._windows: dict[tuple[int, Cell], int] = {}
        problem = self._problem()
        # The simplex method needs few steps from one cell to the next, and tells what holds it; for
        # witnesses of many cells the interior point method is several times faster.
        self._steps, self._inner = _solver(problem), _solver(problem)
        self._steps.setOptionValue("simplex_strategy", _PRIMAL)
        self._inner.setOptionValue("solver", "ipm")
        self._inner.setOptionValue("run_crossover", "off")

    def _problem(self) -> highspy.HighsLp:
        count = len(self.releases)
        rows, plan = Rows(), self.plan.rows
        matrix = plan.matrix(self.width)
        lower, upper = np.zeros(self.width * count), np.full(self.width * count, _INFINITE)
        for number, release in enumerate(self.releases):
            for cell in sorted(release.shown):
                least, most = release.window(cell)
                at = self.plan.column[cell]
                if number:
                    several = [at + self.width * each for each in range(number + 1)]
                    self._windows[number, cell] = rows.add(several, [], least, most)
                else:
                    lower[at], upper[at] = least, most
        windows = rows.matrix(self.width * count)
        whole = sparse.vstack([sparse.block_diag([matrix] * count), windows], format="csr")
        self._first_window = len(plan.lower) * count
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = self.width * count, whole.shape[0]
        problem.col_cost_ = np.zeros(self.width * count)
        problem.col_lower_, problem.col_upper_ = lower, upper
        problem.row_lower_ = np.array([*plan.lower * count, *rows.lower])
        problem.row_upper_ = np.array([*plan.upper * count, *rows.upper])
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = whole.indptr
        problem.a_matrix_.index_ = whole.indices
        problem.a_matrix_.value_ = whole.data
        return problem

    def columns(self, number: int, cell: Cell) -> list[int]:
        """Return the columns whose sum is a cell in a release."""
        at = self.plan.column[cell]
        return [at + self.width * each for each in range(number + 1)]

    def release(self, cell: Cell) -> None:
        """Take back a number that the last release was to show."""
        last = len(self.releases) - 1
        row = self._first_window + self._windows.pop((last, cell)) if last else 0
        for solver in (self._steps, self._inner):
            if last:
                solver.changeRowBounds(row, 0.0, _INFINITE)
            else:
                solver.changeColBounds(self.plan.column[cell], 0.0, _INFINITE)

    def most(self, objective: Floats, *, stepwise: bool = False) -> Floats | None:
        """Return what the true numbers may be where an objective is greatest; None if nothing
        fits what was published. Only what was sought `stepwise` has a `binding`.

        Raises
        ------
        UnsolvedError
            If the solver comes to no answer.
        """
        solver = self._steps if stepwise else self._inner
        self._ask(solver, objective)
        if not _solved(solver):
            # The interior point method proves nothing; the last basis may lead nowhere.
            solver = self._steps
            solver.clearSolver()
            self._ask(solver, objective)
        if _solved(solver):
            return np.asarray(solver.getSolution().col_value)
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        raise UnsolvedError

    def _ask(self, solver: _Solver, objective: Floats) -> None:
        if solver is self._inner:
            solver.clearSolver()
        else:
            # From the last solution few steps lead to the next; the first is come to from inside.
            warm = solver.getBasis().valid
            solver.setOptionValue("solver", "simplex" if warm else "ipm")
            solver.setOptionValue("simplex_iteration_limit", _MOST_STEPS if warm else _NO_LIMIT)
        solver.changeColsCost(len(objective), np.arange(len(objective), dtype=np.int32), -objective)
        solver.run()

    def binding(self) -> list[Cell]:
        """Return the numbers of the last release that hold back what was last sought stepwise."""
        solution = self._steps.getSolution()
        last = len(self.releases) - 1
        if not last:
            price = np.abs(np.asarray(solution.col_dual))
            shown = self.releases[0].shown
            return [cell for cell in sorted(shown) if price[self.plan.column[cell]] > 1e-7]
        price = np.abs(np.asarray(solution.row_dual))
        return [
            cell
            for (number, cell), row in self._windows.items()
            if number == last and price[self._first_window + row] > 1e-7
        ]
