"""What the commands of the ledger report: releases that have left, and what the audit finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.places import places
from routes.cli import console
from routes.release import Finding, Past
from routes.release.cells import NATIONALITY, Cell
from routes.text import Text


def release_value(past: Past) -> dict[str, Any]:
    """Return a release as a JSON value; what cases add to its counts is no part of it."""
    return {
        "seq": past.seq,
        "at": past.at.isoformat(),
        "user": past.user,
        "audience": past.audience,
        "release_id": past.release_id,
        "title": past.title,
        "formats": list(past.formats),
        "query": past.manifest["query"],
        "made_on": past.manifest["made_on"],
        "register_version": past.manifest["register_version"],
        "data_version": past.manifest["data_version"],
        "protected_counts": len(past.counts),
        "same_counts_as": past.same_as,
    }


def write_releases(found: Sequence[Past], t: Text) -> None:
    """Write releases as a table."""
    if not found:
        console.write_line(t("departing.none"))
        return
    names = ("seq", "at", "user", "what", "audience.head", "formats", "id", "counts")
    rows = [
        [
            each.seq,
            each.at.strftime("%Y-%m-%d %H:%M UTC"),
            each.user,
            _what(each, t),
            t(f"departing.audience.{each.audience}"),
            " ".join(each.formats),
            each.release_id,
            t.number(len(each.counts)) if each.counts else "",
        ]
        for each in found
    ]
    head = [t(f"departing.{name}") for name in names]
    console.write_table(t("departing.title"), head, rows, right=[0, 7])


def _what(past: Past, t: Text) -> str:
    asked = " ".join(f"{name}={value}" for name, value in past.manifest["query"].items())
    return " · ".join(part for part in (past.title, asked) if part) or t("departing.everything")


def finding_value(found: Finding) -> dict[str, Any]:
    """Return a finding of the audit as a JSON value."""
    return {
        "release": found.seq,
        "cell": found.cell._asdict(),
        "less": [each._asdict() for each in found.less],
        "since": found.since,
        "least": found.least,
        "most": found.most,
    }


def failure_lines(broken: Sequence[int], findings: Sequence[Finding], t: Text) -> list[str]:
    """Return what fails, a line each, under a heading."""
    lines = [t("register.differs.release", seq=each) for each in broken]
    lines += [_failure(each, t) for each in findings]
    return [t.plural("departing.failed", len(lines)), *(f"- {each}" for each in lines)]


def _failure(found: Finding, t: Text) -> str:
    cell = _cell(found.cell, t)
    if found.most < found.least:
        return t("departing.impossible", seq=found.seq)
    if found.less:
        key, more = "difference", {"less": "; ".join(_cell(each, t) for each in found.less)}
    elif found.since is not None:
        key, more = "since", {"since": t.number(found.since)}
    else:
        key, more = "cell", {}
    reach = {"least": t.number(found.least), "most": t.number(found.most)}
    return t(f"departing.finding.{key}", seq=found.seq, cell=cell, **reach, **more)


def _cell(cell: Cell, t: Text) -> str:
    """Say what a cell counts.

    >>> from routes.text import load
    >>> _cell(Cell("origin", "CO-ARA", "2020", "minors"), load("en"))
    'minors, origin Arauca, 2020'
    """
    group = cell.group.removeprefix(NATIONALITY)
    if group != cell.group:
        said = [t("departing.nationality", name=_area(group, t))]
    else:
        said = [t(f"departing.group.{group}")]
    if cell.area:
        said.append(t(f"departing.{cell.geography}", name=_area(cell.area, t)))
    if cell.year:
        said.append(t("departing.undated") if cell.year == "undated" else cell.year)
    return ", ".join(said)


def _area(area: str, t: Text) -> str:
    if area in ("several", "unknown"):
        return t(f"departing.{area}")
    place = places().get(area)
    return area if place is None else place.name(t.lang)
