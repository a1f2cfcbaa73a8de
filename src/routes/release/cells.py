"""The cells of the lattice, how they contain each other, and how many victims are in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

import pandas as pd

from routes.cases.model import TEXT
from routes.release.contributions import LEAVES, SEVERAL, UNDATED, UNKNOWN, Contribution

THRESHOLD: Final = 11
ROUNDING: Final = 5
REACH: Final = ROUNDING // 2
"""A published number is at most so far from the true one."""

PROTECTION: Final = 5
"""Protection level: what is suppressed must not be known within less than this."""

GEOGRAPHIES: Final = ("origin", "destination")
NATIONALITY: Final = "nationality:"
"""Before the code in the name of a group of one nationality."""

PARENT_GROUP: Final = {
    "minors": "all",
    "adults": "all",
    "girls": "minors",
    "boys": "minors",
    "women": "adults",
    "men": "adults",
}
"""The group of age and sex that a group is part of. What is missing to the whole is not known,
and never a cell of its own: it is the room that makes every sum uncertain."""


class Cell(NamedTuple):
    """One number of the lattice.

    Parameters
    ----------
    geography : {"origin", "destination", ""}
        Empty where it is over all areas.
    area : str
        Place id, ``several`` or ``unknown``; empty for all.
    year : str
        Four digits, ``undated``, or empty for all.
    group : str
        ``all``, a key of `PARENT_GROUP`, or `NATIONALITY` and a code.
    """

    geography: str
    area: str
    year: str
    group: str


WHOLE: Final = Cell("", "", "", "all")
Counts = Mapping[Cell, int]


def parent_group(group: str) -> str:
    """Return the group that a group is part of; empty for ``all``."""
    return "" if group == "all" else PARENT_GROUP.get(group, "all")


def parents(cell: Cell) -> tuple[Cell, ...]:
    """Return the cells one step above: all years, all areas, the wider group."""
    found = []
    if cell.year:
        found.append(cell._replace(year=""))
    if cell.area:
        found.append(cell._replace(geography="", area=""))
    if cell.group != "all":
        found.append(cell._replace(group=parent_group(cell.group)))
    return tuple(found)


def split(cell: Cell, parent: Cell) -> tuple[Cell, str]:
    """Return the relation by which a cell is part of a parent: the parent, and what divides it."""
    if cell.year != parent.year:
        return parent, "year"
    if cell.area != parent.area:
        return parent, cell.geography
    return parent, "nationality" if cell.group.startswith(NATIONALITY) else "group"


def sums(shown: Iterable[Cell]) -> list[tuple[Cell, list[Cell]]]:
    """Return every whole that anything shown is part of, with its parts one step below: years,
    areas of one geography, ages and sexes, nationalities."""
    parts: dict[tuple[Cell, str], list[Cell]] = {}
    for cell in sorted(shown):
        for up in parents(cell):
            parts.setdefault(split(cell, up), []).append(cell)
    return [(whole, inside) for (whole, _), inside in parts.items()]


def divisions(shown: Collection[Cell]) -> list[tuple[Cell, tuple[Cell, ...]]]:
    """Return every number shown with all its parts that are shown, however it is divided: those
    of `sums`, and ages with sexes below them."""
    found = {(whole, tuple(inside)) for whole, inside in sums(shown) if whole in shown}
    for whole in [each for each in shown if each.group == "all"]:
        cuts = [
            [each for each in (whole._replace(group=name) for name in names) if each in shown]
            for names in (("minors",), ("girls", "boys"), ("adults",), ("women", "men"))
        ]
        found |= {(whole, (*young, *old)) for young in cuts[:2] for old in cuts[2:]}
    return sorted((whole, parts) for whole, parts in found if parts)


def within(cell: Cell, other: Cell) -> bool:
    """Tell whether a cell is part of another one, or the same."""
    if other.year not in ("", cell.year) or other.area not in ("", cell.area):
        return False
    if other.area and other.geography != cell.geography:
        return False
    group = cell.group
    while group != other.group and group:
        group = parent_group(group)
    return group == other.group


def count(found: Iterable[Contribution]) -> dict[Cell, int]:
    """Count the victims in every cell that has any."""
    counts: Counter[Cell] = Counter()
    for each in found:
        groups = [(group, number) for group, number in _groups(each).items() if number]
        year = "undated" if each.year == UNDATED else str(each.year)
        places = (("", ""), ("origin", each.origin), ("destination", each.destination))
        for geography, area in places:
            for when in ("", year):
                for group, number in groups:
                    counts[Cell(geography, area, when, group)] += number
    return dict(counts)


def _groups(each: Contribution) -> dict[str, int]:
    part = dict(zip(LEAVES, each.victims, strict=True))
    minors = part["girls"] + part["boys"] + part["minors_sex_unknown"]
    adults = part["women"] + part["men"] + part["adults_sex_unknown"]
    whole = minors + adults + part["age_unknown"]
    groups = {"all": whole, "minors": minors, "adults": adults}
    groups |= {name: part[name] for name in ("girls", "boys", "women", "men")}
    if each.nationality not in (SEVERAL, UNKNOWN):
        groups[NATIONALITY + each.nationality] = whole
    return groups


def rounded(number: int) -> int:
    """Return a number rounded to the nearest multiple of `ROUNDING`.

    >>> [rounded(each) for each in (12, 13, 17, 18)]
    [10, 15, 15, 20]
    """
    return (number + REACH) // ROUNDING * ROUNDING


def primary(counts: Counts) -> dict[Cell, int]:
    """Return the cells that primary suppression leaves, and what they would show.

    Shown is what is at least `THRESHOLD` after rounding too, so that no number below it is ever
    seen; whatever is part of a number that is not shown is not shown either.
    """
    shown = {cell: rounded(number) for cell, number in counts.items()}
    return {cell: number for cell, number in shown.items() if number >= THRESHOLD}


def suppressed(shown: Mapping[Cell, int]) -> set[Cell]:
    """Return the cells of the lattice that are not shown: all that lies just below what is.

    A number is broken down only where it is itself shown, and only into areas, years and
    nationalities that are shown somewhere.
    """
    cells: set[Cell] = set()
    named = _named(shown)
    for cell in shown:
        for each in _below(cell, named):
            if each not in shown and all(up in shown for up in parents(each)):
                cells.add(each)
    return cells


class Named(NamedTuple):
    """The years, areas and groups of which anything is shown."""

    years: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]


def _named(shown: Iterable[Cell]) -> Named:
    cells = list(shown)
    return Named(
        tuple(sorted({each.year for each in cells} - {""})),
        tuple(sorted({(each.geography, each.area) for each in cells if each.area})),
        tuple(sorted({*PARENT_GROUP, *(each.group for each in cells)} - {"all"})),
    )


def _below(cell: Cell, named: Named) -> Iterable[Cell]:
    if not cell.year:
        yield from (cell._replace(year=year) for year in named.years)
    if not cell.area:
        yield from (cell._replace(geography=kind, area=area) for kind, area in named.areas)
    for group in named.groups:
        if parent_group(group) == cell.group:
            yield cell._replace(group=group)


def frame(shown: Mapping[Cell, int]) -> pd.DataFrame:
    """Return the lattice as the frame of `routes.release.Lattice`; what is over all areas stands
    in it once for each geography."""
    rows = []
    for cell in {*shown, *suppressed(shown)}:
        kinds = (cell.geography,) if cell.area else GEOGRAPHIES
        rows += [(kind, cell, shown.get(cell)) for kind in kinds]
    rows.sort(key=lambda row: (GEOGRAPHIES.index(row[0]), *row[1][1:]))
    period = {"": "all", "undated": "undated"}
    text = {
        "geography": [kind for kind, _, _ in rows],
        "area": [cell.area for _, cell, _ in rows],
        "period": [period.get(cell.year, "year") for _, cell, _ in rows],
        "group": [cell.group for _, cell, _ in rows],
    }
    years = [int(cell.year) if cell.year.isdigit() else None for _, cell, _ in rows]
    made = pd.DataFrame({name: pd.Series(cells, dtype=TEXT) for name, cells in text.items()})
    made.insert(2, "year", pd.Series(years, dtype="Int64"))
    made["victims"] = pd.Series([number for *_, number in rows], dtype="Int64")
    made["suppressed"] = made["victims"].isna().to_numpy(bool)
    return made


def shown_in(lattice: pd.DataFrame) -> dict[Cell, int]:
    """Return the cells that a frame shows; what `frame` was made of.

    >>> cells = {WHOLE: 40, Cell("origin", "CO-ARA", "", "all"): 25}
    >>> shown_in(frame(cells)) == cells
    True
    """
    found = lattice[~lattice["suppressed"]]
    columns = (found[name].tolist() for name in ("geography", "area", "year", "period", "group"))
    cells: dict[Cell, int] = {}
    for (kind, area, year, period, group), number in zip(
        zip(*columns, strict=True), found["victims"].tolist(), strict=True
    ):
        when = str(year) if period == "year" else {"undated": "undated"}.get(period, "")
        cells[Cell(kind if area else "", area, when, group)] = int(number)
    return cells
