"""Choosing a place by typing its name: one that is meant for sure, or a pick among several."""

from __future__ import annotations

import streamlit as st

from geo.places import Place, find, places, search
from pages.parts.editor.fields import Form, tie
from pages.parts.editor.session import Editing
from pages.parts.markup import data, element, plain, shown, to_html
from routes.analysis.crossings import open_in
from routes.cases.editing import changed
from routes.text import Text

_MOST = 8


def _described(t: Text, place: Place) -> str:
    """Return how precise a place is, and what it lies in."""
    around = place.context(t.lang)
    return " · ".join(each for each in (t.code("level", place.level), around) if each)


def _candidates(typed: str, lang: str) -> list[Place]:
    """Return the places of that very name, then those that it may be the beginning of."""
    near = {place.id: place for place in find(typed)}
    near |= {place.id: place for place in search(typed, lang=lang, limit=_MOST)}
    return list(near.values())


def _was_open(editing: Editing, part: int, place_id: str) -> bool:
    """Tell whether a route could stop there: no crossing is offered that was not open then."""
    draft = editing.draft
    if part in {event.key for event in draft.events}:
        return True
    return open_in(place_id, draft.period_start, draft.period_end)


def place_name(place_id: str, lang: str) -> str:
    """Return the name of a place, or the id of one that is not known."""
    place = places().get(place_id)
    return place.name(lang) if place else place_id


def _look(editing: Editing, part: int, typed: str) -> None:
    """Take a typed name: the place if it can only be one, a question otherwise."""
    name = " ".join((typed or "").split())
    found = [place for place in find(name) if _was_open(editing, part, place.id)] if name else []
    editing.searches.pop(part, None)
    if len(found) == 1 or not name:
        place_id = found[0].id if found else ""
        editing.take(lambda draft: changed(draft, part, place_id=place_id))
    else:
        editing.searches[part] = name


def _pick(editing: Editing, part: int, key: str) -> None:
    """Take the place that was picked."""
    picked = st.session_state[key]
    if picked:
        editing.searches.pop(part, None)
        editing.take(lambda draft: changed(draft, part, place_id=picked))


def draw(form: Form, *, label: str = "") -> None:
    """Draw the field of the place of a stop or an event, and what it is taken for."""
    t, editing, part = form.t, form.editing, form.part
    searched = editing.searches.get(part.key)
    written = place_name(part.place_id, t.lang) if searched is None else searched
    st.text_input(
        label or form.label("place_id"),
        placeholder=t("editor.place.hint"),
        **tie(
            editing,
            form.key("place_id"),
            shown(written),
            lambda typed: _look(editing, part.key, typed),
        ),
    )
    if searched is not None:
        _draw_question(form, searched)
    elif part.place_id in places():
        said = _described(t, places()[part.place_id])
        st.html(to_html(element("p", data(said), class_="edit-place")))
        if not _was_open(editing, part.key, part.place_id):
            _draw_closed(t, part.place_id)
    form.faults("place_id")


def _draw_question(form: Form, searched: str) -> None:
    """Offer the places that may be meant, or say that none is known."""
    t = form.t
    every = _candidates(searched, t.lang)
    found = [each for each in every if _was_open(form.editing, form.part.key, each.id)][:_MOST]
    for place in every:
        if not _was_open(form.editing, form.part.key, place.id):
            _draw_closed(t, place.id)
    if not found and every:
        return
    if not found:
        said = t("editor.place.none", text=shown(searched)[:80])
        st.html(to_html(element("p", data(said), class_="edit-fault error", role="status")))
        return
    key = form.key("place_pick")
    st.session_state[key] = None
    st.pills(
        t("editor.place.which"),
        [place.id for place in found],
        format_func=lambda each: plain(
            f"{place_name(each, t.lang)} · {_described(t, places()[each])}"
        ),
        key=key,
        wrap=True,
        on_change=_pick,
        args=(form.editing, form.part.key, key),
    )


def _draw_closed(t: Text, place_id: str) -> None:
    """Say that a crossing was not open in the period of the case."""
    said = t("editor.place.closed", place=place_name(place_id, t.lang))
    st.html(to_html(element("p", data(said), class_="edit-fault warning", role="status")))
