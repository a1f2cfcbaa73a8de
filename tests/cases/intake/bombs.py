"""Tasks that misbehave, run as a worker runs the reading of a file."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pickle
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from routes.cases.intake.model import Told

HERE = __name__
# Found before a worker is shut in: what Python denies is tried behind its back as well.
_LIBC = ctypes.CDLL(None, use_errno=True)
_OPEN, _SOCKET, _CONNECT, _KILL = _LIBC.open, _LIBC.socket, _LIBC.connect, _LIBC.kill
_SEND = _LIBC.sendto


def hold_memory(folder: Path, given: dict[str, str], told: Told) -> None:
    """Take memory, 8 MiB at a time, without end, and write down how much it was."""
    held = []
    try:
        while True:
            held.append(bytearray(os.urandom(1) * (8 << 20)))
    except MemoryError:
        taken = len(held) << 23
        held.clear()
        (folder / "taken").write_text(str(taken))
        raise


def hold_arrow(folder: Path, given: dict[str, str], told: Told) -> None:
    """Take memory where Python does not see it."""
    held = []
    while True:
        held.append(pa.allocate_buffer(8 << 20))


def spin(folder: Path, given: dict[str, str], told: Told) -> None:
    """Compute without end, telling of progress that there is none of."""
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        told("checking", 0.5)


def sleep(folder: Path, given: dict[str, str], told: Told) -> None:
    """Do nothing, for a minute; write down who it is first."""
    Path(folder, "pid").write_text(str(os.getpid()))
    told("reading", 0.25)
    time.sleep(60)


def die(folder: Path, given: dict[str, str], told: Told) -> None:
    """End at once by a signal, as a fault in foreign code does."""
    signal.raise_signal(signal.SIGSEGV)


def fail(folder: Path, given: dict[str, str], told: Told) -> None:
    """Raise an error that quotes what stands in the file."""
    raise ValueError("Ana Pérez, cédula 12345678")


def write_much(folder: Path, given: dict[str, str], told: Told) -> None:
    """Write one file without end."""
    with (folder / "result.json").open("wb") as file:
        while True:
            file.write(b"x" * (1 << 20))


def write_many(folder: Path, given: dict[str, str], told: Told) -> None:
    """Write many files, each as large as may be."""
    for number in range(4):
        (folder / f"part-{number}").write_bytes(b"x" * (3 << 20))


def babble(folder: Path, given: dict[str, str], told: Told) -> None:
    """Tell what is no progress, through whatever is open."""
    for line in ("[1]", "{}", '["<script>", 1]', '["checking", "x"]', "\xff", "x" * 200_000):
        for number in range(3, 64):
            with contextlib.suppress(OSError):
                os.write(number, line.encode("latin-1") + b"\n")
    told("checking", 7.0)


def probe(folder: Path, given: dict[str, str], told: Told) -> None:
    """Try everything that is denied, and write down what was possible."""
    canary, secret_folder = Path(given["canary"]), Path(given["canary"]).parent
    tries: dict[str, Callable[[], Any]] = {
        "read": canary.read_bytes,
        "read low": lambda: os.open(canary, os.O_RDONLY),
        "read libc": lambda: _open_libc(canary),
        "read arrow": lambda: pa.OSFile(str(canary)).read(),
        "read link": lambda: _through_link(folder, canary),
        "read passwd": lambda: Path("/etc/passwd").read_bytes(),
        "list": lambda: os.listdir(secret_folder),
        "scan": lambda: list(os.scandir(secret_folder)),
        "write": lambda: (secret_folder / "new").write_bytes(b""),
        "write libc": lambda: _open_libc(secret_folder / "new2", os.O_WRONLY | os.O_CREAT),
        "write code": lambda: Path(json.__file__).write_bytes(b""),
        "remove": canary.unlink,
        "rename": lambda: canary.rename(folder / "stolen"),
        "rename out": lambda: _out(folder, secret_folder),
        "link": lambda: os.link(canary, folder / "hard"),
        "chmod": lambda: canary.chmod(0o777),
        "copy": lambda: shutil.copy(canary, folder / "copy"),
        "temporary": lambda: tempfile.mkdtemp(dir=secret_folder),
        "socket": lambda: socket.socket(),
        "connect": lambda: socket.create_connection(("127.0.0.1", int(given["port"])), 1),
        "connect libc": lambda: _connect_libc(int(given["port"])),
        "send libc": lambda: _send_libc(int(given["port"])),
        "url": lambda: urllib.request.urlopen(f"http://127.0.0.1:{given['port']}/", timeout=1),
        "name": lambda: socket.getaddrinfo("example.org", 80),
        "run": lambda: subprocess.run(["/bin/true"], check=True),
        "system": lambda: os.system("true"),
        "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "fork": os.fork,
        "kill": lambda: os.kill(os.getppid(), 0),
        "kill libc": lambda: _kill_libc(int(given["victim"])),
        "dlopen": lambda: ctypes.CDLL("libm.so.6"),
        "database": lambda: sqlite3.connect(secret_folder / "x.sqlite"),
        "unpickle": lambda: pickle.loads(pickle.dumps(os.getcwd)),
        "environment": lambda: os.environ["RUTAS_SECRET"],
        "more memory": lambda: __import__("resource").setrlimit(2, (-1, -1)),
        "leave": lambda: os.chdir("/"),
    }
    possible = {name: _possible(each) for name, each in tries.items()}
    (folder / "possible.json").write_text(json.dumps(possible))


def _possible(act: Callable[[], Any]) -> str:
    try:
        done = act()
    except (OSError, KeyError, ValueError) as error:
        return f"no: {type(error).__name__}"
    return "yes" if done is not None else "nothing"


def _open_libc(path: Path, flags: int = os.O_RDONLY) -> int | None:
    found = int(_OPEN(os.fsencode(path), flags, 0o600))
    if found < 0:
        raise OSError("open")
    return found


def _kill_libc(pid: int) -> int:
    if _KILL(pid, 0) != 0:
        raise OSError("kill")
    return pid


def _connect_libc(port: int) -> int:
    number = int(_SOCKET(socket.AF_INET, socket.SOCK_STREAM, 0))
    if _CONNECT(number, _address(port), 16) != 0:
        raise OSError("connect")
    return number


def _send_libc(port: int) -> int:
    number = int(_SOCKET(socket.AF_INET, socket.SOCK_DGRAM, 0))
    if _SEND(number, b"x", 1, 0, _address(port), 16) != 1:
        raise OSError("sendto")
    return number


def _address(port: int) -> bytes:
    family = socket.AF_INET.to_bytes(2, sys.byteorder)
    return family + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)


def _through_link(folder: Path, canary: Path) -> bytes:
    link = folder / "link"
    link.symlink_to(canary)
    return link.read_bytes()


def _out(folder: Path, secret_folder: Path) -> Path:
    inside = folder / "inside"
    inside.write_bytes(b"")
    return inside.rename(secret_folder / "outside")
