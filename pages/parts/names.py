"""What cases and sources are called on the screens."""

from __future__ import annotations

from functools import lru_cache

from routes.cases import Tables
from routes.text import Text


@lru_cache(maxsize=8)
def _case_names(tables: Tables) -> dict[str, str]:
    return dict(zip(tables.cases["case_id"], tables.cases["name"], strict=True))


@lru_cache(maxsize=8)
def _sources(tables: Tables) -> dict[str, tuple[str, str, str]]:
    table = tables.sources
    columns = (table["publisher"], table["published_on"], table["date_precision"])
    return dict(zip(table["source_id"], zip(*columns, strict=True), strict=True))


def case_name(tables: Tables, case_id: str) -> str:
    """Return the name of a case, or its id if there is no such case."""
    return _case_names(tables).get(case_id, case_id)


def source_name(tables: Tables, source_id: str, t: Text) -> str:
    """Return publisher and date of a source: what fits into a table or a filter."""
    publisher, published, precision = _sources(tables).get(source_id, (source_id, "", ""))
    return f"{publisher}, {t.date(published, precision)}" if published else publisher
