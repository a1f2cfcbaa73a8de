"""The last step before the register is written: all or nothing, who, and why."""

from __future__ import annotations

import streamlit as st

from pages.parts.desk import upload
from pages.parts.desk.rejected import draw_rejected
from pages.parts.desk.upload import Upload
from pages.parts.desk.who import LONGEST_REASON, draw_who, user_name
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.cases.intake.model import Checked
from routes.cases.register import Register
from routes.text import Text


def draw(view: View, given: Upload, checked: Checked) -> None:
    """Draw what is left to decide, and the button that imports."""
    t, counts = view.t, checked.counts
    title = element("h2", t("desk.decide.title"), class_="desk-h2", id="desk-decision")
    st.html(to_html(title))
    with st.container(key="desk_decision"):
        with st.container(key="desk_conditions"):
            good_rows = _choose_rows(t, given, checked) if counts["rejected"] else True
            agreed = _ask_personal(t, checked) if checked.asks else True
        with st.container(key="desk_signature"):
            who = draw_who(t)
            st.text_input(
                t("desk.decide.reason"),
                key="desk_reason",
                max_chars=LONGEST_REASON,
                live=True,
                persist_state="session",
            )
        st.html(to_html(element("p", t("desk.who.help"), class_="rutas-foot")))
        obstacle = _obstacle(t, checked, good_rows=good_rows, agreed=agreed, who=who)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                t.plural("desk.decide.import", counts["accepted"]),
                key="desk_import",
                type="primary",
                icon=":material/library_add:",
                disabled=bool(obstacle) or given.job is not None,
                on_click=_write,
                args=(view.register,),
            )
            said = obstacle or t("desk.decide.ready")
            st.html(to_html(element("p", said, class_="rutas-foot", role="status")))


def _write(register: Register) -> None:
    """Import with what stands in the fields now; the last of it may have come with the click."""
    reason = (st.session_state.get("desk_reason") or "").strip()
    upload.write(register, user=user_name(), reason=reason)


def _choose_rows(t: Text, given: Upload, checked: Checked) -> bool:
    """Ask whether good rows may go in without the bad ones."""
    counts = checked.counts
    options = {False: "all", True: "good"}
    chosen = st.radio(
        t("desk.decide.rows"),
        list(options),
        format_func=lambda each: t(f"desk.decide.{options[each]}"),
        captions=[
            t.plural("desk.decide.all_help", counts["rejected"]),
            t.plural("desk.decide.good_help", counts["accepted"]),
        ],
        key="desk_good_rows",
        persist_state="session",
    )
    draw_rejected(t, given, checked, key="desk_rejected_before")
    return bool(chosen)


def _ask_personal(t: Text, checked: Checked) -> bool:
    """Ask to look at the texts that may name a person."""
    note = element("p", t("desk.decide.personal"), class_="rutas-note", role="status")
    st.html(to_html(note))
    return st.checkbox(
        t("desk.decide.personal_checked"), key=f"desk_names_{upload.short_hash(checked.sha256)}"
    )


def _obstacle(t: Text, checked: Checked, *, good_rows: bool, agreed: bool, who: str) -> str:
    """Return what keeps the import from being made; empty when nothing does."""
    if not checked.counts["accepted"]:
        return t("desk.decide.nothing")
    if not good_rows:
        return t.plural("desk.decide.held", checked.counts["rejected"])
    if not agreed:
        return t("desk.decide.look")
    return "" if who else t("desk.decide.name")
