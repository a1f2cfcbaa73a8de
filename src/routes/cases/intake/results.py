"""What processes hand to each other: tables as Arrow IPC, all else as JSON, never pickled."""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

import pandas as pd
import pyarrow as pa
from pydantic import TypeAdapter

from routes.cases.intake.errors import DeskError
from routes.cases.intake.limits import MEBIBYTE
from routes.cases.model import TEXT

T = TypeVar("T")

_JSON_BYTES: Final = 64 * MEBIBYTE
_KINDS: Final = {str(pd.Int64Dtype()): {pa.int64(): pd.Int64Dtype()}}
"""Types that Arrow alone does not tell from others, and what it makes of them."""

_ADAPTERS: Final[dict[type[Any], Mapping[str, TypeAdapter[Any]]]] = {}
"""Those made so far; it takes a while to make them."""

_TEXT: Final = {pa.large_string(): TEXT, pa.string(): TEXT}


def write_value(folder: Path, value: Any) -> None:
    """Write a frozen record of frames and plain values into a folder.

    Parameters
    ----------
    folder : pathlib.Path
        An existing folder.
    value : dataclass instance
        Its fields are frames, mappings of frames by name, or what JSON can hold. The index of
        a frame is not kept.
    """
    plain = adapters(type(value))
    kept: dict[str, Any] = {}
    for field in fields(value):
        found = getattr(value, field.name)
        if field.name in plain:
            kept[field.name] = plain[field.name].dump_python(found, mode="json")
        elif isinstance(found, pd.DataFrame):
            kept[field.name] = _write_frame(folder / f"{field.name}.arrow", found)
        else:
            kept[field.name] = {
                name: _write_frame(folder / f"{field.name}-{number}.arrow", frame)
                for number, (name, frame) in enumerate(found.items())
            }
    _json_path(folder, type(value)).write_text(json.dumps(kept), encoding="ascii")


def read_value(folder: Path, kind: type[T]) -> T:
    """Return what `write_value` wrote, every type and every text checked.

    The frames' text stays in the files, which may be removed while they are in use.

    Raises
    ------
    ValueError
        If it is not what `write_value` writes.
    """
    plain = adapters(kind)
    path = _regular(_json_path(folder, kind))
    if path.stat().st_size > _JSON_BYTES:
        raise DeskError("reading.results")
    kept = json.loads(path.read_text(encoding="ascii"))
    found: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        if name in plain:
            found[name] = plain[name].validate_python(kept[name])
        elif hint is pd.DataFrame:
            found[name] = _read_frame(folder / f"{name}.arrow", kept[name])
        else:
            found[name] = {
                str(key): _read_frame(folder / f"{name}-{number}.arrow", kinds)
                for number, (key, kinds) in enumerate(kept[name].items())
            }
    return kind(**found)


def adapters(kind: type[Any]) -> Mapping[str, TypeAdapter[Any]]:
    """Return what turns each plain field of a type into what JSON can hold, and back."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = {
            name: TypeAdapter(hint)
            for name, hint in get_type_hints(kind).items()
            if hint is not pd.DataFrame and not _holds_frames(hint)
        }
    return _ADAPTERS[kind]


def size_of(folder: Path) -> int:
    """Return how many bytes the files of a folder have together."""
    return sum(path.lstat().st_size for path in folder.iterdir())


def _holds_frames(hint: Any) -> bool:
    return bool(hint == Mapping[str, pd.DataFrame])


def _json_path(folder: Path, kind: type[Any]) -> Path:
    return folder / f"{kind.__name__.lower()}.json"


def _write_frame(path: Path, frame: pd.DataFrame) -> dict[str, str]:
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


def _read_frame(path: Path, kinds: Mapping[str, str]) -> pd.DataFrame:
    with pa.memory_map(str(_regular(path))) as source, pa.ipc.open_file(source) as reader:
        table = reader.read_all()
    table.validate(full=True)
    if table.column_names != list(kinds):
        raise ValueError(f"Invalid columns {table.column_names} in '{path.name}'.")
    columns = {
        name: column.to_pandas(types_mapper={**_TEXT, **_KINDS.get(kinds[name], {})}.get)
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(table)), copy=False)


def _regular(path: Path) -> Path:
    """Return a path that leads nowhere else.

    Raises
    ------
    ValueError
        If it is a link or no file.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError(f"Invalid result '{path.name}'. It must be a file.")
    return path
