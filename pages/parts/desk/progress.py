"""How far a piece of work is, told while it runs, with a way to stop it."""

from __future__ import annotations

import streamlit as st

from pages.parts.desk import upload
from pages.parts.desk.upload import Upload
from routes.text import Text

_EVERY_SECONDS = 0.4


@st.fragment(run_every=_EVERY_SECONDS)
def watch(t: Text, given: Upload) -> None:
    """Show the stage and the share of the work; when it is done, draw the screen anew."""
    job = given.job
    if job is None or job.done:
        st.rerun()
        return
    # Where there is something to look at meanwhile, the bar floats over it.
    floats = given.checked is not None and not given.writing
    key = "desk_progress_over" if floats else "desk_progress"
    with st.container(key=key, horizontal=True, vertical_alignment="center"):
        st.progress(min(max(job.share, 0.0), 1.0), text=f"{stage(t, given)}…")
        st.button(
            t("desk.cancel"), key="desk_cancel", icon=":material/close:", on_click=upload.cancel
        )


def stage(t: Text, given: Upload) -> str:
    """Return what is being done with a file; before the work has said so, what it begins with."""
    said = given.job.stage if given.job is not None else ""
    return t(f"office.stage.{said or ('writing' if given.writing else 'reading')}")
