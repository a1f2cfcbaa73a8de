"""Places by name: whole names, and names in running text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from geo import gazetteer
from geo.atlas import HOME, Level, Place, of_settlement, places, within
from geo.names import fold
from geo.names import words as words_of
from geo.tables import table
from geo.whereabouts import unit_names

ORDER = {"country": 0, "region": 1, "department": 2, "settlement": 3, "point": 4}
"""Rank of each level among places of one name."""
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
    several places share gives all of them. Where the registry has no such name the gazetteer is
    asked; where it has it for a settlement, great cities of the gazetteer may be meant, too:
    Valencia is in Córdoba, in Venezuela and in Spain.

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
    >>> [place.context("en") for place in find("Valencia")][:3]
    ['Córdoba, Colombia', 'Carabobo, Venezuela', 'Spain']
    >>> [place.id for place in find("Ureña")]
    ['GN3625655', 'GN3621889']
    """
    code = text.strip()
    if code in places():
        return [places()[_twins().get(code, code)]]
    own = [places()[each] for each in names_of(lang).get(fold(text), frozenset())]
    if own:
        namesakes = _namesakes(text, {place.level for place in own}) if beyond else ()
        return likeliest([*own, *namesakes])
    divided = _IN.fullmatch(text)
    if divided is not None:
        return _lying_in(divided, lang=lang, beyond=beyond)
    return list(settled(gazetteer.named(fold(text)))) if beyond else []


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


def _namesakes(name: str, levels: set[Level]) -> Iterator[Place]:
    """Give the great cities that may be meant by the name of a settlement, but of no country."""
    if "settlement" in levels and "country" not in levels:
        yield from settled(gazetteer.cities(fold(name)))


def _lying_in(divided: re.Match[str], *, lang: str | None, beyond: bool) -> list[Place]:
    name, around = divided["name"], divided["after"] or divided["inside"]
    areas = {area.id for area in find(around, lang=lang, beyond=False)}
    if not areas and fold(around) not in unit_names():
        return []
    every = [places()[each] for each in names_of(lang).get(fold(name), frozenset())]
    if beyond:
        every += settled(gazetteer.named(fold(name)))
    return likeliest(
        place for place in every if within(place.id) & areas or fold(place.unit) == fold(around)
    )


def settled(numbers: Iterable[int]) -> Iterator[Place]:
    """Give settlements of the gazetteer as places, those of the registry as it has them."""
    for number in numbers:
        found = of_settlement(gazetteer.at_number(number))
        if found is not None:
            own = _twins().get(found.id)
            yield places()[own] if own else found


@cache
def _twins() -> Mapping[str, str]:
    """Give the ids in the registry of the settlements of the gazetteer that it has."""
    return {
        f"GN{row['geonames_id']}": row["place_id"]
        for row in table("places/places.csv")
        if row["geonames_id"]
    }


def _longest(
    words: list[tuple[str, int, int]], text: str, *, plain: bool
) -> tuple[int, Match] | None:
    capital = plain or text[words[0][1]].isupper()
    for length in range(len(words), 0, -1):
        ids = names_of(None).get(" ".join(word for word, _, _ in words[:length]), frozenset())
        every = likeliest(places()[place_id] for place_id in ids)
        found = [place for place in every if capital or place.level == "region"]
        if found:
            start, end = words[0][1], words[length - 1][2]
            end += "(" in text[start:end] and text[end : end + 1] == ")"
            return length, Match(start, end, text[start:end], tuple(found))
    return None


def likeliest(found: Iterable[Place]) -> list[Place]:
    """Give places of one name, each once, sorted as `find` gives them."""

    def key(place: Place) -> tuple[int, bool, int, str]:
        return ORDER[place.level], place.country != HOME, -place.population, place.id

    return sorted(dict.fromkeys(found), key=key)


@cache
def names_of(lang: str | None) -> Mapping[str, frozenset[str]]:
    """Give the ids in the registry by folded name; of one language, or of both if None."""
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
    return max(len(name.split()) for name in names_of(None))
