"""What was understood of a file, sheet by sheet, each part with a control to overrule it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk import upload
from pages.parts.desk.upload import Upload
from pages.parts.markup import data, element, plain, shown, to_html
from pages.parts.state import View
from routes.cases.forms.headers import columns_of
from routes.cases.intake.model import FORMS, Checked, Options, Recognised
from routes.text import Text

_MOST_COLUMNS: Final = 60
_UNSAID: Final = ""
"""In a control: what was recognised, not overruled."""


@dataclass(frozen=True)
class Choice:
    """One thing that can be overruled: what it may be, and the sentences that name this."""

    name: str
    values: tuple[Any, ...]
    words: tuple[str, ...]

    def word(self, t: Text, value: Any) -> str:
        """Return how a value is called."""
        return t(f"desk.read.{self.name}.{self.words[self.values.index(value)]}")


_CHOICES: Final = (
    Choice("form", FORMS, FORMS),
    Choice("delimiter", (",", ";", "\t", "|"), ("comma", "semicolon", "tab", "bar")),
    Choice("encoding", ("utf-8", "windows-1252"), ("utf8", "windows1252")),
    Choice("decimal", (".", ","), ("point", "comma")),
    Choice("day_first", (True, False), ("day", "month")),
)
_SILENT: Final = (
    Choice("evidence", ("inferred", "stated"), ("inferred", "stated")),
    Choice("handling", ("reserved", "classified", "public"), ("reserved", "classified", "public")),
)
"""What is taken where the file says nothing; the empty choice is the careful one."""


def draw(view: View, given: Upload, checked: Checked) -> None:
    """Draw what the file holds, how it is written and what its columns stand for."""
    t = view.t
    st.html(to_html(element("h2", t("desk.read.title"), class_="desk-h2", id="desk-understood")))
    if checked.recognised:
        st.html(to_html(_lead(t, checked)))
    with st.container(key="desk_choices"):
        for choice in _CHOICES:
            _draw_choice(view, given, choice, _recognised(checked, choice.name))
        if checked.form != "statistics":
            for choice in _SILENT[checked.form == "tables" :]:
                _draw_choice(view, given, choice, None)
    _draw_columns(view, given, checked)


def _recognised(checked: Checked, name: str) -> Any:
    """Return what was recognised in the first sheet that says; None where it plays no part.

    Sheets that are used go first; of a file in which none is, all can be overruled.
    """
    if name == "form":
        return checked.form
    used = [sheet for sheet in checked.recognised if sheet.table]
    found = (getattr(sheet, name) for sheet in used or checked.recognised)
    return next((value for value in found if value not in ("", None)), None)


def _lead(t: Text, checked: Checked) -> ET.Element:
    """Return the sheets, what each was taken for, and how many rows it has."""
    rows = [
        element(
            "tr",
            element("td", data(sheet.sheet or checked.file)),
            element("td", _taken(t, sheet)),
            element("td", t.number(sheet.rows), class_="num"),
        )
        for sheet in checked.recognised
    ]
    names = ("sheet", "table", "rows")
    kinds = dict.fromkeys(names[:2]) | {"rows": "num"}
    head = (
        element("th", t(f"desk.read.{name}"), scope="col", class_=kinds[name]) for name in names
    )
    table = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *rows),
        class_="rutas-table",
    )
    return element("div", table, class_="rutas-scroll")


def _taken(t: Text, sheet: Recognised) -> str:
    if not sheet.table:
        return t("desk.read.left_out")
    said = t(f"desk.tables.{sheet.table}")
    return f"{said} · {t(f'desk.read.lang_{sheet.language}')}" if sheet.language else said


def _draw_choice(view: View, given: Upload, choice: Choice, recognised: Any) -> None:
    """Draw one control; its first value is what was recognised, or what is taken in silence."""
    silent = choice in _SILENT
    chosen = getattr(given.options, choice.name)
    unsaid = chosen == getattr(Options(), choice.name)
    # What was overruled can be taken back, even where nothing could be read any more.
    if recognised is None and unsaid and not silent:
        return
    t, key = view.t, f"desk_choice_{choice.name}"

    def name(value: Any) -> str:
        if value != _UNSAID:
            return choice.word(t, value)
        if recognised is None:
            return t("desk.read.anew")
        known = recognised in choice.values
        what = choice.word(t, recognised) if known else str(recognised).upper()
        return t("desk.read.recognised", what=what)

    shows = (choice.values[0] if silent else _UNSAID) if unsaid else chosen
    _hold(key, shows)
    offered = choice.values if silent else (_UNSAID, *choice.values)
    st.selectbox(
        t(f"desk.read.{choice.name}.title"),
        offered,
        format_func=name,
        key=key,
        on_change=_overrule,
        args=(view.register, choice.name, key, shows, offered),
    )


def _hold(key: str, value: Any) -> None:
    """Let a control show a value, without disturbing one that does already."""
    if st.session_state.get(key, ...) != value:
        st.session_state[key] = value


def _overrule(register: Any, name: str, key: str, before: Any, offered: tuple[Any, ...]) -> None:
    given, chosen = upload.current(), st.session_state.get(key, before)
    if given is None or chosen == before or chosen not in offered:
        # A name that is not offered any more, as when a file is recognised as another kind.
        return
    value = getattr(Options(), name) if chosen == _UNSAID else chosen
    upload.check(register, replace(given.options, **{name: value}))


def _draw_columns(view: View, given: Upload, checked: Checked) -> None:
    """Draw a control for each header of a sheet: the column that it stands for."""
    t = view.t
    sheets = [sheet for sheet in checked.recognised if sheet.table and sheet.columns]
    if not sheets:
        return
    known = sum(bool(column) for sheet in sheets for _, column in sheet.columns)
    total = sum(len(sheet.columns) for sheet in sheets)
    title = t("desk.read.columns", known=t.number(known), n=t.number(total))
    # What is unfolded at first stays so: nothing jumps when a control makes the last one known.
    given.unfolded = given.unfolded or (known < total <= _MOST_COLUMNS)
    with st.expander(title, expanded=given.unfolded, key="desk_headers"):
        st.caption(t("desk.read.columns_help"))
        sheet = sheets[0]
        if len(sheets) > 1:
            names = range(len(sheets))
            at = st.selectbox(
                t("desk.read.sheet"),
                names,
                format_func=lambda n: shown(sheets[n].sheet),
                key="desk_sheet",
            )
            sheet = sheets[at or 0]
        with st.container(key="desk_columns"):
            for n, (header, column) in enumerate(sheet.columns[:_MOST_COLUMNS]):
                _draw_column(view, given, sheet, n, header, column)
        if len(sheet.columns) > _MOST_COLUMNS:
            more = len(sheet.columns) - _MOST_COLUMNS
            st.caption(t.plural("desk.read.columns_more", more))


def _draw_column(
    view: View, given: Upload, sheet: Recognised, n: int, header: str, column: str
) -> None:
    t, key = view.t, f"desk_column_{sheet.table}_{n}"
    options = ["", *columns_of(sheet.table)]
    # While the file is read again, the control shows what was asked for, not what was.
    wanted = dict(given.options.columns).get(header, column)
    shows = wanted if wanted in options else ""
    _hold(key, shows)
    st.selectbox(
        plain(header) or t("desk.read.no_header", n=n + 1),
        options,
        format_func=lambda each: (
            t(f"forms.heading.{sheet.table}.{each}") if each else t("desk.read.no_column")
        ),
        key=key,
        on_change=_rename,
        args=(view.register, header, key, shows, tuple(options)),
    )


def _rename(register: Any, header: str, key: str, before: str, offered: tuple[str, ...]) -> None:
    given, chosen = upload.current(), st.session_state.get(key, before)
    if given is not None and chosen != before and chosen in offered:
        pairs = {**dict(given.options.columns), header: chosen}
        upload.check(register, replace(given.options, columns=tuple(pairs.items())))
