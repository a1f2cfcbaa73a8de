"""``python -m routes.cli``: the ``routes`` command."""

from routes.cli import app

app()
