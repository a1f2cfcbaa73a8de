"""Saved views go into a file and come back the same; anything else is refused by name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.query import RouteQuery
from routes.release import SavedView
from routes.release.shelf import Shelf
from routes.release.views import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_CHARACTERS,
    MOST_VIEWS,
    ViewsError,
    read_views,
    tidy,
    write_views,
)
from routes.text import LANGUAGES, load
from tests.hostile import HOSTILE
from tests.test_query import any_query

_id = st.from_regex(r"[A-Za-z0-9._:-]{1,20}", fullmatch=True)
_line = st.text(max_size=LONGEST_TITLE).map(lambda text: tidy(text.replace("\n", " "), most=99))
any_view = st.builds(
    SavedView,
    query=any_query.map(lambda query: RouteQuery.from_params(clean(query.to_params()))[0]),
    level=st.sampled_from(["place", "department", "country"]),
    selected=st.one_of(
        st.just(""),
        st.builds("flow:{}>{}".format, _id, _id),
        st.builds("{}:{}".format, st.sampled_from(["place", "department", "crossing"]), _id),
    ),
    title=_line,
    note=st.text(max_size=400).map(lambda text: tidy(text, most=LONGEST_NOTE)),
)


def clean(params: dict[str, str]) -> dict[str, str]:
    """Return link parameters without control characters in the words searched for."""
    return {**params, "q": tidy(params.get("q", ""), most=200)}


@settings(deadline=None)
@given(st.lists(any_view, max_size=5).map(tuple))
def test_a_file_gives_back_the_views_it_was_made_from(views: tuple[SavedView, ...]) -> None:
    """read_views(write_views(v)) is v, as text and as bytes, and the file is plain ASCII."""
    text = write_views(views)
    assert read_views(text) == views
    assert read_views(text.encode("ascii")) == views
    assert write_views(read_views(text)) == text


def one(**fields: object) -> str:
    return json.dumps([{"title": "good"}, fields])


FAULTS = {
    "no_json": "[{]",
    "no_list": '{"title": "x"}',
    "no_object": '[{"title": "good"}, 7]',
    "unknown_field": one(colour="red"),
    "twice": '[{"title": "a", "title": "b"}]',
    "no_text": one(title=7),
    "long_text": one(note="w" * (LONGEST_NOTE + 1)),
    "control": one(title="bell \x07"),
    "unknown_level": one(level="galaxy"),
    "no_selection": one(selected="flow:CO-ARA"),
    "no_query": one(query="from=CO-ARA"),
    "unknown_filter": one(query={"colour": "red"}),
    "value.unknown_value": one(query={"mode": "land,rocket"}),
    "value.ambiguous": one(query={"from": "Arauca"}),
    "value.years": one(query={"years": "20x6"}),
    "value.years_order": one(query={"years": "2020:2016"}),
    "too_many": json.dumps([{}] * (MOST_VIEWS + 1)),
    "too_long": " " * (MOST_CHARACTERS + 1),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_wrong_file_is_refused_with_view_field_value_and_rule(rule: str) -> None:
    """Each rule has its own sentence in both languages, without an unfilled field."""
    with pytest.raises(ViewsError) as caught:
        read_views(FAULTS[rule])
    assert caught.value.rule == rule
    for lang in LANGUAGES:
        said = caught.value.told(load(lang))
        assert said
        assert "{" not in said
        if caught.value.view:
            assert "2" in said
            assert caught.value.field in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (one(level="galaxy"), "View 2, level=galaxy: It is no level"),
        (one(query={"mode": "land,rocket"}), "View 2, query.mode=rocket: There is no such value"),
        (one(query={"from": ["Arauca"]}), "81001"),
        (one(title=None), "View 2, title=null"),
    ],
)
def test_the_message_shows_what_was_given(text: str, said: str) -> None:
    """Which view, which field, which value."""
    with pytest.raises(ViewsError) as caught:
        read_views(text)
    assert said in str(caught.value)


def test_a_source_that_is_not_known_is_refused_only_where_sources_are() -> None:
    """What another office cites is no view of this one; a file alone knows no sources."""
    text = json.dumps([{"query": {"source": "secret-one"}}])
    assert read_views(text)[0].query.source == ("secret-one",)
    with pytest.raises(ViewsError, match=r"View 1, query\.source=secret-one"):
        read_views(text, sources={"other"})


HEAVY = (
    "[" * 100_000,
    '[{"query": ' + "[" * 50_000 + "]" * 50_000 + "}]",
    "[" + "9" * 50_000 + "]",
    '[{"title": NaN}]',
    '[{"title": "\\ud800"}]',
    '[{"note": "\\u0000"}]',
    '[{"query": {"q": ["' + "a" * 900 + '", "' + "b" * 900 + '"]}}]',
    '[{"query": {"q": [["a"]]}}]',
    '[{"query": {"__proto__": {}}}]',
    '[{"selected": "flow:<script>>x"}]',
    "\x00",
    "",
    "null",
    '"[]"',
)


@pytest.mark.parametrize("text", HEAVY, ids=range(len(HEAVY)))
def test_text_that_tries_more_is_refused_like_any_other(text: str) -> None:
    """Deep, long, half or strange JSON ends in one short message, never in another error."""
    with pytest.raises(ViewsError) as caught:
        read_views(text)
    assert len(str(caught.value)) < 800
    for lang in LANGUAGES:
        assert caught.value.told(load(lang)).isprintable()


def test_bytes_that_are_no_text_are_refused() -> None:
    """A picture or a spreadsheet under the name of a file of views is no file of views."""
    with pytest.raises(ViewsError, match="no file of views"):
        read_views(b"PK\x03\x04\xff\xfe\x00")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_titles_and_notes_are_kept_as_text_or_refused(text: str) -> None:
    """What is typed is tidied and then comes back as it is; what is not tidied may be refused."""
    title = tidy(text.replace("\n", " "), most=LONGEST_TITLE)
    view = SavedView(RouteQuery(), title=title, note=tidy(text, most=LONGEST_NOTE))
    assert read_views(write_views([view])) == (view,)
    try:
        kept = read_views(json.dumps([{"title": text, "note": text}]))
    except ViewsError:
        return
    assert (kept[0].title, kept[0].note) == (text, text)


def test_what_could_not_be_read_is_not_written() -> None:
    """A view with a text that no file may hold is refused when it is to be written."""
    with pytest.raises(ViewsError, match="control characters"):
        write_views([SavedView(RouteQuery(), title="bell \x07")])
    with pytest.raises(ViewsError, match="41 views"):
        write_views([SavedView(RouteQuery())] * (MOST_VIEWS + 1))


def test_each_person_has_a_shelf_that_outlives_the_program(tmp_path: Path) -> None:
    """What one keeps is there again for them alone, whatever their address looks like."""
    people = ("", "ana@office.test", "../../etc/passwd", "ana@office.test\x00")
    for number, user in enumerate(people):
        view = SavedView(RouteQuery(), title=f"view {number}")
        Shelf(user, folder=tmp_path / "views").change(lambda before, new=view: (*before, new))
    for number, user in enumerate(people):
        kept = Shelf(user, folder=tmp_path / "views").views()
        assert [each.title for each in kept] == [f"view {number}"]
    names = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert len(names) == len(people)
    assert all(re.fullmatch(r"[0-9a-f]{64}\.json", name) for name in names)


def test_what_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    """A shelf is replaced as a whole or not at all."""
    shelf = Shelf("ana", folder=tmp_path)
    kept = shelf.change(lambda before: [SavedView(RouteQuery(), title="one")])
    with pytest.raises(ViewsError, match="41 views"):
        shelf.change(lambda before: [*before] * (MOST_VIEWS + 1))
    assert shelf.views() == kept
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_shelf_is_put_aside(tmp_path: Path) -> None:
    """It is reported when read, and the next change begins anew without destroying it."""
    shelf = Shelf("ana", folder=tmp_path)
    shelf.change(lambda before: [SavedView(RouteQuery(), title="one")])
    path = next(tmp_path.iterdir())
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(ViewsError, match="no file of views"):
        shelf.views()
    after = shelf.change(lambda before: [*before, SavedView(RouteQuery(), title="two")])
    assert [each.title for each in after] == ["two"]
    assert path.with_suffix(".damaged").read_bytes()


def test_the_shelves_are_where_the_register_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment variable that moves the register moves them too."""
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path))
    Shelf("").change(lambda before: [SavedView(RouteQuery())])
    assert len(list((tmp_path / "views").iterdir())) == 1
