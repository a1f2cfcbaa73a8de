"""All flows as one JSON value, and the folium layer that carries it to the map's script."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import folium
from folium.template import Template

from geo.places import Place, places
from routes.publish.literal import literal

if TYPE_CHECKING:
    from routes.flows import Flows

LEVELS = ("point", "settlement", "department", "region", "country")
"""How precise a place is; the map's script knows a level by its position here."""

EVIDENCE = ("stated", "inferred", "mentioned")

CaseLists = Mapping[tuple[str, str], list[int]]
"""Numbers of the cases behind each flow, by the ids of its ends."""

CLASSES = 4
"""Steps of the width and colour of a line."""


def flow_value(
    flows: Flows,
    *,
    lang: str,
    total_cases: int | None = None,
    selected: str | None = None,
    theme: str = "light",
    behind: CaseLists | None = None,
    years: tuple[int | None, int | None] | None = None,
) -> dict[str, Any]:
    """Gather what the map draws.

    Parameters
    ----------
    flows : Flows
        Flows and mentions at one level, strongest first.
    lang : {"es", "en"}
        Language of the map's own words and of the place names.
    total_cases : int, optional
        Distinct cases in the view. Never the sum of the lines.
    selected : str, optional
        What is selected: ``flow:CO-ANT>CHN``, ``place:ECU``, ``crossing:VE-PAEZ``,
        ``department:CO-ARA``, or ``""`` for nothing. None leaves the reader's own selection.
    theme : {"light", "dark"}
        Colours of the map.
    behind : mapping of (str, str) to list of int, optional
        The cases of each flow, numbered, as `case_lists` gives them. With them a label at the
        edge of the map counts the distinct cases of the lines that meet there; without them it
        counts flows.
    years : (int or None, int or None), optional
        First and last year in view; crossings that opened later or closed earlier are not drawn.

    Returns
    -------
    dict
        ``places`` as ``[id, name, lon, lat, level, country, first-level unit, members]`` in degrees
        EPSG:4326, the last two only where there are any; ``flows`` as ``[from, to, cases,
        inferred, first year, last year, sources]`` with places by position, and the numbers of
        the cases if known; ``mentions`` as ``[place, cases, evidence, statements]``;
        ``breaks``, the smallest number of cases of each class of width but the first.
    """
    frame, mentions = flows.frame, flows.mentions
    names = dict(zip(frame["from"], frame["from_name"], strict=True))
    names.update(zip(frame["to"], frame["to_name"], strict=True))
    names.update(zip(mentions["place"], mentions["name"], strict=True))
    known = places()
    ids = sorted(names)
    position = {place_id: n for n, place_id in enumerate(ids)}
    return {
        "v": 1,
        "lang": lang,
        "theme": theme,
        "sel": selected,
        "cases": total_cases,
        "places": [_place(known[each], names[each]) for each in ids],
        "flows": _flow_rows(frame, position, behind),
        "mentions": _mention_rows(mentions, position),
        "breaks": class_breaks(frame["cases"]),
        "years": None if years is None else list(years),
    }


def class_breaks(cases: Iterable[int]) -> list[int]:
    """Choose the classes of line width: at most four, each reaching about as many times higher.

    Parameters
    ----------
    cases : iterable of int
        Cases of each flow, at least 1.

    Returns
    -------
    list of int
        The smallest number of cases of the second class and of those above, rising.

    Examples
    --------
    >>> class_breaks([1, 1, 3])
    [2, 3]
    >>> class_breaks([1, 7, 1500])
    [6, 40, 200]
    """
    largest = max((int(each) for each in cases), default=1)
    if largest <= CLASSES:
        return list(range(2, largest + 1))
    breaks = [_round_number(largest ** (step / CLASSES)) for step in range(1, CLASSES)]
    return sorted({each for each in breaks if 1 < each <= largest})


class FlowLayer(folium.FeatureGroup):
    """A layer that hands one JSON value to the map's script, and nothing else.

    For ``st_folium(feature_group_to_add=…)`` with a map from `live_map`.

    Parameters
    ----------
    value : dict
        What `flow_value` returned.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = Rutas.layer({{ this.value }});"
        "{% endmacro %}"
    )

    def __init__(self, value: Mapping[str, Any]) -> None:
        super().__init__(control=False)
        self.value = literal(value)


def _place(place: Place, name: str) -> list[object]:
    row: list[object] = [
        place.id,
        name,
        round(place.lon, 4),
        round(place.lat, 4),
        LEVELS.index(place.level),
        place.country,
    ]
    parent = "" if place.parent == place.country else place.parent
    if place.members:
        return [*row, parent, list(place.members)]
    return [*row, parent] if parent else row


def _flow_rows(
    frame: Any, position: Mapping[str, int], behind: CaseLists | None
) -> list[list[object]]:
    columns = (
        frame["from"].map(position),
        frame["to"].map(position),
        frame["cases"],
        (frame["evidence"] == "inferred").astype(int),
        frame["first_year"],
        frame["last_year"],
        frame["sources"].map(len),
    )
    rows: list[list[object]] = [list(row) for row in zip(*map(_integers, columns), strict=True)]
    if behind is None:
        return rows
    ends = zip(frame["from"], frame["to"], strict=True)
    return [[*row, behind[end]] for row, end in zip(rows, ends, strict=True)]


def _mention_rows(mentions: Any, position: Mapping[str, int]) -> list[list[object]]:
    columns = (
        mentions["place"].map(position),
        mentions["cases"],
        mentions["evidence"].map(EVIDENCE.index),
        mentions["statements"],
    )
    return [list(row) for row in zip(*map(_integers, columns), strict=True)]


def _integers(column: Any) -> list[int | None]:
    missing = column.isna().tolist()
    return [
        None if blank else int(each) for each, blank in zip(column.tolist(), missing, strict=True)
    ]


def _round_number(value: float) -> int:
    if value < 10:
        return round(value)
    unit = int(10 ** math.floor(math.log10(value)))
    return round(value / unit) * unit
