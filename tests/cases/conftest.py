import shutil
from pathlib import Path

import pytest

from routes.cases.reading import BUNDLED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the public cases that a test may spoil."""
    for path in BUNDLED.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path
