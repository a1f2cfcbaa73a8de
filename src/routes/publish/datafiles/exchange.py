"""Cases in the fields of the Human Trafficking Case Data Standard, for exchange with partners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.places import places
from routes.cases.model import LIST_SEPARATOR, Tables
from routes.publish.datafiles import standard
from routes.publish.datafiles.delimited import packed
from routes.publish.datafiles.dictionary import DICTIONARY, explained
from routes.publish.datafiles.model import NOTICE, Contents, Kind, Table
from routes.store import QUALIFIER_CODES, store

OWN: Final[dict[str, Kind]] = {
    "rutas_CaseId": "text",
    "rutas_CaseName": "text",
    "rutas_Kind": "text",
    "rutas_JudicialStatus": "text",
    "rutas_PeriodStart": "text",
    "rutas_PeriodEnd": "text",
    "rutas_Victims": "integer",
    "rutas_VictimsQualifier": "text",
    "rutas_Minors": "integer",
    "rutas_MinorsQualifier": "text",
    "rutas_VictimNationalities": "text",
    "rutas_RecruitmentPlaceIds": "text",
    "rutas_ExploitationPlaceIds": "text",
    "rutas_SourceIds": "text",
}
"""Fields that the standard does not have, without which a row could not be traced or read."""

_COPIED: Final = {
    "rutas_CaseId": "case_id",
    "rutas_CaseName": "name",
    "rutas_Kind": "kind",
    "rutas_JudicialStatus": "status",
    "rutas_PeriodStart": "period_start",
    "rutas_PeriodEnd": "period_end",
}
_LISTS: Final[tuple[tuple[str, str, Mapping[str, str], str], ...]] = (
    ("vic_MethodOfRecruitment", "recruitment", standard.METHOD_OF_RECRUITMENT, "Other"),
    ("vic_Methods_of_Control", "means", standard.METHODS_OF_CONTROL, "Other"),
    ("vic_TypeOfExploitation", "purposes", standard.TYPE_OF_EXPLOITATION, "Other"),
    ("vic_ForcedLabourIndustry", "purposes", standard.FORCED_LABOUR_INDUSTRY, ""),
    ("vic_TypeOfSexExploitation", "purposes", standard.TYPE_OF_SEX_EXPLOITATION, ""),
)


def exchange_archive(contents: Contents) -> bytes:
    """Return a ZIP archive: the cases, the sources, a data dictionary and the manifest.

    Statements about several cases together are none and left out. The dictionary says of every
    field what it holds here, or why it stays empty.
    """
    table = exchange_table(contents)
    return packed(contents, [table, contents.table("sources"), _dictionary(contents, table)])


def exchange_table(contents: Contents) -> Table:
    """Return one row a case, in the fields of the standard and our own."""
    tables = contents.release.tables
    cases = tables.cases[tables.cases["kind"] != "statement"]
    fields: dict[str, Any] = {NOTICE: contents.notice} if contents.notice else {}
    kinds: dict[str, Kind] = dict.fromkeys(fields, "text")
    kinds |= OWN | dict.fromkeys(standard.CORE, "text")
    kinds |= dict.fromkeys(standard.INDICATOR_NAMES, "integer")
    fields |= {field: cases[column] for field, column in _COPIED.items()}
    fields |= {name: _translated(cases[at], values, other) for name, at, values, other in _LISTS}
    fields |= _numbers(tables, cases) | _places(tables, cases, contents.t.lang)
    fields |= {"rutas_SourceIds": _gathered(_cited(tables), cases, "source_id")}
    fields |= _indicators(cases)
    made = {name: fields.get(name, "") for name in kinds}
    frame = pd.DataFrame(made, index=cases.index).reset_index(drop=True)
    return Table("htcds", kinds, frame)


def _translated(cells: pd.Series[str], values: Mapping[str, str], other: str) -> pd.Series[str]:
    """Return lists of our codes as lists of the standard's values, each value once."""

    def translate(cell: str) -> str:
        found = (values.get(code, other) for code in _codes(cell))
        return LIST_SEPARATOR.join(dict.fromkeys(filter(None, found)))

    return cells.map({cell: translate(cell) for cell in cells.unique()})


