"""Waiting for a worker: its progress, its end, and what it may not exceed."""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from routes.cases.intake.errors import DeskError
from routes.cases.intake.limits import Limits
from routes.cases.intake.model import Told

_LOOK_SECONDS: Final = 0.1
_READ_BYTES: Final = 65536
_STAGES: Final = ("reading", "understanding", "checking", "writing", "sealing")


@dataclass(frozen=True)
class Ended:
    """How a worker ended.

    Parameters
    ----------
    status : int
        Its exit status, or minus the signal that ended it.
    peak_kib : int
        The most memory that it had at once, what it shares included.
    cpu_seconds : float
        Processor time of all its threads.
    """

    status: int
    peak_kib: int
    cpu_seconds: float


class Watch:
    """Waits for one worker.

    Parameters
    ----------
    progress, status : int
        Ends of pipes: what the worker tells, and how the warden says that it ended.
    limits : Limits
        Of its time.
    told : callable
        Told its progress.
    """

    def __init__(self, progress: int, status: int, limits: Limits, told: Told) -> None:
        self._progress = progress
        self._status = status
        self._listening = [progress]
        self._limits = limits
        self._told = told
        self._rest = b""

    def wait(self, cancelled: Callable[[], bool]) -> Ended:
        """Return how the worker ended, or raise why it must be killed."""
        last = time.monotonic()
        deadline = last + self._limits.seconds
        while True:
            if cancelled():
                raise DeskError("reading.cancelled")
            now = time.monotonic()
            if now > min(deadline, last + self._limits.silent_seconds):
                spent = self._limits.seconds if now > deadline else self._limits.silent_seconds
                raise DeskError("reading.slow", (("n", str(round(spent))),))
            ready, _, _ = select.select([*self._listening, self._status], [], [], _LOOK_SECONDS)
            if self._progress in ready and self._listen():
                last = now
            if self._status in ready:
                while self._listening:
                    self._listen()
                return self._ended()

    def wait_for_end(self, seconds: float) -> None:
        """Wait until a killed worker is gone."""
        select.select([self._status], [], [], seconds)

    def _ended(self) -> Ended:
        said = os.read(self._status, _READ_BYTES)
        if not said:  # the warden could not fork it, or is gone itself
            raise DeskError("reading.no_process")
        return Ended(**json.loads(said))

    def _listen(self) -> bool:
        """Pass on what a worker told; it is believed in nothing but stage and share."""
        data = os.read(self._progress, _READ_BYTES)
        if not data:
            self._listening = []
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest[:_READ_BYTES]
        if lines:
            try:
                stage, share = json.loads(lines[-1])
                if stage in _STAGES:
                    self._told(stage, min(max(float(share), 0.0), 1.0))
            except (ValueError, TypeError):
                return False
        return bool(lines)
