"""Places by name: whole names, beginnings of names, and names in running text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from geo import gazetteer
from geo.atlas import HOME, Place, of_settlement, places, within
from geo.names import fold
from geo.names import words as words_of
from geo.tables import table
from geo.whereabouts import unit_names

LIKE = 78
"""How alike (0 to 100, `rapidfuzz.fuzz.ratio`) a misspelt name must be to be offered."""

TOWN = 5_000
"""Inhabitants from which a settlement of the gazetteer is offered for a misspelt name."""

_ORDER = {"country": 0, "region": 1, "department": 2, "settlement": 3, "point": 4}
_IN = re.compile(r"(?P<name>[^,()]+)(?:,(?P<after>.+)|\((?P<inside>[^()]+)\)\s*)")


@dataclass(frozen=True)
class Match:
    """A name found in running text: where it stands, and every place that has it."""

    start: int
    end: int
    text: str
    places: tuple[Place, ...]


def find(text: str, *, lang: str | None = None, beyond: bool = True) -> list[Place]:
    """Find the places that a code or a full name may mean.

    Accents, case, punctuation and repeated blanks do not matter. A name may be followed by that
    of the unit or country it lies in: ``"Sucre, Venezuela"``. Nothing is guessed: a name that
    several places share gives all of them. The gazetteer is asked only where the registry has
    no such name.

    Parameters
    ----------
    text : str
        An id or a whole name.
    lang : str, optional
        ``es`` or ``en`` to look at names in that language only. The gazetteer does not say which
        language a name is in.
    beyond : bool
        Ask the gazetteer, too. Its names take a second to gather when first asked for.

    Returns
    -------
    list of Place
        Largest level first, Colombian ones first among equals, then the most populous; empty
        when there is no such name.

    Examples
    --------
    >>> [place.id for place in find("norte santander")]
    ['CO-NSA']
    >>> [place.id for place in find("ARAUCA")]
    ['CO-ARA', '81001']
    >>> [place.id for place in find("Ureña")]
    ['GN3625655', 'GN3621889']
    """
    code = text.strip()
    if code in places():
        return [places()[_in_registry(code)]]
    own = _names(lang).get(fold(text), frozenset())
    if own:
        return _sorted(places()[place_id] for place_id in own)
    if not beyond:
        return []
    divided = _IN.fullmatch(text)
    if divided is None:
        return list(_settlements(gazetteer.named(fold(text))))
    around = divided["after"] or divided["inside"]
    areas = {area.id for area in find(around, lang=lang, beyond=False)}
    if not areas and fold(around) not in unit_names():
        return []
    return [
        place
        for place in _everywhere(divided["name"], lang)
        if within(place.id) & areas or fold(place.unit) == fold(around)
    ]


def search(prefix: str, *, lang: str, limit: int = 20) -> list[Place]:
    """Offer places for what has been typed so far.

    Parameters
    ----------
    prefix : str
        A code, or the beginning of a name or of a word in it; accents and case do not matter.
        After a comma, the beginning of what the place lies in: ``"san antonio, ven"``.
    lang : str
        ``es`` or ``en``: the language to sort by. Names are found in both.
    limit : int
        At most so many.

    Returns
    -------
    list of Place
        The place with that code; then from the registry and after it from the gazetteer those
        with that very name, those that begin so, and those in which a word begins so; among
        equals Colombian ones, larger levels and more populous places first. Misspelt names are
        looked for only when there is nothing else.

    Examples
    --------
    >>> [place.name("es") for place in search("tib", lang="es", limit=3)]
    ['Tibú', 'Tibasosa', 'Tibaná']
    >>> [place.id for place in search("Maracaybo, ven", lang="es", limit=1)]
    ['GN3633009']
    """
    name, _, around = prefix.partition(",")
    typed = fold(name)
    if not typed or limit < 1:
        return []
    code = prefix.strip()
    exact = next((each for each in (code, code.upper()) if each in places()), None)
    found = {exact: places()[exact]} if exact else {}
    for place in _offered(typed, lang):
        if place.id not in found and _lies_in(place, fold(around)):
            found[place.id] = place
            if len(found) == limit:
                break
    return list(found.values())


def extract(text: str) -> list[Match]:
    """Find the names of places in running text, the longest name first.

    A name must begin with a capital letter in the text, unless the text has none or the name is
    that of a region ("coffee-growing area"). Only the registry is asked.

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


