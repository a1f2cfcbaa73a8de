"""The choice of k places that covers most: greedy, and exactly with HiGHS.

Maximum coverage is solved in the manner of Cordeau, Furini and Ljubić (2019, European Journal of
Operational Research 275, 882–896): only the places are variables, and the weight covered is
bounded from above by one cut for each point looked at. With a few dozen places this takes
milliseconds where one variable for each route takes minutes.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import Any, Final

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from routes.analysis.coverage.instance import Instance, components, undominated
from routes.columns import Ints

_ROUNDS: Final = 200
_FEW: Final = 20_000
"""Choices of all places but one that are tried one after the other."""
_SECONDS: Final = 20.0

Found = tuple[tuple[int, ...], int, int]
"""Places, the weight they cover, and a weight that no choice exceeds."""


def greedy(instance: Instance, k: int) -> tuple[int, ...]:
    """Take the place that adds most, k times, or until none adds anything.

    It covers at least 1 − 1/e of the best (Nemhauser, Wolsey and Fisher 1978).
    """
    rest, taken = instance.weight.copy(), []
    for _ in range(k):
        gains = instance.gains(rest)
        best = int(gains.argmax()) if len(gains) else 0
        if not len(gains) or gains[best] <= 0:
            break
        taken.append(best)
        rest[instance.members(best)] = 0
    return tuple(taken)


def solve(instance: Instance, k: int) -> Found:
    """Find the k places that cover most.

    Places whose sets all belong to another place are left out, equal sets are merged, and what
    no set joins is solved apart.
    """
    keep = undominated(instance)
    reduced = instance.only(keep)
    groups = components(reduced)
    if len(groups) == 1:
        chosen, value, bound = _solve_joined(reduced, k)
        return tuple(int(keep[each]) for each in chosen), value, bound
    tables = [_table(reduced.only(group), min(k, len(group))) for group in groups]
    chosen, value, bound = _combined(tables, groups, k)
    return tuple(int(keep[each]) for each in chosen), value, bound


def needed(instance: Instance, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out places without which nothing is lost."""
    kept, value = list(chosen), instance.value(chosen)
    for site in reversed(chosen):
        rest = [each for each in kept if each != site]
        if instance.value(rest) == value:
            kept = rest
    return tuple(kept)


def _table(instance: Instance, k: int) -> list[Found]:
    """Return the best choice of 0, 1, … k places."""
    return [((), 0, 0), *(_solve_joined(instance, each) for each in range(1, k + 1))]


def _combined(tables: list[list[Found]], groups: list[Ints], k: int) -> Found:
    """Share the k places out among groups that have nothing in common."""
    best: list[Found] = [((), 0, 0)] * (k + 1)
    for table, group in zip(tables, groups, strict=True):
        named = [(tuple(group[list(sites)].tolist()), v, b) for sites, v, b in table]
        best = [_best_share(best, named, each) for each in range(k + 1)]
    return best[k]


def _best_share(before: list[Found], table: list[Found], k: int) -> Found:
    shares = [(before[k - each], here) for each, here in enumerate(table[: k + 1])]
    bound = max(one[2] + other[2] for one, other in shares)
    one, other = max(shares, key=lambda share: share[0][1] + share[1][1])
    return (*one[0], *other[0]), one[1] + other[1], bound


def _solve_joined(instance: Instance, k: int) -> Found:
    if k >= instance.sites:
        every = tuple(range(instance.sites))
        value = instance.value(every)
        return every, value, value
    chosen = _swapped(instance, greedy(instance, k))
    value = instance.value(chosen)
    bound, worth = _relaxed(instance, k, chosen)
    if bound <= value:
        return chosen, value, value
    # What a place is worth in the relaxation rules out those that cannot be in a better choice.
    rest = np.flatnonzero(worth > value)
    if comb(len(rest), k - 1) <= _FEW:
        return _tried(instance, rest, k, (chosen, value))
    return _with_integers(instance, rest, k, (chosen, value, bound))


