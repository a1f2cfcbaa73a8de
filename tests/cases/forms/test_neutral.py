"""Text that a spreadsheet would evaluate is made harmless, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.cases.forms import neutral, plain
from routes.cases.forms.neutral import escaped, unescaped
from tests.hostile import HOSTILE

STARTS = "=+-@\t\r\n＝＋－＠−﹢﹣﹦﹫"
texts = st.text() | st.text(st.sampled_from("='+-@ \t\r\n＝x1_00B"), max_size=12)


@given(texts)
def test_neutral_text_comes_back(text: str) -> None:
    """plain ∘ neutral is the identity, whatever the text."""
    assert plain(neutral(text)) == text


@given(texts)
def test_neutral_text_starts_no_formula(text: str) -> None:
    """No cell begins with what a spreadsheet evaluates, not even after blanks."""
    assert not neutral(text).lstrip(" \u200b\ufeff").startswith(tuple(STARTS))


@given(texts)
def test_harmless_text_is_not_touched(text: str) -> None:
    """Only what begins like a formula gets an apostrophe, and only one."""
    assert neutral(text) in (text, f"'{text}")
    if text[:1].isalnum():
        assert neutral(text) == text


@given(texts)
def test_escaped_text_comes_back(text: str) -> None:
    """unescaped ∘ escaped is the identity, whatever the text."""
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("start", STARTS)
def test_every_start_of_a_formula_is_neutralised(start: str) -> None:
    """Full-width signs, tabs and line ends as well."""
    assert neutral(f"{start}1+1") == f"'{start}1+1"
    assert neutral(f"  {start}1+1") == f"'  {start}1+1" or start in "\t\r\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back(text: str) -> None:
    """None of it is lost on the way through a cell."""
    assert plain(unescaped(escaped(neutral(text)))) == text
