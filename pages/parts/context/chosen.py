"""What of the context is looked at: the layer, the offence, the measure and the year of a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from pages.parts import state
from pages.parts.state import View
from routes.analysis import context
from routes.analysis.context import Offence
from routes.cases.register import Entry, RegisterError
from routes.reach import Reach
from routes.scope import Scope

LAYERS: Final = ("police", "darien", "corridors")


@dataclass(frozen=True, eq=False)
class Official:
    """The official statistics of the office, and the files that brought them.

    Parameters
    ----------
    police, transits : pandas.DataFrame
        As `routes.analysis.context.police` and `transits` return them.
    entries : tuple of Entry
        The audit entries that wrote them.
    offences : tuple of Offence
        What `police` counts.
    """

    police: pd.DataFrame
    transits: pd.DataFrame
    entries: tuple[Entry, ...]
    offences: tuple[Offence, ...]


@dataclass(frozen=True)
class Chosen:
    """What is looked at; `year` is None for all years."""

    layer: str
    offence: Offence | None
    measure: str
    year: int | None


@st.cache_resource(max_entries=4, show_spinner=False)
def _held(version: str, scope: Scope, _reach: Reach) -> Official:
    rows, entries = _reach.statistics()
    police = context.police(rows)
    return Official(police, context.transits(rows), entries, context.offences(police))


def official(view: View) -> Official | None:
    """Return the statistics; None where the register cannot be read or there is none."""
    if view.register is None:
        return None
    try:
        return _held(view.register.version(), view.scope, view.register)
    except RegisterError:
        return None


def chosen(found: Official | None) -> Chosen:
    """Return what a link or the reader asks for; what is unknown is told and left out."""
    layer = _valid("layer", LAYERS) or LAYERS[0]
    rows = None if found is None or layer == "corridors" else _rows(found, layer)
    if found is None or rows is None or rows.empty:
        return Chosen(layer, None, context.MEASURES[0], None)
    year = _valid("year", [str(each) for each in context.years(rows)])
    if layer == "darien":
        return Chosen(layer, None, context.MEASURES[0], int(year) if year else None)
    code = _valid("offence", [each.code for each in found.offences])
    offence = next((each for each in found.offences if each.code == code), found.offences[0])
    measure = _valid("measure", context.MEASURES) or context.MEASURES[0]
    return Chosen(layer, offence, measure, int(year) if year else None)


def _rows(found: Official, layer: str) -> pd.DataFrame:
    return found.police if layer == "police" else found.transits


def _valid(name: str, known: Sequence[str]) -> str:
    given = state.chosen(name)
    if given and given not in known:
        state.notice(name, given)
        state.choose(name, "")
        return ""
    return given


def keep(name: str, widget: str) -> None:
    """Keep what a control says, for the session and the link; for callbacks."""
    state.choose(name, str(st.session_state.get(widget) or ""))
