"""The trial of stability: run in the background, told while it runs, stopped at once."""

from __future__ import annotations

from functools import partial
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.crossings import naming
from pages.parts.crossings.details import weaker
from pages.parts.crossings.finding import Answer, Question
from pages.parts.markup import Child, data, element, to_html
from pages.parts.state import View
from routes.analysis.coverage import CancelledError, Share, Stability, stability
from routes.analysis.coverage.stability import RESAMPLES
from routes.cases.desk import Job

_EVERY_SECONDS = 0.4
_MOST_SHARES = 8
_FEW = 30
"""Cases below which any of them may change the choice."""


def _key(view: View, asked: Question) -> tuple[object, ...]:
    return (view.store.version, view.query, view.scope, asked)


def _begin(view: View, asked: Question, chosen: tuple[str, ...]) -> None:
    def work(told: object, cancelled: object) -> Stability:
        return stability(
            view.store,
            view.query,
            k=asked.k,
            chosen=chosen,
            weight=asked.weight,
            offered=asked.offered,
            told=lambda done, of: told("drawing", done / of),  # type: ignore[operator]
            cancelled=cancelled,  # type: ignore[arg-type]
        )

    _stop()
    st.session_state.cross_trial = (_key(view, asked), Job(work))


def _stop() -> None:
    given = st.session_state.get("cross_trial")
    if given is not None:
        given[1].cancel()


def _job(view: View, asked: Question) -> Job[Stability] | None:
    """Return the trial of this very question; one of another question is stopped."""
    given = st.session_state.get("cross_trial")
    if given is None:
        return None
    if given[0] != _key(view, asked):
        given[1].cancel()
        del st.session_state["cross_trial"]
        return None
    job: Job[Stability] = given[1]
    return job


@st.fragment(run_every=_EVERY_SECONDS)
def _watch(view: View, job: Job[Stability]) -> None:
    t = view.t
    if job.done:
        st.rerun()
        return
    with st.container(key="cross_progress", horizontal=True, vertical_alignment="center"):
        done = t.number(round(job.share * RESAMPLES))
        text = t("coverage.stability.running", n=done, of=t.number(RESAMPLES))
        st.progress(min(max(job.share, 0.0), 1.0), text=text)
        st.button(
            t("coverage.stability.cancel"),
            key="cross_cancel",
            icon=":material/close:",
            on_click=_stop,
        )


def draw(view: View, asked: Question, answer: Answer) -> None:
    """Draw the trial: the button, its progress, or what came out."""
    t, found = view.t, answer.found
    job = _job(view, asked)
    with st.container(key="cross_stability"):
        lead = t("coverage.stability.lead", n=t.number(RESAMPLES))
        few = t("coverage.stability.few") if found.cases < _FEW else None
        st.html(
            to_html(
                element(
                    "div",
                    element("h2", t("coverage.stability.title")),
                    element("p", lead, class_="quiet"),
                    element("p", few, class_="quiet") if few else None,
                    class_="rutas-panel",
                )
            )
        )
        if job is not None and not job.done:
            _watch(view, job)
        elif job is not None and job.result is not None:
            st.html(to_html(_result(view, found.chosen, job.result)))
        else:
            _draw_start(view, asked, found.chosen, job)
        st.html(to_html(element("div", *weaker(view, answer), class_="rutas-panel")))


def _draw_start(
    view: View, asked: Question, chosen: tuple[str, ...], job: Job[Stability] | None
) -> None:
    t = view.t
    if job is not None:
        key = "cancelled" if isinstance(job.error, CancelledError) else "failed"
        note = element("p", t(f"coverage.stability.{key}"), class_="rutas-note", role="status")
        st.html(to_html(note))
    st.button(
        t("coverage.stability.button"),
        key="cross_try",
        icon=":material/casino:",
        on_click=partial(_begin, view, asked, chosen),
    )


def _result(view: View, chosen: tuple[str, ...], found: Stability) -> ET.Element:
    t = view.t
    of = t.number(found.resamples)
    listed = [
        share
        for place, share in enumerate(found.shares)
        if place < _MOST_SHARES or share.site in chosen
    ]
    rows = [_row(view, share, found.resamples, share.site in chosen) for share in listed]
    rest = len(found.shares) - len(listed)
    more = t.plural("coverage.stability.more", rest) if rest else ""
    return element(
        "div",
        element("ul", *rows, class_="cross-shares"),
        element("p", more, class_="quiet") if more else None,
        element("p", t("coverage.stability.same", n=t.number(found.same), of=of)),
        class_="rutas-panel",
        role="status",
    )


def _row(view: View, share: Share, of: int, chosen: bool) -> ET.Element:
    t = view.t
    bar = element("i")
    bar.set("style", f"width:{100 * share.times / of:.1f}%")
    alike: Child = None
    if share.alike:
        text = t("coverage.stability.alike", names=naming.names(view, share.alike))
        alike = element("span", " ", data(text), class_="quiet")
    mark = element("span", t("coverage.stability.chosen"), class_="rutas-badge") if chosen else None
    return element(
        "li",
        element("div", element("strong", data(naming.name(view, share.site))), alike, " ", mark),
        element("div", bar, class_="bar chosen" if chosen else "bar", aria_hidden="true"),
        element(
            "div",
            t("coverage.stability.times", n=t.number(share.times), of=t.number(of)),
            class_="quiet",
        ),
    )
