"""Values written so that they mean the same as JSON, JavaScript, HTML text and a template.

folium and branca compile what they have rendered as a second template, and a browser ends a
script at ``</script>`` wherever it stands. So in every string all characters but ASCII letters,
digits and the space are written as ``\\uXXXX``: nothing is left that any of the four could read
as its own.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_UNSAFE = re.compile(r"\\u[0-9a-f]{4}|\\.|[^A-Za-z0-9 ]")
_SHORT = {"\\n": "\n", "\\r": "\r", "\\t": "\t", "\\b": "\b", "\\f": "\f"}


def literal(value: object) -> str:
    r"""Write a JSON value with every string escaped outside letters, digits and space.

    Parameters
    ----------
    value : object
        Anything that `json.dumps` takes. Not-a-number and infinity are refused.

    Returns
    -------
    str
        ASCII on one line, without blanks between tokens. `json.loads` returns an equal value.

    Raises
    ------
    ValueError
        If a number is not finite.

    Examples
    --------
    >>> print(literal({"name": "a</b>"}))
    {"name":"a\u003c\u002fb\u003e"}
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return _STRING.sub(lambda found: _escaped(found.group()), text)


@lru_cache(maxsize=20_000)
def _escaped(token: str) -> str:
    return f'"{_UNSAFE.sub(_unit, token[1:-1])}"'


def _unit(found: re.Match[str]) -> str:
    text = found.group()
    if text.startswith("\\u"):
        return text
    character = _SHORT.get(text, text[-1])
    return f"\\u{ord(character):04x}"
