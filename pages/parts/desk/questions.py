"""Places that a file names and the desk cannot tell: the user picks which one is meant."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree as ET

import streamlit as st

from geo.places import Place, place, search
from pages.parts.desk import upload
from pages.parts.desk.upload import Upload
from pages.parts.markup import data, element, plain, shown, to_html
from pages.parts.state import View
from routes.cases.intake.model import Checked, PlaceQuestion
from routes.text import Text

_AT_ONCE: Final = 8
_MOST_FOUND: Final = 8
_LONGEST_NAME: Final = 80
_LATER, _OTHER = "", "?"


def draw(view: View, given: Upload, checked: Checked) -> None:
    """Draw the open questions, and what was answered before."""
    if not checked.questions and not given.options.places:
        return
    t = view.t
    title = element("h2", t("desk.places.title"), class_="desk-h2", id="desk-questions")
    st.html(to_html(title))
    if checked.questions:
        _draw_open(view, given, checked.questions)
    _draw_answered(view, given)


@st.fragment
def _draw_open(view: View, given: Upload, questions: tuple[PlaceQuestion, ...]) -> None:
    """Draw the questions with the most rows; answering them redraws only this part."""
    t = view.t
    st.html(to_html(element("p", t("desk.places.lead"), class_="desk-lead")))
    with st.container(key="desk_questions"):
        for question in questions[:_AT_ONCE]:
            with st.container(key=f"desk_place_{_key(question)}"):
                _draw_question(view, given, question)
    if len(questions) > _AT_ONCE:
        st.caption(t.plural("desk.places.more", len(questions) - _AT_ONCE))
    ready = sum(bool(given.answers.get(each.written)) for each in questions)
    if st.button(
        t.plural("desk.places.apply", ready) if ready else t("desk.places.apply_none"),
        key="desk_apply",
        type="primary",
        icon=":material/check:",
        disabled=not ready or given.job is not None,
    ):
        upload.answer(view.register)
        st.rerun()


def _key(question: PlaceQuestion) -> str:
    return upload.short_hash(question.written)


def _draw_question(view: View, given: Upload, question: PlaceQuestion) -> None:
    t, key = view.t, _key(question)
    st.html(to_html(_asked(t, question)))
    picked = given.answers.get(question.written, _LATER)
    options = list(question.candidates)
    if picked and picked not in options:
        options.append(picked)
    options += [_OTHER, _LATER]
    known = {each: place(each) for each in options if each not in (_OTHER, _LATER)}
    radio = f"desk_answer_{key}"
    if st.session_state.get(radio) not in options:
        st.session_state[radio] = picked or (_LATER if question.candidates else _OTHER)
    chosen = st.radio(
        t("desk.places.which"),
        options,
        format_func=lambda each: _label(t, each, known.get(each)),
        captions=[_caption(t, known.get(each)) for each in options],
        key=radio,
        label_visibility="collapsed",
    )
    given.answers[question.written] = "" if chosen in (_OTHER, _LATER, None) else str(chosen)
    if chosen == _OTHER:
        _draw_search(view, given, question, radio)


def _asked(t: Text, question: PlaceQuestion) -> ET.Element:
    """Return the place as it is written, and where in the file."""
    where = ", ".join(
        t("desk.places.row_of", sheet=sheet, row=row) if sheet else t("desk.places.row", row=row)
        for sheet, row in question.rows[:3]
    )
    count = t.plural("desk.places.count", question.count)
    return element(
        "p",
        element("strong", t("desk.places.open"), data(question.written), t("desk.places.close")),
        element("span", f" {count} · ", data(where), class_="quiet"),
        class_="desk-asked",
    )


def _label(t: Text, option: str, found: Place | None) -> str:
    if option == _LATER:
        return t("desk.places.later")
    if option == _OTHER:
        return t("desk.places.other")
    return plain(found.name(t.lang) if found else option)


def _caption(t: Text, found: Place | None) -> str:
    if found is None:
        return ""
    parts = [t.code("level", found.level).lower(), found.context(t.lang), found.id]
    return plain(" · ".join(part for part in parts if part))


def _draw_search(view: View, given: Upload, question: PlaceQuestion, radio: str) -> None:
    """Draw the search for any place of the registry and of the gazetteer."""
    t, key = view.t, _key(question)
    words = st.text_input(
        t("desk.places.search"),
        value=shown(question.written)[:_LONGEST_NAME],
        key=f"desk_search_{key}",
        live=True,
        max_chars=_LONGEST_NAME,
        icon=":material/search:",
    )
    found = _search(words, view.lang) if words else ()
    if words and not found:
        st.caption(t("desk.places.not_found"))
    with st.container(key=f"desk_found_{key}"):
        for each in found:
            st.button(
                f"{plain(each.name(t.lang))} — {_caption(t, each)}",
                key=f"desk_pick_{key}_{each.id}",
                type="tertiary",
                on_click=_pick,
                args=(given, question.written, each.id, radio),
            )


@lru_cache(maxsize=256)
def _search(words: str, lang: str) -> tuple[Place, ...]:
    return tuple(search(words, lang=lang, limit=_MOST_FOUND))


def _pick(given: Upload, written: str, place_id: str, radio: str) -> None:
    given.answers[written] = place_id
    st.session_state[radio] = place_id


def _draw_answered(view: View, given: Upload) -> None:
    """Draw the answers that hold for this file, each with a way to take it back."""
    t = view.t
    if not given.options.places:
        return
    st.html(to_html(element("p", t("desk.places.answered"), class_="rutas-foot")))
    with st.container(key="desk_answered", horizontal=True):
        for written, place_id in given.options.places:
            found = place(place_id)
            name = found.name(t.lang)
            st.button(
                f"{plain(written)} → {plain(name)}",
                key=f"desk_undo_{upload.short_hash(written)}",
                icon=":material/close:",
                icon_position="right",
                help=t("desk.places.take_back"),
                on_click=_take_back,
                args=(view.register, written),
                disabled=given.job is not None,
            )


def _take_back(register: Any, written: str) -> None:
    given = upload.current()
    if given is None:
        return
    rest = tuple(pair for pair in given.options.places if pair[0] != written)
    given.answers.pop(written, None)
    upload.check(register, replace(given.options, places=rest))
