"""The results as Markdown for readers and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.timing import median, ratio

OURS = "ours"
BUNDLED = 0
"""Stands for the cases that come with the program; other sizes are numbers of made-up flows."""

CLOCKS = ("script_ms", "frame_ms", "settled_ms")
"""What is timed of a filter change in the file."""

FILES_NOTE = """\
The file of all flows with their names and numbers of cases. Ours holds its base map and needs
nothing else; the peers load theirs, and their scripts, from the addresses counted here. When
measured, those addresses were answered by this machine from npm packages, base map styles by an
empty style and tiles by one pale picture, so no network is in the seconds. *Build* is from the
data in memory to the text of the page; the Leaflet peers get the curves ready-made. *Ready* is
from the start of the navigation to two animation frames after the one in which the lines were
drawn: all line layers on the Leaflet map, curves on our canvas, all instances drawn by WebGL
(in software: this machine has no graphics card). keplergl asks for kepler.gl 3.3.0-alpha.18,
which npm did not have; alpha.11 was opened in its place, and the modules it imports came from one
bundle of the same npm packages.
"""
FILTERING_NOTE = """\
A filter of the open file is set, in the page's own clock. *Script* is from the change until all is
counted, drawn and laid out; *frame* until after the frame that paints it, in software; *settled*
until the browser has nothing left to do. Ours counts cases, sums, options of all filters and flows
anew, and draws map and figures; the table beneath the screen, and the margin of the map that only
moving it would show, follow after the frame. The peer gets the chosen lines ready-made and only
draws them: ``clearLayers`` and ``addData`` of one Leaflet GeoJson layer, as a folium file has it.
"""
COUNTING_NOTE = """\
Milliseconds from a query to the distinct cases of each pair of places. The peers ask a table of
legs made beforehand, one row a leg with the attributes of its case, and return counts alone; ours
asks the columns of the store and returns names, evidence, periods, modes and sources as well.
*Ibis on Parquet* is our expression on the file of a snapshot, asked by DuckDB where it lies; it
returns names, evidence and periods too. *Text* holds every code as text, *categories* as
categories with whole numbers for cases; polars and DuckDB get the latter. All answers were
checked to be the same.
"""
LIVE_NOTE = """\
An option of the filter on transport is clicked, and the map counts as painted two animation
frames after the one that finds the new number of lines on it; every change leads to a choice not
seen before, because Streamlit keeps what a browser has seen. *Received* and *sent* are the bytes
of the websocket's messages until it is silent. *Blank* is how long the browser's own frames
showed no lines during one further, recorded change. *Base kept* and *view kept*: whether the map
and where it was moved to are still there after a change. Ours is the whole app with its filters,
figures, tables and evidence; the peers are a filter and a map, on countries and departments as
GeoJSON or on tiles that this machine answers at once.
"""


def write(results: Mapping[str, Any], folder: Path) -> None:
    """Write ``results.md`` and ``results.json`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text(markdown(results), encoding="utf-8")
    text = json.dumps(_rounded(results), ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(f"{text}\n", encoding="utf-8")


def markdown(results: Mapping[str, Any]) -> str:
    """Return the results as a page of tables; medians, with the least and greatest value."""
    packages = ", ".join(f"{name} {number}" for name, number in results["packages"].items())
    parts = ["# Measured side by side", "", results["machine"], "", packages, ""]
    for size, found in results.get("html", {}).items():
        parts += [f"## HTML of {_count(size)} flows", "", *_files(found["contenders"]), ""]
    if results.get("html"):
        parts += [FILES_NOTE]
    for size, found in results.get("filter", {}).items():
        cases = "bundled cases, " if size == str(BUNDLED) else ""
        title = f"## Filter change in the file, {cases}{_count(found['flows'])} flows"
        parts += [title, "", *_filtering(found["contenders"]), ""]
    if results.get("filter"):
        parts += [FILTERING_NOTE]
    for size, found in results.get("query", {}).items():
        title = f"## Query to flows, {_count(size)} cases"
        about = f"{_count(found['legs'])} legs, {_count(found['flows'])} flows."
        parts += [title, "", about, "", *_counting(found["contenders"]), ""]
    if results.get("query"):
        parts += [COUNTING_NOTE]
    if results.get("live"):
        live = results["live"]
        title = f"## Filter change to painted map, {_count(live['flows'])} flows"
        parts += [title, "", *_live(live["contenders"]), "", LIVE_NOTE]
    return "\n".join(parts).rstrip() + "\n"


def _files(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    ours = found[OURS]
    rows = []
    for name, each in found.items():
        rows.append(
            [
                name,
                _seconds(each["build_s"]),
                _times(median(each["build_s"]), median(ours["build_s"])),
                f"{each['build_s'][0]:.2f}",
                f"{each['bytes'] / 1e6:.2f}",
                _times(each["bytes"], ours["bytes"]),
                str(each["external"]),
                str(int(each["requests"])),
                _seconds(each["ready_s"]),
                _times(median(each["ready_s"]), median(ours["ready_s"])),
            ]
        )
    titles = ("", "build, s", "× ours", "first build, s", "MB", "× ours")
    titles += ("external addresses", "requests", "ready, s", "× ours")
    return _table(titles, rows)


def _filtering(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = []
    for name, each in found.items():
        row = [name]
        for clock in CLOCKS:
            times = _times(median(each[clock]), median(found[OURS][clock]))
            row += [_spread(each[clock], 0), times]
        rows.append(row)
    titles = [title for each in CLOCKS for title in (f"{each.removesuffix('_ms')}, ms", "× ours")]
    return _table(("", *titles), rows)


def _counting(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    questions = [key for key in found[OURS] if key != "prepare_s"]
    rows = []
    for name, each in found.items():
        row = [name]
        for question in questions:
            spread = [value * 1000 for value in each[question]]
            row += [
                _spread(spread, 1),
                _times(median(each[question]), median(found[OURS][question])),
            ]
        rows.append([*row, f"{each['prepare_s']:.2f}"])
    titles = [title for each in questions for title in (f"{each}, ms", "× ours")]
    return _table(("", *titles, "prepared once, s"), rows)


def _live(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    ours = found[OURS]
    rows = []
    for name, each in found.items():
        rows.append(
            [
                name,
                _seconds(each["seconds"]),
                _times(median(each["seconds"]), median(ours["seconds"])),
                _spread([value / 1000 for value in each["received"]], 1),
                _times(median(each["received"]), median(ours["received"])),
                f"{median(each['sent']) / 1000:.1f}",
                f"{each['blank_s']:.2f}",
                "yes" if each["base_kept"] else "no",
                "yes" if each["view_kept"] else "no",
            ]
        )
    titles = ("", "painted, s", "× ours", "received, kB", "× ours", "sent, kB", "blank, s")
    return _table((*titles, "base kept", "view kept"), rows)


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)], *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _seconds(values: Sequence[float]) -> str:
    return _spread(values, 2)


def _spread(values: Sequence[float], decimals: int) -> str:
    least, middle, most = min(values), median(values), max(values)
    return f"**{middle:.{decimals}f}** ({least:.{decimals}f}–{most:.{decimals}f}; n={len(values)})"


def _times(value: float, ours: float) -> str:
    found = ratio(value, ours)
    return f"{found:.1f}" if found < 20 else f"{found:.0f}"


def _count(number: object) -> str:
    return f"{int(str(number)):,}"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value
