"""What becomes of every row of an upload: accepted, rejected or there already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.cases import bundled
from routes.cases.checking import check, reasons
from routes.cases.faults import LISTED_ROWS
from routes.cases.intake.model import Checked, Known, Options
from routes.cases.model import BOOLEANS, INTEGERS, TABLE_NAMES, TEXT, Fault, columns
from routes.text import LANGUAGES, load
from tests.cases.checking.drafts import (
    FIGURE,
    SOURCE,
    STOP,
    as_rows,
    case,
    draft,
    joined,
    knowing,
    nothing,
    one_sheet,
    rules,
    statuses,
    verdict,
)

CASE_TABLES = ("cases", "stops", "events", "figures")


def test_a_good_file_is_accepted_whole() -> None:
    """Every row is accepted, typed as tables are, and says where it stood."""
    checked = verdict(joined(case("a"), case("b")), good_rows=False)
    assert checked.counts == {"input": 11, "accepted": 11, "rejected": 0, "duplicate": 0}
    assert not checked.faults
    assert not checked.asks
    assert checked.synthetic
    for table in TABLE_NAMES:
        frame = checked.frames[table]
        assert tuple(frame.columns) == (*columns(table), "sheet", "row")
        assert set(frame["sheet"]) == {table}
        assert frame["row"].to_list() == list(range(2, len(frame) + 2))
        for column in columns(table):
            kind = pd.Int64Dtype() if column in INTEGERS[table] else TEXT
            assert frame[column].dtype == (bool if column in BOOLEANS[table] else kind)


def test_the_public_cases_pass_the_check_of_uploads() -> None:
    """They hold no error and nothing personal; only that they are the public cases is said."""
    checked = verdict(as_rows(bundled()))
    assert checked.counts["rejected"] == 0
    assert not checked.asks
    assert set(rules(checked, "warning")) == {"checks.like_public"}
    for table in TABLE_NAMES:
        accepted = checked.frames[table].drop(columns=["sheet", "row"])
        pd.testing.assert_frame_equal(accepted, bundled().table(table))


def test_one_wrong_row_rejects_its_case_and_no_other() -> None:
    """A route that lost a stop would be a false line, so the case goes whole."""
    rows = joined(case("a"), case("b"))
    rows["stops"][1]["place_id"] = "XX-XXX"
    checked = verdict(rows)
    assert rules(checked) == ["checks.unknown_place"]
    found = statuses(checked)
    assert {place for place, status in found.items() if status == "rejected"} == {
        ("cases", 2),
        ("stops", 2),
        ("stops", 3),
        ("events", 2),
        ("figures", 2),
    }
    for table in CASE_TABLES:
        assert set(checked.frames[table]["case_id"]) == {"b"}


@pytest.mark.parametrize(
    ("written", "meant"), [("Cucutta", ("54001",)), ("araucaa", ("CO-ARA", "81001")), ("qwert", ())]
)
def test_a_misspelt_place_is_told_what_it_may_be(written: str, meant: tuple[str, ...]) -> None:
    """Accents and capitals play no part; what is like no place gets no suggestion."""
    rows = joined(case("a"))
    rows["stops"][1]["place_id"] = written
    (fault,) = (each for each in verdict(rows).faults if each.rule == "checks.unknown_place")
    assert tuple(value for name, value in fault.details if name == "place") == meant


def test_the_reason_says_which_row() -> None:
    """A row that is right itself names the one at fault, in both languages."""
    rows = joined(case("a"))
    rows["stops"][1]["place_id"] = "XX-XXX"
    checked = verdict(rows)
    told = {lang: reasons(checked, load(lang)) for lang in LANGUAGES}
    place = checked.lines.index[checked.lines["sheet"] == "cases"][0]
    assert "fila 3 de la hoja stops" in told["es"][place]
    assert "row 3 of sheet stops" in told["en"][place]
    wrong = checked.lines.index[(checked.lines["sheet"] == "stops") & (checked.lines["row"] == 3)]
    assert "PLACE_ID" in told["es"][wrong[0]]
    assert "No es un lugar conocido" in told["es"][wrong[0]]
    assert all(told[lang].str.len().gt(10).all() for lang in LANGUAGES)


def test_a_wrong_source_rejects_the_cases_that_cite_it() -> None:
    """By a stop, or as a report joined by inference; other cases stay."""
    rows = joined(case("a"), case("b", identity_inferred="t"), case("c"))
    rows["sources"] += [
        SOURCE | {"source_id": "t", "reliability": "Z"},
        SOURCE | {"source_id": "u"},
    ]
    rows["stops"][1]["source_id"] = "t"
    checked = verdict(rows)
    assert rules(checked) == ["checks.unknown_code"]
    assert set(checked.frames["cases"]["case_id"]) == {"c"}
    assert set(checked.frames["sources"]["source_id"]) == {"s", "u"}
    lines = checked.lines.set_index(["sheet", "row"])
    assert lines.loc[("cases", 2), "because_sheet"] == "sources"
    assert lines.loc[("cases", 2), "because_row"] == 3


def test_all_or_nothing_holds_everything_back() -> None:
    """With one wrong row nothing is accepted, and the good rows are told so."""
    rows = joined(case("a"), case("b"))
    rows["figures"][0]["value"] = "NaN"
    checked = verdict(rows, good_rows=False)
    assert checked.counts == {"input": 11, "accepted": 0, "rejected": 11, "duplicate": 0}
    assert all(frame.empty for frame in checked.frames.values())
    assert rules(checked, "warning") == ["checks.held_back"]
    told = reasons(checked, load("en"))
    assert told.str.contains("Nothing is imported while a row is wrong").sum() == 6


def test_what_the_register_has_is_a_duplicate() -> None:
    """The same file again brings nothing, in whatever order its rows stand."""
    rows = joined(case("a"), case("b"))
    known = knowing(verdict(rows))
    again = verdict({table: each[::-1] for table, each in rows.items()}, known=known)
    assert again.counts == {"input": 11, "accepted": 0, "rejected": 0, "duplicate": 11}
    assert not again.faults
    assert again.version == known.version
    more = verdict(joined(case("a"), case("c")), known=known)
    assert more.counts == {"input": 11, "accepted": 5, "rejected": 0, "duplicate": 6}
    assert set(more.frames["cases"]["case_id"]) == {"c"}
    assert more.frames["sources"].empty


def test_the_same_id_with_other_content_is_an_error() -> None:
    """It names the entry; the other cases are accepted."""
    known = knowing(verdict(joined(case("a"))), entry=12)
    checked = verdict(joined(case("a", status="convicted"), case("b")), known=known)
    assert rules(checked) == ["checks.other_case"]
    assert "12" in checked.faults[0].told(load("es"))
    assert set(checked.frames["cases"]["case_id"]) == {"b"}


def test_a_source_with_other_content_rejects_what_cites_it() -> None:
    rows = joined(case("a"))
    known = knowing(verdict(rows))
    rows = joined(case("b"))
    rows["sources"][0]["title"] = "SYNTHETIC other title"
    checked = verdict(rows, known=known)
    assert rules(checked) == ["checks.other_source"]
    assert checked.counts["rejected"] == 6


def test_sources_of_the_register_may_be_cited() -> None:
    """A file need not bring them again; cases it must bring whole."""
    known = knowing(verdict(joined(case("a"))))
    rows = case("b")
    assert verdict(rows, known=known).counts["accepted"] == 5
    part = {"stops": [STOP | {"case_id": "a", "route_no": "2"}]}
    assert rules(verdict(part, known=known)) == ["checks.part_of_case"]
    unknown = {"stops": [STOP | {"case_id": "z"}]}
    assert rules(verdict(unknown, known=known)) == ["checks.unknown_reference"]


def test_repeated_rows_are_duplicates_and_counted_once() -> None:
    """A row written twice, cell by cell; with another cell it is a fault."""
    rows = joined(case("a"))
    twice = {table: [*each, *each] for table, each in rows.items()}
    checked = verdict(twice)
    assert checked.counts == {"input": 12, "accepted": 6, "rejected": 0, "duplicate": 6}
    twice["stops"][2] = twice["stops"][2] | {"mode": "air"}
    assert rules(verdict(twice)) == ["checks.duplicate_key"]


def test_two_alike_events_of_one_case_may_both_have_happened() -> None:
    rows = joined(case("a"))
    rows["events"] *= 2
    assert verdict(rows).counts["accepted"] == 7


def test_a_repeated_route_of_the_quick_form_counts_once() -> None:
    """The same line twice makes two routes with the same stops: one is a duplicate."""
    part = case("a")
    again = [stop | {"route_no": "2"} for stop in part["stops"]]
    tables = {
        "sources": [SOURCE],
        "cases": part["cases"],
        "stops": [*part["stops"], *again],
    }
    at = {"sources": [2], "cases": [2], "stops": [2, 2, 3, 3]}
    checked = check(one_sheet(tables, at, lines=2), known=nothing(), options=Options())
    assert checked.counts == {"input": 2, "accepted": 1, "rejected": 0, "duplicate": 1}
    assert len(checked.frames["stops"]) == 2


def quick() -> tuple[dict[str, list[dict[str, str]]], dict[str, list[int]]]:
    """Two lines, a case each: the first brings source s, the second source t."""
    one, two = case("a"), case("b")
    for stop in two["stops"]:
        stop["source_id"] = "t"
    tables = {
        "sources": [SOURCE, SOURCE | {"source_id": "t"}],
        "cases": [*one["cases"], *two["cases"]],
        "stops": [*one["stops"], *two["stops"]],
    }
    return tables, {"sources": [2, 3], "cases": [2, 3], "stops": [2, 2, 3, 3]}


def test_a_rejected_line_brings_no_source_of_its_own() -> None:
    """Unless an accepted case cites it."""
    tables, at = quick()
    tables["stops"][0]["place_id"] = "nowhere"
    options = Options(good_rows=True)
    checked = check(one_sheet(tables, at, lines=2), known=nothing(), options=options)
    assert checked.counts == {"input": 2, "accepted": 1, "rejected": 1, "duplicate": 0}
    assert checked.frames["sources"]["source_id"].to_list() == ["t"]
    tables["stops"][3]["source_id"] = "s"
    checked = check(one_sheet(tables, at, lines=2), known=nothing(), options=options)
    assert checked.frames["sources"]["source_id"].to_list() == ["s", "t"]


def test_a_line_of_which_nothing_was_made_is_rejected() -> None:
    """No row of a file gets lost between reading and the account."""
    tables, at = quick()
    file = one_sheet(tables, at, lines=3)
    checked = check(file, known=nothing(), options=Options(good_rows=True))
    assert checked.counts == {"input": 3, "accepted": 2, "rejected": 1, "duplicate": 0}
    assert rules(checked) == ["checks.unused_row"]
    said = Fault("made-up.csv", 4, "route", "", "checks.empty")
    checked = check(replace(file, faults=(said,)), known=nothing(), options=Options(good_rows=True))
    assert rules(checked) == ["checks.empty"]


@pytest.mark.parametrize(
    ("sheet", "row", "rejected"), [("stops", 3, 5), ("stops", None, 10), ("", None, 11)]
)
def test_errors_of_the_reading_reject_their_rows(
    sheet: str, row: int | None, rejected: int
) -> None:
    """A row with its case, a sheet with all its cases, a file whole."""
    fault = Fault("made-up.zip", row, "", "", "checks.malformed", sheet=sheet)
    file = draft(joined(case("a"), case("b")), faults=(fault,))
    checked = check(file, known=nothing(), options=Options(good_rows=True))
    assert checked.counts["rejected"] == rejected


def test_a_cell_is_complained_of_once() -> None:
    """What the reading said of a cell is not said again by the check."""
    rows = joined(case("a"))
    rows["stops"][1]["place_id"] = "nowhere"
    said = Fault("made-up.zip", 3, "PLACE_ID", "", "checks.place_name", sheet="stops")
    checked = check(draft(rows, faults=(said,)), known=nothing(), options=Options())
    assert rules(checked) == ["checks.place_name"]
    assert checked.counts["accepted"] == 0


def test_a_missing_column_is_one_fault() -> None:
    """Not one a row; a column that may be empty may be missing."""
    file = draft(joined(case("a"), case("b")))
    for table, column in (("stops", "mode"), ("cases", "means")):
        tables = {**file.tables, table: file.tables[table].drop(columns=column)}
        checked = check(
            replace(file, tables=tables), known=nothing(), options=Options(good_rows=True)
        )
        missing = column == "mode"
        assert rules(checked) == (["checks.column_missing"] if missing else [])
        assert checked.counts["rejected"] == (10 if missing else 0)
    assert checked.frames["cases"]["means"].to_list() == ["", ""]


def test_a_table_may_be_missing() -> None:
    """A file of cases, stops and sources needs neither events nor figures."""
    rows = joined(case("a"))
    file = draft(rows)
    some = {name: file.tables[name] for name in ("sources", "cases", "stops")}
    lines = file.lines[file.lines["sheet"].isin(some)].reset_index(drop=True)
    origin = {name: file.origin[name] for name in some}
    checked = check(
        replace(file, tables=some, origin=origin, lines=lines), known=nothing(), options=Options()
    )
    assert checked.counts == {"input": 4, "accepted": 4, "rejected": 0, "duplicate": 0}
    assert set(checked.frames) == set(TABLE_NAMES)


def test_every_wrong_row_is_rejected_however_few_are_listed() -> None:
    """Of very many rows the list is cut, the account is not."""
    count = LISTED_ROWS + 50
    rows = joined(*(case(f"c{n}", status="guessed") for n in range(count)))
    checked = verdict(rows)
    assert checked.counts["rejected"] == 5 * count
    assert checked.counts["accepted"] == 1
    listed = [fault for fault in checked.faults if fault.rule == "checks.unknown_code"]
    assert len(listed) == LISTED_ROWS + 1
    told = reasons(checked, load("es"))
    assert len(told) == 5 * count
    assert told.str.contains("Incumple la misma regla").sum() == 50


def test_a_nul_is_an_error() -> None:
    """No database keeps it."""
    checked = verdict(joined(case("a", summary_es="x\x00y")))
    assert rules(checked) == ["checks.nul"]


def test_today_is_the_last_day() -> None:
    file = draft(joined(case("a", period_start="2020-06-02", date_precision="day")))
    options, first = Options(), date(2020, 6, 1)
    assert rules(check(file, known=nothing(), options=options, today=first))
    assert not rules(check(file, known=nothing(), options=options, today=date(2020, 6, 2)))


def test_progress_is_told() -> None:
    shares: list[float] = []

    def told(stage: str, share: float) -> None:
        assert stage == "checking"
        shares.append(share)

    check(draft(joined(case("a"))), known=nothing(), options=Options(), told=told)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


HARM = (
    ("sources", "reliability", "Z"),
    ("cases", "kind", "rumour"),
    ("cases", "case_id", "no id"),
    ("stops", "place_id", "nowhere"),
    ("stops", "stop_no", "7"),
    ("stops", "source_id", "unheard-of"),
    ("events", "event", ""),
    ("figures", "value", "1e308"),
    ("figures", "case_id", "lost"),
)


@settings(max_examples=40, deadline=None)
@given(
    cases=st.integers(1, 4),
    harm=st.lists(st.tuples(st.sampled_from(HARM), st.integers(0, 9)), max_size=4),
    repeats=st.lists(st.tuples(st.sampled_from(CASE_TABLES), st.integers(0, 9)), max_size=3),
    good_rows=st.booleans(),
)
def test_every_row_is_accounted_for(
    cases: int,
    harm: list[tuple[tuple[str, str, str], int]],
    repeats: list[tuple[str, int]],
    good_rows: bool,
) -> None:
    """Whatever is wrong: accepted, rejected and duplicate rows add up, and cases stay whole."""
    rows = joined(*(case(f"c{n}") for n in range(cases)))
    for table, place in repeats:
        rows[table].append(dict(rows[table][place % len(rows[table])]))
    for (table, column, value), place in harm:
        rows[table][place % len(rows[table])][column] = value
    checked = verdict(rows, good_rows=good_rows)
    counts = checked.counts
    assert counts["input"] == sum(map(len, rows.values()))
    assert counts["input"] == counts["accepted"] + counts["rejected"] + counts["duplicate"]
    assert counts["accepted"] == sum(map(len, checked.frames.values()))
    found = statuses(checked)
    for table, frame in checked.frames.items():
        assert all(found[table, row] == "accepted" for row in frame["row"])
    accepted = set(checked.frames["cases"]["case_id"])
    for table in CASE_TABLES[1:]:
        assert set(checked.frames[table]["case_id"]) <= accepted
    rejected = {
        rows[sheet][row - 2]["case_id"]
        for (sheet, row), status in found.items()
        if status == "rejected" and sheet != "sources"
    }
    assert not accepted & rejected
    if rules(checked) and not good_rows:
        assert counts["accepted"] == 0
    else:
        assert bool(rules(checked)) == bool(counts["rejected"])


def statistics(rows: list[tuple[str, str]], known: Known, *, good_rows: bool = True) -> Checked:
    """Return what the check says of statistics, given as date and count."""
    frame = pd.DataFrame(
        {
            "happened_on": [row[0] for row in rows],
            "department_id": "CO-ARA",
            "department": "ARAUCA",
            "municipality_id": "81001",
            "municipality": "Arauca",
            "offence": "SYNTHETIC offence",
            "count": [row[1] for row in rows],
        },
        dtype=TEXT,
    )
    places = pd.DataFrame({"sheet": "", "row": range(2, len(rows) + 2)})
    file = replace(
        draft({}),
        form="statistics",
        tables={"statistics": frame},
        origin={"statistics": places},
        lines=places,
    )
    return check(file, known=known, options=Options(good_rows=good_rows))


def test_alike_rows_of_statistics_are_counted() -> None:
    """Police files repeat rows rightly; the register's are taken off, as often as it has them."""
    rows = [("2020-01-01", "1"), ("2020-01-01", "1"), ("2020-01-02", "3")]
    first = statistics(rows, nothing())
    assert first.counts == {"input": 3, "accepted": 3, "rejected": 0, "duplicate": 0}
    kept = first.frames["statistics"]
    assert kept["count"].dtype == pd.Int64Dtype()
    held = kept.iloc[[0]].drop(columns=["sheet", "row"]).assign(n=1)
    again = statistics(rows, replace(nothing(), statistics=held))
    assert again.counts == {"input": 3, "accepted": 2, "rejected": 0, "duplicate": 1}


def test_wrong_rows_of_statistics_are_rejected() -> None:
    rows = [("2020-01-01", "1"), ("2020-02-30", "1"), ("2999", "1"), ("2020", "-1"), ("", "2")]
    found = statistics(rows, nothing())
    assert found.counts == {"input": 5, "accepted": 1, "rejected": 4, "duplicate": 0}
    assert sorted(rules(found)) == [
        "checks.bad_date",
        "checks.empty",
        "checks.future_date",
        "checks.not_number",
    ]
    assert statistics(rows, nothing(), good_rows=False).counts["accepted"] == 0


def test_figures_of_two_sources_may_disagree() -> None:
    """Both stay; only one may be preferred."""
    rows = joined(case("a"))
    rows["sources"].append(SOURCE | {"source_id": "t"})
    rows["figures"].append(FIGURE | {"source_id": "t", "value": "9", "preferred": "false"})
    assert not verdict(rows).faults
    rows["figures"][1]["preferred"] = "true"
    assert rules(verdict(rows)) == ["checks.preferred_twice"]
