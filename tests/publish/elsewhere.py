"""Makes every file of one release in a process of its own, on another day of the clock.

Called with the number of days by which the clock is wrong; writes the SHA-256 of each kind as
JSON. Every clock that Python has is set wrong in all modules; the time zone and the order of
hashes are those of the surroundings.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sys
import time
from typing import Any

from routes.cases import bundled
from routes.publish import files
from routes.release import Release
from tests.publish.released import briefing

OFF = float(sys.argv[1]) * 86_400 if __name__ == "__main__" else 0.0
_true = {name: getattr(time, name) for name in ("time", "time_ns", "localtime", "gmtime", "ctime")}
_DATE, _DATETIME = datetime.date, datetime.datetime


class _AnyDate(type):
    """Takes real dates for its own: code in C goes on making those."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _DATETIME if issubclass(cls, _DATETIME) else _DATE)


class WrongDate(_DATE, metaclass=_AnyDate):
    @classmethod
    def today(cls) -> Any:
        return _DATETIME.fromtimestamp(time.time()).date()


class WrongDatetime(_DATETIME, metaclass=_AnyDate):
    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return _DATETIME.fromtimestamp(time.time(), tz)

    @classmethod
    def today(cls) -> Any:
        return cls.now()

    @classmethod
    def utcnow(cls) -> Any:
        return cls.now(datetime.UTC).replace(tzinfo=None)


def set_clocks() -> None:
    """Set every clock wrong that a loaded module may ask."""
    wrong: dict[int, Any] = {
        id(_true["time"]): lambda: _true["time"]() + OFF,
        id(_true["time_ns"]): lambda: _true["time_ns"]() + int(OFF * 1e9),
        **{id(_true[name]): _clock(_true[name]) for name in ("localtime", "gmtime", "ctime")},
        id(_DATE): WrongDate,
        id(_DATETIME): WrongDatetime,
    }
    for module in list(sys.modules.values()):
        if module is not None and module is not sys.modules[__name__]:
            for name, value in list(vars(module).items()):
                if id(value) in wrong:
                    setattr(module, name, wrong[id(value)])


def _clock(true: Any) -> Any:
    return lambda seconds=None: true(time.time() if seconds is None else seconds)


def digests(release: Release) -> dict[str, str]:
    """Return the SHA-256 of every kind of file of a release."""
    return {
        kind: hashlib.sha256(
            files.made(release, kind=kind, lang="es", level="place", paper="a4")
        ).hexdigest()
        for kind in files.KINDS
    }


if __name__ == "__main__":
    made = briefing(bundled())  # before: on a wrong day its cases may lie in the future
    set_clocks()
    said = {"today": datetime.date.today().isoformat(), "files": digests(made)}
    sys.stdout.write(json.dumps(said))
