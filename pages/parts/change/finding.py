"""What the screen shows, found once for each choice of cases, filters and periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from pages.parts import state
from pages.parts.charts import cases_address
from pages.parts.state import View
from routes.analysis.compare import CasesOf, Comparison, cases_compared, cases_of, compare
from routes.analysis.periods import Period, Periods
from routes.analysis.trends import Delay, Trend, reporting_delay, trend
from routes.query import RouteQuery
from routes.store import Store


@dataclass(frozen=True, eq=False)
class Found:
    """Everything that is said of two periods."""

    comparison: Comparison
    trend: Trend
    delay: Delay

    @property
    def periods(self) -> Periods:
        """What was compared."""
        return self.comparison.periods


def find(view: View, periods: Periods) -> Found:
    """Compare two periods of the cases in view."""
    held = view.holdings
    version = (held.which, held.version, held.tables.version, held.scope)
    query = view.query.without("years")
    return _found(version, query, periods, view.level, view.lang, view.store)


@st.cache_resource(max_entries=12, show_spinner=False)
def _found(
    version: tuple[object, ...],
    query: RouteQuery,
    periods: Periods,
    level: str,
    lang: str,
    _store: Store,
) -> Found:
    return Found(
        compare(_store, query, periods, level=level, lang=lang),
        trend(_store, query, periods.whole),
        reporting_delay(_store, query),
    )


def behind(view: View, periods: Periods, start: str, end: str) -> CasesOf:
    """Return the cases behind one flow, by period."""
    return cases_of(view.store, view.query, periods, start, end, level=view.level)


def behind_all(view: View, periods: Periods) -> CasesOf:
    """Return all cases that are compared, by period."""
    return cases_compared(view.store, view.query, periods)


def on_the_map(view: View, row: pd.Series) -> str:
    """Return the address of the map with a flow selected, and all its cases beside it."""
    asked = {**state.shared_params(), "sel": f"flow:{row['from']}>{row['to']}"}
    asked.pop("years", None)
    return f"./?{urlencode(asked)}"


def cases_in(view: View, period: Period) -> str:
    """Return the address of the cases whose years overlap a period."""
    return cases_address(view, replace(view.query, years=(period.first, period.last)))
