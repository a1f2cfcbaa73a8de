"""Cases that are likely the same under another id: in the file, the register or the public set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from routes.cases.faults import LISTED_ROWS, Details, Faults

_GENERIC: Final = (
    "a|al|and|banda|case|caso|contra|de|del|e|el|en|estructura|gang|group|grupo|in|la|las|los|"
    "network|of|operacion|operation|operativo|organizacion|organisation|organization|por|red|"
    "structure|the|trafficking|trata|y"
)
_CUTOFF: Final = 92
_MOST_PAIRS: Final = 4_000_000

_CASES: Final = "checks.like_case"
_KNOWN: Final = "checks.like_known"
_PUBLIC: Final = "checks.like_public"


def bare_names(names: pd.Series[str]) -> pd.Series[str]:
    """Return names without accents, case, punctuation and the words that any case may have.

    >>> bare_names(pd.Series(["Operación «Némesis»", "nemesis (caso)", "Red de trata"])).to_list()
    ['nemesis', 'nemesis', '']
    """
    plain = pc.utf8_normalize(pa.array(names, pa.large_string()), form="NFKD")
    plain = pc.utf8_lower(pc.replace_substring_regex(plain, r"\p{M}+", ""))
    plain = pc.replace_substring_regex(plain, r"[^\p{L}\p{N}]+", "  ")
    plain = pc.replace_substring_regex(plain, rf"(?:^|\s)(?:{_GENERIC})(?:\s|$)", " ")
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(plain, r"\s+", " "))
    return pd.Series(plain.to_numpy(zero_copy_only=False), index=names.index, dtype="str")


def warn_of_likeness(
    frames: Mapping[str, pd.DataFrame], known: pd.DataFrame, faults: Faults
) -> None:
    """Warn of cases whose names say that they may be there already under another id.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        The new cases of a file as text, and their other tables.
    known : pandas.DataFrame
        ``case_id`` and ``name`` of the cases of the register.
    faults : Faults
        Where to add the warnings.
    """
    cases = frames["cases"]
    if cases.empty or not {"case_id", "name"} <= {*cases}:
        return
    bare = bare_names(cases["name"])
    year = cases.get("period_start", pd.Series("", index=cases.index)).str[:4]
    _warn(cases, _within(cases["case_id"], bare, year), _CASES, faults)
    if len(known):
        held = pd.DataFrame({"id": known["case_id"], "bare": bare_names(known["name"])})
        found = _likes(bare, held)
        _warn(cases, found[found != cases.loc[found.index, "case_id"]], _KNOWN, faults)
    public = _public()
    found = _likes(bare, public)
    since = found.map(public.drop_duplicates("id").set_index("id")["year"])
    of_case = year[found.index]
    same_time = (of_case == "") | (since == "") | (of_case == since)
    _warn(cases, found[same_time], _PUBLIC, faults)


@cache
def _public() -> pd.DataFrame:
    from routes.cases.reading import bundled  # which itself checks what it reads

    cases = bundled().cases
    return pd.DataFrame(
        {
            "id": cases["case_id"],
            "bare": bare_names(cases["name"]),
            "year": cases["period_start"].str[:4],
        }
    )


def _within(ids: pd.Series[str], bare: pd.Series[str], year: pd.Series[str]) -> pd.Series[str]:
    """Return the earlier case, of the same name and year, of each case that has one."""
    named = pd.DataFrame({"id": ids, "bare": bare, "year": year})[bare != ""]
    again = named.duplicated(["bare", "year"], keep="first")
    if not again.any():
        return ids.iloc[:0]
    first = named[~again].set_index(["bare", "year"])["id"]
    later = named[again]
    earlier = first.reindex(pd.MultiIndex.from_frame(later[["bare", "year"]])).to_numpy()
    found = pd.Series(earlier, index=later.index, dtype="str")
    return found[found != later["id"]]


def _likes(bare: pd.Series[str], held: pd.DataFrame) -> pd.Series[str]:
    """Return for each name the id of a case that is called the same or nearly so."""
    by_name = held[held["bare"] != ""].drop_duplicates("bare").set_index("bare")["id"]
    same = bare.map(by_name).dropna()
    rest = bare[~bare.index.isin(same.index) & (bare != "")]
    if len(by_name) and 0 < len(rest) * len(by_name) <= _MOST_PAIRS:
        names = by_name.index.to_list()
        scores = process.cdist(
            rest.to_list(), names, scorer=fuzz.token_sort_ratio, score_cutoff=_CUTOFF
        )
        best = scores.argmax(axis=1)
        near = [
            bool(scores[row, best[row]] > 0) and _digits(name) == _digits(names[best[row]])
            for row, name in enumerate(rest.to_list())
        ]
        close = pd.Series(by_name.to_numpy()[best], index=rest.index, dtype="str")[near]
        same = pd.concat([same, close]).sort_index()
    return same.astype("str")


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())


def _warn(cases: pd.DataFrame, found: pd.Series[str], rule: str, faults: Faults) -> None:
    cells = cases.loc[found.index, "name"]
    listed: dict[Any, Details] = {
        label: (("other", str(other)),) for label, other in found.head(LISTED_ROWS).items()
    }
    faults.add_cells("cases", "name", cells, rule, details=listed, severity="warning")
