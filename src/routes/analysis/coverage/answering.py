"""From the documented routes to the places that cover most of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routes.analysis.coverage.documented import Documented
from routes.analysis.coverage.instance import Instance, alike, merged
from routes.analysis.coverage.model import Choice, Coverage, Offered, Pick, Weight
from routes.analysis.coverage.near import near
from routes.analysis.coverage.solving import greedy, needed, solve
from routes.query import RouteQuery
from routes.store import Store

MOST = 6
"""Places that may be asked for at most."""


def coverage(
    store: Store,
    query: RouteQuery,
    *,
    k: int = 3,
    weight: Weight = "cases",
    offered: Offered = "both",
) -> Coverage:
    """Choose the k places that cover most of the documented routes.

    A route is covered when one of the chosen places is a border crossing, or a place of transit
    or assembly, on it. What only a department, a region or a country is known of cannot be chosen.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        Which of them.
    k : int
        How many places, 1 to `MOST`.
    weight : {"cases", "routes", "victims"}
        What is counted, see `routes.analysis.coverage.model.WEIGHTS`.
    offered : {"both", "crossings", "hubs"}
        Which places may be chosen.

    Raises
    ------
    ValueError
        If `k`, `weight` or `offered` is none of these.
    """
    if not 1 <= k <= MOST:
        raise ValueError(f"Invalid number of places {k}. Must be 1 to {MOST}.")
    return answer(Documented(store, query, offered), k=k, weight=weight)


def behind(
    store: Store,
    query: RouteQuery,
    choices: Sequence[Sequence[str]],
    *,
    offered: Offered = "both",
) -> list[tuple[str, ...]]:
    """Return the cases that each of several choices of places covers, as in the table of cases.

    Parameters
    ----------
    store, query, offered
        As in `coverage`.
    choices : sequence of sequence of str
        Ids of the places of each choice.
    """
    documented = Documented(store, query, offered)
    return [documented.covered_by(frozenset(each)) for each in choices]


def answer(documented: Documented, *, k: int, weight: Weight) -> Coverage:
    """Choose the k places that cover most of what is documented; the work of `coverage`."""
    passes, weights, _ = documented.weighed(weight)
    instance, _ = merged(passes, weights)
    ids = [site.id for site in documented.sites]
    chosen, value, bound = solve(instance, k)
    close, close_all = near(instance, k, value)
    if close and close_all and close[0][1] == value:
        chosen = close[0][0]
    chosen = in_order(instance, needed(instance, chosen))
    first = greedy(instance, k)
    named = [Choice(tuple(ids[each] for each in sites), worth) for sites, worth in close]
    covered = np.asarray(documented.route_rows[:, list(chosen)].sum(axis=1)).ravel() > 0
    case = np.searchsorted(documented.cases, documented.store.route_case[documented.routes])
    some = np.bincount(case, covered, len(documented.cases))
    every = np.bincount(case, minlength=len(documented.cases))
    lacking = documented.cases[documented.victims < 0 if weight == "victims" else slice(0)]
    passable = np.diff(documented.route_rows.indptr) > 0
    return Coverage(
        k=k,
        weight=weight,
        offered=documented.offered,
        total=int(weights.sum()),
        coverable=int(instance.weight.sum()),
        value=value,
        bound=bound,
        picks=_picks(documented, instance, chosen),
        greedy=Choice(tuple(ids[each] for each in first), instance.value(first)),
        near=tuple(named),
        near_all=close_all,
        gaps=documented.gaps(),
        passed=tuple(documented.named(documented.routes[passable & ~covered])),
        cases=len(documented.cases),
        routes=len(documented.routes),
        covered_cases=int(np.count_nonzero(some)),
        covered_routes=int(covered.sum()),
        whole_ids=documented.ids(documented.cases[(some == every) & (every > 0)]),
        without_figure=documented.ids(lacking),
        no_route=documented.without_route,
        sites=documented.sites,
    )


def in_order(instance: Instance, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Order places so that each adds most to those before it; of equal ones the first by id."""
    left, taken = sorted(chosen), list[int]()
    rest = instance.weight.copy()
    while left:
        gains = instance.gains(rest)
        best = max(left, key=lambda site: (gains[site], -site))
        taken.append(best)
        left.remove(best)
        rest[instance.members(best)] = 0
    return tuple(taken)


def _picks(documented: Documented, instance: Instance, chosen: tuple[int, ...]) -> tuple[Pick, ...]:
    value = instance.value(chosen)
    same = alike(instance)
    before, found = 0, []
    for place, site in enumerate(chosen):
        now = instance.value(chosen[: place + 1])
        found.append(
            Pick(
                documented.sites[site],
                gain=now - before,
                alone=instance.value((site,)),
                only=value - instance.value([each for each in chosen if each != site]),
                cases=int(documented.case_rows[:, [site]].sum()),
                routes=int(documented.route_rows[:, [site]].sum()),
                alike=tuple(documented.sites[each].id for each in same[site] if each != site),
            )
        )
        before = now
    return tuple(found)
