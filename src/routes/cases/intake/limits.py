"""How much of a file is read, and what its reading may use of the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEBIBYTE: Final = 2**20

MAX_UPLOAD_BYTES: Final = 20 * MEBIBYTE
"""A larger file is refused unread."""

MAX_UNPACKED_BYTES: Final = 256 * MEBIBYTE
"""All members of a ZIP or XLSX together, unpacked."""

MAX_MEMBERS: Final = 1000
"""Members of a ZIP or XLSX."""

MAX_RATIO: Final = 200
"""How much larger than packed a member above `RATIO_FREE_BYTES` may be."""

RATIO_FREE_BYTES: Final = 4 * MEBIBYTE

MAX_ROWS: Final = 2_000_000
"""Rows with text in all sheets together."""

MAX_COLUMNS: Final = 512

MAX_SHEET_ROW: Final = 1_048_576
"""Last row of a sheet in a spreadsheet program."""

MAX_CELL_CHARACTERS: Final = 8 * 32_767
"""Eight times what a cell of a spreadsheet holds: long summaries are text, a file is not."""


@dataclass(frozen=True)
class Limits:
    """What one worker process may use.

    Parameters
    ----------
    seconds : float
        Time from start to end, wall clock.
    silent_seconds : float
        Time without any sign of progress.
    cpu_seconds : int
        Processor time, all threads.
    memory_bytes : int
        Memory it may write to (``RLIMIT_DATA``).
    file_bytes : int
        Size of each file that it writes.
    result_bytes : int
        Size of all its results together.
    """

    seconds: float = 150.0
    silent_seconds: float = 60.0
    cpu_seconds: int = 240
    memory_bytes: int = 1536 * MEBIBYTE
    file_bytes: int = 512 * MEBIBYTE
    result_bytes: int = 768 * MEBIBYTE


INSPECTING: Final = Limits()
"""For reading and checking a file."""

ADDING: Final = Limits(seconds=900.0, silent_seconds=300.0, cpu_seconds=600, file_bytes=2**62)
"""For writing to the register, which may wait for another writer."""
