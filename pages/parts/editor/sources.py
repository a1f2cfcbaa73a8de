"""The sources of a case: those of the register that it cites, and new ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from geo.names import fold
from pages.parts import case_card as card
from pages.parts.editor.dates import dated
from pages.parts.editor.fields import Form, button, distinct, heading, note, tie
from pages.parts.editor.session import Desk, Editing, desk
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.cases.editing import CaseDraft, SourceDraft, changed, parts, with_part, without
from routes.cases.editing.naming import free_id

NEW_SOURCE: Final = "+"
"""Stands for a source that is not there yet, where ids of sources stand; no id has a plus."""
_MOST: Final = 200


def source_name(view: View, source: SourceDraft) -> str:
    """Return a source in a few words: who published it, when, and what."""
    t = view.t
    who = source.publisher or t("editor.sources.unnamed")
    try:
        when = t.date(source.published_on, source.date_precision) if source.published_on else ""
    except ValueError:
        when = ""
    return " · ".join(each for each in (who, when, source.title) if each)


def source_names(view: View, editing: Editing) -> dict[str, str]:
    """Return the sources that can be cited: those of the case, then those of the register."""
    found = {each.source_id: source_name(view, each) for each in editing.draft.sources}
    known, asked = editing.known, fold(desk().source_search).split()
    for source_id, source in known.items():
        if len(found) >= _MOST:
            break
        name = source_name(view, source)
        if not asked or all(word in fold(f"{name} {source.url}") for word in asked):
            found.setdefault(source_id, name)
    return found


def _taken_ids(editing: Editing) -> set[str]:
    return {*editing.known, *(source.source_id for source in editing.draft.sources)}


def _blank(editing: Editing) -> SourceDraft:
    return SourceDraft(source_id=free_id("", _taken_ids(editing), default="source"))


def _cite(editing: Editing, part: int, chosen: str | None, offered: Collection[str]) -> None:
    """Take the source that was chosen; a new one is there from now on."""
    if chosen == NEW_SOURCE:
        new = _blank(editing)
        editing.take(lambda draft: changed(with_part(draft, new), part, source_id=new.source_id))
    elif not chosen or chosen in offered:
        editing.take(lambda draft: changed(draft, part, source_id=chosen or ""))


def draw_choice(form: Form) -> None:
    """Draw the field that says on which source a stop, an event or a figure rests."""
    t, editing, part = form.t, form.editing, form.part
    names = source_names(form.view, editing)
    if part.source_id and part.source_id not in names:
        names[part.source_id] = part.source_id
    names = distinct(names)
    offered = {**names, NEW_SOURCE: t("editor.sources.new")}
    st.selectbox(
        form.label("source_id"),
        list(offered),
        index=None,
        format_func=offered.__getitem__,
        placeholder=t("editor.sources.choose"),
        **tie(
            editing,
            form.key("source_id"),
            part.source_id or None,
            lambda chosen: _cite(editing, part.key, chosen, names),
            named=offered,
        ),
    )
    form.faults("source_id")
    _draw_unfinished(form)


def _draw_unfinished(form: Form) -> None:
    """Let a new source be named where it is first cited."""
    draft = form.editing.draft
    source = next((s for s in draft.sources if s.source_id == form.part.source_id), None)
    if source is None or not source.new or (source.publisher and source.title):
        return
    first = next(
        each
        for each in parts(draft)
        if getattr(each, "source_id", "") == source.source_id and each is not source
    )
    if first is form.part:
        note(form.t("editor.sources.unfinished"))


def draw(view: View, editing: Editing) -> None:
    """Draw the new sources as forms, and those of the register in one line each."""
    t, draft = view.t, editing.draft
    note(t("editor.sources.lead"))
    used = _uses(draft)
    for source in draft.sources:
        if source.new:
            with st.container(key=f"edit_source_{source.key}", border=True):
                _draw_new(view, editing, source, used.get(source.source_id, 0))
    blank = _blank(editing)
    button(
        editing,
        t("editor.sources.add"),
        "edit_add_source",
        with_part,
        blank,
        icon=":material/add:",
    )
    known = [source for source in draft.sources if not source.new]
    if known:
        heading(t("editor.sources.known"))
        lines = [_line(view, source, used.get(source.source_id, 0)) for source in known]
        st.html(to_html(element("div", *lines, class_="rutas-panel edit-sources")))
    if len(editing.known) > _MOST:
        _draw_search(view)


def _uses(draft: CaseDraft) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in parts(draft):
        if not isinstance(each, SourceDraft) and (source_id := getattr(each, "source_id", "")):
            found[source_id] = found.get(source_id, 0) + 1
    return found


def _line(view: View, source: SourceDraft, uses: int) -> Any:
    t = view.t
    when = t.date(source.published_on, source.date_precision) if source.published_on else ""
    line = card.source_line(t, f"{source.publisher}: {source.title}", when, source.url)
    grade = card.badge(t("pages.panel.reliability", grade=source.reliability))
    grade.set("title", t.code("reliability", source.reliability))
    said = t.plural("editor.sources.uses", uses)
    return element("div", line, element("p", grade, said, class_="quiet"))


def _draw_new(view: View, editing: Editing, source: SourceDraft, uses: int) -> None:
    t = view.t
    form = Form(view, editing, source)
    with st.container(
        key=f"edit_source_head_{source.key}", horizontal=True, vertical_alignment="center"
    ):
        heading(f"{t('editor.sources.one')}, {t.plural('editor.sources.uses', uses)}", "h4")
        button(
            editing,
            t("editor.sources.remove"),
            f"edit_remove_{source.key}",
            without,
            source.key,
            icon=":material/delete:",
            hidden=True,
            disabled=uses > 0,
        )
    left, right = st.columns(2)
    with left:
        form.text("publisher", taken=_named(form, "publisher"))
    with right:
        form.text("title")
    form.text("url", placeholder="https://")
    first, second, third = st.columns(3)
    with first:
        form.text(
            "published_on",
            placeholder=t("editor.date_hint"),
            taken=_named(form, "published_on"),
        )
    with second:
        form.choice("date_precision")
    with third:
        form.choice("reliability")
    form.faults("source_id")


def _named(form: Form, column: str) -> Any:
    """Return how publisher and date are taken: a new source is named after them."""

    source: SourceDraft = form.part

    def taken(value: str | None) -> dict[str, Any]:
        fields = (
            dated(column, source, value or "")
            if column == "published_on"
            else {column: value or ""}
        )
        now = replace(source, **fields)
        taken_ids = _taken_ids(form.editing) - {source.source_id}
        name = f"{now.publisher} {now.published_on}"
        return {**fields, "source_id": free_id(name, taken_ids, default="source")}

    return taken


def _draw_search(view: View) -> None:
    """Draw the search through the sources of a large register."""
    t = view.t
    st.session_state.edit_source_search = desk().source_search
    st.text_input(
        t("editor.sources.search"),
        key="edit_source_search",
        on_change=_search,
        args=(desk(),),
        help=t("editor.sources.search_help", n=_MOST),
    )


def _search(found: Desk) -> None:
    found.source_search = st.session_state.edit_source_search
