"""A chart and its numbers as files: SVG, PNG and CSV. The same input gives the same bytes."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import pandas as pd
import vl_convert
from pandas.api.types import is_numeric_dtype

from routes.cases.forms.neutral import neutral
from routes.charts.theme import number_locale, themed
from routes.publish.picture.lettering import font_file

WIDTH_PX: Final = 760
_SCALE: Final = 2.0
_NOWHERE: Final = ["https://nowhere.invalid/"]
"""Nothing may be fetched while a picture is made."""


def as_svg(chart: Any, *, lang: str, title: str = "", note: str = "") -> bytes:
    """Return a chart as an SVG picture, as on paper.

    Parameters
    ----------
    chart : altair chart
        A chart without configuration.
    lang : {"es", "en"}
        How numbers are written.
    title, note : str
        Written over the chart.
    """
    svg: str = vl_convert.vegalite_to_svg(
        _spec(chart, lang, title, note),
        allowed_base_urls=_NOWHERE,
        format_locale=number_locale(lang),
    )
    return svg.encode()


def as_png(chart: Any, *, lang: str, title: str = "", note: str = "") -> bytes:
    """Return a chart as a PNG picture with twice the usual resolution; see `as_svg`."""
    png: bytes = vl_convert.vegalite_to_png(
        _spec(chart, lang, title, note),
        scale=_SCALE,
        allowed_base_urls=_NOWHERE,
        format_locale=number_locale(lang),
    )
    return png


def as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV; text that a spreadsheet would evaluate is made harmless.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"Lugar": ["=1+1"], "Casos": [3]})).decode("utf-8-sig")
    "Lugar,Casos\\r\\n'=1+1,3\\r\\n"
    """
    frame = table.rename(columns=lambda each: neutral(str(each)))
    for place, column in enumerate(frame):
        if not is_numeric_dtype(frame.dtypes.iloc[place]):
            cells = frame.iloc[:, place]
            frame[column] = [neutral(str(each)) if pd.notna(each) else "" for each in cells]
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig", "replace")


def _spec(chart: Any, lang: str, title: str, note: str) -> dict[str, Any]:
    _letters()
    spec: dict[str, Any] = themed(chart, lang=lang, paper=True).to_dict()
    if not {"hconcat", "vconcat", "concat", "facet"} & spec.keys():
        spec.setdefault("width", WIDTH_PX)
    if title:
        spec["title"] = {"text": title, "subtitle": _lines(note), "frame": "bounds"}
    return spec


def _lines(text: str, *, letters: int = 110) -> list[str]:
    """Break a note into lines, between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


@cache
def _letters() -> None:
    vl_convert.register_font_directory(str(font_file("regular").parent))
