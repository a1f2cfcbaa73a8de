"""The register as far as one person may see and write it.

What a scope hides is not there: neither among the cases, nor in the audit trail, nor as something
that a new file is compared with. Who may see what is asked anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from routes.cases import desk
from routes.cases.desk import Job
from routes.cases.intake.model import Checked, Known, Told
from routes.cases.model import TABLE_NAMES, TEXT
from routes.cases.register import CaseVersion, Difference, Entry, Register, RegisterError
from routes.columns import coded
from routes.holdings import holdings
from routes.recent import Recent
from routes.scope import Deed, Scope, cited
from routes.sight import Sight, sight
from routes.text import load

NOBODY = Scope(handling=(), departments=(), role="viewer")
"""Sees and does nothing."""

_NONE: Final = pd.DataFrame(
    columns=["case_id", "kind", "handling", "identity_inferred", "place_id", "source_id"],
    dtype=TEXT,
)
_Key = tuple[str, str, Scope]
_sights: Recent[_Key, Sight] = Recent(4)
_known: Recent[_Key, Known] = Recent(2)


class NotAllowedError(RegisterError):
    """Raised when somebody asks for what is not theirs to see or to do.

    Parameters
    ----------
    key : str
        The sentence that says so, without the leading ``access.``.
    **details : object
        What the sentence is filled with.
    """

    def __init__(self, key: str, **details: object) -> None:
        self.key = f"access.{key}"
        self.details = tuple((name, str(value)) for name, value in details.items())
        ValueError.__init__(self, self.told(load("en")))


class Reach:
    """What of a register one person may see and write.

    It has the verbs of `Register`, and refuses with `NotAllowedError`. It has no tables: they are
    asked for with `routes.holdings.holdings`, which takes the scope as an argument.

    Parameters
    ----------
    register : Register
        The office's own cases.
    scope : callable
        Returns what the person may see and do at the moment of asking.
    user : str
        The person, for the audit trail; empty where people say themselves who they are.
    """

    def __init__(self, register: Register, scope: Callable[[], Scope], *, user: str = "") -> None:
        self._register = register
        self._scope = scope
        self._user = user

    def version(self) -> str:
        """Return the version of the register, which tells nothing of its content."""
        return self._register.version()

    def log(self) -> list[Entry]:
        """Return the entries that tell of nothing hidden, the newest first."""
        sight = self._sight()
        # Of a file not every row may have become a case: only who sees all is told its hash.
        return [
            each if sight.all else replace(each, file_sha256="")
            for each in self._register.log()
            if sight.entry(each.seq)
        ]

    def statistics(self) -> tuple[pd.DataFrame, tuple[Entry, ...]]:
        """Return the official statistics and the entries that wrote them.

        They are open data of official bodies and tell of no case: all who may look see all of
        them, whatever cases they see.
        """
        if not self._allowed("look").handling:
            raise NotAllowedError("not_allowed")
        entries = [each for each in self._register.log() if each.form == "statistics"]
        held = self._register.statistics(entries=True)
        return held, tuple(each for each in entries if each.active)

    def known(self) -> Known:
        """Return what a new file is compared with."""
        key = self._key(self._allowed("edit"))
        return _known.get(key, lambda: self._limited(key[2]))

    def adding(self, checked: Checked, content: bytes, *, user: str, reason: str) -> Job[Entry]:
        """Start to import a checked file in the background; see `routes.cases.desk.adding`."""
        self._refuse_out_of_reach(checked.frames)
        return desk.adding(self._register, checked, content, user=self._user or user, reason=reason)

    def save_case(
        self,
        frames: Mapping[str, pd.DataFrame],
        *,
        user: str,
        reason: str,
        expected: str | None,
    ) -> Entry:
        """Write a case as it is to be; see `Register.save_case`."""
        self._refuse_out_of_reach(frames, edits=expected is not None)
        return self._register.save_case(
            frames, user=self._user or user, reason=reason, expected=expected
        )

    def remove_case(self, case_id: str, *, user: str, reason: str) -> Entry:
        """Take a case out; see `Register.remove_case`."""
        self._refuse_hidden(case_id)
        return self._register.remove_case(case_id, user=self._user or user, reason=reason)

    def undo(self, seq: int, *, user: str, reason: str = "") -> Entry:
        """Undo an entry that tells of nothing hidden; see `Register.undo`."""
        sight = self._sight()
        if not sight.entry(seq):
            raise RegisterError("no_entry", seq=seq)
        try:
            return self._register.undo(seq, user=self._user or user, reason=reason)
        except RegisterError as error:
            said = dict(error.details)
            hidden = "case" in said and not sight.case(said["case"])
            if hidden or ("later" in said and not sight.entry(int(said["later"]))):
                # What rests on it is hidden: that something does must be enough.
                raise NotAllowedError("rested_on") from None
            raise

    def history(self, case_id: str) -> list[CaseVersion]:
        """Return the versions of a case that are seen, the newest first."""
        sight = self._sight()
        return [
            version
            if sight.entry(version.entry.seq)
            else replace(version, entry=_bare(version.entry))
            for version in self._register.history(case_id)
            if sight.version(version.entry.seq, case_id)
        ]

    def case_at(self, case_id: str, seq: int) -> dict[str, pd.DataFrame]:
        """Return a case as it held after an entry, if that version is seen."""
        sight, scope = self._sight(), self._scope()
        found = self._register.case_at(case_id, seq)
        if not sight.case(case_id) or not scope.sees(found["cases"], found["stops"]).all():
            raise RegisterError("no_case", case=case_id)
        return found

    def origin(self, case_id: str) -> dict[str, pd.DataFrame]:
        """Return where the rows of a case come from; of hidden entries only their number."""
        self._refuse_hidden(case_id)
        sight = self._sight()
        found = self._register.origin(case_id)
        for frame in found.values():
            hidden = [not sight.entry(each) for each in frame["entry"]]
            frame.loc[hidden, ["file_name", "sheet"]] = ""
            frame.loc[hidden, "row"] = pd.NA
        return found

    def upload(self, sha256: str) -> bytes:
        """Return an imported file; only for who sees all, as a file may hold anything."""
        if not self._allowed("edit").sees_all:
            raise RegisterError("no_upload", sha256=sha256)
        return self._register.upload(sha256)

    def verify(self, told: Told | None = None) -> list[Difference]:
        """Recompute every hash; only for who sees all, as what differs is named."""
        if not self._allowed("edit").sees_all:
            raise NotAllowedError("not_allowed")
        return self._register.verify(told)

    def _allowed(self, deed: Deed) -> Scope:
        scope = self._scope()
        if not scope.may(deed):
            raise NotAllowedError("not_allowed")
        return scope

    def _key(self, scope: Scope) -> _Key:
        return self._register.url, self.version(), scope

    def _sight(self) -> Sight:
        key = self._key(self._allowed("edit"))
        return _sights.get(key, lambda: sight(self._register, key[2]))

    def _limited(self, scope: Scope) -> Known:
        """Return what the register holds already, as far as a scope lets it be seen."""
        known = self._register.known()
        if scope.sees_all:
            return known
        own = holdings(self._register, "own", scope=scope).tables
        cases, sources = known.cases, known.sources
        seen = coded(cases["case_id"], own.cases["case_id"].tolist()) >= 0
        used = coded(sources["source_id"], own.sources["source_id"].tolist()) >= 0
        return replace(
            known,
            cases=cases[seen].reset_index(drop=True),
            sources=sources[used].reset_index(drop=True),
        )

    def _refuse_hidden(self, case_id: str) -> None:
        if not self._sight().case(case_id):
            raise RegisterError("no_case", case=case_id)

    def _refuse_out_of_reach(
        self, frames: Mapping[str, pd.DataFrame], *, edits: bool = False
    ) -> None:
        """Refuse to write what would not be seen, over what is not, or to cite it."""
        scope = self._allowed("edit")
        if scope.sees_all:
            return
        given = dict.fromkeys(TABLE_NAMES, _NONE) | dict(frames)
        if not scope.sees(given["cases"], given["stops"]).all():
            raise NotAllowedError("out_of_reach")
        every, seen = self._register.known(), self.known()
        cases = set(every.cases["case_id"]) - set(seen.cases["case_id"])
        sources = set(every.sources["source_id"]) - set(seen.sources["source_id"])
        for case_id in sorted(cases & set(given["cases"]["case_id"])):
            if edits:
                raise RegisterError("no_case", case=case_id)
            raise NotAllowedError("taken", id=case_id)
        for source_id in sorted(sources & set(given["sources"]["source_id"])):
            raise NotAllowedError("taken", id=source_id)
        for source_id in sorted(sources & cited(given)):
            raise RegisterError("no_source", source=source_id)


def _bare(entry: Entry) -> Entry:
    """Return an entry without what may tell of other cases than the one in hand."""
    return replace(
        entry, file_name="", file_sha256="", content_sha256="", counts={}, reason="", user=""
    )
