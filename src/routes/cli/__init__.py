"""The ``routes`` command."""

from routes.cli.commands import app

__all__ = ["app"]
