"""What the screen Corredores shows, found once for each version, query and reader."""

from __future__ import annotations

import streamlit as st

from pages.parts.state import View
from routes.analysis.corridors import Corridor, Corridors, Facts, corridor, corridors, facts
from routes.analysis.network import Network, network
from routes.query import RouteQuery
from routes.scope import Scope
from routes.store import Store


@st.cache_data(max_entries=16, show_spinner=False)
def _found(version: str, query: RouteQuery, scope: Scope, _store: Store) -> Corridors:
    return corridors(_store, query)


def found(view: View) -> Corridors:
    """Return the corridors in view."""
    return _found(view.store.version, view.query, view.scope, view.store)


@st.cache_data(max_entries=16, show_spinner=False)
def _one(
    version: str, query: RouteQuery, scope: Scope, corridor_id: str, _store: Store
) -> tuple[Corridor, Facts] | None:
    one = corridor(_store, query, corridor_id)
    return (one, facts(_store, one)) if one else None


def one(view: View, corridor_id: str) -> tuple[Corridor, Facts] | None:
    """Return a corridor with its facts; None where the view has none of that id."""
    return _one(view.store.version, view.query, view.scope, corridor_id, view.store)


@st.cache_data(max_entries=16, show_spinner=False)
def _measured(
    version: str, query: RouteQuery, scope: Scope, level: str, lang: str, _store: Store
) -> Network:
    return network(_store, query, level=level, lang=lang)


def measured(view: View) -> Network:
    """Return the network in view."""
    return _measured(view.store.version, view.query, view.scope, view.level, view.lang, view.store)
