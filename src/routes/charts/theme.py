"""How every chart looks: lettering, rules, and numbers as the language writes them."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from routes.charts.palette import palette

SCREEN_FONT: Final = "'Source Sans', 'Source Sans 3', system-ui, 'Segoe UI', Roboto, sans-serif"
PAPER_FONT: Final = "DejaVu Sans"
"""Of the files; it comes with the product and so makes the same letters on every machine."""

_SEPARATORS: Final = {"es": (",", "."), "en": (".", ",")}


def themed(chart: Any, *, lang: str, dark: bool = False, paper: bool = False) -> Any:
    """Return a chart in the product's hand.

    Parameters
    ----------
    chart : altair chart
        A chart without configuration of its own; it is not changed.
    lang : {"es", "en"}
        How numbers are written.
    dark : bool
        The light of the screen.
    paper : bool
        For a file: on white, in the letters that come with the product.

    Examples
    --------
    >>> chart = themed(alt.Chart(alt.Data(values=[])).mark_bar(), lang="es")
    >>> chart.to_dict()["config"]["locale"]["number"]["decimal"]
    ','
    """
    return chart.properties(config=configuration(lang=lang, dark=dark, paper=paper))


def number_locale(lang: str) -> dict[str, Any]:
    """Return how a language writes numbers, as D3 is told."""
    decimal, thousands = _SEPARATORS[lang]
    return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["$", ""]}


def configuration(*, lang: str, dark: bool, paper: bool) -> alt.Config:
    """Return the configuration of every chart."""
    colours, font = palette(dark=dark), PAPER_FONT if paper else SCREEN_FONT
    size = 11 if paper else 13
    words = {"labelFont": font, "titleFont": font, "labelFontSize": size, "titleFontSize": size}
    return alt.Config(
        background=colours.card if paper else "transparent",
        font=font,
        padding=14 if paper else 4,
        locale={"number": number_locale(lang)},
        numberFormat=",",
        view={"stroke": None},
        axis={
            **words,
            "labelColor": colours.quiet if not paper else colours.ink,
            "titleColor": colours.quiet,
            "titleFontWeight": "normal",
            "gridColor": colours.line,
            "domainColor": colours.line,
            "tickColor": colours.line,
            "labelLimit": 230,
            "labelPadding": 6,
            "titlePadding": 8,
        },
        legend={
            **words,
            "labelColor": colours.ink,
            "titleColor": colours.quiet,
            "titleFontWeight": "normal",
            "labelLimit": 260,
            "orient": "top",
            "symbolType": "square",
        },
        header={
            **words,
            "labelColor": colours.ink,
            "titleColor": colours.quiet,
            "labelFontWeight": "normal",
        },
        title={
            "font": font,
            "subtitleFont": font,
            "fontSize": size + 3,
            "subtitleFontSize": size,
            "fontWeight": 600,
            "color": colours.ink,
            "subtitleColor": colours.quiet,
            "anchor": "start",
        },
        text={"font": font, "fontSize": size, "color": colours.ink},
    )
