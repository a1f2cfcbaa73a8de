"""Every file that a release can become, beside the obvious way to write one of that kind.

``python -m benchmarks.exporting`` measures and writes ``results/exporting.md`` and
``results/exporting.json``. Ours goes from the tables of a release in memory to the bytes of the
file. The peer gets the flows counted and their curves ready-made, and writes these alone: no
evidence, no sources, no legend, no manifest, no neutralised formulas, and bytes that differ from
one run to the next.

Seconds are medians. Processor seconds tell what the file costs where other work slows the machine.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import folium
import pptx
from matplotlib.figure import Figure
from pptx.util import Inches

from benchmarks import machine
from benchmarks.lines import EVERYTHING, Lines, lines, made_up
from benchmarks.timing import clock, median, ratio, rounds
from geo.layers import countries
from routes.cases import Tables, bundled
from routes.publish import files
from routes.release import build

ROOT: Final = Path(__file__).resolve().parents[1]
DAY: Final = date(2026, 1, 1)
OURS: Final = "ours"
FLOWS: Final = 10_000
LIMIT_SECONDS: Final = 10.0
"""What a file of `FLOWS` flows may take."""

PACKAGES: Final = ("geopandas", "pyogrio", "matplotlib", "python-pptx", "folium", "pandas")


def plotted(given: Lines, ending: str) -> bytes:
    """Plot land and curves with GeoPandas, and save."""
    figure = Figure(figsize=(11.7, 8.3))
    axes = figure.add_subplot()
    countries().plot(ax=axes, color="#eeeeee", edgecolor="#bbbbbb")
    given.geometries.plot(ax=axes, column="cases", linewidth=0.8)
    stream = io.BytesIO()
    figure.savefig(stream, format=ending, dpi=220 if ending == "png" else 72)
    return stream.getvalue()


def presented(given: Lines) -> bytes:
    """Put the same plot on a slide."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_picture(io.BytesIO(plotted(given, "png")), 0, 0, width=Inches(10))
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def mapped(given: Lines) -> bytes:
    """Draw each curve as a line of a Leaflet map, with folium."""
    drawn = folium.Map(location=(4, -74), zoom_start=4)
    for line, name in zip(given.latlon, given.names(), strict=True):
        folium.PolyLine(line, tooltip=name, weight=2).add_to(drawn)
    return str(drawn.get_root().render()).encode()


