"""Imports on a disk that fills up; run as a program where a small disk is mounted on FOLDER.

``python -m tests.cases.register.full_disk FOLDER`` prints what became of each import as JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Final

from routes.cases.register import Register, RegisterError
from routes.cases.register.database import sqlite_url
from tests.cases.register.children import numbered
from tests.registers import add

STEP: Final = 8 * 1024
MOST: Final = 900 * 1024


def outcomes(folder: Path) -> list[tuple[int, str, int | None, int]]:
    """Try the same import with ever more room.

    Returns
    -------
    list of (int, str, int or None, int)
        Bytes left free, what was said (``added`` or a key), the number of cases that could be
        read in that moment, and the number of differences found afterwards.
    """
    url = sqlite_url(folder / "register.sqlite")
    ballast = folder / "ballast"
    add(Register.open(url), numbered(0))
    found = []
    for room in range(0, MOST, STEP):
        ballast.write_bytes(b"")
        with ballast.open("wb") as file:
            file.truncate(0)
            file.write(b"x" * max(0, shutil.disk_usage(folder).free - room))
        said, cases = _try(url)
        ballast.unlink()
        found.append((room, said, cases, len(Register.open(url).verify())))
        if said == "added":
            return found
    return found


def _try(url: str) -> tuple[str, int | None]:
    try:
        register = Register.open(url)
    except RegisterError as error:
        return error.key, None
    said = "added"
    try:
        add(register, numbered(1))
    except RegisterError as error:
        said = error.key
    try:
        return said, len(register.tables().cases)
    except RegisterError:
        return said, None


if __name__ == "__main__":
    print(json.dumps(outcomes(Path(sys.argv[1]))))
