"""The facts of a case: what it is called, what and when it was, who may see it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts.editor.dates import dated
from pages.parts.editor.fields import Form, distinct, heading
from pages.parts.editor.session import Editing
from pages.parts.editor.sources import source_names
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.cases.codes import HANDLING


def draw(view: View, editing: Editing) -> None:
    """Draw the fields of the case itself."""
    form = Form(view, editing, editing.draft)
    with st.container(key="edit_card_name", border=True):
        _draw_identity(form)
    with st.container(key="edit_card_period", border=True):
        _draw_period(form)
    with st.container(key="edit_card_about", border=True):
        heading(view.t("editor.facts.about"))
        form.choices("purposes", code_list="purpose")
        form.choices("means")
        form.choices("recruitment")
    with st.container(key="edit_card_handling", border=True):
        _draw_handling(form)
    with st.container(key="edit_card_summary", border=True):
        heading(view.t("editor.facts.summary"))
        st.html(to_html(element("p", view.t("editor.facts.no_names"), class_="rutas-note")))
        form.text("summary_es", area=True, height=110)
        form.text("summary_en", area=True, height=110)
    _draw_more(form)


def _draw_identity(form: Form) -> None:
    form.text("name", placeholder=form.t("editor.facts.name_hint"))
    if form.part.case_id:
        said = [form.t("editor.facts.id"), ": ", data(form.part.case_id)]
        st.html(to_html(element("p", *said, class_="rutas-foot")))
    form.faults("case_id")
    left, middle, right = st.columns(3)
    with left:
        form.choice("kind")
    with middle:
        form.choice("status")
    with right:
        form.text("authority")


def _dated(form: Form, column: str, other: str) -> Any:
    return lambda value: dated(column, form.part, value or "", other)


def _draw_period(form: Form) -> None:
    heading(form.t("editor.facts.period"))
    left, middle, right = st.columns(3)
    hint = form.t("editor.date_hint")
    with left:
        taken = _dated(form, "period_start", "period_end")
        form.text("period_start", placeholder=hint, taken=taken)
    with middle:
        taken = _dated(form, "period_end", "period_start")
        form.text("period_end", placeholder=hint, taken=taken)
    with right:
        form.choice("date_precision")


def _draw_handling(form: Form) -> None:
    """Draw who may see the case, each choice with what it means."""
    t = form.t
    captions = [t(f"editor.handling.{code}") for code in HANDLING]
    form.radio("handling", captions=captions)


def _draw_more(form: Form) -> None:
    t, draft = form.t, form.part
    filled = draft.note_es or draft.note_en or draft.identity_inferred
    with st.expander(t("editor.facts.more"), expanded=bool(filled), key=form.key("more")):
        form.text("note_es", area=True, height=80)
        form.text("note_en", area=True, height=80)
        names = distinct(source_names(form.view, form.editing))
        form.choices("identity_inferred", names=names, help=t("editor.facts.identity_help"))
        if draft.identity_inferred:
            form.text("identity_note_es", area=True, height=80)
            form.text("identity_note_en", area=True, height=80)
