"""The filters in the side bar, and the chips that show and undo them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from geo.places import places
from pages.parts.markup import element, plain, shown, to_html
from pages.parts.names import source_name
from pages.parts.state import View
from pages.parts.switches import choose_data
from routes.analysis import facets, totals
from routes.query import RouteQuery

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Field:
    """One filter: its name in the address, its place in the query, what its options are."""

    name: str
    attribute: str
    options: str  # "place", "source", or a code list
    widget: str = "list"  # "list" (searchable) or "pills" (few options)


MAIN = (
    Field("from", "origin", "place"),
    Field("to", "destination", "place"),
)
CERTAINTY = (Field("evidence", "evidence", "evidence", "pills"),)
MORE = (
    Field("via", "via", "place"),
    Field("crossing", "crossing", "place"),
    Field("purpose", "purpose", "purpose"),
    Field("mode", "mode", "mode", "pills"),
    Field("nationality", "nationality", "country"),
    Field("source", "source", "source"),
    Field("handling", "handling", "handling", "pills"),
)
FIELDS = MAIN + CERTAINTY + MORE


def label(view: View, field: Field, option: str) -> str:
    """Return what an option of a filter is called."""
    if field.options in {"place", "country"}:
        place = places().get(option)
        return place.name(view.lang) if place else option
    if field.options == "source":
        return source_name(view.tables, option, view.t)
    return view.t.code(field.options, option)


def _absorb(field: Field) -> None:
    chosen = tuple(st.session_state[f"filter_{field.name}"] or ())
    st.session_state.query = replace(st.session_state.query, **{field.attribute: chosen})


def _choose(
    view: View, field: Field, everything: Counts, counts: Counts, *, statements: int = 0
) -> None:
    chosen = list(getattr(view.query, field.attribute))
    known, now = everything.get(field.name, {}), counts.get(field.name, {})
    offered = known if field.widget == "pills" or not now else now
    names = {option: shown(label(view, field, option)) for option in {*offered, *chosen}}
    order = sorted(names, key=lambda option: (-known.get(option, 0), names[option].casefold()))
    if not order:
        return
    texts = {option: f"{names[option]} · {view.t.number(now.get(option, 0))}" for option in order}
    if field.name == "evidence" and statements and "mentioned" in texts:
        more = view.t.plural("pages.filters.statements", statements)
        texts["mentioned"] = f"{texts['mentioned']} {more}"
    key = f"filter_{field.name}"
    st.session_state[key] = chosen
    common: dict[str, Any] = {"key": key, "on_change": _absorb, "args": (field,)}
    title = view.t(f"pages.filters.{field.name}")
    if field.widget == "pills":
        st.pills(
            title, order, selection_mode="multi", format_func=lambda o: plain(texts[o]), **common
        )
    else:
        st.multiselect(
            title,
            order,
            format_func=texts.__getitem__,
            placeholder=view.t("pages.filters.choose"),
            select_all=False,
            **common,
        )


def _absorb_years(first: int, last: int) -> None:
    low, high = st.session_state.filter_years
    years = None if (low, high) == (first, last) else (low, high)
    st.session_state.query = replace(st.session_state.query, years=years)


def _choose_years(view: View, known: Mapping[str, int]) -> None:
    numbers = sorted(int(year) for year in known)
    if len(numbers) < 2:
        return
    first, last = numbers[0], numbers[-1]
    low, high = view.query.years or (None, None)
    clamp = lambda year, default: min(max(year if year is not None else default, first), last)  # noqa: E731
    st.session_state.filter_years = (clamp(low, first), clamp(high, last))
    st.slider(
        view.t("pages.filters.years"),
        first,
        last,
        key="filter_years",
        on_change=_absorb_years,
        args=(first, last),
    )
    undated = view.store.undated_cases
    if view.query.years and undated:
        st.caption(view.t.plural("pages.filters.years_undated", undated))


def _absorb_one(name: str, attribute: str, empty: object) -> None:
    chosen = st.session_state[f"filter_{name}"]
    value = empty if chosen in (None, "") else chosen
    st.session_state.query = replace(st.session_state.query, **{attribute: value})


def _choose_minors(view: View, counts: Counts) -> None:
    t, now = view.t, counts.get("minors", {})
    st.session_state.filter_minors = view.query.minors or None
    st.selectbox(
        t("pages.filters.minors"),
        ["yes", "no", "unknown"],
        format_func=lambda o: f"{t('pages.minors.' + o)} · {t.number(now.get(o, 0))}",
        placeholder=t("pages.filters.any"),
        key="filter_minors",
        on_change=_absorb_one,
        args=("minors", "minors", ""),
    )


def _choose_credibility(view: View, counts: Counts) -> None:
    t, now = view.t, counts.get("credibility", {})
    st.session_state.filter_credibility = view.query.credibility
    st.selectbox(
        t("pages.filters.credibility"),
        [1, 2, 3, 4, 5, 6],
        format_func=lambda g: (
            f"{t('pages.filters.at_most', n=g)} ({t.code('credibility', str(g))})"
            f" · {t.number(now.get(str(g), 0))}"
        ),
        placeholder=t("pages.filters.any"),
        key="filter_credibility",
        on_change=_absorb_one,
        args=("credibility", "credibility", None),
    )


def draw(view: View) -> None:
    """Draw every filter in the side bar, each option with the cases it would leave."""
    t = view.t
    everything, counts = facets(view.store, RouteQuery()), facets(view.store, view.query)
    with st.sidebar:
        choose_data(view)
        st.html(to_html(element("h2", t("pages.filters.title"), class_="rutas-side")))
        st.session_state.filter_q = view.query.text
        st.text_input(
            t("pages.filters.q"),
            placeholder=t("pages.filters.search_hint"),
            key="filter_q",
            on_change=_absorb_one,
            args=("q", "text", ""),
            max_chars=200,
        )
        for field in MAIN:
            _choose(view, field, everything, counts)
        _choose_years(view, everything.get("years", {}))
        statements = totals(view.store, view.query.without("evidence")).statements
        for field in CERTAINTY:
            _choose(view, field, everything, counts, statements=statements)
        with st.expander(t("pages.filters.more"), expanded=_uses(view.query, MORE)):
            for field in MORE:
                _choose(view, field, everything, counts)
            _choose_minors(view, counts)
            _choose_credibility(view, counts)


def _uses(query: RouteQuery, fields: Iterable[Field]) -> bool:
    in_fields = any(getattr(query, field.attribute) for field in fields)
    return in_fields or bool(query.minors) or query.credibility is not None


@dataclass(frozen=True)
class Chip:
    """One active filter value: what it says and the query without it."""

    text: str
    without: RouteQuery


def _years_text(view: View, years: tuple[int | None, int | None]) -> str:
    first, last = years
    if first == last:
        return str(first)
    if first is not None and last is not None:
        return view.t("pages.filters.years_range", first=first, last=last)
    if first is not None:
        return view.t("pages.filters.years_from", first=first)
    return view.t("pages.filters.years_to", last=last)


def chips(view: View) -> list[Chip]:
    """Return the active filter values in the order of the filters."""
    query, t = view.query, view.t
    found = []
    if query.text:
        found.append(Chip(f"“{shown(query.text)[:40]}”", replace(query, text="")))
    if query.years:
        found.append(Chip(_years_text(view, query.years), replace(query, years=None)))
    for field in FIELDS:
        title, values = t(f"pages.filters.{field.name}"), getattr(query, field.attribute)
        for value in values:
            rest = tuple(other for other in values if other != value)
            text = f"{title}: {shown(label(view, field, value))}"
            found.append(Chip(text, replace(query, **{field.attribute: rest})))
    if query.minors:
        text = f"{t('pages.filters.minors')}: {t('pages.minors.' + query.minors)}"
        found.append(Chip(text, replace(query, minors="")))
    if query.credibility is not None:
        grade = t("pages.filters.at_most", n=query.credibility)
        text = f"{t('pages.filters.credibility')}: {grade}"
        found.append(Chip(text, replace(query, credibility=None)))
    return found


def use(query: RouteQuery) -> None:
    """Make a query the one in view; for callbacks."""
    st.session_state.query = query
    st.session_state.selected = ""


def draw_chips(view: View) -> None:
    """Draw the active filters as buttons that remove them, and one that removes all."""
    active = chips(view)
    if not active:
        return
    for place, chip in enumerate(active):
        st.button(
            plain(chip.text),
            key=f"chip_{place}",
            icon=":material/close:",
            icon_position="right",
            on_click=use,
            args=(chip.without,),
        )
    st.button(
        view.t("pages.filters.clear"),
        key="chips_clear",
        type="tertiary",
        on_click=use,
        args=(RouteQuery(),),
    )
