"""Made-up offices for tests of releases: seeded, and every name says SYNTHETIC."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.places import places
from routes.cases import Tables
from routes.release.contributions import LEAVES, Contribution
from tests.made_up import made_up, route

DEPARTMENTS = [
    each.id for each in places().values() if each.level == "department" and each.country == "COL"
]
COUNTRIES = ["CHN", "PAN", "ECU", "PER", "MEX", "ESP", "ITA", "CHL", "TTO"]
NATIONALITIES = ["COL", "VEN", "ECU", "PER", "CHN", "", "COL;VEN"]
YEARS = ["", *map(str, range(2013, 2026))]

Row = dict[str, Any]


def office(victims: int, seed: int) -> Tables:
    """Make up an office whose cases that are not public have so many victims together.

    Places, years and nationalities are uneven, as they are in life; of some cases the source
    tells age and sex, of others not. One case in ten is public, and counts for nothing here.
    """
    lot = np.random.default_rng(seed)
    shares = {
        name: lot.dirichlet(np.full(len(values), evenness))
        for name, values, evenness in (
            ("origin", [*DEPARTMENTS, ""], 0.4),
            ("destination", [*COUNTRIES, *DEPARTMENTS[:12]], 0.3),
            ("nationality", NATIONALITIES, 0.5),
            ("year", YEARS, 3.0),
        )
    }
    cases: list[Row] = []
    stops: list[Row] = []
    figures: list[Row] = []
    counted = 0
    while counted < victims:
        case_id, public = f"syn-{len(cases)}", bool(lot.random() < 0.1)
        number = int(lot.geometric(1 / 6))
        counted += 0 if public else number
        year = YEARS[lot.choice(len(YEARS), p=shares["year"])]
        cases.append(
            {
                "case_id": case_id,
                "name": f"SYNTHETIC {case_id}",
                "period_start": year,
                "handling": "public" if public else ("classified", "reserved")[len(cases) % 2],
            }
        )
        origin = [*DEPARTMENTS, ""][lot.choice(len(DEPARTMENTS) + 1, p=shares["origin"])]
        ends = [*COUNTRIES, *DEPARTMENTS[:12]]
        end = ends[lot.choice(len(ends), p=shares["destination"])]
        stops += route(case_id, *(each for each in (origin, end) if each))
        nationality = NATIONALITIES[lot.choice(len(NATIONALITIES), p=shares["nationality"])]
        said = {"case_id": case_id, "nationality": nationality}
        figures.append({**said, "measure": "victims", "value": number})
        if lot.random() < 0.6:
            figures += [{**said, **each} for each in _parts(lot, number)]
    return made_up(cases, stops, figures=figures)


def _parts(lot: np.random.Generator, number: int) -> list[Row]:
    parts = lot.multinomial(number, lot.dirichlet([0.6, 0.2, 0.1, 2.0, 0.5, 0.5, 0.5]))
    count = dict(zip(LEAVES, parts.tolist(), strict=True))
    minors = count["girls"] + count["boys"] + count["minors_sex_unknown"]
    told = {name: count[name] for name in ("girls", "boys", "women", "men")}
    if not count["age_unknown"]:
        told["minors"] = minors
    return [{"measure": name, "value": value} for name, value in told.items()]


def part(tables: Tables, share: float) -> Tables:
    """Return the first cases of an office, as it was some time before."""
    last = round(len(tables.cases) * share)
    return having(tables, tables.cases["case_id"].tolist()[:last])


def having(tables: Tables, ids: list[str], **changed: str) -> Tables:
    """Return some cases of an office; those named in `changed` with another handling."""
    rows = {
        name: tables.table(name)[tables.table(name)["case_id"].isin(ids)].to_dict("records")
        for name in ("cases", "stops", "figures")
    }
    for row in rows["cases"]:
        row["handling"] = changed.get(row["case_id"], row["handling"])
    return made_up(rows["cases"], rows["stops"], figures=rows["figures"])


def one(year: int = 2020, origin: str = "CO-ARA", **more: Any) -> Contribution:
    """Return what one case adds."""
    values = {"destination": "CHN", "nationality": "COL", "victims": (0, 0, 0, 6, 0, 0, 0)}
    return Contribution(year, origin, **{**values, **more})