def filed(given: Lines, ending: str) -> bytes:
    """Write the curves with GeoPandas."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"flows.{ending}")
        if ending == "parquet":
            given.geometries.to_parquet(path)
        else:
            drivers = {"geojson": "GeoJSON", "gpkg": "GPKG", "kml": "KML"}
            given.geometries.to_file(path, driver=drivers[ending])
        return path.read_bytes()


def tabled(given: Lines, ending: str) -> bytes:
    """Write the flows with pandas."""
    stream = io.BytesIO()
    if ending == "csv":
        given.frame.to_csv(stream, index=False)
    else:
        given.frame.to_excel(stream, index=False)
    return stream.getvalue()


PEERS: Final[dict[str, tuple[str, Callable[[Lines], bytes]]]] = {
    "html": ("folium PolyLine", mapped),
    "png": ("GeoDataFrame.plot", lambda given: plotted(given, "png")),
    "svg": ("GeoDataFrame.plot", lambda given: plotted(given, "svg")),
    "pdf": ("GeoDataFrame.plot", lambda given: plotted(given, "pdf")),
    "pptx": ("the plot on a slide", presented),
    "csv": ("DataFrame.to_csv", lambda given: tabled(given, "csv")),
    "xlsx": ("DataFrame.to_excel", lambda given: tabled(given, "xlsx")),
    "geojson": ("GeoDataFrame.to_file", lambda given: filed(given, "geojson")),
    "gpkg": ("GeoDataFrame.to_file", lambda given: filed(given, "gpkg")),
    "kml": ("GeoDataFrame.to_file", lambda given: filed(given, "kml")),
    "parquet": ("GeoDataFrame.to_parquet", lambda given: filed(given, "parquet")),
}
"""The obvious way to write each kind; nobody else writes HTCDS."""


def measure(
    tables: Tables, *, repetitions: int, told: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """Write every kind both ways.

    Returns
    -------
    dict
        By kind: ``peer``, what that is, and by contender ``seconds``, of them ``processor``
        seconds, which other work on the machine does not lengthen, and ``bytes``.
    """
    release = build(tables, EVERYTHING, audience="public", made_on=DAY)
    drawn = lines(tables)
    found: dict[str, dict[str, Any]] = {}
    for kind in files.KINDS:
        told(f"writing {kind}")
        ways: dict[str, Callable[[], bytes]] = {
            OURS: lambda kind=kind: files.made(  # type: ignore[misc]
                release, kind=kind, lang="es", level="place", paper="a4"
            )
        }
        name, work = PEERS.get(kind, ("", None))
        if work is not None:
            ways[name] = lambda work=work: work(drawn)  # type: ignore[misc]
        measured = {key: _measured(way) for key, way in ways.items()}
        found[kind] = {"peer": name, "contenders": rounds(measured, repetitions=repetitions)}
    return found


def _measured(way: Callable[[], bytes]) -> Callable[[], Mapping[str, float]]:
    def once() -> Mapping[str, float]:
        start = time.process_time()
        content, seconds = clock(way)
        worked = time.process_time() - start
        return {"seconds": seconds, "processor": worked, "bytes": float(len(content))}

    return once


def markdown(results: Mapping[str, Any]) -> str:
    """Return the results as a page of tables; medians."""
    packages = ", ".join(f"{name} {number}" for name, number in results["packages"].items())
    parts = ["# Files of a release", "", results["machine"], "", packages, "", (__doc__ or ""), ""]
    for title, found in results["sets"].items():
        parts += [f"## {title}", "", *_table(found), ""]
    return "\n".join(parts).rstrip() + "\n"


def _table(found: Mapping[str, Any]) -> list[str]:
    rows = ["| file | ours, s | processor s | MB | the obvious way | s | × ours | MB |"]
    rows.append("|---|--:|--:|--:|---|--:|--:|--:|")
    for kind, each in found.items():
        ours, peer = each["contenders"][OURS], each["contenders"].get(each["peer"])
        seconds, size = median(ours["seconds"]), median(ours["bytes"]) / 1e6
        worked = median(ours["processor"])
        cells = [kind, f"{seconds:.2f}", f"{worked:.2f}", f"{size:.2f}", each["peer"] or "–"]
        if peer:
            theirs = median(peer["seconds"])
            cells += [f"{theirs:.2f}", f"{ratio(theirs, seconds):.2f}"]
            cells.append(f"{median(peer['bytes']) / 1e6:.2f}")
        else:
            cells += ["–"] * 3
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def slow(found: Mapping[str, Any]) -> list[str]:
    """Return the kinds that cost more of a processor than they may."""
    return [
        kind
        for kind, each in found.items()
        if median(each["contenders"][OURS]["processor"]) > LIMIT_SECONDS
    ]


def main(given: Sequence[str] | None = None) -> int:
    """Measure both sets and write the results; fail where a file takes too long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exporting", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=3, help="rounds (default 3)")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks")
    options = parser.parse_args(given)
    large = made_up(options.work / f"flows-{FLOWS}", cases=FLOWS, pairs=FLOWS)
    sets = {"The public cases": bundled(), f"Made up: {FLOWS:,} flows": large}
    results: dict[str, Any] = {
        "machine": machine.line(),
        "packages": machine.packages(PACKAGES),
        "sets": {
            title: measure(
                tables,
                repetitions=options.repetitions,
                told=lambda step: print(step, file=sys.stderr, flush=True),
            )
            for title, tables in sets.items()
        },
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "exporting.md").write_text(markdown(results), encoding="utf-8")
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (options.out / "exporting.json").write_text(f"{text}\n", encoding="utf-8")
    print(markdown(results))
    late = [kind for found in results["sets"].values() for kind in slow(found)]
    if late:
        print(f"Longer than {LIMIT_SECONDS:.0f} s: {', '.join(late)}", file=sys.stderr)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
