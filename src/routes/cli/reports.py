"""What the ``routes`` command reports: the values for JSON and the tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from routes.analysis import conflicts, totals
from routes.analysis.totals import MEASURES, Conflict
from routes.cases import Fault, Tables
from routes.cases.model import LIST_SEPARATOR, TABLE_NAMES
from routes.cli import console
from routes.flows import Flows, flows, store
from routes.query import RouteQuery
from routes.selection import select
from routes.text import Text

Row = dict[str, Any]


def totals_value(tables: Tables, query: RouteQuery) -> Row:
    """Return the totals as one JSON value; a measure without any figure is None."""
    found = totals(tables, query)
    measures = {name: getattr(found, name) for name in MEASURES}
    names = dict(zip(tables.cases["case_id"], tables.cases["name"], strict=True))
    return {
        "cases": found.cases,
        **{name: total.value for name, total in measures.items()},
        "statements": found.statements,
        "qualifiers": {name: total.qualifier for name, total in measures.items()},
        "cases_without_figure": {name: total.missing for name, total in measures.items()},
        "conflicts": [_conflict_row(each, names) for each in conflicts(tables, query)],
        "query": query.to_params(),
        "data": {"name": tables.name, "version": tables.version, "synthetic": tables.synthetic},
    }


def _conflict_row(conflict: Conflict, names: Mapping[str, str]) -> Row:
    return {
        "case_id": conflict.case_id,
        "name": names[conflict.case_id],
        "measure": conflict.measure,
        "readings": [
            {
                "value": reading.value,
                "qualifier": reading.qualifier,
                "source": reading.source_id,
                "used": reading.used,
            }
            for reading in conflict.readings
        ],
    }


def write_totals(value: Row, tables: Tables, t: Text) -> None:
    """Write the totals as a table, and below it where the sources disagree."""
    rows: list[tuple[str, str, str]] = [(t("cli.totals.cases"), t.number(value["cases"]), "")]
    for name in MEASURES:
        missing = t.number(value["cases_without_figure"][name])
        amount = _amount(value[name], value["qualifiers"][name], t)
        rows.append((t(f"cli.totals.{name}"), amount, missing))
    head = [t(f"cli.totals.{name}") for name in ("measure", "value", "missing")]
    console.write_table(t("cli.totals.title"), head, rows, right=(1, 2))
    for conflict in value["conflicts"]:
        readings = [
            t(
                "cli.totals.reading_used" if each["used"] else "cli.totals.reading",
                value=_amount(each["value"], each["qualifier"], t),
                source=each["source"],
            )
            for each in conflict["readings"]
        ]
        line = t(
            "cli.totals.conflict",
            case=conflict["name"],
            measure=t.code("measure", conflict["measure"]),
            readings="; ".join(readings),
        )
        console.write_line(line)


def _amount(value: int | None, qualifier: str, t: Text) -> str:
    if value is None:
        return t("cli.no_data")
    if qualifier == "exact":
        return t.number(value)
    return f"{t.code('qualifier', qualifier)} {t.number(value)}"


def find_flows(tables: Tables, query: RouteQuery, level: str, t: Text) -> Flows:
    """Find the flows of a set of tables."""
    return flows(store(tables), query, level=level, lang=t.lang)


def ask_duckdb(tables: Tables, query: RouteQuery, level: str, t: Text) -> Flows:
    """Find the flows by the portable expression, in DuckDB: no sources, no places on their own."""
    from routes.snapshot.asking import LegsDatabase  # a database is slow to import
    from routes.snapshot.legs_table import legs_table

    columns = store(tables)
    with LegsDatabase(legs_table(columns)) as database:
        frame = database.flows(query, level=level, lang=t.lang)
    empty = flows(columns, query, level=level, lang=t.lang).mentions.iloc[:0]
    nothing: Any = pd.Series([[] for _ in range(len(frame))], index=frame.index, dtype=object)
    frame = frame.assign(modes=nothing, sources=nothing)
    return Flows(frame, empty, level, t.lang)


def flow_rows(found: Flows, tables: Tables, query: RouteQuery) -> list[Row]:
    """Return the flows as JSON rows.

    Places on their own follow, with ``from`` None, where the query asks for what is mentioned.
    """
    rows: list[Row] = [
        {str(k): v for k, v in row.items()} for row in found.frame.to_dict("records")
    ]
    if "mentioned" in query.evidence:
        rows += [
            {
                "from": None,
                "to": row.pop("place"),
                "from_name": None,
                "to_name": row.pop("name"),
                **{str(k): v for k, v in row.items()},
            }
            for row in found.mentions.to_dict("records")
        ]
    if tables.synthetic:
        rows = [{**row, "synthetic": True} for row in rows]
    return rows


def write_flows(found: Flows, t: Text) -> None:
    """Write flows, and places on their own, as tables."""
    if found.frame.empty and found.mentions.empty:
        console.write_line(t("cli.flows.none"))
        return
    names = ("from", "to", "cases", "evidence", "years", "sources")
    rows = [
        (
            row["from_name"],
            row["to_name"],
            t.number(row["cases"]),
            t.code("evidence", row["evidence"]),
            _years(row["first_year"], row["last_year"], t),
            ", ".join(row["sources"]),
        )
        for row in found.frame.to_dict("records")
    ]
    if rows:
        head = [t(f"cli.flows.{name}") for name in names]
        console.write_table(t("cli.flows.title"), head, rows, right=(2,))
    mentions = [
        (
            row["name"],
            _named_by(row, t),
            t.code("evidence", row["evidence"]),
            _years(row["first_year"], row["last_year"], t),
            ", ".join(row["sources"]),
        )
        for row in found.mentions.to_dict("records")
    ]
    if mentions:
        head = [t(f"cli.flows.{name}") for name in ("place", *names[2:])]
        console.write_table(t("cli.flows.mentions"), head, mentions, right=(1,))


def _named_by(row: Mapping[Any, Any], t: Text) -> str:
    statements = t.plural("cli.flows.statement", row["statements"]) if row["statements"] else ""
    if row["cases"] and statements:
        return f"{t.number(row['cases'])} + {statements}"
    return statements or t.number(row["cases"])


def _years(first: int | None, last: int | None, t: Text) -> str:
    if first is None:
        return t("cli.undated")
    return str(first) if first == last else f"{first}–{last}"


def case_rows(tables: Tables, query: RouteQuery, *, statements: bool) -> list[Row]:
    """Return the selected cases as JSON rows, in the order of the table of cases."""
    chosen = select(store(tables), query).cases
    frame = tables.cases
    if chosen is not None:
        frame = frame[chosen]
    if not statements:
        frame = frame[frame["kind"] != "statement"]
    ids = frame["case_id"]
    figures = _figures(tables, ids)
    sources = _sources(tables, ids)
    lists = {"purposes", "means", "recruitment", "identity_inferred"}
    rows = []
    for record in frame.to_dict("records"):
        row: Row = {
            str(name): _parts(value) if name in lists else value or None
            for name, value in record.items()
        }
        row["figures"] = figures.get(row["case_id"], [])
        row["sources"] = sources.get(row["case_id"], [])
        rows.append(row)
    return rows


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip()]


def _figures(tables: Tables, ids: pd.Series[str]) -> dict[str, list[Row]]:
    figures = tables.figures[tables.figures["case_id"].isin(ids)]
    found: dict[str, list[Row]] = {}
    for record in figures.to_dict("records"):
        row: Row = {str(name): value for name, value in record.items()}
        row["value"] = None if pd.isna(row["value"]) else int(row["value"])
        row["preferred"] = bool(row["preferred"])
        row["nationality"] = _parts(row["nationality"])
        found.setdefault(row.pop("case_id"), []).append(row)
    return found


def _sources(tables: Tables, ids: pd.Series[str]) -> dict[str, list[str]]:
    columns = store(tables)
    case, source = columns.said
    wanted = np.isin(np.array(columns.case_ids, dtype=object), ids.to_numpy(object))
    found: dict[str, list[str]] = {}
    for one, other in zip(case[wanted[case]].tolist(), source[wanted[case]].tolist(), strict=True):
        found.setdefault(columns.case_ids[one], []).append(columns.source_ids[other])
    return found


def write_cases(rows: Sequence[Row], t: Text) -> None:
    """Write cases as a table."""
    names = ("id", "name", "kind", "status", "period", "purposes", "sources")
    cells = [
        (
            row["case_id"],
            row["name"],
            t.code("kind", row["kind"]),
            t.code("status", row["status"]),
            _period(row, t),
            ", ".join(t.code("purpose", each) for each in row["purposes"]),
            ", ".join(row["sources"]),
        )
        for row in rows
    ]
    console.write_table(t("cli.cases.title"), [t(f"cli.cases.{name}") for name in names], cells)


def _period(row: Row, t: Text) -> str:
    known = [each for each in (row["period_start"], row["period_end"]) if each]
    dates = [t.date(each, row["date_precision"] or "day") for each in known]
    return " – ".join(dict.fromkeys(dates)) or t("cli.undated")


def fault_lines(name: str, faults: Sequence[Fault], t: Text) -> list[str]:
    """Return the faults of a folder as lines, warnings marked, under a heading."""
    errors = [fault for fault in faults if fault.severity == "error"]
    head = t.plural("cli.check.bad", len(errors), name=console.shown(name))
    return [head, *(f"- {fault.told(t)}" for fault in errors), *_warnings(faults, t)]


def fault_rows(faults: Sequence[Fault], t: Text) -> list[Row]:
    """Return faults as rows for programs: the id of the rule, and the sentences of a language."""
    names = ("file", "sheet", "row", "column", "value", "rule", "severity")
    return [
        {name: getattr(fault, name) for name in names}
        | {"text": fault.rule_text(t), "fix": fault.fix_text(t)}
        for fault in faults
    ]


def _warnings(faults: Sequence[Fault], t: Text) -> list[str]:
    found = [fault for fault in faults if fault.severity == "warning"]
    if not found:
        return []
    head = t.plural("cli.check.warning", len(found))
    return [head, *(f"- {fault.told(t)}" for fault in found)]


def write_check(tables: Tables, t: Text) -> None:
    """Write that a folder has no faults, how many rows each table has, and the warnings."""
    rows = [(f"{name}.csv", t.number(len(tables.table(name)))) for name in TABLE_NAMES]
    head = (t("cli.check.table"), t("cli.check.rows"))
    console.write_table(t("cli.check.good", name=tables.name), head, rows, right=(1,))
    console.complain(_warnings(tables.warnings, t))
