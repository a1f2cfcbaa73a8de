"""How long the best choice of crossings takes, and what simpler ways cost or miss.

``python -m benchmarks.coverage`` compares, on routes drawn by lot, the product's exact way with
one variable for each route in the same solver, with trying every choice, and with taking the best
place one after the other.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks import machine
from routes.analysis.coverage.instance import Instance, merged, rows
from routes.analysis.coverage.near import near
from routes.analysis.coverage.solving import greedy, solve

ROOT = Path(__file__).resolve().parents[1]

LIMIT_SECONDS = 60.0


@dataclass(frozen=True)
class Setting:
    """Routes to be drawn: each passes one to `most` places, the first places more often the
    greater `skew` is; `by_case` puts one to three routes together in a case."""

    name: str
    skew: float
    most: int
    k: int
    by_case: bool = False


SETTINGS = (
    Setting("routes, few crossings stand out, k = 3", 1.0, 3, 3),
    Setting("routes, few crossings stand out, k = 6", 1.0, 3, 6),
    Setting("cases of one to three routes, k = 3", 1.0, 3, 3, by_case=True),
    Setting("cases of one to three routes, k = 6", 1.0, 3, 6, by_case=True),
    Setting("routes, all crossings nearly alike, k = 3", 0.2, 3, 3),
    Setting("routes, all crossings alike, k = 3", 0.0, 3, 3),
)


def drawn(setting: Setting, *, sites: int, routes: int, seed: int = 1) -> tuple[Any, Any]:
    """Draw rows of places and their weights."""
    lot = np.random.default_rng(seed)
    likely = 1.0 / np.arange(1, sites + 1) ** setting.skew
    # The greatest of exponential times by weight: a weighted draw without replacement.
    order = np.argsort(lot.exponential(size=(routes, sites)) / likely, axis=1)
    passed = lot.integers(1, setting.most + 1, size=routes)
    row, column = np.nonzero(np.arange(setting.most) < passed[:, None])
    owner = np.arange(routes)
    if setting.by_case:
        owner = np.cumsum(lot.random(routes) < 0.5)
        owner -= owner[0]
    count = int(owner[-1]) + 1
    return rows(count, sites, owner[row], order[row, column]), np.ones(count, dtype=np.int64)


def one_variable_a_route(passes: Any, weight: Any, k: int) -> tuple[int, bool]:
    """Solve the textbook model, with nothing merged; return what it covers, and whether that was
    proven best in time."""
    sets, sites = passes.shape
    linked = sparse.hstack([-passes, sparse.identity(sets)], format="csr")
    counted = np.r_[np.ones(sites), np.zeros(sets)][None]
    found = milp(
        np.r_[np.zeros(sites), -weight.astype(float)],
        constraints=[LinearConstraint(linked, -np.inf, 0), LinearConstraint(counted, -np.inf, k)],
        integrality=np.r_[np.ones(sites), np.zeros(sets)],
        bounds=Bounds(0, 1),
        options={"time_limit": LIMIT_SECONDS, "mip_rel_gap": 0},
    )
    return (0 if found.x is None else round(-found.fun)), found.status == 0


def every_choice(instance: Instance, k: int) -> int:
    """Try every choice of k places."""
    has = instance.passes.toarray().astype(bool)
    return max(
        int(instance.weight[has[:, list(some)].any(axis=1)].sum())
        for some in combinations(range(instance.sites), k)
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long some work took in seconds, and what came out."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def measure(setting: Setting, *, sites: int, routes: int, slow: bool) -> dict[str, Any]:
    """Measure one setting.

    Raises
    ------
    ValueError
        If two ways that claim to be exact disagree.
    """
    passes, weight = drawn(setting, sites=sites, routes=routes)
    ours, (_, best, bound) = timed(lambda: solve(merged(passes, weight)[0], setting.k))
    instance, _ = merged(passes, weight)
    one_by_one, taken = timed(lambda: greedy(instance, setting.k))
    beside, (close, close_all) = timed(lambda: near(instance, setting.k, best))
    result = {
        "setting": setting.name,
        "rows": passes.shape[0],
        "ours_s": ours,
        "proven": best == bound,
        "greedy_s": one_by_one,
        "greedy_share": instance.value(taken) / best,
        "near_s": beside,
        "near": f"{len(close)}{'' if close_all else '+'}",
    }
    if slow:
        seconds, (value, proven) = timed(lambda: one_variable_a_route(passes, weight, setting.k))
        _agree(setting.name, best, value, both=proven and best == bound)
        result |= {"textbook_s": seconds, "textbook_proven": proven}
    if slow and setting.k <= 3:
        seconds, value = timed(lambda: every_choice(instance, setting.k))
        _agree(setting.name, best, value, both=best == bound)
        result["every_choice_s"] = seconds
    return result


def _agree(name: str, ours: int, other: int, *, both: bool) -> None:
    if both and ours != other:
        raise ValueError(f"The ways disagree on '{name}': {ours} and {other}.")


def line(result: dict[str, Any]) -> str:
    """Return one line of the report, with how many times longer the others take."""
    parts = [
        f"{result['setting']} ({result['rows']:,} rows): {result['ours_s']:.2f} s"
        + ("" if result["proven"] else " (not proven)")
    ]
    for name, title in (("textbook", "one variable a route"), ("every_choice", "every choice")):
        if f"{name}_s" in result:
            times = result[f"{name}_s"] / result["ours_s"]
            late = "" if result.get(f"{name}_proven", True) else ", not proven in time"
            parts.append(f"{title} {result[f'{name}_s']:.1f} s ({times:.0f} times{late})")
    parts.append(f"greedy {result['greedy_s']:.3f} s, {100 * result['greedy_share']:.1f} %")
    parts.append(f"near {result['near']} in {result['near_s']:.2f} s")
    return "; ".join(parts)


def main() -> None:
    """Read the options, measure every setting, and print and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("--sites", type=int, default=50)
    parser.add_argument("--routes", type=int, default=50_000)
    parser.add_argument("--fast", action="store_true", help="leave out the slow ways")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    options = parser.parse_args()
    title = f"# Choosing among {options.sites} crossings on {options.routes:,} made-up routes"
    lines = [title, "", machine.line(browser=""), ""]
    for setting in SETTINGS:
        found = measure(setting, sites=options.sites, routes=options.routes, slow=not options.fast)
        lines.append(f"- {line(found)}")
        print(lines[-1], flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "coverage.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
