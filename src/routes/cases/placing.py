"""Checking places: codes of the register, nationalities, and positions given beside them."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
from rapidfuzz import process

from geo.places import find, places
from routes.cases.faults import Faults
from routes.cases.model import POSITION
from routes.cases.values import check_code_list, nearest, wrong_cells

_POSITION_TEXT = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)\s*[;, ]\s*([-+]?\d+(?:[.,]\d+)?)\s*")
_LIMITS = {"lat": ("latitude", 90), "lon": ("longitude", 180)}


@cache
def _names() -> dict[str, str]:
    return {place.name_es: place.id for place in places().values()}


def _place_fix(value: str) -> str:
    """Say what an unknown place may be: a name, a position, or near to a code."""
    head = value[:200]
    if _POSITION_TEXT.fullmatch(head) or re.fullmatch(r"[-+]?\d+[.,]\d+", head):
        return "A position is not a place: write the code of the place."
    named = find(head)
    if named:
        options = [f"'{place.id}' ({place.name_en}, {place.level})" for place in named[:4]]
        return "Write its code: " + " or ".join(options) + "."
    near = process.extractOne(head, _names().keys(), score_cutoff=80)
    if near:
        return f"Did you mean '{_names()[near[0]]}' ({near[0]})?"
    return nearest(head, places().keys()) if len(head) <= 12 else "See data/places/places.csv."


def check_places(table: str, frame: pd.DataFrame, faults: Faults) -> None:
    """Check the places, nationalities and positions of a table.

    Parameters
    ----------
    table : str
        Name of the table.
    frame : pandas.DataFrame
        The table as text; index = spreadsheet row.
    faults : Faults
        Where to add what is wrong.
    """
    if "place_id" in frame:
        known = places()
        wrong = wrong_cells(frame["place_id"], lambda value: value != "" and value not in known)
        outside = wrong_cells(wrong, _is_beyond_the_poles)
        inside = wrong[~wrong.index.isin(outside.index)]
        faults.add_cells(table, "place_id", inside, "Not a place of the register.", _place_fix)
        rule = "Not a place of the register; besides, latitude must be between -90 and 90."
        faults.add_cells(table, "place_id", outside, rule, "Write the code of the place.")
    for column in POSITION:
        if column in frame:
            _check_position(table, frame[column], faults)
    if "nationality" in frame:
        nations = {place.id for place in places().values() if place.level == "country"}
        check_code_list(table, frame["nationality"], nations, faults)


def _is_beyond_the_poles(value: str) -> bool:
    match = _POSITION_TEXT.fullmatch(value[:200])
    return match is not None and abs(float(match[1].replace(",", "."))) > 90


def _check_position(table: str, cells: pd.Series[str], faults: Faults) -> None:
    name, limit = _LIMITS[str(cells.name)]

    def is_wrong(value: str) -> bool:
        try:
            return value != "" and not abs(float(value)) <= limit
        except ValueError:
            return True

    rule = f"{name} must be between -{limit} and {limit} (decimal degrees)."
    fix = f"Check that latitude and longitude are not exchanged; write the {name} with a point."
    faults.add_cells(table, str(cells.name), wrong_cells(cells, is_wrong), rule, fix)
