"""Making the files of a briefing in the background, and handing them over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from pages.parts import access
from pages.parts.markup import data, element, to_html
from pages.parts.report import building
from pages.parts.report.building import DRAWING, Built, Refusal
from pages.parts.report.handing import Made, draw_made, file_name
from pages.parts.report.wish import DEEDS, Wish, formats, shelf, wish
from pages.parts.state import View
from routes.cases.desk import DeskError
from routes.cases.intake.job import Job
from routes.cases.register import RegisterError
from routes.handover import hand_over, leave
from routes.holdings import Holdings
from routes.publish.files import made
from routes.publish.parcel import parcel
from routes.publish.telling import stage_name
from routes.reach import NotAllowedError
from routes.release import RefusedError, Release
from routes.text import Text

_EVERY_SECONDS: Final = 0.4
_DRAWN: Final = ("png", "svg", "pdf", "pptx")
"""Kinds that are drawn with settings of the whole process: one after the other."""
PRESENTATION: Final = "presentation"
"""What the ledger says of a page that is shown in the app and not handed out."""
_TRIES: Final = 3
"""Times that a release is built anew when another one leaves meanwhile."""


@dataclass(eq=False)
class Progress:
    """How far the making is: told by the thread that makes, looked at by the screen."""

    kinds: tuple[str, ...]
    said: tuple[str, ...]
    ready: set[str] = field(default_factory=set)
    now: str = ""
    stage: str = ""
    share: float = 0.0
    job: Job[Made] | None = None
    failure: Refusal | DeskError | None = None


def start(
    held: Holdings, wanted: Wish, kinds: tuple[str, ...], *, user: str, shown: bool = False
) -> Progress:
    """Start to make files, if whoever asks may still have them; `shown` for a presentation."""
    progress = Progress(kinds, said=(PRESENTATION,) if shown else kinds)
    scope = access.person().scope
    if scope != held.scope or not scope.may(DEEDS[wanted.audience]):
        progress.failure = NotAllowedError("not_allowed")
        return progress
    progress.job = Job(
        lambda told, cancelled: _make(held, wanted, progress, user=user, cancelled=cancelled)
    )
    return progress


def _begin(view: View, looked_at: Wish, *, user: str) -> None:
    """Start with what stands in the fields now; the last of it may have come with the click.

    What was not looked at is not made: not other cases, and not for others.
    """
    now = wish(view, shelf(view)[0], user=user)
    if replace(now, title="", lang="es", paper="a4") == replace(
        looked_at, title="", lang="es", paper="a4"
    ):
        st.session_state.report_making = start(view.holdings, now, formats(), user=user)


def _make(
    held: Holdings, wanted: Wish, progress: Progress, *, user: str, cancelled: Callable[[], bool]
) -> Made:
    """Make every file, write down that they leave, and only then give them back."""
    for attempt in range(1, _TRIES + 1):
        progress.ready.clear()
        release = hand_over(
            held,
            wanted.query,
            audience=wanted.audience,
            made_on=wanted.made_on,
            user=wanted.user,
            title=wanted.title,
            views=wanted.views,
        )
        files = {}
        for kind in progress.kinds:
            progress.now, progress.stage, progress.share = kind, "", 0.0
            files[kind] = _file(release, wanted, kind, progress, cancelled)
            progress.ready.add(kind)
        archive = _archive(release, files, lang=wanted.lang)
        _stop_if(cancelled)
        try:
            row = leave(release, held, user=user, formats=progress.said)
        except RefusedError as error:
            if error.rule == "release.ledger_moved" and attempt < _TRIES:
                continue
            raise
        seq = row.seq if row else None
        return Made(wanted, progress.kinds, release, files, archive, datetime.now(UTC), seq)
    raise AssertionError("unreachable")


def _archive(release: Release, files: dict[str, bytes], *, lang: str) -> bytes:
    named = {file_name(release, kind, lang=lang): content for kind, content in files.items()}
    return parcel(release, named) if len(named) > 1 else b""


def _file(
    release: Release,
    wanted: Wish,
    kind: str,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> bytes:
    def told(stage: str, share: float) -> None:
        _stop_if(cancelled)
        progress.stage, progress.share = stage, share

    def written() -> bytes:
        return made(
            release,
            kind=kind,
            lang=wanted.lang,
            level=wanted.level,
            paper=wanted.paper,
            told=told,
        )

    _stop_if(cancelled)
    if kind not in _DRAWN:
        return written()
    while not DRAWING.acquire(timeout=0.2):
        _stop_if(cancelled)
    try:
        return written()
    finally:
        DRAWING.release()


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise DeskError("reading.cancelled")


def settle(progress: Progress | None) -> tuple[Progress | None, Made | None]:
    """Return how far the making is, or what it brought once it has ended well.

    Raises
    ------
    Exception
        What the job failed with, if nobody foresaw it.
    """
    if progress is None or progress.job is None or not progress.job.done:
        return progress, None
    job, progress.job = progress.job, None
    if isinstance(job.error, RefusedError | RegisterError | DeskError):
        progress.failure = job.error
        return progress, None
    if job.error is not None:
        raise job.error
    building.forget()
    return None, job.result


def draw(view: View, wanted: Wish, built: Built | None, *, user: str) -> None:
    """Draw the button that makes the files, how far that is, and the files."""
    t, kinds, state = view.t, formats(), st.session_state
    # A job that failed as nobody foresaw is not asked again.
    state.report_making, progress = None, state.get("report_making")
    progress, brought = settle(progress)
    state.report_making, state.report_made = progress, brought or state.get("report_made")
    if progress is not None and progress.job is not None:
        watch(t, progress)
        return
    why = _obstacle(t, built, kinds, user)
    found: Made | None = state.report_made
    stale = found is None or (found.wish, found.kinds) != (wanted, kinds)
    st.button(
        t.plural("report.make.button", max(len(kinds), 1)),
        key="report_make",
        type="primary" if stale else "secondary",
        icon=":material/draft:",
        width="stretch",
        disabled=bool(why),
        on_click=_begin,
        args=(view, wanted),
        kwargs={"user": user},
    )
    st.html(to_html(element("p", why or t("report.make.ready"), class_="rutas-foot")))
    draw_failure(t, progress)
    if found is not None:
        draw_made(view, found, stale=stale)


def draw_failure(t: Text, progress: Progress | None) -> None:
    """Say why nothing was made, and what to do."""
    if progress is not None and progress.failure is not None:
        said = _told(t, progress.failure)
        st.html(to_html(element("p", data(said), class_="rutas-note", role="alert")))


def _told(t: Text, failure: Any) -> str:
    if isinstance(failure, DeskError) and failure.rule == "reading.cancelled":
        return t("report.make.cancelled")
    return str(failure.told(t))


def _obstacle(t: Text, built: Built | None, kinds: tuple[str, ...], user: str) -> str:
    """Return what keeps the files from being made; empty when nothing does."""
    if not kinds:
        return t("report.make.no_kind")
    if not user:
        return t("report.make.no_name")
    if built is None:
        return t("report.make.no_preview")
    return "" if built.cases or built.statements else t("report.make.nothing")


@st.fragment(run_every=_EVERY_SECONDS)
def watch(t: Text, progress: Progress) -> None:
    """Show each file with how far it is; when all are there, draw the screen anew."""
    job = progress.job
    if job is None or job.done:
        st.rerun()
    with st.container(key="report_progress"):
        rows = [_row(t, progress, kind) for kind in progress.kinds]
        st.html(to_html(element("ul", *rows, class_="report-progress", role="status")))
        whole = (len(progress.ready) + (progress.share or 0.0)) / max(len(progress.kinds), 1)
        st.progress(min(whole, 1.0))
        st.button(
            t("report.make.cancel"),
            key="report_cancel",
            icon=":material/close:",
            on_click=job.cancel if job else None,
        )


def _row(t: Text, progress: Progress, kind: str) -> Any:
    state = "done" if kind in progress.ready else "now" if kind == progress.now else "waiting"
    said = t(f"report.make.{state}")
    if state == "now" and progress.stage:
        said = f"{stage_name(progress.stage, t)}…"
    return element("li", element("strong", t(f"report.kind.{kind}")), " ", said, class_=state)
