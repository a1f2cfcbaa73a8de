"""The rows that were not taken, as a spreadsheet to be corrected and brought back."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from pages.parts.desk.upload import Upload
from routes.cases import forms
from routes.cases.intake.model import Checked
from routes.text import Text

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNSAFE: Final = re.compile(r"[^\w.-]+")


def file_name(name: str, *, most: int = 60) -> str:
    """Return a name that is safe to save a file under: letters, digits, ``.``, ``-`` and ``_``.

    >>> file_name('../../a "b"<c>.csv')
    'a_b_c_.csv'
    """
    clean = _UNSAFE.sub("_", name).strip("._-")
    return clean[-most:] or "rutas"


def draw_rejected(t: Text, given: Upload, checked: Checked, *, key: str) -> None:
    """Draw the button that hands over the rejected rows, each with its reasons."""
    if not checked.counts["rejected"]:
        return
    stem = file_name(given.name).rsplit(".", 1)[0]
    st.download_button(
        t.plural("desk.rejected.download", checked.counts["rejected"]),
        data=lambda: forms.rejected(checked, given.content, t),
        file_name=f"{stem}-{t('desk.rejected.file')}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )
