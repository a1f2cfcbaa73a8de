"""The figures of a case: one number as one source gives it, conflicting ones side by side."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import streamlit as st

from geo.places import places
from pages.parts.editor.fields import Form, button, heading, note
from pages.parts.editor.session import Editing
from pages.parts.editor.sources import draw_choice
from pages.parts.state import View
from routes.cases.editing import FigureDraft, with_part, without

_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[., \u00a0\u202f][0-9]{3})+")


@cache
def _countries(lang: str) -> dict[str, str]:
    named = ((p.id, p.name(lang)) for p in places().values() if p.level == "country")
    return dict(sorted(named, key=lambda pair: pair[1].casefold()))


def draw(view: View, editing: Editing) -> None:
    """Draw every figure, and the button that adds one."""
    t, figures = view.t, editing.draft.figures
    note(t("editor.figures.lead"))
    for number, figure in enumerate(figures, start=1):
        with st.container(key=f"edit_figure_{figure.key}", border=True):
            _draw_one(view, editing, number, figure)
    last = figures[-1] if figures else None
    blank = FigureDraft(source_id=last.source_id if last else _only_source(editing))
    button(
        editing,
        t("editor.figures.add"),
        "edit_add_figure",
        with_part,
        blank,
        icon=":material/add:",
    )


def _only_source(editing: Editing) -> str:
    sources = editing.draft.sources
    return sources[0].source_id if len(sources) == 1 else ""


def whole(value: str | None) -> dict[str, Any]:
    """Take a number as people group its digits: 1.500.000, 1,500,000 or 1 500 000."""
    text = (value or "").strip()
    return {"value": re.sub(r"\D", "", text) if _GROUPED.fullmatch(text) else text}


def _draw_one(view: View, editing: Editing, number: int, figure: FigureDraft) -> None:
    t, form = view.t, Form(view, editing, figure)
    with st.container(
        key=f"edit_figure_head_{figure.key}", horizontal=True, vertical_alignment="center"
    ):
        name = t("editor.figures.one", n=number)
        heading(name, "h4")
        button(
            editing,
            t("editor.routes.remove", route=name),
            f"edit_remove_{figure.key}",
            without,
            figure.key,
            icon=":material/delete:",
            hidden=True,
        )
    first, second, third = st.columns([1.6, 1, 1.2])
    with first:
        form.choice("measure")
    with second:
        form.choice("qualifier")
    with third:
        form.text("value", placeholder="17", taken=whole)
    first, second = st.columns(2)
    with first:
        form.choices("nationality", names=_countries(view.lang))
    with second:
        draw_choice(form)
    form.truth("preferred", help=t("editor.figures.preferred_help"))
    with st.popover(
        t("editor.routes.notes" if _noted(figure) else "editor.routes.add_note"),
        type="tertiary",
        icon=":material/notes:",
    ):
        form.text("note_es", label=t("editor.routes.note_es"))
        form.text("note_en", label=t("editor.routes.note_en"))


def _noted(figure: FigureDraft) -> bool:
    return bool(figure.note_es or figure.note_en)
