"""What the product says, in Spanish and in English.

Every sentence stands in ``text/<language>/<section>.toml`` and is asked for by
``section.key``; numbers and dates are written as each language writes them
(Unicode CLDR, through Babel).

Examples
--------
>>> t = load("es")
>>> t.number(1500000000)
'1.500.000.000'
>>> load("en").date("2020-12-15", "day")
'15 Dec 2020'
>>> t.date("2020-12-15", "year")
'2020'
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal

LANGUAGES = ("es", "en")
"""The languages of the product; the first is the default."""

_LOCALES = {"es": "es_CO", "en": "en_US"}
_FOLDER = Path(__file__).parent
_DATE_PATTERNS = {
    "es": {"day": "d MMM y", "month": "MMM y", "year": "y"},
    "en": {"day": "d MMM y", "month": "MMM y", "year": "y"},
}


@dataclass(frozen=True)
class Text:
    """The sentences of one language; call it with a key to get one.

    Parameters
    ----------
    lang : {"es", "en"}
        The language.
    entries : mapping of str to str
        Sentence by ``section.key``; a sentence may hold ``{name}`` fields.
    """

    lang: str
    entries: Mapping[str, str]

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return the sentence under `key`, its fields filled in.

        Raises
        ------
        KeyError
            If the language has no such sentence.
        """
        if key not in self.entries:
            raise KeyError(
                f"No text '{key}' in language '{self.lang}'. Add it to text/{self.lang}/."
            )
        sentence = self.entries[key]
        return sentence.format(**fields) if fields else sentence

    def has(self, key: str) -> bool:
        """Tell whether there is a sentence under `key`."""
        return key in self.entries

    def plural(self, key: str, n: int, /, **fields: object) -> str:
        """Return ``key.one`` for 1 and ``key.other`` for any other count; ``{n}`` is formatted."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=self.number(n), **fields)

    def code(self, code_list: str, code: str) -> str:
        """Return the label of `code`, or the code itself when its list does not know it."""
        return self.entries.get(f"codes.{code_list}.{code}", code)

    def number(self, value: float, *, decimals: int | None = None) -> str:
        """Write a number with the language's separators, and as many decimals as are asked for.

        Examples
        --------
        >>> load("es").number(0.4, decimals=2)
        '0,40'
        """
        pattern = None if decimals is None else f"#,##0.{'0' * decimals}".rstrip(".")
        return str(format_decimal(value, pattern, locale=_LOCALES[self.lang]))

    def date(self, iso: str, precision: str = "day") -> str:
        """Write an ISO date (``2020``, ``2020-12`` or ``2020-12-15``) no more precisely than known.

        Raises
        ------
        ValueError
            If `iso` is not an ISO date.
        """
        parts = [int(part) for part in iso.split("-")]
        known = ("year", "month", "day")[: len(parts)]
        shown = precision if precision in known else known[-1]
        moment = date(*[*parts, 1, 1][:3])
        pattern = _DATE_PATTERNS[self.lang][shown]
        return str(format_date(moment, pattern, locale=_LOCALES[self.lang]))


def _flatten(prefix: str, table: Mapping[str, object]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        name = f"{prefix}.{key}"
        flat.update(_flatten(name, value) if isinstance(value, Mapping) else {name: str(value)})
    return flat


@cache
def load(lang: str) -> Text:
    """Return the sentences of a language.

    Raises
    ------
    ValueError
        If `lang` is not one of `LANGUAGES`.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"Invalid language '{lang}'. Must be one of {', '.join(LANGUAGES)}.")
    entries: dict[str, str] = {}
    for path in sorted((_FOLDER / lang).glob("*.toml")):
        entries.update(_flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))))
    return Text(lang, entries)
