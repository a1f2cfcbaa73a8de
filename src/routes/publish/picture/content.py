"""What a map shows of a release: flows, mentions and the places that they name."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.places import Place, places, within
from routes.flows import Flows, Store, flows
from routes.publish.case_lists import case_lists
from routes.publish.flow_layer import CaseLists, class_breaks
from routes.query import RouteQuery


@dataclass(frozen=True)
class Flow:
    """One flow, ready to be drawn.

    Parameters
    ----------
    start, end : Place
        Its ends.
    cases : int
        Distinct cases.
    inferred : bool
        Whether no source states it.
    level : int
        Class of its width and colour.
    chosen : bool
        Whether it is not to be faded.
    """

    start: Place
    end: Place
    cases: int
    inferred: bool
    level: int
    chosen: bool = True

    @property
    def loop(self) -> bool:
        """Whether it stays within one place."""
        return self.start.id == self.end.id


@dataclass(frozen=True)
class Mention:
    """A place that stands on its own: mentioned, or of a case without a documented movement."""

    place: Place
    cases: int
    evidence: str


@dataclass(frozen=True)
class Content:
    """What one map shows.

    Parameters
    ----------
    flows : tuple of Flow
        Most cases first.
    mentions : tuple of Mention
        Most cases first.
    names : dict of str to str
        Names of the places by id.
    breaks : tuple of int
        Smallest number of cases of each class but the first.
    behind : dict
        Numbers of the cases behind each flow, by the ids of its ends.
    years : (int or None, int or None) or None
        Years asked for.
    lang : {"es", "en"}
        Language of the names.
    """

    flows: tuple[Flow, ...]
    mentions: tuple[Mention, ...]
    names: dict[str, str]
    breaks: tuple[int, ...]
    behind: CaseLists
    years: tuple[int | None, int | None] | None
    lang: str

    @property
    def classes(self) -> int:
        """How many classes of width there are."""
        return len(self.breaks) + 1


def content(
    store: Store, query: RouteQuery, *, level: str, lang: str, selected: str = ""
) -> Content:
    """Gather what a map shows.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        Which of them.
    level : {"place", "department", "country"}
        Level of the flows.
    lang : {"es", "en"}
        Language of the names.
    selected : str
        What stands out (``flow:A>B``, ``place:A`` …), the rest faded; empty for all.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    found = flows(store, query, level=level, lang=lang)
    breaks = class_breaks(found.frame["cases"])
    drawn = tuple(_flows(found, breaks, selected))
    if selected and not any(each.chosen for each in drawn):
        drawn = tuple(_flows(found, breaks, ""))
    mentions = tuple(_mentions(found))
    ends = {each.id: each for flow in drawn for each in (flow.start, flow.end)}
    ends |= {each.place.id: each.place for each in mentions}
    return Content(
        flows=drawn,
        mentions=mentions,
        names={key: place.name(lang) for key, place in ends.items()},
        breaks=tuple(breaks),
        behind=case_lists(store, query, level=level, most=math.inf) or {},
        years=query.years,
        lang=lang,
    )


def _flows(found: Flows, breaks: list[int], selected: str) -> list[Flow]:
    known, frame = places(), found.frame
    rows = zip(frame["from"], frame["to"], frame["cases"], frame["evidence"], strict=True)
    return [
        Flow(
            start=known[start],
            end=known[end],
            cases=int(cases),
            inferred=evidence == "inferred",
            level=sum(cases >= each for each in breaks),
            chosen=_is_chosen(selected, start, end),
        )
        for start, end, cases, evidence in rows
        if start in known and end in known
    ]


def _is_chosen(selected: str, start: str, end: str) -> bool:
    kind, _, key = selected.partition(":")
    if not key:
        return True
    if kind == "flow":
        return key == f"{start}>{end}"
    return key in within(start) or key in within(end)


def _mentions(found: Flows) -> list[Mention]:
    known, frame = places(), found.mentions
    rows = zip(frame["place"], frame["cases"], frame["evidence"], strict=True)
    return [
        Mention(known[place], int(cases), evidence)
        for place, cases, evidence in rows
        if place in known
    ]
