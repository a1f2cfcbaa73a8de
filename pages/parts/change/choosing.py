"""Which two periods are compared: from the link, from the reader, or as the cases suggest."""

from __future__ import annotations

import streamlit as st

from pages.parts import state
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.analysis.periods import (
    Period,
    PeriodError,
    Periods,
    dated_years,
    read_period,
    suggested,
)
from routes.analysis.wording import span

NAMES = ("before", "after")


def periods(view: View) -> Periods | None:
    """Return the periods to compare; None where no case that is asked for has a date.

    What a link says wrongly is left out with a notice, and the suggestion takes its place.
    """
    offered = suggested(view.store, view.query)
    given = {name: state.chosen(name) for name in NAMES}
    try:
        if all(given.values()):
            return Periods(*(read_period(given[name], name=name) for name in NAMES))
        for name in NAMES:
            if given[name]:
                raise PeriodError(name, given[name], "form")
    except PeriodError as error:
        state.notice(error.name, error.value)
        for name in NAMES:
            state.choose(name, "")
    return offered[0] if offered else None


def _choose(found: Periods) -> None:
    state.choose("before", str(found.before))
    state.choose("after", str(found.after))
    st.session_state.change_selected = ""


def _take_suggestion(offered: tuple[Periods, ...]) -> None:
    place = st.session_state.change_preset
    if place is not None:
        _choose(offered[place])


def _take_years(moved: str, first: int, last: int) -> None:
    """Keep what a slider says, and let the other one give way."""
    before = st.session_state.change_before
    after = st.session_state.change_after
    if before[1] >= after[0]:
        if moved == "before":
            edge = min(before[1], last - 1)
            before, after = (min(before[0], edge), edge), (edge + 1, max(after[1], edge + 1))
        else:
            edge = max(after[0], first + 1)
            before, after = (min(before[0], edge - 1), edge - 1), (edge, max(after[1], edge))
    _choose(Periods(Period(*before), Period(*after)))


def draw(view: View, chosen: Periods) -> None:
    """Draw the suggestions, and a slider for each period."""
    t = view.t
    offered = suggested(view.store, view.query)
    with st.container(key="change_periods", horizontal=True, vertical_alignment="bottom"):
        if offered:
            st.session_state.change_preset = offered.index(chosen) if chosen in offered else None
            st.segmented_control(
                t("change.preset.title"),
                range(len(offered)),
                key="change_preset",
                format_func=lambda n: t.plural("change.preset.years", offered[n].before.years),
                help=t("change.preset.help"),
                on_change=_take_suggestion,
                args=(offered,),
            )
        _draw_sliders(view, chosen)
    st.html(to_html(element("p", _said(view, chosen), class_="rutas-foot")))


def _draw_sliders(view: View, chosen: Periods) -> None:
    known = dated_years(view.store, view.query) or chosen.whole
    first = min(known.first, chosen.before.first)
    last = max(known.last, chosen.after.last)
    for name, period in (("before", chosen.before), ("after", chosen.after)):
        st.session_state[f"change_{name}"] = (period.first, period.last)
        st.slider(
            view.t(f"change.period.{name}"),
            first,
            last,
            key=f"change_{name}",
            on_change=_take_years,
            args=(name, first, last),
            width=250,
        )


def _said(view: View, chosen: Periods) -> str:
    t = view.t
    one, other = (
        t.plural("change.period.years", each.years, span=span(each))
        for each in (chosen.before, chosen.after)
    )
    said = t("change.period.said", before=one, after=other)
    return f"{said} {t('change.period.replaces')}" if view.query.years else said
