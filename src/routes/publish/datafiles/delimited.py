"""All tables of a release as CSV files in one archive."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from routes.cases.forms.neutral import neutral
from routes.publish.datafiles.archives import archive
from routes.publish.datafiles.dictionary import codes, dictionary
from routes.publish.datafiles.manifest import described, readable_json
from routes.publish.datafiles.model import Contents, Table


def csv_archive(contents: Contents) -> bytes:
    """Return a ZIP archive with a CSV file for each table, a data dictionary and the manifest.

    CSV is UTF-8 with commas. Text that a spreadsheet would evaluate has an apostrophe before it.
    """
    return packed(contents, [*contents.tables, dictionary(contents), codes(contents)])


def packed(contents: Contents, tables: Sequence[Table]) -> bytes:
    """Return tables and the manifest as an archive, in a folder named by the notice."""
    folder = f"{contents.notice}/" if contents.notice else ""
    members = {f"{folder}{table.name}.csv": as_csv(table) for table in contents.counted(tables)}
    about = f"{readable_json(described(contents), indent=2)}\n"
    members[f"{folder}manifest.json"] = about.encode("utf-8", "replace")
    return archive(members, made_on=contents.release.manifest.made_on)


def as_csv(table: Table) -> bytes:
    """Return a table as UTF-8 CSV, with what a spreadsheet would evaluate made harmless."""
    frame = table.flat()
    for column, kind in table.kinds.items():
        cells = frame[column]
        if kind in ("text", "list"):
            frame[column] = neutralised(cells)
        elif kind == "boolean":
            frame[column] = cells.map({True: "true", False: "false"})
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8", "replace")


def neutralised(cells: pd.Series[str]) -> pd.Series[str]:
    """Return texts that no spreadsheet evaluates; each distinct one is looked at once."""
    return cells.map({each: neutral(each) for each in cells.unique()})
