"""The process that forks workers: small, of one thread, everything they need already loaded.

It is started by `routes.cases.intake.workers` and ends when whoever started it ends. Forking
from it is quick, and safe whatever threads the app has.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from routes.cases.intake.confinement import close_all_but, confine, limit, outlive_nobody
from routes.cases.intake.kernel import leave_network
from routes.cases.intake.limits import Limits
from routes.cases.intake.model import Told
from routes.cases.intake.workers import LOG

MEMORY, FAILED, RESULTS = 3, 4, 5
"""Exit statuses of a worker: out of memory, an error in its log, results too large."""

REQUEST_BYTES: Final = 128 * 1024
_PRELOADED: Final = ("routes.cases.intake.workbook", "routes.cases.intake.tasks")


@dataclass
class _Worker:
    pid: int
    status: int


def serve(control: int, home: str) -> None:
    """Fork a worker for every request on the socket `control`, until its other end closes.

    Then every worker is ended, and the folder `home`, where the jobs' folders are, removed.
    """
    for name in _PRELOADED:
        importlib.import_module(name)
    importlib.import_module("routes.cases.intake.tasks").warm()
    gc.collect()
    gc.freeze()  # what is shared with the workers is not written to, so it stays shared
    Warden(socket.socket(fileno=control)).run()
    shutil.rmtree(home, ignore_errors=True)


class Warden:
    """Workers by the number of their job.

    Parameters
    ----------
    control : socket.socket
        Requests come in here, one a message, with the ends of two pipes: one that the worker
        tells its progress to, and one that is told how it ended.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._workers: dict[int, _Worker] = {}

    def run(self) -> None:
        """Work until the other end closes; then end every worker."""
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(woken, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([self._control.fileno(), woken], [], [])
            if woken in ready:
                os.read(woken, 4096)
                self._reap()
            if self._control.fileno() in ready and not self._serve_one():
                break
        for worker in self._workers.values():
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)

    def _serve_one(self) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self._control, REQUEST_BYTES, 2)
        if not data:
            return False
        request = json.loads(data)
        if "end" in request:
            worker = self._workers.get(request["end"])
            if worker is not None:
                os.kill(worker.pid, signal.SIGKILL)
            return True
        told, status = descriptors
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            pid = -1
        if pid == 0:
            _work(request, told, parent)
        os.close(told)
        if pid < 0:
            os.close(status)
        else:
            self._workers[request["job"]] = _Worker(pid, status)
        return True

    def _reap(self) -> None:
        for job, worker in list(self._workers.items()):
            pid, ended, usage = os.wait4(worker.pid, os.WNOHANG)
            if pid == 0:
                continue
            said = {
                "status": os.waitstatus_to_exitcode(ended),
                "peak_kib": usage.ru_maxrss,
                "cpu_seconds": usage.ru_utime + usage.ru_stime,
            }
            with contextlib.suppress(BrokenPipeError):  # nobody may wait for it any more
                os.write(worker.status, json.dumps(said).encode())
            os.close(worker.status)
            del self._workers[job]


def _work(request: dict[str, Any], told: int, parent: int) -> NoReturn:
    """Be a worker: do one task and end, whatever happens, without returning."""
    status = FAILED
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        close_all_but([told])
        os.umask(0o077)
        folder = Path(request["folder"])
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        limit(Limits(**request["limits"]))
        task = _task(request["task"])
        if request["confined"]:
            leave_network()
        outlive_nobody(parent)
        if request["confined"]:
            confine(folder)
        task(folder, request["given"], _telling(told))
        status = 0
    except BaseException as error:
        status = _reason(error)
        _log(error)
    finally:
        os._exit(status)


def _task(name: str) -> Callable[[Path, dict[str, str], Told], None]:
    module, _, function = name.partition(":")
    found: Callable[[Path, dict[str, str], Told], None]
    found = getattr(importlib.import_module(module), function)
    return found


def _telling(pipe: int) -> Told:
    def told(stage: str, share: float) -> None:
        os.write(pipe, json.dumps([stage, round(share, 4)]).encode() + b"\n")

    return told


def _reason(error: BaseException) -> int:
    if isinstance(error, MemoryError):
        return MEMORY
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return RESULTS
    return FAILED


def _log(error: BaseException) -> None:
    """Write where an error arose and its kind; its message may hold what the file holds."""
    try:
        for frame in traceback.extract_tb(error.__traceback__):
            print(f"{frame.filename}:{frame.lineno} {frame.name}", file=sys.stderr)
        print(type(error).__name__, file=sys.stderr, flush=True)
    except BaseException:
        pass  # without memory there is no log either
