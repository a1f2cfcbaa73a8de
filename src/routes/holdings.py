"""The cases that are shown: the public ones of the product, the office's own, or both.

The public cases are read-only and never written into a register; the two only meet here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

from routes.cases import bundled
from routes.cases.model import LIST_SEPARATOR, TABLE_NAMES, TEXT, Tables
from routes.columns import coded
from routes.flows import Flows, flows, store
from routes.query import RouteQuery
from routes.recent import Recent
from routes.scope import Scope
from routes.snapshot import Office, register_tables

Which = Literal["all", "public", "own"]
WHICH: Final[tuple[Which, ...]] = ("all", "public", "own")

PUBLIC_PREFIX: Final = "public:"
"""Put before the id of a public case or source where the office has used the same id."""


@dataclass(frozen=True, eq=False)
class Holdings:
    """The cases that are shown, and which of them are the office's own.

    Parameters
    ----------
    tables : Tables
        The cases; their version names exactly this choice of them.
    which : {"all", "public", "own"}
        What was chosen.
    own_ids : frozenset of str
        Ids of the cases from the office's register.
    version : str
        Version of the register; empty where none plays a part.
    scope : Scope
        What the reader may see, already applied.
    from_folder : bool
        Whether they are a folder of tables that somebody named, and neither the product's nor
        the office's.
    """

    tables: Tables
    which: Which
    own_ids: frozenset[str]
    version: str
    scope: Scope = field(default_factory=Scope)
    from_folder: bool = False

    def is_own(self, case_id: str) -> bool:
        """Tell whether a case is from the office's register."""
        return case_id in self.own_ids


_held: Recent[tuple[Which, str, Scope], Holdings] = Recent(4)
_flows: Recent[tuple[object, ...], Flows] = Recent(32)


def holdings(register: Office | None, which: Which, *, scope: Scope | None = None) -> Holdings:
    """Return the cases to be shown; gathered once for each version of the register.

    Parameters
    ----------
    register : Register or None
        The office's own cases; None for none.
    which : {"all", "public", "own"}
        The public cases of the product, the office's own, or both. Where both use the same id,
        the public case or source gets `PUBLIC_PREFIX`.
    scope : Scope, optional
        What the reader may see; everything where left out. It is applied before anything is kept.

    Raises
    ------
    ValueError
        If there is no such choice.
    RegisterError
        If the register cannot be read.
    """
    if which not in WHICH:
        raise ValueError(f"Invalid choice of cases '{which}'. Must be one of {', '.join(WHICH)}.")
    scope = scope or Scope()
    version = "" if register is None or which == "public" else register.version()
    if version:
        # Of a register only its present version is worth the memory.
        _held.forget(lambda key: key[1] not in ("", version))
    return _held.get((which, version, scope), lambda: _gather(register, which, scope))


def flows_of(held: Holdings, query: RouteQuery, *, level: str = "place", lang: str = "es") -> Flows:
    """Return the flows that a query finds among the cases shown, found once and kept.

    What is kept has the choice of cases, the version of the register, the scope, the query, the
    level and the language as its key, and none of it can be changed.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    key = (held.which, held.version, held.scope, held.tables.version, query, level, lang)
    return _flows.get(key, lambda: flows(store(held.tables), query, level=level, lang=lang))


def _gather(register: Office | None, which: Which, scope: Scope) -> Holdings:
    public = scope.limit(bundled())
    if register is None or which == "public":
        tables = public if which != "own" else _none(public)
        return Holdings(tables, which, frozenset(), "", scope)
    whole = register_tables(register)
    own = scope.limit(whole)
    own_ids = frozenset(own.cases["case_id"].tolist())
    tables = own if which == "own" else together(public, own)
    return Holdings(tables, which, own_ids, whole.version, scope)


def _none(tables: Tables) -> Tables:
    """Return tables without a row."""
    frames = {name: tables.table(name).iloc[:0] for name in TABLE_NAMES}
    return Tables(**frames, name="register", synthetic=False, version="0" * 64, warnings=())


def together(public: Tables, own: Tables) -> Tables:
    """Return both sets of tables in one, the public cases first.

    Where both use an id, the public one is changed, in every row that names it.
    """
    if all(own.table(name).empty for name in TABLE_NAMES):
        return public
    kept = _set_apart(public, own)
    frames = {
        name: pd.concat([kept[name], own.table(name)], ignore_index=True) for name in TABLE_NAMES
    }
    return Tables(
        **frames,
        name=f"{public.name} + {own.name}",
        synthetic=public.synthetic or own.synthetic,
        version=hashlib.sha256(f"{public.version}\n{own.version}".encode()).hexdigest(),
        warnings=public.warnings + own.warnings,
    )


def _set_apart(public: Tables, own: Tables) -> dict[str, pd.DataFrame]:
    """Return the public tables with other ids where the office uses them too."""
    cases = _other_ids(public.cases["case_id"], own.cases["case_id"])
    sources = _other_ids(public.sources["source_id"], own.sources["source_id"])
    frames = {name: public.table(name) for name in TABLE_NAMES}
    for name, frame in frames.items():
        for column, other in (("case_id", cases), ("source_id", sources)):
            if column in frame and other:
                frame = frame.assign(**{column: frame[column].replace(other).astype(TEXT)})
        frames[name] = frame
    if sources:
        lists = frames["cases"]["identity_inferred"].map(lambda cell: _renamed(cell, sources))
        frames["cases"] = frames["cases"].assign(identity_inferred=lists.astype(TEXT))
    return frames


def _other_ids(public: pd.Series[str], own: pd.Series[str]) -> dict[str, str]:
    taken = {*own.tolist(), *public.tolist()}
    other: dict[str, str] = {}
    for each in public[coded(public, own.tolist()) >= 0]:
        name = PUBLIC_PREFIX + each
        while name in taken:
            name = PUBLIC_PREFIX + name
        other[each] = name
        taken.add(name)
    return other


def _renamed(cell: str, other: dict[str, str]) -> str:
    parts = [each.strip() for each in cell.split(LIST_SEPARATOR)]
    return LIST_SEPARATOR.join(other.get(each, each) for each in parts)
