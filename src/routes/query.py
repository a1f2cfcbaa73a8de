"""The filter: what is asked of the cases, to and from a link.

A `RouteQuery` is a value: frozen, hashable, in one canonical form, and so its own cache key.
It is written into a link with `RouteQuery.to_params` and read from one with
`RouteQuery.from_params`, which never fails: what it does not understand it leaves out and
reports as a `Notice`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from routes.cases.codes import CREDIBILITY
from routes.parameters import (
    CODES,
    ID,
    LONGEST_TEXT,
    MINORS,
    NAMES,
    PLACE_FILTERS,
    Notice,
    Years,
    read,
    written,
)

__all__ = ["NAMES", "Notice", "RouteQuery", "Years"]


@dataclass(frozen=True)
class RouteQuery:
    """What is asked of the cases. An empty field asks nothing; several values mean "any of them".

    Parameters
    ----------
    years : (int or None, int or None) or None
        First and last year, inclusive: the case's period must overlap them. Cases without a
        date are left out as soon as years are asked for.
    origin, destination, via, crossing : tuple of str
        Place ids. A route's first stop or a recruitment stop; its last or an exploitation stop;
        a transit or assembly stop; a border crossing. A place also matches what it contains.
    purpose, mode, nationality, evidence, source : tuple of str
        Codes, ISO 3166-1 alpha-3 codes for nationalities, source ids.
    minors : {"", "yes", "no", "unknown"}
        Whether minors are counted among the victims.
    credibility : int or None
        Worst grade (1 is best, 6 worst) that both ends of a leg may have.
    handling : tuple of str
        Codes: ``public``, ``classified``, ``reserved``.
    text : str
        Words that must all appear in the case's name, summaries or places; accents and
        case are ignored.

    Raises
    ------
    ValueError
        If a value is none that the field can have.

    Examples
    --------
    >>> RouteQuery(mode=("sea", "air", "sea"), years=(2016, 2016)).to_params()
    {'years': '2016', 'mode': 'air,sea'}
    """

    years: Years | None = None
    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    crossing: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    minors: str = ""
    evidence: tuple[str, ...] = ()
    credibility: int | None = None
    source: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, tuple) and each.name != "years":
                object.__setattr__(self, each.name, tuple(sorted(set(value))))
        words = " ".join(self.text.encode("utf-8", "replace").decode("utf-8").split())
        object.__setattr__(self, "text", words[:LONGEST_TEXT].rstrip())
        object.__setattr__(self, "years", _checked_years(self.years))
        self._check()

    def _check(self) -> None:
        for name, codes in CODES.items():
            _refuse(name, set(getattr(self, NAMES[name])) - set(codes))
        for name in (*PLACE_FILTERS, "source", "nationality"):
            _refuse(name, {v for v in getattr(self, NAMES[name]) if not ID.fullmatch(v)})
        _refuse("minors", {self.minors} - {"", *MINORS})
        if self.credibility is not None and str(self.credibility) not in CREDIBILITY:
            _refuse("credibility", {str(self.credibility)})

    def __bool__(self) -> bool:
        """Tell whether anything is asked at all."""
        return self != RouteQuery()

    def without(self, name: str) -> RouteQuery:
        """Return the query without the filter `name` (as in `NAMES`)."""
        empty: dict[str, Any] = {each.name: each.default for each in fields(self)}
        return replace(self, **{NAMES[name]: empty[NAMES[name]]})

    def to_params(self) -> dict[str, str]:
        """Return the query as link parameters; lists are joined by commas, empty ones left out."""
        params = {name: written(getattr(self, field)) for name, field in NAMES.items()}
        return {name: value for name, value in params.items() if value}

    @classmethod
    def from_params(
        cls,
        params: Mapping[str, str | Collection[str]],
        *,
        sources: Collection[str] | None = None,
    ) -> tuple[RouteQuery, tuple[Notice, ...]]:
        """Read a query from link parameters.

        Parameters
        ----------
        params : mapping of str to str or collection of str
            Values by name of the filter (`NAMES`). Several values stand in a list or are
            separated by commas. Places and nationalities may be given by id or by name.
        sources : collection of str, optional
            Ids of the known sources; others are then left out with a notice.

        Returns
        -------
        (RouteQuery, tuple of Notice)
            The query, and what had to be left out.

        Examples
        --------
        >>> query, notices = RouteQuery.from_params({"years": "2016:", "mode": "air,rocket"})
        >>> query
        RouteQuery(years=(2016, None), mode=('air',))
        >>> [(each.name, each.value, each.reason) for each in notices]
        [('mode', 'rocket', 'unknown_value')]
        """
        found: dict[str, object] = {}
        notices: list[Notice] = []
        for name, given in params.items():
            values = [given] if isinstance(given, str) else [str(each) for each in given]
            if name not in NAMES:
                notices.append(Notice(name, ", ".join(values), "unknown_filter"))
                continue
            value, left_out = read(name, values, sources)
            notices += left_out
            if value is not None:
                found[NAMES[name]] = value
        return cls(**found), tuple(notices)  # type: ignore[arg-type]

    def __repr__(self) -> str:
        """Return the query with the fields that ask something."""
        asked = [(each.name, getattr(self, each.name), each.default) for each in fields(self)]
        said = ", ".join(f"{name}={value!r}" for name, value, empty in asked if value != empty)
        return f"RouteQuery({said})"


def _refuse(name: str, wrong: Collection[str]) -> None:
    if wrong:
        raise ValueError(
            f"Invalid {name} {sorted(wrong)!r}. Use the codes of the code list, or ids of 1 to 64 "
            "letters, digits and . _ : -"
        )


def _checked_years(years: Years | None) -> Years | None:
    if years is None or years == (None, None):
        return None
    first, last = years
    if not all(year is None or 1000 <= year <= 9999 for year in years):
        raise ValueError(f"Invalid years {years!r}. A year has four digits.")
    if first is not None and last is not None and first > last:
        raise ValueError(f"Invalid years {years!r}. The first must not be after the last.")
    return (first, last)
