"""The fields of the form: each a view of one cell of the draft, with its faults beneath."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from pages.parts.editor.rules import fix_text, rule_text
from pages.parts.editor.session import Editing
from pages.parts.markup import data, element, plain, shown, to_html
from pages.parts.state import View
from routes.cases.codes import CODE_LISTS
from routes.cases.editing import CaseDraft, changed

_NOTHING: Final = object()

Taken = Callable[[Any], dict[str, Any]]
"""Makes the fields of a part from what a widget holds."""


class Form:
    """The fields of one part of the open draft.

    Parameters
    ----------
    view : View
        The screen.
    editing : Editing
        The case that is open.
    part : object
        A part of its draft, or the draft itself.
    """

    def __init__(self, view: View, editing: Editing, part: Any) -> None:
        self.view, self.editing, self.part = view, editing, part
        self.t = view.t
        self.review = editing.review

    def label(self, column: str) -> str:
        """Return what a column is called."""
        return self.t(f"editor.column.{column}")

    def key(self, column: str) -> str:
        """Return the name of the widget of a field."""
        return f"edit_{self.part.key}_{column}"

    def tied(
        self, column: str, value: Any, taken: Taken, *, named: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return the arguments that tie a widget to a field of the part; see `tie`."""
        editing, part = self.editing, self.part.key

        def take(held: Any) -> None:
            editing.take(lambda draft: changed(draft, part, **taken(held)))

        return tie(editing, self.key(column), value, take, named=named)

    def text(
        self,
        column: str,
        *,
        area: bool = False,
        label: str = "",
        taken: Taken | None = None,
        **more: Any,
    ) -> None:
        """Draw a field for text."""
        widget = st.text_area if area else st.text_input
        take = taken or (lambda value: {column: value or ""})
        tied = self.tied(column, getattr(self.part, column), take)
        widget(label or self.label(column), **tied, **more)
        self.faults(column)

    def choice(
        self,
        column: str,
        *,
        code_list: str = "",
        empty: str | None = None,
        taken: Taken | None = None,
        label: str = "",
    ) -> None:
        """Draw a field for one code of a list; `empty` names the choice of none."""
        value = getattr(self.part, column)
        names = self._names(code_list or column, value)
        take = taken or (lambda chosen: {column: chosen or ""})
        offered = {*names, None} if empty is not None else set(names)
        st.selectbox(
            label or self.label(column),
            list(names),
            index=0 if value and empty is None else None,
            format_func=lambda code: names.get(code, code),
            placeholder=empty or self.t("editor.choose"),
            **self.tied(
                column,
                value or None,
                # A name that is not offered any more is no choice.
                lambda chosen: take(chosen) if chosen in offered else {},
                named=names,
            ),
        )
        self.faults(column)

    def choices(
        self,
        column: str,
        *,
        code_list: str = "",
        names: Mapping[str, str] | None = None,
        help: str | None = None,
    ) -> None:
        """Draw a field for several codes of a list, or of those named."""
        value = getattr(self.part, column)
        named = dict(names) if names is not None else self._names(code_list or column)
        named |= {each: shown(each) for each in value if each not in named}
        st.multiselect(
            self.label(column),
            list(named),
            format_func=lambda code: named.get(code, code),
            placeholder=self.t("editor.choose_some"),
            select_all=False,
            help=help,
            **self.tied(
                column,
                list(value),
                lambda chosen: {column: tuple(chosen)} if named.keys() >= set(chosen) else {},
                named=named,
            ),
        )
        self.faults(column)

    def radio(self, column: str, *, captions: Sequence[str]) -> None:
        """Draw a field for one code of a short list, each with what it means."""
        names = self._names(column)
        st.radio(
            self.label(column),
            list(names),
            format_func=lambda code: plain(names.get(code, code)).capitalize(),
            captions=captions,
            **self.tied(
                column,
                getattr(self.part, column),
                lambda chosen: {column: chosen} if chosen in names else {},
                named=names,
            ),
        )
        self.faults(column)

    def truth(self, column: str, *, help: str | None = None) -> None:
        """Draw a field for yes or no."""
        value = getattr(self.part, column)
        tied = self.tied(column, value, lambda held: {column: bool(held)})
        st.checkbox(self.label(column), help=help, **tied)
        self.faults(column)

    def _names(self, code_list: str, *besides: str) -> dict[str, str]:
        codes = dict.fromkeys([*CODE_LISTS[code_list], *filter(None, besides)])
        return {code: shown(self.t.code(code_list, code)) for code in codes}

    def faults(self, *columns: str) -> None:
        """Say under a field what is wrong; that it is empty only once saving was tried."""
        lines = []
        for column in columns:
            for mark in self.review.at(self.part.key, column):
                if mark.is_gap and not self.editing.tried:
                    continue
                said = f"{rule_text(self.t, mark)} {fix_text(self.t, mark)}"
                kind = f"edit-fault {mark.fault.severity}"
                lines.append(element("p", data(said.strip()), class_=kind))
        if lines:
            st.html(to_html(element("div", *lines, role="status")))


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Return names of which no two are the same; Streamlit could not tell such choices apart.

    >>> distinct({"a": "Jade", "b": "Jade", "c": "Nube"})
    {'a': 'Jade · a', 'b': 'Jade · b', 'c': 'Nube'}
    """
    times = Counter(names.values())
    return {
        each: shown(f"{name} · {each}" if times[name] > 1 else name) for each, name in names.items()
    }


def tie(
    editing: Editing,
    key: str,
    value: Any,
    take: Callable[[Any], None],
    *,
    named: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Tie a widget to what it is a view of, and return its arguments.

    A quick second input stops the run that would have called back for the first: the widget then
    holds what nobody took. So it is taken here, too, before anything else is shown.

    Parameters
    ----------
    editing : Editing
        The case that is open.
    key : str
        Name of the widget.
    value : object
        What it is to show.
    take : callable
        Called with what the reader put in.
    named : mapping of str to str, optional
        Choices and their names, by which the browser knows them.

    Notes
    -----
    The value is sent to the browser when a field comes to the screen, of which the browser may
    have kept nothing, and when its choices have other names. Not otherwise: it would undo what
    the reader has just put in.
    """
    state = st.session_state
    held = state.get(key, _NOTHING)
    if held is not _NOTHING and held != value and held != editing.shown.get(key, _NOTHING):
        editing.shown[key] = held
        take(held)
        st.rerun()
    sent = editing.turn, tuple((named or {}).values())
    if held is _NOTHING or held != value or editing.sent.get(key) != sent:
        state[key] = value
    editing.sent[key] = sent
    editing.shown[key] = value
    return {"key": key, "on_change": _absorb, "args": (editing, key, take)}


def _absorb(editing: Editing, key: str, take: Callable[[Any], None]) -> None:
    """Take what a widget holds; for callbacks."""
    held = st.session_state[key]
    editing.shown[key] = held
    take(held)


def _act(editing: Editing, how: Callable[..., CaseDraft], *args: Any) -> None:
    editing.take(lambda draft: how(draft, *args))


def button(
    editing: Editing,
    label: str,
    key: str,
    how: Callable[..., Any],
    *args: Any,
    icon: str = "",
    hidden: bool = False,
    disabled: bool = False,
) -> None:
    """Draw a button that changes the draft; a hidden label is read out but not seen."""
    st.button(
        plain(label),
        key=f"{'quiet_' if hidden else ''}{key}",
        icon=icon or None,
        type="tertiary" if hidden else "secondary",
        help=plain(label) if hidden else None,
        disabled=disabled,
        on_click=_act,
        args=(editing, how, *args),
    )


def heading(text: str, level: str = "h3") -> None:
    """Draw a heading inside the form."""
    st.html(to_html(element(level, text, class_="edit-heading")))


def note(text: str) -> None:
    """Draw a quiet line of explanation."""
    st.html(to_html(element("p", text, class_="rutas-foot")))
