"""Places for what has been typed so far."""

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from geo import gazetteer
from geo.atlas import HOME, Place, places
from geo.finding import ORDER, likeliest, names_of, settled
from geo.names import fold

LIKE = 78
"""How alike (0 to 100, `rapidfuzz.fuzz.ratio`) a misspelt name must be to be offered."""

TOWN = 5_000
"""Inhabitants from which a settlement of the gazetteer is offered for a misspelt name."""


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
        for place in settled(numbers):
            some = True
            yield place
    if not near and not some:
        yield from _misspelt(typed)


def _from_registry(typed: str, lang: str) -> list[Place]:
    ranked: dict[str, int] = {}
    for name, ids in names_of(None).items():
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
    names = names_of(None)
    near = process.extract(typed, list(names), scorer=fuzz.ratio, score_cutoff=LIKE, limit=10)
    for name, _, _ in near:
        yield from likeliest(places()[place_id] for place_id in names[name])
    if not near:
        towns = gazetteer.main_names(typed[0], population=TOWN)
        like = process.extract(typed, towns, scorer=fuzz.ratio, score_cutoff=LIKE, limit=10)
        yield from settled(number for _, _, number in like)


def _lies_in(place: Place, around: str) -> bool:
    if not around:
        return True
    areas = [f" {fold(place.context(lang))}" for lang in ("es", "en")]
    return any(f" {around}" in area for area in areas)


def _rank(place: Place) -> tuple[bool, int, int]:
    return place.country != HOME, ORDER[place.level], -place.population
