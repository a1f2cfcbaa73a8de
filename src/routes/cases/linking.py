"""Checking what rows say together: keys, references, order of stops, periods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from routes.cases.checking import IDENTIFIER, Raw
from routes.cases.dates import span
from routes.cases.faults import Details, Faults
from routes.cases.values import among, parts, wrong_cells

_KEYS = {
    "sources": ("source_id",),
    "cases": ("case_id",),
    "stops": ("case_id", "route_no", "stop_no"),
    "figures": ("case_id", "measure", "nationality", "source_id"),
}
_REFERENCES = (
    ("stops", "case_id", "cases"),
    ("stops", "source_id", "sources"),
    ("events", "case_id", "cases"),
    ("events", "source_id", "sources"),
    ("figures", "case_id", "cases"),
    ("figures", "source_id", "sources"),
)


def check_links(raw: Raw, faults: Faults) -> None:
    """Check keys, references between tables, the order of stops, periods and preferences.

    Parameters
    ----------
    raw : mapping of str to pandas.DataFrame
        The tables as text.
    faults : Faults
        Where to add what is wrong.
    """
    for table, key in _KEYS.items():
        _check_key(table, raw, key, faults)
    for table, column, target in _REFERENCES:
        _check_reference(table, raw, column, target, faults)
    _check_identities(raw, faults)
    _check_order(raw, faults)
    _check_stops(raw, faults)
    _check_periods(raw, faults)
    _check_preferences(raw, faults)


def _has(raw: Raw, table: str, *columns: str) -> bool:
    return table in raw and all(column in raw[table] for column in columns)


def _coded(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the columns as small integers: equal where the text is equal, and far quicker."""
    codes = {column: pd.factorize(frame[column])[0] for column in columns}
    return pd.DataFrame(codes, index=frame.index)


def _check_key(table: str, raw: Raw, key: tuple[str, ...], faults: Faults) -> None:
    if not _has(raw, table, *key):
        return
    frame = raw[table]
    coded = _coded(frame, key)
    again = coded.duplicated(keep="first")
    if not again.any():
        return
    rows = pd.Series(frame.index.to_numpy(), index=frame.index)
    first = rows.groupby([coded[column] for column in key]).transform("min")
    wrong = frame.index[again & (frame[key[0]] != "")]

    def details(row: int) -> Details:
        return (("columns", ", ".join(key)), ("first", str(first.at[row])))

    cells = frame.loc[wrong, key[-1]]
    faults.add_cells(table, key[-1], cells, "checks.duplicate_key", of_row=details)


def _check_reference(table: str, raw: Raw, column: str, target: str, faults: Faults) -> None:
    if not _has(raw, table, column) or not _has(raw, target, column) or target in faults.incomplete:
        return
    cells = raw[table][column]
    known = raw[target][column]
    wrong = cells[~among(cells, known)]
    # One that is no identifier at all has been reported as such.
    wrong = wrong[wrong.str.fullmatch(IDENTIFIER)]
    details = (("id", column), ("target", target))
    faults.add_cells(table, column, wrong, "checks.unknown_reference", details=details)


def _check_identities(raw: Raw, faults: Faults) -> None:
    if not _has(raw, "cases", "identity_inferred") or not _has(raw, "sources", "source_id"):
        return
    known = set(raw["sources"]["source_id"])
    cells = raw["cases"]["identity_inferred"]
    wrong = wrong_cells(cells, lambda value: not known.issuperset(parts(value)))
    faults.add_cells("cases", "identity_inferred", wrong, "checks.unknown_identity")


def _digits(cells: pd.Series[str]) -> pd.Series[bool]:
    return cells.str.fullmatch(r"[0-9]{1,9}")


def _check_order(raw: Raw, faults: Faults) -> None:
    """Check that the stops of each route are numbered 1, 2, 3, … without a gap."""
    if not _has(raw, "stops", "case_id", "route_no", "stop_no"):
        return
    stops = raw["stops"]
    stops = stops[_digits(stops["route_no"]) & _digits(stops["stop_no"])]
    if "stops" in faults.incomplete or stops.empty:
        return
    case = pd.factorize(stops["case_id"])[0].astype(np.int64)
    route = stops["route_no"].astype(np.int64).to_numpy()
    number = stops["stop_no"].astype(np.int64).to_numpy()
    order = np.lexsort((number, route, case))
    case, route, number = case[order], route[order], number[order]
    starts = np.r_[True, (case[1:] != case[:-1]) | (route[1:] != route[:-1])]
    expected = np.where(starts, 1, np.r_[0, number[:-1] + 1])
    # A stop numbered twice is a duplicate key and reported as such.
    repeated = ~starts & (number == np.r_[0, number[:-1]])
    gaps = stops.index.to_numpy()[order[(number != expected) & ~repeated]]
    cells = stops.loc[np.sort(gaps), "stop_no"]
    faults.add_cells("stops", "stop_no", cells, "checks.numbering")


def _check_stops(raw: Raw, faults: Faults) -> None:
    if not _has(raw, "stops", "role", "evidence"):
        return
    stops = raw["stops"]
    cells = stops.loc[(stops["role"] == "") & (stops["evidence"] != "mentioned"), "role"]
    faults.add_cells("stops", "role", cells, "checks.no_role")
    reasons = [column for column in ("note_es", "note_en") if column in stops]
    bare = stops["evidence"] == "inferred"
    for column in reasons:
        bare &= stops[column] == ""
    inferred = stops.loc[bare, "evidence"]
    faults.add_cells("stops", "evidence", inferred, "checks.no_reason", severity="warning")


def _check_periods(raw: Raw, faults: Faults) -> None:
    if not _has(raw, "cases", "period_start", "period_end"):
        return
    cases = raw["cases"]
    pairs = cases[["period_start", "period_end"]].drop_duplicates()
    backward = {pair for pair in pairs.itertuples(index=False, name=None) if _ends_first(*pair)}
    for start, end in sorted(backward):
        rows = (cases["period_start"] == start) & (cases["period_end"] == end)
        cells = cases.loc[rows, "period_end"]
        details = (("start", start),)
        faults.add_cells("cases", "period_end", cells, "checks.backward_period", details=details)


def _ends_first(start: str, end: str) -> bool:
    try:
        return bool(start and end) and span(end)[1] < span(start)[0]
    except ValueError:
        return False


def _check_preferences(raw: Raw, faults: Faults) -> None:
    if not _has(raw, "figures", "case_id", "measure", "preferred"):
        return
    figures = raw["figures"]
    chosen = figures[figures["preferred"].str.lower() == "true"]
    if _has(raw, "figures", *_KEYS["figures"]):  # a doubled row is reported as such
        chosen = chosen[~_coded(chosen, _KEYS["figures"]).duplicated(keep="first")]
    again = _coded(chosen, ("case_id", "measure")).duplicated(keep="first")
    cells = chosen.loc[again, "preferred"]
    faults.add_cells("figures", "preferred", cells, "checks.preferred_twice")
