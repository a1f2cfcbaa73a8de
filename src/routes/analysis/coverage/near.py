"""Every choice that covers almost as much as the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from routes.analysis.coverage.instance import Instance
from routes.analysis.coverage.model import NEAR
from routes.columns import Ints

MOST: Final = 200
"""Choices that are listed at most."""
_STEPS: Final = 20_000
"""Sets of places that are looked at before the search is cut off."""


@dataclass
class _Search:
    instance: Instance
    k: int
    least: int
    order: Ints
    steps: int = 0
    found: list[tuple[tuple[int, ...], int]] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        return self.steps > _STEPS or len(self.found) > MOST

    def go(self, chosen: tuple[int, ...], times: Ints, start: int) -> None:
        """Add each further place to a choice; `times` says how often each set is covered."""
        self.steps += 1
        open_weight = self.instance.weight * (times == 0)
        value = int(self.instance.weight.sum() - open_weight.sum())
        later = self.order[start:]
        gains = self.instance.gains(open_weight)[later]
        room = self.k - len(chosen)
        if value + int(np.sort(gains)[::-1][:room].sum()) < self.least:
            return
        for place in np.flatnonzero(gains > 0).tolist():
            if self.stopped:
                return
            self._add(chosen, times, start + place, value + int(gains[place]))

    def _add(self, chosen: tuple[int, ...], times: Ints, place: int, value: int) -> None:
        site, room = int(self.order[place]), self.k - len(chosen) - 1
        if not room and value < self.least:
            return
        more = times.copy()
        more[self.instance.members(site)] += 1
        # What a further place makes superfluous stays so, whatever is added.
        if any(self._superfluous(each, more) for each in chosen):
            return
        if value >= self.least:
            self.found.append(((*chosen, site), value))
        if room:
            self.go((*chosen, site), more, place + 1)

    def _superfluous(self, site: int, times: Ints) -> bool:
        return bool((times[self.instance.members(site)] > 1).all())


def near(instance: Instance, k: int, best: int) -> tuple[list[tuple[tuple[int, ...], int]], bool]:
    """Find every choice of at most k places within `NEAR` per cent of the best.

    A choice in which a place could be left out without loss is not one of them.

    Parameters
    ----------
    instance : Instance
        What is to be covered.
    k : int
        How many places.
    best : int
        The most that k places cover.

    Returns
    -------
    (list of (tuple of int, int), bool)
        Places in ascending order and what they cover, best first, then fewest places, then in
        the order of the places; and whether these are all. At most `MOST` are listed.
    """
    if best <= 0:
        return [], True
    alone = instance.gains(instance.weight)
    search = _Search(instance, k, -(-best * NEAR // 100), np.argsort(-alone, kind="stable"))
    search.go((), np.zeros(len(instance.weight), dtype=np.int64), 0)
    listed = [(tuple(sorted(sites)), value) for sites, value in search.found]
    listed.sort(key=lambda each: (-each[1], len(each[0]), each[0]))
    return listed[:MOST], not search.stopped
