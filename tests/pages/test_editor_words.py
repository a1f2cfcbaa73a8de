"""What the editor calls things, without a browser."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from pages.parts.editor.dates import dated
from pages.parts.editor.fields import distinct
from pages.parts.editor.figures import whole
from pages.parts.editor.words import lines
from routes.cases import bundled
from routes.cases.editing import (
    CaseDraft,
    EventDraft,
    FigureDraft,
    SourceDraft,
    StopDraft,
    case_rows,
    changed,
    differences,
    draft_of,
    without,
)
from routes.text import LANGUAGES, load

DRAFTED = (CaseDraft, StopDraft, EventDraft, FigureDraft, SourceDraft)
APART = {"key", "new", "routes", "events", "figures", "sources"}


def said(lang: str, before: CaseDraft, after: CaseDraft) -> list[str]:
    """Return the differences as the history tells them."""
    found = lines(load(lang), differences(before, after), {"s": "SYNTHETIC source"})
    return ["".join(item.itertext()) for item in found.iter("li")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", DRAFTED)
def test_every_field_has_a_name(kind: type[Any], lang: str) -> None:
    """Whatever changes, the history can say which field it was."""
    t = load(lang)
    assert [f.name for f in fields(kind) if f.name not in APART] == [
        f.name for f in fields(kind) if t.has(f"editor.column.{f.name}")
    ]


def test_a_difference_is_told_in_the_words_of_the_reader() -> None:
    """Codes, places and numbers are told by their names, in the language of the screen."""
    before = draft_of(case_rows(bundled(), "jade"))
    stop, figure = before.routes[0].stops[0], before.figures[0]
    after = changed(before, stop.key, place_id="CO-ARA", mode="air")
    after = changed(after, figure.key, value="1500")
    after = changed(after, after.key, status="convicted", purposes=("sexual", "labour"))
    spanish, english = (said(lang, before, after) for lang in ("es", "en"))
    assert "Caso · Situación: presunto → con condena" in spanish
    assert "Case · Purpose: sexual exploitation → sexual exploitation, labour exploitation" in (
        english
    )
    assert "Recorrido 1 · paradas: Santander → China → Arauca → China" in spanish
    assert any("Número: 7 → 1.500" in line for line in spanish)
    assert any("Number: 7 → 1,500" in line for line in english)
    assert any(line.startswith("Route 1, Arauca added: recruitment · by air") for line in english)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case_id", bundled().cases["case_id"])
def test_all_that_a_case_holds_can_be_told(case_id: str, lang: str) -> None:
    """Taking a whole case apart and putting it together is told without a word missing."""
    found = draft_of(case_rows(bundled(), case_id))
    bare = found
    for part in (*found.routes, *found.events, *found.figures, *found.sources):
        bare = without(bare, part.key)
    told = said(lang, CaseDraft(case_id=case_id), found)
    assert len(said(lang, found, bare)) == len(differences(found, bare)) > 0
    assert len(told) == len(differences(CaseDraft(case_id=case_id), found))


def test_nothing_changed_is_said_too() -> None:
    """An empty list of differences is a sentence, not a blank."""
    found = lines(load("es"), [], {})
    assert found.text == "Nada cambia."


@pytest.mark.parametrize(
    ("typed", "precision"),
    [
        ("2020", "year"),
        ("2020-12", "month"),
        (" 2020-12-15 ", "day"),
        ("", "unknown"),
    ],
)
def test_a_date_is_known_as_precisely_as_it_was_typed(typed: str, precision: str) -> None:
    """Nobody has to say the precision of a date besides writing it."""
    found = dated("happened_on", EventDraft(), typed)
    assert found == {"happened_on": typed.strip(), "date_precision": precision}


def test_a_coarser_precision_is_kept() -> None:
    """Who knows a day but vouches for the year only keeps the year."""
    assert dated("happened_on", EventDraft(date_precision="year"), "2020-12-15") == {
        "happened_on": "2020-12-15"
    }


def test_a_date_that_is_none_says_nothing_of_its_precision() -> None:
    """What the checker will call a fault is kept as it was typed."""
    assert dated("happened_on", EventDraft(), "2020-13-77") == {"happened_on": "2020-13-77"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.500.000", "1500000"),
        ("1,500,000", "1500000"),
        ("1 500", "1500"),
        ("17", "17"),
        ("1.5", "1.5"),
        ("12.5000", "12.5000"),
        ("many", "many"),
        ("", ""),
    ],
)
def test_grouped_digits_are_one_number(typed: str, value: str) -> None:
    """Points, commas and blanks between groups of three are left out; nothing else is guessed."""
    assert whole(typed) == {"value": value}


def test_choices_of_the_same_name_can_be_told_apart() -> None:
    """Two cases that are called the same are offered with their ids."""
    found = distinct({"a": "Jade", "b": "Jade", "c": "Nube"})
    assert found == {"a": "Jade · a", "b": "Jade · b", "c": "Nube"}
