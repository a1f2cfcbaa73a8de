"""The briefing on the screen of a meeting room: the exported page itself, full screen."""

from __future__ import annotations

import base64

import streamlit as st

from pages.parts.desk.who import draw_who, user_name
from pages.parts.markup import data, element, to_html
from pages.parts.report import building, composing, making, preview
from pages.parts.report.building import Built
from pages.parts.report.handing import Made
from pages.parts.report.wish import Wish, shelf, wish
from pages.parts.state import View
from routes.publish.files import HTML

_OPENING = "#present=1"
"""At this address the page opens as a presentation."""


def draw(view: View) -> None:
    """Draw the presentation, or the button that begins it."""
    views, _ = shelf(view)
    wanted = wish(view, views, user=user_name())
    state = st.session_state
    state.report_showing, progress = None, state.get("report_showing")
    progress, brought = making.settle(progress)
    state.report_showing, state.report_shown = progress, brought or state.get("report_shown")
    found = _at_hand(wanted)
    if found is not None:
        _draw_page(view, found)
        return
    why = composing.obstacle(view, wanted)
    under = None if why else building.ask(view, wanted)
    built = under.built if under else None
    with st.container(key="report_beginning", horizontal=True):
        with st.container(key="report_stage"):
            _draw_beginning(view, wanted, built, why)
            if under is not None and under.refusal is not None:
                said = element("p", data(under.refusal.told(view.t)), class_="rutas-note")
                st.html(to_html(said))
            making.draw_failure(view.t, progress)
        if built is not None:
            with st.container(key="report_curtain"):
                st.image(built.picture, width="stretch", alt=view.t("report.preview.alt"))
    if progress is not None and progress.job is not None:
        making.watch(view.t, progress)
    elif under is not None and under.job is not None:
        preview.watch(view.t)


def _at_hand(wanted: Wish) -> Made | None:
    """Return the page of this briefing, if it has left already: then it need not leave again."""
    for name in ("report_shown", "report_made"):
        found: Made | None = st.session_state.get(name)
        if found is not None and found.wish == wanted and HTML in found.files:
            return found
    return None


def _draw_beginning(view: View, wanted: Wish, built: Built | None, why: str) -> None:
    t = view.t
    n = len(wanted.views)
    lead = t.plural("report.present.views", n) if n else t("report.present.no_views")
    st.html(
        to_html(
            element(
                "div",
                element("h2", data(wanted.title or t("picture.title"))),
                element("p", lead),
                element("p", t("report.present.keys"), class_="quiet"),
                class_="report-beginning",
            )
        )
    )
    user = draw_who(t)
    looked_at = built if built is not None and built.wish == wanted else None
    nothing = looked_at is None or not (looked_at.cases or looked_at.statements)
    st.button(
        t("report.present.begin"),
        key="report_begin",
        type="primary",
        icon=":material/slideshow:",
        disabled=nothing or not user or bool(st.session_state.get("report_showing")),
        on_click=_begin,
        args=(view, wanted),
        kwargs={"user": user},
    )
    if why:
        said = f"{t(f'report.preview.{why}_title')}. {composing.why_text(view, why)}"
    elif not user:
        said = t("report.make.no_name")
    elif looked_at is not None and nothing:
        said = t("report.make.nothing")
    else:
        said = t("report.present.noted")
    st.html(to_html(element("p", said, class_="rutas-foot", role="status")))


def _begin(view: View, wanted: Wish, *, user: str) -> None:
    st.session_state.report_showing = making.start(
        view.holdings, wanted, (HTML,), user=user, shown=True
    )


def _draw_page(view: View, found: Made) -> None:
    """Draw the page in a frame of an origin of its own: it can reach nothing of the app."""
    content = base64.b64encode(found.files[HTML]).decode("ascii")
    st.html(to_html(element("p", view.t("report.present.full"), class_="rutas-foot")))
    with st.container(key="report_page"):
        st.iframe(
            f"data:text/html;base64,{content}{_OPENING}",
            height=640,
            alt=view.t("report.present.frame"),
        )
