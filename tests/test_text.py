"""Both languages say the same things."""

from __future__ import annotations

import string

import pytest

from routes.text import LANGUAGES, load


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_the_languages_have_the_same_sentences() -> None:
    """No sentence exists in one language only."""
    spanish, english = (load(lang).entries for lang in LANGUAGES)
    assert set(spanish) == set(english)


def test_a_sentence_takes_the_same_fields_in_both_languages() -> None:
    """What a sentence is filled with does not depend on the language."""
    spanish, english = (load(lang).entries for lang in LANGUAGES)
    differing = [key for key in spanish if fields(spanish[key]) != fields(english[key])]
    assert differing == []


def test_an_unknown_language_is_refused() -> None:
    """The message says what was given and what is possible."""
    with pytest.raises(ValueError, match=r"'fr'.*es, en"):
        load("fr")


def test_an_unknown_sentence_is_an_error() -> None:
    """A missing text never shows as a raw key on the screen."""
    with pytest.raises(KeyError, match=r"pages\.nothing"):
        load("es")("pages.nothing")


@pytest.mark.parametrize(("lang", "written"), [("es", "1.234.567"), ("en", "1,234,567")])
def test_numbers_follow_the_language(lang: str, written: str) -> None:
    """Spanish groups thousands with points, English with commas."""
    assert load(lang).number(1234567) == written


@pytest.mark.parametrize(
    ("iso", "precision", "written"),
    [
        ("2020-12-15", "day", "15 dic 2020"),
        ("2020-12-15", "month", "dic 2020"),
        ("2020-12", "day", "dic 2020"),
        ("2020", "day", "2020"),
    ],
)
def test_a_date_is_never_more_precise_than_known(iso: str, precision: str, written: str) -> None:
    """A month stays a month and a year a year."""
    assert load("es").date(iso, precision) == written
