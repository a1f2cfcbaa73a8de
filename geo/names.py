"""Names as people write them, made comparable."""

import re
import unicodedata
from collections.abc import Iterator


def fold(text: str) -> str:
    """Write a name without accents, case and punctuation, for comparison.

    Examples
    --------
    >>> fold("  Bogotá, D.C. ")
    'bogota d c'
    """
    return " ".join(word for word, _, _ in words(text))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Give the words of a text without accents and case, and where each starts and ends."""
    for match in re.finditer(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*", text):
        plain = match.group()
        for _ in range(2):  # the casefold of a decomposed letter may decompose once more
            plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
        word = "".join(letter for letter in plain if letter.isalnum())
        if word:
            yield word, match.start(), match.end()
