"""What the tests of places share."""

import pytest

from geo.places import find


@pytest.fixture(autouse=True, scope="session")
def _gathered() -> None:
    """Gather the names of the gazetteer once, so that no test is timed with that."""
    find("no such place")
