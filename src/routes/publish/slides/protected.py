"""Protected counts of the cases that are not shown one by one, as tables for a briefing.

Every number is a cell of the lattice as it stands there: nothing is added up or taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from geo.places import places
from routes.columns import fold
from routes.publish.picture.protected import period_name
from routes.publish.slides.tables import Column, Row
from routes.release.model import Lattice
from routes.text import Text

Tables = tuple[Sequence[Column], Sequence[Row]]
Cells = dict[tuple[str, str, str, int, str], str]
"""What is shown, by geography, area, period, year and group."""

GROUPS: Final = ("all", "minors", "adults", "women", "men", "girls", "boys")
NOTHING: Final = "–"
"""Where the lattice has no cell."""

_SPECIAL: Final = ("several", "unknown")
_NATIONALITY: Final = "nationality:"
_WIDTH: Final = 880.0
_ORDER: Final = {"all": 0, "year": 1, "undated": 2}


def protected_tables(lattice: Lattice, t: Text) -> Iterator[Tables]:
    """Give the counts by year, by area and by nationality, each as columns and rows.

    Parameters
    ----------
    lattice : Lattice
        The protected counts.
    t : Text
        Language of the words.
    """
    cells = _cells(lattice, t)
    if not cells:
        return
    for found in (_by_year(cells, t), _by_area(cells, t), _by_nationality(cells, t)):
        if found[1]:
            yield found


def _cells(lattice: Lattice, t: Text) -> Cells:
    frame = lattice.frame
    years = frame["year"].fillna(0).astype("int64")
    victims = frame["victims"].fillna(0).astype("int64")
    columns = (frame["geography"], frame["area"], frame["period"], years, frame["group"])
    keys = zip(*columns, strict=True)
    hidden = t("slides.protected.suppressed")
    return {
        key: hidden if suppressed else t.number(count)
        for key, count, suppressed in zip(keys, victims, frame["suppressed"], strict=True)
    }


def _by_year(cells: Cells, t: Text) -> Tables:
    """All areas together, by year and group."""
    geography = next(iter(cells))[0]
    here = {key[2:]: shown for key, shown in cells.items() if key[:2] == (geography, "")}
    groups = [each for each in GROUPS if any(key[2] == each for key in here)]
    periods = sorted({key[:2] for key in here}, key=lambda each: (_ORDER[each[0]], each[1]))
    heads = [t(f"slides.protected.groups.{each}") for each in groups]
    rows = [
        Row((period_name(*each, t), *(here.get((*each, group), NOTHING) for group in groups)))
        for each in periods
    ]
    return _columns(t("slides.protected.period"), heads), rows


def _by_area(cells: Cells, t: Text) -> Tables:
    """All years together, by area of origin and of destination."""
    shown: dict[str, dict[str, str]] = {}
    for (geography, area, period, _, group), text in cells.items():
        if area and period == "all" and group == "all":
            shown.setdefault(area, {})[geography] = text
    used = {geography for texts in shown.values() for geography in texts}
    sides = [each for each in ("origin", "destination") if each in used]
    heads = [t(f"slides.protected.{each}") for each in sides]
    ordered = sorted(shown, key=lambda each: (each in _SPECIAL, fold(_area(each, t))))
    rows = [
        Row((_area(each, t), *(shown[each].get(side, NOTHING) for side in sides)))
        for each in ordered
    ]
    return _columns(t("slides.protected.area"), heads), rows


def _area(area: str, t: Text) -> str:
    if area in _SPECIAL:
        return t(f"slides.protected.{area}")
    place = places().get(area)
    return area if place is None else place.name(t.lang)


def _by_nationality(cells: Cells, t: Text) -> Tables:
    """All years and areas together, by nationality."""
    geography = next(iter(cells))[0]
    found = {
        _area(group.removeprefix(_NATIONALITY), t): text
        for (at, area, period, _, group), text in cells.items()
        if (at, area, period) == (geography, "", "all") and group.startswith(_NATIONALITY)
    }
    rows = [Row((name, found[name])) for name in sorted(found, key=fold)]
    heads = [t("slides.protected.victims")]
    return _columns(t("slides.protected.nationality"), heads), rows


def _columns(first: str, heads: Sequence[str]) -> list[Column]:
    wide = min(200.0, (_WIDTH - 180.0) / max(1, len(heads)))
    return [
        Column(first, _WIDTH - wide * len(heads), bold=True),
        *(Column(each, wide, number=True) for each in heads),
    ]
