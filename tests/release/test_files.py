"""What is in the published files: of hidden cases the lattice and nothing else, in every state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from routes.cases import Tables
from routes.publish import files
from routes.publish.page_data import PERIODS
from routes.query import RouteQuery
from routes.release import Release, build
from routes.release.cells import Cell, shown_in
from tests.made_up import made_up
from tests.release.attack import Attacker
from tests.release.offices import office

DAY = date(2026, 1, 1)
KINDS = ("html", "csv", "xlsx", "geojson", "kml", "htcds")


def released(tables: Tables, query: RouteQuery | None = None) -> Release:
    return build(tables, query or RouteQuery(), audience="public", made_on=DAY)


def file_of(release: Release, kind: str) -> bytes:
    return files.made(release, kind=kind, lang="es", level="country", paper="a4")


def page_data(release: Release) -> dict[str, Any]:
    """Return what a page holds, as its own script reads it."""
    page = file_of(release, "html").decode("ascii")
    found = re.search(r'<script type="application/json" id="rutas-data">(.*?)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def published(data: dict[str, Any]) -> pd.DataFrame:
    """Return the protected counts of a page, as whoever opens it can write them down."""
    lattice = data["lattice"]
    rows = [
        {
            "geography": ("origin", "destination")[geography],
            "area": lattice["areas"][area],
            "year": year or pd.NA,
            "period": PERIODS[period],
            "group": lattice["groups"][group],
            "victims": pd.NA if victims < 0 else victims,
            "suppressed": victims < 0,
        }
        for geography, area, year, period, group, victims in lattice["rows"]
    ]
    return pd.DataFrame(rows)


def otherwise(tables: Tables) -> Tables:
    """Return the same office with other hidden cases of the same counts: each split into cases of
    its victims one by one where nothing but their number is known, under other names, and last."""
    frames = {name: tables.table(name).to_dict("records") for name in ("cases", "stops", "figures")}
    hidden = {row["case_id"] for row in frames["cases"] if row["handling"] != "public"}
    of = {
        name: {each: [row for row in rows if row["case_id"] == each] for each in hidden}
        for name, rows in frames.items()
    }
    kept = {name: [r for r in rows if r["case_id"] not in hidden] for name, rows in frames.items()}
    for case_id in sorted(hidden, reverse=True):
        figures = of["figures"][case_id]
        alone = len(figures) == 1
        for part in range(int(figures[0]["value"]) if alone else 1):
            new = f"other-{case_id}-{part}"
            for name in kept:
                kept[name] += [{**row, "case_id": new} for row in of[name][case_id]]
            kept["cases"][-1]["name"] = f"SYNTHETIC {new}"
            if alone:
                kept["figures"][-1]["value"] = 1
    return made_up(kept["cases"], kept["stops"], figures=kept["figures"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_depends_on_hidden_cases_through_their_counts_alone(kind: str) -> None:
    """Two registers with quite other hidden cases, but the same counts: the same bytes."""
    one = office(300, 3)
    other = otherwise(one)
    assert len(other.cases) > 1.5 * len(one.cases)
    made = [file_of(released(each), kind) for each in (one, other)]
    assert made[0] == made[1]
    more = replace(one, figures=one.figures.assign(value=one.figures["value"] * 2), version="2")
    assert file_of(released(more), kind) != made[0], "the counts do count"


def states(data: dict[str, Any]) -> Iterator[dict[Cell, int]]:
    """Give the numbers of hidden cases that each state of the filters of a page shows: one side
    and one group, for any years, and any area."""
    frame = published(data)
    for (_, _), part in frame.groupby(["geography", "group"]):
        for _, row in part.groupby("area"):
            yield shown_in(row)
        for _, column in part.groupby(["period", "year"], dropna=False):
            yield shown_in(column)


def test_no_two_states_of_the_filters_differ_by_a_victim_who_is_known() -> None:
    """Every number of every state is one of the lattice, whatever is filtered; and no two of them,
    nor all of them together, leave a few victims who are known."""
    release = released(office(300, 3))
    data = page_data(release)
    assert release.lattice is not None
    whole = shown_in(release.lattice.frame)
    seen: dict[Cell, int] = {}
    found = list(states(data))
    for state in found:
        assert state.items() <= whole.items()
        seen |= state
    assert seen == whole
    assert len(found) > 100
    pairs = 0
    for one, other in combinations(found, 2):
        pairs += 1
        for cell in one.keys() & other.keys():
            assert one[cell] == other[cell], "a number does not change with the filter"
    assert pairs == len(found) * (len(found) - 1) // 2
    attacker = Attacker([published(data)])
    assert attacker.too_narrow() == []
    assert attacker.isolated() == 0


def test_the_counts_of_two_filtered_files_are_the_same() -> None:
    """So nothing is left when one is taken off the other."""
    tables = office(300, 3)
    queries = (RouteQuery(), RouteQuery(years=(2018, 2020)), RouteQuery(handling=("public",)))
    frames = [published(page_data(released(tables, query))) for query in queries]
    assert all(each.equals(frames[0]) for each in frames)
