"""Checked text as typed frames, and what is said of all of them together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from routes.cases.model import (
    BOOLEANS,
    INTEGERS,
    SYNTHETIC_MARK,
    TABLE_NAMES,
    TEXT,
    columns,
)

FREE_TEXT: Final[dict[str, tuple[str, ...]]] = {
    "sources": ("publisher", "title", "url", "note"),
    "cases": (
        "name",
        "authority",
        "summary_es",
        "summary_en",
        "identity_note_es",
        "identity_note_en",
        "note_es",
        "note_en",
    ),
    "stops": ("note_es", "note_en"),
    "events": ("note_es", "note_en"),
    "figures": ("note_es", "note_en"),
}
"""Columns that hold prose: kept exactly as it is written, blanks around it too."""

_MARKED: Final = (("sources", "publisher"), ("sources", "title"), ("cases", "name"))


def trimmed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of text whose codes, numbers and dates have lost the blanks around them."""
    kept = FREE_TEXT[table]
    cells = {str(name): frame[name].str.strip() for name in frame if str(name) not in kept}
    return frame.assign(**cells)


def typed(table: str, raw: pd.DataFrame) -> pd.DataFrame:
    """Return a checked table of text in the types of `routes.cases.Tables`; its index is kept.

    Columns that are not there are added, empty; those that are not of the table are left out.
    """
    found: dict[str, pd.Series[Any]] = {}
    for column in columns(table):
        if column not in raw:
            found[column] = pd.Series("", index=raw.index, dtype=TEXT)
        elif column in INTEGERS[table]:
            found[column] = raw[column].astype("Int64")
        elif column in BOOLEANS[table]:
            found[column] = raw[column].str.lower() == "true"
        else:
            found[column] = raw[column].astype(TEXT)
    return pd.DataFrame(found, index=raw.index)


def is_synthetic(frames: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether any name, title or publisher says that it is made up."""
    return any(
        bool(frames[table][column].str.startswith(SYNTHETIC_MARK).any())
        for table, column in _MARKED
        if table in frames
    )


def version(frames: Mapping[str, pd.DataFrame]) -> str:
    """Return the SHA-256 (hex) of five typed tables as CSV in one fixed form.

    All columns of the model in its order, quoted text, ``\\n`` line ends: the same content
    gives the same version, however the file was written.
    """
    digest = hashlib.sha256()
    options = pacsv.WriteOptions(quoting_style="all_valid")
    for table in TABLE_NAMES:
        digest.update(f"\n# {table}\n".encode())
        sink = pa.BufferOutputStream()
        pacsv.write_csv(pa.Table.from_pandas(frames[table], preserve_index=False), sink, options)
        digest.update(sink.getvalue())
    return digest.hexdigest()
