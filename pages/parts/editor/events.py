"""What happened at places that are no stops: arrests, rescues, seizures, searches."""

from __future__ import annotations

import streamlit as st

from pages.parts.editor import place_field
from pages.parts.editor.dates import dated
from pages.parts.editor.fields import Form, button, heading, note
from pages.parts.editor.session import Editing
from pages.parts.editor.sources import draw_choice
from pages.parts.state import View
from routes.cases.editing import EventDraft, with_part, without


def draw(view: View, editing: Editing) -> None:
    """Draw every event, and the button that adds one."""
    t, events = view.t, editing.draft.events
    note(t("editor.events.lead"))
    for number, event in enumerate(events, start=1):
        with st.container(key=f"edit_event_{event.key}", border=True):
            _draw_one(view, editing, number, event)
    blank = EventDraft(source_id=events[-1].source_id if events else "")
    button(
        editing,
        t("editor.events.add"),
        "edit_add_event",
        with_part,
        blank,
        icon=":material/add:",
    )


def _draw_one(view: View, editing: Editing, number: int, event: EventDraft) -> None:
    t, form = view.t, Form(view, editing, event)
    with st.container(
        key=f"edit_event_head_{event.key}", horizontal=True, vertical_alignment="center"
    ):
        name = t("editor.events.one", n=number)
        heading(name, "h4")
        button(
            editing,
            t("editor.routes.remove", route=name),
            f"edit_remove_{event.key}",
            without,
            event.key,
            icon=":material/delete:",
            hidden=True,
        )
    first, second = st.columns([1, 2])
    with first:
        form.choice("event")
    with second:
        place_field.draw(form)
    first, second, third = st.columns([1, 1, 1.4])
    with first:
        form.text(
            "happened_on",
            placeholder=t("editor.date_hint"),
            taken=lambda value: dated("happened_on", event, value or ""),
        )
    with second:
        form.choice("date_precision")
    with third:
        draw_choice(form)
    with st.popover(
        t("editor.routes.notes" if event.note_es or event.note_en else "editor.routes.add_note"),
        type="tertiary",
        icon=":material/notes:",
    ):
        form.text("note_es", label=t("editor.routes.note_es"))
        form.text("note_en", label=t("editor.routes.note_en"))