def _indicators(cases: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Return 1 where the case has a code of that name, and nothing elsewhere.

    What no source says is not known to be absent.
    """
    said: dict[str, Any] = {
        name: pd.Series(False, index=cases.index) for name in standard.INDICATOR_NAMES
    }
    for column, names in standard.INDICATORS.items():
        codes = {cell: set(_codes(cell)) for cell in cases[column].unique()}
        for code, name in names.items():
            if name:
                having = cases[column].map({cell: code in codes[cell] for cell in codes})
                said[name] |= having.astype(bool)
    return {name: cells.astype("Int64").where(cells) for name, cells in said.items()}


def _numbers(tables: Tables, cases: pd.DataFrame) -> dict[str, Any]:
    """Return victims and minors as the totals count them: the preferred figure of each case."""
    columns = store(tables)
    found: dict[str, Any] = {}
    for field, measure in (("rutas_Victims", "victims"), ("rutas_Minors", "minors")):
        span = columns.figures.span(measure)
        case, first = np.unique(columns.figures.case[span], return_index=True)
        ids = [columns.case_ids[each] for each in case]
        value = dict(zip(ids, columns.figures.value[span][first].tolist(), strict=True))
        told = columns.figures.qualifier[span][first]
        qualifier = dict(zip(ids, (QUALIFIER_CODES[each] for each in told), strict=True))
        found[field] = cases["case_id"].map(value).astype("Int64")
        found[f"{field}Qualifier"] = cases["case_id"].map(qualifier).astype(object).fillna("")
    counted = tables.figures[
        tables.figures["measure"].isin(("victims", "minors", "women", "girls"))
    ]
    parts = counted.assign(nationality=counted["nationality"].map(_codes))
    each = parts.explode("nationality").dropna(subset=["nationality"])
    found["rutas_VictimNationalities"] = _gathered(each, cases, "nationality")
    return found


def _places(tables: Tables, cases: pd.DataFrame, lang: str) -> dict[str, Any]:
    """Return where people were recruited and exploited, by id and by name."""
    found = {}
    for role, field in (("recruitment", "Recruitment"), ("exploitation", "Exploitation")):
        stops = tables.stops[tables.stops["role"] == role]
        known = {each: places().get(each) for each in stops["place_id"].unique()}
        names = {each: at.name(lang) if at else each for each, at in known.items()}
        named = stops.assign(place_name=stops["place_id"].map(names))
        found[f"rutas_{field}PlaceIds"] = _gathered(named, cases, "place_id")
        found[f"vic_LocationOf{field}"] = _gathered(named, cases, "place_name")
    return found


def _cited(tables: Tables) -> pd.DataFrame:
    rows = [tables.table(name)[["case_id", "source_id"]] for name in ("stops", "events", "figures")]
    return pd.concat(rows)


def _gathered(rows: pd.DataFrame, cases: pd.DataFrame, column: str) -> pd.Series[Any]:
    """Return the distinct values of each case's rows as one text, in their order there."""
    each = rows[["case_id", column]].drop_duplicates().astype(object)
    joined = each.groupby("case_id", sort=False)[column].agg(LIST_SEPARATOR.join)
    return cases["case_id"].map(joined).astype(object).fillna("")


def _codes(cell: str) -> list[str]:
    return [code for each in cell.split(LIST_SEPARATOR) if (code := each.strip())]


def _dictionary(contents: Contents, table: Table) -> Table:
    t = contents.t
    rows = [
        (table.name, name, t(f"datafiles.type.{kind}"), "", t(f"datafiles.{_key(name)}"))
        for name, kind in table.kinds.items()
    ]
    own = pd.DataFrame(rows, columns=list(DICTIONARY))
    others = explained([contents.table("sources")], t)
    return Table("dictionary", DICTIONARY, pd.concat([own, others], ignore_index=True))


def _key(name: str) -> str:
    """Return where a field is explained."""
    if standard.CORE.get(name):
        return f"htcds.empty.{standard.CORE[name]}"
    if name in standard.INDICATOR_NAMES:
        return "htcds.indicator"
    return f"column.any.{name}" if name == NOTICE else f"htcds.field.{name}"
