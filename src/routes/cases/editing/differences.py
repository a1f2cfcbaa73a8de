"""What differs between two versions of a case, field by field."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Literal, TypeVar

from routes.cases.editing.model import CaseDraft, Item, RouteDraft, StopDraft

Kind = Literal["added", "removed", "changed"]
_Drafted = TypeVar("_Drafted", bound=Item)

_APART: Final = frozenset({"key", "new", "routes", "events", "figures", "sources"})


@dataclass(frozen=True)
class Change:
    """One thing that differs.

    Attributes
    ----------
    table : str
        ``cases``, ``stops``, ``events``, ``figures`` or ``sources``.
    kind : {"added", "removed", "changed"}
        What became of it.
    item : StopDraft, EventDraft, FigureDraft, SourceDraft or None
        The row it concerns, as it is afterwards (as it was, where it was removed); None for the
        case itself, and for the order of a route's stops.
    column : str
        The field that changed; ``place_id`` without an item stands for the places of a route in
        order. Empty where a whole row was added or removed.
    before, after : str or bool or tuple of str
        Its two values.
    route : int or None
        Number of the route.
    """

    table: str
    kind: Kind
    item: Item | None = None
    column: str = ""
    before: Any = ""
    after: Any = ""
    route: int | None = None


def differences(before: CaseDraft, after: CaseDraft) -> list[Change]:
    """List what differs between two drafts, the case first, then routes and the other rows.

    Rows are paired by what they speak of (a stop by its place, a figure by its measure and
    source), so that a corrected number is one change and not a loss and a gain. The order of
    events, figures and sources says nothing and is not compared; that of stops is.

    Examples
    --------
    >>> from dataclasses import replace
    >>> case = CaseDraft(case_id="c", name="One")
    >>> [(each.column, each.after) for each in differences(case, replace(case, name="Two"))]
    [('name', 'Two')]
    """
    return [
        *(Change("cases", "changed", None, *values) for values in _fields(before, after)),
        *_routes(before, after),
        *_rows("events", before.events, after.events, lambda e: (e.event, e.place_id)),
        *_rows("figures", before.figures, after.figures, lambda f: (f.measure, f.source_id)),
        *_rows("sources", before.sources, after.sources, lambda s: s.source_id),
    ]


def _fields(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    for each in fields(before):
        if each.name not in _APART and each.name != "stops":
            one, other = getattr(before, each.name), getattr(after, each.name)
            if one != other:
                yield each.name, one, other


def _routes(before: CaseDraft, after: CaseDraft) -> Iterator[Change]:
    old = {route.number: route for route in before.routes}
    new = {route.number: route for route in after.routes}
    for number in sorted(old.keys() | new.keys()):
        yield from _route(
            old.get(number, RouteDraft(number=number)), new.get(number, RouteDraft(number=number))
        )


def _route(before: RouteDraft, after: RouteDraft) -> Iterator[Change]:
    way, now = (tuple(stop.place_id for stop in each.stops) for each in (before, after))
    if way != now:
        kind: Kind = "changed" if way and now else "added" if now else "removed"
        yield Change("stops", kind, None, "place_id", way, now, before.number)
    place: Callable[[StopDraft], Hashable] = lambda stop: stop.place_id  # noqa: E731
    yield from _rows("stops", before.stops, after.stops, place, route=before.number, ordered=True)


def _rows(
    table: str,
    before: Sequence[_Drafted],
    after: Sequence[_Drafted],
    about: Callable[[_Drafted], Hashable],
    *,
    route: int | None = None,
    ordered: bool = False,
) -> Iterator[Change]:
    """Compare rows, those first paired that are the same, then those about the same thing."""
    old, new = list(before), list(after)
    if not ordered:
        _take_pairs(old, new, lambda row: row)
    pairs = _take_pairs(old, new, about)
    for one, other in pairs:
        for column, was, now in _fields(one, other):
            yield Change(table, "changed", other, column, was, now, route)
    for row in old:
        yield Change(table, "removed", row, route=route)
    for row in new:
        yield Change(table, "added", row, route=route)


def _take_pairs(
    old: list[_Drafted], new: list[_Drafted], about: Callable[[_Drafted], Hashable]
) -> list[tuple[_Drafted, _Drafted]]:
    """Take out of both lists the rows about the same thing, pair by pair in their order."""
    pairs = []
    for row in list(new):
        match = next((each for each in old if about(each) == about(row)), None)
        if match is not None:
            old.remove(match)
            new.remove(row)
            pairs.append((match, row))
    return pairs
