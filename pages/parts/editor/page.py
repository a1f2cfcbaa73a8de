"""The case editor: which case, its sections, and beside them the map and what is to be saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from geo.names import fold
from pages.parts import turns
from pages.parts.editor import events, facts, figures, history, route_map, saving, sources, stops
from pages.parts.editor.fields import distinct
from pages.parts.editor.session import (
    NEW,
    SECTIONS,
    Desk,
    Editing,
    current,
    desk,
    open_case,
    own,
)
from pages.parts.markup import element, to_html
from pages.parts.state import View, shared_params

STYLE: Final = Path(__file__).parent / "editor.css"
_MOST: Final = 200
_LEAVING: Final = "<span></span><script>window.onbeforeunload = {};</script>"
"""Has the browser ask before a tab with unsaved changes is closed; no text of the data is in it."""
_DRAWN: Final[dict[str, Callable[[View, Editing], None]]] = {
    "facts": facts.draw,
    "routes": stops.draw,
    "figures": figures.draw,
    "events": events.draw,
    "sources": sources.draw,
    "history": history.draw,
}


def draw(view: View) -> None:
    """Draw the form for adding or editing one of the office's own cases."""
    st.html(STYLE)
    if view.register is None:
        text = view.t("editor.no_register")
        st.html(to_html(element("div", element("h2", text), class_="rutas-empty")))
        return
    editing = current(view)
    editing.ask(view)
    with st.container(key="edit_top", horizontal=True, vertical_alignment="bottom"):
        _draw_cases(view)
    _draw_saved(view)
    with st.container(key="edit_row", horizontal=True):
        with st.container(key="edit_form"):
            section = _choose_section(view, editing)
            editing.turn = turns.at(2, (desk().case_id, section))
            _DRAWN[section](view, editing)
        with st.container(key="edit_beside"):
            saving.draw(view, editing)
            route_map.draw(view, editing)
            _guard()


def _guard() -> None:
    """Ask before the tab is closed as long as anything is not saved."""
    unsaved = any(editing.unsaved for editing in desk().drafts.values())
    handler = "(event) => event.preventDefault()" if unsaved else "null"
    st.html(_LEAVING.format(handler), unsafe_allow_javascript=True)


def _listed(view: View) -> dict[str, str]:
    """Return the cases to choose from, those with unsaved changes marked."""
    cases, found = own(view).cases, desk()
    words = fold(found.case_search).split()
    names = dict(zip(cases["case_id"], cases["name"], strict=True))
    wanted = (
        [each for each, name in names.items() if all(word in fold(name) for word in words)]
        if words
        else list(names)
    )
    kept = dict.fromkeys([*found.drafts, found.case_id, *wanted[:_MOST]])
    named = {NEW: view.t("editor.new_case")}
    named |= {each: names[each] or each for each in kept if each in names}
    mark = view.t("editor.unsaved_mark")
    return {
        each: f"{name}{mark}" if _unsaved(found, each) else name
        for each, name in distinct(named).items()
    }


def _unsaved(found: Desk, case_id: str) -> bool:
    return case_id in found.drafts and found.drafts[case_id].unsaved


def _pick(offered: frozenset[str]) -> None:
    if st.session_state.edit_case in offered:
        open_case(st.session_state.edit_case)


def _search() -> None:
    desk().case_search = st.session_state.edit_case_search


def _draw_cases(view: View) -> None:
    """Draw the choice of the case, and a search where there are many."""
    t, found, names = view.t, desk(), _listed(view)
    if len(own(view).cases) > _MOST:
        st.session_state.edit_case_search = found.case_search
        st.text_input(
            t("editor.search_case"), key="edit_case_search", on_change=_search, type="search"
        )
    st.session_state.edit_case = found.case_id
    st.selectbox(
        t("editor.which"),
        list(names),
        format_func=lambda each: names.get(each, each),
        key="edit_case",
        on_change=_pick,
        args=(frozenset(names),),
    )
    if found.case_id != NEW:
        st.button(
            t("editor.add"),
            key="edit_new",
            icon=":material/add:",
            on_click=open_case,
            args=(NEW,),
        )


def _draw_saved(view: View) -> None:
    """Say what was just saved, and lead to the page of the case."""
    t, saved = view.t, desk().saved
    # The container is always there: what follows would be built anew if it came and went.
    with st.container(key="edit_saved", horizontal=True, vertical_alignment="center"):
        if saved is None or current(view).unsaved:
            return
        case_id, entry = saved
        key = "editor.saved.removed" if entry.action == "remove" else "editor.saved.done"
        st.html(to_html(element("p", t(key, n=entry.seq), role="status")))
        if case_id:
            st.page_link(
                "cases.py",
                label=t("editor.saved.see"),
                icon=":material/folder_open:",
                query_params={**shared_params(), "case": case_id},
            )


def _turn() -> None:
    found = desk()
    found.section = found.section_shown = st.session_state.edit_section or SECTIONS[0]


def _choose_section(view: View, editing: Editing) -> str:
    """Draw the switch between the sections, each with what is to be done in it."""
    t, found = view.t, desk()
    offered = [each for each in SECTIONS if each != "history" or not editing.is_new]
    # A quick second input can pass over what would have called back for the first: see `tie`.
    held = st.session_state.get("edit_section", found.section_shown)
    if held in offered and held != found.section_shown:
        found.section = held
    if found.section not in offered:
        found.section = SECTIONS[0]
    names = _sections(view, editing, offered)
    # Sent only where the browser cannot know it: it would undo a press that is on its way.
    labels = tuple(names.values())
    if found.section_labels != labels or st.session_state.get("edit_section") != found.section:
        st.session_state.edit_section = found.section
    found.section_shown, found.section_labels = found.section, labels
    st.segmented_control(
        t("editor.sections"),
        offered,
        key="edit_section",
        format_func=lambda each: names[each],
        label_visibility="collapsed",
        required=True,
        on_change=_turn,
    )
    return found.section


def _sections(view: View, editing: Editing, offered: Sequence[str]) -> dict[str, str]:
    """Return the sections with their names, each with how many parts it has."""
    draft, t = editing.draft, view.t
    counts = {
        "routes": len(draft.routes),
        "figures": len(draft.figures),
        "events": len(draft.events),
        "sources": len(draft.sources),
    }
    return {
        each: t(f"editor.section.{each}") + (f" · {counts[each]}" if counts.get(each) else "")
        for each in offered
    }
