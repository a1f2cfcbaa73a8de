"""Rules of places: codes of the register, nationalities, and positions given beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from geo.names import fold
from geo.places import find, places
from routes.cases.checking.rules import Rule, value_rule
from routes.cases.faults import Details
from routes.cases.model import POSITION
from routes.cases.values import nearest_part, parts

_POSITION_TEXT: Final = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)\s*[;, ]\s*([-+]?\d+(?:[.,]\d+)?)\s*")
_LIMITS: Final = {"lat": ("checks.bad_latitude", 90), "lon": ("checks.bad_longitude", 180)}
_RULES: Final = (
    "checks.unknown_place",
    "checks.place_name",
    "checks.place_position",
    "checks.place_beyond",
)


def place_rules(table: str) -> list[Rule]:
    """Return the rules of the places, nationalities and positions of a table."""
    rules: list[Rule] = []
    if table in ("stops", "events"):
        rules += [value_rule(rule, "place_id", _not(rule), meant) for rule in _RULES]
        rules += [value_rule(_LIMITS[column][0], column, _within(column)) for column in POSITION]
    if table == "figures":
        nations = _nations()
        rules.append(
            value_rule(
                "checks.unknown_in_list",
                "nationality",
                lambda value: all(part in nations for part in parts(value)),
                lambda value: nearest_part(value, nations),
            )
        )
    return rules


def _not(rule: str) -> Callable[[str], bool]:
    return lambda value: fault_of(value) != rule


@cache
def _nations() -> frozenset[str]:
    return frozenset(place.id for place in places().values() if place.level == "country")


@cache
def _names() -> dict[str, list[str]]:
    """Return the places of the registry by their names, without accents and case."""
    found: dict[str, list[str]] = {}
    for place in places().values():
        found.setdefault(fold(place.name_es), []).append(place.id)
    return found


@lru_cache(maxsize=100_000)
def fault_of(value: str) -> str:
    """Return the rule that a place breaks; empty if it is known, or missing."""
    if value == "" or value in places():
        return ""
    head = value[:200]
    if _is_beyond_the_poles(head):
        return "checks.place_beyond"
    if _POSITION_TEXT.fullmatch(head) or re.fullmatch(r"[-+]?\d+[.,]\d+", head):
        return "checks.place_position"
    return "checks.place_name" if find(head) else "checks.unknown_place"


def meant(value: str) -> Details:
    """Say which places may have been meant."""
    head = value[:200]
    named = [place.id for place in find(head)[:4]]
    if not named:
        near = process.extractOne(fold(head), list(_names()), scorer=fuzz.ratio, score_cutoff=78)
        close = process.extract(head, list(places()), limit=3, score_cutoff=60)
        named = _names()[near[0]][:4] if near else [each[0] for each in close if len(head) <= 12]
    return tuple(("place", place_id) for place_id in named)


def _is_beyond_the_poles(value: str) -> bool:
    match = _POSITION_TEXT.fullmatch(value)
    return match is not None and abs(float(match[1].replace(",", "."))) > 90


def _within(column: str) -> Callable[[str], bool]:
    limit = _LIMITS[column][1]

    def is_right(value: str) -> bool:
        try:
            return value == "" or abs(float(value)) <= limit
        except ValueError:
            return False

    return is_right
