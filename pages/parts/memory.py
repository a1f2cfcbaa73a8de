"""Short pauses: what outlived a long collection of garbage is not looked through again.

Streamlit asks for a full collection after every run of a screen. The layers, tables and caches that
a running app holds are hundreds of thousands of objects that stay for good, and looking through
them took longer than most screens need to be drawn. `gc.freeze` sets them aside; once an hour all
are looked through, so that what has become garbage since goes after all.
"""

from __future__ import annotations

import gc
import time
from typing import Any, Final

LONG_SECONDS: Final = 0.03
"""A full collection that took longer has found something worth setting aside."""

THAW_SECONDS: Final = 3600.0

_OLDEST: Final = 2


class ShortPauses:
    """What the collector tells its progress to; see `gc.callbacks`."""

    def __init__(self) -> None:
        self._begun = self._thawed = time.monotonic()

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        """Set aside what a long full collection has kept, and bring it back once an hour."""
        if info["generation"] != _OLDEST:
            return
        now = time.monotonic()
        if phase == "start":
            self._begun = now
            if now - self._thawed > THAW_SECONDS:
                self._thawed = now
                gc.unfreeze()
        elif now - self._begun > LONG_SECONDS:
            gc.freeze()


def keep_pauses_short() -> None:
    """Begin to set aside what stays; beginning twice changes nothing."""
    if not any(isinstance(each, ShortPauses) for each in gc.callbacks):
        gc.callbacks.append(ShortPauses())
