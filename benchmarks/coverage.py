"""How long the best choice of crossings takes, and what simpler ways cost or miss.

``python -m benchmarks.coverage`` compares, on routes drawn by lot, the product's exact way with
one variable for each route in the same solver, with trying every choice, and with taking the best
place one after the other.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median
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
PACKAGES = ("scipy", "numpy")
WAYS = (
    ("ours, proven best", "ours"),
    ("one variable a route", "textbook"),
    ("every choice", "every_choice"),
    ("greedy", "greedy"),
)
NOTE = """\
Routes drawn by lot, each through one to three crossings; seconds of one run of the slow ways, and
the median of three of the others. *Ours* merges equal routes, takes the greedy choice as a start,
bounds what any choice covers by cuts in the space of the crossings (HiGHS), and tries what is
left. *One variable a route* is the textbook model in the same solver, within 60 s. *Every choice*
tries all sets of three one by one. *Greedy* takes the crossing that adds most, one after the
other: fast, proves nothing, and reaches the share of the best given here. All exact ways gave the
same number. *Choices near the best* are all that come within 2 % of it and hold nothing
superfluous; a plus says that there are more than are listed.
"""


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


def timed(work: Callable[[], Any], repeat: int = 3) -> tuple[float, Any]:
    """Return how long some work took in seconds, the median of some times, and what came out."""
    taken, made = [], None
    for _ in range(repeat):
        start = time.perf_counter()
        made = work()
        taken.append(time.perf_counter() - start)
    return median(taken), made


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
        "ours_proven": best == bound,
        "greedy_s": one_by_one,
        "greedy_share": instance.value(taken) / best,
        "near_s": beside,
        "near": f"{len(close)}{'' if close_all else '+'}",
    }
    if slow:
        seconds, (value, proven) = timed(lambda: one_variable_a_route(passes, weight, setting.k), 1)
        _agree(setting.name, best, value, both=proven and best == bound)
        result |= {"textbook_s": seconds, "textbook_proven": proven}
    if slow and setting.k <= 3:
        seconds, value = timed(lambda: every_choice(instance, setting.k), 1)
        _agree(setting.name, best, value, both=best == bound)
        result["every_choice_s"] = seconds
    return result


def _agree(name: str, ours: int, other: int, *, both: bool) -> None:
    if both and ours != other:
        raise ValueError(f"The ways disagree on '{name}': {ours} and {other}.")


def markdown(results: Mapping[str, Any], *, about: str) -> str:
    """Return the results as a page with one table, the ways side by side."""
    sites, routes = results["sites"], results["routes"]
    titles = ["", "rows", *(f"{title}, s" for title, _ in WAYS), "greedy reaches"]
    titles += ["choices near the best", "found in, s"]
    rows = [titles, ["---", *["---:"] * (len(titles) - 1)]]
    rows += [_row(each) for each in results["settings"]]
    table = [f"| {' | '.join(row)} |" for row in rows]
    title = f"# Choosing among {sites} crossings on {routes:,} made-up routes"
    return "\n".join([title, "", about, "", *table, "", NOTE])


def _row(result: Mapping[str, Any]) -> list[str]:
    cells = [result["setting"], f"{result['rows']:,}"]
    for _, name in WAYS:
        seconds = result.get(f"{name}_s")
        if seconds is None:
            cells.append("–")
            continue
        late = "" if result.get(f"{name}_proven", True) else ", not proven"
        times = "" if name == "ours" else f" ({_times(seconds / result['ours_s'])} ours{late})"
        cells.append(f"**{_seconds(seconds)}**{times or late}")
    cells.append(f"{result['greedy_share']:.1%}")
    return [*cells, result["near"], f"{result['near_s']:.2f}"]


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds >= 0.01 else f"{seconds:.4f}"


def _times(ratio: float) -> str:
    if ratio < 0.1:
        return f"1/{1 / ratio:,.0f} of"
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2g} ×"


def main() -> None:
    """Read the options, measure every setting, and print and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("--sites", type=int, default=50)
    parser.add_argument("--routes", type=int, default=50_000)
    parser.add_argument("--fast", action="store_true", help="leave out the slow ways")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    options = parser.parse_args()
    measured = []
    for setting in SETTINGS:
        print(setting.name, file=sys.stderr, flush=True)
        slow = not options.fast
        measured.append(measure(setting, sites=options.sites, routes=options.routes, slow=slow))
    results = {"sites": options.sites, "routes": options.routes, "settings": measured}
    packages = ", ".join(f"{name} {number}" for name, number in machine.packages(PACKAGES).items())
    text = markdown(results, about=f"{machine.line(browser='')}\n\n{packages}")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "coverage.md").write_text(text, encoding="utf-8")
    plain = json.dumps(results, ensure_ascii=False, indent=1)
    (options.out / "coverage.json").write_text(f"{plain}\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
