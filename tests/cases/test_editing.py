"""A case in the making: drafts, what is wrong with them, what an edit changed, and saving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.cases import Tables, bundled
from routes.cases.digests import digests
from routes.cases.editing import (
    CaseDraft,
    EventDraft,
    FigureDraft,
    Review,
    RouteDraft,
    SourceDraft,
    StopDraft,
    case_rows,
    changed,
    cited,
    differences,
    draft_of,
    followed,
    moved,
    new_case,
    parts,
    review,
    rows_of,
    with_part,
    without,
)
from routes.cases.editing.naming import free_id
from routes.cases.editing.preview import preview
from routes.cases.intake.model import Known
from routes.cases.model import STATISTICS, TABLE_NAMES, TEXT
from routes.cases.register import Register, RegisterError
from routes.flows import Store, flows
from routes.query import RouteQuery
from tests.made_up import some_tables

CASES = tuple(bundled().cases["case_id"])
TODAY = date(2026, 1, 1)
NOTHING = Known(
    pd.DataFrame({name: pd.Series(dtype=TEXT) for name in ("case_id", "name", "digest", "entry")}),
    pd.DataFrame({name: pd.Series(dtype=TEXT) for name in ("source_id", "digest", "entry")}),
    pd.DataFrame(columns=[*STATISTICS, "n"]),
)


def draft(case_id: str = "nemesis") -> CaseDraft:
    """A public case as a draft, its sources new as an empty register would have them."""
    return as_new(draft_of(case_rows(bundled(), case_id)))


def as_new(found: CaseDraft) -> CaseDraft:
    return replace(found, sources=tuple(replace(each, new=True) for each in found.sources))


def checked(found: CaseDraft, known: Known = NOTHING, **more: bool) -> Review:
    return review(found, known=known, today=TODAY, **more)


def written(frames: Mapping[str, pd.DataFrame]) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of the tables as sorted text."""
    return {
        name: sorted(tuple(map(str, row)) for row in frames[name].itertuples(index=False))
        for name in TABLE_NAMES
    }


@pytest.mark.parametrize("case_id", CASES)
def test_a_case_survives_the_form(case_id: str) -> None:
    """Rows made a draft and written again have the content, and so the digest, that they had."""
    rows = case_rows(bundled(), case_id)
    again = rows_of(as_new(draft_of(rows)))
    before, after = digests(rows), digests(again)
    assert before[0].to_dict() == after[0].to_dict()
    assert before[1].to_dict() == after[1].to_dict()


@settings(max_examples=40, deadline=None)
@given(some_tables())
def test_what_is_written_reads_back_as_the_same_draft(tables: Tables) -> None:
    """A draft of its own rows is itself."""
    for case_id in tables.cases["case_id"]:
        found = as_new(draft_of(case_rows(tables, case_id)))
        assert draft_of(rows_of(found)) == found


@pytest.mark.parametrize("case_id", CASES)
def test_the_public_cases_have_no_faults_in_the_form(case_id: str) -> None:
    """What the rules for files accept, the form accepts, and gives back typed."""
    found = checked(draft(case_id))
    assert not found.errors
    assert not found.asks
    assert str(found.frames["stops"]["stop_no"].dtype) == "Int64"
    assert digests(found.frames)[0].to_dict() == digests(case_rows(bundled(), case_id))[0].to_dict()


def test_rows_of_several_cases_are_no_draft() -> None:
    """A draft holds one case."""
    frames = {name: bundled().table(name) for name in TABLE_NAMES}
    with pytest.raises(ValueError, match=r"20.*one case"):
        draft_of(frames)


def test_a_change_leaves_the_draft_before_as_it_was() -> None:
    """Undoing is going back to the draft before: nothing changes in place."""
    found = draft()
    copy = draft_of(rows_of(found))
    stop = found.routes[0].stops[0]
    later = changed(found, stop.key, place_id="CHN")
    later = moved(without(later, found.figures[0].key), stop.key, 1)
    later = changed(later, later.key, name="Otro")
    assert later != found
    assert found == copy


def test_a_part_keeps_its_number_through_changes() -> None:
    """What stands on the screen for a stop stands for it after it has moved, too."""
    found = draft("jade")
    stop = found.routes[0].stops[0]
    later = changed(moved(found, stop.key, 1), stop.key, role="transit")
    assert later.routes[0].stops[1].key == stop.key
    assert later.routes[0].stops[1] == replace(stop, role="transit")


