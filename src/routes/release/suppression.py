"""From the counts to the lattice: primary and secondary suppression, each step audited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from routes.release import cells
from routes.release.attacker import Published
from routes.release.cells import PROTECTION, ROUNDING, THRESHOLD, Cell, within
from routes.release.contributions import Contribution
from routes.release.intervals import leaks, linked, targets
from routes.release.ledger import Earlier
from routes.release.model import Lattice, RefusedError

_LEAST_SHARE: Final = 0.1
"""Part of the victims (and at least `THRESHOLD`) that must have come or gone before new counts
leave; until then the last ones do. The fewer counts leave, the fewer can be subtracted."""

Holds = Mapping[str, Contribution]


@dataclass(frozen=True)
class Protected:
    """Counts that may leave.

    Parameters
    ----------
    lattice : Lattice
        What is shown.
    suppressed : mapping of str to int
        Number of suppressed ``cells`` in it; primary and secondary ones are not told apart.
    """

    lattice: Lattice
    suppressed: Mapping[str, int]


def protect(
    holds: Holds, earlier: Sequence[Earlier], *, public: Collection[str] = frozenset()
) -> Protected | None:
    """Return the counts of cases that may leave, given all that left before.

    Parameters
    ----------
    holds : mapping of str to Contribution
        What each case that is not public adds.
    earlier : sequence of Earlier
        Protected counts that the public has, the oldest first.
    public : collection of str
        Cases that are public now: of earlier counts the attacker takes them off.

    Returns
    -------
    Protected or None
        None where nothing may be shown.

    Raises
    ------
    RefusedError
        If cases that were counted before are public now, and what has left already tells too
        much of the others; or if the audit fails.
    """
    before = refuse_known(earlier, public)
    if not earlier or _changed(earlier[-1].holds, holds):
        shown = cells.primary(cells.count(holds.values()))
        if secure(shown, before):
            return _protected(shown)
    # What has left already may leave again, if it keeps the promise.
    failing = {earlier[place].seq for place, _ in leaks(before)}
    if failing or not earlier:
        names = ", ".join(str(each) for each in sorted(failing))
        raise RefusedError("release.audit_failed", (("releases", names or "–"),))
    return _protected(earlier[-1].shown)


def refuse_known(earlier: Sequence[Earlier], public: Collection[str]) -> list[Published]:
    """Return what the public knows of earlier releases, the cases that are public now taken off.

    Raises
    ------
    RefusedError
        If that tells too much of the others.
    """
    before = [Published(each.shown, _known(each.holds, public)) for each in earlier]
    if any(each.known for each in before) and leaks(before):
        raise RefusedError("release.known_since")
    return before


def _protected(shown: Mapping[Cell, int]) -> Protected | None:
    if not shown:
        return None
    lattice = Lattice(cells.frame(shown), threshold=THRESHOLD, rounding=ROUNDING)
    return Protected(lattice, {"cells": len(cells.suppressed(shown))})


def _known(holds: Holds, public: Collection[str]) -> dict[Cell, int]:
    return cells.count(each for case, each in holds.items() if case in public)


def _changed(before: Holds, after: Holds) -> bool:
    """Tell whether enough victims have come, gone, or been counted elsewhere."""
    found = 0
    for case in before.keys() | after.keys():
        one, other = before.get(case), after.get(case)
        if one != other:
            found += max(sum(each.victims) for each in (one, other) if each is not None)
    counted = sum(sum(each.victims) for each in before.values())
    return found >= max(THRESHOLD, _LEAST_SHARE * counted)


def secure(shown: dict[Cell, int], before: Sequence[Published]) -> bool:
    """Suppress until the audit of all releases together finds nothing; `shown` is changed.

    Returns
    -------
    bool
        Whether that went well; otherwise nothing of it may leave.
    """
    simple(shown)
    if not shown:
        return True
    audit = linked([*before, Published(shown, {})])
    attack = audit.attack
    while True:
        found = [
            leak
            for number in range(len(attack.releases))
            for leak in audit.leaks(targets(attack, number))
        ]
        if not found:
            return True
        for leak in found:
            because = [each for each in leak.because if each in shown]
            if not leak.because:
                return False
            if len(because) < len(leak.because):
                continue  # something that held it back has just gone
            cell = _cheapest(shown, because)
            for each in take(shown, cell):
                attack.release(each)


def simple(shown: dict[Cell, int]) -> None:
    """Secondary suppression of what needs no solver; `shown` is changed.

    Of a whole and the parts of it that are shown, what is left must be able to be at least
    `PROTECTION`; otherwise the least part is suppressed too.
    """
    published = Published(shown, {})
    found = True
    while found:
        found = False
        for whole, inside in cells.sums(shown):
            left = [each for each in inside if each in shown]
            if whole not in shown or not left:
                continue
            room = published.window(whole)[1] - sum(published.window(each)[0] for each in left)
            if room < PROTECTION:
                take(shown, _cheapest(shown, left))
                found = True


def _cheapest(shown: Mapping[Cell, int], among: Collection[Cell]) -> Cell:
    """Return the cell with which the fewest numbers, and then the fewest victims, are lost."""
    least = min(shown[each] for each in among)
    # What is within a cell is no greater: few of them need to be gone through.
    some = sorted(among, key=lambda each: (shown[each], each))[:12]
    return min(some, key=lambda each: (len(_inner(shown, each)), shown[each] - least, each))


def _inner(shown: Collection[Cell], cell: Cell) -> list[Cell]:
    return [each for each in shown if within(each, cell)]


def take(shown: dict[Cell, int], cell: Cell) -> list[Cell]:
    """Suppress a cell and what is shown within it, and return them."""
    gone = _inner(shown, cell)
    for each in gone:
        del shown[each]
    return gone
