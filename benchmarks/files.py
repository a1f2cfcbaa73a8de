"""Part (a): the HTML file of many flows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.chromium import browser, open_page
from benchmarks.contenders import CONTENDERS, Contender
from benchmarks.lines import Lines, lines, made_up
from benchmarks.timing import clock, rounds
from benchmarks.web import Assets, Server, external_addresses
from routes.cases import Tables


def measure(
    sizes: Sequence[int],
    *,
    repetitions: int,
    work: Path,
    keep: Path | None,
    told: Callable[[str], None],
) -> dict[str, Any]:
    """Build and open the files of each size.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of distinct flows.
    repetitions : int
        Rounds, of building and of opening.
    work : pathlib.Path
        Folder for made-up tables and web assets.
    keep : pathlib.Path, optional
        Folder for the built files and pictures of what they painted.
    told : callable
        Told what is done.

    Returns
    -------
    dict
        By size and contender: ``build_s``, ``bytes``, ``ready_s`` (lists), ``first_build_s``,
        ``external`` (how many addresses) and ``requests``.
    """
    server = Server(Assets(work / "web"))
    try:
        with browser() as window:
            found = {}
            for size in sizes:
                tables = made_up(work / f"flows-{size}", cases=size, pairs=size)
                drawn = lines(tables)
                found[str(size)] = {
                    "flows": len(drawn),
                    "contenders": _size(window, server, tables, drawn, repetitions, keep, told),
                }
        return found
    finally:
        server.close()


def _size(
    window: Browser,
    server: Server,
    tables: Tables,
    drawn: Lines,
    repetitions: int,
    keep: Path | None,
    told: Callable[[str], None],
) -> dict[str, Any]:
    pages: dict[str, str] = {}

    def build(each: Contender) -> Mapping[str, float]:
        pages[each.name], seconds = clock(lambda: each.build(tables, drawn))
        return {"build_s": seconds}

    def show(each: Contender) -> Mapping[str, float]:
        url = server.publish("page", pages[each.name])
        picture = keep / f"{len(drawn)}-{_plain(each.name)}.png" if keep else None
        opened = open_page(window, url, probe=each.probe, lines=len(drawn), picture=picture)
        return {"ready_s": opened.seconds, "requests": opened.requests}

    told(f"building {len(drawn)} flows")
    built = rounds({c.name: _bound(build, c) for c in CONTENDERS}, repetitions=repetitions)
    told(f"opening {len(drawn)} flows")
    shown = rounds({c.name: _bound(show, c) for c in CONTENDERS}, repetitions=repetitions)
    if keep:
        for name, page in pages.items():
            (keep / f"{len(drawn)}-{_plain(name)}.html").write_text(page, encoding="utf-8")
    return {
        name: {
            "build_s": built[name]["build_s"],
            "bytes": len(page.encode("utf-8")),
            "external": len(external_addresses(page)),
            "requests": max(shown[name]["requests"]),
            "ready_s": shown[name]["ready_s"],
        }
        for name, page in pages.items()
    }


def _bound(
    work: Callable[[Contender], Mapping[str, float]], each: Contender
) -> Callable[[], Mapping[str, float]]:
    return lambda: work(each)


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name)
