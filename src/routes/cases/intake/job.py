"""Work on a file in the background, for a screen that looks in from time to time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from routes.cases.intake.errors import DeskError
from routes.cases.intake.model import Told

T = TypeVar("T")

Work = Callable[[Told, Callable[[], bool]], T]
"""Takes what to tell progress to, and what answers whether it was cancelled."""


class Job(Generic[T]):
    """One piece of work in a thread that only waits: the process that does it is another.

    It starts at once and belongs to nobody's session; a cancelled job ends within a
    fraction of a second with the error ``reading.cancelled``.

    Attributes
    ----------
    stage : str
        As in `routes.cases.intake.model.Told`; empty before the first.
    share : float
        Of the stage, 0 to 1.
    done : bool
        Whether it has ended; then either `result` or `error` is set.
    result : T or None
        What it made.
    error : Exception or None
        Why it made nothing: a `DeskError` or ``RegisterError``, which have ``told(t)``, or
        something unexpected.
    """

    def __init__(self, work: Work[T]) -> None:
        self.stage = ""
        self.share = 0.0
        self.result: T | None = None
        self.error: Exception | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self.result is not None or self.error is not None

    def cancel(self) -> None:
        """End it as soon as possible; what was not committed leaves no trace."""
        self._cancelled.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it has ended, at most `timeout` seconds; return whether it has."""
        self._thread.join(timeout)
        return self.done

    def _told(self, stage: str, share: float) -> None:
        self.stage, self.share = stage, share

    def _run(self, work: Work[T]) -> None:
        try:
            if self._cancelled.is_set():
                raise DeskError("reading.cancelled")
            self.result = work(self._told, self._cancelled.is_set)
        except Exception as error:  # shown by whoever started the job
            self.error = error
