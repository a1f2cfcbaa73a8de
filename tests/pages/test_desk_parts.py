"""Small parts of the screen Datos, without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from pages.parts.desk.faults import rules
from pages.parts.desk.moments import ago
from pages.parts.desk.progress import stage
from pages.parts.desk.rejected import file_name
from pages.parts.desk.undoing import Step, step
from pages.parts.desk.upload import Upload
from routes.cases.intake.model import Options
from routes.cases.model import Fault
from routes.cases.register.model import Entry
from routes.query import RouteQuery
from routes.text import load

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def entry(seq: int, *, undoes: int | None = None, active: bool = True) -> Entry:
    action = "undo" if undoes else "import"
    return Entry(
        *(seq, NOW, "Ana", action, "", "", "", "", {}, undoes, "", "", ""),
        active=active,
    )


@pytest.mark.parametrize(
    ("lang", "passed", "said"),
    [
        ("es", timedelta(minutes=5), "hace 5 minutos"),
        ("en", timedelta(minutes=5), "5 minutes ago"),
        ("es", timedelta(days=2), "hace 2 días"),
        ("es", timedelta(seconds=-3), "hace 1 segundo"),
    ],
)
def test_how_long_ago_is_said_in_words(lang: str, passed: timedelta, said: str) -> None:
    """A clock that runs late never speaks of the future."""
    assert ago(load(lang), NOW - passed, now=NOW) == said


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("casos 2020.csv", "casos_2020.csv"),
        ("../../etc/passwd", "etc_passwd"),
        ('a"b\r\nSet-Cookie: c.csv', "a_b_Set-Cookie_c.csv"),
        ("Búsqueda.xlsx", "Búsqueda.xlsx"),
        ("...", "rutas"),
        ("a" * 300 + ".csv", "a" * 56 + ".csv"),
    ],
)
def test_a_file_is_saved_under_a_safe_name(given: str, wanted: str) -> None:
    """No path, no quotation mark and no line end of the user's name is left."""
    assert file_name(given) == wanted


def test_an_entry_that_holds_can_be_undone() -> None:
    """Undoing concerns the entry itself."""
    assert step(entry(1), [entry(1)]) == Step("undo", 1, 1)


def test_an_entry_that_was_undone_is_restored_by_undoing_what_undid_it() -> None:
    """Of several undoings the one that holds is meant."""
    undone = entry(1, active=False)
    log = [entry(4, undoes=1), entry(3, undoes=2), entry(2, undoes=1, active=False), undone]
    assert step(undone, log) == Step("redo", 1, 4)


def test_an_undoing_is_not_undone_by_itself() -> None:
    """It is the entry that it concerns which is restored."""
    assert step(entry(2, undoes=1), [entry(2, undoes=1), entry(1, active=False)]) is None


def test_faults_are_gathered_by_rule_errors_first() -> None:
    """Errors come before warnings, and what occurs often before what occurs once."""
    often = [Fault("a", n, "", "", "checks.empty") for n in range(3)]
    once = Fault("a", 1, "", "", "checks.bad_date")
    warning = [Fault("a", n, "", "", "checks.bad_address", "warning") for n in range(9)]
    found = rules([*warning, once, *often])
    assert [(rule.id, rule.times) for rule in found] == [
        ("checks.empty", 3),
        ("checks.bad_date", 1),
        ("checks.bad_address", 9),
    ]


def test_a_rule_is_titled_by_what_its_faults_share() -> None:
    """Where the faults of a rule speak of different things, the title leaves a gap."""
    near = [(("code", code), ("options", "a, b")) for code in ("x", "y")]
    faults = [Fault("a", 2, "", "", "checks.unknown_in_list", details=each) for each in near]
    (rule,) = rules(faults)
    assert "…" in rule.title(load("es"))
    (alone,) = rules(faults[:1])
    assert alone.title(load("es")) == faults[0].rule_text(load("es"))


def test_rows_that_are_not_listed_are_counted() -> None:
    """A rule broken by more rows than are listed says how many it is broken by."""
    listed = Fault("a", 2, "", "", "checks.empty")
    others = Fault("a", None, "", "", "checks.empty", details=(("more", "998"),))
    (rule,) = rules([listed, others])
    assert rule.times == 999


def test_without_a_register_the_desk_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a folder of tables nothing can be imported; the page says so instead of failing."""
    monkeypatch.setenv("ROUTES_DATA", str(ROOT / "data" / "cases"))
    page = AppTest.from_file(ROOT / "pages" / "data.py", default_timeout=60)
    state = {"lang": "es", "query": RouteQuery(), "level": "place", "selected": "", "case": ""}
    for name, value in {**state, "page": "datos", "notices": (), "which": "all"}.items():
        page.session_state[name] = value
    page.run()
    assert not page.exception
    said = [str(each.value) for each in page.get("html") if isinstance(each, Element)]
    assert any("El registro no se puede abrir" in each for each in said)


@pytest.mark.parametrize(
    ("writing", "said"), [(False, "Leyendo el archivo"), (True, "Escribiendo en el registro")]
)
def test_work_that_has_not_begun_is_called_what_it_will_be(writing: bool, said: str) -> None:
    """Whoever confirmed an import is not told that the file is being read once more."""
    assert stage(load("es"), Upload("a.csv", b"", Options(), writing=writing)) == said
