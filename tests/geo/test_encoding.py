"""Rings as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.encoding import ALPHABET, decode, encode

steps = st.tuples(st.integers(-180_000, 180_000), st.integers(-90_000, 90_000))
rings = st.lists(steps, min_size=3, max_size=30, unique=True)


@given(ring=rings, q=st.sampled_from([100, 250, 10_000]))
def test_round_trip(ring, q):
    """decode(encode(ring)) = ring, for coordinates in whole steps."""
    vertices = [(lon / q, lat / q) for lon, lat in ring]
    closed = [*vertices, vertices[0]]
    assert decode(encode(closed, q=q), q=q) == closed


@given(ring=rings)
def test_text_needs_no_escaping(ring):
    """The text is made of letters, digits, hyphen and underscore only."""
    assert set(encode(ring, q=100)) <= set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 64


def test_vertices_that_fall_together_are_dropped():
    assert encode([(0, 0), (0.001, 0), (1, 0), (1, 1), (0, 0)], q=100) == "AAoGAAoG"


def test_a_ring_too_small_to_see_is_empty():
    assert encode([(0, 0), (0.001, 0), (0, 0.001), (0, 0)], q=100) == ""
    assert decode("", q=100) == []


@pytest.mark.parametrize(
    ("text", "rule"), [("A<", "alphabet"), ("AAA", "longitude"), ("g", "ends")]
)
def test_a_broken_text_is_refused(text, rule):
    with pytest.raises(ValueError, match=rule):
        decode(text, q=100)
