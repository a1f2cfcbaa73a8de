"""Totals and their parts: more minors than victims, more women arrested than arrests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from routes.cases.faults import LISTED_ROWS, Details, Faults

PARTS: Final = (
    (("minors",), "victims"),
    (("women",), "victims"),
    (("men",), "victims"),
    (("women", "men"), "victims"),
    (("girls",), "victims"),
    (("boys",), "victims"),
    (("girls",), "minors"),
    (("boys",), "minors"),
    (("girls", "boys"), "minors"),
    (("arrested_women",), "arrests"),
    (("caught_in_act",), "arrests"),
    (("properties", "businesses", "vehicles"), "assets"),
)
"""Measures that together cannot exceed another. Women may include girls, so that women and
minors together prove nothing."""

_NEEDED: Final = ("case_id", "measure", "value", "qualifier", "nationality", "source_id")
_RULE: Final = "checks.part_exceeds"
_NATIONS: Final = "checks.nations_exceed"


@dataclass(frozen=True, eq=False)
class _Figures:
    """Figures in digits, and the group that each belongs to."""

    frame: pd.DataFrame
    group: Any
    count: int


def warn_of_totals(raw: Mapping[str, pd.DataFrame], faults: Faults) -> None:
    """Warn of parts that exceed their whole, of one source or as the preferred figures.

    Only an exact whole can be exceeded, and only by what is exact or at least so many.

    Parameters
    ----------
    raw : mapping of str to pandas.DataFrame
        The tables as text.
    faults : Faults
        Where to add the warnings.
    """
    figures = raw.get("figures")
    if figures is None or not {*_NEEDED} <= {*figures}:
        return
    # A figure that is the only one of its case has nothing to disagree with.
    figures = figures[figures.duplicated("case_id", keep=False)]
    figures = figures[figures["value"].str.fullmatch("[0-9]{1,15}")]
    if figures.empty:
        return
    numbers = figures["value"].astype("int64")
    figures = figures.assign(n=numbers.to_numpy())
    alike = _grouped(figures, ["case_id", "source_id", "nationality"])
    said = [_exceeding(alike, parts, whole) for parts, whole in PARTS]
    if "preferred" in figures:
        chosen = figures[(figures["preferred"].str.lower() == "true") & (figures.nationality == "")]
        preferred = _grouped(chosen, ["case_id"])
        said += [_exceeding(preferred, parts, whole) for parts, whole in PARTS]
    _add(figures, _RULE, [item for found in said for item in found.items()], faults)
    _add(figures, _NATIONS, list(_nations(figures).items()), faults)


def _grouped(frame: pd.DataFrame, names: list[str]) -> _Figures:
    group = frame.groupby(names, sort=False).ngroup().to_numpy()
    return _Figures(frame, group, int(group.max()) + 1 if len(group) else 0)


def _exceeding(figures: _Figures, parts: tuple[str, ...], whole: str) -> dict[Any, Details]:
    """Return the first part, by its label, of the groups in which the parts exceed the whole."""
    frame, measure = figures.frame, figures.frame["measure"]
    number, qualifier = frame["n"].to_numpy(), frame["qualifier"]
    limit = np.full(figures.count, np.iinfo(np.int64).max)
    exact = (measure == whole).to_numpy() & (qualifier == "exact").to_numpy()
    limit[figures.group[exact]] = number[exact]
    part = measure.isin(parts).to_numpy() & qualifier.isin(("exact", "at_least")).to_numpy()
    total = np.zeros(figures.count, dtype=np.int64)
    np.add.at(total, figures.group[part], number[part])
    over = part & (total > limit)[figures.group]
    found: dict[Any, Details] = {}
    groups: set[int] = set()
    for place in np.flatnonzero(over).tolist():
        group = int(figures.group[place])
        if group not in groups:
            groups.add(group)
            named = tuple(("measure", each) for each in parts)
            sums = (("part", str(total[group])), ("whole", whole), ("most", str(limit[group])))
            found[frame.index[place]] = (*named, *sums)
    return found


def _nations(figures: pd.DataFrame) -> dict[Any, Details]:
    """Return the totals, by label, that the figures of single nationalities exceed."""
    nation, qualifier = figures["nationality"], figures["qualifier"]
    whole = ((nation == "") & (qualifier == "exact")).to_numpy()
    single = ~(nation == "") & ~nation.str.contains(";", regex=False)
    part = (single & qualifier.isin(("exact", "at_least"))).to_numpy()
    if not (whole.any() and part.any()):
        return {}
    alike = _grouped(figures, ["case_id", "source_id", "measure"])
    number, total = figures["n"].to_numpy(), np.zeros(alike.count, dtype=np.int64)
    np.add.at(total, alike.group[part], number[part])
    over = np.flatnonzero(whole & (total[alike.group] > number)).tolist()
    return {
        figures.index[place]: (
            ("measure", str(figures["measure"].iat[place])),
            ("part", str(total[alike.group[place]])),
            ("most", str(number[place])),
        )
        for place in over
    }


def _add(
    figures: pd.DataFrame, rule: str, found: list[tuple[Any, Details]], faults: Faults
) -> None:
    details = dict(reversed(found))  # of several parts, the one named first
    cells = figures["value"][figures.index.isin(details)]
    listed = {label: details[label] for label in cells.index[:LISTED_ROWS]}
    faults.add_cells("figures", "value", cells, rule, details=listed, severity="warning")