@given(st.integers(2, 6), st.data())
def test_moving_a_stop_there_and_back_changes_nothing(length: int, data: st.DataObject) -> None:
    """A stop moved one place and back is where it was; stops stay numbered 1, 2, 3, …"""
    stops = tuple(StopDraft(place_id=f"p{n}") for n in range(length))
    found = CaseDraft(case_id="c", routes=(RouteDraft(stops=stops),))
    place = data.draw(st.integers(0, length - 2))
    there = moved(found, stops[place].key, 1)
    assert [stop.place_id for stop in there.routes[0].stops] != [s.place_id for s in stops]
    assert moved(there, stops[place].key, -1) == found
    numbers = rows_of(there)["stops"]["stop_no"].tolist()
    assert numbers == [str(n) for n in range(1, length + 1)]


def test_a_stop_at_the_end_of_its_route_stays_there() -> None:
    """There is nothing before the first stop and nothing after the last."""
    found = draft("jade")
    first, last = found.routes[0].stops[0], found.routes[0].stops[-1]
    assert moved(found, first.key, -1) == found
    assert moved(found, last.key, 1) == found


def test_a_stop_is_added_after_another_or_at_the_end() -> None:
    """Where a new stop goes is said by the stop, or the route, that it follows."""
    found = draft("jade")
    route, new = found.routes[0], StopDraft(place_id="PAN")
    after = followed(found, route.stops[0].key, new).routes[0].stops
    assert [stop.place_id for stop in after] == ["CO-SAN", "PAN", "CHN"]
    assert followed(found, route.key, new).routes[0].stops[-1] == new


def test_a_route_without_stops_is_not_written() -> None:
    """Taking away every stop takes away the route's rows, and no other's."""
    found = draft("jade")
    for stop in found.routes[0].stops:
        found = without(found, stop.key)
    assert set(rows_of(found)["stops"]["route_no"]) == {"2", "3"} | {
        str(route.number) for route in found.routes[3:]
    }


def test_a_new_route_gets_a_number_of_its_own() -> None:
    """Routes keep their numbers, so that the history of a case can tell them apart."""
    found = draft("jade")
    number = max(route.number for route in found.routes)
    later = with_part(without(found, found.routes[0].key), RouteDraft())
    assert later.routes[-1].number == number + 1
    assert later.routes[0].number == found.routes[1].number


def test_a_part_that_is_gone_cannot_be_changed() -> None:
    """A late change of a removed stop is an error, not a change of another stop."""
    found = draft()
    key = found.routes[0].stops[0].key
    with pytest.raises(KeyError, match="nemesis"):
        changed(without(found, key), key, place_id="CHN")


def test_a_renamed_source_takes_along_what_rests_on_it() -> None:
    """Whoever cites a source goes on citing it under its new id."""
    found = draft()
    source = found.sources[0]
    citing = [each for each in parts(found) if getattr(each, "source_id", "") == source.source_id]
    later = changed(found, source.key, source_id="another")
    assert source.source_id not in cited(later)
    again = [each for each in parts(later) if getattr(each, "source_id", "") == "another"]
    assert [each.key for each in again] == [each.key for each in citing]


def test_the_first_source_of_a_route_is_that_of_its_blank_stops() -> None:
    """Citing at one stop saves citing at the others; what is cited already stays."""
    found = new_case()
    first, second = found.routes[0].stops
    later = changed(found, first.key, source_id="a")
    assert [stop.source_id for stop in later.routes[0].stops] == ["a", "a"]
    later = changed(later, second.key, source_id="b")
    assert [stop.source_id for stop in later.routes[0].stops] == ["a", "b"]


def test_one_figure_of_a_measure_is_used() -> None:
    """The first is, and choosing another lets go of it."""
    found = with_part(CaseDraft(), FigureDraft(measure="victims", value="3"))
    found = with_part(found, FigureDraft(measure="victims", value="4"))
    found = with_part(found, FigureDraft(measure="arrests", value="5"))
    assert [figure.preferred for figure in found.figures] == [True, False, True]
    found = changed(found, found.figures[1].key, preferred=True)
    assert [figure.preferred for figure in found.figures] == [False, True, True]
    found = changed(found, found.figures[2].key, measure="victims")
    assert [figure.preferred for figure in found.figures] == [False, True, False]


@settings(max_examples=30, deadline=None)
@given(some_tables(), some_tables())
def test_differences_are_told_exactly_when_the_content_differs(one: Tables, two: Tables) -> None:
    """No difference is overlooked, and none is told between equal cases, whatever their order."""
    for before in one.cases["case_id"]:
        for after in two.cases["case_id"]:
            old = as_new(draft_of(case_rows(one, before)))
            new = replace(as_new(draft_of(case_rows(two, after))), case_id=before)
            same = written(rows_of(old)) == written(rows_of(new))
            assert bool(differences(old, new)) is not same
            assert differences(old, old) == []


def test_a_corrected_number_is_one_change() -> None:
    """A figure with another value is the same figure, not one that went and one that came."""
    found = draft()
    figure = found.figures[0]
    (change,) = differences(found, changed(found, figure.key, value="99"))
    assert (change.table, change.kind, change.column) == ("figures", "changed", "value")
    assert (change.before, change.after) == (figure.value, "99")


