"""What counts as a fault in the log of an app."""

from __future__ import annotations

from tests.conftest import faults_in

HUNG_UP = """ERROR:    Exception in ASGI application
Traceback (most recent call last):
  File "x.py", line 1, in x
starlette.websockets.WebSocketDisconnected: Cannot call "send" once a close message has been sent.
"""
FAULT = """ERROR:    Exception in ASGI application
Traceback (most recent call last):
  File "x.py", line 1, in x
ValueError: wrong
"""


def test_only_a_window_that_was_closed_is_no_fault() -> None:
    """Whatever stands before or after it is one."""
    assert not faults_in("ready\n" + HUNG_UP + HUNG_UP)
    assert "ValueError" in faults_in(FAULT + HUNG_UP)
    assert "ValueError" in faults_in(HUNG_UP + FAULT)
