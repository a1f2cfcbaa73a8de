"""Proving the register against its audit trail, and what that found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk.moments import moment
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.cases.desk import Job
from routes.cases.register.model import Difference
from routes.reach import Reach
from routes.text import Text

_EVERY_SECONDS = 0.4


@dataclass(frozen=True)
class Proof:
    """What a verification found.

    Parameters
    ----------
    version : str
        Of the register, when it was verified.
    entries : int
        How many entries it had.
    at : datetime.datetime
        When it ended, UTC.
    differences : tuple of Difference
        What is not as the audit trail says.
    """

    version: str
    entries: int
    at: datetime
    differences: tuple[Difference, ...]


def draw(view: View) -> None:
    """Draw the button that verifies, how far it is, and what it found."""
    t, state = view.t, st.session_state
    _settle()
    with st.container(key="desk_verify", horizontal=True, vertical_alignment="center"):
        st.button(
            t("desk.verify.start"),
            key="desk_verify_start",
            icon=":material/verified:",
            on_click=_start,
            args=(view.register,),
            disabled=state.get("desk_proving") is not None,
        )
        if state.get("desk_proving") is not None:
            _watch(t)
        elif state.get("desk_proof") is not None:
            st.html(to_html(_said(view.t, state.desk_proof)))
        else:
            st.html(to_html(element("p", t("desk.verify.help"), class_="rutas-foot")))


def _start(register: Reach) -> None:
    def work(told: Any, cancelled: Any) -> Proof:
        found = tuple(register.verify(told))
        # A register that is damaged may not tell its version.
        log = [] if found else register.log()
        return Proof(log[0].hash if log else "", len(log), datetime.now(UTC), found)

    st.session_state.desk_proof = None
    st.session_state.desk_proving = Job(work)


def _settle() -> None:
    """Take over what a finished verification found."""
    job: Job[Proof] | None = st.session_state.get("desk_proving")
    if job is None or not job.done:
        return
    st.session_state.desk_proving = None
    if job.error is not None:
        raise job.error
    st.session_state.desk_proof = job.result


@st.fragment(run_every=_EVERY_SECONDS)
def _watch(t: Text) -> None:
    job: Job[Proof] | None = st.session_state.get("desk_proving")
    if job is None or job.done:
        st.rerun()
    else:
        st.progress(min(max(job.share, 0.0), 1.0), text=t("desk.verify.running"))


def _said(t: Text, proof: Proof) -> ET.Element:
    """Return what was found, and when."""
    at = moment(t, proof.at)
    if not proof.differences:
        said = t.plural("office.verified", proof.entries, head=proof.version[:12])
        return element(
            "p", said, " ", t("desk.verify.at", at=at), class_="desk-good", role="status"
        )
    lines = (element("li", data(_difference(t, each))) for each in proof.differences)
    return element(
        "div",
        element("strong", t.plural("office.differs", len(proof.differences))),
        element("ul", *lines),
        element("p", t("desk.verify.what_now")),
        class_="rutas-note desk-differs",
        role="alert",
    )


def _difference(t: Text, found: Difference) -> str:
    return t(found.what, **dict(found.details))
