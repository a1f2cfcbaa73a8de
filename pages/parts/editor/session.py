"""The drafts of one session: nothing typed is lost before it is saved or thrown away.

Widgets come and go with the language, the section and the screen; the drafts stand apart from
them, and each widget is only a view of its field. Several cases may be open at once.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from pages.parts.state import View
from routes.cases import Tables, bundled
from routes.cases.digests import digests
from routes.cases.editing import (
    CaseDraft,
    Review,
    SourceDraft,
    case_rows,
    cited,
    draft_of,
    new_case,
    review,
)
from routes.cases.editing.naming import free_id
from routes.cases.register import Entry, RegisterError

NEW: Final = ""
"""Stands for the case that is being added, where ids of cases stand."""
SECTIONS: Final = ("facts", "routes", "figures", "events", "sources", "history")
_MOST_UNDONE: Final = 200


@dataclass
class Editing:
    """One case in the making.

    Attributes
    ----------
    draft, base : CaseDraft
        As it is now, and as it was opened.
    digest : str or None
        Of the version it was opened from; None for a new case.
    past : list of CaseDraft
        Drafts before each change, for undoing.
    reason, names_checked
        What is said when saving.
    searches : dict of int to str
        Names of places being looked for, by the part that they are for.
    tried : bool
        Whether saving was tried: only then are empty fields called faults.
    error : RegisterError or None
        Why the register refused it.
    shown : dict of str to object
        What each widget held when it and the draft last agreed.
    turn : int
        Changes when other fields come to the screen; see `turns.at`.
    sent : dict of str to tuple
        At what turn, and with what names of choices, the value of each widget was last sent.
    known : mapping of str to SourceDraft
        The sources of the register, by id.
    case_ids : container of str
        Ids that a new case cannot have.
    review : Review
        What the checker says of the draft, as of the last time that it was asked.
    """

    draft: CaseDraft
    base: CaseDraft
    digest: str | None = None
    past: list[CaseDraft] = field(default_factory=list)
    reason: str = ""
    names_checked: bool = False
    searches: dict[int, str] = field(default_factory=dict)
    tried: bool = False
    error: RegisterError | None = None
    shown: dict[str, Any] = field(default_factory=dict)
    turn: int = 0
    sent: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    known: Mapping[str, SourceDraft] = field(default_factory=dict)
    case_ids: Container[str] = frozenset()
    review: Review = field(default_factory=lambda: Review((), False, {}))
    _seen: tuple[object, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the register does not hold the case yet."""
        return self.digest is None

    @property
    def unsaved(self) -> bool:
        """Whether anything differs from what was opened."""
        return self.draft != self.base

    def change(self, draft: CaseDraft) -> None:
        """Take another draft, and keep the one before for undoing."""
        if draft == self.draft:
            return
        self.past = [*self.past[-_MOST_UNDONE:], self.draft]
        self.draft = draft
        self.error = None

    def take(self, how: Callable[[CaseDraft], CaseDraft]) -> None:
        """Change the draft by one of its verbs, and keep its ids and its sources in step.

        For callbacks, which Streamlit may stop wherever they ask it for anything: this asks for
        nothing. One may also come late, from a field whose part is gone: it changes nothing.
        """
        with suppress(KeyError):
            self.change(self._in_step(how(self.draft)))

    def _in_step(self, draft: CaseDraft) -> CaseDraft:
        """Name a new case after its name, and bring along the known sources that are cited."""
        if self.is_new and draft.name != self.draft.name:
            case_id = free_id(draft.name, self.case_ids, default="case")
            draft = replace(draft, case_id=case_id)
        used = cited(draft) | set(draft.identity_inferred)
        held = {source.source_id for source in draft.sources}
        kept = tuple(each for each in draft.sources if each.new or each.source_id in used)
        more = tuple(self.known[each] for each in sorted(used - held) if each in self.known)
        return draft if kept + more == draft.sources else replace(draft, sources=kept + more)

    def undo(self) -> None:
        """Go back to the draft before the last change."""
        if self.past:
            self.draft = self.past.pop()
            self.error = None
        self.searches.clear()

    def ask(self, view: View) -> Review:
        """Ask the checker, if anything has changed, and return what it says of the draft."""
        register = view.register
        assert register is not None
        tables = own(view)
        self.known, self.case_ids = (
            _sources(tables.version, tables),
            _case_ids(tables.version, tables),
        )
        # The version of what is seen is another for each scope, so nothing is shared by mistake.
        seen = (self.draft, self.names_checked, self.digest, tables.version)
        if not _same(seen, self._seen):
            self.review = review(
                self.draft,
                known=register.known(),
                edits=not self.is_new,
                names_checked=self.names_checked,
            )
            self._seen = seen
        return self.review


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    # Equal drafts may have parts of other numbers, at which faults stand.
    return bool(other) and one[0] is other[0] and one[1:] == other[1:]


@dataclass
class Desk:
    """All drafts of a session, and what is open."""

    drafts: dict[str, Editing]
    case_id: str = NEW
    section: str = SECTIONS[0]
    section_shown: str = SECTIONS[0]
    section_labels: tuple[str, ...] = ()
    saved: tuple[str, Entry] | None = None
    source_search: str = ""
    case_search: str = ""


def desk() -> Desk:
    """Return the drafts of this session."""
    if "editor" not in st.session_state:
        st.session_state.editor = Desk({})
    found: Desk = st.session_state.editor
    return found


def own(view: View) -> Tables:
    """Return the office's own cases; gathered once for each version of the register."""
    return view.own


def opened(view: View, case_id: str) -> Editing:
    """Make a draft of a case of the register as it is now, or of a new one."""
    if case_id == NEW:
        blank = new_case()
        return Editing(blank, blank)
    rows = case_rows(own(view), case_id)
    draft = draft_of(rows)
    return Editing(draft, draft, str(digests(rows)[0][case_id]))


def current(view: View) -> Editing:
    """Return the case that is open; one that is gone from the register gives way to a new one."""
    found = desk()
    if found.case_id not in found.drafts:
        known = found.case_id == NEW or (own(view).cases["case_id"] == found.case_id).any()
        if not known:
            found.case_id = NEW
        if found.case_id not in found.drafts:
            found.drafts[found.case_id] = opened(view, found.case_id)
    return found.drafts[found.case_id]


def open_case(case_id: str) -> None:
    """Open a case of the register in the form, for callbacks; what is open besides stays so."""
    found = desk()
    found.case_id = case_id
    found.saved = None


@st.cache_resource(max_entries=2, show_spinner=False)
def _case_ids(version: str, _tables: Tables) -> frozenset[str]:
    return frozenset([*_tables.cases["case_id"], *bundled().cases["case_id"]])


@st.cache_resource(max_entries=2, show_spinner=False)
def _sources(version: str, _tables: Tables) -> Mapping[str, SourceDraft]:
    rows = _tables.sources.to_dict("records")
    names = [name for name in SourceDraft.__dataclass_fields__ if name not in ("key", "new")]
    return {
        row["source_id"]: SourceDraft(new=False, **{name: row[name] for name in names})
        for row in rows
    }


def throw_away() -> None:
    """Open the case anew as the register has it; for callbacks."""
    found = desk()
    found.drafts.pop(found.case_id, None)
    found.saved = None
