"""What the screen Cruces shows, found once for each version, query and reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pages.parts import state
from pages.parts.state import View
from routes.analysis.coverage import (
    MOST,
    OFFERED,
    WEIGHTS,
    Coverage,
    Displacement,
    Offered,
    Weaker,
    Weight,
    coverage,
    displacement,
    weaker,
)
from routes.analysis.crossings import Passed, passings
from routes.query import RouteQuery
from routes.scope import Scope
from routes.store import Store

_K = 3


@dataclass(frozen=True)
class Question:
    """What the reader asks of the screen beyond the filters."""

    k: int
    weight: Weight
    offered: Offered


@dataclass(frozen=True)
class Answer:
    """All that the screen says of a question, the trial of stability excepted."""

    found: Coverage
    weaker: tuple[Weaker, ...]
    moved: tuple[Displacement, ...]


def question() -> Question:
    """Return what the link or the reader asks; what is unknown is told and left out."""
    numbers = {str(n): n for n in range(1, MOST + 1)}
    return Question(
        numbers.get(_known("k", tuple(numbers)), _K),
        next((each for each in WEIGHTS if each == _known("weight", WEIGHTS)), WEIGHTS[0]),
        next((each for each in OFFERED if each == _known("offered", OFFERED)), OFFERED[0]),
    )


def _known(name: str, values: tuple[str, ...]) -> str:
    given = state.chosen(name)
    if given and given not in values:
        state.notice(name, given)
        state.choose(name, "")
        return ""
    return given


@st.cache_data(max_entries=32, show_spinner=False)
def _answer(
    version: str, query: RouteQuery, scope: Scope, k: int, weight: Weight, offered: Offered,
    _store: Store,
) -> Answer:  # fmt: skip
    found = coverage(_store, query, k=k, weight=weight, offered=offered)
    less = weaker(_store, query, k=k, chosen=found.chosen, weight=weight, offered=offered)
    return Answer(found, less, displacement(_store, query, found))


def answer(view: View, asked: Question) -> Answer:
    """Return the places chosen for a question, and all that belongs to them."""
    return _answer(
        view.store.version,
        view.query,
        view.scope,
        asked.k,
        asked.weight,
        asked.offered,
        view.store,
    )


@st.cache_data(max_entries=16, show_spinner=False)
def _passings(version: str, query: RouteQuery, scope: Scope, _store: Store) -> Mapping[str, Passed]:
    return passings(_store, query)


def documented(view: View) -> Mapping[str, Passed]:
    """Return what is documented of every place that routes in view cross at or pass."""
    return _passings(view.store.version, view.query, view.scope, view.store)
