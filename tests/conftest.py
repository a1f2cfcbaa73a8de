"""A real browser with the network off, and the real app, for every test that asks."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
"""Nothing beyond this machine is found."""
INSIDE = ("http://127.0.0.1", "http://localhost", "file:", "data:", "blob:")
START_SECONDS = 90


def chromium_path() -> str | None:
    """Return the installed Chromium, or None for the one that Playwright installed itself."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session", autouse=True)
def own_var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test touches the register of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("var")
        patch.setenv("ROUTES_VAR", str(folder))
        patch.delenv("ROUTES_DATABASE", raising=False)
        yield folder


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    instance = playwright_driver.chromium.launch(
        executable_path=chromium_path(), args=CHROMIUM_FLAGS
    )
    yield instance
    instance.close()


@dataclass
class Visit:
    """One browser window whose requests beyond this machine fail and are written down."""

    context: BrowserContext
    page: Page
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


def open_visit(browser: Browser, *, width: int, height: int, locale: str) -> Visit:
    """Open a window of somebody who was never here."""
    context = browser.new_context(locale=locale)
    return _window(context, width, height)


def _window(context: BrowserContext, width: int, height: int) -> Visit:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    visit = Visit(context, page)

    def note_outside(request: Request) -> None:
        if not request.url.startswith(INSIDE):
            visit.outside.append(request.url)

    def note_dialog(dialog: Dialog) -> None:
        visit.dialogs.append(dialog.message)
        dialog.dismiss()

    def note_failure(request: Request) -> None:
        # What a page still loads when its reader goes on to another one has not failed.
        if request.failure != "net::ERR_ABORTED":
            visit.failed.append(request.url)

    page.on("request", note_outside)
    page.on("requestfailed", note_failure)
    page.on(
        "response",
        lambda answer: visit.failed.append(answer.url) if answer.status >= 400 else None,
    )
    page.on(
        "console",
        lambda message: visit.console.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: visit.console.append(str(error)))
    page.on("dialog", note_dialog)
    return visit


@pytest.fixture(scope="session")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who reads Spanish and comes again and again: what was loaded once is kept."""
    context = browser.new_context(locale="es-CO")
    yield context
    context.close()


@contextmanager
def _visiting(reader: BrowserContext, width: int, height: int) -> Iterator[Visit]:
    visit = _window(reader, width, height)
    yield visit
    for page in reader.pages:
        page.close()
    reader.clear_cookies()


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit's tests of scripts leave the script as ``__main__``: a new process would run it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def desk(reader: BrowserContext) -> Iterator[Visit]:
    """A laptop's window, in Spanish."""
    with _visiting(reader, 1440, 900) as visit:
        yield visit


@pytest.fixture
def phone(reader: BrowserContext) -> Iterator[Visit]:
    """A phone's window, in Spanish."""
    with _visiting(reader, 390, 844) as visit:
        yield visit


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class App:
    """A running app: its address, and how to stop it."""

    url: str
    process: subprocess.Popen[bytes]


def start_app(log: Path, *, secrets: Path | None = None, **more: str) -> App:
    """Start the app as a user does, with a register beside the log, and wait until it answers.

    It may be given a file of secrets, and more variables of the environment.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    if secrets:
        command += ["--secrets.files", str(secrets)]
    own = {"PYTHONUNBUFFERED": "1", "ROUTES_VAR": str(log.parent / "var"), **more}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **own},
        )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return App(url, process)
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise RuntimeError(f"The app did not start:\n{log.read_text(errors='replace')}")


_HUNG_UP = re.compile(
    r"ERROR: +Exception in ASGI application\n(?:(?!ERROR:).*\n)*?"
    r"starlette\.websockets\.WebSocketDisconnected: Cannot call \"send\" once a close.*"
)


def faults_in(log: str) -> str:
    """Return what an app has logged, from its first traceback on; empty where there is none.

    That a window was closed while the server wrote to it is not the app's fault.
    """
    return "".join(_HUNG_UP.sub("", log).partition("Traceback")[1:])


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app, started once for the whole session."""
    running = start_app(tmp_path_factory.mktemp("app") / "app.log")
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)