def _swapped(instance: Instance, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Exchange one place for another as long as that covers more."""
    now, value = list(chosen), instance.value(chosen)
    for _ in range(4 * len(chosen)):
        steps = []
        for out in now:
            rest = [each for each in now if each != out]
            open_weight = instance.weight * ~instance.covered(rest)
            gains = instance.gains(open_weight)
            best = int(gains.argmax())
            steps.append((instance.value(rest) + int(gains[best]), best, rest))
        if not steps or max(step[0] for step in steps) <= value:
            break
        value, best, rest = max(steps, key=lambda step: step[0])
        now = [*rest, best]
    return tuple(now)


def _cut(instance: Instance, point: Any) -> tuple[Any, float]:
    """Return slopes and constant of a bound on the weight covered, exact at a point."""
    open_weight = instance.weight * (instance.passes @ point < 1 - 1e-9)
    return instance.gains(open_weight), float(instance.weight.sum() - open_weight.sum())


def _relaxed(instance: Instance, k: int, chosen: tuple[int, ...]) -> tuple[int, Any]:
    """Return a bound on what k places cover, and a bound for choices with each place in them."""
    n = instance.sites
    point = np.zeros(n)
    cuts = [_cut(instance, point)]
    point[list(chosen)] = 1
    cuts.append(_cut(instance, point))
    for _ in range(_ROUNDS):
        slopes = np.array([slope for slope, _ in cuts], dtype=float)
        table = np.vstack([np.c_[-slopes, np.ones(len(cuts))], [*np.ones(n), 0.0]])
        limits = [*(constant for _, constant in cuts), float(k)]
        ranges = [(0.0, 1.0)] * n + [(0.0, None)]
        cost = [*np.zeros(n), -1.0]
        found = linprog(cost, A_ub=table, b_ub=limits, bounds=ranges, method="highs")
        bound, cut = -float(found.fun), _cut(instance, found.x[:n])
        if cut[1] + cut[0] @ found.x[:n] >= bound - 1e-6 * max(1.0, bound):
            break
        cuts.append(cut)
    reduced = np.asarray(found.lower.marginals)[:n]
    return _floor(bound), bound - reduced + 1e-6 * max(1.0, bound)


def _floor(bound: float) -> int:
    """Return the greatest whole number below a bound that was reckoned with small errors."""
    return int(np.floor(bound + 1e-6 * max(1.0, bound)))


def _tried(instance: Instance, rest: Ints, k: int, best: tuple[tuple[int, ...], int]) -> Found:
    """Try every choice of all places but one; the last is then read off."""
    chosen, value = best
    for some in combinations(rest.tolist(), k - 1):
        open_weight = instance.weight.copy()
        for site in some:
            open_weight[instance.members(site)] = 0
        gains = instance.gains(open_weight)
        last = int(gains.argmax())
        here = int(instance.weight.sum() - open_weight.sum() + gains[last])
        if here > value:
            chosen, value = (*some, last), here
    return chosen, value, value


def _with_integers(instance: Instance, rest: Ints, k: int, best: Found) -> Found:
    """Solve the model with one variable for each place and each set, within a time limit."""
    chosen, value, bound = best
    reduced = instance.only(rest)
    sets, n = reduced.passes.shape
    linked = sparse.hstack([-reduced.passes, sparse.identity(sets)], format="csr")
    counted = np.r_[np.ones(n), np.zeros(sets)][None]
    found = milp(
        np.r_[np.zeros(n), -reduced.weight.astype(float)],
        constraints=[LinearConstraint(linked, -np.inf, 0), LinearConstraint(counted, -np.inf, k)],
        integrality=np.ones(n + sets),
        bounds=Bounds(0, 1),
        options={"time_limit": _SECONDS, "mip_rel_gap": 0},
    )
    if found.mip_dual_bound is not None:
        bound = min(bound, max(value, _floor(-float(found.mip_dual_bound))))
    if found.x is not None:
        here = tuple(int(rest[each]) for each in np.flatnonzero(found.x[:n] > 0.5))
        if instance.value(here) > value:
            chosen, value = here, instance.value(here)
    return chosen, value, bound
