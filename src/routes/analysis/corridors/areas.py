"""The areas that corridors join: departments, foreign countries, and one border zone.

The zone is the border of Colombia and Venezuela: on the Colombian side the departments of the
region ``REG-FRONTERA-VEN`` of the registry, on the other the states that the table of crossings
names opposite one of them. A place that is known by its country only is in no zone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from geo.gazetteer import settlement
from geo.layers import crossings
from geo.places import at_level, places
from geo.whereabouts import unit_of
from routes.text import Text

BORDER_ZONE: Final = "BORDER-COL-VEN"
"""Id of the border zone, as links write it; it is no place of the registry."""

_REGION: Final = "REG-FRONTERA-VEN"
_NEIGHBOUR: Final = "VEN"


@cache
def zone_departments() -> frozenset[str]:
    """Return the Colombian departments of the border zone.

    Examples
    --------
    >>> sorted(zone_departments())
    ['CO-ARA', 'CO-BOY', 'CO-CES', 'CO-GUA', 'CO-LAG', 'CO-NSA', 'CO-VID']
    """
    return frozenset(places()[_REGION].members)


@cache
def zone_states() -> frozenset[str]:
    """Return names of Venezuelan states that lie opposite a crossing, as its table writes them.

    The table gives the other side as a town with its state in brackets, or as states alone; the
    name of a town that stands alone is here too and matches no state.

    Examples
    --------
    >>> {"Amazonas", "Apure", "Táchira", "Zulia"} <= zone_states(), "Sucre" in zone_states()
    (True, False)
    """
    table = crossings()
    texts = table.loc[table["neighbour"] == _NEIGHBOUR, "neighbour_place"]
    return frozenset(
        part.strip()
        for text in texts
        for part in (re.findall(r"\(([^)]*)\)", text) or text.split("/"))
    )


@cache
def in_zone(place_id: str) -> bool:
    """Tell whether a place is known to lie in the border zone.

    Examples
    --------
    >>> [in_zone(each) for each in ("VE-PAEZ", "GN3629710", "VEN", "11001")]
    [True, True, False, False]
    """
    known = places()
    if place_id not in known:
        return False
    if place_id == _REGION or at_level(place_id, "department") in zone_departments():
        return True
    here = known[place_id]
    if here.country != _NEIGHBOUR or here.level == "country":
        return False
    found = settlement(place_id)
    return (here.unit or (unit_of(found)[1] if found else "")) in zone_states()


@cache
def area(place_id: str) -> str:
    """Return the area of a place: its department in Colombia, its country abroad.

    A region stays itself; so does Colombia where nothing smaller is known, and a place that the
    registry does not have.

    Examples
    --------
    >>> area("85001"), area("GN1809858"), area("REG-EJE-CAFETERO"), area("COL")
    ('CO-CAS', 'CHN', 'REG-EJE-CAFETERO', 'COL')
    """
    return at_level(place_id, "department") if place_id in places() else place_id


def area_name(area_id: str, t: Text) -> str:
    """Return what an area or a place of passage is called."""
    if area_id == BORDER_ZONE:
        return t("corridors.zone")
    here = places().get(area_id)
    if here is None:
        return area_id
    if area_id == "COL":
        return t("corridors.place_unsaid", place=here.name(t.lang))
    return here.name(t.lang)
