"""What the tests of places share."""

import pytest

from geo.places import find, search


@pytest.fixture(autouse=True, scope="session")
def _gathered() -> None:
    """Gather all names once, so that no test is timed with that."""
    for lang in ("es", "en", None):
        find("Valencia", lang=lang)
    search("no such place", lang="es")
