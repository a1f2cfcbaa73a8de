"""ZIP archives that are the same for the same members."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

_MADE_ON_UNIX = 3
_READABLE = 0o644 << 16


def archive(members: Mapping[str, bytes], *, made_on: date) -> bytes:
    """Return a ZIP archive; its members carry the date given, and no clock is asked.

    Parameters
    ----------
    members : mapping of str to bytes
        Content by name, in order.
    made_on : datetime.date
        From 1980 on; an earlier one is written as 1 January 1980, the first that ZIP knows.
    """
    day = max(made_on, date(1980, 1, 1))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            # Left to itself, Python writes the system it runs on.
            member.create_system = _MADE_ON_UNIX
            member.external_attr = _READABLE
            file.writestr(member, content)
    return made.getvalue()
