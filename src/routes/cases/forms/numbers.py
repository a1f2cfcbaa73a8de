"""Whole numbers as people write them, with what they say of their exactness."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from geo.names import fold

_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            "cero zero ninguno ninguna none",
            "un uno una one",
            "dos two",
            "tres three",
            "cuatro four",
            "cinco five",
            "seis six",
            "siete seven",
            "ocho eight",
            "nueve nine",
            "diez ten",
            "once eleven",
            "doce twelve",
            "trece thirteen",
            "catorce fourteen",
            "quince fifteen",
            "dieciseis sixteen",
            "diecisiete seventeen",
            "dieciocho eighteen",
            "diecinueve nineteen",
            "veinte twenty",
        )
    )
    for word in words.split()
}
_AT_LEAST: Final = (
    "al menos|a lo menos|por lo menos|como minimo|minimo de|minimo|mas de|desde|at least|more than"
    "|over|min|no less than"
)
_ABOUT: Final = (
    "aproximadamente|aprox|cerca de|alrededor de|en torno a|unas|unos|casi|mas o menos|about|around"
    "|approximately|approx|some|circa|ca|nearly|almost|roughly"
)
_SIGNED: Final = (
    (re.compile(r"^(?:>=|≥|⩾|>)\s*|\s*\+$"), "at_least"),
    (re.compile(r"^[~≈±∼]\s*"), "about"),
)
_WORDED: Final = (
    (re.compile(rf"^(?:{_AT_LEAST})\b|\b(?:o mas|or more|como minimo|al menos)$"), "at_least"),
    (re.compile(rf"^(?:{_ABOUT})\b|\b(?:aproximadamente|aprox|approx|o menos)$"), "about"),
)
_SCALES: Final = (
    (re.compile(r"\s*(?:mil millones|thousand million|billion)(?: de)?$"), 9),
    (re.compile(r"\s*(?:millones|millon|million|millions)(?: de)?$"), 6),
    (re.compile(r"\s*(?:mil|thousand)$"), 3),
)
_NOUNS: Final = re.compile(
    r"\s+(?:victimas?|personas?|mujeres|mujer|menores|menor(?: de edad)?|ninas?|ninos?|hombres?"
    r"|capturas?|capturad[oa]s?|detenid[oa]s?|victims?|people|persons?|women|woman|minors?"
    r"|arrests?|arrested)$"
)
_OTHER: Final = re.compile(r"[^\w\s.,:'’]|_")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,'’\u00a0\u202f ])\d{3})(?:\1\d{3})*", re.A)
_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+", re.A)
_COMMAS: Final = re.compile(r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+", re.A)
_DECIMAL: Final = re.compile(r"[-+]?\d+([.,])(\d+)", re.A)


def decimal_mark(values: Iterable[str]) -> str:
    """Return the decimal mark that numbers show, as far as they leave no doubt; else ``""``.

    Examples
    --------
    >>> decimal_mark(["7,88", "12"]), decimal_mark(["1.500.000"]), decimal_mark(["1.500"])
    (',', ',', '')
    """
    votes = {".": 0, ",": 0}
    for value in values:
        text = value.strip()
        match = _DECIMAL.fullmatch(text)
        if match and (len(match[2]) != 3 or text.lstrip("+-").startswith("0")):
            votes[match[1]] += 1
        elif match is None and _POINTS.fullmatch(text):
            votes[","] += 1
        elif match is None and _COMMAS.fullmatch(text):
            votes["."] += 1
    if votes["."] == votes[","]:
        return ""
    return max(votes, key=lambda mark: votes[mark])


def whole(text: str, *, decimal: str = ",") -> str | None:
    """Return a whole number in digits only; None if the text is none.

    Parameters
    ----------
    text : str
        A number; thousands may be grouped.
    decimal : {",", "."}
        The decimal mark; the other one groups thousands.

    Examples
    --------
    >>> whole("1.500"), whole("1,500", decimal="."), whole("30,0"), whole("2,5")
    ('1500', '1500', '30', None)
    """
    digits = text.strip()
    if digits.isascii() and digits.isdigit():
        return digits
    head, mark, tail = digits.partition(decimal)
    if mark and head and not tail.strip("0"):
        return whole(head, decimal=decimal)
    match = _GROUPED.fullmatch(digits)
    if match is None or match[1] == decimal:
        return None
    return digits.replace(match[1], "")


def figure(text: str, *, decimal: str = ",") -> tuple[str, str] | None:
    """Return the number that a cell holds and how exact it is; None if it is not understood.

    Parameters
    ----------
    text : str
        A number in digits or, up to twenty, a Spanish or English word; before or after it what
        it says of its exactness.
    decimal : {",", "."}
        The decimal mark.

    Returns
    -------
    tuple of (str, str) or None
        Digits, and the code of the qualifier.

    Examples
    --------
    >>> figure("al menos 30"), figure("unas 10"), figure("17"), figure("1.500 millones")
    (('30', 'at_least'), ('10', 'about'), ('17', 'exact'), ('1500000000', 'exact'))
    >>> figure("entre 10 y 20") is None
    True
    """
    unsigned, sign = _unsigned(text.strip())
    if _OTHER.search(unsigned):
        return None  # folding would lose what it does not know: a minus, a per cent, a bracket
    rest, word = _worded(unsigned)
    qualifier = word or sign or "exact"
    rest = _NOUNS.sub("", rest).strip()
    scale = 0
    for pattern, zeros in _SCALES:
        shorter = pattern.sub("", rest)
        if shorter != rest:
            rest, scale = shorter or "1", zeros
            break
    number = str(_WORDS[rest]) if rest in _WORDS else whole(rest, decimal=decimal)
    if number is None:
        number = _scaled(rest, decimal, scale)
        return (number, qualifier) if number else None
    return number + "0" * (scale if number != "0" else 0), qualifier


def _unsigned(text: str) -> tuple[str, str]:
    """Return a text without ``>=``, ``+`` or ``~``, and what these say of its exactness."""
    for pattern, code in _SIGNED:
        shorter = pattern.sub("", text)
        if shorter != text:
            return shorter, code
    return text, ""


def _worded(text: str) -> tuple[str, str]:
    """Return a text without words for its exactness, and what these say."""
    lower = _plain_words(text)
    for pattern, code in _WORDED:
        shorter = pattern.sub("", lower).strip(" .:")
        if shorter != lower:
            return shorter, code
    return lower, ""


def _plain_words(text: str) -> str:
    """Return text with its words folded and its numbers as they are."""
    parts = re.split(r"(\d[\d.,'’\u00a0\u202f]*(?: \d{3}\b)*)", text[:80])
    return " ".join(
        part.strip().rstrip(".,") if n % 2 else fold(part) for n, part in enumerate(parts) if part
    ).strip()


def _scaled(text: str, decimal: str, scale: int) -> str | None:
    """Read ``1,5`` of ``1,5 millones``, as far as it makes a whole number."""
    match = _DECIMAL.fullmatch(text)
    if match is None or match[1] != decimal or len(match[2]) > scale or text[0] in "+-":
        return None
    return str(int(text.replace(decimal, "")) * 10 ** (scale - len(match[2])))
