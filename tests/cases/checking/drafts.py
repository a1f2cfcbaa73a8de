"""Made-up files, understood but not yet checked, for tests of the check."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from routes.cases.checking import check
from routes.cases.digests import digests
from routes.cases.intake.model import Checked, Draft, Form, Known, Options
from routes.cases.model import STATISTICS, TABLE_NAMES, TEXT, Fault, Tables, columns

Rows = list[dict[str, str]]

SOURCE = {
    "source_id": "s",
    "publisher": "SYNTHETIC",
    "title": "SYNTHETIC title",
    "reliability": "C",
}
CASE = {
    "case_id": "a",
    "name": "SYNTHETIC a",
    "kind": "case",
    "status": "alleged",
    "period_start": "2020",
    "date_precision": "year",
    "handling": "public",
}
STOP = {
    "case_id": "a",
    "route_no": "1",
    "stop_no": "1",
    "role": "recruitment",
    "place_id": "81001",
    "mode": "land",
    "evidence": "stated",
    "credibility": "2",
    "source_id": "s",
}
EVENT = {"case_id": "a", "event": "arrest", "place_id": "81001", "source_id": "s"}
FIGURE = {
    "case_id": "a",
    "measure": "victims",
    "value": "5",
    "qualifier": "exact",
    "nationality": "",
    "source_id": "s",
    "preferred": "true",
}


def case(case_id: str, **changes: str) -> dict[str, Rows]:
    """Return the rows of one case with two stops, an event and a figure."""
    of = {"case_id": case_id}
    end = {"stop_no": "2", "role": "exploitation", "place_id": "85001"}
    return {
        "cases": [CASE | of | {"name": f"SYNTHETIC {case_id}"} | changes],
        "stops": [STOP | of, STOP | of | end],
        "events": [EVENT | of | {"date_precision": "unknown"}],
        "figures": [FIGURE | of],
    }


def joined(*parts: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return several cases as one set of tables, with the source that all of them cite."""
    whole: dict[str, Rows] = {"sources": [dict(SOURCE)]}
    for part in parts:
        for table, rows in part.items():
            whole.setdefault(table, []).extend(dict(row) for row in rows)
    return whole


def draft(rows: Mapping[str, Rows], *, faults: tuple[Fault, ...] = ()) -> Draft:
    """Return rows as a file with one sheet a table, the header in row 1."""
    frames = {table: frame(table, rows.get(table, [])) for table in TABLE_NAMES}
    origin = {
        table: pd.DataFrame({"sheet": table, "row": np.arange(2, len(each) + 2)})
        for table, each in frames.items()
    }
    lines = pd.concat(origin.values(), ignore_index=True)
    headers = {(table, name): name.upper() for table in TABLE_NAMES for name in columns(table)}
    return Draft("made-up.zip", "0" * 64, "tables", frames, origin, headers, lines, faults)


def one_sheet(
    tables: Mapping[str, Rows], at: Mapping[str, list[int]], *, lines: int, form: Form = "quick"
) -> Draft:
    """Return tables that were made from the rows of one sheet, `at` saying from which."""
    frames = {table: frame(table, tables.get(table, [])) for table in TABLE_NAMES}
    origin = {
        table: pd.DataFrame({"sheet": "", "row": np.array(at.get(table, []), dtype=np.int64)})
        for table in TABLE_NAMES
    }
    every = pd.DataFrame({"sheet": "", "row": np.arange(2, lines + 2)})
    return Draft("made-up.csv", "0" * 64, form, frames, origin, {}, every)


def frame(table: str, rows: Rows) -> pd.DataFrame:
    """Return rows as text, all columns of the table there."""
    names = columns(table)
    cells = {name: [row.get(name, "") for row in rows] for name in names}
    return pd.DataFrame(cells, dtype=TEXT)


def as_rows(tables: Tables) -> dict[str, Rows]:
    """Return checked tables as text again."""
    return {
        name: [
            {column: _written(value) for column, value in row.items()}
            for row in tables.table(name).to_dict("records")
        ]
        for name in TABLE_NAMES
    }


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def nothing() -> Known:
    """Return what an empty register knows."""
    return Known(
        pd.DataFrame(columns=["case_id", "name", "digest", "entry"], dtype=TEXT),
        pd.DataFrame(columns=["source_id", "digest", "entry"], dtype=TEXT),
        pd.DataFrame(columns=[*STATISTICS, "n"], dtype=TEXT),
    )


def knowing(checked: Checked, *, entry: int = 7) -> Known:
    """Return what the register knows once a checked file is in it."""
    cases, sources = digests(checked.frames)
    names = checked.frames["cases"].set_index("case_id")["name"]
    return Known(
        pd.DataFrame(
            {
                "case_id": cases.index,
                "name": names.reindex(cases.index).to_numpy(),
                "digest": cases.to_numpy(),
                "entry": entry,
            }
        ),
        pd.DataFrame({"source_id": sources.index, "digest": sources.to_numpy(), "entry": entry}),
        nothing().statistics,
        version="f" * 64,
    )


def verdict(
    rows: Mapping[str, Rows],
    *,
    known: Known | None = None,
    good_rows: bool = True,
    names_checked: bool = False,
) -> Checked:
    """Return what the check says of rows."""
    options = Options(good_rows=good_rows, names_checked=names_checked)
    return check(draft(rows), known=known or nothing(), options=options)


def statuses(checked: Checked) -> dict[tuple[str, int], str]:
    """Return the status of each line by its sheet and row."""
    lines = checked.lines
    places = zip(lines["sheet"].astype(str), lines["row"], strict=True)
    return dict(zip(places, lines["status"].astype(str), strict=True))


def rules(checked: Checked, severity: str = "error") -> list[str]:
    """Return the rules broken, in the order of the faults."""
    return [fault.rule for fault in checked.faults if fault.severity == severity]
