"""``python -m benchmarks``: measures, and writes the results.

What is not asked for is left out of the results: a table belongs to one run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from benchmarks import machine, report  # noqa: E402

PARTS = ("html", "filter", "query", "live")


def main(given: Sequence[str] | None = None) -> None:
    """Read the options, measure the parts asked for and write the results."""
    options = _options(given)
    options.work.mkdir(parents=True, exist_ok=True)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {
        "machine": machine.line(browser=_browser_version() if _draws(options.parts) else ""),
        "packages": machine.packages(),
        "repetitions": options.repetitions,
    }
    for part in options.parts:
        results[part] = _measure(part, options)
    report.write(results, options.out)
    print(report.markdown(results))


def _measure(part: str, options: argparse.Namespace) -> Any:
    work, keep, repetitions = options.work, options.keep, options.repetitions
    if part == "html":
        from benchmarks import files

        return files.measure(
            options.flows, repetitions=repetitions, work=work, keep=keep, told=_tell
        )
    if part == "filter":
        from benchmarks import filtering

        return filtering.measure(options.flows, repetitions=repetitions, work=work, told=_tell)
    if part == "query":
        from benchmarks import counting

        return counting.measure_all(options.cases, repetitions=repetitions, work=work, told=_tell)
    from benchmarks import live

    return live.measure(
        pairs=options.live_flows, repetitions=repetitions, work=work, keep=keep, told=_tell
    )


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--repetitions", type=int, default=5, help="rounds (default 5)")
    parser.add_argument("--flows", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--live-flows", type=int, default=200)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "benchmarks" / "results", help="folder of the results"
    )
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build" / "benchmarks", help="made-up data, web assets"
    )
    parser.add_argument("--keep", type=Path, help="folder for built files and pictures")
    return parser.parse_args(given)


def _draws(parts: Sequence[str]) -> bool:
    """Tell whether any of the parts needs a browser."""
    return not set(parts) <= {"query"}


def _browser_version() -> str:
    from benchmarks.chromium import browser

    with browser() as window:
        return str(window.version)


def _tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
