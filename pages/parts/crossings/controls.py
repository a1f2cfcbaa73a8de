"""What the reader chooses on the screen Cruces, and what its results do not say."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.parts import filters, state
from pages.parts.crossings.finding import Question
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.analysis.coverage import MOST, OFFERED, WEIGHTS

LIMITS = ("documented", "displace", "use")


def draw_title(view: View) -> None:
    """Say what the screen answers."""
    title = element("h1", view.t("coverage.title"))
    lead = element("p", view.t("coverage.lead"))
    st.html(to_html(element("div", title, lead, class_="rutas-prose cross-title")))


def draw_limits(view: View) -> None:
    """Say, where it stays in view, what the results do not say."""
    t = view.t
    badges = (
        element("li", t(f"coverage.limits.{each}"), title=t(f"coverage.limits.{each}_text"))
        for each in LIMITS
    )
    st.html(
        to_html(
            element("ul", *badges, class_="cross-limits", aria_label=t("coverage.limits.label"))
        )
    )


def draw_limits_in_full(view: View) -> None:
    """Say in whole sentences what the results do not say."""
    lines = (element("p", view.t(f"coverage.limits.{each}_text")) for each in LIMITS)
    st.html(to_html(element("div", *lines, class_="cross-limits-text rutas-foot")))


def _take(name: str) -> None:
    state.choose(name, str(st.session_state[f"cross_{name}"]))


def draw(view: View, asked: Question) -> None:
    """Draw the number of places, what is counted, and among which places is chosen."""
    t = view.t
    with st.container(key="tools", horizontal=True, vertical_alignment="bottom"):
        _one_of(view, "k", [str(n) for n in range(1, MOST + 1)], str(asked.k), names=False)
        _one_of(view, "weight", list(WEIGHTS), asked.weight)
        _one_of(view, "offered", list(OFFERED), asked.offered)
        with st.container(key="chips", horizontal=True):
            filters.draw_chips(view)
    st.html(to_html(element("p", t(f"coverage.weight_text.{asked.weight}"), class_="rutas-foot")))


def _one_of(view: View, name: str, options: list[str], chosen: str, *, names: bool = True) -> None:
    st.session_state[f"cross_{name}"] = chosen
    st.segmented_control(
        view.t(f"coverage.tool.{name}"),
        options,
        key=f"cross_{name}",
        format_func=lambda each: view.t(f"coverage.{name}.{each}") if names else each,
        required=True,
        on_change=partial(_take, name),
    )
