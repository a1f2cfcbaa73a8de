"""For whom a briefing is, what it is called, and which files it becomes."""

from __future__ import annotations

import streamlit as st

from pages.parts.desk.who import draw_who
from pages.parts.markup import data, element, to_html
from pages.parts.report.wish import DEEDS, GROUPS, audience, audiences, formats
from pages.parts.state import View
from routes.publish.files import KINDS
from routes.publish.picture import PAPERS
from routes.release.views import LONGEST_TITLE
from routes.text import LANGUAGES


def draw_audience(view: View) -> None:
    """Draw for whom it is, its title, and who makes it."""
    t, allowed = view.t, audiences(view.scope)
    st.html(to_html(element("h2", t("report.audience.title"), class_="report-h2")))
    if len(allowed) == len(DEEDS):
        st.session_state.report_audience = audience(view)
        st.radio(
            t("report.audience.title"),
            list(allowed),
            key="report_audience",
            format_func=lambda name: t(f"report.audience.{name}"),
            captions=[t(f"report.audience.{name}_text") for name in allowed],
            label_visibility="collapsed",
            persist_state="session",
        )
    else:
        only = element("strong", t("report.audience.public"))
        st.html(to_html(element("p", only, " ", t("report.audience.public_text"))))
        st.html(to_html(element("p", t("report.audience.not_internal"), class_="rutas-foot")))
    st.text_input(
        t("report.audience.name"),
        key="report_title",
        max_chars=LONGEST_TITLE,
        placeholder=t("picture.title"),
        persist_state="session",
    )
    draw_who(t)
    if not view.scope.sees_all:
        note = element("p", t("report.audience.limited"), class_="rutas-foot")
        st.html(to_html(note))


def draw_files(view: View) -> None:
    """Draw language, shape and kinds of the files, each in plain words."""
    t, state = view.t, st.session_state
    st.html(to_html(element("h2", t("report.files.title"), class_="report-h2")))
    with st.container(key="report_shape", horizontal=True, vertical_alignment="bottom"):
        if state.get("report_lang") not in LANGUAGES:
            state.report_lang = view.lang
        st.segmented_control(
            t("report.files.lang"),
            LANGUAGES,
            key="report_lang",
            format_func=lambda lang: t(f"report.files.langs.{lang}"),
            required=True,
            persist_state="session",
        )
        if state.get("report_paper") not in PAPERS:
            state.report_paper = PAPERS[-1]
        st.segmented_control(
            t("report.files.paper"),
            PAPERS,
            key="report_paper",
            format_func=lambda paper: t(f"report.files.papers.{paper.replace(':', '_')}"),
            required=True,
            persist_state="session",
        )
    chosen = formats()
    for group, kinds in GROUPS.items():
        offered = [kind for kind in kinds if kind in KINDS]
        if group == "briefing":
            _draw_kinds(view, offered, chosen)
            continue
        more = sum(kind in chosen for kind in offered)
        count = f" · {t.number(more)}" if more else ""
        with st.expander(t(f"report.files.group.{group}") + count, expanded=bool(more)):
            _draw_kinds(view, offered, chosen)


def _draw_kinds(view: View, kinds: list[str], chosen: tuple[str, ...]) -> None:
    """Draw a box for each kind, with what it is good for."""
    t = view.t
    for kind in kinds:
        key = f"report_format_{kind}"
        if key not in st.session_state:
            st.session_state[key] = kind in chosen
        with st.container(key=f"report_kind_{kind}"):
            st.checkbox(t(f"report.kind.{kind}"), key=key, persist_state="session")
            st.html(to_html(element("p", data(t(f"report.kind.{kind}_text")))))
