"""The sources of the quick form."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from routes.cases.forms.cells import at, constant, filled, text_column, translated
from routes.cases.forms.columns import precision_of
from routes.cases.forms.conventions import Conventions
from routes.cases.forms.dates import iso_date
from routes.cases.forms.grouping import first_said, firsts, row_codes
from routes.cases.forms.ids import digest, slug
from routes.cases.forms.labels import code_of
from routes.cases.forms.quick.rows import Made, Routes
from routes.cases.forms.remarks import Remarks

_ADDRESS: Final = re.compile(r"https?://(?:www\.)?([^/\s?#]+)\S*", re.IGNORECASE)
_NAME: Final = 30


def draft_sources(
    routes: Routes, own: Conventions, remarks: Remarks
) -> tuple[Made, pd.Series[str]]:
    """Return the sources that rows name, and the source_id of each row.

    Rows with the same publisher, title, address and date name the same source. Its identifier is
    made of what is known of it, so that the same source is the same in every file.

    Parameters
    ----------
    routes : Routes
        The rows.
    own : Conventions
        How the file writes dates.
    remarks : Remarks
        Where to add what was assumed.
    """
    named = _named(routes.frame, own)
    group = row_codes([named[column] for column in named.columns], len(named))
    grades = translated(
        routes.frame["reliability"], lambda text: code_of("reliability", text) or text
    )
    reliability, others = first_said(grades, group)
    heading = routes.heading("reliability")
    remarks.rows("source_differs", routes.cells("reliability", others), column=heading)
    leading = firsts(group)
    frame = pd.DataFrame({column: at(named[column], leading) for column in named.columns})
    given = (frame["publisher"] != "").to_numpy(bool)
    remarks.count("default_reliability", int((given & (reliability == "")).sum()), column=heading)
    frame = frame.assign(
        title=frame["title"].where(frame["title"] != "", frame["publisher"]),
        date_precision=precision_of(frame["published_on"]),
        reliability=filled(reliability, "F"),
    )
    frame = frame.assign(source_id=_ids(frame))
    ids = at(frame["source_id"], group)
    kept = np.flatnonzero(given)
    return Made(frame.iloc[kept].reset_index(drop=True), leading[kept]), ids


def _named(frame: pd.DataFrame, own: Conventions) -> pd.DataFrame:
    """Return what the rows say of their sources; an address alone names its site."""
    source, url = frame["source"], frame["url"]
    address = translated(source, lambda text: text if _ADDRESS.fullmatch(text) else "")
    url = url.where(url != "", address)
    site = translated(url, _site)
    publisher = source.where((source != "") & (address == ""), site)
    return pd.DataFrame(
        {
            "publisher": translated(publisher, str.strip),
            "title": frame["title"],
            "url": url,
            "published_on": translated(
                frame["source_date"], lambda text: iso_date(text, day_first=own.day_first) or text
            ),
        }
    )


def _site(url: str) -> str:
    match = _ADDRESS.fullmatch(url)
    return match[1].lower() if match else ""


def _ids(frame: pd.DataFrame) -> pd.Series[str]:
    ids = []
    columns = ("publisher", "title", "url", "published_on", "reliability")
    for publisher, *others in frame[list(columns)].itertuples(index=False, name=None):
        head = slug(publisher)[:_NAME].strip("-") if publisher else ""
        ids.append(f"{head}-{digest(publisher, *others)}" if publisher else "")
    return text_column(ids) if ids else constant("", frame.index)
