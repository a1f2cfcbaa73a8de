"""Lists of cases that are too long to stand where their number stands: Casos shows all of each.

A list is kept for as long as the program runs, under a name made from what it holds. Its name goes
with the address of Casos; who opens that sees, of the list, what the own rights let them see.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts import state
from pages.parts.charts import cases_address
from pages.parts.markup import Child, element, to_html
from pages.parts.state import View
from routes.query import RouteQuery

KEY: Final = "set"
"""What the address calls the list."""

_MOST_KEPT: Final = 500
_MOST_IDS: Final = 1_000_000
_NAME: Final = re.compile("[0-9a-f]{20}")


class CaseSets:
    """Keeps lists of cases, those that were asked for last; safe among threads.

    Parameters
    ----------
    most : int
        Lists that are kept.
    most_ids : int
        Cases that all of them hold together, but for the last list.
    """

    def __init__(self, most: int = _MOST_KEPT, *, most_ids: int = _MOST_IDS) -> None:
        self._most, self._most_ids = most, most_ids
        self._kept: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._lock = Lock()

    def keep(self, case_ids: Sequence[str]) -> str:
        """Keep a list and return its name: 20 hexadecimal digits that tell nothing of the cases."""
        held = tuple(case_ids)
        name = hashlib.sha256("\0".join(held).encode()).hexdigest()[:20]
        with self._lock:
            self._kept[name] = held
            self._kept.move_to_end(name)
            while len(self._kept) > 1 and self._too_many():
                self._kept.popitem(last=False)
        return name

    def _too_many(self) -> bool:
        held = sum(map(len, self._kept.values()))
        return len(self._kept) > self._most or held > self._most_ids

    def get(self, name: str) -> tuple[str, ...] | None:
        """Return a list by its name; None if it is not, or no longer, kept."""
        if not _NAME.fullmatch(name):
            return None
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)


SETS: Final = CaseSets()
"""The lists of this program."""


def address(view: View, case_ids: Sequence[str], query: RouteQuery | None = None) -> str:
    """Return the address of Casos with these cases alone, under a query (the present one)."""
    return f"{cases_address(view, query)}&{KEY}={SETS.keep(case_ids)}"


def more(
    view: View, text: str, case_ids: Sequence[str], query: RouteQuery | None = None
) -> ET.Element:
    """Return words for the cases that are not listed, as the way to all of them."""
    title = view.t.plural("pages.case.all_of_set", len(case_ids))
    return element("a", text, href=address(view, case_ids, query), target="_self", title=title)


def params(case_ids: Sequence[str]) -> dict[str, str]:
    """Return what a link within the session says beyond the filters."""
    return {**state.shared_params(), KEY: SETS.keep(case_ids)}


def narrow(view: View, ids: Sequence[str]) -> list[str]:
    """Return those of some cases that are in the list which the link asks for, if it asks for one.

    A list that is no longer kept is told to the reader, and narrows nothing.
    """
    name = state.chosen(KEY)
    if not name:
        return list(ids)
    held = SETS.get(name)
    if held is None:
        state.choose(KEY, "")
        said: Child = view.t("pages.case.set_gone")
        st.html(to_html(element("p", said, class_="rutas-note", role="status")))
        return list(ids)
    inside = set(held)
    return [each for each in ids if each in inside]


def draw_chip(view: View, count: int) -> None:
    """Say that a list narrows the screen, on a button that lets it go."""
    if not state.chosen(KEY):
        return
    with st.container(key="chips_set", horizontal=True):
        st.button(
            view.t.plural("pages.case.in_set", count),
            key="chip_set",
            icon=":material/close:",
            icon_position="right",
            on_click=state.choose,
            args=(KEY, ""),
        )
