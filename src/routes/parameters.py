"""One filter's value: how it is written in a link, and how it is read from one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from geo.places import Place, find, places
from routes.cases.codes import CREDIBILITY, EVIDENCE, HANDLING, MODES, PURPOSES
from routes.text import Text

Years = tuple[int | None, int | None]
"""First and last year of a range, both inclusive; None leaves that side open."""

Reason = Literal["unknown_filter", "unknown_value", "ambiguous", "years", "years_order", ""]

NAMES: Final[dict[str, str]] = {
    "from": "origin",
    "to": "destination",
    "via": "via",
    "crossing": "crossing",
    "years": "years",
    "purpose": "purpose",
    "mode": "mode",
    "nationality": "nationality",
    "minors": "minors",
    "evidence": "evidence",
    "credibility": "credibility",
    "source": "source",
    "handling": "handling",
    "q": "text",
}
"""Field of `RouteQuery` by the name of the filter in links and on the command line."""

MINORS: Final = ("yes", "no", "unknown")
"""Whether a source counts minors among the victims, says that there were none, or says nothing."""

LONGEST_TEXT: Final = 200
"""Characters of free text that are searched for; the rest is left out."""

PLACE_FILTERS: Final = ("from", "to", "via", "crossing")
CODES: Final[dict[str, Collection[str]]] = {
    "purpose": PURPOSES,
    "mode": MODES,
    "evidence": EVIDENCE,
    "handling": HANDLING,
}
ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_RANGE: Final = re.compile(r"(\d{4})?(:?)(\d{4})?", re.ASCII)
_LONGEST_SHOWN: Final = 80
_MOST_SHOWN: Final = 8


@dataclass(frozen=True)
class Notice:
    """A filter value that was left out, and why.

    Parameters
    ----------
    name : str
        Name of the filter, as given.
    value : str
        The value, as given; shortened when very long.
    reason : str
        Why it was left out: ``unknown_filter``, ``unknown_value``, ``ambiguous``, ``years``
        or ``years_order``.
    candidates : tuple of str
        Ids of the places that an ambiguous name may mean.
    """

    name: str
    value: str
    reason: Reason
    candidates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("name", "value"):
            given = getattr(self, name)
            if len(given) > _LONGEST_SHOWN:
                object.__setattr__(self, name, given[: _LONGEST_SHOWN - 1] + "…")

    def text(self, t: Text) -> str:
        """Return the notice as a sentence in the language of `t`."""
        known = places()
        named = [
            f"{known[each].name(t.lang)} ({each})" for each in self.candidates if each in known
        ]
        return t(
            f"query.notice.{self.reason or 'unknown_value'}",
            name=self.name,
            value=self.value,
            candidates=", ".join(named[:_MOST_SHOWN]),
        )


def written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        if value and not isinstance(value[0], str):
            return _written_years(value)
        return ",".join(value)
    return str(value)


def _written_years(years: Years) -> str:
    first, last = years
    if first == last:
        return str(first)
    return f"{'' if first is None else first}:{'' if last is None else last}"


def read(
    name: str, values: list[str], sources: Collection[str] | None
) -> tuple[object, list[Notice]]:
    """Return a filter's value (None for none) and what was left out."""
    if name == "q":
        return " ".join(values), []
    if name == "years":
        return _read_years([each.strip() for each in values if each.strip()])
    if name in ("minors", "credibility"):
        return _read_one(name, [each.strip() for each in values if each.strip()])
    notices: list[Notice] = []
    ids: list[str] = []
    for value in _split(name, values):
        candidates = _candidates(name, value, sources)
        if len(candidates) == 1:
            ids += candidates
        elif candidates:
            notices.append(Notice(name, value, "ambiguous", candidates))
        else:
            notices.append(Notice(name, value, "unknown_value"))
    return tuple(ids), notices


def _split(name: str, values: list[str]) -> list[str]:
    """Return single values: parts between commas, but a place's name may have a comma."""
    single: list[str] = []
    for value in values:
        parts = value.split(",")
        # Ids, as links have them, are not looked up by name, which takes a second at first.
        unknown = name in PLACE_FILTERS and not all(each.strip() in places() for each in parts)
        whole = unknown and len(parts) > 1 and bool(_named(value.strip()))
        single += [value] if whole else parts
    return [value.strip() for value in single if value.strip()]


def _named(value: str) -> list[Place]:
    """Find places by name; beyond the registry only what it does not have."""
    return find(value, beyond=False) or find(value)


def _candidates(name: str, value: str, sources: Collection[str] | None) -> tuple[str, ...]:
    if name in CODES:
        return (value,) if value in CODES[name] else ()
    if name == "source":
        known = ID.fullmatch(value) if sources is None else value in sources
        return (value,) if known else ()
    by_id = next((each for each in (value, value.upper()) if each in places()), None)
    found = [by_id] if by_id else [place.id for place in _named(value)]
    if name == "nationality":
        found = [each for each in found if places()[each].level == "country"]
    return tuple(found)


def _read_years(values: list[str]) -> tuple[Years | None, list[Notice]]:
    if not values:
        return None, []
    value = values[-1]
    match = _RANGE.fullmatch(value)
    if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        return None, [Notice("years", value, "years")]
    first = int(match[1]) if match[1] else None
    last = int(match[3]) if match[3] else None
    if not match[2]:
        first = last = first if first is not None else last
    if any(year is not None and year < 1000 for year in (first, last)):
        return None, [Notice("years", value, "years")]
    if first is not None and last is not None and first > last:
        return None, [Notice("years", value, "years_order")]
    return (first, last), []


def _read_one(name: str, values: list[str]) -> tuple[object, list[Notice]]:
    if not values:
        return None, []
    value = values[-1]
    if value not in (MINORS if name == "minors" else CREDIBILITY):
        return None, [Notice(name, value, "unknown_value")]
    return (value if name == "minors" else int(value)), []
