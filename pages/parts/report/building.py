"""The release that a briefing will be, built beside the screen and looked at before it leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

import streamlit as st

from pages.parts.report.wish import Wish
from pages.parts.state import View
from routes.analysis import totals
from routes.cases.intake.job import Job
from routes.cases.register import RegisterError
from routes.flows import flows, store
from routes.handover import hand_over
from routes.holdings import Holdings
from routes.publish.picture import picture
from routes.recent import Recent
from routes.release import RefusedError, Release, identity

DRAWING: Final = Lock()
"""Held by whoever draws: matplotlib's settings are those of the whole process."""

_WIDE_PX: Final = 1_460
"""As wide as Streamlit shows a picture: a wider one it makes smaller anew at every click."""

Refusal = RefusedError | RegisterError
"""What is told in words; all else is a fault of the product."""


@dataclass(frozen=True, eq=False)
class Built:
    """A release and what its author looks at before it leaves.

    Parameters
    ----------
    wish : Wish
        What was asked for.
    release : Release
        What would leave.
    picture : bytes
        PNG of its map.
    cases, statements, flows : int
        What it shows.
    held_back : int
        Cases that the reader sees under the same filters, and the audience does not.
    in_view : tuple of int
        Cases in each of its views.
    """

    wish: Wish
    release: Release
    picture: bytes
    cases: int
    statements: int
    flows: int
    held_back: int
    in_view: tuple[int, ...]


_Key = tuple[object, ...]
_built: Recent[_Key, Built] = Recent(4)
_pictures: Recent[_Key, bytes] = Recent(6)


def build(held: Holdings, seen: int, wanted: Wish) -> Built:
    """Build a release for its audience and draw its map; nothing is written down.

    Parameters
    ----------
    held : Holdings
        The cases that the reader sees.
    seen : int
        How many of them meet the filters.
    wanted : Wish
        What is asked for.

    Raises
    ------
    RefusedError, RegisterError
        If it must not leave, or the register cannot be read.
    """
    release = hand_over(
        held,
        wanted.query,
        audience=wanted.audience,
        made_on=wanted.made_on,
        user=wanted.user,
        title=wanted.title,
        views=wanted.views,
    )
    columns = store(release.tables)
    sums = totals(columns, wanted.query)
    # Views are not in the picture; all else that the release holds may be, its counts too.
    key = (identity(replace(release, views=())), wanted.lang, wanted.level, wanted.paper)
    return Built(
        wish=wanted,
        release=release,
        picture=_pictures.get(key, lambda: _picture(release, wanted)),
        cases=sums.cases,
        statements=sums.statements,
        flows=len(flows(columns, wanted.query, level=wanted.level, lang=wanted.lang).frame),
        held_back=max(seen - sums.cases, 0),
        in_view=tuple(totals(columns, each.query).cases for each in wanted.views),
    )


def _picture(release: Release, wanted: Wish) -> bytes:
    with DRAWING:
        return picture(
            release,
            kind="png",
            lang=wanted.lang,
            level=wanted.level,
            paper=wanted.paper,
            wide=_WIDE_PX,
        )


@dataclass(eq=False)
class Building:
    """What this session has built last, and what it is building."""

    key: _Key | None = None
    job: Job[Built] | None = None
    built: Built | None = None
    refusal: Refusal | None = None
    refused: _Key | None = None


def under() -> Building:
    """Return how far this session's preview is."""
    found: Building = st.session_state.setdefault("report_building", Building())
    return found


def ask(view: View, wanted: Wish) -> Building:
    """Have what is asked for built, and return how far it is; the last picture stays meanwhile.

    Raises
    ------
    Exception
        What building failed with, if nobody foresaw it.
    """
    found, held = under(), view.holdings
    head = view.register.version() if view.register else ""
    key: _Key = (held.which, held.version, held.tables.version, held.scope, head, wanted)
    if found.key != key:
        seen = totals(view.store, wanted.query).cases
        found.key = key
        found.job = Job(lambda told, cancelled: _built.get(key, lambda: build(held, seen, wanted)))
        # What is there already is there at once.
        found.job.wait(0.05)
    if found.job is not None and found.job.done:
        job, found.job = found.job, None
        if isinstance(job.error, RefusedError | RegisterError):
            found.built, found.refusal = None, job.error
        elif job.error is not None:
            found.key = None
            raise job.error
        else:
            found.built, found.refusal = job.result, None
    return found


def forget() -> None:
    """Build anew what was refused, or what another release has overtaken."""
    found = under()
    _built.forget(lambda key: key == found.key)
    found.key = None
