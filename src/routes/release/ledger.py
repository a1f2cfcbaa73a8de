"""Every release that has left the house, so that a new one is audited with all before it."""

from __future__ import annotations

from typing import Protocol


class Ledger(Protocol):
    """What is needed of a ledger (stub for importers)."""

    def head(self) -> str: ...
    def earlier(self) -> list[object]: ...
