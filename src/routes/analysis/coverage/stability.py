"""How much the choice depends on single cases, and on what is only inferred."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import sparse

from routes.analysis.coverage.answering import in_order
from routes.analysis.coverage.documented import Documented
from routes.analysis.coverage.instance import Instance, alike, merged
from routes.analysis.coverage.model import Offered, Weight
from routes.analysis.coverage.solving import needed, solve
from routes.columns import Ints
from routes.query import RouteQuery
from routes.store import Store

RESAMPLES: Final = 200
SEED: Final = 1

Told = Callable[[int, int], None]
"""Told after each resample how many are done, and of how many."""


class CancelledError(Exception):
    """Raised when whoever asked does not want to know any more."""


@dataclass(frozen=True)
class Share:
    """In how many of the resamples a place, or one that covers exactly the same, is chosen."""

    site: str
    times: int
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stability:
    """The choice under resampling of the cases.

    Parameters
    ----------
    resamples : int
        How many times the cases were drawn anew, with replacement and as many as there are.
    shares : tuple of Share
        Places chosen in any of them, the most frequent first.
    same : int
        Resamples in which exactly the chosen places were chosen.
    """

    resamples: int
    shares: tuple[Share, ...]
    same: int

    def times(self, site: str) -> int:
        """Return in how many of the resamples a place is chosen."""
        return next((each.times for each in self.shares if each.site == site), 0)


@dataclass(frozen=True)
class Weaker:
    """The choice once some legs are left out.

    Parameters
    ----------
    left_out : {"inferred", "low_credibility"}
        Legs that rest on inference, or of credibility 4 to 6.
    chosen : tuple of str
        The places then chosen, the one that adds most first.
    value, coverable : int
        What they cover, and what any place covers.
    case_ids : tuple of str
        The cases with a route through one of them.
    """

    left_out: Literal["inferred", "low_credibility"]
    chosen: tuple[str, ...]
    value: int
    coverable: int
    case_ids: tuple[str, ...]


def stability(
    store: Store,
    query: RouteQuery,
    *,
    k: int,
    chosen: tuple[str, ...],
    weight: Weight = "cases",
    offered: Offered = "both",
    resamples: int = RESAMPLES,
    seed: int = SEED,
    told: Told = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Stability:
    """Choose again for cases drawn anew, many times (bootstrap, Efron 1979).

    What would be chosen had other cases become known is not known; how much the choice hangs on
    single cases is. Where several choices cover the same, a lot decides.

    Parameters
    ----------
    store, query, k, weight, offered
        As in `coverage`.
    chosen : tuple of str
        The places chosen from all cases.
    resamples, seed : int
        How many draws, and what the lots begin from.
    told : callable, optional
        Told how many draws are done, and of how many.
    cancelled : callable, optional
        Asked before each draw whether to stop.

    Raises
    ------
    CancelledError
        If `cancelled` said so.
    """
    documented = Documented(store, query, offered)
    passes, weights, case = documented.weighed(weight)
    instance, where = merged(passes, weights)
    by_case = _by_case(where, weights, case, len(instance.weight), len(documented.cases))
    ids, lot = [site.id for site in documented.sites], np.random.default_rng(seed)
    # Places that cover exactly the same are one place here; a chosen one gives it its name.
    groups = [tuple(sorted(group, key=lambda n: ids[n] not in chosen)) for group in alike(instance)]
    wanted = {groups[n][0] for n, each in enumerate(ids) if each in chosen}
    times, same = np.zeros(instance.sites, dtype=np.int64), 0
    for done in range(resamples):
        if cancelled():
            raise CancelledError
        some = {groups[each][0] for each in _once(instance, by_case, lot, k)}
        times[list(some)] += 1
        same += some == wanted
        told(done + 1, resamples)
    order = np.argsort(-times, kind="stable")
    shares = tuple(
        Share(ids[n], int(times[n]), tuple(ids[each] for each in groups[n][1:]))
        for n in order
        if times[n]
    )
    return Stability(resamples, shares, same)


def _by_case(where: Ints, weights: Ints, case: Ints, sets: int, cases: int) -> sparse.csr_matrix:
    """Return what each case puts into each set."""
    kept = where >= 0
    pairs = where[kept], case[kept]
    return sparse.csr_matrix((weights[kept], pairs), (sets, cases))


def _once(
    instance: Instance, by_case: sparse.csr_matrix, lot: np.random.Generator, k: int
) -> tuple[int, ...]:
    """Draw the cases anew and choose."""
    cases = by_case.shape[1]
    drawn = np.bincount(lot.integers(0, max(cases, 1), size=cases), minlength=cases)
    order = lot.permutation(instance.sites)
    mixed = Instance(instance.passes[:, order].tocsr(), np.asarray(by_case @ drawn))
    chosen, _, _ = solve(mixed, k)
    return tuple(int(order[each]) for each in needed(mixed, chosen))


def weaker(
    store: Store,
    query: RouteQuery,
    *,
    k: int,
    chosen: tuple[str, ...] = (),
    weight: Weight = "cases",
    offered: Offered = "both",
) -> tuple[Weaker, ...]:
    """Choose again without inferred legs, and without those of low credibility.

    A route then passes a place only where a leg that is left leads to or from it. Where the places
    that are `chosen` from all legs still cover as much as any others, they stay chosen.
    """
    stated = Documented(store, query, offered, stated=True)
    credible = Documented(store, query, offered, credible=True)
    return (
        _without("inferred", stated, k, weight, chosen),
        _without("low_credibility", credible, k, weight, chosen),
    )


def _without(
    left_out: Literal["inferred", "low_credibility"],
    documented: Documented,
    k: int,
    weight: Weight,
    before: tuple[str, ...],
) -> Weaker:
    passes, weights, _ = documented.weighed(weight)
    instance, _ = merged(passes, weights)
    found, value, _ = solve(instance, k)
    kept = tuple(n for n, site in enumerate(documented.sites) if site.id in before)
    if instance.value(kept) == value:
        found = kept
    chosen = in_order(instance, needed(instance, found))
    ids = tuple(documented.sites[each].id for each in chosen)
    coverable = int(instance.weight.sum())
    return Weaker(left_out, ids, value, coverable, documented.covered_by(ids))
