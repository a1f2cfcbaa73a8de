"""Made-up cases in any number, to try the product at scale.

Every name, title and publisher begins with ``SYNTHETIC``. The same arguments give the same bytes.
The places are real and everything else is drawn by lot: nothing here says anything about
trafficking.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from routes.cases.cells import (
    FIRST_YEAR,
    SOURCES,
    YEARS,
    Column,
    Lot,
    chosen,
    dates,
    day,
    days,
    flat,
    joined,
    padded,
    source_ids,
    text,
)
from routes.cases.model import SYNTHETIC_MARK, TABLE_NAMES
from routes.cases.synth_routes import draw_pairs, draw_stops, drawn_places

DEFAULT_FLOWS: Final = 1_000


def synthesize(*, cases: int, flows: int | None = None, seed: int = 0) -> dict[str, pa.Table]:
    """Make up five tables.

    Parameters
    ----------
    cases : int
        Number of cases, at least 1.
    flows : int, optional
        Number of distinct pairs of places that the legs join. Without it 1,000, or as many as
        there are cases when these are fewer.
    seed : int
        What the lots begin from.

    Returns
    -------
    dict of str to pyarrow.Table
        The five tables by name, all columns as text.

    Raises
    ------
    ValueError
        If `cases` or `flows` is less than 1, `seed` is negative, or there are not so many pairs
        of places.
    """
    for name, value, least in (("cases", cases, 1), ("flows", flows, 1), ("seed", seed, 0)):
        if value is not None and value < least:
            raise ValueError(f"Invalid {name} {value}. It must be at least {least}.")
    lot = np.random.default_rng(seed)
    count = min(cases, DEFAULT_FLOWS) if flows is None else flows
    ids = joined("syn-", padded(np.arange(1, cases + 1), 7))
    stops, last_case, last_place = draw_stops(lot, ids, draw_pairs(lot, count), cases, count)
    return {
        "sources": _sources(lot),
        "cases": _cases(lot, ids, cases),
        "stops": stops,
        "events": _events(lot, ids, last_case, last_place),
        "figures": _figures(lot, ids, cases),
    }


def write_synthetic(
    folder: Path | str,
    *,
    cases: int,
    flows: int | None = None,
    seed: int = 0,
    told: Callable[[str], None] = lambda step: None,
) -> None:
    """Write made-up tables into a folder, which is made where there is none.

    Parameters
    ----------
    folder : pathlib.Path or str
        Where the five CSV files go. Made-up tables there are replaced.
    cases, flows, seed : int
        As in `synthesize`.
    told : callable
        Called with the name of each table before it is written.

    Raises
    ------
    ValueError
        As in `synthesize`.
    FileExistsError
        If the folder holds tables that are not made up.
    """
    folder = Path(folder)
    _refuse_real(folder)
    tables = synthesize(cases=cases, flows=flows, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    options = pacsv.WriteOptions(quoting_style="needed", quoting_header="needed")
    for name, table in tables.items():
        told(name)
        pacsv.write_csv(table, folder / f"{name}.csv", options)


def _refuse_real(folder: Path) -> None:
    """Refuse to replace tables that someone has collected."""
    for name in TABLE_NAMES:
        path = folder / f"{name}.csv"
        sources = folder / "sources.csv"
        made_up = sources.is_file() and SYNTHETIC_MARK.encode() in sources.read_bytes()[:2000]
        if path.exists() and not made_up:
            raise FileExistsError(
                f"'{path}' exists and is not made up. Choose an empty folder for synthetic tables."
            )


def _sources(lot: Lot) -> pa.Table:
    number = [f"{each:02d}" for each in range(1, SOURCES + 1)]
    year = lot.integers(FIRST_YEAR, FIRST_YEAR + YEARS, size=SOURCES)
    return pa.table(
        {
            "source_id": source_ids(),
            "publisher": [f"{SYNTHETIC_MARK} publisher {each}" for each in number],
            "title": [f"{SYNTHETIC_MARK} publication {each}" for each in number],
            "url": [""] * SOURCES,
            "published_on": [f"{each}-06-15" for each in year],
            "date_precision": ["day"] * SOURCES,
            "accessed_on": ["2026-01-01"] * SOURCES,
            "language": ["es"] * SOURCES,
            "reliability": lot.choice(list("ABCDEF"), size=SOURCES).tolist(),
        }
    )


def _cases(lot: Lot, ids: Column, count: int) -> pa.Table:
    number = padded(np.arange(1, count + 1), 7)
    start = days(lot, count)
    longer = (lot.random(count) < 0.3) * lot.integers(1, 700, size=count)
    end = np.minimum(start + longer, day(f"{FIRST_YEAR + YEARS - 1}-12-31"))
    undated = lot.random(count) < 0.05
    purposes = ["sexual", "labour", "sexual;labour", "servile_marriage", "begging", "unspecified"]
    means = ["debt_bondage", "false_promises", "threats;withholds_documents", "unspecified"]
    ways = ["job_offer", "social_media", "border_approach", "intimate_partner", "unspecified"]
    return pa.table(
        {
            "case_id": ids,
            "name": joined(f"{SYNTHETIC_MARK} case ", number),
            "kind": chosen(["operation", "case", "network"], lot.integers(0, 3, size=count)),
            "authority": joined(
                f"{SYNTHETIC_MARK} authority ", padded(lot.integers(1, 21, size=count), 2)
            ),
            "status": chosen(
                ["alleged", "charged", "convicted", "dismissed"],
                lot.choice(4, size=count, p=[0.6, 0.2, 0.15, 0.05]),
            ),
            "period_start": dates(start, undated),
            "period_end": dates(end, undated),
            "date_precision": chosen(["day", "unknown"], undated),
            "purposes": chosen(
                purposes, lot.choice(6, size=count, p=[0.6, 0.15, 0.05, 0.05, 0.05, 0.1])
            ),
            "means": chosen(means, lot.integers(0, len(means), size=count)),
            "recruitment": chosen(ways, lot.integers(0, len(ways), size=count)),
            "handling": chosen(["public"], np.zeros(count, dtype=np.int64)),
            "summary_es": joined(f"{SYNTHETIC_MARK}: caso inventado ", number),
            "summary_en": joined(f"{SYNTHETIC_MARK}: made-up case ", number),
        }
    )


def _events(lot: Lot, ids: Column, case: Any, place: Any) -> pa.Table:
    """Make arrests and rescues where some of the routes end."""
    drawn = np.flatnonzero(lot.random(len(case)) < 0.4)
    count = len(drawn)
    return pa.table(
        {
            "case_id": ids.take(pa.array(case[drawn])),
            "event": chosen(["arrest", "rescue", "search"], lot.integers(0, 3, size=count)),
            "place_id": chosen([each.id for each in drawn_places()], place[drawn]),
            "happened_on": dates(days(lot, count), np.zeros(count, dtype=bool)),
            "date_precision": chosen(["day"], np.zeros(count, dtype=np.int64)),
            "source_id": chosen(source_ids(), lot.integers(0, SOURCES, size=count)),
        }
    )


def _figures(lot: Lot, ids: Column, count: int) -> pa.Table:
    """Make figures for part of the cases, some with a second source that disagrees."""
    parts = [
        _figure_rows(lot, ids, np.flatnonzero(lot.random(count) < share), measure, scale)
        for measure, share, scale in (
            ("arrests", 0.8, 6),
            ("victims", 0.7, 12),
            ("minors", 0.3, 4),
            ("assets", 0.1, 5),
        )
    ]
    columns = list(parts[0][0])
    together = {
        name: pa.concat_arrays([flat(rows[name]) for part in parts for rows in part])
        for name in columns
    }
    return pa.table(together)


def _figure_rows(
    lot: Lot, ids: Column, case: Any, measure: str, scale: int
) -> list[dict[str, Column]]:
    source = lot.integers(0, SOURCES, size=len(case))
    value = lot.geometric(1 / scale, size=len(case))
    value = value - 1 if measure == "minors" else value
    disputed = lot.random(len(case)) < 0.02
    first = _figure_columns(lot, ids, case, measure, value, source, preferred=True)
    other = (source + 1) % SOURCES
    second = _figure_columns(
        lot, ids, case[disputed], measure, value[disputed] + 1, other[disputed], preferred=False
    )
    return [first, second]


def _figure_columns(
    lot: Lot, ids: Column, case: Any, measure: str, value: Any, source: Any, *, preferred: bool
) -> dict[str, Column]:
    count, same = len(case), np.zeros(len(case), dtype=np.int64)
    nationalities = ["COL", "VEN", "COL;VEN", "ECU", ""]
    return {
        "case_id": ids.take(pa.array(case)),
        "measure": chosen([measure], same),
        "value": text(value),
        "qualifier": chosen(
            ["exact", "at_least", "about"], lot.choice(3, size=count, p=[0.8, 0.12, 0.08])
        ),
        "nationality": chosen(
            nationalities, lot.choice(5, size=count, p=[0.4, 0.25, 0.05, 0.05, 0.25])
        ),
        "source_id": chosen(source_ids(), source),
        "preferred": chosen(["true" if preferred else "false"], same),
    }
