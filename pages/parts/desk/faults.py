"""Everything that was found wrong in a file: by rule, and row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.markup import data, element, plain, to_html
from pages.parts.state import View
from routes.cases.intake.model import Checked
from routes.cases.model import Fault
from routes.text import Text

_LEAF: Final = 50
"""Faults on one leaf of the table."""
_GAP: Final = "…"
_ALL: Final = "all"
_SEVERITIES: Final = ("error", "warning")


def times(faults: Iterable[Fault]) -> int:
    """Return how many faults there are, with those that are not listed but counted."""
    return sum(int(dict(fault.details).get("more", 1)) for fault in faults)


@dataclass(frozen=True)
class Rule:
    """The faults that break one rule."""

    id: str
    severity: str
    faults: tuple[Fault, ...]

    @property
    def times(self) -> int:
        """How often the rule is broken."""
        return times(self.faults)

    def title(self, t: Text) -> str:
        """Return the rule as its faults say it, with a gap where they differ in their words."""
        first, *others = self.faults
        shared = set(first.details).intersection(*(fault.details for fault in others))
        details = {
            name: value if (name, value) in shared or value.isdecimal() else _GAP
            for name, value in first.details
            if name != "more"
        }
        return replace(first, details=tuple(details.items())).rule_text(t)


def rules(faults: Sequence[Fault]) -> list[Rule]:
    """Return faults gathered by rule: errors first, then the most frequent."""
    found: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        found[(fault.severity, fault.rule)].append(fault)
    gathered = [Rule(rule, severity, tuple(each)) for (severity, rule), each in found.items()]
    return sorted(gathered, key=lambda rule: (rule.severity, -rule.times, rule.id))


def draw(view: View, checked: Checked) -> None:
    """Draw the faults of a checked file, or that there are none."""
    t = view.t
    st.html(to_html(element("h2", t("desk.faults.title"), class_="desk-h2", id="desk-faults")))
    if not checked.faults:
        good = element("p", t("desk.faults.none"), class_="desk-good", role="status")
        st.html(to_html(good))
        return
    _draw_found(t, checked.faults)


@st.fragment
def _draw_found(t: Text, faults: tuple[Fault, ...]) -> None:
    """Draw the filters and the table; turning a leaf redraws only this part."""
    severity = _choose_severity(t, faults)
    chosen = [fault for fault in faults if severity in (_ALL, fault.severity)]
    with st.container(key="desk_fault_row", horizontal=True):
        with st.container(key="desk_rules"):
            rule = _choose_rule(t, rules(chosen), times(chosen))
        with st.container(key="desk_fault_table"):
            shown = [each for each in chosen if rule in (_ALL, f"{each.severity}:{each.rule}")]
            _draw_leaf(t, shown)


def _choose_severity(t: Text, faults: Sequence[Fault]) -> str:
    counts = {
        each: times(fault for fault in faults if fault.severity == each) for each in _SEVERITIES
    }
    counts[_ALL] = sum(counts.values())
    chosen = st.segmented_control(
        t("desk.faults.severity"),
        [_ALL, *_SEVERITIES],
        key="desk_severity",
        default=_ALL,
        format_func=lambda each: f"{t(f'desk.faults.{each}')} · {t.number(counts[each])}",
        label_visibility="collapsed",
        required=True,
    )
    return chosen or _ALL


def _choose_rule(t: Text, found: Sequence[Rule], total: int) -> str:
    """Draw the rules that were broken, each with how often."""
    names = {_ALL: t("desk.faults.any_rule")}
    captions = [t.plural("desk.faults.count", total)]
    for rule in found:
        names[f"{rule.severity}:{rule.id}"] = plain(rule.title(t))
        count = t.plural("desk.faults.times", rule.times)
        captions.append(f"{t(f'desk.faults.one_{rule.severity}')} · {count}")
    chosen = st.radio(
        t("desk.faults.rule"),
        list(names),
        format_func=names.__getitem__,
        captions=captions,
        key="desk_rule",
        label_visibility="collapsed",
    )
    return str(chosen or _ALL)


def _draw_leaf(t: Text, faults: Sequence[Fault]) -> None:
    last = max((len(faults) - 1) // _LEAF, 0)
    leaf = min(st.session_state.get("desk_leaf", 0), last)
    first = leaf * _LEAF
    st.html(to_html(_table(t, faults[first : first + _LEAF])))
    if not last:
        return
    with st.container(key="desk_leaves", horizontal=True, vertical_alignment="center"):
        for name, by, off in (("before", -1, leaf == 0), ("after", 1, leaf == last)):
            st.button(
                t(f"desk.faults.{name}"),
                key=f"desk_{name}",
                on_click=_turn,
                args=(leaf + by,),
                disabled=off,
            )
        span = t(
            "desk.faults.span",
            first=t.number(first + 1),
            last=t.number(min(first + _LEAF, len(faults))),
            n=t.number(len(faults)),
        )
        st.html(to_html(element("p", span, class_="rutas-foot", role="status")))


def _turn(leaf: int) -> None:
    st.session_state.desk_leaf = leaf


def _table(t: Text, faults: Sequence[Fault]) -> ET.Element:
    names = ("where", "column", "value", "said")
    head = (element("th", t(f"desk.faults.{name}"), scope="col") for name in names)
    table = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *(_row(t, fault) for fault in faults)),
        class_="rutas-table desk-faults",
    )
    return element("div", table, class_="rutas-scroll")


def _row(t: Text, fault: Fault) -> ET.Element:
    row = t("desk.faults.row", row=t.number(fault.row)) if fault.row is not None else ""
    name = fault.sheet or ("" if row else fault.file)
    fix = fault.fix_text(t)
    badge = element(
        "span", t(f"desk.faults.one_{fault.severity}"), class_=f"rutas-badge desk-{fault.severity}"
    )
    return element(
        "tr",
        element("td", row, element("div", data(name), class_="quiet") if name else None),
        element("td", data(fault.column)),
        element("td", element("code", data(fault.value)) if fault.value else None),
        element(
            "td",
            badge,
            data(fault.rule_text(t)),
            element("div", data(fix), class_="quiet") if fix else None,
        ),
    )
