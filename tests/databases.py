"""A private PostgreSQL server for tests, and an empty database in it for each that asks.

The server is started once in a process (so once in every xdist worker) when a test first asks
for it. It keeps its files in a temporary folder, listens on a Unix socket there and nowhere else,
and is stopped with the process.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest

_USER = "rutas"
_START_SECONDS = 60
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # a test that kills loses no page that the system holds
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "40",
    "restart_after_crash": "on",
    "log_min_messages": "fatal",
}
_number = count()


def programs() -> Path:
    """Return the folder of PostgreSQL's server programs, the newest there is.

    Raises
    ------
    RuntimeError
        If there are none: the tests need them and are never left out.
    """
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]),
        reverse=True,
    )
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError(
            "No PostgreSQL server. Install the package 'postgresql' (make test does)."
        )
    return (found[0] if found else Path(str(on_path))).parent


class Server:
    """A running PostgreSQL server.

    Attributes
    ----------
    folder : pathlib.Path
        Its files and its socket.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rutas-pg-"))
        # PostgreSQL refuses to run as root.
        self._as_user = _unprivileged() if os.geteuid() == 0 else None
        if self._as_user:
            os.chown(self.folder, self._as_user.pw_uid, self._as_user.pw_gid)
        self._run(
            *(
                str(programs() / "initdb"),
                "-D",
                str(self.folder / "data"),
                "-U",
                _USER,
                "--auth=trust",
            ),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
            *("--wal-segsize=1", "--data-checksums"),
        )
        self._log = (self.folder / "log").open("ab")
        self._start()

    def _start(self) -> None:
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        data = self.folder / "data"
        self._process = subprocess.Popen(
            [programs() / "postgres", "-D", data, "-k", self.folder, *settings],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            start_new_session=True,  # an interrupted test run stops it in order
            **self._identity(),
        )
        self.wait()

    def _identity(self) -> dict[str, object]:
        user = self._as_user
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, capture_output=True, cwd=self.folder, **self._identity())
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    def wait(self) -> None:
        """Wait until the server answers."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def url(self, database: str) -> str:
        """Return the URL of a database of this server."""
        return f"postgresql+psycopg://{_USER}@/{database}?host={self.folder}"

    def execute(self, statement: str, *, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement outside any transaction and return its rows."""
        with psycopg.connect(
            host=str(self.folder), user=_USER, dbname=database, autocommit=True
        ) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def create(self, template: str = "template0") -> str:
        """Make a database, empty or a copy of another one, and return its name."""
        name = f"test_{next(_number)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def restrict(self, pid: int, size: int) -> None:
        """Let the server process `pid` write no file beyond `size` bytes."""
        self._run("prlimit", f"--pid={pid}", f"--fsize={size}:")

    @contextmanager
    def stopped(self) -> Iterator[Path]:
        """Stop the server in order, lend its data folder, and start it again."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=_START_SECONDS)
        yield self.folder / "data"
        self._start()

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=_START_SECONDS)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd:
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@cache
def server() -> Server:
    """Return the server of this process, started when it is first asked for."""
    started = Server()
    owner = os.getpid()
    # A forked child must not stop what its parent still needs.
    atexit.register(lambda: started.stop() if os.getpid() == owner else None)
    return started


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """URL of an empty PostgreSQL database that is dropped after the test."""
    running = server()
    name = running.create()
    yield running.url(name)
    running.drop(name)