def _everywhere(name: str, lang: str | None) -> list[Place]:
    own = _names(lang).get(fold(name), frozenset())
    beyond = {place.id: place for place in _settlements(gazetteer.named(fold(name)))}
    return _sorted({**{each: places()[each] for each in own}, **beyond}.values())


def _offered(typed: str, lang: str) -> Iterator[Place]:
    """Give the places for what was typed, the likeliest first; some twice."""
    near = [*_from_registry(typed, lang)]
    yield from near
    some = False
    for numbers in (
        gazetteer.named(typed),
        gazetteer.beginning(typed),
        gazetteer.beginning(typed, word=True),
    ):
        for place in _settlements(numbers):
            some = True
            yield place
    if not near and not some:
        yield from _misspelt(typed)


def _from_registry(typed: str, lang: str) -> list[Place]:
    ranked: dict[str, int] = {}
    for name, ids in _names(None).items():
        if name == typed:
            rank = 0
        elif name.startswith(typed):
            rank = 1
        elif f" {typed}" in name:
            rank = 2
        else:
            continue
        for place_id in ids:
            ranked[place_id] = min(rank, ranked.get(place_id, rank))
    known = places()
    return sorted(
        (known[place_id] for place_id in ranked),
        key=lambda place: (ranked[place.id], *_rank(place), fold(place.name(lang)), place.id),
    )


def _misspelt(typed: str) -> Iterator[Place]:
    names = _names(None)
    near = process.extract(typed, list(names), scorer=fuzz.ratio, score_cutoff=LIKE, limit=10)
    for name, _, _ in near:
        yield from _sorted(places()[place_id] for place_id in names[name])
    if not near:
        towns = gazetteer.main_names(typed[0], population=TOWN)
        like = process.extract(typed, towns, scorer=fuzz.ratio, score_cutoff=LIKE, limit=10)
        yield from _settlements(number for _, _, number in like)


def _settlements(numbers: Iterable[int]) -> Iterator[Place]:
    """Give settlements of the gazetteer as places, those of the registry as it has them."""
    for number in numbers:
        found = of_settlement(gazetteer.at_number(number))
        if found is not None:
            own = _in_registry(found.id)
            yield found if own == found.id else places()[own]


def _in_registry(place_id: str) -> str:
    return _twins().get(place_id, place_id)


@cache
def _twins() -> Mapping[str, str]:
    """Give the settlements of the gazetteer that the registry has by another code."""
    return {
        f"GN{row['geonames_id']}": row["place_id"]
        for row in table("places/places.csv")
        if row["geonames_id"]
    }


def _lies_in(place: Place, around: str) -> bool:
    if not around:
        return True
    areas = [f" {fold(place.context(lang))}" for lang in ("es", "en")]
    return any(f" {around}" in area for area in areas)


def _longest(
    words: list[tuple[str, int, int]], text: str, *, plain: bool
) -> tuple[int, Match] | None:
    capital = plain or text[words[0][1]].isupper()
    for length in range(len(words), 0, -1):
        ids = _names(None).get(" ".join(word for word, _, _ in words[:length]), frozenset())
        every = _sorted(places()[place_id] for place_id in ids)
        found = [place for place in every if capital or place.level == "region"]
        if found:
            start, end = words[0][1], words[length - 1][2]
            end += "(" in text[start:end] and text[end : end + 1] == ")"
            return length, Match(start, end, text[start:end], tuple(found))
    return None


def _rank(place: Place) -> tuple[bool, int, int]:
    return place.country != HOME, _ORDER[place.level], -place.population


def _sorted(found: Iterable[Place]) -> list[Place]:
    def key(place: Place) -> tuple[int, bool, int, str]:
        return _ORDER[place.level], place.country != HOME, -place.population, place.id

    return sorted(found, key=key)


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
    for row in table("places/aliases.csv"):
        if lang is None or row["lang"] in ("", lang):
            names.setdefault(fold(row["alias"]), set()).add(row["place_id"])
    return {name: frozenset(ids) for name, ids in names.items() if name}


@cache
def _longest_name() -> int:
    return max(len(name.split()) for name in _names(None))
