"""The files that are made, to be taken: one by one, or all in one archive with their manifest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from pages.parts.desk.moments import moment
from pages.parts.markup import element, to_html
from pages.parts.report.wish import Wish
from pages.parts.state import View
from routes.publish.datafiles import MEDIA_TYPES, SUFFIXES
from routes.release import Release

_MEDIA: Final = {
    **MEDIA_TYPES,
    "html": "text/html",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@dataclass(frozen=True, eq=False)
class Made:
    """Files that are written down as left.

    Parameters
    ----------
    wish : Wish
        What was asked for.
    kinds : tuple of str
        In which kinds of files.
    release : Release
        What they were made of.
    files : dict of str to bytes
        Content by kind.
    archive : bytes
        All of them in one ZIP archive; empty where there is but one.
    at : datetime.datetime
        When.
    seq : int or None
        Its number in the ledger; None without one.
    """

    wish: Wish
    kinds: tuple[str, ...]
    release: Release
    files: dict[str, bytes]
    archive: bytes
    at: datetime
    seq: int | None


def file_name(release: Release, kind: str, *, lang: str) -> str:
    """Return the name of a file: audience, date and release, so that none replaces another."""
    about = release.manifest
    stem = f"rutas-{about.made_on.isoformat()}-{about.release_id[:8]}"
    if about.audience == "internal":
        stem += "-interno" if lang == "es" else "-internal"
    return stem + SUFFIXES.get(kind, f".{kind}")


def draw_made(view: View, found: Made, *, stale: bool) -> None:
    """Draw the files, when they were made, and whether they are still what is asked for."""
    t = view.t
    with st.container(key="report_made"):
        lead = t("report.made.at", at=moment(t, found.at), id=found.release.manifest.release_id)
        if found.seq is not None:
            lead = f"{lead} {t('report.made.seq', seq=t.number(found.seq))}"
        st.html(to_html(element("p", lead, class_="rutas-foot", role="status")))
        if stale:
            note = element("p", t("report.made.stale"), class_="rutas-note", role="status")
            st.html(to_html(note))
        if found.archive:
            size = _size(view, len(found.archive))
            st.download_button(
                t("report.made.all", n=t.number(len(found.files)), size=size),
                data=lambda: found.archive,
                file_name=file_name(found.release, "zip", lang=found.wish.lang),
                mime="application/zip",
                icon=":material/folder_zip:",
                type="secondary" if stale else "primary",
                width="stretch",
                on_click="ignore",
                key="report_zip",
            )
        if stale and found.archive:
            return
        with st.container(key="report_each", horizontal=True):
            for kind, content in found.files.items():
                size = _size(view, len(content))
                st.download_button(
                    t("report.made.one", kind=t(f"report.kind.{kind}"), size=size),
                    data=lambda content=content: content,
                    file_name=file_name(found.release, kind, lang=found.wish.lang),
                    mime=_MEDIA[kind],
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"report_file_{kind}",
                )


def _size(view: View, number: int) -> str:
    """Return a size in words: kB, or MB where that reads better."""
    if number < 1_000_000:
        return f"{view.t.number(max(round(number / 1_000), 1))} kB"
    return f"{view.t.number(round(number / 1_000_000, 1))} MB"
