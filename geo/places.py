"""Places by code and by name.

The registry is ``data/places/places.csv``; other names that people write are in ``aliases.csv``.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from geo import DATA
from geo.names import fold
from geo.names import words as words_of

Level = Literal["point", "settlement", "department", "region", "country"]
Language = Literal["es", "en"]

LEVELS: tuple[Level, ...] = ("point", "settlement", "department", "region", "country")
"""From the most to the least precise. A ``department`` is any first-level unit."""

_ORDER = {"country": 0, "region": 1, "department": 2, "settlement": 3, "point": 4}


@dataclass(frozen=True)
class Place:
    """A place of the registry.

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

    def name(self, lang: str) -> str:
        """Give the name in a language: ``es`` or ``en``."""
        return self.name_es if lang == "es" else self.name_en


@dataclass(frozen=True)
class Match:
    """A name found in running text: where it stands, and every place that has it."""

    start: int
    end: int
    text: str
    places: tuple[Place, ...]


@cache
def places() -> Mapping[str, Place]:
    """Give the registry: every place by its id, in the file's order. It cannot be changed."""
    return MappingProxyType({place.id: place for place in _read()})


def find(text: str, *, lang: str | None = None) -> list[Place]:
    """Find the places that a code or a full name may mean.

    Accents, case, punctuation and repeated blanks do not matter. A name may be followed by that
    of the unit or country it lies in: ``"Sucre, Venezuela"``. Nothing is guessed: a name that
    several places share gives all of them.

    Parameters
    ----------
    text : str
        An id of the registry or a whole name.
    lang : str, optional
        ``es`` or ``en`` to look at names in that language only.

    Returns
    -------
    list of Place
        Largest level first, then by id; empty when there is no such name.

    Examples
    --------
    >>> [place.id for place in find("norte santander")]
    ['CO-NSA']
    >>> [place.id for place in find("ARAUCA")]
    ['CO-ARA', '81001']
    """
    if text.strip() in places():
        return [places()[text.strip()]]
    return _places(_names(lang).get(fold(text), frozenset()))


def extract(text: str) -> list[Match]:
    """Find the names of places in running text, the longest name first.

    A name must begin with a capital letter in the text, unless the text has none or the name is
    that of a region ("coffee-growing area").

    Parameters
    ----------
    text : str
        Any text in Spanish or English.

    Returns
    -------
    list of Match
        In the order of the text, without overlaps. A match says what a name may mean, never
        what role the place plays.

    Examples
    --------
    >>> [match.text for match in extract("from Norte de Santander to Yopal")]
    ['Norte de Santander', 'Yopal']
    """
    words = list(words_of(text))
    plain = text == text.lower()
    matches: list[Match] = []
    n = 0
    while n < len(words):
        found = _longest(words[n : n + _longest_name()], text, plain=plain)
        if found is None:
            n += 1
        else:
            length, match = found
            matches.append(match)
            n += length
    return matches


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
    place = places()[place_id]
    ids = {place.id, place.parent, place.country}
    for member in place.members:
        ids |= within(member)
    if place.parent and place.parent != place.id:
        ids |= within(place.parent)
    return frozenset(ids - {""})


@cache
def at_level(place_id: str, level: str) -> str:
    """Give the place that stands for another at a coarser level.

    Parameters
    ----------
    place_id : str
        An id of the registry.
    level : str
        ``place``: the place itself. ``department``: the department of a Colombian place, the
        country of a foreign one; a region or a country stays. ``country``: the country, or the
        region itself where it spans several.

    Returns
    -------
    str
        An id of the registry.

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
    place = places()[place_id]
    if level == "place":
        return place.id
    if level == "country":
        return place.country or place.id
    if level != "department":
        raise ValueError(f"Invalid level {level!r}. It must be place, department or country.")
    if place.level in ("region", "country"):
        return place.id
    if place.country != "COL":
        return place.country
    return place.id if place.level == "department" else place.parent


def _longest(
    words: list[tuple[str, int, int]], text: str, *, plain: bool
) -> tuple[int, Match] | None:
    capital = plain or text[words[0][1]].isupper()
    for length in range(len(words), 0, -1):
        ids = _names(None).get(" ".join(word for word, _, _ in words[:length]), frozenset())
        found = [place for place in _places(ids) if capital or place.level == "region"]
        if found:
            start, end = words[0][1], words[length - 1][2]
            end += "(" in text[start:end] and text[end : end + 1] == ")"
            return length, Match(start, end, text[start:end], tuple(found))
    return None


def _places(ids: frozenset[str]) -> list[Place]:
    found = (places()[place_id] for place_id in ids)
    return sorted(found, key=lambda place: (_ORDER[place.level], place.id))


@cache
def _names(lang: str | None) -> Mapping[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for place in places().values():
        parent = places().get(place.parent)
        for own in ("es", "en"):
            if lang in (None, own):
                names.setdefault(fold(place.name(own)), set()).add(place.id)
                if parent is not None:
                    longer = fold(f"{place.name(own)} {parent.name(own)}")
                    names.setdefault(longer, set()).add(place.id)
    for row in _rows("aliases.csv"):
        if lang is None or row["lang"] in ("", lang):
            names.setdefault(fold(row["alias"]), set()).add(row["place_id"])
    return {name: frozenset(ids) for name, ids in names.items() if name}


@cache
def _longest_name() -> int:
    return max(len(name.split()) for name in _names(None))


def _read() -> Iterator[Place]:
    for row in _rows("places.csv"):
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
        )


def _level(text: str) -> Level:
    for level in LEVELS:
        if level == text:
            return level
    raise ValueError(f"Invalid level {text!r}. It must be one of {', '.join(LEVELS)}.")


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / "places" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
