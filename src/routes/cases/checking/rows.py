"""Rules of whole rows and of rows together: keys, references, numbering, periods."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from routes.cases.checking.columns import IDENTIFIER
from routes.cases.checking.rules import Circumstances, Rule, cell_rule, value_rule
from routes.cases.dates import is_as_precise, is_date, span
from routes.cases.faults import Details
from routes.cases.values import among, parts

KEYS: Final = {
    "sources": ("source_id",),
    "cases": ("case_id",),
    "stops": ("case_id", "route_no", "stop_no"),
    "figures": ("case_id", "measure", "nationality", "source_id"),
}
"""What tells the rows of a table apart; events have no key."""

_PRECISE: Final = {"sources": "published_on", "cases": "period_start", "events": "happened_on"}
_OWN: Final = {"sources": "source_id", "cases": "case_id"}


def row_rules(table: str, given: Circumstances) -> list[Rule]:
    """Return the rules that the rows of a table must obey together.

    Parameters
    ----------
    table : str
        One of `routes.cases.model.TABLE_NAMES`.
    given : Circumstances
        The other tables.
    """
    rules = [*_key(table, given), *_references(table, given), *_precision(table)]
    if table == "cases":
        rules += [*_identities(given), _PERIOD]
    if table == "stops":
        order = () if table in given.incomplete else (_NUMBERING,)
        rules += [*order, _ROLE, _reason(given)]
    if table == "figures":
        rules.append(_PREFERRED)
    return rules


def coded(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the columns as small integers: equal where the text is equal, and far quicker."""
    codes = {column: pd.factorize(frame[column])[0] for column in columns}
    return pd.DataFrame(codes, index=frame.index)


def _key(table: str, given: Circumstances) -> list[Rule]:
    key = KEYS.get(table, ())
    if not key:
        return []

    def is_first(frame: pd.DataFrame) -> pd.Series[bool]:
        return ~coded(frame, key).duplicated(keep="first") | (frame[key[0]] == "")

    def explain(rows: pd.DataFrame) -> list[Details]:
        whole = given.raw[table]
        first = whole.drop_duplicates(list(key)).reset_index(names="label")
        labels = rows.merge(first, on=list(key), how="left")["label"]
        named = ", ".join(key)
        return [(("columns", named), ("first", str(given.row_of(table, each)))) for each in labels]

    return [Rule("checks.duplicate_key", key[-1], is_first, explain, needs=key)]


def _references(table: str, given: Circumstances) -> list[Rule]:
    if table in _OWN:
        return []
    found = []
    for target, column in _OWN.items():
        if target in given.incomplete or column not in given.raw.get(target, ()):
            continue
        known = given.raw[target][column]
        if target == "sources":
            known = pd.concat([known, given.sources.astype(known.dtype)])
        elif len(given.cases):
            found.append(_partial(given, known))
        details = (("id", column), ("target", target))
        found.append(_reference(column, known, given, details))
    return found


def _reference(column: str, known: pd.Series[str], given: Circumstances, details: Details) -> Rule:
    def is_known(cells: pd.Series[str]) -> pd.Series[bool]:
        # One that is no identifier at all is reported as such, and so is a case of the register.
        right = among(cells, known)
        if right.all():
            return right
        right |= ~cells.str.fullmatch(IDENTIFIER)
        return right | among(cells, given.cases) if column == "case_id" else right

    return cell_rule("checks.unknown_reference", column, is_known, details)


def _partial(given: Circumstances, known: pd.Series[str]) -> Rule:
    """A case comes whole: rows cannot be added to one of the register."""

    def is_whole(cells: pd.Series[str]) -> pd.Series[bool]:
        return among(cells, known) | ~among(cells, given.cases)

    return cell_rule("checks.part_of_case", "case_id", is_whole)


def _identities(given: Circumstances) -> list[Rule]:
    if "source_id" not in given.raw.get("sources", ()):
        return []
    known = {*given.raw["sources"]["source_id"], *given.sources}
    return [
        value_rule(
            "checks.unknown_identity",
            "identity_inferred",
            lambda value: known.issuperset(parts(value)),
        )
    ]


