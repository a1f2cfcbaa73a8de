"""What was asked for last is kept, and made once."""

from __future__ import annotations

import threading

import pytest

from routes.recent import Recent


def test_the_last_asked_for_stay() -> None:
    """The one that nobody has asked for the longest goes first."""
    kept: Recent[str, int] = Recent(2)
    for key, value in (("a", 1), ("b", 2), ("a", 0), ("c", 3)):
        kept.get(key, lambda value=value: value)  # type: ignore[misc]
    assert len(kept) == 2
    assert [kept.get(key, lambda: -1) for key in ("a", "c", "b")] == [1, 3, -1]


def test_a_failure_is_not_kept() -> None:
    """The next one who asks tries again."""
    kept: Recent[str, int] = Recent(2)

    def fail() -> int:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1


def test_what_is_unwanted_goes() -> None:
    """Only the named keys are dropped."""
    kept: Recent[int, int] = Recent(8)
    for key in range(4):
        kept.get(key, lambda key=key: key)  # type: ignore[misc]
    kept.forget(lambda key: key % 2 == 0)
    assert [kept.get(key, lambda: -1) for key in range(4)] == [-1, 1, -1, 3]


def test_one_makes_what_several_ask_for() -> None:
    """While one thread makes a value the others wait for it, and none makes it again."""
    kept: Recent[str, int] = Recent(2)
    made, started, go = [], threading.Event(), threading.Event()

    def make() -> int:
        made.append(1)
        started.set()
        assert go.wait(10)
        return 7

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("a", make))) for _ in "123"]
    for thread in threads:
        thread.start()
    assert started.wait(10)
    go.set()
    for thread in threads:
        thread.join(10)
    assert (found, len(made)) == ([7, 7, 7], 1)


def test_who_asks_for_what_is_there_does_not_wait() -> None:
    """A value is given while another is being made."""
    kept: Recent[str, int] = Recent(2)
    kept.get("ready", lambda: 1)
    started, go = threading.Event(), threading.Event()

    def make() -> int:
        started.set()
        assert go.wait(10)
        return 2

    thread = threading.Thread(target=lambda: kept.get("slow", make))
    thread.start()
    assert started.wait(10)
    assert kept.get("ready", lambda: -1) == 1
    go.set()
    thread.join(10)
