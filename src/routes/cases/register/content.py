"""Frames as the register keeps them: checked Arrow columns, and their canonical bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from routes.cases.model import BOOLEANS, STATISTICS, columns
from routes.cases.model import TEXT as FRAME_TEXT
from routes.cases.register.errors import RegisterError
from routes.cases.register.schema import CONTENT, DATA, KEYS, NUMBER, ROWS, TEXT, VERSIONS

LONGEST_ID: Final = 64
"""Characters of a case_id or source_id, at most."""

_CANONICAL: Final = pacsv.WriteOptions(include_header=False, quoting_style="all_valid")
_CHUNK: Final = 50_000

Content = Mapping[str, pa.Table]
"""What one entry writes: Arrow tables by name, in the columns of `DATA`, none of them empty."""


def plain(text: str) -> str:
    """Return text without what a database cannot keep: NUL and halves of surrogate pairs."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def content_of(frames: Mapping[str, pd.DataFrame]) -> dict[str, pa.Table]:
    """Return the rows of the five tables and of the statistics as Arrow.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        By table; ``sheet`` and ``row`` say where each row stood in its file, and are left out
        for rows made by hand. Other columns may be left out when they are empty throughout.

    Raises
    ------
    RegisterError
        If a text cannot be kept as it is: it holds a NUL or half of a surrogate pair; or an
        identifier is empty or longer than `LONGEST_ID`.
    """
    found = {name: _arrow(name, frames[name]) for name in ROWS if len(frames.get(name, ()))}
    for name, table in found.items():
        _refuse(name, table)
    return found


def _arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    frame = frame.rename(columns={"row": "row_no"})
    return pa.table([_column(name, frame, field) for field in DATA[name]], schema=DATA[name])


def _column(name: str, frame: pd.DataFrame, field: pa.Field) -> Any:
    if field.name not in frame:
        filler = None if field.type == NUMBER else ""
        return pa.array([filler] * len(frame), field.type)
    try:
        cells = pa.array(frame[field.name], from_pandas=True)
        if pa.types.is_dictionary(cells.type):
            cells = cells.cast(cells.type.value_type)
        cells = cells.cast(field.type)
    except (UnicodeError, pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise RegisterError("not_text", table=name, column=field.name) from error
    return cells if field.type == NUMBER else pc.fill_null(cells, "")


def _refuse(name: str, table: pa.Table) -> None:
    for field in table.schema:
        # PostgreSQL knows no NUL in a text, so neither database is given any.
        if (
            field.type == TEXT
            and pc.any(pc.match_substring(table[field.name], "\x00"), min_count=0).as_py()
        ):
            raise RegisterError("not_text", table=name, column=field.name)
    for column in {"case_id", "source_id"}.intersection(table.column_names):
        lengths = pc.min_max(pc.utf8_length(table[column])).as_py()
        if lengths["min"] < 1 or lengths["max"] > LONGEST_ID:
            raise RegisterError("bad_id", table=name, column=column, longest=LONGEST_ID)


def versions(digests: Mapping[str, pd.Series[str]]) -> dict[str, pa.Table]:
    """Return the rows of `VERSIONS` for new versions, given digests by table and id."""
    found = {
        name: pa.table(
            [
                pa.array(digests[name].index, TEXT),
                pa.array(digests[name].to_numpy(), TEXT),
                pa.array(np.zeros(len(digests[name]), np.int64)),
            ],
            schema=DATA[name],
        )
        for name in VERSIONS
    }
    return {name: table for name, table in found.items() if len(table)}


def tombstone(case_id: str) -> pa.Table:
    """Return the version of a case that says that it is removed."""
    return pa.table([[case_id], [""], [1]], schema=DATA["case_versions"])


class Seals:
    """Hashes of the content of entries, filled row by row in any number of steps."""

    def __init__(self) -> None:
        self._hashes: dict[tuple[int, str], Any] = {}
        self._rows: dict[tuple[int, str], int] = {}

    def add(self, entry: int, name: str, table: pa.Table) -> None:
        """Add rows that an entry wrote into one table, in their order."""
        found = self._hashes.setdefault((entry, name), hashlib.sha256())
        self._rows[entry, name] = self._rows.get((entry, name), 0) + len(table)
        for part in slices(table):
            found.update(canonical(part))

    def content(self, entry: int) -> str:
        """Return the SHA-256 (hex) of everything that an entry wrote."""
        lines = (
            f"{name} {self._rows[entry, name]} {self._hashes[entry, name].hexdigest()}\n"
            for name in CONTENT
            if (entry, name) in self._hashes
        )
        return hashlib.sha256("".join(lines).encode("ascii")).hexdigest()

    def entries(self) -> set[int]:
        """Return the entries that wrote anything."""
        return {entry for entry, _ in self._hashes}


def canonical(table: pa.Table) -> pa.Buffer:
    """Return rows as bytes: CSV in UTF-8, all cells quoted, nothing where a number is missing.

    PostgreSQL reads the same bytes as they are.
    """
    sink = pa.BufferOutputStream()
    pacsv.write_csv(table, sink, _CANONICAL)
    return sink.getvalue()


def slices(table: pa.Table) -> Iterator[pa.Table]:
    """Cut a table into parts of bounded length."""
    for start in range(0, len(table), _CHUNK):
        yield table.slice(start, _CHUNK)


def content_hash(content: Content) -> str:
    """Return the SHA-256 (hex) of what one entry writes."""
    seals = Seals()
    for name, table in content.items():
        seals.add(0, name, table)
    return seals.content(0)


def frame_of(name: str, table: pa.Table) -> pd.DataFrame:
    """Return rows as a frame typed as in `routes.cases.Tables` (or as the statistics are)."""
    wanted = STATISTICS if name == "statistics" else columns(name)
    types = {TEXT: FRAME_TEXT, NUMBER: pd.Int64Dtype()}
    frame: pd.DataFrame = table.select(list(wanted)).to_pandas(types_mapper=types.get)
    for column in BOOLEANS.get(name, ()):
        frame[column] = frame[column].to_numpy(np.int64) == 1
    return frame


def ids_of(content: Content, name: str) -> Any:
    """Return the ids in the key column of a table; empty when it has no rows."""
    return content[name][KEYS[name]] if name in content else pa.array([], TEXT)
