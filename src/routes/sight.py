"""What a scope lets be seen of the audit trail of a register."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from routes.cases.model import LIST_SEPARATOR
from routes.cases.register import Register
from routes.cases.register.traces import Traces
from routes.holdings import holdings
from routes.scope import Scope


@dataclass(frozen=True)
class Sight:
    """What of an audit trail is seen.

    An entry is seen if everything that it wrote is; a case, if it is now, or, where it is not
    there any more, if all that it ever was may be seen.

    Parameters
    ----------
    all : bool
        Whether everything is.
    entries : frozenset of int
        Entries that are seen.
    cases : frozenset of str
        Cases that are seen.
    versions : frozenset of (int, str)
        Entry and case of each version that is seen.
    """

    all: bool
    entries: frozenset[int] = frozenset()
    cases: frozenset[str] = frozenset()
    versions: frozenset[tuple[int, str]] = frozenset()

    def entry(self, seq: int) -> bool:
        """Tell whether an entry is seen."""
        return self.all or seq in self.entries

    def case(self, case_id: str) -> bool:
        """Tell whether a case is seen."""
        return self.all or case_id in self.cases

    def version(self, seq: int, case_id: str) -> bool:
        """Tell whether a version of a case is seen."""
        return self.all or (case_id in self.cases and (seq, case_id) in self.versions)


def sight(register: Register, scope: Scope) -> Sight:
    """Return what a scope lets be seen of the audit trail.

    Parameters
    ----------
    register : Register
        The office's own cases.
    scope : Scope
        What may be seen.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    if scope.sees_all:
        return Sight(all=True)
    wrote, log = register.wrote(), register.log()
    versions = _versions(wrote, scope)
    own = holdings(register, "own", scope=scope).tables
    held = set(register.known().cases["case_id"])
    cases = _cases(wrote, versions, now=set(own.cases["case_id"]), held=held)
    # To take out what is seen is seen as well.
    gone = zip(wrote.removals["entry"], wrote.removals["case_id"], strict=True)
    versions |= {(int(entry), case_id) for entry, case_id in gone if case_id in cases}
    hidden = _hidden_entries(wrote, versions, cases, sources=set(own.sources["source_id"]))
    for entry in sorted(log, key=lambda each: each.seq):
        if entry.undoes in hidden:
            hidden.add(entry.seq)
    entries = frozenset(each.seq for each in log) - hidden
    return Sight(False, entries, frozenset(cases), frozenset(versions))


def _versions(wrote: Traces, scope: Scope) -> set[tuple[int, str]]:
    """Return entry and case of the versions that may be seen by themselves."""
    cases, stops = (
        frame.assign(both=frame["entry"].astype(str) + "\n" + frame["case_id"])
        for frame in (wrote.cases, wrote.stops)
    )
    seen = cases[scope.sees(cases, stops, key="both")]
    return _pairs(seen, "case_id")


def _cases(
    wrote: Traces, versions: set[tuple[int, str]], *, now: set[str], held: set[str]
) -> set[str]:
    """Return the cases that are seen, those that are not there any more among them."""
    every = _pairs(wrote.cases, "case_id")
    ever_hidden = {case_id for _, case_id in every - versions}
    return now | ({case_id for _, case_id in every} - held - ever_hidden)


def _hidden_entries(
    wrote: Traces, versions: set[tuple[int, str]], cases: set[str], *, sources: set[str]
) -> set[int]:
    """Return the entries that wrote anything hidden."""
    written = _pairs(wrote.cases, "case_id") | _pairs(wrote.removals, "case_id")
    hidden = {entry for entry, case in written if (entry, case) not in versions}
    hidden |= {entry for entry, case in written if case not in cases}
    # What a hidden version cites is of no account: its entry is hidden by that already.
    cited = _pairs(wrote.citations, "source_id")
    for row in wrote.cases.itertuples():
        for each in str(row.identity_inferred).split(LIST_SEPARATOR):
            cited.add((int(str(row.entry)), each.strip()))
    return hidden | {
        entry
        for entry, source in _pairs(wrote.sources, "source_id")
        if source not in sources and (entry, source) not in cited
    }


def _pairs(frame: pd.DataFrame, column: str) -> set[tuple[int, str]]:
    return set(zip(frame["entry"].tolist(), frame[column].tolist(), strict=True))
