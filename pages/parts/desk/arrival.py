"""Before there is a file: where to drop one, and which files the desk understands."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.desk import upload
from pages.parts.desk.templates import draw_download
from pages.parts.markup import element, to_html
from pages.parts.state import View
from routes.cases import desk
from routes.text import Text

_STEPS = ("read", "look", "settle", "confirm")


def draw(view: View) -> None:
    """Draw the place to drop a file, beside what happens then."""
    t = view.t
    desk.prepare()
    st.html(f"<style>:root{{{_words(t)}}}</style>")
    with st.container(key="desk_arrival", horizontal=True):
        with st.container(key="desk_drop"):
            _draw_drop(view)
        with st.container(key="desk_way"):
            st.html(to_html(_way(t)))
    st.html(to_html(element("h2", t("desk.forms.title"), class_="desk-h2")))
    with st.container(key="desk_forms"):
        for form in ("quick", "tables", "statistics"):
            with st.container(key=f"desk_form_{form}"):
                st.html(to_html(_form(t, form)))
                if form != "statistics":
                    draw_download(t, form, t.lang, key=f"arrival_{form}")


def _draw_drop(view: View) -> None:
    t = view.t
    key = f"desk_file_{st.session_state.get('desk_files', 0)}"
    given = st.file_uploader(
        t("desk.drop.label"), key=key, label_visibility="collapsed", max_upload_size=20
    )
    st.html(to_html(element("p", t("desk.drop.help"), class_="rutas-foot")))
    if given is not None:
        upload.begin(view.register, given.name, given.getvalue())
        st.rerun()


def _words(t: Text) -> str:
    """Return the uploader's own words as custom properties, for Streamlit only knows English."""
    names = {"drop": "lead", "button": "button", "types": "types", "failed": "too_large"}
    return "".join(f"--desk-{name}:'{t(f'desk.drop.{key}')}';" for name, key in names.items())


def _way(t: Text) -> ET.Element:
    steps = (
        element("li", element("strong", t(f"desk.way.{step}")), " ", t(f"desk.way.{step}_text"))
        for step in _STEPS
    )
    return element(
        "div",
        element("h2", t("desk.way.title")),
        element("ol", *steps),
        element("p", t("desk.way.safe"), class_="quiet"),
        class_="desk-way",
    )


def _form(t: Text, form: str) -> ET.Element:
    return element(
        "div",
        element("h3", t(f"desk.forms.{form}")),
        element("p", t(f"desk.forms.{form}_text")),
        class_="desk-form",
    )
