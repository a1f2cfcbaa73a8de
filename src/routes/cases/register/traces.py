"""Which cases and sources each entry wrote: what its audit trail would tell of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, select

from routes.cases.register import rows
from routes.cases.register.schema import content
from routes.cases.register.state import CITING


@dataclass(frozen=True, eq=False)
class Traces:
    """Everything that entries ever wrote, undone or not, as far as it says what it is about.

    Parameters
    ----------
    cases : pandas.DataFrame
        ``entry``, ``case_id``, ``kind``, ``handling``, ``identity_inferred``: one row for each
        version of a case that is no removal.
    removals : pandas.DataFrame
        ``entry``, ``case_id``.
    stops : pandas.DataFrame
        ``entry``, ``case_id``, ``place_id``; each once.
    sources : pandas.DataFrame
        ``entry``, ``source_id``: one row for each version of a source.
    citations : pandas.DataFrame
        ``entry``, ``case_id``, ``source_id``; each once.
    """

    cases: pd.DataFrame
    removals: pd.DataFrame
    stops: pd.DataFrame
    sources: pd.DataFrame
    citations: pd.DataFrame


def traces(connection: Connection) -> Traces:
    """Return what entries wrote; see `Register.traces`."""
    versions = content["case_versions"].c
    removed = select(versions.entry, versions.case_id).where(versions.removed == 1)
    citations = [_frame(connection, name, "case_id", "source_id") for name in CITING]
    return Traces(
        cases=_frame(connection, "cases", "case_id", "kind", "handling", "identity_inferred"),
        removals=rows.read_all(connection, removed).to_pandas(),
        stops=_frame(connection, "stops", "case_id", "place_id"),
        sources=_frame(connection, "source_versions", "source_id"),
        citations=pd.concat(citations, ignore_index=True).drop_duplicates(ignore_index=True),
    )


def _frame(connection: Connection, name: str, *columns: str) -> pd.DataFrame:
    table = content[name].c
    query = select(table.entry, *(table[column] for column in columns)).distinct()
    frame: pd.DataFrame = rows.read_all(connection, query).to_pandas()
    return frame
