"""Two releases are told apart by what was written down of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from routes.release import Past
from routes.release.cells import WHOLE, Cell
from routes.release.comparing import CellChange, Change, compare

ARAUCA = Cell("origin", "CO-ARA", "", "all")
FIRST = Past(
    seq=1,
    at=datetime(2026, 1, 1, tzinfo=UTC),
    user="Ana",
    audience="public",
    release_id="a" * 16,
    title="First",
    formats=("html",),
    manifest={
        "release_id": "a" * 16,
        "audience": "public",
        "made_on": date(2026, 1, 1).isoformat(),
        "data_version": "1" * 64,
        "register_version": "0" * 64,
        "query": {"years": "2016:2020"},
        "policy": "p",
        "code_version": "1",
        "sources": ["one", "two"],
        "user": "",
        "synthetic": False,
    },
    counts={WHOLE: 40, ARAUCA: 15},
)


def later(counts: dict[Cell, int] | None = None, **manifest: object) -> Past:
    """Return a second release that differs in this alone."""
    return replace(
        FIRST,
        seq=2,
        release_id="b" * 16,
        manifest={**FIRST.manifest, "release_id": "b" * 16, **manifest},
        counts=FIRST.counts if counts is None else counts,
    )


def test_a_release_says_the_same_as_itself() -> None:
    """Number, id and time of leaving are no difference of what it says."""
    assert not compare(FIRST, later())


def test_filters_sources_and_versions_that_differ_are_named() -> None:
    """A filter under its own name, with nothing where it was not asked."""
    other = later(query={"from": "CO-ARA"}, sources=["two", "three"], data_version="2" * 64)
    found = compare(FIRST, replace(other, title="Second", formats=("html", "csv")))
    assert found
    assert set(found.changes) == {
        Change("title", "First", "Second"),
        Change("formats", "html", "html, csv"),
        Change("data_version", "1" * 64, "2" * 64),
        Change("query.years", "2016:2020", ""),
        Change("query.from", "", "CO-ARA"),
    }
    assert (found.sources_gone, found.sources_come) == (("one",), ("three",))
    assert found.cells == ()


def test_counts_that_changed_came_or_went_are_named() -> None:
    """A count that is not shown any more is told from one that fell."""
    gone = Cell("", "", "2020", "all")
    found = compare(FIRST, later(counts={WHOLE: 45, gone: 20}))
    assert found.cells == (
        CellChange(WHOLE, 40, 45),
        CellChange(gone, None, 20),
        CellChange(ARAUCA, 15, None),
    )
    assert found.changes == ()
