"""Recognising what a book holds: its form, the table of each sheet, the column of each heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

import pandas as pd

from geo.names import fold
from routes.cases.forms import headers
from routes.cases.forms.cells import trimmed, unescaped_cells, unguarded
from routes.cases.forms.neutral import plain
from routes.cases.forms.remarks import Remarks
from routes.cases.forms.synonyms import ASIDE, TITLES
from routes.cases.intake.model import Book, Form, Options, Sheet
from routes.text import LANGUAGES, Text, load

_LOOKED_AT: Final = 15
"""Headings stand in one of so many first rows."""

_BY_NAME: Final = 3
"""What the name of a sheet is worth, in recognised columns."""

_REASONS: Final = "reasons"

FREE_TEXT: Final = frozenset(
    (
        *("publisher", "title", "url", "note", "name", "authority", "summary_es", "summary_en"),
        *("identity_note_es", "identity_note_en", "note_es", "note_en", "reason_es", "reason_en"),
        *("department", "municipality", "offence"),
    )
)
"""Columns whose text is kept exactly as it is written, blanks and all."""


@dataclass(frozen=True, eq=False)
class Part:
    """A sheet that is understood.

    Parameters
    ----------
    sheet : Sheet
        The sheet; its header is the row that was found to hold the headings.
    table : str
        One of `routes.cases.forms.headers.TABLES`.
    frame : pandas.DataFrame
        The cells of the recognised columns by their names; index as in the sheet.
    columns : tuple of str
        The column of each heading, ``""`` where it is left out.
    language : {"es", "en", ""}
        Language of the headings.
    """

    sheet: Sheet
    table: str
    frame: pd.DataFrame
    columns: tuple[str, ...]
    language: str

    @property
    def headings(self) -> dict[str, str]:
        """Headings as written, by column."""
        pairs = zip(self.columns, self.sheet.header, strict=True)
        return {column: heading for column, heading in pairs if column}


@dataclass(frozen=True, eq=False)
class Contents:
    """What a book holds.

    Parameters
    ----------
    form : {"tables", "quick", "statistics"}
        The form of the whole.
    parts : tuple of Part
        The sheets that are understood.
    others : tuple of Sheet
        Those that are left out.
    recognised : bool
        Whether anything was.
    """

    form: Form
    parts: tuple[Part, ...]
    others: tuple[Sheet, ...]
    recognised: bool


def recognise(book: Book, options: Options, remarks: Remarks) -> Contents:
    """Recognise the form of a book and the columns of its sheets.

    Parameters
    ----------
    book : Book
        The file as it was read.
    options : Options
        What the user has decided; goes before whatever is recognised.
    remarks : Remarks
        Where to add what was done.
    """
    chosen = dict(options.columns)
    found = [_best(sheet, book, options, chosen) for sheet in book.sheets]
    form = options.form or _form([table for _, table in found])
    parts, others = [], []
    for (sheet, table), before in zip(found, book.sheets, strict=True):
        if table and form_of(table) == form:
            if sheet is not before:
                row = before.cells.index[len(before.cells) - len(sheet.cells) - 1]
                remarks.add("header_row", sheet=sheet.name, details=[("n", str(row))])
            parts.append(_part(sheet, table, chosen, remarks, escaped=book.kind == "xlsx"))
        elif len(before.cells) or table:
            others.append(before)
            _leave_out(before, bool(table), remarks, alone=form is None)
    spoken = Counter(part.language for part in parts if part.language)
    remarks.language = spoken.most_common(1)[0][0] if spoken else remarks.language
    if not parts:
        remarks.add("not_recognised", severity="error")
    return Contents(form or "tables", tuple(parts), tuple(others), bool(parts))


def form_of(table: str) -> Form:
    """Return the form that a table belongs to."""
    if table == "quick":
        return "quick"
    return "statistics" if table in ("statistics", "transits") else "tables"


def _form(tables: list[str]) -> Form | None:
    """Return the form that most sheets have; five tables before routes before statistics."""
    votes: Counter[Form] = Counter(form_of(table) for table in tables if table)
    order: tuple[Form, ...] = ("tables", "quick", "statistics")
    best = max(order, key=lambda form: votes.get(form, 0))
    return best if votes else None


def _leave_out(sheet: Sheet, known: bool, remarks: Remarks, *, alone: bool) -> None:
    if alone or fold(sheet.name) in ASIDE:
        return
    rule = "other_form" if known else "sheet_left_out"
    remarks.add(rule, sheet=sheet.name, details=[("n", str(len(sheet.cells)))])


def _best(
    sheet: Sheet, book: Book, options: Options, chosen: Mapping[str, str]
) -> tuple[Sheet, str]:
    """Return a sheet with its headings found, and the table it is; ``""`` if it is none."""
    tables = [t for t in headers.TABLES if not options.form or form_of(t) == options.form]
    titled = titled_as(sheet.name or PurePosixPath(book.file).stem)
    if fold(sheet.name) in ASIDE:
        return sheet, ""
    for candidate in _headed(sheet):
        table = _table(candidate.header, tables, titled, chosen)
        if table:
            return candidate, table
    if titled in tables and any(headers.recognise(titled, each) for each in sheet.header):
        return sheet, titled
    if options.form in ("quick", "statistics") and len(book.sheets) == 1:
        return sheet, options.form
    return sheet, ""


def _table(
    written: tuple[str, ...], tables: list[str], titled: str, chosen: Mapping[str, str]
) -> str:
    """Return the table that most headings of a row belong to; ``""`` if it can be none."""
    header = [chosen.get(each) or plain(each) for each in written]
    points = {table: headers.score(table, header) for table in tables}
    if points.get(titled):
        points[titled] += _BY_NAME
    best = max(tables, key=lambda table: points[table])
    return best if points[best] else ""


def titled_as(name: str) -> str:
    """Return the table that a name of a sheet or file stands for; ``""`` if there is none.

    Examples
    --------
    >>> titled_as("1. Casos"), titled_as("data/stops.csv"), titled_as("Hoja1")
    ('cases', 'stops', '')
    """
    base = re.sub(r"\.[A-Za-z]{2,4}$", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    bare = re.sub(r"^\d+ |\ \d+$", "", fold(base))
    for table, titles in TITLES.items():
        own = {fold(load(lang)(f"forms.sheet.{table}")) for lang in LANGUAGES}
        if bare in own or bare in titles.split("|"):
            return table
    return ""


def _headed(sheet: Sheet) -> Iterator[Sheet]:
    """Yield the sheet, and then with each of its first rows taken for the row of headings."""
    yield sheet
    for position in range(min(_LOOKED_AT, len(sheet.cells))):
        header = tuple(str(cell) for cell in sheet.cells.iloc[position])
        yield replace(sheet, header=header, cells=sheet.cells.iloc[position + 1 :])


def _part(
    sheet: Sheet, table: str, chosen: Mapping[str, str], remarks: Remarks, *, escaped: bool
) -> Part:
    allowed = headers.columns_of(table)
    columns: list[str] = []
    for position, heading in enumerate(sheet.header):
        column = _column(table, sheet, heading, chosen, remarks)
        if column in columns and column:
            remarks.add("column_twice", sheet=sheet.name, column=heading)
            column = ""
        elif not column and heading not in chosen and not _is_reasons(heading):
            _say_unknown(table, sheet, position, [*columns], remarks)
        columns.append(column)
    label = _labels(table, sheet.header)
    for column in headers.NEEDED[table]:
        if column not in columns:
            heading = label(f"forms.heading.{table}.{column}")
            remarks.add("column_missing", sheet=sheet.name, column=heading, severity="error")
    kept = {column: n for n, column in enumerate(columns) if column}
    frame = pd.DataFrame(
        {
            column: _clean(sheet.cells.iloc[:, kept[column]], column, escaped=escaped)
            for column in allowed
            if column in kept
        },
        index=sheet.cells.index,
    )
    return Part(sheet, table, frame, tuple(columns), headers.language(table, sheet.header))


def _column(
    table: str, sheet: Sheet, heading: str, chosen: Mapping[str, str], remarks: Remarks
) -> str:
    wanted = chosen.get(heading)
    if wanted is not None:
        if not wanted or wanted in headers.columns_of(table):
            return wanted
        if not any(wanted in headers.columns_of(other) for other in headers.TABLES):
            remarks.add("column_override", sheet=sheet.name, column=heading, value=wanted)
    known = headers.recognise(table, plain(heading))
    return known.column if known is not None else ""


def _say_unknown(
    table: str, sheet: Sheet, position: int, taken: list[str], remarks: Remarks
) -> None:
    heading = sheet.header[position]
    cells = sheet.cells.iloc[:, position]
    if not heading and not (cells != "").any():
        return
    found = headers.near(table, heading, taken=taken) if heading else []
    label = _labels(table, sheet.header)
    details = [("near", f"'{label(f'forms.heading.{table}.{column}')}'") for column in found]
    remarks.add("column_unknown", sheet=sheet.name, column=heading, details=details)


def _labels(table: str, header: tuple[str, ...]) -> Text:
    """Return the sentences of the language that a row of headings is written in."""
    return load(headers.language(table, header) or LANGUAGES[-1])


def _is_reasons(heading: str) -> bool:
    return fold(heading) in {fold(load(lang)(f"forms.sheet.{_REASONS}")) for lang in LANGUAGES}


def _clean(cells: pd.Series[str], column: str, *, escaped: bool) -> pd.Series[str]:
    bare = unguarded(unescaped_cells(cells) if escaped else cells)
    return bare if column in FREE_TEXT else trimmed(bare)
