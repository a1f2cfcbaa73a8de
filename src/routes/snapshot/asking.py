"""Asking the table of legs where it lies, in DuckDB: only the columns that are asked are read."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from geo.places import places
from routes.expression import compiled
from routes.query import RouteQuery
from routes.scope import Scope

_COUNTS: Final = ("cases", "stated_cases", "inferred_cases")
_SETTINGS: Final[dict[str, Any]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""DuckDB fetches nothing from the network."""


class LegsDatabase:
    """A table of legs that can be asked for flows.

    Nothing is written: the database is in memory and reads the file, so that any number of
    processes may ask at once.

    Parameters
    ----------
    legs : pathlib.Path or pyarrow.Table
        A Parquet file or a table with the columns of `routes.snapshot.legs_table.SCHEMA`.

    Examples
    --------
    >>> from routes.cases import bundled
    >>> from routes.snapshot.legs_table import legs_table
    >>> from routes.store import store
    >>> with LegsDatabase(legs_table(store(bundled()))) as database:
    ...     found = database.flows(RouteQuery(destination=("CHN",)), level="country")
    >>> found[["from", "to", "cases"]].values.tolist()[0]
    ['COL', 'CHN', 4]
    """

    def __init__(self, legs: Path | pa.Table) -> None:
        self._database = duckdb.connect(config=_SETTINGS)
        if isinstance(legs, Path):
            self._database.read_parquet(str(legs)).create_view("legs")
        else:
            self._database.from_arrow(legs).create("legs")

    def __enter__(self) -> LegsDatabase:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def flows(
        self,
        query: RouteQuery,
        *,
        level: str = "place",
        lang: str = "es",
        scope: Scope | None = None,
    ) -> pd.DataFrame:
        """Find the flows that a query asks for.

        Parameters
        ----------
        query, level, lang
            As for `routes.flows.flows`.
        scope : Scope, optional
            What the reader may see; everything where left out.

        Returns
        -------
        pandas.DataFrame
            The frame of `routes.flows.Flows` without ``modes`` and ``sources``.

        Raises
        ------
        ValueError
            If there is no such level.
        """
        sql = compiled(query, level=level, scope=scope or Scope(), dialect="duckdb")
        return _told(self._database.cursor().execute(sql).df(), lang)


def _told(found: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the flows in order, with names."""
    found = found.sort_values(
        ["cases", "from", "to"], ascending=[False, True, True], ignore_index=True
    ).astype({"from": object, "to": object, **dict.fromkeys(_COUNTS, "int64")})
    known = places()
    names = {
        each: known[each].name(lang) if each in known else each
        for each in {*found["from"], *found["to"]}
    }
    years = {
        name: pd.Series(
            [None if pd.isna(year) else int(year) for year in found[name]], dtype=object
        )
        for name in ("first_year", "last_year")
    }
    return pd.DataFrame(
        {
            "from": found["from"],
            "to": found["to"],
            "from_name": found["from"].map(names).astype(object),
            "to_name": found["to"].map(names).astype(object),
            "cases": found["cases"],
            "evidence": pd.Series(
                np.where(found["stated_cases"] > 0, "stated", "inferred"), dtype=object
            ),
            "stated_cases": found["stated_cases"],
            "inferred_cases": found["inferred_cases"],
            **years,
        }
    )
