"""``python -m benchmarks.privacy``: how much of the counts is still shown, and what it gives away.

The same made-up registers, and the same cells (origin or destination × year × age and sex or
nationality, with all totals), in one run: ours; suppression of what is below 11 and nothing else;
and the Python package cell-key-perturbation of the ONS with its own 10-5 rule. The attacker of the
tests then bounds what each of them has suppressed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from cell_key_perturbation.create_perturbed_table import create_perturbed_table  # noqa: E402
from cell_key_perturbation.utils.generate_record_key import generate_random_rkey  # noqa: E402
from cell_key_perturbation.utils.generate_test_ptable import (  # noqa: E402
    generate_ptable_10_5_rule,
)

from benchmarks import machine  # noqa: E402
from benchmarks.timing import clock, median, ratio  # noqa: E402
from routes.cases import Tables  # noqa: E402
from routes.query import RouteQuery  # noqa: E402
from routes.release import build  # noqa: E402
from routes.release.cells import (  # noqa: E402
    NATIONALITY,
    PARENT_GROUP,
    THRESHOLD,
    Cell,
    count,
    frame,
    shown_in,
)
from routes.release.contributions import (  # noqa: E402
    LEAVES,
    SEVERAL,
    UNDATED,
    UNKNOWN,
    secret,
)
from tests.release.attack import Attacker  # noqa: E402
from tests.release.offices import office  # noqa: E402

OURS, ALONE, KEYS = "ours", "k = 11 alone", "cell-key-perturbation"
SIZES = {300: 14, 1_000: 12, 3_000: 10, 10_000: 8, 50_000: 6}
"""Victims in cases that are not public, and how many registers of that size: fifty in all."""
ATTACKED = 1_000
"""Registers of so many victims at most are attacked: with thousands of open cells it takes long."""
NOTE = """\
*Cells* are those with at least one victim; *victims* are counted in every cell that holds them, so
their share is that of the cells weighted by size. Ours shows rounded numbers after threshold,
secondary suppression and audit. *k = 11 alone* shows every number from 11 on, exactly, and hides
the rest. *cell-key-perturbation* is used as its authors deliver it, threshold 10 and the 10-5 rule:
the numbers from 10 on, rounded to multiples of 5, each table by itself. *Given away* are suppressed
cells that the attacker of the tests bounds within less than 5, by linear programming over all
numbers shown, and *isolated* are differences between numbers shown that must be of 1 to 10
victims: medians of the registers of up to 1,000 victims. More shown is not better where it gives
that away: it is what the difference to ours buys.
"""

Counts = Mapping[Cell, int]
GROUPS = ("", "age", "age_and_sex", "nationality")
PACKAGES = ("cell-key-perturbation", "highspy", "scipy", "pandas")


def ours(tables: Tables) -> Counts:
    """Return the numbers of our release."""
    release = build(tables, RouteQuery(), audience="public", made_on=date(2026, 1, 1))
    return {} if release.lattice is None else shown_in(release.lattice.frame)


def alone(tables: Tables) -> Counts:
    """Return every number that is not small."""
    found = count(secret(tables).values())
    return {cell: number for cell, number in found.items() if number >= THRESHOLD}


def cell_keys(tables: Tables) -> Counts:
    """Return the numbers of all tables that the package makes of the victims, a row each."""
    victims = generate_random_rkey(persons(tables))
    rule = generate_ptable_10_5_rule()
    found: dict[Cell, int] = {}
    for place, year, group in product(("", "origin", "destination"), ("", "year"), GROUPS):
        with contextlib.redirect_stdout(io.StringIO()):
            table = create_perturbed_table(
                data=victims,
                ptable=rule,
                geog=[place] if place else [],
                tab_vars=[each for each in (year, group) if each] or ["everybody"],
                record_key="record_key",
            )
        shown = table[table["count"].notna()]
        for row in shown.to_dict("records"):
            where, when, who = (str(row[each]) if each else "" for each in (place, year, group))
            if who or not group:
                found[Cell(place, where, when, who or "all")] = int(row["count"])
    return found


CONTENDERS: dict[str, Callable[[Tables], Counts]] = {OURS: ours, ALONE: alone, KEYS: cell_keys}


def persons(tables: Tables) -> pd.DataFrame:
    """Return one row for each victim of the cases that are not public."""
    rows: list[dict[str, str]] = []
    for each in secret(tables).values():
        known = each.nationality not in (SEVERAL, UNKNOWN)
        for leaf, number in zip(LEAVES, each.victims, strict=True):
            age = PARENT_GROUP.get(leaf, leaf.removesuffix("_sex_unknown"))
            row = {
                "everybody": "all",
                "origin": each.origin,
                "destination": each.destination,
                "year": "undated" if each.year == UNDATED else str(each.year),
                "age": age if age in PARENT_GROUP else "",
                "age_and_sex": leaf if leaf in PARENT_GROUP else "",
                "nationality": NATIONALITY + each.nationality if known else "",
            }
            rows += [row] * number
    return pd.DataFrame(rows)


def measure(
    sizes: Mapping[int, int], *, attacked: int, told: Callable[[str], None]
) -> dict[int, dict[str, Any]]:
    """Measure every contender on the same registers.

    Parameters
    ----------
    sizes : mapping of int to int
        Number of registers by number of victims.
    attacked : int
        Registers of so many victims at most are attacked too.
    told : callable
        Called with what is being measured.

    Returns
    -------
    dict
        By size and contender: shares and seconds, a value for each register.
    """
    results: dict[int, dict[str, Any]] = {}
    for victims, several in sizes.items():
        found: dict[str, dict[str, list[float]]] = {name: {} for name in CONTENDERS}
        for seed in range(several):
            tables = office(victims, 1_000 + seed)
            truth = count(secret(tables).values())
            for name, made in CONTENDERS.items():
                told(f"{victims} victims, register {seed + 1}: {name}")
                shown, seconds = clock(lambda made=made, tables=tables: made(tables))
                values = _shares(shown, truth) | {"seconds": seconds}
                values |= _attack(shown, name) if victims <= attacked else {}
                for key, value in values.items():
                    found[name].setdefault(key, []).append(value)
        results[victims] = found
    return results


def _shares(shown: Counts, truth: Counts) -> dict[str, float]:
    assert set(shown) <= set(truth)
    return {
        "cells": len(shown) / len(truth),
        "victims": sum(truth[each] for each in shown) / sum(truth.values()),
    }


def _attack(shown: Counts, name: str) -> dict[str, float]:
    attacker = Attacker([frame(shown)], off=0 if name == ALONE else 2)
    return {
        "suppressed": len(attacker.suppressed()),
        "given_away": len(attacker.too_narrow()),
        "isolated": attacker.isolated(),
    }


def markdown(results: Mapping[int, Mapping[str, Any]], *, about: Sequence[str]) -> str:
    """Return the results as a page of tables; medians."""
    parts = ["# What is still shown, and what it gives away", "", *about]
    for victims, found in results.items():
        registers = len(found[OURS]["cells"])
        several = "1 register" if registers == 1 else f"{registers} registers"
        parts += ["", f"## {victims:,} victims, {several}", ""]
        parts += _table(found)
    return "\n".join([*parts, "", NOTE])


def _table(found: Mapping[str, Any]) -> list[str]:
    attacked = "given_away" in found[OURS]
    titles = ["", "cells shown", "ours ÷ it", "victims shown", "ours ÷ it", "s"]
    titles += ["given away", "of suppressed", "isolated"] if attacked else []
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)]]
    for name, each in found.items():
        row = [name]
        for key in ("cells", "victims"):
            kept = median(each[key])
            times = ratio(median(found[OURS][key]), kept)
            row += [f"**{kept:.1%}**", f"{times:.2f}"]
        row.append(f"{median(each['seconds']):.2f}")
        if attacked:
            keys = ("given_away", "suppressed", "isolated")
            row += [f"{median(each[key]):.0f}" for key in keys]
        lines.append(row)
    return [f"| {' | '.join(line)} |" for line in lines]


def main(given: Sequence[str] | None = None) -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.privacy", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", choices=list(SIZES), default=list(SIZES))
    parser.add_argument(
        "--out", type=Path, default=ROOT / "benchmarks" / "results", help="folder of the results"
    )
    options = parser.parse_args(given)
    sizes = {each: SIZES[each] for each in options.sizes}
    results = measure(
        sizes, attacked=ATTACKED, told=lambda step: print(step, file=sys.stderr, flush=True)
    )
    packages = ", ".join(f"{name} {number}" for name, number in machine.packages(PACKAGES).items())
    text = markdown(results, about=[machine.line(browser=""), "", packages])
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "privacy.md").write_text(text, encoding="utf-8")
    plain = json.dumps(results, indent=1)
    (options.out / "privacy.json").write_text(plain + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
