"""The corridors of mixed migration through Colombia in 2022: context, not trafficking."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo import DATA
from geo.places import Place, places

FLOW_SHARE: Final = 97
"""Per cent of the flow that the corridors carry, as the report says."""

ROUTES_IN_REPORT: Final = 11
"""Routes that the report counts; the corridors are some of them."""


@dataclass(frozen=True)
class Corridor:
    """A corridor of mixed migration.

    Parameters
    ----------
    id : str
        ``C1`` … ``C6``.
    country : Place
        The country from which people come into Colombia.
    stops : tuple of Place
        Where it starts, what it passes, where it ends.
    mode : {"land", "sea", "unknown"}
        As the report says.
    way_es, way_en : str
        What the report calls the way; empty where it says nothing.
    source : str
        Title of the report.
    """

    id: str
    country: Place
    stops: tuple[Place, ...]
    mode: str
    way_es: str
    way_en: str
    source: str

    def way(self, lang: str) -> str:
        """Return what the report calls the way, in a language."""
        return self.way_en if lang == "en" else self.way_es


@cache
def corridors() -> tuple[Corridor, ...]:
    """Return the corridors, in the order of the report.

    Examples
    --------
    >>> [place.name("es") for place in corridors()[0].stops]
    ['Ipiales', 'Necoclí']
    """
    known = places()
    path = DATA / "migration" / "corridors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Corridor(
            id=row["corridor_id"],
            country=known[row["from_country"]],
            stops=tuple(
                known[each]
                for each in (row["start_id"], *row["via_ids"].split(";"), row["end_id"])
                if each
            ),
            mode=row["mode"],
            way_es=row["way_es"],
            way_en=row["way_en"],
            source=row["source_title"],
        )
        for row in rows
    )
