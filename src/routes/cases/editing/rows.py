"""A draft as rows of the five tables, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

import pandas as pd

from routes.cases.editing.model import (
    CaseDraft,
    EventDraft,
    FigureDraft,
    RouteDraft,
    SourceDraft,
    StopDraft,
)
from routes.cases.model import LIST_SEPARATOR, TABLE_NAMES, TEXT, Tables, columns

Frames = Mapping[str, pd.DataFrame]
"""The rows of one case by table, and its sources."""

_Drafted = TypeVar("_Drafted", CaseDraft, StopDraft, EventDraft, FigureDraft, SourceDraft)


def rows_of(draft: CaseDraft) -> dict[str, pd.DataFrame]:
    """Write a draft as rows of the five tables, every cell as text.

    Stops are numbered 1, 2, 3, … in their order; of the sources only the new ones are written.

    Returns
    -------
    dict of str to pandas.DataFrame
        By table, with the columns of `routes.cases.model.columns`; index 0, 1, 2, …
    """
    case_id = draft.case_id
    rows: dict[str, list[dict[str, str]]] = {
        "sources": [_row("sources", each) for each in draft.sources if each.new],
        "cases": [_row("cases", draft)],
        "stops": [
            {
                **_row("stops", stop),
                "case_id": case_id,
                "route_no": str(route.number),
                "stop_no": str(number),
            }
            for route in draft.routes
            for number, stop in enumerate(route.stops, start=1)
        ],
        "events": [{**_row("events", each), "case_id": case_id} for each in draft.events],
        "figures": [{**_row("figures", each), "case_id": case_id} for each in draft.figures],
    }
    return {
        table: pd.DataFrame(rows[table], columns=list(columns(table)), dtype=TEXT)
        for table in TABLE_NAMES
    }


def keys_of(draft: CaseDraft) -> dict[str, list[int]]:
    """Return the number of the part behind each row of `rows_of`."""
    return {
        "sources": [each.key for each in draft.sources if each.new],
        "cases": [draft.key],
        "stops": [stop.key for route in draft.routes for stop in route.stops],
        "events": [each.key for each in draft.events],
        "figures": [each.key for each in draft.figures],
    }


def draft_of(frames: Frames) -> CaseDraft:
    """Make a draft of the rows of one case.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        The rows of the case in the five tables, typed or as text, and the sources that it cites;
        they are taken for known.

    Raises
    ------
    ValueError
        If the rows are not those of one case.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> draft = draft_of(case_rows(bundled(), "nemesis"))
    >>> draft.name, len(draft.routes), draft.purposes
    ('Némesis', 2, ('sexual',))
    """
    cases = frames["cases"]
    if len(cases) != 1:
        raise ValueError(f"Invalid number of cases {len(cases)}. A draft is made of one case.")
    return CaseDraft(
        **_cells(CaseDraft, cases.iloc[0].to_dict()),
        routes=_routes(frames["stops"]),
        events=_drafts(EventDraft, frames["events"]),
        figures=_drafts(FigureDraft, frames["figures"]),
        sources=tuple(
            SourceDraft(**_cells(SourceDraft, row), new=False)
            for row in frames["sources"].to_dict("records")
        ),
    )


def case_rows(tables: Tables, case_id: str) -> dict[str, pd.DataFrame]:
    """Return the rows of one case of a `Tables`, with the sources that it cites."""
    found = {name: tables.table(name) for name in TABLE_NAMES}
    own = {
        name: frame[frame["case_id"] == case_id]
        for name, frame in found.items()
        if name != "sources"
    }
    named = pd.concat([own[name]["source_id"] for name in ("stops", "events", "figures")])
    named = {*named, *_parts(own["cases"]["identity_inferred"].str.cat(sep=LIST_SEPARATOR))}
    sources = found["sources"]
    return {"sources": sources[sources["source_id"].isin(named)], **own}


def _row(table: str, part: Any) -> dict[str, str]:
    return {name: _text(getattr(part, name)) for name in columns(table) if hasattr(part, name)}


def _text(value: str | bool | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else LIST_SEPARATOR.join(value)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())


def _cells(kind: type[_Drafted], row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the cells of a row as the fields of a draft hold them."""
    return {
        each.name: _value(each.type, row[each.name])
        for each in fields(kind)
        if each.name in row and each.name not in ("key", "new")
    }


def _value(kind: Any, cell: Any) -> Any:
    if kind == "bool":
        return str(cell).lower() == "true"
    text = "" if pd.isna(cell) else str(cell)
    return _parts(text) if kind.startswith("tuple") else text


def _drafts(kind: type[_Drafted], frame: pd.DataFrame) -> tuple[_Drafted, ...]:
    return tuple(kind(**_cells(kind, row)) for row in frame.to_dict("records"))


def _routes(frame: pd.DataFrame) -> tuple[RouteDraft, ...]:
    ordered = frame.astype({"route_no": "int64", "stop_no": "int64"}).sort_values(
        ["route_no", "stop_no"], kind="stable"
    )
    return tuple(
        RouteDraft(number=int(str(number)), stops=_drafts(StopDraft, stops))
        for number, stops in ordered.groupby("route_no", sort=True)
    )
