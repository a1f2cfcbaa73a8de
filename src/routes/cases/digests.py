"""What tells one version of a case or source from another: SHA-256 of its canonical content."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from routes.cases.model import TABLE_NAMES, columns

CASE_TABLES: Final = ("cases", "stops", "events", "figures")
"""The tables whose rows make a case."""

_SIZE: Final = hashlib.sha256().digest_size


def digests(frames: Mapping[str, pd.DataFrame]) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return a digest of every case, with all its rows, and of every source.

    The order of the rows, where they stand in a file, and columns beyond those of
    `routes.cases.model.columns` play no part; a column that is not there counts as empty.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        The tables, typed as in `routes.cases.Tables` or as text in the form in which the
        product writes them; a table may be left out.

    Returns
    -------
    cases, sources : pandas.Series of str
        SHA-256, 64 hexadecimal digits, by case_id and by source_id, in ascending order of id.

    Examples
    --------
    >>> source = pd.DataFrame({"source_id": ["s"], "title": ["SYNTHETIC"]})
    >>> cases, sources = digests({"sources": source})
    >>> len(cases), sources.index.to_list(), len(sources["s"])
    (0, ['s'], 64)
    """
    return content_of(frames, "case_id", CASE_TABLES), content_of(frames, "source_id", ("sources",))


def content_of(
    frames: Mapping[str, pd.DataFrame],
    key: str,
    tables: Collection[str],
    *,
    without: Collection[str] = (),
) -> pd.Series[str]:
    """Return a digest of all rows of some tables that share a key.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        As for `digests`.
    key : str
        The column that holds the key.
    tables : collection of str
        The tables that count.
    without : collection of str
        Columns that play no part.

    Returns
    -------
    pandas.Series of str
        By key, in ascending order.
    """
    chosen = [name for name in TABLE_NAMES if name in tables and name in frames]
    keys = [_text(frames[name][key]) for name in chosen]
    found = pc.unique(pa.concat_arrays(keys)) if keys else pa.array([], pa.large_string())
    found = found.take(pc.sort_indices(found))
    parts = np.zeros((len(found), len(chosen), _SIZE), dtype=np.uint8)
    for number, name in enumerate(chosen):
        codes = np.asarray(pc.index_in(keys[number], found), dtype=np.int64)
        parts[:, number] = _hashes(codes, _rows(name, frames[name], without), len(found))
    whole = memoryview(parts.tobytes())
    width = _SIZE * len(chosen)
    made = [hashlib.sha256(whole[n * width :][:width]).hexdigest() for n in range(len(found))]
    return pd.Series(made, index=pd.Index(found.to_pylist(), name=key, dtype="str"), dtype="str")


def _rows(table: str, frame: pd.DataFrame, without: Collection[str]) -> Any:
    """Return each row as one text; cells carry their length, so that none can pass for two."""
    nothing, end = _literal(""), _literal(";")
    parts = [pa.repeat(_literal(f"{table}:"), len(frame))]
    for number, column in enumerate(columns(table)):
        if column in frame and column not in without:
            cells = _text(frame[column])
            size = pc.cast(pc.binary_length(cells), pa.large_string())
            head = _literal(f"{number}=")
            filled = pc.binary_join_element_wise(head, size, _literal(":"), cells, end, nothing)
            parts.append(pc.if_else(pc.equal(cells, nothing), nothing, filled))
    return pc.binary_join_element_wise(*parts, _literal("\n"), nothing)


def _literal(text: str) -> Any:
    return pa.scalar(text, pa.large_string())


def _text(cells: pd.Series[Any]) -> Any:
    """Return a column as Arrow text: numbers in digits, truth as true or false."""
    array = pa.array(cells, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return pc.fill_null(pc.cast(array, pa.large_string()), "")


def _hashes(codes: Any, rows: Any, count: int) -> Any:
    """Hash the rows of each code, in the order of their text; nothing but zeros without rows.

    The text is hashed where Arrow holds it, in one piece.
    """
    made = np.zeros((count, _SIZE), dtype=np.uint8)
    if not len(rows):
        return made
    keyed = pa.table({"code": codes, "row": rows})
    order = pc.sort_indices(keyed, sort_keys=[("code", "ascending"), ("row", "ascending")])
    rows, codes = rows.take(order), codes[np.asarray(order)]
    _, offsets, data = rows.buffers()
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    edges = np.frombuffer(offsets, dtype=np.int64)[np.r_[starts, len(rows)]].tolist()
    content = memoryview(data)
    hashed = b"".join(hashlib.sha256(content[a:b]).digest() for a, b in pairwise(edges))
    made[codes[starts]] = np.frombuffer(hashed, dtype=np.uint8).reshape(-1, _SIZE)
    return made
