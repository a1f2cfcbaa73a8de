"""What a data file holds: tables, their columns and types, and the lines between places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from routes.cases.model import LIST_SEPARATOR
from routes.publish.datafiles.lines import flow_lines
from routes.publish.telling import Told, silent
from routes.release import Release
from routes.text import Text

Kind = Literal["text", "integer", "number", "boolean", "list"]

FLOWS: Final[dict[str, Kind]] = {
    "from_id": "text",
    "from_name": "text",
    "from_level": "text",
    "from_lon": "number",
    "from_lat": "number",
    "to_id": "text",
    "to_name": "text",
    "to_level": "text",
    "to_lon": "number",
    "to_lat": "number",
    "cases": "integer",
    "evidence": "text",
    "stated_cases": "integer",
    "inferred_cases": "integer",
    "first_year": "integer",
    "last_year": "integer",
    "modes": "list",
    "sources": "list",
}
"""Columns of the flows."""

MENTIONS: Final[dict[str, Kind]] = {
    "place_id": "text",
    "name": "text",
    "level": "text",
    "lon": "number",
    "lat": "number",
    "cases": "integer",
    "statements": "integer",
    "evidence": "text",
    "first_year": "integer",
    "last_year": "integer",
    "sources": "list",
}
"""Columns of the places that stand on their own."""

PLACES: Final[dict[str, Kind]] = {
    "place_id": "text",
    "name": "text",
    "level": "text",
    "precision": "text",
    "kind": "text",
    "parent_id": "text",
    "country": "text",
    "lon": "number",
    "lat": "number",
    "mention_cases": "integer",
    "mention_statements": "integer",
    "mention_evidence": "text",
}
"""Columns of the places that the release names."""

LATTICE: Final[dict[str, Kind]] = {
    "geography": "text",
    "area": "text",
    "area_name": "text",
    "year": "integer",
    "period": "text",
    "group": "text",
    "victims": "integer",
    "suppressed": "boolean",
}
"""Columns of the protected counts."""

NOTICE: Final = "notice"
"""First column of every table that is made up or not for the public."""


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a data file.

    Parameters
    ----------
    name : str
        What it is called, the same in both languages.
    kinds : mapping of str to str
        Its columns in order, and their types.
    frame : pandas.DataFrame
        The rows: those columns. Whole numbers are ``Int64``, lists are lists of text, text is
        never missing.
    """

    name: str
    kinds: Mapping[str, Kind]
    frame: pd.DataFrame

    def flat(self) -> pd.DataFrame:
        """Return the rows with lists as one text each."""
        joined = {
            column: self.frame[column].map(LIST_SEPARATOR.join)
            for column, kind in self.kinds.items()
            if kind == "list"
        }
        return self.frame.assign(**joined)


@dataclass(frozen=True, eq=False)
class Contents:
    """Everything that a data file may hold.

    Parameters
    ----------
    release : Release
        Where it comes from.
    t : Text
        Language of the file.
    notice : str
        What must stand on the face of the file; empty for nothing.
    tables : tuple of Table
        ``flows``, ``mentions``, ``cases``, ``stops``, ``events``, ``figures``, ``sources``,
        ``places``, and ``lattice`` where there are protected counts.
    told : callable
        Told how much is written.
    """

    release: Release
    t: Text
    notice: str
    tables: tuple[Table, ...]
    told: Told = silent

    def table(self, name: str) -> Table:
        """Return one of the tables by its name."""
        return next(each for each in self.tables if each.name == name)

    def named(self, name: str) -> str:
        """Return what a layer or sheet is called: after the notice, if there is one."""
        return f"{self.notice} {name}" if self.notice else name

    def counted(self, tables: Sequence[Table]) -> Iterator[Table]:
        """Go through tables and tell, after each, how many of all rows are written."""
        rows = sum(len(each.frame) for each in tables) or 1
        done = 0
        for table in tables:
            yield table
            done += len(table.frame)
            self.told("writing", done / rows)

    @property
    def title(self) -> str:
        """What the file is called: the author's title or the product's own, after the notice."""
        return self.named(self.release.title or self.t("datafiles.title"))

    @cached_property
    def lines(self) -> Any:
        """The schematic curve of each flow, an array of shapely geometries."""
        return flow_lines(self.table("flows").frame)


def beside(contents: Contents) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that a file of lines and points can only tell beside them, by table.

    The sources, and the protected counts where there are any.
    """
    named = ("sources", "lattice") if contents.release.lattice is not None else ("sources",)
    return {name: plain_rows(contents.table(name)) for name in named}


def plain_rows(table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values: None for what is missing."""
    columns = {}
    for name in table.kinds:
        cells = table.frame[name]
        gaps = cells.isna().tolist()
        values = cells.astype(object).tolist()
        columns[name] = [None if gap else each for each, gap in zip(values, gaps, strict=True)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
