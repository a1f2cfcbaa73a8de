"""Running a task in a process of its own, within limits, from any thread of any program."""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from routes.cases.intake.errors import DeskError
from routes.cases.intake.limits import Limits
from routes.cases.intake.model import Told
from routes.cases.intake.results import size_of
from routes.cases.intake.watching import Ended, Watch

LOG: Final = "log"
"""File of a job's folder where a worker says what failed."""

_BOOT: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from routes.cases.intake.warden import serve; serve(int(sys.argv[2]), sys.argv[3])"
)
_ONE_THREAD: Final = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENPYXL_LXML": "False",
}
"""Forking wants a process of one thread; a limit on memory wants no reserves."""

_ENDING_SECONDS: Final = 10.0
_LOG_BYTES: Final = 8192
_LOGGER: Final = logging.getLogger(__name__)
_RULES: Final = {
    3: "memory",
    5: "results",
    -9: "memory",  # killed, and not by us: by the kernel, which was short of memory
}


class Workers:
    """The one warden of this program, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._home = ""
        self._jobs = 0

    def run(
        self,
        task: str,
        folder: Path,
        given: Mapping[str, str],
        *,
        limits: Limits,
        confined: bool = True,
        told: Told | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Ended:
        """Run a task and wait for its end; a task that breaks a limit is killed.

        Parameters
        ----------
        task : str
            ``module:function``, called with `folder`, `given` and what to tell progress to.
        folder : pathlib.Path
            The job's own folder, removed by the caller.
        given : mapping of str to str
            What the task needs to know besides the files in `folder`.
        limits : Limits
            What it may use.
        confined : bool
            Whether it may touch nothing but `folder`.
        told : callable, optional
            Told its progress.
        cancelled : callable, optional
            Asked several times a second whether to kill it.

        Raises
        ------
        DeskError
            If it did not end by itself and well.
        """
        request = {
            "task": task,
            "folder": str(folder),
            "given": dict(given),
            "limits": asdict(limits),
            "confined": confined,
        }
        progress, told_to = os.pipe()
        status, status_to = os.pipe()
        try:
            try:
                job = self._send(request, [told_to, status_to])
            finally:
                os.close(told_to)
                os.close(status_to)
            watch = Watch(progress, status, limits, told or (lambda stage, share: None))
            try:
                ended = watch.wait(cancelled or (lambda: False))
            except BaseException:
                self._end(job, watch)
                raise
        finally:
            os.close(progress)
            os.close(status)
        if ended.status != 0:
            _report(ended, folder)
            raise DeskError(*_said(ended, limits))
        if size_of(folder) > limits.result_bytes:
            raise DeskError("reading.results")
        return ended

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """Make a private folder for one job, and remove it, even if this program is killed."""
        with self._lock:
            self._connected()
            folder = Path(tempfile.mkdtemp(dir=self._home))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _send(self, request: dict[str, object], descriptors: list[int]) -> int:
        with self._lock:
            self._jobs += 1
            message = json.dumps({"job": self._jobs, **request}).encode()
            for _ in range(2):  # a warden that was killed from outside is replaced once
                try:
                    socket.send_fds(self._connected(), [message], descriptors)
                    return self._jobs
                except OSError:
                    self._part()
            raise DeskError("reading.no_process")

    def _end(self, job: int, watch: Watch) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                self._control.send(json.dumps({"end": job}).encode())
        watch.wait_for_end(_ENDING_SECONDS)

    def _connected(self) -> socket.socket:
        if self._control is not None:
            return self._control
        self._home = self._home or tempfile.mkdtemp(prefix="rutas-")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [*_boot(), str(theirs.fileno()), self._home],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, **_ONE_THREAD},
                start_new_session=True,  # an interrupt at the terminal is ours to handle
            )
        self._control = ours
        return ours

    def start(self) -> None:
        """Start the warden now, so that the first file need not wait for it."""
        with self._lock:
            self._connected()

    def close(self) -> None:
        """End the warden and with it every worker, and remove all their folders."""
        self._part()
        if self._home:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = ""

    def _part(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_ENDING_SECONDS)
        self._control = self._process = None

    def forget(self) -> None:
        """Leave the warden to the process that started it, in a process forked from that."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0  # not ours to wait for
        self._control = self._process = None
        self._home = ""
        self._lock = threading.Lock()


def _said(ended: Ended, limits: Limits) -> tuple[str, tuple[tuple[str, str], ...]]:
    if ended.cpu_seconds >= limits.cpu_seconds:
        return "reading.slow", (("n", str(limits.cpu_seconds)),)
    return f"reading.{_RULES.get(ended.status, 'crashed')}", ()


def _report(ended: Ended, folder: Path) -> None:
    """Log how a worker ended; its own log names places in the code and nothing of the file."""
    said = ""
    with contextlib.suppress(OSError), (folder / LOG).open("rb") as log:
        said = log.read(_LOG_BYTES).decode("utf-8", "replace")
    _LOGGER.warning("A worker ended with status %d. %s", ended.status, said)


def _boot() -> list[str]:
    """Return how a warden is started: modules as here, never from the working directory."""
    own = str(Path(__file__).resolve().parents[3])
    paths = [own, *(path for path in sys.path if os.path.isabs(path) and path != own)]
    return [sys.executable, "-I", "-c", _BOOT, json.dumps(paths)]


WORKERS: Final = Workers()
atexit.register(WORKERS.close)
os.register_at_fork(after_in_child=WORKERS.forget)
