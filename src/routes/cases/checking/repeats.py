"""What is there already: rows repeated within a file, cases and sources of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from routes.cases.checking.rows import KEYS, coded
from routes.cases.digests import CASE_TABLES, content_of
from routes.cases.frames import typed
from routes.cases.values import among


@dataclass(frozen=True, eq=False)
class Compared:
    """Ids of a file that the register knows.

    Parameters
    ----------
    same : pandas.Index of str
        Those with the same content.
    other : pandas.Index of str
        Those with other content.
    """

    same: pd.Index[Any]
    other: pd.Index[Any]


def repeated(frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Tell which rows repeat an earlier row of their table, cell by cell.

    Only tables with a key are looked at, and events of a case whose own row is repeated: two
    alike events of one case may both have happened.
    """
    found = {table: np.zeros(len(frame), dtype=bool) for table, frame in frames.items()}
    for table, key in KEYS.items():
        frame = frames[table]
        if not set(key) <= set(frame):
            continue
        again = coded(frame, key).duplicated(keep=False).to_numpy()
        if again.any():
            some = frame[again]
            found[table][again] = some.duplicated(keep="first").to_numpy()
    if found["cases"].any():
        events, twice = frames["events"], frames["cases"]["case_id"][found["cases"]]
        alike = events.duplicated(keep="first") & events["case_id"].isin(twice)
        found["events"] = alike.to_numpy(dtype=bool)
    return found


def repeated_routes(stops: pd.DataFrame) -> Any:
    """Tell which stops belong to a route that repeats an earlier route of its case."""
    found = np.zeros(len(stops), dtype=bool)
    if stops.empty:
        return found
    rest = [name for name in stops if name not in ("case_id", "route_no")]
    cells = pd.util.hash_pandas_object(stops[rest], index=False).to_numpy()
    route = stops.groupby(["case_id", "route_no"], sort=False).ngroup().to_numpy()
    # The rows of a route stand together and in order, as they were made from one cell.
    content = np.zeros(route.max() + 1, dtype=np.uint64)
    np.add.at(content, route, cells)
    cases = pd.factorize(stops["case_id"])[0]
    of_route = pd.DataFrame({"content": content})
    of_route["case"] = cases[np.unique(route, return_index=True)[1]]
    again: Any = of_route.duplicated(keep="first").to_numpy()
    return again[route]


def known_cases(frames: Mapping[str, pd.DataFrame], known: pd.DataFrame) -> Compared:
    """Compare the cases of a file, given with all their rows, with those of the register."""
    return _compared(frames, "case_id", CASE_TABLES, known)


def known_sources(frames: Mapping[str, pd.DataFrame], known: pd.DataFrame) -> Compared:
    """Compare the sources of a file with those of the register."""
    return _compared(frames, "source_id", ("sources",), known)


def _compared(
    frames: Mapping[str, pd.DataFrame], key: str, tables: tuple[str, ...], known: pd.DataFrame
) -> Compared:
    some = {name: frames[name][among(frames[name][key], known[key])] for name in tables}
    whole = {name: typed(name, frame) for name, frame in some.items()}
    now = content_of(whole, key, tables)
    before = known.drop_duplicates(key, keep="last").set_index(key)["digest"].reindex(now.index)
    alike = (now == before).to_numpy(dtype=bool)
    return Compared(now.index[alike], now.index[~alike])


def repeated_statistics(frame: pd.DataFrame, known: pd.DataFrame) -> Any:
    """Tell which rows of statistics the register has already: of alike rows, as many as it has.

    Alike rows of one file are legitimate, so they are compared as often as they occur.
    """
    names = list(frame)
    seen = frame.groupby(names, sort=False, dropna=False).cumcount().to_numpy()
    held = known[[*names, "n"]].astype({"count": "Int64", "n": "int64"})
    counts = frame.merge(held, on=names, how="left")["n"]
    return seen < counts.fillna(0).to_numpy(dtype=np.int64)
