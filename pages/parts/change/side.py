"""Beside the map: what emerges and what fades, or the cases behind the flow that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pandas as pd
import streamlit as st

from pages.parts import case_sets
from pages.parts.change.finding import Found, behind
from pages.parts.charts import cases_address
from pages.parts.markup import data, element, plain, shown, to_html
from pages.parts.names import case_name
from pages.parts.state import View
from routes.analysis.compare import CasesOf
from routes.analysis.wording import interval_text, ratio_text, span

_MOST_FLOWS = 6
_MOST_CASES = 40
_MOST_OPEN = 12
"""Cases up to which a list is not folded."""


def flow_key(row: pd.Series) -> str:
    """Return the key of a flow, as the map has it."""
    return f"flow:{row['from']}>{row['to']}"


def flow_name(view: View, row: pd.Series) -> str:
    """Return what a flow is called."""
    if row["from"] == row["to"]:
        return view.t("pages.table.within", place=shown(row["from_name"]))
    return f"{shown(row['from_name'])} → {shown(row['to_name'])}"


def select(key: str) -> None:
    """Choose a flow; for callbacks."""
    st.session_state.change_selected = key


def draw(view: View, found: Found, selected: pd.Series | None) -> None:
    """Draw the lists, or the cases of the chosen flow."""
    with st.container(key="change_side"):
        if selected is not None:
            _draw_flow(view, found, selected)
        else:
            _draw_lists(view, found)


def _draw_lists(view: View, found: Found) -> None:
    frame, t = found.comparison.frame, view.t
    for verdict in ("emerging", "fading"):
        _draw_list(
            view, verdict, frame[frame["verdict"] == verdict], t(f"change.list.{verdict}_no")
        )
    few = frame[frame["verdict"] == "too_few"]
    spans = {name: span(getattr(found.periods, name)) for name in ("before", "after")}
    _draw_list(view, "only_after", few[few["before"] == 0], "", **spans)
    _draw_list(view, "only_before", few[few["after"] == 0], "", **spans)


def _draw_list(view: View, name: str, rows: pd.DataFrame, none: str, **fields: str) -> None:
    t = view.t
    if rows.empty and not none:
        return
    title = t(f"change.list.{name}", **fields)
    note = t(f"change.list.{name}_note") if len(rows) else none
    head = element(
        "div",
        element("h3", title, " ", element("small", f"({t.number(len(rows))})")),
        element("p", note, class_="quiet") if note else None,
        class_="rutas-panel",
    )
    st.html(to_html(head))
    for _, row in rows.head(_MOST_FLOWS).iterrows():
        said = f"{flow_name(view, row)} · {t.number(row['before'])} → {t.number(row['after'])}"
        st.button(
            plain(said),
            key=f"change_{name}_{row['from']}_{row['to']}",
            type="tertiary",
            on_click=select,
            args=(flow_key(row),),
        )
    rest = len(rows) - _MOST_FLOWS
    if rest > 0:
        st.caption(t.plural("change.list.more", rest))


def _draw_flow(view: View, found: Found, row: pd.Series) -> None:
    t = view.t
    st.button(
        t("pages.panel.close"),
        key="change_close",
        icon=":material/close:",
        type="tertiary",
        on_click=select,
        args=("",),
    )
    groups = behind(view, found.periods, str(row["from"]), str(row["to"]))
    interval = interval_text(row["low"], row["high"], t)
    facts = t("change.flow.ratio", ratio=ratio_text(row["ratio"], t), interval=interval)
    body = element(
        "div",
        element("h2", data(flow_name(view, row))),
        element("p", t(f"change.flow.{row['verdict']}"), class_="sub"),
        element("p", facts),
        *case_groups(view, found, groups),
        class_="rutas-panel",
        role="region",
        aria_live="polite",
        id="casos-del-flujo",
    )
    st.html(to_html(body))


def case_groups(
    view: View,
    found: Found,
    groups: CasesOf,
    names: Sequence[str] = ("before", "after", "both", "undated"),
) -> list[ET.Element]:
    """Return the cases of some groups, each a link to its page."""
    t = view.t
    spans = {"before": span(found.periods.before), "after": span(found.periods.after)}
    sections = []
    for name in names:
        ids: tuple[str, ...] = getattr(groups, name)
        if not ids and name not in spans:
            continue
        title = t(f"change.group.{name}", n=t.number(len(ids)), **spans)
        items = [element("li", _case_link(view, case_id)) for case_id in ids[:_MOST_CASES]]
        rest = len(ids) - len(items)
        text, query = t.plural("change.list.more_cases", rest), view.query.without("years")
        more = element("li", case_sets.more(view, text, ids, query)) if rest else None
        listed = element("ul", *items, more)
        folded = len(items) > _MOST_OPEN
        parts = (
            [element("details", element("summary", element("strong", title)), listed)]
            if folded
            else [element("h3", title), listed]
        )
        sections.append(element("section", *parts))
    return sections


def _case_link(view: View, case_id: str) -> ET.Element:
    name = data(shown(case_name(view.tables, case_id)))
    address = cases_address(view, view.query.without("years"), case=case_id)
    return element("a", name, href=address)
