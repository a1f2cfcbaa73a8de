"""What differs between two releases that have left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routes.release.cells import Cell
from routes.release.history import Past


@dataclass(frozen=True)
class Change:
    """Something that two releases say differently.

    Parameters
    ----------
    name : str
        Field of the manifest, or ``title``, ``formats`` or ``user``; ``query.`` and the name for
        a filter.
    before, after : str
        What each says; empty for nothing.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class CellChange:
    """A protected count that two releases show differently.

    Parameters
    ----------
    cell : Cell
        Which one.
    before, after : int or None
        What each shows; None where it does not.
    """

    cell: Cell
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Comparison:
    """What differs between an earlier and a later release.

    Parameters
    ----------
    changes : tuple of Change
        Title, formats, maker and manifest.
    sources_gone, sources_come : tuple of str
        Ids of the sources that only the earlier, or only the later cites.
    cells : tuple of CellChange
        Protected counts.
    """

    changes: tuple[Change, ...]
    sources_gone: tuple[str, ...]
    sources_come: tuple[str, ...]
    cells: tuple[CellChange, ...]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return any(vars(self).values())


def compare(before: Past, after: Past) -> Comparison:
    """Return what differs between two releases, from what was written down of them.

    Which cases a release showed is not written down: where they changed, `data_version` differs,
    and the sources with them.
    """
    one, other = (set(each.manifest["sources"]) for each in (before, after))
    return Comparison(
        changes=_changes(_said(before), _said(after)),
        sources_gone=tuple(sorted(one - other)),
        sources_come=tuple(sorted(other - one)),
        cells=tuple(
            CellChange(cell, before.counts.get(cell), after.counts.get(cell))
            for cell in sorted({*before.counts, *after.counts})
            if before.counts.get(cell) != after.counts.get(cell)
        ),
    )


def _said(found: Past) -> dict[str, str]:
    """Return what a release says of itself, as texts by name."""
    about: Mapping[str, Any] = found.manifest
    said = {"title": found.title, "formats": ", ".join(found.formats), "user": found.user}
    for name, value in about.items():
        if name not in ("release_id", "user", "sources", "query"):
            said[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return said | {f"query.{name}": str(value) for name, value in about["query"].items()}


def _changes(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(name, one.get(name, ""), other.get(name, ""))
        for name in dict.fromkeys((*one, *other))
        if one.get(name, "") != other.get(name, "")
    )
