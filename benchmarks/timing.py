"""Repeating measurements: in rounds, so that what else the machine does meets all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Result = TypeVar("Result")

FEWEST = 2
BUDGET_SECONDS = 20.0
"""Beyond this a contender is measured no further, once it has been measured `FEWEST` times."""


def clock(work: Callable[[], Result]) -> tuple[Result, float]:
    """Do the work and return its result and how many seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def rounds(
    contenders: Mapping[str, Callable[[], Mapping[str, float]]],
    *,
    repetitions: int,
    budget: float = BUDGET_SECONDS,
) -> dict[str, dict[str, list[float]]]:
    """Measure every contender once a round.

    Parameters
    ----------
    contenders : mapping of str to callable
        Each call measures once and returns numbers by name.
    repetitions : int
        Rounds.
    budget : float
        Seconds after which a slow contender sits out the remaining rounds.

    Returns
    -------
    dict
        For each contender the values of each number, in the order of the rounds.
    """
    values: dict[str, dict[str, list[float]]] = {name: {} for name in contenders}
    spent = dict.fromkeys(contenders, 0.0)
    for turn in range(repetitions):
        for name, measure in contenders.items():
            if turn >= FEWEST and spent[name] > budget:
                continue
            numbers, seconds = clock(measure)
            spent[name] += seconds
            for key, value in numbers.items():
                values[name].setdefault(key, []).append(value)
    return values


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def ratio(value: float, ours: float) -> float:
    """Return how many times ours a value is."""
    return value / ours if ours else float("nan")
