"""Codes from what people write for them: the code, its label in either language, a known word."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from geo.names import fold
from geo.places import find
from routes.cases.codes import CODE_LISTS
from routes.cases.forms.vocabulary import DEMONYM_ENDINGS, DEMONYMS, FALSE, TRUE, WORDS
from routes.cases.model import LIST_SEPARATOR
from routes.text import LANGUAGES, load

_MARKS: Final = re.compile(r"\s*[;|,\n]\s*|\s+/\s+")
_SURE_MARKS: Final = re.compile(r"[;|\n]")
_AND: Final = re.compile(r"\s+(?:y|e|and|&)\s+", re.IGNORECASE)
_GRADE: Final = re.compile(r"\s*([A-Fa-f1-6])\s*(?:[:.)=–—-].*)?", re.DOTALL)


def code_of(code_list: str, written: str) -> str | None:
    """Return the code that is meant; None if that is not sure.

    Examples
    --------
    >>> code_of("role", "Captación"), code_of("mode", "aéreo"), code_of("reliability", "b")
    ('recruitment', 'air', 'B')
    >>> code_of("role", "captasion") is None
    True
    """
    known = _known(code_list).get(fold(written[:200]))
    if known is None and code_list in ("reliability", "credibility"):
        match = _GRADE.fullmatch(written[:200])
        known = match[1].upper() if match and match[1].upper() in CODE_LISTS[code_list] else None
    return known


def is_label(code_list: str, written: str) -> bool:
    """Tell whether a text is a code or its label, not merely a word understood as one."""
    return fold(written[:200]) in _labels(code_list)


def codes_of(code_list: str, written: str) -> str | None:
    """Return the codes of a cell that holds several, as the tables write them.

    A part that is not understood stays as it is written; None if no part is understood.

    Examples
    --------
    >>> codes_of("purpose", "explotación sexual, mendicidad y trabajo doméstico")
    'sexual;begging;domestic_work'
    >>> codes_of("purpose", "esclavitud y prácticas análogas; ???")
    'slavery;???'
    """
    return _several(written, lambda part: code_of(code_list, part))


def truth_of(written: str) -> str | None:
    """Return ``true`` or ``false`` for a yes or a no; None if it is neither.

    Examples
    --------
    >>> truth_of("Sí"), truth_of("FALSO"), truth_of("quizá")
    ('true', 'false', None)
    """
    word = fold(written[:40])
    return "true" if word in TRUE else "false" if word in FALSE else None


def nationality_of(written: str) -> str | None:
    """Return the country, ISO 3166-1 alpha-3, of a nationality or a country's name.

    Examples
    --------
    >>> nationality_of("Venezolanas"), nationality_of("Colombia"), nationality_of("VEN")
    ('VEN', 'COL', 'VEN')
    """
    word = fold(written[:80])
    countries = [place.id for place in find(written[:80], beyond=False) if place.level == "country"]
    return countries[0] if len(countries) == 1 else _demonyms().get(word)


def nationalities_of(written: str) -> str | None:
    """Return the countries of a cell, as the tables write them.

    Examples
    --------
    >>> nationalities_of("colombianas y venezolanas"), nationalities_of("COL;VEN")
    ('COL;VEN', 'COL;VEN')
    """
    return _several(written, nationality_of)


def _several(written: str, understood: Callable[[str], str | None]) -> str | None:
    # Folding loses marks: only a text without them can be one label as a whole.
    whole = None if _SURE_MARKS.search(written) else understood(written)
    if whole is not None:
        return whole
    parts: list[str] = []
    for piece in _MARKS.split(written.strip()):
        halves = [piece] if understood(piece) else _AND.split(piece)
        if len(halves) > 1 and not all(understood(half) for half in halves):
            halves = [piece]
        parts += [understood(half) or half for half in halves if half]
    found = any(understood(part) for part in parts)
    return LIST_SEPARATOR.join(dict.fromkeys(parts)) if found else None


@cache
def _known(code_list: str) -> dict[str, str]:
    words = {
        fold(word): code
        for code, written in WORDS[code_list].items()
        for word in written.split("|")
        if word
    }
    return words | _labels(code_list)


@cache
def _labels(code_list: str) -> dict[str, str]:
    named = {fold(code): code for code in CODE_LISTS[code_list]}
    for lang in LANGUAGES:
        t = load(lang)
        named |= {fold(t.code(code_list, code)): code for code in CODE_LISTS[code_list]}
    return named


@cache
def _demonyms() -> dict[str, str]:
    return {
        fold(stem + ending): country
        for stem, country in DEMONYMS.items()
        for ending in DEMONYM_ENDINGS
    }
