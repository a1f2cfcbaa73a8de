"""Choosing a place by typing its name: one that is meant for sure, or a pick among several."""

from __future__ import annotations

import streamlit as st

from geo.places import Place, find, places, search
from pages.parts.editor.fields import Form
from pages.parts.editor.session import change
from pages.parts.markup import data, element, plain, shown, to_html
from routes.cases.editing import changed
from routes.text import Text

_MOST = 8


def _described(t: Text, place: Place) -> str:
    """Return how precise a place is, and what it lies in."""
    around = place.context(t.lang)
    return " · ".join(each for each in (t.code("level", place.level), around) if each)


def _candidates(typed: str, lang: str) -> list[Place]:
    """Return the places of that very name, or else those that it may be the beginning of."""
    return find(typed) or search(typed, lang=lang, limit=_MOST)


def place_name(place_id: str, lang: str) -> str:
    """Return the name of a place, or the id of one that is not known."""
    place = places().get(place_id)
    return place.name(lang) if place else place_id


def _look(form: Form, key: str) -> None:
    """Take a typed name: the place if it can only be one, a question otherwise."""
    typed = " ".join((st.session_state[key] or "").split())
    editing, part = form.editing, form.part.key
    found = find(typed) if typed else []
    editing.searches.pop(part, None)
    if len(found) == 1 or not typed:
        place_id = found[0].id if found else ""
        change(form.view, editing, lambda draft: changed(draft, part, place_id=place_id))
    else:
        editing.searches[part] = typed


def _pick(form: Form, key: str) -> None:
    """Take the place that was picked."""
    picked = st.session_state[key]
    if picked:
        part = form.part.key
        form.editing.searches.pop(part, None)
        change(form.view, form.editing, lambda draft: changed(draft, part, place_id=picked))


def draw(form: Form, *, label: str = "") -> None:
    """Draw the field of the place of a stop or an event, and what it is taken for."""
    view, t, part = form.view, form.t, form.part
    searched = form.editing.searches.get(part.key)
    written = place_name(part.place_id, view.lang) if searched is None else searched
    key = form.key("place_id")
    if st.session_state.get(key) != shown(written):
        st.session_state[key] = shown(written)
    st.text_input(
        label or form.label("place_id"),
        key=key,
        placeholder=t("editor.place.hint"),
        on_change=_look,
        args=(form, key),
    )
    if searched is not None:
        _draw_question(form, searched)
    elif part.place_id in places():
        said = _described(t, places()[part.place_id])
        st.html(to_html(element("p", data(said), class_="edit-place")))
    form.faults("place_id")


def _draw_question(form: Form, searched: str) -> None:
    """Offer the places that may be meant, or say that none is known."""
    t, found = form.t, _candidates(searched, form.view.lang)[:_MOST]
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
        args=(form, key),
    )
