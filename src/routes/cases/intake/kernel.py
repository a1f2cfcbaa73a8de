"""What Linux can take from a process for good: files, network, outliving its parent.

Each function does what the running kernel allows and says whether it did; nowhere does the
product rest on one alone (`routes.cases.intake.confinement`).
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from typing import Any, Final

_LINUX: Final = sys.platform == "linux"
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_SIGKILL: Final = 9
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000

# Landlock: numbers of the system calls and bits of linux/landlock.h.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION: Final = 1
_PATH_BENEATH: Final = 1
_FILES: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Every right on files that the interface of a version (and later ones) can deny."""

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE: Final = 1 << 14
_FILE_RIGHTS: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_TCP: Final = 0b11
_SCOPE: Final = 0b11
_TCP_SINCE, _SCOPE_SINCE = 4, 6


class _Rules(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def die_with_parent() -> bool:
    """Have this process killed when the process that forked it ends."""
    return _LINUX and _prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def leave_network() -> bool:
    """Move this process, which must have one thread, into a network without any interface."""
    return _LINUX and _libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has; 0 for none."""
    if not _LINUX:
        return 0
    return max(_syscall(_CREATE, None, 0, _VERSION), 0)


def restrict_files(*, readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Deny this process every file outside the folders given, TCP, and signals to others.

    Parameters
    ----------
    readable, writable : iterable of str
        Existing files and folders; others are passed over.
    """
    version = landlock_version()
    if not version or not _prctl(_PR_SET_NO_NEW_PRIVS, 1):
        return False
    handled = max(bits for since, bits in _FILES.items() if since <= version)
    rules = _Rules(
        handled,
        _TCP if version >= _TCP_SINCE else 0,
        _SCOPE if version >= _SCOPE_SINCE else 0,
    )
    ruleset = _syscall(_CREATE, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(ruleset, path, _READ_FILE | _READ_DIR)
        for path in writable:
            _allow(ruleset, path, handled & ~_EXECUTE)
        return _syscall(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = access if os.path.isdir(path) else access & _FILE_RIGHTS
        rule = _Beneath(rights, place)
        _syscall(_ADD, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _prctl(option: int, value: int) -> bool:
    nothing = ctypes.c_ulong(0)
    return bool(_libc().prctl(option, ctypes.c_ulong(value), nothing, nothing, nothing) == 0)


def _syscall(number: int, *arguments: Any) -> int:
    words = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(_libc().syscall(ctypes.c_long(number), *words))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
