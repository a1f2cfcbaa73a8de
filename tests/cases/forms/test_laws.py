"""What holds for any file, however odd."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routes.cases.forms import understand
from routes.cases.forms.headers import TABLES, columns_of
from routes.cases.intake.model import Book, Draft, Options, Sheet
from routes.text import LANGUAGES, load
from tests.cases.forms.sheets import book, sheet
from tests.hostile import HOSTILE

HEADINGS = sorted(
    {
        written
        for table in TABLES
        for column in columns_of(table)
        for written in (
            column,
            *(load(lang)(f"forms.heading.{table}.{column}") for lang in LANGUAGES),
        )
    }
)
WORDS = (
    *("", "", "a", "s", "1", "2", "Tibú > Cúcuta", "Tibú", "Arauca", "dic 2020", "03/04/2020"),
    *("al menos 30", "sexual; ???", "sí", "captación", "VEN", "-72,5", "=1+1", "'=1", "_x001B_"),
    *("SYNTHETIC-ejemplo", "SYNTHETIC-example-1", ">", "2019-2020", "A: x", "CO-ARA", "nan"),
)
cells = (
    st.sampled_from(WORDS) | st.sampled_from([text[:200] for text in HOSTILE]) | st.text(max_size=8)
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Draw a sheet that looks like one of the tables, or like nothing."""
    known = [columns_of(draw(st.sampled_from(TABLES))), HEADINGS]
    header = draw(st.lists(st.sampled_from(draw(st.sampled_from(known))), max_size=9))
    header += draw(st.lists(cells, max_size=2))
    row = st.tuples(*(cells for _ in header))
    rows = draw(st.lists(row, max_size=5))
    return sheet(header, *rows, name=draw(st.sampled_from(("", "Casos", "stops.csv", "Guía", "x"))))


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Draw a file of a few sheets, each with a name of its own."""
    drawn = draw(st.lists(sheets(), max_size=3, unique_by=lambda each: each.name))
    kind = draw(st.sampled_from(("csv", "xlsx", "zip")))
    return book(*drawn, kind=kind)


options = st.builds(
    Options,
    form=st.sampled_from(("", "tables", "quick", "statistics")),
    day_first=st.sampled_from((None, True, False)),
    decimal=st.sampled_from(("", ".", ",")),
    columns=st.lists(
        st.tuples(st.sampled_from(HEADINGS), st.sampled_from(("", "route", "place_id", "no such"))),
        max_size=2,
    ).map(tuple),
    places=st.sampled_from(((), (("Arauca", "81001"),), (("Tibú", "no such"),))),
)


def rows(draft: Draft) -> set[tuple[str, int]]:
    return {(str(sheet), int(row)) for sheet, row in draft.lines.itertuples(index=False)}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books(), options)
def test_any_file_is_understood_without_failing(given_book: Book, chosen: Options) -> None:
    """Every row is accounted for once, every row made knows its line, and all cells are text."""
    draft = understand(given_book, chosen)
    assert len(rows(draft)) == len(draft.lines)
    for table, frame in draft.tables.items():
        origin = draft.origin[table]
        assert len(origin) == len(frame)
        assert list(frame.index) == list(origin.index) == list(range(len(frame)))
        made_from = {(str(sheet), int(row)) for sheet, row in origin.itertuples(index=False)}
        assert made_from <= rows(draft)
        assert not frame.isna().any().any()
    for fault in draft.faults:
        for lang in LANGUAGES:
            assert fault.told(load(lang))
    shown = [each.sheet for each in draft.recognised]
    assert len(set(shown)) == len(shown)
    assert set(shown) <= {each.name for each in given_book.sheets}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_understanding_twice_gives_the_same(given_book: Book) -> None:
    """The same file gives the same tables, identifiers and faults."""
    one, two = understand(given_book), understand(given_book)
    assert one.faults == two.faults
    assert one.questions == two.questions
    assert one.tables.keys() == two.tables.keys()
    assert all(one.tables[name].equals(two.tables[name]) for name in one.tables)
