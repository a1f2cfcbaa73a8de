"""Rings of coordinates as short text, and back.

A ring is written as the differences between consecutive vertices, longitude before latitude, in
whole steps of ``1 / q`` degree (the first vertex counts from 0, 0; the closing vertex is left
out). Each difference is a variable-length number as in source maps: the sign goes to the lowest
bit (``n < 0`` becomes ``2·|n| + 1``, otherwise ``2·n``), the bits are cut into groups of five,
lowest first, and each group is one character of `ALPHABET`; a group that is not the last of its
number has 32 added.

The alphabet is that of URL-safe Base64, so the text needs no escaping in JSON, HTML, JavaScript
or a template.
"""

from collections.abc import Iterable

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}

Vertex = tuple[float, float]


def encode(ring: Iterable[Vertex], *, q: int) -> str:
    """Write a closed ring as text.

    Parameters
    ----------
    ring : iterable of (float, float)
        Longitude and latitude of each vertex in degrees; the last equals the first.
    q : int
        Steps per degree. Coordinates are rounded to ``1 / q`` degree, and vertices that become
        equal to the one before are dropped.

    Returns
    -------
    str
        Characters of `ALPHABET` only. Empty when fewer than three distinct vertices are left.

    Examples
    --------
    >>> encode([(0, 0), (1, 0), (1, 1), (0, 0)], q=100)
    'AAoGAAoG'
    """
    steps = [(round(lon * q), round(lat * q)) for lon, lat in ring]
    steps = [step for n, step in enumerate(steps) if n == 0 or step != steps[n - 1]]
    if len(steps) > 1 and steps[0] == steps[-1]:
        steps.pop()
    if len(set(steps)) < 3:
        return ""
    before = [(0, 0), *steps[:-1]]
    return "".join(
        _number(lon - lon0) + _number(lat - lat0)
        for (lon0, lat0), (lon, lat) in zip(before, steps, strict=True)
    )


def decode(text: str, *, q: int) -> list[Vertex]:
    """Read the closed ring that `encode` wrote.

    Parameters
    ----------
    text : str
        What `encode` returned.
    q : int
        The steps per degree it was written with.

    Returns
    -------
    list of (float, float)
        Longitude and latitude in degrees; the first vertex is repeated at the end.

    Raises
    ------
    ValueError
        If a character is not of the alphabet or the text ends inside a vertex.

    Examples
    --------
    >>> decode("AAoGAAoG", q=100)
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
    """
    numbers = _numbers(text)
    if len(numbers) % 2:
        raise ValueError(f"Invalid ring {text[:20]!r}: a longitude without a latitude.")
    ring: list[Vertex] = []
    lon = lat = 0
    for n in range(0, len(numbers), 2):
        lon, lat = lon + numbers[n], lat + numbers[n + 1]
        ring.append((lon / q, lat / q))
    return [*ring, ring[0]] if ring else []


def _number(value: int) -> str:
    rest = -2 * value + 1 if value < 0 else 2 * value
    text = ""
    while rest > 31:
        text += ALPHABET[32 + (rest & 31)]
        rest >>= 5
    return text + ALPHABET[rest]


def _numbers(text: str) -> list[int]:
    numbers: list[int] = []
    value = shift = 0
    for character in text:
        if character not in _VALUE:
            raise ValueError(f"Invalid ring {text[:20]!r}: {character!r} is not in the alphabet.")
        group = _VALUE[character]
        value += (group & 31) << shift
        shift += 5
        if group < 32:
            numbers.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift:
        raise ValueError(f"Invalid ring {text[-20:]!r}: it ends inside a number.")
    return numbers
