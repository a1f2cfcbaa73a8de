"""From a dropped file to rows in the register: what is to be seen at each step of the way."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk import (
    arrival,
    decision,
    faults,
    preview,
    progress,
    questions,
    result,
    understood,
    upload,
)
from pages.parts.desk.upload import Upload
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.cases.intake.model import Checked
from routes.text import Text


def draw(view: View) -> None:
    """Draw the step that the file of this session has reached."""
    given = upload.current()
    if given is None:
        arrival.draw(view)
        return
    upload.settle(given)
    if given.entry is not None:
        result.draw(view, given)
        return
    _draw_file(view, given)
    # What comes and goes has a place of its own: what follows is not drawn anew when it does,
    # and a name half typed there stays.
    doing = st.container(key="desk_doing")
    if given.checked is not None and given.writing:
        st.html(to_html(_sum(view.t, given.checked)))
    elif given.checked is not None:
        _draw_review(view, given, given.checked)
    with doing:
        _draw_failure(view, given)
        if given.job is not None:
            # Last, for it may begin the page anew, and would leave fields behind it undrawn.
            progress.watch(view.t, given)


def _draw_file(view: View, given: Upload) -> None:
    """Draw the name of the file, and the button that puts it away."""
    t = view.t
    size = t.number(round(max(len(given.content) / 1000, 0.1), 1))
    with st.container(key="desk_file", horizontal=True, vertical_alignment="center"):
        st.html(
            to_html(
                element(
                    "p",
                    element("strong", data(given.name)),
                    element("span", t("desk.file.size", kb=size), class_="quiet"),
                    class_="desk-file",
                )
            )
        )
        st.button(
            t("desk.file.other"),
            key="desk_forget",
            icon=":material/close:",
            type="tertiary",
            on_click=upload.forget,
            disabled=given.writing,
        )


def _draw_failure(view: View, given: Upload) -> None:
    """Say what stopped the work, and offer to try again."""
    t = view.t
    if given.failure is not None:
        note = element("p", data(given.failure.told(t)), class_="rutas-note", role="alert")
        st.html(to_html(note))
    if given.job is None and (given.failure is not None or given.checked is None):
        st.button(
            t("desk.file.again"),
            key="desk_again",
            icon=":material/refresh:",
            on_click=upload.check,
            args=(view.register,),
        )


def _draw_review(view: View, given: Upload, checked: Checked) -> None:
    t = view.t
    st.html(to_html(_steps(t, checked)))
    st.html(to_html(_sum(t, checked)))
    with st.container(key="desk_pair", horizontal=True):
        with st.container(key="desk_understood"):
            understood.draw(view, given, checked)
        with st.container(key="desk_preview"):
            preview.draw(view, given, checked)
    with st.container(key="desk_asking"):
        questions.draw(view, given, checked)
    with st.container(key="desk_found"):
        faults.draw(view, checked)
    decision.draw(view, given, checked)


def _steps(t: Text, checked: Checked) -> ET.Element:
    """Return the way through the page: each step with what is left to do there."""
    errors = faults.times(fault for fault in checked.faults if fault.severity == "error")
    steps = [("understood", t("desk.steps.understood"), False)]
    if checked.questions:
        n = len(checked.questions)
        steps.append(("questions", t.plural("desk.steps.questions", n), True))
    text = t.plural("desk.steps.faults", errors) if errors else t("desk.steps.no_faults")
    steps.append(("faults", text, bool(errors)))
    steps.append(("decision", t("desk.steps.decision"), False))
    items = (
        element("li", element("a", text, href=f"#desk-{name}"), class_="open" if left else None)
        for name, text, left in steps
    )
    return element(
        "nav", element("ol", *items), class_="desk-steps", aria_label=t("desk.steps.title")
    )


def _sum(t: Text, checked: Checked) -> ET.Element:
    """Return what becomes of the rows of the file, as a sum that adds up."""
    counts, parts = checked.counts, []
    signs = {"input": "", "accepted": "=", "rejected": "+", "duplicate": "+"}
    for name, sign in signs.items():
        if sign:
            parts.append(element("span", sign, class_="desk-sign", aria_hidden="true"))
        number = element("b", t.number(counts[name]))
        noun = element("span", t.plural(f"desk.sum.{name}", counts[name]))
        kind = f"rutas-kpi desk-{name}" + ("" if counts[name] else " none")
        parts.append(element("div", number, noun, class_=kind, role="listitem"))
    return element("div", *parts, class_="desk-sum", role="list", id="desk-sum")
