"""Checking places: codes of the register, nationalities, and positions given beside them."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
from rapidfuzz import process

from geo.places import find, places
from routes.cases.faults import Details, Faults
from routes.cases.model import POSITION
from routes.cases.values import check_code_list, wrong_cells

_POSITION_TEXT = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)\s*[;, ]\s*([-+]?\d+(?:[.,]\d+)?)\s*")
_LIMITS = {"lat": ("checks.bad_latitude", 90), "lon": ("checks.bad_longitude", 180)}


@cache
def _names() -> dict[str, str]:
    return {place.name_es: place.id for place in places().values()}


def _rule(value: str) -> str:
    """Say what is written instead of the code of a place: a name, a position, or neither."""
    head = value[:200]
    if _is_beyond_the_poles(head):
        return "checks.place_beyond"
    if _POSITION_TEXT.fullmatch(head) or re.fullmatch(r"[-+]?\d+[.,]\d+", head):
        return "checks.place_position"
    return "checks.place_name" if find(head) else "checks.unknown_place"


def _meant(value: str) -> Details:
    """Say which places may have been meant."""
    head = value[:200]
    named = [place.id for place in find(head)[:4]]
    if not named:
        near = process.extractOne(head, _names().keys(), score_cutoff=80)
        close = process.extract(head, list(places()), limit=3, score_cutoff=60)
        named = [_names()[near[0]]] if near else [each[0] for each in close if len(head) <= 12]
    return tuple(("place", place_id) for place_id in named)


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
        rules = {value: _rule(value) for value in map(str, wrong.unique())}
        for rule in sorted(set(rules.values())):
            cells = wrong[[rules[str(value)] == rule for value in wrong]]
            faults.add_cells(table, "place_id", cells, rule, details=_meant)
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
    rule, limit = _LIMITS[str(cells.name)]

    def is_wrong(value: str) -> bool:
        try:
            return value != "" and not abs(float(value)) <= limit
        except ValueError:
            return True

    faults.add_cells(table, str(cells.name), wrong_cells(cells, is_wrong), rule)
