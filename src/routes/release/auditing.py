"""The whole ledger, audited again."""

from __future__ import annotations

from dataclasses import dataclass

from routes.cases.model import Tables
from routes.holdings import Holdings
from routes.release.attacker import Published
from routes.release.cells import Cell, count
from routes.release.intervals import leaks
from routes.release.ledger import Ledger


@dataclass(frozen=True)
class Finding:
    """Something that follows too exactly from the releases so far.

    Parameters
    ----------
    seq : int
        The release.
    cell : Cell
        What is known too well, a number from which others differ by it, or a number of which
        little is left since cases have become public.
    less : tuple of Cell
        The others; none for a suppressed cell.
    since : int or None
        The earlier release whose number of the same cell is taken off.
    least, most : int
        Between what it must be; `most` is the lesser where no register fits the release at all.
    """

    seq: int
    cell: Cell
    less: tuple[Cell, ...]
    since: int | None
    least: int
    most: int


def audit(ledger: Ledger, cases: Tables | Holdings | None = None) -> list[Finding]:
    """Audit all releases together, from what they published.

    Parameters
    ----------
    ledger : Ledger
        The releases.
    cases : Tables or Holdings, optional
        The cases as they are now: those that were counted and have become public since are
        taken to be known.

    Returns
    -------
    list of Finding
        Empty if every promise holds.
    """
    tables = cases.tables if isinstance(cases, Holdings) else cases
    public: frozenset[str] = frozenset()
    if tables is not None:
        public = frozenset(tables.cases["case_id"][tables.cases["handling"] == "public"].tolist())
    earlier = ledger.earlier()
    published = [
        Published(each.shown, count(c for case, c in each.holds.items() if case in public))
        for each in earlier
    ]
    found = []
    for place, leak in leaks(published):
        target = leak.target
        first = place - target.release
        found.append(
            Finding(
                seq=earlier[place].seq,
                cell=target.cell,
                less=target.less,
                since=None if target.since is None else earlier[first + target.since].seq,
                least=round(leak.least),
                most=round(leak.most),
            )
        )
    return found
