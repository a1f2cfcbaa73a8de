"""A literal means the same to JSON, JavaScript, HTML and a template."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from routes.publish.literal import literal

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
HOSTILE = [
    "{{7*7}}",
    "{% for x in y %}",
    "{# comment",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`${alert(1)}`",
    '"; alert(1); "',
    "\\u0022",
    "\\",
    "line\nbreak\ttab",
    "\u2028\u2029",
    "\u202eright to left\u2066",
    "__DATA__",
    "\U0001f5fa",
]


@given(VALUES)
def test_it_reads_back_as_the_same_value(value: object) -> None:
    """The law of the round trip: nothing is lost."""
    assert json.loads(literal(value)) == value


@given(st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
def test_a_template_gives_it_back_unchanged(value: object) -> None:
    """folium compiles what it has rendered once more: that must change nothing."""
    text = literal(value)
    assert Template(text).render() == text


@pytest.mark.parametrize("text", HOSTILE)
def test_strings_hold_only_letters_digits_spaces_and_escapes(text: str) -> None:
    """No character is left that a script, a page or a template could take for its own."""
    inside = literal([text])[2:-2]
    assert re.fullmatch(r"(?:[A-Za-z0-9 ]|\\u[0-9a-f]{4})*", inside)
    assert json.loads(literal(text)) == text


def test_what_no_json_can_hold_is_refused() -> None:
    """Infinity would be a script's word, not a value."""
    with pytest.raises(ValueError, match="JSON"):
        literal(float("inf"))
