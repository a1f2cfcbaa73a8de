"""What a worker process gives up before it sees a file: memory, time, files, network."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import geo
from routes.cases.intake.kernel import die_with_parent, restrict_files
from routes.cases.intake.limits import Limits

_PACKAGE: Final = Path(__file__).resolve().parents[2]
_DATA: Final = Path(__file__).resolve().parents[4] / "data"
_LIBRARIES: Final = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib")
_SYSTEM: Final = ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")
_OPEN_FILES: Final = 64
_KILLED_AFTER_SECONDS: Final = 1

_FORBIDDEN: Final = (
    *("socket.", "subprocess.", "pty.", "ctypes.", "fcntl.", "resource.", "syslog."),
    *("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "os.chdir"),
    *("os.chroot", "os.startfile", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib."),
    *("poplib.", "nntplib.", "telnetlib.", "webbrowser.", "sqlite3.", "pickle.find_class"),
    *("signal.", "shutil.", "cpython.run_"),
)
"""Audit events (or how they begin) that no reading of a file has a use for."""

_OWN_PICKLES: Final = ("babel.",)
"""Packages that keep data of their own as pickles, among the files that may be read."""

_LISTING: Final = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "glob.")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class ConfinedError(PermissionError):
    """Raised in a worker process by what it may not do."""


def limit(limits: Limits) -> None:
    """Bound memory, processor time and the size of files of this process for good."""
    cpu = limits.cpu_seconds
    _lower(resource.RLIMIT_CPU, cpu, cpu + _KILLED_AFTER_SECONDS)
    _lower(resource.RLIMIT_DATA, limits.memory_bytes, limits.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes)
    _lower(resource.RLIMIT_CORE, 0, 0)


def _lower(kind: int, soft: int, hard: int) -> None:
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def confine(folder: Path) -> None:
    """Shut this process into a folder for good; its network is left before (`leave_network`).

    It may read Python's own installation, the product's code and the data it brings along,
    and read and write `folder`; it gets no socket, no process and no foreign code. The kernel
    enforces it where it can (Landlock), and Python itself everywhere (an audit hook), so
    that what an older kernel lacks is still denied.

    Parameters
    ----------
    folder : pathlib.Path
        The job's own folder; becomes the working directory.
    """
    folder = folder.resolve()
    os.chdir(folder)
    os.environ.clear()
    sys.dont_write_bytecode = True
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES)
    readable = _readable()
    restrict_files(readable=[*readable, *_LIBRARIES], writable=[str(folder)])
    sys.addaudithook(_Guard([str(folder)], readable))


def _readable() -> list[str]:
    """Return the folders of Python's installation and of the product, without its register."""
    installed = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib")}
    imported = {path for path in sys.path if path.endswith(("-packages", ".zip", "lib-dynload"))}
    own = {str(_PACKAGE), str(_DATA), *geo.__path__}
    paths = {*installed, sysconfig.get_path("platlib"), *imported, *own, *_SYSTEM}
    return sorted(os.path.realpath(path) for path in paths if os.path.exists(path))


class _Guard:
    """An audit hook; every refusal is an `OSError`, which libraries know how to take."""

    def __init__(self, writable: Iterable[str], readable: Iterable[str]) -> None:
        self._writable = tuple(writable)
        self._readable = (*self._writable, *readable)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            allowed = self._writable if flags & _WRITING else self._readable
            self._check(event, path, allowed)
        elif event.startswith(_LISTING):
            self._check(event, arguments[0], self._readable)
        elif event == "pickle.find_class" and str(arguments[0]).startswith(_OWN_PICKLES):
            return
        elif event.startswith(_FORBIDDEN):
            raise ConfinedError(f"{event} is denied")
        elif event.startswith("os."):
            for argument in arguments:
                if isinstance(argument, str | bytes):
                    self._check(event, argument, self._writable)

    def _check(self, event: str, path: Any, allowed: tuple[str, ...]) -> None:
        if isinstance(path, int):
            return
        found = os.path.realpath(os.fsdecode(path if path is not None else "."))
        if not any(found == root or found.startswith(root + os.sep) for root in allowed):
            raise ConfinedError(f"{event} of a file is denied")


def outlive_nobody(parent: int) -> None:
    """Let the kernel end this process as soon as its parent ends."""
    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)


def close_all_but(kept: Iterable[int]) -> None:
    """Close every file descriptor above 2 that is not in `kept`."""
    low = 3
    for number in sorted(kept):
        os.closerange(low, number)
        low = number + 1
    with contextlib.suppress(ValueError):
        os.closerange(low, os.sysconf("SC_OPEN_MAX"))
