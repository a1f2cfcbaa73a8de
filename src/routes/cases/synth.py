"""Made-up cases in any number, to try the product at scale.

Every name, title and publisher begins with ``SYNTHETIC``. The same arguments give the same bytes.
The places are real and everything else is drawn by lot: nothing here says anything about
trafficking.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from geo.places import places
from routes.cases.model import SYNTHETIC_MARK, TABLE_NAMES

Lot = np.random.Generator
Column = Any
"""A column of Arrow text."""

SOURCES: Final = 48
DEFAULT_FLOWS: Final = 1_000
FIRST_YEAR: Final = 2004
YEARS: Final = 22

_WEIGHT: Final = {
    ("settlement", "country"): 6.0,
    ("settlement", "settlement"): 1.0,
    ("settlement", "point"): 3.0,
    ("department", "country"): 6.0,
    ("point", "country"): 4.0,
    ("point", "settlement"): 2.0,
}
"""How likely a pair of places is, by how precise they are; 0.2 where not named."""

_ORIGIN_WEIGHT: Final = {"COL": 1.0, "VEN": 0.5}
"""How likely an origin is, by its country; 0.01 where not named."""


@dataclass(frozen=True)
class _Pairs:
    """Origins and destinations, ordered by origin, and where the pairs from a place begin."""

    start: Any
    end: Any
    first: Any
    after: Any


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
    ids = _join("syn-", _padded(np.arange(1, cases + 1), 7))
    stops, last_case, last_place = _stops(lot, ids, _draw_pairs(lot, count), cases, count)
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


def _draw_pairs(lot: Lot, count: int) -> _Pairs:
    """Draw distinct pairs of places."""
    known = list(places().values())
    levels = sorted({place.level for place in known})
    weight = np.array([[_WEIGHT.get((a, b), 0.2) for b in levels] for a in levels])
    level = np.array([levels.index(place.level) for place in known])
    origin = np.array([_ORIGIN_WEIGHT.get(place.country, 0.01) for place in known])
    start, end = np.divmod(np.arange(len(known) ** 2), len(known))
    start, end = start[start != end], end[start != end]
    if count > len(start):
        raise ValueError(f"Invalid flows {count}. There are {len(start)} pairs of places.")
    # The smallest of exponential times by weight: a weighted draw without replacement.
    times = lot.exponential(size=len(start)) / weight[level[start], level[end]] / origin[start]
    drawn = np.sort(np.argpartition(times, count - 1)[:count])
    start, end = start[drawn], end[drawn]
    return _Pairs(start, end, np.searchsorted(start, end), np.searchsorted(start, end, "right"))


def _stops(
    lot: Lot, ids: Column, pairs: _Pairs, cases: int, flows: int
) -> tuple[pa.Table, Any, Any]:
    """Make routes of one to three legs; every pair of places is in at least one."""
    routes = 1 + (lot.random(cases) < 0.3) + (lot.random(cases) < 0.1)
    lacking = flows - int(routes.sum())
    if lacking > 0:
        routes = routes + -(-lacking // cases)
    case = np.repeat(np.arange(cases), routes)
    chain = _chains(lot, pairs, len(case), flows)
    mentioned = lot.random(len(case)) < 0.04
    mentioned[:flows] = False
    # The first pairs go to routes in the order of the cases: spread them.
    shuffled = lot.permutation(len(case))
    chain, mentioned = chain[shuffled], mentioned[shuffled]
    length = np.where(mentioned, 1, (chain >= 0).sum(axis=1))
    keep = np.arange(chain.shape[1]) < length[:, None]
    first = np.append(0, np.cumsum(routes)[:-1])
    route_no = np.arange(len(case)) - np.repeat(first, routes) + 1
    stop_no = np.broadcast_to(np.arange(1, chain.shape[1] + 1), chain.shape)[keep]
    by_stop = np.repeat(np.arange(len(case)), length)
    table = _stop_table(
        lot,
        {
            "case_id": ids.take(pa.array(case[by_stop])),
            "route_no": _text(route_no[by_stop]),
            "stop_no": _text(stop_no),
        },
        place=chain[keep],
        only_mentioned=mentioned[by_stop],
        position=np.where(stop_no == 1, 0, np.where(stop_no == length[by_stop], 2, 1)),
        route=by_stop,
    )
    return table, case, chain[np.arange(len(case)), length - 1]


def _chains(lot: Lot, pairs: _Pairs, routes: int, flows: int) -> Any:
    """Return places of each route in order, -1 beyond its end: pairs followed by pairs."""
    popular = (flows * lot.random(routes) ** 3).astype(np.int64)
    leg = np.where(np.arange(routes) < flows, np.arange(routes), lot.permutation(flows)[popular])
    chain = np.full((routes, 4), -1)
    chain[:, 0], chain[:, 1] = pairs.start[leg], pairs.end[leg]
    going = np.ones(routes, dtype=bool)
    for place in (2, 3):
        choices = pairs.after[leg] - pairs.first[leg]
        going &= (choices > 0) & (lot.random(routes) < 0.4)
        following = pairs.first[leg] + (lot.random(routes) * choices).astype(np.int64)
        leg = np.where(going, following, leg)
        chain[going, place] = pairs.end[leg[going]]
    return chain


def _stop_table(
    lot: Lot,
    columns: dict[str, Column],
    *,
    place: Any,
    only_mentioned: Any,
    position: Any,
    route: Any,
) -> pa.Table:
    known = list(places())
    crossings = np.array([each.level == "point" for each in places().values()])
    role = np.where((position == 1) & crossings[place], 3, position)
    role = np.where(only_mentioned, 4, role)
    inferred = lot.random(len(place)) < 0.06
    evidence = np.where(only_mentioned, 2, inferred.astype(np.int64))
    mode = np.where(position == 0, 4, lot.choice(5, size=len(place), p=[0.45, 0.1, 0.1, 0.2, 0.15]))
    source = lot.integers(0, SOURCES, size=int(route.max()) + 1)[route]
    reason = (
        ["", f"{SYNTHETIC_MARK}: motivo inventado."],
        ["", f"{SYNTHETIC_MARK}: made-up reason."],
    )
    columns |= {
        "role": _of(["recruitment", "transit", "exploitation", "crossing", ""], role),
        "place_id": _of(known, place),
        "mode": _of(["land", "river", "sea", "air", "unknown"], mode),
        "evidence": _of(["stated", "inferred", "mentioned"], evidence),
        "credibility": _text(
            1 + lot.choice(6, size=len(place), p=[0.2, 0.4, 0.2, 0.1, 0.05, 0.05])
        ),
        "source_id": _of(_source_ids(), source),
        "note_es": _of(reason[0], evidence == 1),
        "note_en": _of(reason[1], evidence == 1),
    }
    return pa.table(columns)


def _sources(lot: Lot) -> pa.Table:
    number = [f"{each:02d}" for each in range(1, SOURCES + 1)]
    year = lot.integers(FIRST_YEAR, FIRST_YEAR + YEARS, size=SOURCES)
    return pa.table(
        {
            "source_id": _source_ids(),
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
    number = _padded(np.arange(1, count + 1), 7)
    start = _days(lot, count)
    longer = (lot.random(count) < 0.3) * lot.integers(1, 700, size=count)
    end = np.minimum(start + longer, _day(f"{FIRST_YEAR + YEARS - 1}-12-31"))
    undated = lot.random(count) < 0.05
    purposes = ["sexual", "labour", "sexual;labour", "servile_marriage", "begging", "unspecified"]
    means = ["debt_bondage", "false_promises", "threats;withholds_documents", "unspecified"]
    ways = ["job_offer", "social_media", "border_approach", "intimate_partner", "unspecified"]
    return pa.table(
        {
            "case_id": ids,
            "name": _join(f"{SYNTHETIC_MARK} case ", number),
            "kind": _of(["operation", "case", "network"], lot.integers(0, 3, size=count)),
            "authority": _join(
                f"{SYNTHETIC_MARK} authority ", _padded(lot.integers(1, 21, size=count), 2)
            ),
            "status": _of(
                ["alleged", "charged", "convicted", "dismissed"],
                lot.choice(4, size=count, p=[0.6, 0.2, 0.15, 0.05]),
            ),
            "period_start": _dates(start, undated),
            "period_end": _dates(end, undated),
            "date_precision": _of(["day", "unknown"], undated),
            "purposes": _of(
                purposes, lot.choice(6, size=count, p=[0.6, 0.15, 0.05, 0.05, 0.05, 0.1])
            ),
            "means": _of(means, lot.integers(0, len(means), size=count)),
            "recruitment": _of(ways, lot.integers(0, len(ways), size=count)),
            "handling": _of(["public"], np.zeros(count, dtype=np.int64)),
            "summary_es": _join(f"{SYNTHETIC_MARK}: caso inventado ", number),
            "summary_en": _join(f"{SYNTHETIC_MARK}: made-up case ", number),
        }
    )


def _events(lot: Lot, ids: Column, case: Any, place: Any) -> pa.Table:
    """Make arrests and rescues where some of the routes end."""
    drawn = np.flatnonzero(lot.random(len(case)) < 0.4)
    count = len(drawn)
    return pa.table(
        {
            "case_id": ids.take(pa.array(case[drawn])),
            "event": _of(["arrest", "rescue", "search"], lot.integers(0, 3, size=count)),
            "place_id": _of(list(places()), place[drawn]),
            "happened_on": _dates(_days(lot, count), np.zeros(count, dtype=bool)),
            "date_precision": _of(["day"], np.zeros(count, dtype=np.int64)),
            "source_id": _of(_source_ids(), lot.integers(0, SOURCES, size=count)),
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
        name: pa.concat_arrays([_flat(rows[name]) for part in parts for rows in part])
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
        "measure": _of([measure], same),
        "value": _text(value),
        "qualifier": _of(
            ["exact", "at_least", "about"], lot.choice(3, size=count, p=[0.8, 0.12, 0.08])
        ),
        "nationality": _of(
            nationalities, lot.choice(5, size=count, p=[0.4, 0.25, 0.05, 0.05, 0.25])
        ),
        "source_id": _of(_source_ids(), source),
        "preferred": _of(["true" if preferred else "false"], same),
    }


def _source_ids() -> list[str]:
    return [f"syn-source-{each:02d}" for each in range(1, SOURCES + 1)]


def _day(iso: str) -> int:
    return int(np.datetime64(iso, "D").astype(np.int64))


def _days(lot: Lot, count: int) -> Any:
    return lot.integers(
        _day(f"{FIRST_YEAR}-01-01"), _day(f"{FIRST_YEAR + YEARS}-01-01"), size=count
    )


def _dates(days: Any, hidden: Any) -> Column:
    written = pc.cast(pa.array(days.astype(np.int32), pa.date32()), pa.string())
    return pc.if_else(pa.array(hidden), "", written)


def _text(numbers: Any) -> Column:
    return pc.cast(pa.array(numbers), pa.string())


def _padded(numbers: Any, width: int) -> Column:
    return pc.utf8_lpad(_text(numbers), width, "0")


def _join(prefix: str, column: Column) -> Column:
    return pc.binary_join_element_wise(prefix, column, "")


def _of(values: Sequence[str], positions: Any) -> Column:
    return pa.array(values, pa.string()).take(pa.array(np.asarray(positions, dtype=np.int32)))


def _flat(column: Column) -> Column:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
