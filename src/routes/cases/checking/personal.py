"""Personal data in free text: they do not belong in the register."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from routes.cases.checking.names import find_names, word_list
from routes.cases.faults import LISTED_ROWS, Faults
from routes.cases.frames import FREE_TEXT

KINDS: Final = ("number", "phone", "email", "name")
"""Identity numbers, telephone numbers, e-mail addresses, names of persons."""

_RULES: Final = {kind: f"checks.personal_{kind}" for kind in KINDS}
_ORGANISATIONS: Final = frozenset({"publisher", "authority"})
"""Columns that name organisations, which may bear the names of persons."""
_UNSEEN: Final = frozenset({"url"})
_SHOWN: Final = 3

_CUE: Final = (
    r"(?:c[ée]dulas?|c\.\s?c\.?|cc|t\.\s?i\.?|ti|c\.\s?e\.?|ce|tarjeta de identidad|pasaportes?|"
    r"passports?|nuip|nit|rut|dni|ppt|pep|c\.\s?i\.?|ci|"
    r"documento(?: de identi(?:dad|ficaci[óo]n))?|"
    r"identificad[oa]s? con|identity (?:card|number|document)|id (?:card|number))"
)
_FILLER: Final = (
    r"(?:\s*(?:de ciudadan[íi]a|de extranjer[íi]a|de identidad|venezolan[oa]s?|colombian[oa]s?|"
    r"n[úu]meros?|numbers?|no\.?|nro\.?|n[°º]\.?|#|:|-|es|is|el|la|con|de)){0,6}\s*"
)
_NUMBERS: Final = (
    # after a word that announces one: 1.234.567, 12345678, AB123456, V-12.345.678
    re.compile(
        rf"\b{_CUE}{_FILLER}((?:[A-Z]{{1,3}}[-. ]?)?\d(?:[-. ]?\d){{4,11}})(?![\d])", re.IGNORECASE
    ),
    # by its form alone: a Venezuelan cédula, a NIT, a Colombian number of ten digits
    re.compile(r"(?<![\w.-])([VE]-\s?\d{1,2}\.?\d{3}\.?\d{3})(?!\d)"),
    re.compile(r"(?<![\w.,$-])([89]\d{2}\.?\d{3}\.?\d{3}-\d)(?![\d-])"),
    re.compile(r"(?<![\w.,$/-])(1[0-2]\d{8}|1\.[0-2]\d{2}\.\d{3}\.\d{3})(?![\d.,]*\d)"),
)
_PHONES: Final = (
    re.compile(r"(?<![\w.,$/-])(3[0-5]\d[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2})(?![\d-]|[.,]\d)"),
    re.compile(r"(?<![\w.,$/-])(0?4(?:12|14|16|22|24|26)[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2})(?!\d)"),
    re.compile(r"(?<!\w)(\+\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4})(?!\d)"),
    re.compile(
        r"\b(?:tel[ée]fonos?|tel\.?|celular(?:es)?|cel\.|m[óo]vil|whats?app|phone|mobile|fijo)"
        r"(?:\s*(?:n[úu]mero|no\.?|nro\.?|#|:|es|is|del?|el|al?|number)){0,4}\s*"
        r"(\(?\d{1,4}\)?(?:[ .-]?\d){6,10})(?!\d)",
        re.IGNORECASE,
    ),
)
_EMAIL: Final = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")
_OFFICIAL: Final = re.compile(r"\.(?:gov|gob|mil|int)(?:\.[a-z]{2})?$", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_MONEY: Final = re.compile(
    r"\s*(?:millones|mil\b|pesos|cop\b|d[óo]lares|usd\b|euros|bol[íi]vares|million|billion)",
    re.IGNORECASE,
)
_CURRENCY: Final = re.compile(r"(?:\$|\b(?:COP|USD|EUR|VES|Bs\.?))\s*$", re.IGNORECASE)

_CUES: Final = (
    r"\b(?:alias|a\.? ?k\.? ?a|sen+or\w*|sra?s?|don|dona|dra?|doctora?|hij[oa]s? de|"
    r"herman[oa]s? de|espos[oa] de|madre de|padre de|novi[oa] de|llamad[oa]s?|apodad[oa]s?|"
    r"nombrad[oa]s?|conocid[oa]s? como|identificad[oa]s? como|nombre|named|known as|called|"
    r"identified as|mrs?|ms|son of|daughter of|wife of|husband of|mother of|"
    r"father of|sister of|brother of)\b"
)
_DIGITS: Final = (
    r"\b(?:cedulas?|c\.? ?c|t\.? ?i|c\.? ?e|c\.? ?i|tarjeta de identidad|pasaportes?|passports?|"
    r"nuip|nit|rut|dni|ppt|pep|documento|identificad[oa]s? con|identity|id|tel\w*|cel\w*|movil|"
    r"whats?app|phone|mobile|fijo)\b[^\d]{0,40}\d|\b[ve]- ?\d|\b[89]\d{2}\.?\d{3}\.?\d{3}-\d|"
    r"\b1[0-2]\d{8}\b|\b1\.[0-2]\d{2}\.\d{3}\.\d{3}|\b3[0-5]\d[ .-]?\d{3}[ .-]?\d{2}|"
    r"\b0?4[12][246][ .-]?\d{3}[ .-]?\d{2}|\+\d"
)


def warn_of_people(raw: Mapping[str, pd.DataFrame], faults: Faults) -> dict[str, pd.Index[Any]]:
    """Warn of what may be personal data in free text.

    Parameters
    ----------
    raw : mapping of str to pandas.DataFrame
        The tables as text.
    faults : Faults
        Where to add the warnings, the data themselves masked.

    Returns
    -------
    dict of str to pandas.Index
        By table, the labels of the rows with a warning.
    """
    return {table: _look(table, frame, faults) for table, frame in raw.items()}


def _look(table: str, frame: pd.DataFrame, faults: Faults) -> pd.Index[Any]:
    found: pd.Index[Any] = frame.index[:0]
    for column in FREE_TEXT[table]:
        if column not in frame or column in _UNSEEN:
            continue
        kinds = KINDS[:-1] if column in _ORGANISATIONS else KINDS
        data = _find_all(frame[column], kinds)
        for kind in kinds:
            values = [value for value, held in data.items() if held[kind]]
            if values:
                cells = frame.loc[frame[column].isin(values), column]
                show = {value: _masked(data[value][kind], kind) for value in values}
                faults.add_cells(
                    table, column, cells, _RULES[kind], severity="warning", show=show.__getitem__
                )
                found = found.union(cells.index)
    return found


def _find_all(cells: pd.Series[str], kinds: tuple[str, ...]) -> dict[str, dict[str, list[str]]]:
    """Return what may be personal in each distinct text; of very many, in the first ones."""
    found: dict[str, dict[str, list[str]]] = {}
    for value in _suspects(cells):
        data = personal_data(value)
        if any(data[kind] for kind in kinds):
            found[value] = data
            if len(found) > LISTED_ROWS:
                break
    return found


def _suspects(cells: pd.Series[str]) -> list[str]:
    """Return the distinct texts worth a closer look, sifted in Arrow."""
    values = pc.unique(pa.array(cells, pa.large_string()))
    plain = pc.utf8_normalize(values, form="NFKD")
    plain = pc.replace_substring_regex(plain, r"\p{M}+", "")
    names = sorted(word_list("given"))
    written = "|".join([*map(str.capitalize, names), *map(str.upper, names)])
    pattern = rf"@|(?i:{_CUES}|{_DIGITS})|\b(?:{written})\b"
    texts: list[str] = values.filter(pc.match_substring_regex(plain, pattern)).to_pylist()
    return texts


@lru_cache(maxsize=4096)
def personal_data(text: str) -> dict[str, list[str]]:
    """Return what may be personal data in a text, by kind, as it is written.

    Examples
    --------
    >>> found = personal_data("SYNTHETIC: Ana Gómez, C.C. 1.234.567, cel. 300 000 0000")
    >>> found["name"], found["number"], found["phone"]
    (['Ana Gómez'], ['1.234.567'], ['300 000 0000'])
    """
    bare = _ADDRESS.sub(lambda match: " " * len(match[0]), text)
    numbers = _matches(bare, _NUMBERS)
    emails = [match[0] for match in _EMAIL.finditer(bare) if not _OFFICIAL.search(match[0])]
    rest = _EMAIL.sub(lambda match: " " * len(match[0]), bare)
    phones = [each for each in _matches(bare, _PHONES) if each not in numbers]
    return {"number": numbers, "phone": phones, "email": emails, "name": find_names(rest)}


def _matches(text: str, patterns: tuple[re.Pattern[str], ...]) -> list[str]:
    found: dict[tuple[int, int], str] = {}
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span(1)
            taken = any(a < end and start < b for a, b in found)
            money = _MONEY.match(text, end) or _CURRENCY.search(text[max(start - 8, 0) : start])
            if not taken and not money:
                found[start, end] = match[1]
    return [found[span] for span in sorted(found)]


def _masked(found: list[str], kind: str) -> str:
    """Return data so that whoever knows the text finds them again, and nobody else learns them."""
    hidden = [_mask(each, kind) for each in dict.fromkeys(found)]
    more = " …" if len(hidden) > _SHOWN else ""
    return "; ".join(f"'{each}'" for each in hidden[:_SHOWN]) + more


def _mask(text: str, kind: str) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in text[:80])
    if kind == "email":
        name, _, domain = text.partition("@")
        return f"{name[:1]}•••@•••{domain[domain.rfind('.') :]}"
    if kind == "name":
        return " ".join(f"{word[:1]}•••" for word in text.split())
    digits = sum(letter.isdigit() for letter in text)
    hidden = []
    for letter in text:
        digits -= letter.isdigit()
        hidden.append("•" if letter.isalnum() and digits >= 2 else letter)
    return "".join(hidden)
