"""Every place by its code: the registry, and beyond it the settlements of the gazetteer."""

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from geo.gazetteer import Settlement, settlement
from geo.tables import table
from geo.whereabouts import country_of, spanish_name, unit_of

Level = Literal["point", "settlement", "department", "region", "country"]
Language = Literal["es", "en"]

LEVELS: tuple[Level, ...] = ("point", "settlement", "department", "region", "country")
"""From the most to the least precise. A ``department`` is any first-level unit."""

HOME = "COL"
"""The country whose places come first among equals."""


@dataclass(frozen=True)
class Place:
    """A place of the registry or of the gazetteer.

    Attributes
    ----------
    id : str
        ISO 3166-1 alpha-3, ISO 3166-2, DIVIPOLA, ``GN`` and a GeoNames number, the id of a
        crossing, or ``REG-`` and a name.
    level : str
        How precise the place is, one of `LEVELS`.
    kind : str
        ``crossing``, ``airport``, ``seaport``, ``informal_area``, ``settlement``,
        ``department``, ``region`` or ``country``.
    name_es, name_en : str
        Its name in Spanish and English.
    lat, lon : float
        Degrees, EPSG:4326. For an area this is where its label goes, not a location.
    parent : str
        Id of the first-level unit or country it lies in; empty for countries.
    country : str
        ISO 3166-1 alpha-3; empty for a region of several countries.
    members : tuple of str
        Ids of the units a region is made of.
    unit : str
        Name of the first-level unit it lies in where that is no place of the registry.
    population : int
        Inhabitants after GeoNames, to put the likelier of equal names first; 0 where unknown.
    """

    id: str
    level: Level
    kind: str
    name_es: str
    name_en: str
    lat: float
    lon: float
    parent: str
    country: str
    members: tuple[str, ...] = ()
    unit: str = ""
    population: int = 0

    def name(self, lang: str) -> str:
        """Give the name in a language: ``es`` or ``en``."""
        return self.name_es if lang == "es" else self.name_en

    def context(self, lang: str) -> str:
        """Say what the place lies in, to tell equal names apart; empty for a country.

        Examples
        --------
        >>> place("54810").context("es"), place("CHN").context("es")
        ('Norte de Santander, Colombia', '')
        """
        known = places()
        country = known[self.country].name(lang) if self.country not in ("", self.id) else ""
        unit = self.unit
        if self.parent not in ("", self.country):
            # A foreign unit may have its country in its name: "Sucre (Venezuela)".
            unit = known[self.parent].name(lang).removesuffix(f" ({country})")
        return ", ".join(each for each in (unit, country) if each)


class _Places(Mapping[str, Place]):
    """The registry to count and to go through, the gazetteer besides to look up in."""

    def __init__(self, registry: dict[str, Place]) -> None:
        self._registry = registry

    def __getitem__(self, place_id: str) -> Place:
        known = self._registry.get(place_id)
        if known is None:
            known = _beyond(place_id)
        if known is None:
            raise KeyError(place_id)
        return known

    def __contains__(self, place_id: object) -> bool:
        if place_id in self._registry:
            return True
        return isinstance(place_id, str) and _beyond(place_id) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._registry)

    def __len__(self) -> int:
        return len(self._registry)

    def keys(self) -> KeysView[str]:
        return self._registry.keys()

    def values(self) -> ValuesView[Place]:
        return self._registry.values()

    def items(self) -> ItemsView[str, Place]:
        return self._registry.items()


@cache
def places() -> Mapping[str, Place]:
    """Give every place by its id. It cannot be changed.

    It is as long as the registry, and going through it gives the places of the registry in the
    order of its file. Besides, it knows every settlement of the gazetteer:

    >>> "GN3688689" in places(), "GN3688689" in list(places())
    (True, False)
    """
    return _Places({each.id: each for each in _read()})


def place(place_id: str) -> Place:
    """Give a place by its id.

    Raises
    ------
    KeyError
        If there is no such place.
    """
    return places()[place_id]


def known(place_ids: Iterable[str]) -> dict[str, Place]:
    """Give those of the ids that are places, with their places, in the order given."""
    every = places()
    return {each: every[each] for each in place_ids if each in every}


@cache
def within(place_id: str) -> frozenset[str]:
    """Give the ids of all that a place lies in or overlaps.

    That is itself, its first-level unit, its country; for a region also its members and their
    countries. A department does not lie in the regions it is a member of: who asks for the
    coffee-growing area does not mean all of Caldas.

    Raises
    ------
    KeyError
        If there is no such place.

    Examples
    --------
    >>> sorted(within("VE-PAEZ"))
    ['CO-ARA', 'COL', 'VE-PAEZ']
    """
    here = places()[place_id]
    ids = {here.id, here.parent, here.country}
    for member in here.members:
        ids |= within(member)
    if here.parent and here.parent != here.id:
        ids |= within(here.parent)
    return frozenset(ids - {""})


@cache
def at_level(place_id: str, level: str) -> str:
    """Give the place that stands for another at a coarser level.

    Parameters
    ----------
    place_id : str
        An id of a place.
    level : str
        ``place``: the place itself. ``department``: the department of a Colombian place, the
        country of a foreign one; a region or a country stays. ``country``: the country, or the
        region itself where it spans several.

    Returns
    -------
    str
        An id of a place.

    Raises
    ------
    KeyError
        If there is no such place.
    ValueError
        If the level is not one of the three.

    Examples
    --------
    >>> at_level("85001", "department"), at_level("GN1809858", "department")
    ('CO-CAS', 'CHN')
    """
    here = places()[place_id]
    if level == "place":
        return here.id
    if level == "country":
        return here.country or here.id
    if level != "department":
        raise ValueError(f"Invalid level {level!r}. It must be place, department or country.")
    if here.level in ("region", "country"):
        return here.id
    if here.country != HOME:
        return here.country
    return here.id if here.level == "department" else here.parent


def of_settlement(found: Settlement) -> Place | None:
    """Give a settlement of the gazetteer as a place; None where its country is no place."""
    country = country_of(found)
    if not country:
        return None
    unit, unit_name = unit_of(found)
    return Place(
        id=found.id,
        level="settlement",
        kind="settlement",
        name_es=spanish_name(found),
        name_en=found.name,
        lat=found.lat,
        lon=found.lon,
        parent=unit or country,
        country=country,
        unit=unit_name,
        population=found.population,
    )


@lru_cache(maxsize=20_000)
def _beyond(place_id: str) -> Place | None:
    found = settlement(place_id)
    return None if found is None else of_settlement(found)


def _read() -> Iterator[Place]:
    for row in table("places/places.csv"):
        yield Place(
            id=row["place_id"],
            level=_level(row["level"]),
            kind=row["kind"],
            name_es=row["name_es"],
            name_en=row["name_en"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            parent=row["parent_id"],
            country=row["country"],
            members=tuple(row["members"].split(";")) if row["members"] else (),
            population=int(row.get("population") or 0),
        )


def _level(text: str) -> Level:
    for level in LEVELS:
        if level == text:
            return level
    raise ValueError(f"Invalid level {text!r}. It must be one of {', '.join(LEVELS)}.")
