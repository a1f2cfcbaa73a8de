"""What a settlement of the gazetteer lies in, and its name in Spanish: only what is certain."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from geo.gazetteer import Settlement
from geo.names import fold
from geo.tables import table

PART_OF = {
    **dict.fromkeys(("GF", "GP", "MQ", "RE", "YT"), "FRA"),
    **dict.fromkeys(("CC", "CX"), "AUS"),
    "BQ": "NLD",
    "SJ": "NOR",
}
"""Territories with a code of their own that the map of countries draws as part of another."""


def country_of(found: Settlement) -> str:
    """Give the country as ISO 3166-1 alpha-3; empty where it is no place of the registry."""
    return _countries().get(found.country, "")


def unit_of(found: Settlement) -> tuple[str, str]:
    """Give the first-level unit that GeoNames names by code.

    Returns
    -------
    (str, str)
        Its id in the registry and, where it is none of its places, its name instead; both empty
        where the code is not known with certainty (see ``admin1.csv``).
    """
    return _units().get(f"{found.country}.{found.unit}", ("", ""))


@cache
def unit_names() -> frozenset[str]:
    """Give the names, folded, of all units that are no places of the registry."""
    return frozenset(fold(name) for _, name in _units().values()) - {""}


def spanish_name(found: Settlement) -> str:
    """Give the name in Spanish.

    GeoNames does not say here which of its names is Spanish, so it is its main name; but the
    city that a time zone is named after has the name that Unicode CLDR gives it.

    Examples
    --------
    >>> from geo.gazetteer import settlement
    >>> spanish_name(settlement("GN2643743"))
    'Londres'
    """
    city = found.timezone.rpartition("/")[2].replace("_", " ")
    if fold(city) != fold(found.name):
        return found.name
    return str(_zones().get(found.timezone, {}).get("city", found.name))


@cache
def _zones() -> Mapping[str, Mapping[str, str]]:
    zones: Mapping[str, Mapping[str, str]] = Locale("es").time_zones
    return zones


@cache
def _countries() -> Mapping[str, str]:
    own = {row["iso2"]: row["iso3"] for row in table("countries/names.csv")}
    return {**PART_OF, **own}


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    return {row["code"]: (row["place_id"], row["name"]) for row in table("places/admin1.csv")}
