"""Names of persons in running text, told from those of places, institutions and operations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from geo.names import fold
from geo.places import extract

_LONGEST: Final = 6
"""Words that a name has, at most."""

_WORD: Final = re.compile(r"[^\W\d_]\.(?=\s)|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’-])*")
"""A word, or the initial of a name."""
_PARTICLES: Final = frozenset({"de", "del", "la", "las", "los"})
_ARTICLES: Final = frozenset({"el", "la", "los", "las"})
_QUOTES: Final = "\"'“«‘"
_SAINTS: Final = frozenset({"san", "santa", "santo", "villa", "puerto", "nuestra"})
_ENDS: Final = re.compile(r"[.;:!?,()\n\"“”«»]")

_CALLED: Final = re.compile(
    r"\b(?:(?:llamad|apodad|nombrad)[oa]s?|(?:conocid|identificad)[oa]s? como|"
    r"(?:de|con el|por el|al) nombre(?: de)?|named|known as|called|identified as)\s+[\"“«'‘]?",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"\b(?:señor(?:a|es|as|ita)?|sra?s?\.|doctora?|dra?\.|don|doña|hij[oa]s? de|herman[oa]s? de|"
    r"hermanos|hermanas|familia|espos[oa] de|madre de|padre de|novi[oa] de|mr\.?|mrs\.?|ms\.|"
    r"son of|daughter of|wife of|husband of|mother of|father of|sister of|brother of)\s+",
    re.IGNORECASE,
)
_FAMILY: Final = re.compile("hermanos|hermanas|familia", re.IGNORECASE)
_PERSON: Final = re.compile(
    r"\b(?:menor(?: de edad)?|joven|niñ[oa]|adolescente|mujer|hombre|víctima|ciudadan[oa]|"
    r"sindicad[oa]|imputad[oa]|capturad[oa]|denunciante|testigo|girl|boy|woman|man|victim|"
    r"minor|citizen|suspect|witness),?\s+",
    re.IGNORECASE,
)
_ALIAS: Final = re.compile(
    r"\b(?:alias|a\.\s?k\.\s?a\.?)\s*:?\s*(?:de\s+)?[\"“«'‘]?(?=\w)",
    re.IGNORECASE,
)
_AGED: Final = re.compile(r"\s*[,(]\s*(?:de\s+)?\d{1,2}\s*(?:años|years)", re.IGNORECASE)


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    plain: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@cache
def word_list(name: str) -> frozenset[str]:
    """Return one of the lists of words beside this module."""
    found = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))[name]
    return frozenset(found.split() if isinstance(found, str) else found)


def find_names(text: str) -> list[str]:
    """Return what may be names of persons, as they are written.

    Examples
    --------
    >>> find_names("SYNTHETIC: viajó con Juan Carlos Pérez por el Puente Simón Bolívar")
    ['Juan Carlos Pérez']
    >>> find_names("SYNTHETIC: alias Pelusa, de San José del Guaviare")
    ['Pelusa']
    """
    words = [_Word(m.start(), m.end(), m[0], _plain(m[0])) for m in _WORD.finditer(text)]
    titled = {*_titled(text, words)}
    spans = {*_sequences(text, words), *_cued(text, words), *titled}
    if not spans:
        return []
    places = [(match.start, match.end) for match in extract(text)]
    kept = [
        span
        for span in spans
        if span in titled or not any(a <= span[0] and span[1] <= b for a, b in places)
    ]
    widest = [
        span
        for span in kept
        if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in kept)
    ]
    return [text[start:end] for start, end in sorted(widest)]


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return fold(word)


def _sequences(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    """Give each given name that is followed by a surname, or by two words like one."""
    given, surnames = word_list("given"), word_list("surnames")
    n = 0
    while n < len(words):
        first = words[n]
        known = first.plain in given or first.plain in surnames
        if not known or not first.capital or _of_thing(text, words, n):
            n += 1
            continue
        run = _run(text, words, n)
        named = [word for word in run if word.plain not in _PARTICLES]
        kinds = "".join(_kind(word, given, surnames) for word in named)
        if re.fullmatch("[sb]{2}", kinds) and _is_turned(text, words, n + len(run)):
            yield run[0].start, _run(text, words, n + len(run))[-1].end
            n += len(run) + 1
        elif _names_thing(named):
            n += len(run)
        elif _is_person(kinds) and not _is_namesake(run):
            yield run[0].start, _end(named, kinds)
            n += len(run)
        elif kinds.startswith("g") and _AGED.match(text, run[-1].end):
            yield run[0].start, run[-1].end
            n += len(run)
        else:
            n += 1


def _kind(word: _Word, given: frozenset[str], surnames: frozenset[str]) -> str:
    if word.plain in given:
        return "b" if word.plain in surnames else "g"
    return "s" if word.plain in surnames else "o"


def _is_person(kinds: str) -> bool:
    """Tell by given names (g), surnames (s), both (b) and others (o) in a row."""
    return bool(re.match(r"[gb]{1,3}o?s|[gb]{2}o|[gb][gb]{0,2}b$|g{2}$|[sb]{2}g", kinds))


def _is_turned(text: str, words: list[_Word], n: int) -> bool:
    """Tell whether a comma and a given name follow two surnames."""
    if n >= len(words) or words[n].plain not in word_list("given"):
        return False
    return words[n].capital and text[words[n - 1].end : words[n].start] == ", "


def _names_thing(named: list[_Word]) -> bool:
    """Tell whether a word after the name says that it is that of a thing, as in English."""
    return any(word.plain in word_list("things") for word in named[1:])


def _end(named: list[_Word], kinds: str) -> int:
    """Return where the name ends: with the last word that is one."""
    last = max(n for n, kind in enumerate(kinds) if kind != "o" or n < 3)
    return named[last].end


def _run(text: str, words: list[_Word], start: int) -> list[_Word]:
    """Return the capitalised words from one on, with particles between them, on one line."""
    run = [words[start]]
    for word in words[start + 1 : start + _LONGEST + 3]:
        between = text[run[-1].end : word.start]
        if between.strip() or "\n" in between:
            break
        if not word.capital and word.plain not in _PARTICLES:
            break
        run.append(word)
    while run[-1].plain in _PARTICLES and len(run) > 1:
        run.pop()
    return run[:_LONGEST]


def _of_thing(text: str, words: list[_Word], n: int) -> bool:
    """Tell whether what stands before a word says that it names a thing."""
    things, between = word_list("things"), word_list("between")
    if n and words[n - 1].plain in _SAINTS and not _parted(text, words[n - 1], words[n]):
        return True
    for place in range(n - 1, max(n - 6, -1), -1):
        word = words[place]
        if _parted(text, word, words[place + 1]):
            return False
        if word.plain in things or word.plain.rstrip("s") in things:
            return True
        if word.plain not in between and not word.capital:
            return False
    return False


def _parted(text: str, one: _Word, other: _Word) -> bool:
    return bool(_ENDS.search(text, one.end, other.start))


def _is_namesake(run: list[_Word]) -> bool:
    whole = " ".join(word.plain for word in run)
    return any(whole == name or whole.startswith(f"{name} ") for name in word_list("namesakes"))


def _cued(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    """Give the names that the words before them announce."""
    at = {word.start: n for n, word in enumerate(words)}
    for cue in _ALIAS.finditer(text):
        n = at.get(cue.end())
        if n is not None and (words[n].capital or cue[0][-1] in _QUOTES):
            run = _run(text, words, n)
            yield run[0].start, run[-1].end
        elif n is not None and words[n].plain in _ARTICLES and n + 1 < len(words):
            yield words[n].start, words[n + 1].end
    for pattern, is_name in ((_CALLED, _after_call), (_PERSON, _is_given)):
        for cue in pattern.finditer(text):
            n = at.get(cue.end())
            if n is None or not words[n].capital or words[n].plain in _PARTICLES - _ARTICLES:
                continue
            if is_name(text, words, n, cue.start()):
                run = _run(text, words, n)
                yield run[0].start, run[-1].end


def _titled(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    """Give the names that a title or a kinship announces, even where a place is called so."""
    at = {word.start: n for n, word in enumerate(words)}
    for cue in _TITLE.finditer(text):
        n = at.get(cue.end())
        if n is not None and words[n].capital and _after_title(text, words, n, cue.start()):
            run = _run(text, words, n)
            yield run[0].start, run[-1].end


def _is_given(text: str, words: list[_Word], n: int, cue: int) -> bool:
    return words[n].plain in word_list("given") and not _is_namesake(_run(text, words, n))


def _after_title(text: str, words: list[_Word], n: int, cue: int) -> bool:
    """Tell whether a title or a kinship is followed by a person: not by an office or place."""
    word = words[n].plain
    if word in word_list("offices") or word in word_list("things"):
        return False
    if _FAMILY.match(text, cue) and word not in word_list("surnames"):
        return False
    if word in word_list("given") or word in word_list("surnames"):
        return not _of_thing(text, words, _index_before(words, cue))
    run = _run(text, words, n)
    span = text[run[0].start : run[-1].end]
    return not any(match.text == span or match.start == 0 for match in extract(span))


def _after_call(text: str, words: list[_Word], n: int, cue: int) -> bool:
    """Tell whether who is called so is a person: a given name, or two words, and no thing."""
    before = _index_before(words, cue)
    if _of_thing(text, words, before):
        return False
    run = _run(text, words, n)
    plain = [word.plain for word in run if word.plain not in _PARTICLES]
    if _is_namesake(run) or any(each in word_list("things") for each in plain):
        return False
    if plain and plain[0] in word_list("given"):
        return True
    if len([word for word in run if word.capital]) < 2 or _is_place(text, run):
        return False
    return not _is_thing_nearby(text, words, before)


def _is_thing_nearby(text: str, words: list[_Word], n: int) -> bool:
    """Tell whether one of the few words before speaks of a thing, on this side of a comma."""
    for place in range(n - 1, max(n - _LONGEST, -1), -1):
        if _parted(text, words[place], words[place + 1]):
            return False
        if words[place].plain in word_list("things"):
            return True
    return False


def _index_before(words: list[_Word], start: int) -> int:
    return next((n for n, word in enumerate(words) if word.start >= start), len(words) - 1)


def _is_place(text: str, run: list[_Word]) -> bool:
    return bool(extract(text[run[0].start : run[-1].end]))
