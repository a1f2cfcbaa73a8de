"""Which cases stand behind each flow, so that lines which meet can be counted by case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from routes.flows import legs

if TYPE_CHECKING:
    from routes.query import RouteQuery
    from routes.store import Store

MOST_LEGS = 5_000
"""Beyond this many legs the lists would weigh more than the flows themselves."""


def case_lists(
    store: Store,
    query: RouteQuery,
    *,
    level: str = "place",
    order: Sequence[str] | None = None,
    most: float = MOST_LEGS,
) -> dict[tuple[str, str], list[int]] | None:
    """Number the cases behind each flow.

    Parameters
    ----------
    store : Store
        The cases.
    query : RouteQuery
        What is asked.
    level : {"place", "department", "country"}
        The level of the flows.
    order : sequence of str, optional
        Ids of the cases, in the order in which they are numbered; by default that of the tables.
    most : float
        With more legs than that there are no lists; infinity for lists of any length.

    Returns
    -------
    dict of (str, str) to list of int, or None
        By the ids of a flow's ends, the numbers of its distinct cases, rising. None where there
        are more than `most` legs.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    if len(store.elements) > most:
        return None
    found = legs(store, query, level=level)
    moves = found[found["from"].notna()]
    numbered = dict.fromkeys(moves["case_id"]) if order is None else order
    number = {case: n for n, case in enumerate(numbered)}
    lists: dict[tuple[str, str], set[int]] = {}
    for case, start, end in zip(moves["case_id"], moves["from"], moves["to"], strict=True):
        lists.setdefault((start, end), set()).add(number[case])
    return {ends: sorted(cases) for ends, cases in lists.items()}
