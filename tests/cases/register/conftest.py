"""The same tests on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.cases.register import Register
from routes.cases.register.database import sqlite_url
from tests.databases import postgres_url

__all__ = ["postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database, first on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "register.sqlite")
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def register(url: str) -> Register:
    """An empty register."""
    return Register.open(url, wait_seconds=20)
