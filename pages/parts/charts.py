"""A chart on a screen, the same numbers as a table, and both as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from pages.parts import state
from pages.parts.markup import Child, data, element, plain, shown, to_html
from pages.parts.state import View
from routes.charts import as_csv, as_png, as_svg, themed
from routes.query import RouteQuery

_MOST_ROWS = 300
_LONG = 40


def is_dark() -> bool:
    """Tell whether the screen is dark."""
    return st.context.theme.type == "dark"


def cases_address(view: View, query: RouteQuery | None = None, *, case: str = "") -> str:
    """Return the address of the screen Casos with the filters of a query (the present one)."""
    given = state.shared_params()
    kept = {name: given[name] for name in ("data", "lang") if name in given}
    asked = (query or view.query).to_params()
    return f"casos?{urlencode({**asked, **kept, **({'case': case} if case else {})})}"


def draw(
    view: View,
    chart: Callable[[bool], Any],
    table: pd.DataFrame,
    *,
    key: str,
    name: str,
    title: str = "",
    note: str = "",
    links: Sequence[str] | None = None,
    of_cases: bool = True,
    width: int | str = "stretch",
    table_open: bool = False,
) -> None:
    """Draw a chart, and under it its table with what can be downloaded.

    Parameters
    ----------
    view : View
        The screen's circumstances.
    chart : callable
        Makes the chart, as `routes.charts` does, for a dark screen (True) or a light one and for
        paper (False): ``lambda dark: bars(frame, label=…, value=…, dark=dark)``.
    table : pandas.DataFrame
        The same numbers under headings in the reader's language; numbers stay numbers.
    key : str
        Different for each chart of a screen.
    name : str
        Of the files, without their ending.
    title, note : str
        What the chart shows, with the unit, and what it does not say; they go into the files.
    links : sequence of str, optional
        For each row of the table the address of its cases (`cases_address`), ``""`` for none.
    of_cases : bool
        Whether the numbers are of cases: those of cases that are not public leave the house only
        as a release, with the screen Informe. False for official statistics.
    width : int or "stretch" or "content"
        As Streamlit has it; charts of several panels have their own: ``"content"``.
    table_open : bool
        Whether the table is unfolded at first.
    """
    draw_head(title, note)
    with st.container(key=f"chart_{key}"):
        draw_bare(view, chart, name=title or name, width=width)
    draw_below(
        view,
        chart,
        table,
        key=key,
        name=name,
        title=title,
        note=note,
        links=links,
        of_cases=of_cases,
        table_open=table_open,
    )


def draw_bare(
    view: View, chart: Callable[[bool], Any], *, name: str, width: int | str = "stretch"
) -> None:
    """Draw a chart alone, in our theme; `name` is what a screen reader calls it.

    Its container must have a key that begins with ``chart_``: the style sheet then leaves out
    Streamlit's own buttons, whose download would not ask who may have it.
    """
    st.altair_chart(
        themed(chart(is_dark()), lang=view.lang, dark=is_dark()),
        width=width,
        theme=None,
        alt=shown(name),
    )


def draw_head(title: str, note: str = "") -> None:
    """Draw what stands over a chart."""
    heading = element("h3", data(title)) if title else None
    said = element("p", data(note), class_="quiet") if note else None
    if heading is not None or said is not None:
        st.html(to_html(element("div", heading, said, class_="rutas-chart-head")))


def draw_below(
    view: View,
    chart: Callable[[bool], Any],
    table: pd.DataFrame,
    *,
    key: str,
    name: str,
    title: str = "",
    note: str = "",
    links: Sequence[str] | None = None,
    of_cases: bool = True,
    table_open: bool = False,
) -> None:
    """Draw what stands under a chart: its table and its files; see `draw`."""
    folded = st.expander(
        plain(view.t("charts.table", title=title or name)),
        expanded=table_open,
        key=f"chart_table_{key}",
    )
    with folded:
        _draw_table(view, table, links)
        _draw_files(view, chart, table, key, name, title, note, of_cases)


def _draw_table(view: View, table: pd.DataFrame, links: Sequence[str] | None) -> None:
    t = view.t
    head = [element("th", data(str(each)), scope="col") for each in table.columns]
    if links is not None:
        head.append(element("th", t("charts.links"), scope="col"))
    rows = []
    for place, row in enumerate(table.head(_MOST_ROWS).itertuples(index=False)):
        cells = [element("td", _cell(view, each), class_=_width(each)) for each in row]
        if links is not None:
            to = element("a", t("charts.cases"), href=links[place]) if links[place] else "–"
            cells.append(element("td", to))
        rows.append(element("tr", *cells))
    body = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *rows),
        class_="rutas-table rutas-num",
    )
    st.html(to_html(element("div", body, class_="rutas-scroll")))
    if len(table) > _MOST_ROWS:
        st.caption(t("charts.table_long", n=t.number(_MOST_ROWS)))


def _width(value: Any) -> str | None:
    return "long" if isinstance(value, str) and len(value) > _LONG else None


def _cell(view: View, value: Any) -> Child:
    if isinstance(value, str):
        return data(shown(value))
    if value is None or pd.isna(value):
        return "–"
    return view.t.number(round(float(value), 3))


def _draw_files(
    view: View,
    chart: Callable[[bool], Any],
    table: pd.DataFrame,
    key: str,
    name: str,
    title: str,
    note: str,
    of_cases: bool,
) -> None:
    t, scope = view.t, view.scope
    if not scope.may("release_public"):
        return
    if of_cases and not_public(view):
        st.caption(t("charts.held_back"))
        return
    words = {"lang": view.lang, "title": title or name, "note": note}
    files = (
        ("csv", "text/csv", lambda: as_csv(table)),
        ("svg", "image/svg+xml", lambda: as_svg(chart(False), **words)),
        ("png", "image/png", lambda: as_png(chart(False), **words)),
    )
    with st.container(key=f"chart_files_{key}", horizontal=True):
        for ending, mime, made in files:
            st.download_button(
                t(f"charts.{ending}"),
                data=made,
                file_name=f"{name}.{ending}",
                mime=mime,
                help=t(f"charts.{ending}_help"),
                icon=":material/download:",
                on_click="ignore",
                key=f"chart_{key}_{ending}",
            )


def not_public(view: View) -> bool:
    """Tell whether cases in view are not public, so that what is made of them is not either."""
    if view.query.handling == ("public",):
        return False
    return bool((view.tables.cases["handling"] != "public").any())
