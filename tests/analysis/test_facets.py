"""The number beside an option is what choosing it gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from routes.analysis import facets, totals
from routes.cases import Tables, bundled
from routes.flows import store
from routes.query import NAMES, RouteQuery
from tests.made_up import some_queries, some_tables


def choosing(query: RouteQuery, name: str, option: str) -> RouteQuery:
    """Return the query with one option of a filter in place of the filter's value."""
    value: Any = (option,)
    if name == "years":
        value = (int(option), int(option))
    elif name == "credibility":
        value = int(option)
    elif name == "minors":
        value = option
    return replace(query, **{NAMES[name]: value})


@settings(max_examples=60, deadline=None)
@given(some_tables(), some_queries)
def test_each_count_is_the_total_under_that_option(tables: Tables, query: RouteQuery) -> None:
    """For every filter and option, the other filters staying as they are."""
    columns = store(tables)
    found = facets(columns, query)
    assert set(found) == set(NAMES) - {"q"}
    for name, counts in found.items():
        for option, count in counts.items():
            assert count == totals(columns, choosing(query, name, option)).cases > 0


@settings(max_examples=40, deadline=None)
@given(some_tables(), some_queries)
def test_no_option_that_would_give_cases_is_missing(tables: Tables, query: RouteQuery) -> None:
    """What is left out would give nothing."""
    columns = store(tables)
    found = facets(columns, query)
    options = {
        "mode": ("land", "air", "sea", "unknown"),
        "evidence": ("stated", "inferred", "mentioned"),
        "source": ("a", "b", "c"),
        "purpose": ("sexual", "labour", "unspecified"),
        "nationality": ("COL", "VEN"),
        "minors": ("yes", "no", "unknown"),
        "handling": ("public", "classified", "reserved"),
        "to": ("CHN", "COL", "CO-ANT", "REG-EJE-CAFETERO", "GN1809858"),
        "credibility": tuple("123456"),
    }
    for name, known in options.items():
        for option in set(known) - set(found[name]):
            assert totals(columns, choosing(query, name, option)).cases == 0


def test_the_public_cases_have_the_options_that_the_screen_offers() -> None:
    """A department counts the cases of its places; single years lead to the range offered."""
    found = facets(store(bundled()), RouteQuery())
    assert found["source"]["fiscalia-2020-12-15"] == 4
    assert found["to"]["CHN"] >= found["to"]["GN1809858"]
    assert found["from"]["CO-ANT"] >= found["from"]["05001"]
    assert min(map(int, found["years"])) == 2016
    assert found["credibility"]["6"] == totals(bundled(), RouteQuery(credibility=6)).cases
