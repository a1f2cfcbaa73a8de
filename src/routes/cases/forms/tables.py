"""The five tables as sheets of a workbook or files of a ZIP."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from routes.cases.forms.cells import constant, translated
from routes.cases.forms.columns import precision_of, qualified, understood
from routes.cases.forms.conventions import Conventions
from routes.cases.forms.dates import iso_period
from routes.cases.forms.drafting import Drafted, Origin, completed, origin_of, supplied
from routes.cases.forms.examples import without_examples
from routes.cases.forms.grouping import row_codes
from routes.cases.forms.places import PlaceNames
from routes.cases.forms.recognition import Contents, Part
from routes.cases.forms.remarks import Remarks
from routes.cases.intake.model import Options, Told
from routes.cases.model import TABLE_NAMES

_USUAL: Final = {
    "sources": (("reliability", "F"),),
    "cases": (("kind", "case"), ("status", "alleged")),
    "stops": (("route_no", "1"), ("mode", "unknown"), ("credibility", "6")),
    "events": (),
    "figures": (("qualifier", "exact"),),
}
"""What an empty cell means: the value that claims least."""

_DATED: Final = {"sources": "published_on", "cases": "period_start", "events": "happened_on"}


def draft_tables(
    contents: Contents,
    options: Options,
    own: Conventions,
    names: PlaceNames,
    remarks: Remarks,
    told: Told,
) -> Drafted:
    """Make the five tables of the sheets that hold them.

    Parameters
    ----------
    contents : Contents
        The sheets.
    options : Options
        What the user has decided.
    own : Conventions
        How the file writes dates and numbers.
    names : PlaceNames
        Resolves places.
    remarks : Remarks
        Where to add what was assumed.
    told : callable
        Told of the progress.
    """
    drafted = Drafted()
    lines = []
    for number, table in enumerate(TABLE_NAMES):
        told("understanding", number / len(TABLE_NAMES))
        parts = [part for part in contents.parts if part.table == table]
        if not parts:
            continue
        frames = [without_examples(part, remarks) for part in parts]
        origin = origin_of([part.sheet.name for part in parts], frames)
        headings = _headings(parts)
        made = [
            understood(frame, table, own, remarks, part.headings)
            for part, frame in zip(parts, frames, strict=True)
        ]
        frame = _joined(made, table)
        frame = _special(frame, table, own, origin, names)
        for column, value in _USUAL[table]:
            rule = f"default_{column}"
            heading = headings.get(column, "")
            frame = supplied(frame, column, value, rule, remarks, heading=heading)
        drafted.tables[table] = _last(frame, table, options, headings, remarks)
        drafted.origin[table] = origin
        drafted.headers |= {(table, column): text for column, text in headings.items()}
        lines.append(origin)
    drafted.lines = _lines(lines)
    return drafted


def _headings(parts: list[Part]) -> dict[str, str]:
    headings: dict[str, str] = {}
    for part in parts:
        headings = part.headings | headings
    return headings


def _joined(frames: list[pd.DataFrame], table: str) -> pd.DataFrame:
    """Return the rows of several sheets as one table with all of its columns."""
    complete = [completed(frame, table) for frame in frames]
    if len(complete) == 1:
        return complete[0].reset_index(drop=True)
    joined = pd.concat(complete, ignore_index=True)
    absent = joined.columns[joined.isna().any()]  # a position that one sheet has
    return joined.assign(**{str(column): joined[column].fillna("") for column in absent})


def _special(
    frame: pd.DataFrame, table: str, own: Conventions, origin: Origin, names: PlaceNames
) -> pd.DataFrame:
    if "place_id" in frame:
        frame = frame.assign(place_id=names.resolve(frame["place_id"], origin))
    if table == "figures":
        value, exactness = qualified(frame["value"], own)
        said = frame["qualifier"].where(frame["qualifier"] != "", exactness)
        frame = frame.assign(value=value, qualifier=said)
    if table == "cases":
        frame = _split_periods(frame, own)
    dated = _DATED.get(table)
    if dated:
        derived = precision_of(frame[dated])
        given = frame["date_precision"]
        frame = frame.assign(date_precision=given.where(given != "", derived))
    return frame


def _split_periods(frame: pd.DataFrame, own: Conventions) -> pd.DataFrame:
    """Read ``2019-2020`` where a period stands in the cell of its start."""

    def end(text: str, number: int) -> str:
        found = iso_period(text, day_first=own.day_first) if text else None
        return found[number] if found and found[0] != found[1] else ""

    start = frame["period_start"]
    last = translated(start, lambda text: end(text, 1))
    both = (last != "") & (frame["period_end"] == "")
    if not both.any():
        return frame
    first = translated(start, lambda text: end(text, 0))
    return frame.assign(
        period_start=start.where(~both, first),
        period_end=frame["period_end"].where(~both, last),
    )


def _last(
    frame: pd.DataFrame, table: str, options: Options, headings: dict[str, str], remarks: Remarks
) -> pd.DataFrame:
    if table == "cases":
        handling = options.handling or "reserved"
        rule = f"default_handling_{handling}"
        heading = headings.get("handling", "")
        return supplied(frame, "handling", handling, rule, remarks, heading=heading)
    if table == "figures":
        return _preferring(frame, headings.get("preferred", ""), remarks)
    return frame


def _preferring(frame: pd.DataFrame, heading: str, remarks: Remarks) -> pd.DataFrame:
    """Prefer the first figure of each case and measure where no row of it is preferred."""
    unsaid = (frame["preferred"] == "").to_numpy(bool)
    if not unsaid.any():
        return frame
    remarks.count("default_preferred", int(unsaid.sum()), column=heading)
    preferred = preferring(frame["case_id"], frame["measure"], frame["preferred"])
    return frame.assign(preferred=preferred)


def preferring(
    case: pd.Series[str], measure: pd.Series[str], preferred: pd.Series[str]
) -> pd.Series[str]:
    """Return which figures are preferred: where nothing is said, the first if no other is.

    Examples
    --------
    >>> from routes.cases.forms.cells import text_column
    >>> same = text_column(["a", "a", "b"])
    >>> preferring(same, same, text_column(["", "true", ""])).tolist()
    ['false', 'true', 'true']
    """
    group = row_codes([case, measure], len(case))
    said = preferred == "true"
    has_one = pd.Series(said.to_numpy(bool)).groupby(group).transform("any").to_numpy(bool)
    unsaid = (preferred == "").to_numpy(bool)
    first = np.zeros(len(case), dtype=bool)
    open_rows = np.flatnonzero(unsaid & ~has_one)
    first[open_rows] = ~pd.Series(group[open_rows]).duplicated().to_numpy(bool)
    guess = constant("false", preferred.index).where(~first, "true")
    return preferred.where(~unsaid, guess)


def _lines(origins: list[Origin]) -> pd.DataFrame:
    if not origins:
        return origin_of([], [])
    sheets = list(
        dict.fromkeys(name for origin in origins for name in origin["sheet"].cat.categories)
    )
    kind = pd.CategoricalDtype(sheets)
    return pd.concat([origin.astype({"sheet": kind}) for origin in origins], ignore_index=True)
