"""The data dictionary: what each column means, and each code in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from routes.cases.codes import CODE_COLUMNS, CODE_LIST_COLUMNS, CODE_LISTS, standard_name
from routes.publish.datafiles.model import Contents, Kind, Table
from routes.text import Text

DICTIONARY: Final[dict[str, Kind]] = dict.fromkeys(
    ("table", "column", "type", "code_list", "meaning"), "text"
)
CODES: Final[dict[str, Kind]] = dict.fromkeys(
    ("code_list", "code", "label", "standard_name"), "text"
)

LEVELS: Final = ("point", "settlement", "department", "region", "country")

_DERIVED: Final[dict[str, str]] = {
    "modes": "mode",
    "evidence": "evidence",
    "mention_evidence": "evidence",
    "level": "level",
    "from_level": "level",
    "to_level": "level",
}
"""Code lists of columns that the case tables do not have."""


def dictionary(contents: Contents) -> Table:
    """Return what each column of each table means, in the language of the file."""
    return Table("dictionary", DICTIONARY, explained(contents.tables, contents.t))


def explained(tables: Iterable[Table], t: Text) -> pd.DataFrame:
    """Return a row for each column of each table: its type, its codes and what it means."""
    rows = [
        (
            table.name,
            column,
            t(f"datafiles.type.{kind}"),
            code_list(table.name, column),
            t(f"datafiles.column.{_key(table.name, column, t)}"),
        )
        for table in tables
        for column, kind in table.kinds.items()
    ]
    return pd.DataFrame(rows, columns=list(DICTIONARY))


def codes(contents: Contents) -> Table:
    """Return the codes of every list that a table uses: label and name in HTCDS or CTDC."""
    used = {
        code_list(table.name, column) for table in contents.tables for column in table.kinds
    } - {""}
    rows = []
    for name in sorted(used):
        for code in LEVELS if name == "level" else CODE_LISTS[name]:
            standard = "" if name == "level" else standard_name(name, code)
            rows.append((name, code, contents.t.code(name, code), standard))
    return Table("codes", CODES, pd.DataFrame(rows, columns=list(CODES)))


def code_list(table: str, column: str) -> str:
    """Return the name of the code list of a column; empty where it has none.

    Examples
    --------
    >>> code_list("cases", "purposes"), code_list("flows", "modes"), code_list("cases", "name")
    ('purpose', 'mode', '')
    """
    for known in (CODE_COLUMNS, CODE_LIST_COLUMNS):
        if column in known.get(table, {}):
            return known[table][column]
    return _DERIVED.get(column, "") if table in ("flows", "mentions", "places") else ""


def _key(table: str, column: str, t: Text) -> str:
    """Return where a column is explained: among those of its table, or those of every table."""
    own = f"{table}.{column}"
    return own if t.has(f"datafiles.column.{own}") else f"any.{column}"
