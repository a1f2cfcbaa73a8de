"""The file that this session is bringing into the register, and how far it has come.

Only what the register has acknowledged is saved. Until then the file, what was found in it and
what the user answered live in the session alone; closing the page forgets them and harms nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from routes.cases import desk
from routes.cases.desk import DeskError, Job
from routes.cases.intake.model import Checked, Options
from routes.cases.preview import preview
from routes.cases.register import RegisterError
from routes.cases.register.model import Entry
from routes.flows import Store
from routes.reach import Reach

_REMEMBERED: Final = ("places", "evidence", "handling")
"""What is taken over from one file to the next, so that nothing is asked twice."""


@dataclass(eq=False)
class Upload:
    """A file on its way.

    Parameters
    ----------
    name : str
        As the browser gave it; never a path.
    content : bytes
        The file.
    options : Options
        What the user decided so far.
    job : Job or None
        What is being done with it now.
    writing : bool
        Whether the job writes to the register.
    checked, store : Checked, Store or None
        What was found the last time, and its cases as they can be drawn.
    entry : Entry or None
        What the register wrote of it.
    failure : DeskError, RegisterError or None
        What stopped the last job.
    answers : dict of str to str
        Places as written, and the id picked for each; empty while it is open.
    unfolded : bool
        Whether the columns are shown unfolded.
    """

    name: str
    content: bytes
    options: Options
    job: Job[Any] | None = None
    writing: bool = False
    checked: Checked | None = None
    store: Store | None = None
    entry: Entry | None = None
    failure: DeskError | RegisterError | None = None
    answers: dict[str, str] = field(default_factory=dict)
    unfolded: bool = False


def short_hash(text: str) -> str:
    """Return a short name for a text that may hold anything, for the keys of widgets."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]


def current() -> Upload | None:
    """Return the file of this session, if there is one."""
    found: Upload | None = st.session_state.get("desk_upload")
    return found


def begin(register: Reach, name: str, content: bytes) -> None:
    """Take a file in and start to check it, with what was answered for the one before."""
    kept = st.session_state.get("desk_kept", {})
    # The good rows are looked at either way; whether they go in without the bad ones comes last.
    options = Options(good_rows=True, **kept)
    st.session_state.desk_upload = Upload(name, content, options)
    check(register)


def check(register: Reach, options: Options | None = None) -> None:
    """Check the file again, with other options where they are given, instead of what runs."""
    given = current()
    if given is None or given.writing:
        return
    cancel()
    given.options = options or given.options
    given.failure = None
    kept = {name: getattr(given.options, name) for name in _REMEMBERED}
    st.session_state.desk_kept = kept
    content, name, asked = given.content, given.name, given.options

    def work(told: Any, cancelled: Any) -> tuple[Checked, Store | None]:
        known = register.known()
        checked = desk.inspect(
            content, name, options=asked, known=known, told=told, cancelled=cancelled
        )
        tables = preview(checked)
        return checked, Store(tables) if tables else None

    given.job, given.writing = Job(work), False


def answer(register: Reach) -> None:
    """Check the file again with the places that were picked."""
    given = current()
    if given is None:
        return
    picked = {written: place_id for written, place_id in given.answers.items() if place_id}
    places = {**dict(given.options.places), **picked}
    given.answers.clear()
    check(register, replace(given.options, places=tuple(places.items())))


def write(register: Reach, *, user: str, reason: str) -> None:
    """Start to write the accepted rows into the register."""
    given = current()
    if given is None or given.job is not None or given.checked is None:
        return
    # The button is locked until the user has looked at what may be personal data.
    checked = replace(given.checked, asks=False)
    given.failure = None
    try:
        given.job = register.adding(checked, given.content, user=user, reason=reason)
    except RegisterError as error:
        given.failure = error
        return
    given.writing = True


def cancel() -> None:
    """Stop what is being done; what was not committed leaves no trace."""
    given = current()
    if given is not None and given.job is not None:
        given.job.cancel()


def settle(given: Upload) -> None:
    """Take over what a finished job brought.

    Raises
    ------
    Exception
        What the job failed with, if nobody foresaw it.
    """
    job = given.job
    if job is None or not job.done:
        return
    writing, given.writing = given.writing, False
    given.job = None
    if isinstance(job.error, DeskError | RegisterError):
        given.failure = job.error
    elif job.error is not None:
        raise job.error
    elif writing:
        given.entry = job.result
    elif job.result is not None:
        given.checked, given.store = job.result


def forget() -> None:
    """Put the file away, to begin with another."""
    cancel()
    st.session_state.desk_upload = None
    st.session_state.desk_files = st.session_state.get("desk_files", 0) + 1
    for key in [key for key in st.session_state if str(key).startswith(_PER_FILE)]:
        del st.session_state[key]


_PER_FILE: Final = (
    "desk_answer_",
    "desk_search_",
    "desk_names_",
    "desk_rule",
    "desk_severity",
    "desk_leaf",
    "desk_sheet",
    "desk_reason",
)
"""Beginnings of the names of widgets whose state ends with the file."""