def test_another_way_is_told_as_a_way() -> None:
    """A route with a new stop shows its places before and after, and the new stop."""
    found = draft("jade")
    route = found.routes[0]
    way, stop = differences(
        found, followed(found, route.stops[0].key, StopDraft(place_id="PAN", role="transit"))
    )
    assert way.before == ("CO-SAN", "CHN")
    assert way.after == ("CO-SAN", "PAN", "CHN")
    assert way.route == stop.route == 1
    assert stop.kind == "added"
    assert stop.item is not None
    assert stop.item.place_id == "PAN"  # type: ignore[union-attr]


FAULTS = {
    "an unknown place": ("stops", {"place_id": "Tibu"}, "place_id"),
    "no place": ("stops", {"place_id": ""}, "place_id"),
    "an unknown source": ("stops", {"source_id": "nobody"}, "source_id"),
    "no source": ("figures", {"source_id": ""}, "source_id"),
    "a number in words": ("figures", {"value": "many"}, "value"),
    "a number beyond all bounds": ("figures", {"value": "1e308"}, "value"),
    "a day that is none": ("events", {"happened_on": "2020-02-30"}, "happened_on"),
    "a date to come": ("cases", {"period_start": "2099"}, "period_start"),
    "a period that ends first": ("cases", {"period_end": "1999"}, "period_end"),
    "no name": ("cases", {"name": ""}, "name"),
    "an unknown code": ("cases", {"handling": "secret"}, "handling"),
    "a grade that is none": ("stops", {"credibility": "9"}, "credibility"),
    "a source without title": ("sources", {"title": ""}, "title"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_stands_at_its_field(what: str) -> None:
    """What is wrong is said where it was written, and keeps the case from being saved."""
    table, wrong, column = FAULTS[what]
    found = draft()
    part = {
        "cases": found,
        "stops": found.routes[-1].stops[-1],
        "figures": found.figures[1],
        "events": found.events[0],
        "sources": found.sources[0],
    }[table]
    result = checked(changed(found, part.key, **wrong))
    assert not result.ready
    marks = [mark for mark in result.at(part.key, column) if mark.fault.severity == "error"]
    assert marks, [(mark.table, mark.column, mark.fault.rule) for mark in result.marks]
    assert {mark.table for mark in marks} == {table}
    others = {mark.key for mark in result.errors} - {part.key}
    assert others <= {stop.key for route in found.routes for stop in route.stops} | {None}


def test_every_inferred_stop_says_why() -> None:
    """An inference without a reason is not saved; a reason in one language is enough."""
    found = draft()
    stop = found.routes[0].stops[0]
    bare = changed(found, stop.key, evidence="inferred", note_es=" ", note_en="")
    (mark,) = checked(bare).errors
    assert (mark.key, mark.column, mark.fault.rule) == (stop.key, "evidence", "editor.bare")
    assert mark.is_gap
    for note in ("note_es", "note_en"):
        assert not checked(changed(bare, stop.key, **{note: "The report implies it."})).errors


def test_a_number_that_is_not_yet_written_is_missing_and_not_wrong() -> None:
    """A new figure asks for its number; one with a word in its place is at fault."""
    found = draft()
    figure = found.figures[0]
    for value, is_gap in (("", True), ("muchas", False)):
        (mark,) = checked(changed(found, figure.key, value=value)).errors
        assert (mark.key, mark.column, mark.is_gap) == (figure.key, "value", is_gap)


def test_a_source_on_which_nothing_rests_is_a_warning() -> None:
    """A new source that nobody cites may be saved, but is pointed out."""
    found = with_part(draft(), SourceDraft(source_id="spare", publisher="P", title="T"))
    result = checked(found)
    assert [mark.fault.rule for mark in result.at(found.sources[-1].key, "source_id")] == [
        "editor.uncited"
    ]
    assert result.ready


def test_personal_data_is_asked_about() -> None:
    """A telephone number in the summary is not saved until somebody has looked at it."""
    found = draft()
    found = changed(found, found.key, summary_es="SYNTHETIC. Contacto: 310 555 01 23.")
    assert checked(found).asks
    assert not checked(found).ready
    assert checked(found, names_checked=True).ready


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.open(f"sqlite:///{tmp_path / 'register.sqlite'}")


def save(register: Register, found: CaseDraft, *, before: CaseDraft | None = None) -> None:
    """Save a draft as the form does: checked, and only if nobody else was faster."""
    result = checked(found, register.known(), edits=before is not None, names_checked=True)
    assert not result.errors
    expected = None if before is None else digests(rows_of(before))[0][before.case_id]
    register.save_case(result.frames, user="Ana", reason="SYNTHETIC", expected=expected)


def held(register: Register, case_id: str = "nemesis") -> CaseDraft:
    return draft_of(case_rows(register.tables(), case_id))


def test_an_edit_does_not_clash_with_the_case_that_it_changes(register: Register) -> None:
    """The id of the case is taken only for others; its sources are those of the register."""
    save(register, draft())
    found = held(register)
    found = changed(found, found.key, authority="Otra")
    assert checked(found, register.known(), edits=True).ready
    assert not checked(found, register.known()).ready


def test_a_draft_is_saved_and_opened_as_it_was(register: Register) -> None:
    """What the form shows after saving is what it showed before."""
    found = draft()
    save(register, found)
    assert differences(found, held(register)) == []


def test_every_edit_is_a_version(register: Register) -> None:
    """Each is in the history with its content, and an earlier one can be brought back."""
    first = draft()
    save(register, first)
    second = held(register)
    second = changed(second, second.key, name="Otro nombre")
    save(register, second, before=first)
    newest, oldest = register.history("nemesis")
    assert (newest.entry.action, newest.entry.user) == ("edit", "Ana")
    old = draft_of(register.case_at("nemesis", oldest.entry.seq))
    (change,) = differences(old, held(register))
    assert (change.column, change.before, change.after) == ("name", "Némesis", "Otro nombre")
    save(register, old, before=held(register))
    assert differences(held(register), first) == []
    assert len(register.history("nemesis")) == 3


def test_who_comes_second_is_told_and_overwrites_nothing(register: Register) -> None:
    """Two people edit the same version: the second save is refused, the first stays."""
    save(register, draft())
    mine, theirs = held(register), held(register)
    save(register, changed(theirs, theirs.key, name="Suyo"), before=theirs)
    with pytest.raises(RegisterError):
        save(register, changed(mine, mine.key, name="Mío"), before=mine)
    assert held(register).name == "Suyo"
    now = held(register)
    save(register, changed(now, now.key, name="Mío"), before=now)
    assert held(register).name == "Mío"


def test_a_case_that_was_taken_out_is_gone_and_its_versions_stay(register: Register) -> None:
    """Removing is a version too, and it can be undone."""
    save(register, draft())
    entry = register.remove_case("nemesis", user="Ana", reason="SYNTHETIC")
    assert register.tables().cases.empty
    assert [version.removed for version in register.history("nemesis")] == [True, False]
    register.undo(entry.seq, user="Ana")
    assert held(register).name == "Némesis"


def test_the_map_of_a_draft_joins_nothing_over_a_gap() -> None:
    """A stop without a place breaks its route: the stops beside it are not joined."""
    stops = tuple(StopDraft(place_id=each) for each in ("CO-ARA", "VEN", "", "PAN", "CHN"))
    found = preview(CaseDraft(routes=(RouteDraft(stops=stops),)))
    frame = flows(Store(found), RouteQuery()).frame
    assert set(zip(frame["from"], frame["to"], strict=True)) == {
        ("CO-ARA", "VEN"),
        ("PAN", "CHN"),
    }


@pytest.mark.parametrize("case_id", CASES)
def test_the_map_of_a_draft_is_that_of_the_case(case_id: str) -> None:
    """Before it is saved a case is drawn with the legs that it will have."""
    shown = flows(Store(preview(draft(case_id))), RouteQuery()).frame
    rows = case_rows(bundled(), case_id)
    alone = Tables(
        **{name: frame.reset_index(drop=True) for name, frame in rows.items()},
        name="one",
        synthetic=False,
        version=case_id,
        warnings=(),
    )
    wanted = flows(Store(alone), RouteQuery()).frame
    columns = ["from", "to", "evidence"]
    assert shown[columns].to_dict("records") == wanted[columns].to_dict("records")


def test_a_draft_full_of_nonsense_can_still_be_drawn() -> None:
    """Dates, grades and numbers that are none do not keep the map from being drawn."""
    stops = (
        StopDraft(place_id="CO-ARA", credibility="x"),
        StopDraft(place_id="CHN", credibility="", source_id="{{7*7}}"),
    )
    found = CaseDraft(
        period_start="yesterday",
        routes=(RouteDraft(stops=stops),),
        figures=(FigureDraft(value="many"),),
        events=(EventDraft(happened_on="soon"),),
    )
    assert len(flows(Store(preview(found)), RouteQuery()).frame) == 1


@given(st.text(max_size=80), st.sets(st.sampled_from(["case", "jade", "jade-2"])))
def test_an_id_is_free_and_well_formed(name: str, taken: set[str]) -> None:
    """Any name, in any writing, gives an id that nobody has."""
    found = free_id(name, taken, default="case")
    assert found not in taken
    assert found.isascii()
    assert 1 <= len(found) <= 64
    assert not set(found) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
