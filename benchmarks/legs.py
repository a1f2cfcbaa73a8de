"""The table of legs that the peers count, made without our own code so that it checks it."""

from __future__ import annotations

import pandas as pd

from routes.cases import Tables

KEYS = ["start", "end"]


def legs(tables: Tables) -> pd.DataFrame:
    """Join consecutive stops to legs.

    Returns
    -------
    pandas.DataFrame
        One row a leg: ``case_id``, ``start``, ``end``, ``mode``, ``evidence`` (text) and the
        first and last year of the case.
    """
    cases = tables.cases[tables.cases["kind"] != "statement"]
    stops = tables.stops.sort_values(["case_id", "route_no", "stop_no"], ignore_index=True)
    before = stops.shift(1)
    joined = (
        (stops["case_id"] == before["case_id"])
        & (stops["route_no"] == before["route_no"])
        & (stops["evidence"] != "mentioned")
        & (before["evidence"] != "mentioned")
        & stops["case_id"].isin(cases["case_id"])
    ).fillna(False)
    inferred = (stops["evidence"] == "inferred") | (before["evidence"] == "inferred")
    found = pd.DataFrame(
        {
            "case_id": stops["case_id"],
            "start": before["place_id"],
            "end": stops["place_id"],
            "mode": stops["mode"],
            "evidence": inferred.map({True: "inferred", False: "stated"}),
        }
    )[joined.astype(bool)]
    years = _years(cases)
    return found.merge(years, on="case_id").astype(dict.fromkeys(("case_id", *KEYS), "str"))


def _years(cases: pd.DataFrame) -> pd.DataFrame:
    """Return first and last year of each case; one without a date overlaps nothing."""
    start = pd.to_numeric(cases["period_start"].str[:4], errors="coerce")
    end = pd.to_numeric(cases["period_end"].str[:4], errors="coerce")
    first, last = start.fillna(end).fillna(9999), end.fillna(start).fillna(0)
    return pd.DataFrame(
        {"case_id": cases["case_id"], "first": first.astype("int16"), "last": last.astype("int16")}
    )


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return the legs with cases as whole numbers and all other text as categories."""
    case_id = pd.factorize(table["case_id"])[0].astype("int32")
    text = dict.fromkeys((*KEYS, "mode", "evidence"), "category")
    return table.assign(case_id=case_id).astype(text)