def _precision(table: str) -> list[Rule]:
    """Return the rule that a date is as precise as the row says it is."""
    column = _PRECISE.get(table)
    if column is None:
        return []

    def is_right(when: str, wanted: str) -> bool:
        return not is_date(when) or is_as_precise(when, wanted)

    def explain(rows: pd.DataFrame) -> list[Details]:
        return [(("precision", wanted),) for wanted in rows["date_precision"]]

    pair = (column, "date_precision")
    return [Rule("checks.vague_date", column, _pairs(pair, is_right), explain, needs=pair)]


def _pairs(
    pair: tuple[str, str], is_right: Callable[[str, str], bool]
) -> Callable[[pd.DataFrame], pd.Series[bool]]:
    """Ask once for each distinct pair of values."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        (first, starts), (second, ends) = (pd.factorize(frame[column]) for column in pair)
        count = max(len(ends), 1)
        codes, where = np.unique(first.astype(np.int64) * count + second, return_inverse=True)
        one, other = starts.to_numpy(dtype=object), ends.to_numpy(dtype=object)
        pairs = zip(one[codes // count], other[codes % count], strict=True)
        right = np.fromiter(itertools.starmap(is_right, pairs), dtype=bool, count=len(codes))
        return pd.Series(right[where], index=frame.index)

    return holds


def _starts_first(start: str, end: str) -> bool:
    return not (is_date(start) and is_date(end)) or span(end)[1] >= span(start)[0]


_PERIOD: Final = Rule(
    "checks.backward_period",
    "period_end",
    _pairs(("period_start", "period_end"), _starts_first),
    lambda rows: [(("start", start),) for start in rows["period_start"]],
    needs=("period_start", "period_end"),
)


def _digits(cells: pd.Series[str]) -> pd.Series[bool]:
    return cells.str.fullmatch(r"[0-9]{1,9}")


def _is_next(frame: pd.DataFrame) -> pd.Series[bool]:
    """Tell which stops continue their route: 1, 2, 3, … without a gap."""
    right = pd.Series(True, index=frame.index)
    stops = frame[_digits(frame["route_no"]) & _digits(frame["stop_no"])]
    if stops.empty:
        return right
    case = pd.factorize(stops["case_id"])[0].astype(np.int64)
    route = stops["route_no"].astype(np.int64).to_numpy()
    number = stops["stop_no"].astype(np.int64).to_numpy()
    order = np.lexsort((number, route, case))
    case, route, number = case[order], route[order], number[order]
    starts = np.r_[True, (case[1:] != case[:-1]) | (route[1:] != route[:-1])]
    expected = np.where(starts, 1, np.r_[0, number[:-1] + 1])
    # A stop numbered twice is a duplicate key and reported as such.
    repeated = ~starts & (number == np.r_[0, number[:-1]])
    right[stops.index[order[(number != expected) & ~repeated]]] = False
    return right


_NUMBERING: Final = Rule(
    "checks.numbering", "stop_no", _is_next, needs=("case_id", "route_no", "stop_no")
)
_ROLE: Final = Rule(
    "checks.no_role",
    "role",
    lambda stops: (stops["role"] != "") | (stops["evidence"] == "mentioned"),
    needs=("role", "evidence"),
)


def _reason(given: Circumstances) -> Rule:
    notes = [name for name in ("note_es", "note_en") if name in given.raw["stops"]]

    def has_reason(stops: pd.DataFrame) -> pd.Series[bool]:
        right: Any = stops["evidence"] != "inferred"
        for name in notes:
            right |= stops[name] != ""
        return pd.Series(right, index=stops.index)

    needs = ("evidence", *notes)
    return Rule("checks.no_reason", "evidence", has_reason, needs=needs, severity="warning")


def _is_only_choice(figures: pd.DataFrame) -> pd.Series[bool]:
    right = pd.Series(True, index=figures.index)
    chosen = figures[figures["preferred"].str.lower() == "true"]
    again = coded(chosen, ("case_id", "measure")).duplicated(keep="first")
    if again.any() and set(KEYS["figures"]) <= set(figures):
        # A doubled row is reported as such.
        again &= ~coded(chosen, KEYS["figures"]).duplicated(keep="first")
    right[chosen.index[again]] = False
    return right


_PREFERRED: Final = Rule(
    "checks.preferred_twice",
    "preferred",
    _is_only_choice,
    needs=("case_id", "measure", "preferred"),
)
