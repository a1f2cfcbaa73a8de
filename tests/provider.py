"""A real identity provider on this machine, and an app that signs people in with it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.conftest import START_SECONDS, App, free_port, start_app

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret of this test, long enough to sign with"
client_id = "rutas"
client_secret = "not used by the provider"
server_metadata_url = "http://127.0.0.1:%d/.well-known/openid-configuration"
"""
ACCOUNTS: Mapping[str, Mapping[str, Any]] = {
    "unverified": {"email": "officer@office.test", "email_verified": False},
    "silent": {"email": "officer@office.test"},
    "nameless": {},
    "lookalike": {"email": "\N{LATIN SMALL LETTER LONG S}ees@office.test", "email_verified": True},
}
"""Accounts whose address is not one that can be relied on; all others have their own name."""


@contextmanager
def provider(*emails: str) -> Iterator[int]:
    """Start a provider that knows these people; give the port that it listens to."""
    accounts = {email: {"email": email, "email_verified": True} for email in emails}
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for name, claims in {**accounts, **ACCOUNTS}.items():
        command += ["--user-claims", json.dumps({"sub": name, **claims})]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@dataclass
class House:
    """An app in which people sign in, its folder, and the roles that hold there."""

    app: App
    folder: Path

    @property
    def roles(self) -> Path:
        return self.folder / "roles.toml"

    @property
    def log(self) -> str:
        return (self.folder / "app.log").read_text(errors="replace")


@contextmanager
def house(folder: Path, roles: str, *emails: str) -> Iterator[House]:
    """Start an app over the register in ``var``, where these people can sign in."""
    (folder / "roles.toml").write_text(roles)
    with provider(*emails) as port:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS % port)
        running = start_app(
            folder / "app.log", secrets=secrets, ROUTES_ROLES=str(folder / "roles.toml")
        )
        try:
            yield House(running, folder)
        finally:
            running.process.terminate()
            running.process.wait(timeout=20)


def authorise(page: Page, account: str) -> None:
    """Go through the provider's page as one of its accounts."""
    page.get_by_role("textbox").fill(account)
    page.get_by_role("button", name="Authorize").click()


def sign_in(page: Page, home: House, account: str) -> None:
    """Open the app as a stranger to it, and sign in."""
    page.goto(home.app.url)
    button = page.locator("[class*='st-key-sign_in_'] button")
    expect(button).to_be_visible()
    button.click()
    authorise(page, account)
    page.wait_for_url(home.app.url + "/**")
