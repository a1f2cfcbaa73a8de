"""The flows of two periods as one JSON value for the map: what changed, and what did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routes.flows import Flows
from routes.publish.flow_layer import flow_value

if TYPE_CHECKING:
    from routes.analysis.compare import Comparison


def change_value(
    found: Flows, comparison: Comparison, *, selected: str | None = None, theme: str = "light"
) -> dict[str, Any]:
    """Gather what the map draws of a comparison.

    Parameters
    ----------
    found : Flows
        The flows of the same query without years, at the same level.
    comparison : Comparison
        The two periods.
    selected : str, optional
        See `routes.publish.flow_value`.
    theme : {"light", "dark"}
        Colours of the map.

    Returns
    -------
    dict
        As from `routes.publish.flow_value`, with the cases of both periods as those of a flow,
        and ``change``: for each flow ``[verdict, cases before, cases after]``. What is too few to
        tell comes first, so that supported changes are drawn over it.

    Raises
    ------
    ValueError
        If the levels differ.
    """
    if found.level != comparison.level:
        raise ValueError(f"Invalid level '{found.level}'. Must be '{comparison.level}'.")
    pairs = comparison.frame[["from", "to", "before", "after", "verdict"]]
    joined = pairs.iloc[::-1].merge(found.frame, on=["from", "to"], how="left", validate="1:1")
    joined["cases"] = joined["before"] + joined["after"]
    value = flow_value(
        Flows(joined, found.mentions.iloc[:0], found.level, found.lang),
        lang=found.lang,
        selected=selected,
        theme=theme,
        years=(comparison.periods.before.first, comparison.periods.after.last),
    )
    told = zip(joined["verdict"], joined["before"], joined["after"], strict=True)
    return {**value, "change": [[verdict, int(one), int(two)] for verdict, one, two in told]}
