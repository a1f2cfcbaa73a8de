"""When something was done, in the reader's own words and time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from babel.dates import format_date, format_time, format_timedelta

from routes.text import Text

_LOCALES = {"es": "es_CO", "en": "en_US"}


def ago(t: Text, at: datetime, *, now: datetime | None = None) -> str:
    """Return how long ago it was: "hace 5 minutos", "2 days ago"."""
    passed = max((now or datetime.now(UTC)) - at, timedelta(seconds=1))
    return str(format_timedelta(-passed, add_direction=True, locale=_LOCALES[t.lang]))


def moment(t: Text, at: datetime) -> str:
    """Return day and time of day where the reader is: "23 nov 2025, 17:34"."""
    local = at.astimezone(_zone())
    locale = _LOCALES[t.lang]
    day = format_date(local, "d MMM y", locale=locale)
    return f"{day}, {format_time(local, 'HH:mm', locale=locale)}"


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
