"""The routes of a draft as far as they can be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pandas as pd

from geo.places import places
from routes.cases.codes import CREDIBILITY
from routes.cases.editing.model import CaseDraft, RouteDraft, StopDraft
from routes.cases.model import TABLE_NAMES, TEXT, Tables, columns

_NAME = "draft"
_WORST = max(CREDIBILITY)


def preview(draft: CaseDraft) -> Tables:
    """Return the routes of a draft as tables of one case, to be drawn on the map.

    A route is broken where a place is still missing: joining the stops on either side of it
    would draw a leg that nobody has entered. Nothing but the routes is in the tables.

    Examples
    --------
    >>> stops = [StopDraft(place_id=each) for each in ("CO-ARA", "", "VEN", "CHN")]
    >>> found = preview(CaseDraft(routes=(RouteDraft(stops=tuple(stops)),))).stops
    >>> found[["route_no", "stop_no", "place_id"]].to_numpy().tolist()
    [[1, 1, 'CO-ARA'], [2, 1, 'VEN'], [2, 2, 'CHN']]
    """
    runs = [run for route in draft.routes for run in _runs(route)]
    stops = [
        {**_row(stop), "route_no": route_no, "stop_no": stop_no}
        for route_no, run in enumerate(runs, start=1)
        for stop_no, stop in enumerate(run, start=1)
    ]
    ids = sorted({str(stop["source_id"]) for stop in stops})
    rows: dict[str, list[dict[str, object]]] = {
        "sources": [{"source_id": each} for each in ids],
        "cases": [{"case_id": _NAME, "kind": draft.kind}],
        "stops": stops,
    }
    frames = {table: _frame(table, rows.get(table, [])) for table in TABLE_NAMES}
    return Tables(**frames, name=_NAME, synthetic=False, version=_NAME, warnings=())


def _runs(route: RouteDraft) -> Iterator[list[StopDraft]]:
    for placed, run in groupby(route.stops, key=lambda stop: stop.place_id in places()):
        if placed:
            yield list(run)


def _row(stop: StopDraft) -> dict[str, object]:
    grade = stop.credibility if stop.credibility in CREDIBILITY else _WORST
    return {
        "case_id": _NAME,
        "role": stop.role,
        "place_id": stop.place_id,
        "mode": stop.mode,
        "evidence": stop.evidence,
        "credibility": int(grade),
        "source_id": stop.source_id,
    }


def _frame(table: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    numbers = {"route_no", "stop_no", "credibility", "value"}
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype="Int64")
            if name in numbers
            else pd.Series([False] * len(rows), dtype="bool")
            if name == "preferred"
            else pd.Series([str(row.get(name, "")) for row in rows], dtype=TEXT)
            for name in columns(table)
        }
    )
