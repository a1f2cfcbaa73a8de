"""What the briefing does beside the screen: what is asked for, made, written down, held back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from streamlit.elements.lib.image_utils import MAXIMUM_CONTENT_WIDTH

from pages.parts.report import building, making
from pages.parts.report.handing import Made
from pages.parts.report.making import Progress
from pages.parts.report.wish import Wish, asks_for_hidden, wish
from pages.parts.saved_view import named
from pages.parts.state import View
from routes.analysis import totals
from routes.cases.desk import DeskError
from routes.cases.register import Register
from routes.cases.register.database import sqlite_url
from routes.flows import store
from routes.handover import hand_over, leave
from routes.holdings import Holdings, holdings
from routes.query import RouteQuery
from routes.reach import NotAllowedError
from routes.release import Ledger, RefusedError, SavedView
from routes.scope import Scope
from routes.text import LANGUAGES, load
from tests.marked import MARK, fill

DAY = date(2026, 1, 2)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """A register of its own, with an open case and three that are hidden from most."""
    monkeypatch.setenv("ROUTES_VAR", str(tmp_path / "var"))
    fill(tmp_path / "var")
    return Register.open(sqlite_url(tmp_path / "var" / "register.sqlite"))


def asked(**more: Any) -> Wish:
    found = Wish(
        *(RouteQuery(), "public", "SYNTHETIC title", "", (), "es", "place", "16:9", DAY),
    )
    return replace(found, **more)


def seen(held: Holdings, query: RouteQuery | None = None) -> View:
    columns = store(held.tables)
    asks = query or RouteQuery()
    return View(load("es"), held, columns, asks, "place", "", scope=held.scope)


def make(held: Holdings, wanted: Wish, *kinds: str, cancelled: Any = lambda: False) -> Made:
    progress = Progress(kinds, kinds)
    return making._make(held, wanted, progress, user="Ana", cancelled=cancelled)


@pytest.mark.parametrize("paper", ["a4", "16:9"])
def test_the_preview_is_as_wide_as_a_screen_shows_it(register: Register, paper: Any) -> None:
    """Wider, Streamlit would make it smaller anew at every click."""
    built = building.build(holdings(register, "all"), 1, asked(paper=paper))
    with Image.open(io.BytesIO(built.picture)) as image:
        assert image.width == MAXIMUM_CONTENT_WIDTH


def test_files_are_written_down_before_anybody_has_them(register: Register) -> None:
    """One row for all of them, with the id that they carry themselves."""
    held = holdings(register, "all")
    made = make(held, asked(), "html", "csv")
    assert list(made.files) == ["html", "csv"]
    row = Ledger.open(register.secret_url).log()[0]
    assert (row.seq, row.user, row.formats) == (made.seq, "Ana", "html;csv")
    assert row.release_id == made.release.manifest.release_id
    assert row.release_id.encode() in made.files["html"]


def test_what_is_cancelled_leaves_no_trace(register: Register) -> None:
    """Whenever it is stopped: no file is given, and no release written down."""
    held, ledger = holdings(register, "all"), Ledger.open(register.secret_url)
    for last in (0, 1, 3):
        times = iter(range(100))
        with pytest.raises(DeskError) as caught:
            make(held, asked(), "html", "csv", cancelled=lambda n=last, t=times: next(t) >= n)
        assert caught.value.rule == "reading.cancelled"
    assert ledger.log() == []


def test_a_release_overtaken_by_another_is_built_anew(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's left while the files were made: they are made again, and both are noted."""
    held = holdings(register, "all")
    overtaken = []

    def slowly(*given: Any, **more: Any) -> Any:
        if not overtaken:
            overtaken.append(True)
            other = hand_over(held, RouteQuery(), audience="public", made_on=DAY, user="Eva")
            leave(other, held, user="Eva", formats=("kml",))
        return leave(*given, **more)

    monkeypatch.setattr(making, "leave", slowly)
    made = make(held, asked(), "html")
    log = Ledger.open(register.secret_url).log()
    assert [each.user for each in log] == ["Ana", "Eva"]
    assert made.seq == 2


def test_a_refusal_hands_out_nothing(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that is refused when it is written down gives no file."""

    def refused(*given: Any, **more: Any) -> None:
        raise RefusedError("release.ledger_moved")

    monkeypatch.setattr(making, "leave", refused)
    with pytest.raises(RefusedError):
        make(holdings(register, "all"), asked(), "csv")


def test_pictures_of_several_people_wait_for_each_other(register: Register) -> None:
    """While one is drawn another is not, and can still be cancelled."""
    with building.DRAWING:
        job = making.Job(
            lambda told, cancelled: make(
                holdings(register, "public"), asked(), "png", cancelled=cancelled
            )
        )
        assert not job.wait(1.0)
        job.cancel()
        assert job.wait(60)
    assert isinstance(job.error, DeskError)


def test_a_public_release_of_someone_limited_is_of_public_cases_alone(register: Register) -> None:
    """No count and no name of what they do not see, nor of what they see and the public may not."""
    held = holdings(register, "all", scope=Scope(departments=("CO-AMA",), role="analyst"))
    made = make(held, asked(), "html", "csv")
    assert made.release.lattice is None
    assert set(made.release.tables.cases["handling"]) <= {"public"}
    with pytest.raises(NotAllowedError):
        make(held, asked(audience="internal", user="Ana"), "csv")


def test_what_is_held_back_is_counted(register: Register) -> None:
    """The preview says how many cases the reader sees there and the public will not."""
    held = holdings(register, "own")
    everything = totals(store(held.tables), RouteQuery()).cases
    found = building.build(held, everything, asked(views=(SavedView(RouteQuery()),)))
    assert (found.cases, found.held_back) == (1, everything - 1)
    assert found.in_view == (1,)
    inside = building.build(held, everything, asked(audience="internal", user="Ana"))
    assert (inside.cases, inside.held_back) == (everything, 0)
    assert found.picture[:4] == inside.picture[:4] == b"\x89PNG"
    assert found.picture != inside.picture


def test_a_filter_on_a_hidden_source_never_leaves_with_a_public_release(register: Register) -> None:
    """Neither as the filter of the release nor as that of a view: its id may tell of a case."""
    held = holdings(register, "all")
    hidden = next(each for each in held.tables.sources["source_id"] if MARK in each)
    public = held.tables.sources["source_id"].iloc[0]
    views = tuple(SavedView(RouteQuery(source=(each,))) for each in (hidden, public))
    wanted = wish(seen(held, RouteQuery(source=(hidden, public))), views, user="Ana")
    assert wanted.query.source == (public,)
    assert [each.query.source for each in wanted.views] == [(public,)]
    assert wanted.user == ""
    only = seen(held, RouteQuery(source=(hidden,)))
    assert asks_for_hidden(only, wish(only, (), user="Ana"))
    made = make(held, wanted, "html")
    assert MARK.encode() not in made.files["html"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_view_is_named_after_what_it_shows(lang: str) -> None:
    """The selection first, then the filters; without either it shows all cases."""
    held = holdings(None, "public")
    view = replace(seen(held), t=load(lang))
    about = SavedView(RouteQuery(origin=("CO-ARA",), years=(2016, 2020)), selected="place:CO-NSA")
    said = named(view, about)
    assert said.startswith("Norte de Santander · ")
    assert "Arauca" in said
    assert "2016" in said
    assert named(view, SavedView(RouteQuery())) == load(lang)("report.views.everything")
    assert len(named(view, SavedView(RouteQuery(text="w" * 200)))) <= 120
    assert "<" not in named(view, SavedView(RouteQuery(), selected="flow:<b>>x"))
