"""What stays in memory is set aside once, and comes back in time to be collected after all."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from pages.parts import memory
from pages.parts.memory import ShortPauses, keep_pauses_short


@pytest.fixture
def callbacks() -> Iterator[None]:
    before = list(gc.callbacks)
    gc.callbacks[:] = [each for each in before if not isinstance(each, ShortPauses)]
    gc.unfreeze()
    yield
    gc.callbacks[:] = before
    gc.unfreeze()


class Ring:
    """An object that only the collector can free."""

    alive = 0

    def __init__(self) -> None:
        self.me = self
        Ring.alive += 1

    def __del__(self) -> None:
        Ring.alive -= 1


def test_only_a_long_collection_sets_aside(
    callbacks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short one leaves all where it is; so does one of the young alone."""
    gc.callbacks.append(ShortPauses())
    monkeypatch.setattr(memory, "LONG_SECONDS", 3600.0)
    gc.collect()
    assert gc.get_freeze_count() == 0
    monkeypatch.setattr(memory, "LONG_SECONDS", 0.0)
    gc.collect(1)
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert gc.get_freeze_count() > 10_000


def test_what_was_set_aside_is_freed_after_all(
    callbacks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Garbage among it waits for the hour to be over, and is gone then."""
    gc.callbacks.append(ShortPauses())
    monkeypatch.setattr(memory, "LONG_SECONDS", 0.0)
    held = Ring()
    gc.collect()
    del held
    gc.collect()
    assert Ring.alive == 1
    monkeypatch.setattr(memory, "THAW_SECONDS", 0.0)
    gc.collect()
    assert Ring.alive == 0


def test_beginning_twice_changes_nothing(callbacks: None) -> None:
    """An app that is loaded anew in the same process tells the collector once."""
    keep_pauses_short()
    keep_pauses_short()
    assert sum(isinstance(each, ShortPauses) for each in gc.callbacks) == 1
