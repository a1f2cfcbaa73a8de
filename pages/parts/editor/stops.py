"""The routes of a case: their stops in order, each with what it rests on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts.editor import place_field
from pages.parts.editor.fields import Form, button, heading, note
from pages.parts.editor.session import Editing
from pages.parts.editor.sources import draw_choice
from pages.parts.state import View
from routes.cases.editing import (
    RouteDraft,
    StopDraft,
    followed,
    moved,
    with_part,
    without,
)


def draw(view: View, editing: Editing) -> None:
    """Draw every route, and the buttons that add to them."""
    t = view.t
    note(t("editor.routes.lead"))
    for place, route in enumerate(editing.draft.routes, start=1):
        with st.container(key=f"edit_route_{place}"):
            _draw_route(view, editing, route)
    blank = RouteDraft(stops=(StopDraft(role="recruitment"), StopDraft(role="exploitation")))
    button(
        editing,
        t("editor.routes.add"),
        "edit_add_route",
        with_part,
        blank,
        icon=":material/add_road:",
    )


def _draw_route(view: View, editing: Editing, route: RouteDraft) -> None:
    t = view.t
    name = t("editor.routes.route", n=route.number)
    with st.container(
        key=f"edit_route_head_{route.key}", horizontal=True, vertical_alignment="center"
    ):
        heading(name)
        button(
            editing,
            t("editor.routes.remove", route=name),
            f"edit_remove_{route.key}",
            without,
            route.key,
            icon=":material/delete:",
            hidden=True,
        )
    for number, stop in enumerate(route.stops, start=1):
        with st.container(key=f"edit_stop_{stop.key}", border=True):
            _draw_stop(view, editing, route, number, stop)
    button(
        editing,
        t("editor.routes.add_stop"),
        f"edit_add_stop_{route.key}",
        followed,
        route.key,
        _next(route),
        icon=":material/add_location_alt:",
    )


def _next(route: RouteDraft) -> StopDraft:
    """Return a blank stop that rests on what the last one does."""
    if not route.stops:
        return StopDraft(role="recruitment")
    last = route.stops[-1]
    return StopDraft(
        role="transit" if last.role != "exploitation" else "exploitation",
        evidence=last.evidence,
        credibility=last.credibility,
        source_id=last.source_id,
    )


def _draw_stop(
    view: View, editing: Editing, route: RouteDraft, number: int, stop: StopDraft
) -> None:
    t = view.t
    form = Form(view, editing, stop)
    with st.container(
        key=f"edit_stop_head_{stop.key}", horizontal=True, vertical_alignment="center"
    ):
        name = t("editor.routes.stop", n=number)
        heading(name, "h4")
        _draw_moves(form, route, number, stop, name)
    first, second, third = st.columns([2, 1.2, 1.2])
    with first:
        place_field.draw(form)
    with second:
        # Only a place that is no more than named may be without a role.
        form.choice("role", empty=t("editor.routes.no_role"))
    with third:
        form.choice("mode", label=_mode_label(view, number))
    first, second, third = st.columns([1.4, 1.4, 1.6])
    with first:
        form.choice("evidence", taken=_weighed(stop))
    with second:
        form.choice("credibility")
    with third:
        draw_choice(form)
    _draw_reason(form)


def _mode_label(view: View, number: int) -> str:
    return view.t("editor.routes.mode_first" if number == 1 else "editor.column.mode")


def _weighed(stop: StopDraft) -> Any:
    """Return how evidence is taken: by rule, what is inferred is at best of grade 3."""

    def taken(chosen: str | None) -> dict[str, Any]:
        fields: dict[str, Any] = {"evidence": chosen or "stated"}
        if chosen == "inferred" and stop.credibility in ("1", "2"):
            fields["credibility"] = "3"
        return fields

    return taken


def _draw_moves(form: Form, route: RouteDraft, number: int, stop: StopDraft, name: str) -> None:
    """Draw the buttons that move a stop along its route, or take it away."""
    editing, t = form.editing, form.t
    for by, way, icon in ((-1, "up", "arrow_upward"), (1, "down", "arrow_downward")):
        button(
            editing,
            t(f"editor.routes.{way}", stop=name),
            f"edit_{way}_{stop.key}",
            moved,
            stop.key,
            by,
            icon=f":material/{icon}:",
            hidden=True,
            disabled=not 0 < number + by <= len(route.stops),
        )
    button(
        editing,
        t("editor.routes.remove", route=name),
        f"edit_remove_{stop.key}",
        without,
        stop.key,
        icon=":material/delete:",
        hidden=True,
    )


def _draw_reason(form: Form) -> None:
    """Draw the note of a stop; for an inferred one it is the reason, and must be there."""
    t, stop = form.t, form.part
    if stop.evidence == "inferred":
        label = "editor.routes.reason"
        note(t("editor.routes.reason_lead"))
    elif stop.note_es or stop.note_en:
        label = "editor.routes.note"
    else:
        with st.popover(t("editor.routes.add_note"), type="tertiary", icon=":material/notes:"):
            _draw_notes(form, "editor.routes.note")
        return
    _draw_notes(form, label)


def _draw_notes(form: Form, label: str) -> None:
    left, right = st.columns(2)
    with left:
        form.text("note_es", label=form.t(f"{label}_es"))
    with right:
        form.text("note_en", label=form.t(f"{label}_en"))
